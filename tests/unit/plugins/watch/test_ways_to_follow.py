"""How a feed is followed, as people say it after its address."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from bot.plugin.parameters import parameters_of
from bot.plugin.parsing import parse_line
from plugins.watch.feeds.arguments import apart
from plugins.watch.feeds.commands import follow

READING = Reading(now=datetime(2026, 11, 23, 10, 0, tzinfo=UTC), zone=ZoneInfo("Europe/Paris"))
FOLLOW = parameters_of(follow)


@pytest.mark.parametrize(
    ("typed", "mode", "maximum"),
    [
        ("pour la lettre max 2 par jour", "letter", 2),
        ("tout de suite, 3 articles par jour au plus", "now", 3),
        ("immédiatement maximum 4/jour", "now", 4),
        ("Immédiat, au maximum 7 nouveautés par jour", "now", 7),
        ("dans la lettre au plus 3", "letter", 3),
        ("as it comes at most 3 entries a day", "now", 3),
        ("12 par j", None, 12),
        ("imediat 3 par jour", "now", 3),
        ("immédiatment max 3", "now", 3),
        ("dès parution 3/jour", "now", 3),
        ("dès que ça sort, 3 par jour", "now", 3),
        ("des que ca sor au plus 3", "now", 3),
        ("en immédiat 3 par jour", "now", 3),
        ("letre max 3", "letter", 3),
    ],
)
def test_when_and_how_much_are_said_in_ones_own_words(typed, mode, maximum):
    parsed = parse_line(f"https://www.example.org {typed}", FOLLOW, READING)
    assert parsed.is_complete
    assert parsed.values.get("mode") == mode
    assert parsed.values["maximum"] == maximum


def test_words_to_choose_by_end_where_the_number_begins():
    parsed = parse_line("example.org dans la lettre avec pix, emploi max 2 par jour", FOLLOW, READING)
    assert parsed.is_complete
    assert (parsed.values["include"], parsed.values["maximum"]) == ("pix, emploi", 2)


@pytest.mark.parametrize("typed", ["max beaucoup", "maximum 2 par semaine", "au plus trois chats"])
def test_what_is_no_number_a_day_is_wrong(typed):
    parsed = parse_line(f"example.org {typed}", FOLLOW, READING)
    assert list(parsed.wrong) == ["maximum"]


@pytest.mark.parametrize(
    ("typed", "include", "exclude", "maximum"),
    [
        ("immediatement avec seniors sans sport 3 par jour", "seniors", "sport", 3),
        ("immédiat avec seniors, 4 articles par jour", "seniors", "", 4),
        ("sans sport, football 2/jour au plus", "", "sport, football", 2),
        ("avec seniors 3 par jour sans sport", "seniors", "sport", 3),
        ("avec: seniors, 2 max", "seniors", "", 2),
        ("avec: seniors max: 2", "seniors", "", 2),
        ("seulement 3 par jour", "", "", 3),
        ("avec 14 juillet", "14 juillet", "", None),
    ],
)
def test_a_number_a_day_is_none_of_the_words_to_choose_by(typed, include, exclude, maximum):
    parsed = parse_line(f"example.org {typed}", FOLLOW, READING)
    assert parsed.is_complete
    words = apart(parsed.values.get("include"), parsed.values.get("exclude"))
    assert (words.include, words.exclude, words.maximum) == (include, exclude, maximum)


@pytest.mark.parametrize(
    ("typed", "include", "exclude", "modes", "maximum"),
    [
        ("avec inclusion, immédiat, 3 par jour", "inclusion", "", ("now",), 3),
        ("avec inclusion 3 par jour et en immédiat", "inclusion", "", ("now",), 3),
        ("sans football dans la lettre", "", "football", ("letter",), None),
        ("sans football, imédiatement", "", "football", ("now",), None),
        ("avec inclusion pour la lettre sans sport", "inclusion", "sport", ("letter",), None),
        ("seulement pour la lettre", "", "", ("letter",), None),
        ("sans attendre, 3 par jour", "", "", ("now",), 3),
        ("avec lettre", "lettre", "", (), None),
        ("avec lettre de motivation", "lettre de motivation", "", (), None),
    ],
)
def test_how_a_feed_is_followed_is_none_of_the_words_to_choose_by(typed, include, exclude, modes, maximum):
    parsed = parse_line(f"example.org {typed}", FOLLOW, READING)
    assert parsed.is_complete
    words = apart(parsed.values.get("include"), parsed.values.get("exclude"))
    assert words == (include, exclude, maximum, modes)


@pytest.mark.parametrize(
    ("typed", "include", "exclude"),
    [
        ("sauf football", None, "football"),
        ("sauf: football", None, "football"),
        ("sauf les mots football, rugby", None, "football, rugby"),
        ("sauf : football", None, "football"),
        ("seulement inclusion", "inclusion", None),
        ("mots inclusion, pix", "inclusion, pix", None),
        ("avec les mots inclusion, pix mais pas sport", "inclusion, pix", "sport"),
        ("uniquement avec le mot pix", "pix", None),
    ],
)
def test_words_to_choose_by_are_led_in_as_people_do(typed, include, exclude):
    parsed = parse_line(f"example.org {typed}", FOLLOW, READING)
    assert parsed.is_complete
    assert (parsed.values.get("include"), parsed.values.get("exclude")) == (include, exclude)


def test_a_maximum_may_be_said_with_a_colon():
    parsed = parse_line("example.org avec inclusion max: 2", FOLLOW, READING)
    assert (parsed.values["include"], parsed.values["maximum"]) == ("inclusion", 2)
    parsed = parse_line("example.org max:2 avec inclusion", FOLLOW, READING)
    assert (parsed.values["include"], parsed.values["maximum"]) == ("inclusion", 2)


def test_another_way_to_follow_is_wrong_and_the_number_after_it_is_not():
    parsed = parse_line("example.org quand tu veux 3 par jour", FOLLOW, READING)
    assert list(parsed.wrong) == ["mode"]
    assert (parsed.raw["mode"], parsed.values["maximum"]) == ("quand tu veux", 3)
