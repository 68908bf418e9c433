"""A network from Nouméa to Cayenne: each reads their own hours, and nobody is woken."""

import pytest

from tests.acceptance.console import of_kind, plain, said

ZONES = {"marie": "La Réunion", "paul": "Guyane", "noe": "Nouvelle-Calédonie"}


@pytest.fixture
def console(open_console):
    """Jeanne and the channel are in Paris, where it is Monday 1 March 2027; the others overseas."""
    console = open_console(channel="loire-42", user="jeanne", now="2027-03-01T10:00:00+01:00")
    for name, zone in ZONES.items():
        console.say(f":as {name}")
        console.say("/maillage préférences")
        console.submit(zone=zone)
    console.say(":as jeanne")
    return console


def reminders(outputs):
    """Return who was reminded when (in UTC+1 or +2, as in Paris), and the first line."""
    return {
        (one["to"], one["at"][5:16]): plain(one["text"]).splitlines()[0].removeprefix("Rappel : ")
        for one in outputs
        if one["kind"] in ("post", "dm") and plain(one["text"]).startswith("Rappel : ")
    }


def test_a_meeting_after_the_change_of_clocks_is_at_its_hour_for_everybody(console):
    console.say("/rencontre fixer Visio ; mardi 30 mars 14h-16h")
    hours = {
        "marie": "mardi 30 mars 2027 de 16 h à 18 h, heure de Reunion",
        "paul": "mardi 30 mars 2027 de 9 h à 11 h, heure de Cayenne",
        "noe": "du mardi 30 mars 2027 à 23 h au mercredi 31 mars 2027 à 1 h, heure de Noumea",
        "jeanne": "mardi 30 mars 2027 de 14 h à 16 h",
    }
    for name, when in hours.items():
        console.say(f":as {name}")
        console.click("yes")
        assert when in said(console, "/rencontre")
    (file,) = console.ask("/rencontre calendrier")["files"]
    assert "DTSTART;TZID=Europe/Paris:20270330T140000" in file["text"]
    told = reminders(console.advance("30d"))
    assert {to for to, _at in told} == {"loire-42", *(f"@{name}" for name in hours)}
    assert told["loire-42", "03-30T09:00"] == f"**Visio**, c’est aujourd’hui, {hours['jeanne']}."
    assert told["@marie", "03-30T09:00"] == f"**Visio**, c’est aujourd’hui, {hours['marie']}."
    # 9:00 in Paris is 4:00 in Cayenne: Paul is told at 8:00 there, an hour before
    assert told["@paul", "03-29T13:00"] == f"**Visio**, c’est demain, {hours['paul']}."
    assert told["@paul", "03-30T13:00"] == f"**Visio**, c’est aujourd’hui, {hours['paul']}."
    assert ("@paul", "03-30T09:00") not in told


def test_tomorrow_is_that_of_the_reader(console):
    console.say(":as marie")
    console.say("/rencontre fixer Visio de nuit ; jeudi 18 mars 20h-21h")
    console.say(":as noe")
    console.click("yes")
    (post,) = [one for one in console.outputs if one["kind"] == "post"]
    assert "jeudi 18 mars 2027 de 17 h à 18 h, heure de Paris" in plain(post["text"])
    told = reminders(console.advance("20d"))
    assert told["loire-42", "03-18T09:00"].startswith("**Visio de nuit**, c’est aujourd’hui, jeudi 18 mars")
    assert told["@noe", "03-17T09:00"].startswith("**Visio de nuit**, c’est dans 2 jours, vendredi 19 mars")
    assert told["@noe", "03-18T09:00"].startswith("**Visio de nuit**, c’est demain, vendredi 19 mars")


def test_the_morning_is_not_waited_for_when_the_meeting_is_before_it(console):
    console.say("/rencontre fixer Café ; mardi 16 mars 10h")
    console.say(":as paul")
    console.click("yes")
    told = reminders(console.advance("16d"))
    assert told["@paul", "03-16T09:00"].endswith("mardi 16 mars 2027 à 6 h, heure de Cayenne.")
    assert ("@paul", "03-15T12:00") in told


def test_who_slept_is_not_told_of_a_date_that_is_no_more(console):
    console.say("/rencontre fixer Visio ; mardi 16 mars 16h")
    console.say(":as paul")
    console.click("yes")
    console.say(":as jeanne")
    console.advance("14d")
    console.advance("23h30m")  # Tuesday, 9:30 in Paris: Paul sleeps
    console.say("/rencontre modifier jeudi 18 mars 16h")
    told = reminders(console.advance("12h"))
    assert told == {}
    told = reminders(console.advance("40h"))
    assert [at for to, at in told if to == "@paul"] == ["03-17T12:00", "03-18T12:00"]


def test_whole_days_are_the_same_day_everywhere(console):
    console.say("/rencontre proposer Journée ; mardi 30 mars ; dimanche 28 mars ; samedi 27 mars 23h30-0h30")
    for name in ("noe", "paul"):
        console.say(f":as {name}")
        (form,) = of_kind(console.click("Voter"), "form")
        shown = plain(str(form["form"]["fields"]))
        assert "mardi 30 mars 2027" in shown
        assert "dimanche 28 mars 2027" in shown
        console.submit(date1="oui", date2="oui", date3="oui")
    console.say(":as jeanne")
    console.say("/rencontre fixer Séminaire ; mardi 30 mars")
    console.say(":as noe")
    assert "Séminaire** : mardi 30 mars 2027." in said(console, "/rencontre")
    console.click("yes")
    told = reminders(console.advance("30d"))
    assert told["@noe", "03-29T09:00"] == "**Séminaire**, c’est demain, mardi 30 mars 2027."
    assert told["@noe", "03-30T09:00"] == "**Séminaire**, c’est aujourd’hui, mardi 30 mars 2027."
