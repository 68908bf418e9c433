"""What is to change of a meeting, as people type it; what is not said stays."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from plugins.meetings.gatherings.changes import changed, is_change, wanted
from plugins.meetings.gatherings.details import Details
from plugins.meetings.gatherings.moving import Unclear
from plugins.meetings.polls.proposal import Faulty

PARIS = ZoneInfo("Europe/Paris")
READING = Reading(now=datetime(2026, 11, 23, 9, tzinfo=UTC), zone=PARIS, language="fr")
MEETING = Details(
    title="Réunion de réseau",
    place="Feurs",
    link="https://visio.example/a",
    seats=12,
    zone="Europe/Paris",
    starts_at=datetime(2026, 12, 8, 13, tzinfo=UTC),
    ends_at=datetime(2026, 12, 8, 15, tzinfo=UTC),
    all_day=False,
)


def new(text, meeting=MEETING):
    return changed(meeting, wanted(text.split(" ; "), READING), READING)


def clocks(details):
    start, end = details.starts_at.astimezone(PARIS), details.ends_at.astimezone(PARIS)
    return f"{start:%d/%m %H:%M}-{end:%d/%m %H:%M}"


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("jeudi 10 14h", "10/12 14:00-10/12 16:00"),
        ("jeudi 10 décembre", "10/12 14:00-10/12 16:00"),
        ("date : jeudi 10 décembre 9h-12h", "10/12 09:00-10/12 12:00"),
        ("15h", "08/12 15:00-08/12 17:00"),
        ("à 15h30", "08/12 15:30-08/12 17:30"),
        ("nouvelle heure : 16h-18h", "08/12 16:00-08/12 18:00"),
        ("reporter au 15 décembre", "15/12 14:00-15/12 16:00"),
        ("décaler d’une semaine", "15/12 14:00-15/12 16:00"),
        ("d’une semaine", "15/12 14:00-15/12 16:00"),
        ("à vendredi", "27/11 14:00-27/11 16:00"),
        ("pour jeudi 10 15h", "10/12 15:00-10/12 17:00"),
        ("une heure plus tard", "08/12 15:00-08/12 17:00"),
        ("avancer de 2 jours", "06/12 14:00-06/12 16:00"),
        ("jusqu’à 17h30", "08/12 14:00-08/12 17:30"),
        ("du 10 au 12 décembre", "10/12 00:00-12/12 23:59"),
        ("10 décembre toute la journée", "10/12 00:00-10/12 23:59"),
        ("reporter à mardi prochain", "15/12 14:00-15/12 16:00"),
        ("reporter à jeudi 10h", "10/12 10:00-10/12 12:00"),
        ("déplacer à la semaine prochaine même heure", "01/12 14:00-01/12 16:00"),
        ("reporter à la semaine suivante", "15/12 14:00-15/12 16:00"),
        ("décaler au lendemain", "09/12 14:00-09/12 16:00"),
        ("avancer d’une heure", "08/12 13:00-08/12 15:00"),
        ("repousser de 30 minutes", "08/12 14:30-08/12 16:30"),
        ("décaler 2h", "08/12 16:00-08/12 18:00"),
        ("décaler 15h", "08/12 15:00-08/12 17:00"),
        ("+1h", "08/12 15:00-08/12 17:00"),
        ("décaler de 14h à 15h", "08/12 15:00-08/12 17:00"),
        ("de 14h à 16h30 jeudi 10", "10/12 14:00-10/12 16:30"),
        ("déplacer du 8 au 9", "09/12 14:00-09/12 16:00"),
        ("finalement 15h", "08/12 15:00-08/12 17:00"),
        ("15h au lieu de 14h", "08/12 15:00-08/12 17:00"),
        ("on commence à 14h30", "08/12 14:30-08/12 16:30"),
        ("à partir de 15h", "08/12 15:00-08/12 17:00"),
        ("13h30 15h30", "08/12 13:30-08/12 15:30"),
        ("prolonger d’une heure", "08/12 14:00-08/12 17:00"),
        ("raccourcir de 30 min", "08/12 14:00-08/12 15:30"),
        ("durée 3h", "08/12 14:00-08/12 17:00"),
        ("une heure de plus", "08/12 14:00-08/12 17:00"),
        ("move to Thursday 3pm", "26/11 15:00-26/11 17:00"),
        ("change it to 3pm", "08/12 15:00-08/12 17:00"),
        ("move it to the 3rd of December", "03/12 14:00-03/12 16:00"),
        ("reporte à jeudi", "10/12 14:00-10/12 16:00"),
        ("postpone by one week", "15/12 14:00-15/12 16:00"),
        ("date : jeudi 10 ; heure : 9h", "10/12 09:00-10/12 11:00"),
    ],
)
def test_a_time_is_read_beside_the_one_that_it_replaces(typed, when):
    assert clocks(new(typed)) == when


def test_a_day_keeps_its_hours_on_the_clocks_when_these_change():
    in_march = replace(
        MEETING,
        starts_at=datetime(2027, 3, 27, 13, tzinfo=UTC),
        ends_at=datetime(2027, 3, 27, 15, tzinfo=UTC),
    )
    assert clocks(new("décaler d’une semaine", in_march)) == "03/04 14:00-03/04 16:00"
    assert clocks(new("3 avril 2027", in_march)) == "03/04 14:00-03/04 16:00"


def test_the_rest_is_changed_or_taken_away_by_its_name():
    after = new("lieu : Roanne ; sans visio ; 20 places ; titre : Grande réunion")
    assert after == replace(MEETING, place="Roanne", link="", seats=20, title="Grande réunion")
    after = new("pas de lieu ; https://visio.example/b ; sans limite de places ; renommer en Bilan")
    assert after == replace(MEETING, place="", link="https://visio.example/b", seats=None, title="Bilan")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("hier", "date"),
        ("mardi 14h ou jeudi 10h", "date"),
        ("16h-14h", "date"),
        ("le 31 novembre", "date"),
        ("jusqu’à 13h", "date"),
        ("avancer de 2 mois", "date"),
        ("titre : " + "x" * 200, "title"),
        ("lieu : " + "x" * 300, "where"),
        ("0 places", "seats"),
    ],
)
def test_what_cannot_be_is_named_by_its_field(typed, field):
    with pytest.raises(Faulty) as problem:
        new(typed)
    assert list(problem.value.wrong) == [field]


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("de 14h à 17h", ["08/12 14:00-08/12 17:00", "08/12 17:00-08/12 19:00"]),
        ("du 8 au 9 décembre", ["09/12 14:00-09/12 16:00", "08/12 00:00-09/12 23:59"]),
        ("d’une heure", ["08/12 15:00-08/12 17:00", "08/12 13:00-08/12 15:00"]),
        ("mardi prochain", ["24/11 14:00-24/11 16:00", "15/12 14:00-15/12 16:00"]),
    ],
)
def test_what_may_be_two_times_is_asked_and_each_of_them_can_be_typed(typed, ways):
    with pytest.raises(Unclear) as unclear:
        new(typed)
    assert [clocks(new(way)) for way in unclear.value.ways] == ways


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("le lieu sera Roanne", {"place": "Roanne"}),
        ("nouveau lieu : médiathèque de Roanne", {"place": "médiathèque de Roanne"}),
        ("changer le lieu pour Roanne", {"place": "Roanne"}),
        ("lieu: 12 place Jean Jaurès, 42300 Roanne", {"place": "12 place Jean Jaurès, 42300 Roanne"}),
        ("lieu : à définir", {"place": "à définir"}),
        ("la réunion n’est plus à Feurs mais à Roanne", {"place": "Roanne"}),
        ("à la salle du 8 mai 1945", {"place": "la salle du 8 mai 1945"}),
        ("en visio", {"place": ""}),
        ("en présentiel à Roanne", {"place": "Roanne", "link": ""}),
        ("plus de lien", {"link": ""}),
        ("le lien est https://visio.example/z", {"link": "https://visio.example/z"}),
        ("limiter à 20 personnes", {"seats": 20}),
        ("illimité", {"seats": None}),
        ("rajouter un lien https://visio.example/z", {"link": "https://visio.example/z"}),
        ("lieu : Roanne, 20 places", {"place": "Roanne", "seats": 20}),
        ("renommer en Bilan et perspectives", {"title": "Bilan et perspectives"}),
        ("change the title to Big meeting", {"title": "Big meeting"}),
    ],
)
def test_each_field_is_said_in_many_ways_and_the_rest_stays(typed, said):
    assert new(typed) == replace(MEETING, **said)


def test_two_things_may_stand_in_one_breath():
    after = new("jeudi 10 à 15h à Roanne, 20 places")
    assert (clocks(after), after.place, after.seats) == ("10/12 15:00-10/12 17:00", "Roanne", 20)
    after = new("15h et lieu Roanne")
    assert (clocks(after), after.place) == ("08/12 15:00-08/12 17:00", "Roanne")


DATES = (
    "mardi prochain",
    "jeudi 10h",
    "la semaine prochaine",
    "lundi même heure",
    "9",
    "demain",
    "2 semaines",
)
MORE = ("le lendemain", "une date ultérieure", "mois prochain", "3 décembre", "15h", "midi", "une autre date")


@pytest.mark.parametrize(
    "lead", ["à", "au", "décaler à", "reporter au", "déplacer à la", "pour", "finalement à"]
)
@pytest.mark.parametrize("when", DATES + MORE)
def test_a_date_is_never_a_place(lead, when):
    said = wanted([f"{lead} {when}"], READING)
    assert (said.place, said.link, said.title, said.seats) == (None, None, None, None)
    assert said.date


def test_a_part_without_a_time_is_the_place():
    after = new("jeudi 10 décembre 9h ; Roanne")
    assert (after.place, clocks(after)) == ("Roanne", "10/12 09:00-10/12 11:00")


def test_what_only_a_change_says_names_no_meeting():
    assert is_change("lieu : Roanne", READING)
    assert is_change("décaler d’une semaine", READING)
    assert not is_change("la réunion du 8 décembre", READING)
    assert not is_change("jeudi 10", READING)


def test_what_leads_to_a_place_is_no_date():
    for typed in ("à Roanne", "à la salle du lundi", "au café des trois mercredis"):
        said = wanted([typed], READING)
        assert said.date is None
        assert said.place
