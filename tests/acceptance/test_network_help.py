"""Help, as people who have never seen the bot ask for it."""

import pytest

from tests.acceptance.console import plain


def test_a_role_in_one_channel_counts_in_that_channel_only(console):
    console.say(":role camille coordinator in loire-42")
    assert "`/maillage état`" in console.ask("/maillage aide")["text"]
    console.say(":in conum-43")
    assert "`/maillage état`" not in console.ask("/maillage aide")["text"]


def test_help_is_an_answer_for_the_person_alone(console):
    answer = console.ask("/maillage aide")
    assert (answer["kind"], answer["ephemeral"]) == ("reply", True)


def test_help_speaks_english_to_an_english_network(open_console):
    text = open_console(language="en").ask("/maillage help")["text"]
    assert "`/maillage preferences`" in text
    assert "In a private message to me, the slash is optional." in text


@pytest.mark.parametrize(
    "asked",
    ["/maillage aide préférences", "/maillage AIDE preferences", "/maillage aide /maillage preferences"],
)
def test_one_command_is_explained(console, asked):
    text = plain(console.ask(asked)["text"])
    assert "`/maillage préférences`" in text
    assert "quand je te laisse en paix" in text


def test_a_root_word_is_explained_with_its_verbs_its_arguments_and_examples(console):
    text = plain(console.ask("/maillage aide maillage")["text"])
    assert "- `/maillage aide [COMMANDE]` : Ce que je peux faire pour toi ici" in text
    assert "- COMMANDE (facultatif) : la commande sur laquelle tu veux en savoir plus." in text
    assert "- `/maillage aide rappel`" in text


def test_the_verbs_of_a_root_word_come_as_people_need_them_with_an_example_each(console):
    text = plain(console.ask("/maillage aide rencontre")["text"])
    verbs = [line.split("`")[1].split()[1] for line in text.splitlines() if line.startswith("- `/rencontre")]
    assert verbs[:5] == ["prochaines", "proposer", "voter", "dates", "relancer"]
    examples = text.partition("**Exemples**")[2]
    assert "- `/rencontre proposer Réunion de réseau" in examples
    everything = plain(console.ask("/maillage aide")["text"])
    assert "Et aussi : `/rencontre proposer`, `voter`" in everything
    assert everything.count("- `/rencontre") == 1


def test_an_unknown_topic_names_the_nearest_commands(console):
    answer = console.ask("/maillage aide prefernces")
    assert (answer["kind"], answer["code"]) == ("error", "unknown_topic")
    assert "`/maillage préférences`" in answer["text"]


def test_a_topic_like_nothing_says_where_to_look(console):
    answer = console.ask("/maillage aide qwertyuiop")
    assert answer["code"] == "unknown_topic"
    assert "`/maillage aide`" in answer["text"]


@pytest.mark.parametrize(
    "sentence",
    [
        "aide",
        "Aide ?",
        "help",
        "maillage aide",
        "que sais-tu faire ?",
        "Qu’est-ce que tu sais faire ?",
        "?",
        "/maillage",
    ],
)
def test_a_private_message_may_ask_in_plain_words(console, sentence):
    console.say(":in @bot")
    assert "`/maillage préférences`" in console.ask(sentence)["text"]


def test_hello_is_answered_by_name(console):
    console.say(":in @bot")
    text = plain(console.ask("Bonjour !")["text"])
    assert text.startswith("Bonjour camille !")
    assert "`/maillage préférences`" in text


def test_a_private_message_may_ask_about_one_command(console):
    console.say(":in @bot")
    assert "quand je te laisse en paix" in console.ask("aide préférences")["text"]


def test_a_greeting_in_a_channel_is_left_alone(console):
    assert console.say("bonjour") == []


def test_a_reminder_is_shown_first_and_explained_in_detail(console):
    overview = plain(console.ask("/maillage aide")["text"])
    assert overview.index("**Rappels**") < overview.index("**Réseau et réglages**")
    assert "- `/rappel QUAND TEXTE` : " in overview
    page = plain(console.ask("/maillage aide rappel")["text"])
    assert "- QUAND : " in page
    assert "`/rappel liste`" in page
    assert "**Exemples**" in page
    assert plain(console.ask("/maillage aide rappel liste")["text"]).startswith("**`/rappel liste")
