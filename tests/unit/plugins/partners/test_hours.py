"""Opening hours: OpenStreetMap's format in words, and whether it is open."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.catalogue import Words, add_package
from plugins.partners import hours

TUESDAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def french():
    add_package("plugins.partners")
    return Words("fr", ZoneInfo("Europe/Paris"))


ENGLISH = Words("en", ZoneInfo("Europe/Paris"))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00",
         "du lundi au vendredi de 9 h à 12 h et de 14 h à 18 h 30 ; le samedi de 8 h 30 à 12 h"),
        ("Mo-Fr 09:00-12:00; PH off", "du lundi au vendredi de 9 h à 12 h ; fermé les jours fériés"),
        ("24/7", "à toute heure, tous les jours"),
        ("Mo,We,Th 14:00-17:00", "le lundi, le mercredi et le jeudi de 14 h à 17 h"),
        ("Mo-Su 10:00-12:00", "tous les jours de 10 h à 12 h"),
        ("Sa 08:00-24:00", "le samedi de 8 h à minuit"),
        ("Fr 22:00-03:00", "le vendredi de 22 h à 3 h"),
        ("Mo 09:00-12:00 \"sur rendez-vous\"", "le lundi de 9 h à 12 h (sur rendez-vous)"),
        ("Mo-We", "du lundi au mercredi toute la journée"),
        ("Mo-Fr 09:00-17:00; SH off",
         "du lundi au vendredi de 9 h à 17 h ; autres horaires pendant les vacances scolaires"),
        ("week 2-52/2 Tu 09:00-12:00",
         "cette semaine : le mardi de 9 h à 12 h (cela change d’une semaine à l’autre)"),
    ],
)  # fmt: skip
def test_hours_are_said_in_words(french, written, said):
    text = hours.said(written, TUESDAY)
    assert text is not None
    assert plain(french(text)) == said


def test_hours_are_said_in_english():
    text = hours.said("Mo-Fr 09:00-12:30; Sa 08:30-12:00", TUESDAY)
    assert ENGLISH(text) == "Monday to Friday from 9:00 to 12:30; Saturday from 8:30 to 12:00"


@pytest.mark.parametrize("written", ["", "lundi matin", "Mo-Fr 9h-12h", "x" * 5_000, "Mo-Fr 25:00-26:00"])
def test_what_is_not_in_the_format_is_not_guessed(written):
    assert hours.said(written, TUESDAY) is None
    assert hours.now_said(written, datetime.fromisoformat("2026-11-24T10:00")) is None
    assert not hours.is_valid(written)


@pytest.mark.parametrize(
    ("wall", "said"),
    [
        (datetime.fromisoformat("2026-11-24T10:00"), "open now, closes at 12:00"),
        (datetime.fromisoformat("2026-11-24T13:00"), "closed now, opens at 14:00"),
        (datetime.fromisoformat("2026-11-24T20:00"), "closed now, opens on Wednesday at 9:00"),
        (datetime.fromisoformat("2026-11-28T20:00"), "closed now, opens on Monday at 9:00"),
        (datetime.fromisoformat("2026-12-25T10:00"), "closed now, opens on Monday at 9:00"),
    ],
)
def test_whether_it_is_open_now(wall, said):
    assert ENGLISH(hours.now_said("Mo-Fr 09:00-12:00,14:00-17:00; PH off", wall)) == said


def test_what_never_closes_is_open():
    assert ENGLISH(hours.now_said("24/7", datetime.fromisoformat("2026-11-24T03:00"))) == "open now"


PARTS = (
    "Mo", "Tu-Fr", "09:00-12:00", "14:00+", ",", ";", "PH", "off", "week", "1-53/2", "Jan-Mar", "Mo[1]", "||",
    '"x"', "24/7", "SH", "sunset",
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PARTS), max_size=8).map(" ".join)))
def test_no_hours_stop_anything(written):
    said = hours.said(written, TUESDAY)
    present = hours.now_said(written, datetime.fromisoformat("2026-11-24T10:30"))
    assert said is None or ENGLISH(said)
    assert present is None or ENGLISH(present)
