"""Polls as people type and paste them: each way of saying a thing beside every other one."""

from datetime import UTC, datetime
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.moments import Reading
from plugins.meetings.polls.listed import apart
from plugins.meetings.polls.proposal import check, split
from plugins.meetings.polls.question import check as check_question
from plugins.meetings.polls.question import split as split_question

PARIS = ZoneInfo("Europe/Paris")
LINK = "https://visio.example/feurs"
READING = Reading(now=datetime(2026, 11, 23, 9, tzinfo=UTC), zone=PARIS)
"""It is Monday, ten o’clock."""
TUESDAY, THURSDAY = datetime(2026, 12, 8, 14, tzinfo=PARIS), datetime(2026, 12, 10, 10, tzinfo=PARIS)
TITLES = ("Réunion de réseau", "Café des CnFS 📅", "Bilan du forum du 12 mars", "**Point** @channel")
TUESDAYS = (
    "mardi 8 14h-16h", "mardi 8 décembre de 14h à 16h", "8/12 14h pendant 2h", "8 déc. 14h–16h",
    "mar. 8/12 14-16h", "mardi 8 : 14h-16h", "le mardi 8, 14h, durée : 2h", "8 dec 14h00 - 16h00",
    "8/12 14h (2h)", "08.12.2026 14:00-16:00", "2026-12-08 14h-16h", "Tuesday 8 Dec 2-4pm",
    "Tue 8 December 14:00-16:00",
    "MARDI 8 DÉCEMBRE 14H-16H", "mardi 8 14.00-16.00", "mardi 8 14h pdt 2h", "mar\u200bdi 8 14h-16h",
)  # fmt: skip
THURSDAYS = (
    "jeudi 10 10h",
    "10/12 à 10h",
    "le jeudi 10 décembre à 10h00",
    "Thu 10 December at 10am",
    "10.12 10h",
)
CLOSINGS = (
    "clôture vendredi 18h", "Clôture : vendredi 27/11 18h", "cloture du vote vendredi 18h",
    "jusqu’à vendredi 18h",
    "réponses avant vendredi 18h", "merci de répondre avant vendredi 18h svp", "date limite : vendredi 18h",
    "date limite de réponse vendredi 18h", "le sondage ferme vendredi 18h", "vote ouvert jusqu'au 27/11 18h",
    "à voter avant vendredi 18h", "fin des votes vendredi 18h", "deadline friday 6pm", "vote by Friday 18:00",
    "please answer before Friday 6pm", "poll closes Friday 18:00", "clôture vendredi",
    "Réponse souhaitée d'ici vendredi",
)  # fmt: skip
SEATS = (
    "12 places", "12 places max.", "jauge : 12", "limité à 12", "max 12 personnes", "12 pers. max",
    "douze places",
    "une douzaine de places", "nombre de places : 12", "12 seats", "max 12 people", "jusqu’à 12 participants",
)  # fmt: skip
PLACES = ("à Feurs", "lieu : Feurs", "Lieu = à Feurs", "at Feurs", "où : Feurs")
CUTS = (" ; ", ";", "\n", "\n- ", "\n• ", "\n* ", " | ", "；", "\n\n", "\n- [ ] ")
closed_at = datetime(2026, 11, 27, 18, tzinfo=PARIS)


