"""All meetings as one file for calendars."""

import pytest
from icalendar import Calendar

from tests.acceptance.console import plain, said


@pytest.fixture
def console(open_console):
    return open_console(channel="loire-42", user="jeanne")


def file_of(answer):
    (file,) = answer["files"]
    return file["name"], Calendar.from_ical(file["text"])


def titles(calendar):
    return [str(event["summary"]) for event in calendar.walk("VEVENT")]


def test_all_meetings_of_a_channel_are_one_calendar_with_its_name(console):
    assert "n’a encore de date" in said(console, "/rencontre calendrier")
    console.say("/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h ; lieu : Feurs")
    (alone,) = [one for one in console.outputs if one["kind"] == "post"]
    _name, announced = file_of(alone)
    name, single = file_of(console.ask("/rencontre calendrier"))
    assert name == "rencontres-de-loire-42.ics"
    assert "x-wr-calname" not in single  # Outlook would make a calendar of one meeting
    console.say("/rencontre fixer Atelier ; 12 janvier")
    answer = console.ask("/rencontre agenda")
    _name, both = file_of(answer)
    assert titles(both) == ["Réunion de réseau", "Atelier"]
    assert str(both["x-wr-calname"]) == "Rencontres de loire-42"
    assert both.walk("VEVENT")[0]["uid"] == announced.walk("VEVENT")[0]["uid"]
    assert "calendrier à part" in plain(answer["text"])
    for client in ("Thunderbird", "Outlook", "Google Agenda", "Apple"):
        assert client in plain(answer["text"])
    assert titles(file_of(console.ask("/rencontre calendrier janvier"))[1]) == ["Atelier"]
    assert "`/rencontre calendrier` seul" in said(console, "/rencontre calendrier mars")


def test_in_a_dm_it_is_the_calendar_of_the_person(console):
    console.say("/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h")
    console.say(":as lea")
    console.click("Je ne viens pas")
    console.say(":in @bot")
    assert "Tu n’as pas encore de rencontre" in said(console, "/rencontre calendrier")
    console.say(":as jeanne")
    assert titles(file_of(console.ask("/rencontre calendrier"))[1]) == ["Réunion de réseau"]
    console.say(":as nadia")
    assert "Tu n’as pas encore de rencontre" in said(console, "/rencontre calendrier")
