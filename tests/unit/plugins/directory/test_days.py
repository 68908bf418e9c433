"""Days and parts of the day, in questions and on cards."""

import pytest

from plugins.directory.days import Time, times_in, times_of, without_times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Pix le vendredi", [Time(4, None)]),
        ("qqn dispo sam pour réparer", [Time(5, None)]),
        ("un atelier mercredi après-midi", [Time(2, "afternoon")]),
        ("disponible en soirée", [Time(None, "evening")]),
        ("on Friday afternoon", [Time(4, "afternoon")]),
        ("du lundi au mercredi", [Time(0, None), Time(1, None), Time(2, None)]),
        ("bloquer la console le soir", []),
        ("sam est parti", []),
    ],
)
def test_a_question_says_when(text, times):
    assert times_in(text) == times


def test_what_says_when_is_taken_out_and_nothing_moves():
    text = "Excel le mardi matin à Roanne"
    rest = without_times(text)
    assert len(rest) == len(text)
    assert "mardi" not in rest
    assert rest.endswith("à Roanne")


@pytest.mark.parametrize(
    ("value", "there", "away"),
    [
        ("sauf le mercredi", Time(1, None), Time(2, None)),
        ("tous les après-midi sauf mercredi", Time(3, "afternoon"), Time(2, "afternoon")),
        ("tous les après-midi sauf mercredi", Time(4, None), Time(4, "morning")),
        ("le lundi sauf le matin", Time(0, "afternoon"), Time(0, "morning")),
        ("tous les jours sauf le dimanche", Time(5, None), Time(6, None)),
        ("sauf le mercredi soir", Time(1, "evening"), Time(2, "evening")),
        ("pas le vendredi après-midi", Time(4, "morning"), Time(4, "afternoon")),
    ],
)
def test_nobody_is_there_on_the_days_that_they_except(value, there, away):
    times = times_of(value)
    assert any(time.has(there) for time in times)
    assert not any(time.has(away) for time in times)


def test_who_is_there_all_day_is_there_in_the_morning_but_perhaps_not_in_the_evening():
    [monday], [evening] = times_of("lundi"), times_of("lundi soir")
    assert monday.has(Time(0, "morning"))
    assert not monday.has(Time(0, "evening"))
    assert evening.has(Time(None, "evening"))
    assert not evening.has(Time(0, "morning"))
    assert not monday.has(Time(3, None))
    assert times_of("vacances scolaires") == ()