@given(
    st.sampled_from(TITLES),
    st.permutations(
        [st.sampled_from(one) for one in (TUESDAYS, THURSDAYS, CLOSINGS, SEATS, PLACES, (LINK,))]
    ),
    st.sampled_from(CUTS),
    st.data(),
)
def test_every_way_of_saying_a_thing_is_understood_in_every_order(title, kinds, cut, data):
    line = cut.join([title, *(data.draw(kind) for kind in kinds)])
    typed = split(line, READING)
    read = check(typed, READING)
    assert [(slot.start, slot.end, slot.label) for slot in read.slots] == [
        (TUESDAY, TUESDAY.replace(hour=16), ""),
        (THURSDAY, None, ""),
    ]
    assert (read.title, read.closes_at, read.seats) == (title, closed_at, 12)
    assert (read.where, read.link) == ("Feurs", LINK)


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("R ; mardi 24 : 9h, 14h ou 16h30", ["24/11 09:00", "24/11 14:00", "24/11 16:30"]),
        ("R ; mardi 8 décembre : matin ou après-midi", ["08/12 09:00", "08/12 14:00"]),
        ("R ; mardi 14h30-16h", ["24/11 14:30-16:00"]),
        ("R ; les mardis 1er et 8 décembre 14h", ["01/12 14:00", "08/12 14:00"]),
        ("R ; mardi 8 14h jeudi 10 10h", ["08/12 14:00", "10/12 10:00"]),
        ("Réunion mardi 8 14h jeudi 10 10h", ["08/12 14:00", "10/12 10:00"]),
        ("R\n1. mardi 8 14h\n2. jeudi 10 10h", ["08/12 14:00", "10/12 10:00"]),
        ("R\nDates possibles : mardi 8 14h, jeudi 10 10h", ["08/12 14:00", "10/12 10:00"]),
        ("R ; semaine du 8 décembre", ["07/12 00:00-23:59"]),
        ("R ; semaine 50", ["07/12 00:00-23:59"]),
        ("R ; mardi 24 9h ; 14h ; même jour 16h", ["24/11 09:00", "24/11 14:00", "24/11 16:00"]),
        ("Réunion: mardi 8 14h; jeudi 10 10h", ["08/12 14:00", "10/12 10:00"]),
        ("Réunion mardi 8 14h ; jeudi 10 10h", ["08/12 14:00", "10/12 10:00"]),
        ("Bilan du mardi 24 14h ; jeudi 10 10h", ["10/12 10:00"]),
        ("R ; 2 créneaux : mardi 8 14h et jeudi 10 10h", ["08/12 14:00", "10/12 10:00"]),
        ("R ; 📅 mardi 8 14h ; 👉 jeudi 10 10h", ["08/12 14:00", "10/12 10:00"]),
        ("Café : 8/12 14h, 10/12 10h - Médiathèque - 15 places", ["08/12 14:00", "10/12 10:00"]),
        ("R ; 7/8/9 décembre", ["07/12 00:00-23:59", "08/12 00:00-23:59", "09/12 00:00-23:59"]),
        ("R ; lundi 7/mardi 8", ["07/12 00:00-23:59", "08/12 00:00-23:59"]),
        ("R ; 8/12 14h ; anonyme, clôture vendredi ; 10/12 10h", ["08/12 14:00", "10/12 10:00"]),
        ("R\nDate 1 : mardi 8 14h\nDate 2 : jeudi 10 10h", ["08/12 14:00", "10/12 10:00"]),
        ("R ; 8/12 14h à Feurs ; 8/12 14h à Boën ; 8/12 14h", ["08/12 14:00", "08/12 14:00"]),
        (f"R ; 8/12 14h {LINK} ; 10/12 10h", ["08/12 14:00", "10/12 10:00"]),
    ],
)
def test_days_and_hours_are_found_however_they_stand_together(line, dates):
    found = [
        f"{slot.start:%d/%m %H:%M}" + (f"-{slot.end:%H:%M}" if slot.end else "")
        for slot in check(split(line, READING), READING).slots
    ]
    assert found == dates


def test_a_pasted_letter_leaves_its_courtesies_aside_and_says_which():
    letter = (
        "Objet : Réunion de réseau\nBonjour à toutes et tous,\nNous vous proposons ces dates :\n"
        "- mardi 8 à 14h\n- jeudi 10 à 10h\nLieu : salle Eden\n3 rue du Moulin\n"
        "Merci de répondre avant vendredi 18h.\n"
        "Bien cordialement,\nLéa"
    )
    typed = split(letter, READING)
    read = check(typed, READING)
    assert (read.title, read.where, read.closes_at) == (
        "Réunion de réseau",
        "salle Eden, 3 rue du Moulin",
        closed_at,
    )
    assert [slot.start for slot in read.slots] == [TUESDAY, THURSDAY]
    assert sorted(typed.aside) == [
        "Bien cordialement,", "Bonjour à toutes et tous,", "Léa", "Nous vous proposons ces dates :"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("closing", "at"),
    [
        ("clôture 10/12", datetime(2026, 12, 10, 9, tzinfo=PARIS)),
        ("clôture le 8 décembre", datetime(2026, 12, 8, 18, tzinfo=PARIS)),
        ("clôture aujourd’hui", datetime(2026, 11, 23, 18, tzinfo=PARIS)),
        ("sondage ouvert une semaine", datetime(2026, 11, 30, 18, tzinfo=PARIS)),
        ("réponses avant jeudi midi", datetime(2026, 11, 26, 12, tzinfo=PARIS)),
    ],
)
def test_a_day_alone_closes_the_vote_in_its_evening_and_before_the_last_date(closing, at):
    assert check(split(f"R ; 8/12 14h ; 10/12 10h ; {closing}", READING), READING).closes_at == at


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("au café de la Gare", "au café de la Gare"),
        ("à la médiathèque de Feurs, 12 rue de la Paix", "la médiathèque de Feurs, 12 rue de la Paix"),
        ("chez Léa", "chez Léa"),
        ("Médiathèque", "Médiathèque"),
        ("notre EPN", "notre EPN"),
        ("en visio", "en visio"),
        ("lieu à définir", "à définir"),
        ("à Feurs ; salle Eden", "Feurs, salle Eden"),
        ("📍 Lieu : salle Eden, Feurs", "salle Eden, Feurs"),
        ("à Feurs, 12 places, clôture vendredi", "Feurs"),
        ("42000 Saint-Étienne", "42000 Saint-Étienne"),
        ("Place de la mairie", "Place de la mairie"),
        (f"lieu : <{LINK}>", ""),
        (f"[visio]({LINK})", ""),
        (f"{LINK} ; https://visio.example/other", "https://visio.example/other"),
    ],
)
def test_a_place_is_named_without_what_leads_to_it(place, said):
    assert check(split(f"R ; 8/12 14h ; 10/12 10h ; {place}", READING), READING).where == said


