"""What is typed to have a date chosen."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.catalogue import Words
from bot.language.moments import Reading
from plugins.meetings.polls.proposal import Faulty, check, split

PARIS = ZoneInfo("Europe/Paris")
LINK = "https://visio.example/feurs"
READING = Reading(now=datetime(2026, 11, 21, 9, tzinfo=UTC), zone=PARIS)
"""It is Saturday, ten o’clock."""
WORDS = Words("en", PARIS)


def proposal(line):
    return check(split(line, READING), READING)


def wrong(line):
    with pytest.raises(Faulty) as refused:
        proposal(line)
    return {name: str(WORDS(text)) for name, text in refused.value.wrong.items()}


def spelled(slots):
    return [
        f"{slot.start:%d/%m %H:%M}"
        + (f"-{slot.end:%d/%m %H:%M}" if slot.end else "")
        + (" all day" if slot.all_day else "")
        + (f" {slot.label}" if slot.label else "")
        for slot in slots
    ]


@pytest.mark.parametrize(
    ("line", "title", "slots"),
    [
        ("Réunion ; mardi 14h-16h ; jeudi 10h", "Réunion", ["24/11 14:00-24/11 16:00", "26/11 10:00"]),
        ("Réunion;jeudi 10h;mardi 14h", "Réunion", ["24/11 14:00", "26/11 10:00"]),
        ("Réunion\nmardi 14h\njeudi 10h", "Réunion", ["24/11 14:00", "26/11 10:00"]),
        ("Atelier mardi 14h ou jeudi 10h", "Atelier", ["24/11 14:00", "26/11 10:00"]),
        ("Café des conseillers le 1/12 9h", "Café des conseillers", ["01/12 09:00"]),
        ("Réunion du mardi ; vendredi 9h", "Réunion du mardi", ["27/11 09:00"]),
        ("Sortie ; mardi 24 ; du 26 au 27 novembre", "Sortie",
         ["24/11 00:00-24/11 23:59 all day", "26/11 00:00-27/11 23:59 all day"]),
        ("Sortie ; lundi 7 décembre toute la journée", "Sortie", ["07/12 00:00-07/12 23:59 all day"]),
        ("Visite ; mardi 14h à Roanne ; jeudi 10h (Feurs)", "Visite",
         ["24/11 14:00 à Roanne", "26/11 10:00 Feurs"]),
        ("Réunion ; mardi 14h ; mardi 14h ; mardi 14:00", "Réunion", ["24/11 14:00"]),
        ("Réunion ; mardi 14h pendant 2h, jeudi 10h", "Réunion", ["24/11 14:00-24/11 16:00", "26/11 10:00"]),
        ("Réunion ; 8, 9 et 10 décembre à 14h", "Réunion", ["08/12 14:00", "09/12 14:00", "10/12 14:00"]),
        ("Réunion ; les 8 et 9/12 ; mardi 1er, 14h30", "Réunion",
         ["01/12 14:30", "08/12 00:00-08/12 23:59 all day", "09/12 00:00-09/12 23:59 all day"]),
        ("Réunion ; mardi ou jeudi 10h-12h à Feurs", "Réunion",
         ["24/11 10:00-24/11 12:00 à Feurs", "26/11 10:00-26/11 12:00 à Feurs"]),
        ("Réunion ; mardi 14h ou 16h ; jeudi 26 14-16h", "Réunion",
         ["24/11 14:00", "24/11 16:00", "26/11 14:00-26/11 16:00"]),
        ("Réunion ; mardi 14h, durée : 1h30 ; jeudi 10h (2h)", "Réunion",
         ["24/11 14:00-24/11 15:30", "26/11 10:00-26/11 12:00"]),
        ("📅 Réunion de rentrée, mardi 8 a 14h, jeudi 10 matin, clôture le 1er déc 18h",
         "📅 Réunion de rentrée", ["08/12 14:00", "10/12 09:00"]),
        ("Point CAF, MSA : lundi 7 9h - 12h, jeudi 10 10h, 12 places, lieu : Feurs", "Point CAF, MSA",
         ["07/12 09:00-07/12 12:00", "10/12 10:00"]),
        ("Bilan du forum du 12 mars, mardi 8 14h, jeudi 10 10h", "Bilan du forum du 12 mars",
         ["08/12 14:00", "10/12 10:00"]),
        ("mardi 8 14h ou jeudi 10 14h réunion de réseau", "réunion de réseau",
         ["08/12 14:00", "10/12 14:00"]),
        ("meeting next month: dec 8 2pm, dec 10 at 10am", "meeting next month",
         ["08/12 14:00", "10/12 10:00"]),
        ("Meeting ; Tuesday 2pm-4pm ; Thursday 10am", "Meeting", ["24/11 14:00-24/11 16:00", "26/11 10:00"]),
    ],
)  # fmt: skip
def test_dates_are_read_in_order_each_once(line, title, slots):
    read = proposal(line)
    assert (read.title, spelled(read.slots)) == (title, slots)


def test_what_else_is_said_stands_in_any_order():
    for parts in (
        [
            "1/12 14h",
            "3/12 10h",
            "clôture vendredi 18h",
            "lieu : salle des fêtes",
            "12 places",
            f"visio {LINK}",
        ],
        ["12 places", "clôture : vendredi 18h", "1/12 14h", LINK, "lieu salle des fêtes", "3/12 10h"],
        [
            "jauge : 12",
            "réponses avant vendredi 18h",
            f"visio : {LINK} salle des fêtes",
            "1/12 14h, 3/12 10h",
        ],
    ):
        read = proposal(" ; ".join(["Réunion", *parts]))
        assert read.closes_at == datetime(2026, 11, 27, 18, tzinfo=PARIS)
        assert (read.where, read.link, read.seats) == (
            "salle des fêtes",
            LINK,
            12,
        )
        assert len(read.slots) == 2


@pytest.mark.parametrize(
    ("line", "closes_at"),
    [
        ("Réunion ; 15/12 14h ; 17/12 10h", datetime(2026, 11, 28, 18, tzinfo=PARIS)),
        ("Réunion ; mardi 14h ; 17/12 10h", datetime(2026, 11, 23, 18, tzinfo=PARIS)),
        ("Réunion ; demain 16h ; mardi 10h", datetime(2026, 11, 22, 15, tzinfo=PARIS)),
        ("Réunion ; aujourd’hui 10h45 ; mardi 10h", datetime(2026, 11, 21, 10, 45, tzinfo=PARIS)),
    ],
)
def test_without_a_closing_it_closes_in_a_week_and_before_the_first_date(line, closes_at):
    assert proposal(line).closes_at == closes_at


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        ("mardi 14h ; jeudi 10h", "title", "What is it about"),
        ("Réunion", "dates", "Between which dates"),
        ("Réunion ; patate", "dates", "“patate”"),
        ("Réunion ; 30 février 14h ; mardi 10h", "dates", "does not exist"),
        ("Réunion ; mardi 16h-14h", "dates", "ends before"),
        ("Réunion ; hier 14h ; mardi 10h", "dates", "“hier 14h”"),
        ("Réunion ; chaque mardi 14h", "dates", "again and again"),
        ("Réunion ; " + " ; ".join(f"{day}/12 10h" for day in range(1, 32)), "dates", "31 dates"),
        ("Réunion ; mardi 14h ; clôture le 30 novembre", "closes", "last date"),
        ("Réunion ; mardi 14h ; clôture bientôt", "closes", ""),
        ("Réunion ; mardi 14h ; 0 places", "seats", "How many seats"),
        ("R" * 200 + " ; mardi 14h", "title", "120"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(line, field, said):
    assert said in wrong(line).get(field, "")
    typed = split(line, READING).values()
    assert all(part.strip() in "\n".join(typed.values()) or field != "dates" for part in line.split(";"))


@given(st.lists(st.text(max_size=30) | st.sampled_from(["mardi 14h", "clôture", "lieu", "12 places", "à"])))
def test_any_line_is_split_into_fields_or_refused_by_field(parts):
    typed = split(" ; ".join(parts), READING)
    with suppress(Faulty):
        read = check(typed, READING)
        assert read.slots
        assert read.title


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Réunion ; 2 novembre 14h ; mardi 14h", "has passed this year"),
        ("Réunion ; mardi 14h 8 ; jeudi 10h", ""),
        ("Réunion ; entre le 8 et le 10 décembre ; jeudi", "Two times"),
    ],
)
def test_a_date_that_is_not_certain_is_asked_again(line, said):
    assert said in wrong(line)["dates"]


def test_the_year_is_taken_where_it_is_said():
    assert spelled(proposal("Réunion ; 2/11/2027 14h ; mardi 14h").slots) == ["24/11 14:00", "02/11 14:00"]


def test_a_problem_that_names_the_date_itself_has_it_once():
    assert wrong("Bilan ; un de ces jours ; mardi 14h")["dates"].count("un de ces jours") == 1
    assert wrong("Bilan ; mardi 31 novembre ; mardi 14h")["dates"].startswith("“mardi 31 novembre”: ")
