"""What the types of arguments offer while somebody types."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.chat import Member, Place, PlaceKind
from bot.chat.messages import Option
from bot.chat.plain import plain
from bot.language import catalogue
from bot.language.catalogue import Words
from bot.language.messages import Message
from bot.language.moments import Reading
from bot.plugin import offers
from bot.plugin.arguments import DurationArgument, MomentArgument
from plugins.reminders.arguments import PostponementArgument

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""A Monday, ten o'clock in Paris."""


@pytest.fixture(autouse=True)
def french():
    catalogue.add_package("plugins.reminders")


def words_in(language="fr", zone="Europe/Paris") -> Words:
    return Words(language, ZoneInfo(zone))


def moments(typed: str, words: Words, now: datetime = NOW) -> list[tuple[str, str]]:
    argument = MomentArgument()
    reading = Reading(now=now, zone=words.zone, language=words.language)
    found = offers.phrases(typed, argument.usual, argument.read, offers.spelled, reading, words)
    return shown(found, words)


def shown(options: list[Option], words: Words) -> list[tuple[str, str]]:
    return [(option.value, plain(words(option.label)).replace("\u00a0", " ")) for option in options]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("argument", [MomentArgument(), DurationArgument(), PostponementArgument()])
def test_every_usual_phrase_is_understood_in_its_own_language(language, argument):
    words = words_in(language)
    phrases = words(argument.usual).splitlines()
    assert len(phrases) == len(set(phrases)) == len(argument.usual.text.splitlines())
    for phrase in phrases:
        argument.read(phrase, Reading(now=NOW, zone=words.zone, language=language))


def test_what_was_typed_comes_first_with_the_date_that_it_means():
    assert moments("demain 9h", words_in())[0] == (
        "demain 9h",
        "demain 9h → mardi 24 novembre 2026 à 9 h",
    )
    assert moments("tomorrow 9:00", words_in("en"))[0] == (
        "tomorrow 9:00",
        "tomorrow 9:00 → Tuesday 24 November 2026 at 09:00",
    )


def test_the_date_is_that_of_the_readers_own_zone():
    [first, *_rest] = moments("dans 1h", words_in(zone="Indian/Reunion"))
    assert first == ("dans 1h", "dans 1h → lundi 23 novembre 2026 à 14 h")


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("chaque mardi 10h", "chaque mardi à 10 h, la première fois le mardi 24 novembre 2026 à 10 h"),
        ("du 3 au 5 mars", "du mercredi 3 au vendredi 5 mars 2027"),
        ("31 février", "La date 31/02 n’existe pas."),
        ("demain 9h chez toi", "Je n’ai pas compris"),
    ],
)
def test_what_recurs_what_lasts_and_what_is_refused_say_so_and_stay_as_typed(typed, meaning):
    value, label = moments(typed, words_in())[0]
    assert value == typed
    assert label.startswith(f"{typed} → {meaning}")


def test_a_long_phrase_leaves_room_for_what_it_means():
    typed = "le premier lundi de chaque mois à 9h jusqu’au 30 juin"
    [(value, label), *_rest] = moments(typed, words_in())
    assert value == typed
    assert label.index("→") <= 42


def test_usual_phrases_are_offered_before_anything_is_typed_and_those_like_it_afterwards():
    assert moments("", words_in())[:3] == [
        ("dans 1h", "dans 1h → lundi 23 novembre 2026 à 11 h"),
        ("ce soir 18h", "ce soir 18h → lundi 23 novembre 2026 à 18 h"),
        ("demain 9h", "demain 9h → mardi 24 novembre 2026 à 9 h"),
    ]
    assert [value for value, _label in moments("dem", words_in())] == ["dem", "demain 9h", "demain 14h"]
    assert [value for value, _label in moments("Demain 9H", words_in())] == ["Demain 9H"]


def test_a_usual_phrase_that_has_passed_is_not_offered():
    evening = datetime(2026, 11, 23, 20, tzinfo=UTC)
    assert "ce soir 18h" not in [value for value, _label in moments("", words_in(), evening)]


def member(number: int, username: str, name: str) -> offers.Named:
    return offers.person(Member(number, name, username))


def named(typed: str, *candidates: offers.Named) -> list[tuple[str, str]]:
    return shown(offers.named(candidates, typed, words_in()), words_in())


def test_people_are_found_by_user_name_and_by_name_whatever_the_accents():
    people = (member(1, "ebr", "Élodie Bérard"), member(2, "zoe", "zoe"), member(3, "j_d", "Jean *Dupont*"))
    assert named("elo", *people) == [("@ebr", "@ebr – Élodie Bérard")]
    assert named("@EB", *people) == [("@ebr", "@ebr – Élodie Bérard")]
    assert named("zo", *people) == [("@zoe", "@zoe")]
    assert named("dupont", *people) == [("@j_d", "@j_d – Jean *Dupont*")]
    assert [value for value, _label in named("@", *people)] == ["@ebr", "@zoe", "@j_d"]


def test_here_and_channels_are_offered_unless_their_name_cannot_be_typed():
    place = Place(1, "loire-42", PlaceKind.CHANNEL)
    spaced = Place(2, "Salle du fond", PlaceKind.CHANNEL)
    candidates = (offers.here(place), offers.channel(place), offers.channel(spaced))
    assert named("", *candidates) == [("ici", "ici, dans loire-42"), ("loire-42", "loire-42")]
    assert named("#loi", *candidates) == [("loire-42", "loire-42")]
    assert named("here", *candidates) == [("ici", "ici, dans loire-42")]


def test_one_speaks_of_oneself_in_either_language():
    assert isinstance(offers.ME.value, Message)
    assert named("me", offers.ME) == named("moi", offers.ME) == [("moi", "moi")]