ANSWERS = ("Etherpad", "CryptPad", "papier")


@given(
    st.sampled_from((" ; ", "\n", "\n- ", "\n• ", " | ", "；", "\n- [ ] ")),
    st.sampled_from((*CLOSINGS, "")),
    st.sampled_from(("plusieurs réponses", "choix multiples", "multiple", "several answers", "")),
    st.booleans(),
)
def test_a_question_has_its_answers_whatever_parts_them(cut, closing, several, closes_first):
    besides = [one for one in ((closing, several) if closes_first else (several, closing)) if one]
    typed = split_question(cut.join(["Quel outil ?", *ANSWERS, *besides]))
    asked = check_question(typed, READING, yes_no=("Oui", "Non"))
    assert (asked.text, asked.answers) == ("Quel outil ?", ANSWERS)
    assert asked.manner.several is bool(several)
    assert asked.closes_at == (closed_at if closing else None)


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("Quel outil ? ; Etherpad / CryptPad / papier", ANSWERS),
        ("Quel outil ?\nEtherpad, CryptPad, papier", ANSWERS),
        ("Quel outil ?\n1) Etherpad\n2) CryptPad\n3) papier", ANSWERS),
        ("Bonjour,\nQuel outil ?\na. Etherpad\nb. CryptPad\nc. papier\nMerci !", ANSWERS),
        ("Quel outil ? ; oui/non", ("oui", "non")),
        ("Quel outil ? ; avant 9h ; avant midi ; après 18h", ("avant 9h", "avant midi", "après 18h")),
        ("Quel outil ? ; Avantages ; Fin de journée ; Fermer le vendredi",
         ("Avantages", "Fin de journée", "Fermer le vendredi")),
        ("Quel outil ? ; 2 jours ; 3 jours ; une semaine", ("2 jours", "3 jours", "une semaine")),
        ("Quel outil ?\nRéponses possibles :\n- Etherpad\n- CryptPad\n- papier", ANSWERS),
        ("Quel outil ? ; Réponse 1 : Etherpad ; Réponse 2 : CryptPad ; Réponse 3 : papier", ANSWERS),
        ("Quel outil ? ; Etherpad ; CryptPad ; papier ; plusieurs réponses et anonyme", ANSWERS),
        ("Quel outil ? ; `a` ; [x](http://y)", ("`a`", "[x](http://y)")),
        ("Quel outil ? ; 1,5 € ; 2,5 €", ("1,5 €", "2,5 €")),
    ],
)  # fmt: skip
def test_answers_are_what_was_meant_by_them(line, answers):
    asked = check_question(split_question(line), READING, yes_no=("Oui", "Non"))
    assert (asked.text, asked.answers) == ("Quel outil ?", answers)
    assert asked.closes_at is None


@pytest.mark.parametrize(
    "line",
    [
        "Quel outil ? Etherpad, CryptPad ou papier",
        "Quel outil ? 1) Etherpad 2) CryptPad 3) papier",
        "Quel outil ? (Etherpad/CryptPad/papier)",
        "Quel outil, Etherpad, CryptPad, papier ?",
    ],
)
def test_answers_in_the_same_breath_are_set_apart(line):
    question, answers = apart(line) or ("", [])
    assert (question.rstrip(" ?"), tuple(answers)) == ("Quel outil", ANSWERS)


@pytest.mark.parametrize(
    "long", ["mardi" + " " * 5000 + "14h", "(" * 5000, "1/" * 3000, "Q ? " * 2000, "le la " * 2000]
)
def test_what_nobody_would_type_is_looked_at_quickly(long):
    """What takes time in proportion to the square of the length would stop everybody for seconds."""
    begun = perf_counter()
    for line in (f"R ; {long}", long):
        split(line, READING)
        apart(split_question(line).question)
    assert perf_counter() - begun < 3
