"""People are reminded of a meeting: its channel, who comes or may, and once who has not answered."""

import pytest

from tests.acceptance.console import of_kind, plain

LINE = "/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h ; lieu : salle des fêtes"


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    for name in ("lea", "paul", "mia", "jeanne"):
        console.say(f":as {name}")
        console.say("/rencontre")
    console.say(LINE)
    for name, label in (("lea", "Je viens"), ("paul", "Je ne viens pas")):
        console.say(f":as {name}")
        console.click(label)
    console.say(":as jeanne")
    return console


def told(outputs):
    """Return who was reminded or asked, and when, as the first line of each says it."""
    first_lines = [
        (one["to"], one["at"][5:16], plain(one["text"]).splitlines()[0])
        for one in outputs
        if one["kind"] in ("post", "dm")
    ]
    return [one for one in first_lines if "Rappel : " in one[2] or one[2].endswith("est-ce que tu viens ?")]


def reminder(how_soon):
    return f"Rappel : **Réunion de réseau**, c’est {how_soon}, mardi 8 décembre 2026 de 14 h à 16 h."


def test_a_week_and_a_day_before_and_on_the_day_and_who_is_silent_is_asked_once(console):
    question = "**Réunion de réseau**, mardi 8 décembre 2026 de 14 h à 16 h : est-ce que tu viens ?"
    assert sorted(told(console.advance("15d"))) == [
        ("@lea", "12-01T09:00", reminder("dans 7 jours")),
        ("@mia", "12-01T09:00", question),
        ("loire-42", "12-01T09:00", reminder("dans 7 jours")),
    ]
    assert sorted(told(console.advance("3d"))) == [
        ("@lea", "12-07T09:00", reminder("demain")),
        ("@lea", "12-08T09:00", reminder("aujourd’hui")),
        ("loire-42", "12-07T09:00", reminder("demain")),
        ("loire-42", "12-08T09:00", reminder("aujourd’hui")),
    ]
    assert not told(console.advance("7d"))


def test_after_an_outage_they_come_late_as_one_and_never_once_it_has_begun(console):
    console.advance("1d")
    console.say(":stop")
    console.advance("15d")
    outputs = console.say(":start")
    (post,) = of_kind(outputs, "post")
    assert "c’est demain" in plain(post["text"])
    assert "en retard" in plain(post["text"])
    console.say(":stop")
    console.advance("30h")
    assert not told(console.say(":start"))


def test_they_follow_the_meeting_when_it_moves_and_end_when_it_is_cancelled(console):
    console.say("/rencontre modifier jeudi 17 décembre 14h")
    moved = told(console.advance("20d"))
    assert {when for _who, when, _what in moved} == {"12-10T09:00"}
    console.say("/rencontre annuler")
    console.click("Annuler la rencontre")
    assert not told(console.advance("10d"))


def test_each_change_of_date_sets_them_anew(console):
    console.say("/rencontre modifier vendredi 27 novembre 14h")  # less than a week away
    console.advance("5d22h")  # told a day before, it is put off once more
    console.say("/rencontre modifier journée du 10 décembre")
    assert {when for _who, when, _what in told(console.advance("10d"))} == {"12-03T09:00"}
    console.say("/rencontre modifier jeudi 10 décembre 8h-9h")
    assert {when for _who, when, _what in told(console.advance("7d"))} == {"12-09T09:00", "12-10T07:00"}


def test_who_answers_before_the_morning_is_not_asked_any_more(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say(":as mia")
    console.say("/rencontre")
    console.say("/maillage préférences calme de 20h à 10h")
    console.say(":as jeanne")
    console.say(LINE)
    console.advance("9d23h30m")
    console.say(":as mia")
    console.click("Peut-être")
    assert not [one for one in told(console.advance("3h")) if one[0] == "@mia"]


def test_what_could_not_be_sent_never_comes_once_the_meeting_has_begun(console):
    console.advance("16d22h")
    console.say(":fail loire-42")
    console.advance("7h")
    console.say(":mend loire-42")
    outputs = console.advance("1d")
    assert not told(outputs)
    assert not of_kind(outputs, "delete")


def test_what_waited_for_the_chat_says_how_soon_it_is_by_now(console):
    console.say(":role jeanne coordinator")
    console.say("/rencontre réglages rappels : 1 jour avant")
    console.advance("15d22h")
    console.say(":fail loire-42")
    assert ("@lea", "12-07T09:00", reminder("demain")) in told(console.advance("12h"))
    console.advance("8h")
    console.say(":mend loire-42")
    assert [(who, what) for who, _when, what in told(console.advance("2h"))] == [
        ("loire-42", reminder("aujourd’hui"))
    ]


def test_a_reminder_a_week_before_found_long_after_is_left_out(console):
    console.advance("9d")
    console.say(":stop")
    console.advance("5d")
    assert not told(console.say(":start"))
    assert {when for _who, when, _what in told(console.advance("3d"))} == {"12-07T09:00", "12-08T09:00"}


def test_in_their_own_reminder_people_take_back_their_word_or_want_no_more_of_them(console):
    console.advance("10d")
    console.say(":as lea")
    (reply,) = console.click("Plus de rappels pour cette rencontre")
    assert "Plus de rappels" in plain(reply["text"])
    assert {who for who, *_rest in told(console.advance("6d"))} == {"loire-42"}
    console.click("Me rappeler quand même")
    assert ("@lea", "12-08T09:00", reminder("aujourd’hui")) in told(console.advance("1d"))
    assert "tu ne viens pas" in plain(console.click("Je ne viens plus")[0]["text"])
