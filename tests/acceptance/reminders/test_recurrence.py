"""Reminders that come back: over clock changes, overseas, after an outage, until their end."""

from datetime import UTC, datetime

import pytest

from tests.acceptance.console import plain
from tests.acceptance.reminders.telling import rings, said, texts


def instants(outputs):
    """Return when the outputs were shown, in UTC."""
    return [datetime.fromisoformat(output["at"]).astimezone(UTC).strftime("%d %H:%M") for output in outputs]


def test_a_recurring_reminder_says_its_rule_its_first_date_and_its_next(console):
    answer = said(console, "/rappel tous les mardis à 10h saisir les CRA")
    assert "Quand : chaque mardi à 10 h. Prochaine fois : mardi 24 novembre 2026 à 10 h." in answer
    first, second = rings(console, "14d")
    assert plain(first["text"]).split("\n") == [
        "⏰ Rappel : saisir les CRA",
        "Ce rappel revient chaque mardi à 10 h. Prochaine fois : mardi 1er décembre 2026 à 10 h.",
    ]
    assert "mardi 8 décembre 2026 à 10 h" in plain(second["text"])


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-03-27T10:00:00+01:00", ["28 07:00", "29 07:00"]),
        ("2027-10-30T10:00:00+02:00", ["31 08:00", "01 08:00"]),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(open_console, now, expected):
    console = open_console(now=now)
    console.say("/rappel tous les jours à 9h ouvrir l’EPN")
    assert instants(rings(console, "2d")) == expected


def test_an_hour_that_the_clock_change_skips_is_moved_and_said(open_console):
    console = open_console(now="2027-03-27T10:00:00+01:00")
    answer = said(console, "/rappel demain à 2h30 vérifier la sauvegarde")
    assert "dimanche 28 mars 2027 à 3 h 30" in answer
    assert len(answer.split("\n")) > 3
    assert instants(rings(console, "1d")) == ["28 01:30"]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("America/Martinique", "22 13:00"), ("Indian/Reunion", "22 05:00"), ("Pacific/Noumea", "21 22:00")],
)
def test_nine_o_clock_is_that_of_the_overseas_territory(open_console, zone, expected):
    console = open_console(zone=zone)
    assert "à 9 h" in said(console, "/rappel demain 9h ouvrir l’EPN")
    assert instants(rings(console, "2d")) == [expected]


def test_missed_occurrences_ring_as_one_that_counts_them(console):
    console.say("/rappel tous les jours à 9h ouvrir l’EPN")
    console.say(":stop")
    console.say(":advance 10d")
    (ring,) = [output for output in console.say(":start") if "⏰" in output["text"]]
    lines = plain(ring["text"]).split("\n")
    assert lines[:3] == [
        "⏰ Rappel : ouvrir l’EPN",
        "10 rappels manqués pendant mon arrêt, réunis ici.",
        "Ce rappel revient tous les jours à 9 h. Prochaine fois : mercredi 2 décembre 2026 à 9 h.",
    ]
    assert len(rings(console, "2d")) == 2


def test_a_single_reminder_missed_during_an_outage_rings_late_and_says_so(console):
    console.say("/rappel demain 9h relancer la CAF")
    console.say(":stop")
    console.say(":advance 3d")
    (ring,) = [output for output in console.say(":start") if "⏰" in output["text"]]
    assert "dimanche 22 novembre 2026 à 9 h" in plain(ring["text"])
    assert "manqué" not in ring["text"]
    assert rings(console, "10d") == []


def test_a_series_ends_after_its_count_and_says_that_it_was_the_last(console):
    console.say("/rappel tous les jours à 9h 3 fois prendre le traitement")
    all_rings = rings(console, "10d")
    assert len(all_rings) == 3
    assert "Prochaine fois" in plain(all_rings[1]["text"])
    assert "C’était la dernière fois" in plain(all_rings[2]["text"])
    assert "aucun rappel" in said(console, "/rappel liste")


def test_a_series_ends_on_its_last_day(console):
    console.say("/rappel tous les jours à 9h jusqu’au 24 novembre ouvrir l’EPN")
    all_rings = rings(console, "10d")
    assert len(all_rings) == 3
    assert "C’était la dernière fois" in plain(all_rings[-1]["text"])


def test_working_days_skip_public_holidays(open_console):
    console = open_console(now="2026-12-23T10:00:00+01:00")
    console.say("/rappel tous les jours ouvrés à 9h ouvrir l’EPN")
    assert instants(rings(console, "6d")) == ["24 08:00", "28 08:00", "29 08:00"]


