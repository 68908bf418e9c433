"""The help pages, and what people ask help about."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import pytest

from bot.chat import Role
from bot.language.catalogue import Words
from bot.language.messages import _
from bot.plugin import Arg, CommandHelp, Moment, Plugin, Rest
from plugins.network.guide import details, overview
from plugins.network.topics import asks_for_help, find_topic, nearest_topics, topic_of

FRENCH = Words("fr", ZoneInfo("Europe/Paris"))
ENGLISH = Words("en", ZoneInfo("Europe/Paris"))

garden = Plugin("garden", title=_("Garden"))
plant = garden.group("plante", english="plant", summary=_("All about plants"))


@plant.command(
    "créer",
    english="create",
    default=True,
    summary=_("Plant something"),
    examples=_("/plant tomorrow roses\n/plant roses in 2 days"),
)
async def create(
    ctx,
    when: Annotated[Moment, Arg(_("when"), help=_("the day."), example=_("tomorrow"))],
    text: Annotated[Rest, Arg(_("text"))],
): ...


@plant.command("liste", english="list", summary=_("What grows"))
async def list_plants(
    ctx,
    kind: Annotated[
        Literal["herb", "tree"], Arg(_("kind"), choices={"herb": _("Herb"), "tree": _("Tree")})
    ] = "herb",
): ...


@garden.command("arrose", english="water", summary=_("Give water"))
async def water(ctx): ...


ENTRIES = [
    CommandHelp("garden", garden.title, plant.summary if command.verb else None, command)
    for command in garden.commands
]


def test_the_overview_has_one_line_a_root_word_and_begins_with_an_example():
    text = overview(ENGLISH, "Loire", ENTRIES)
    assert "network Loire." in text
    assert "for example `/plant tomorrow roses`." in text
    assert "**Garden**" in text
    assert "- `/plant WHEN TEXT`: Plant something. And also: `/plant list`" in text
    assert "- `/water`: Give water" in text


def entries_of(name: str, verbs: int, roots: int = 1) -> list[CommandHelp]:
    plugin = Plugin(name, title=_("Garden"))
    for number in range(roots):
        group = plugin.group(f"root{number}", english=f"root{number}", summary=_("Garden"))
        for verb in range(verbs):
            role = Role.COORDINATOR if verb == 1 else Role.MEMBER

            @group.command(f"verb{verb}", english=f"verb{verb}", role=role, summary=_("What grows"))
            async def do(ctx): ...

    return [CommandHelp(name, plugin.title, _("Garden"), command) for command in plugin.commands]


def test_of_the_other_verbs_the_first_shows_how_it_goes_and_those_of_coordinators_come_last():
    text = overview(ENGLISH, "Loire", entries_of("garden", 4))
    assert "And also: `/root0 verb2`, `verb3`, `verb1`\n" in text


def test_a_long_overview_ends_the_longest_lists_early():
    entries = [*entries_of("orchard", 3), *entries_of("garden", 20, roots=9), *entries_of("network", 9)]
    text = overview(ENGLISH, "Loire", entries)
    assert len(text) <= 2000
    assert "`/root0 verb2`, `verb1`\n" in text
    assert "`/root8 verb2`, `verb3`, `verb4`" in text
    assert text.count(" …\n") == 9
    assert "verb19" not in text
    assert "`/root0 verb8`, `/root0 verb1`\n" in text
    assert "For the details of a command: " in text


def test_the_overview_uses_the_words_of_the_language():
    text = overview(FRENCH, "Loire", ENTRIES)
    assert "`/plante liste`" in text
    assert "`/arrose`" in text


def test_an_overview_of_nothing_is_still_an_answer():
    assert "Loire" in overview(ENGLISH, "Loire", [])


def test_the_name_of_a_network_cannot_format_the_page():
    assert r"\*Loire\*" in overview(ENGLISH, "*Loire*", ENTRIES)


def test_a_group_lists_its_verbs_then_explains_the_default_one():
    text = details(ENGLISH, find_topic("plant", ENTRIES))
    assert text.startswith("**`/plant`**: All about plants\n- `/plant WHEN TEXT`: Plant something\n")
    assert "- `/plant list [KIND]`: What grows" in text
    assert "- WHEN: the day. For example: `tomorrow`" in text
    assert "- TEXT\n" in text
    assert "- `/plant roses in 2 days`" in text
    assert "`/maillage help plant list`" in text


def test_one_verb_is_explained_with_its_choices():
    text = details(ENGLISH, find_topic("plant list", ENTRIES))
    assert text.startswith("**`/plant list [KIND]`**: What grows")
    assert "- KIND (optional): One of: Herb, Tree." in text


@pytest.mark.parametrize(
    ("topic", "names"),
    [
        ("plante", ["plante créer", "plante liste"]),
        ("/plant", ["plante créer", "plante liste"]),
        ("plante creer", ["plante créer"]),
        ("  PLANTE   Liste ", ["plante liste"]),
        ("liste", ["plante liste"]),
        ("water", ["arrose"]),
        ("arrose liste", []),
        ("nothing", []),
        ("", []),
        ("/", []),
    ],
)
def test_a_topic_is_a_root_word_a_verb_or_both(topic, names):
    assert [entry.command.name for entry in find_topic(topic, ENTRIES)] == names


@pytest.mark.parametrize(
    ("topic", "near"),
    [
        ("plnate", ["plante"]),
        ("plante lsite", ["plante liste"]),
        ("plante qwerty", ["plante"]),
        ("lsite", ["plante liste"]),
        ("arose", ["arrose"]),
        ("qwerty", []),
    ],
)
def test_the_nearest_topics_are_named(topic, near):
    assert nearest_topics(topic, ENTRIES, "fr") == near


@pytest.mark.parametrize(
    "sentence",
    [
        "aide", "Aide-moi !", "à l’aide", "help", "help me", "?", "menu", "bonjour", "Bonjour Maillage",
        "salut", "hello", "Que sais-tu faire ?", "qu'est-ce que tu peux faire", "tu sers à quoi ?",
        "comment ça marche ?", "What can you do?", "who are you", "comment t’utiliser ?", "", " ",
    ],
)  # fmt: skip
def test_a_call_for_help_is_recognised(sentence):
    assert asks_for_help(sentence) == 1.0
    assert topic_of(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "topic"), [("aide rappel", "rappel"), ("Help /plant list", "plant list")]
)
def test_a_call_for_help_may_name_a_topic(sentence, topic):
    assert 0 < asks_for_help(sentence) < 1
    assert topic_of(sentence) == topic


@pytest.mark.parametrize(
    "sentence",
    [
        "rappelle-moi demain à 9h de demander de l’aide",
        "bonjour, rappelle-moi demain à 9h de relancer la CAF",
        "aide à la déclaration d’impôts demain 14h",
        "demain",
    ],
)
def test_other_sentences_are_left_to_others(sentence):
    assert asks_for_help(sentence) == 0
