"""What is wanted of a series, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from plugins.meetings.polls.proposal import Faulty
from plugins.meetings.series.orders import Wanted, moves, read_order, since_when
from plugins.meetings.series.wanted import check_change, split_change

READING = Reading(
    datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Paris")), ZoneInfo("Europe/Paris"), "fr", "42"
)


@pytest.mark.parametrize(
    ("typed", "wanted", "rest"),
    [
        ("", Wanted.SHOW, ""),
        ("Passer au libre ; chaque mardi 14h", Wanted.SET, "Passer au libre ; chaque mardi 14h"),
        ("passer à 15h-17h", Wanted.CHANGE, "15h-17h"),
        ("changer les horaires : 15h-17h", Wanted.CHANGE, "15h-17h"),
        ("renommer en Café", Wanted.CHANGE, "titre : Café"),
        ("s’arrête fin juin", Wanted.END, "fin juin"),
        ("pas de rencontre en août", Wanted.PAUSE, "en août"),
        ("voir", Wanted.SHOW, ""),
        ("annuler le 5 janvier", Wanted.CANCEL, "le 5 janvier"),
        ("saute la prochaine", Wanted.CANCEL, "la prochaine"),
        ("annuler", Wanted.CANCEL, ""),
        ("supprimer la série", Wanted.END, ""),
        ("déplacer le 5 janvier au 12 janvier 14h", Wanted.MOVE, "le 5 janvier au 12 janvier 14h"),
        ("mettre en pause en août", Wanted.PAUSE, "en août"),
        ("pas en août", Wanted.PAUSE, "en août"),
        ("sauf pendant l’été", Wanted.PAUSE, "pendant l’été"),
        ("Pause", Wanted.PAUSE, ""),
        ("suspendre la série jusqu’au 5 janvier", Wanted.PAUSE, "jusqu’au 5 janvier"),
        ("reprendre", Wanted.RESUME, ""),
        ("modifier la série chaque jeudi 10h", Wanted.CHANGE, "chaque jeudi 10h"),
        ("arrêter", Wanted.END, ""),
        ("stop", Wanted.END, ""),
        ("chaque mardi 14h ; Café", Wanted.SET, "chaque mardi 14h ; Café"),
        ("créer chaque mardi 14h ; Café", Wanted.SET, "chaque mardi 14h ; Café"),
        ("Créer Café ; chaque mardi 14h", Wanted.SET, "Café ; chaque mardi 14h"),
        ("nouvelle : Café ; chaque mardi 14h", Wanted.SET, "Café ; chaque mardi 14h"),
        ("lancer une série de rencontres tous les lundis", Wanted.SET, "tous les lundis"),
        ("create a new series every Monday 10:00", Wanted.SET, "every Monday 10:00"),
        ("Créer du lien ; chaque mardi 14h", Wanted.SET, "Créer du lien ; chaque mardi 14h"),
        ("Nouvelle aidante ; chaque mardi 14h", Wanted.SET, "Nouvelle aidante ; chaque mardi 14h"),
        ("Pause café ; chaque mardi 14h", Wanted.SET, "Pause café ; chaque mardi 14h"),
        (
            "Reprise en main du smartphone chaque mardi 14h",
            Wanted.SET,
            "Reprise en main du smartphone chaque mardi 14h",
        ),
        ("cancel 5 January", Wanted.CANCEL, "5 January"),
    ],
)
def test_the_first_words_say_what_is_wanted(typed, wanted, rest):
    order = read_order(typed, READING)
    assert (order.wanted, order.rest) == (wanted, rest)


@pytest.mark.parametrize(
    ("typed", "rest", "day"),
    [
        ("chaque jeudi 10h à partir du 1er mars", "chaque jeudi 10h", "2027-03-01"),
        ("à partir de février ; lieu : Roanne", "lieu : Roanne", "2027-02-01"),
        ("lieu : Roanne, dès le 4 janvier", "lieu : Roanne", "2027-01-04"),
        ("à partir de mars : chaque 2e jeudi 10h-12h", "chaque 2e jeudi 10h-12h", "2027-03-01"),
        ("à partir du 4 mars 2027 chaque jeudi 10h", "chaque jeudi 10h", "2027-03-04"),
        ("chaque jeudi 10h", "chaque jeudi 10h", None),
    ],
)
def test_from_when_on_it_holds_is_taken_out(typed, rest, day):
    said, since = since_when(typed, READING)
    local = since.astimezone(READING.zone).date().isoformat() if since else None
    assert (said, local) == (rest, day)


def test_where_a_date_moves_to_is_found():
    assert ("la prochaine", "jeudi 10h") in list(moves("la prochaine au jeudi 10h", "déplacer"))
    assert ("la prochaine", "décaler d’une semaine") in list(moves("la prochaine d’une semaine", "décaler"))


def test_what_changes_is_read_part_by_part():
    change = check_change(*split_change("15h-17h ; sans visio ; lieu : Roanne ; 20 places", READING), READING)
    assert (str(change.hours.start), change.hours.minutes) == ("15:00:00", 120)
    assert (change.link, change.place, change.seats) == ("", "Roanne", 20)
    assert check_change(*split_change("sans limite de places", READING), READING).seats == 0
    assert check_change(*split_change("sans alternance", READING), READING).alternates is False
    assert len(check_change(*split_change("sauf le 24 décembre", READING), READING).off) == 1
    with pytest.raises(Faulty):
        check_change(*split_change("n’importe quoi", READING), READING)