def test_postponing_one_ring_leaves_the_series_alone(console):
    console.say("/rappel tous les jours à 9h ouvrir l’EPN")
    rings(console, "23h")
    assert "Reporté au dimanche 22 novembre 2026 à 10 h." in said(console, ":click Dans une heure")
    assert instants(rings(console, "1d")) == ["22 09:00", "23 08:00"]
    assert instants(rings(console, "1d")) == ["24 08:00"]


def test_done_marks_this_time_only(console):
    console.say("/rappel tous les jours à 9h ouvrir l’EPN")
    rings(console, "23h")
    assert "Fait." in said(console, ":click Fait")
    assert len(rings(console, "2d")) == 2


def test_a_series_postponed_by_command_rings_once_more(console):
    console.say("/rappel tous les mardis à 10h saisir les CRA")
    assert said(console, "/rappel reporter demain 9h").split("\n") == [
        "Rappel n° 1 : il sonnera une fois de plus le dimanche 22 novembre 2026 à 9 h : saisir les CRA",
        "Rien d’autre ne change : la prochaine fois reste le mardi 24 novembre 2026 à 10 h.",
    ]
    assert instants(rings(console, "4d")) == ["22 08:00", "24 09:00"]


def test_a_rule_that_would_ring_all_the_time_is_refused(console):
    refused = console.say("/rappel toutes les 5 minutes boire")[0]
    assert refused["kind"] == "error"
    assert "aucun rappel" in said(console, "/rappel liste")


def test_a_series_is_changed_into_a_single_reminder(console):
    console.say("/rappel tous les mardis à 10h saisir les CRA")
    assert "Quand : vendredi 27 novembre 2026 à 9 h." in said(console, "/rappel modifier vendredi 9h")
    assert texts(rings(console, "30d")) == ["⏰ Rappel : saisir les CRA"]


def test_a_paused_series_stays_silent_through_an_outage(console):
    console.say("/rappel tous les jours à 9h ouvrir l’EPN")
    console.say("/rappel pause")
    console.say(":stop")
    console.say(":advance 5d")
    assert console.say(":start") == []
    assert "vendredi 27 novembre 2026 à 9 h" in said(console, "/rappel reprendre")


def test_after_two_weeks_an_old_ring_is_forgotten(console):
    console.say("/rappel demain 9h relancer la CAF")
    rings(console, "1d")
    console.say(":advance 20d")
    answer = console.ask(":click Fait")
    assert (answer["kind"], answer["code"]) == ("error", "gone")


def test_the_same_instant_rings_once_even_if_a_ring_was_postponed_to_it(console):
    console.say("/rappel tous les jours à 9h ouvrir l’EPN")
    rings(console, "23h")
    console.say(":click Demain 9 h")
    assert instants(rings(console, "1d")) == ["23 08:00"]
    assert instants(rings(console, "1d")) == ["24 08:00"]


def test_a_recurrence_read_from_another_zone_names_its_own(console):
    console.say("/rappel ici tous les jours à 9h ouvrir l’EPN")
    console.say("/maillage préférences")
    console.say(":submit zone=Indian/Reunion")
    listed = texts(console.say("/rappel liste"))[0]
    assert "dimanche 22 novembre 2026 à 12 h" in listed
    assert "tous les jours à 9 h, heure de Paris" in listed


def test_the_end_of_a_range_is_said_and_that_it_rings_at_the_start(console):
    answer = said(console, "/rappel mardi 14h-16h atelier")
    assert "mardi 24 novembre 2026 de 14 h à 16 h : le rappel sonne au début." in answer


def test_the_months_without_that_day_are_said(console):
    assert "Les mois sans 31 sont sautés." in said(console, "/rappel tous les mois le 31 payer")
    assert "sautés" not in said(console, "/rappel chaque fin de mois payer")


def test_an_hour_that_does_not_exist_is_explained_and_the_series_keeps_its_own(open_console):
    console = open_console(now="2027-03-27T10:00:00+01:00")
    answer = said(console, "/rappel tous les jours à 2h30 sauvegarder")
    assert "2 h 30 n’existe pas ce jour-là" in answer
    assert answer.count("pas ce jour-là") == 1
    assert "2 h 30 n’existe pas ce jour-là" in said(console, "/rappel liste")
    rings(console, "1d")
    assert "lundi 29 mars 2027 à 2 h 30" in said(console, "/rappel liste")
