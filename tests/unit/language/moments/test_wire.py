"""One line of JSON in, one object out, and the command that prints them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.when import when
from bot.language.moments import Reading, read_duration
from bot.language.moments.wire import answer_line
from tests.unit.language.moments.speaking import PARIS

DEFAULT = Reading(datetime(2026, 11, 21, 10, 30, tzinfo=PARIS), PARIS)
NOW = ["--now", "2026-11-21T10:30"]


def answered(**line):
    return answer_line(json.dumps(line), DEFAULT, lambda message, reading: message.text)


def run(*arguments, lines=None):
    app = typer.Typer()
    app.command()(when)
    return CliRunner().invoke(app, list(arguments), input=lines)


def test_a_moment_has_its_offset_and_its_rest():
    found = answered(text="demain 9h relancer", now="2027-07-01T08:00:00Z", tz="Indian/Reunion", lang="fr")
    assert found == {"at": "2027-07-02T09:00:00+04:00", "rest": "relancer"}


def test_a_repetition_has_its_rule_its_first_time_and_no_hour_of_its_own():
    found = answered(text="tous les mardis à 10h jusqu'au 30 juin", now="2027-01-04T10:00", tz="Europe/Paris")
    assert found == {
        "rrule": "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630T215959Z",
        "first": "2027-01-05T10:00:00+01:00",
        "rest": "",
    }


def test_what_applies_is_said():
    working = answered(text="tous les jours ouvrés de 9h à 10h", territory="42")
    assert working["skip_holidays"] is True
    assert working["end"] == "2026-11-23T10:00:00+01:00"
    assert answered(text="du 3 au 5 mars")["all_day"] is True
    assert "note" in answered(text="demain 2h30", now="2027-03-27T12:00")


def test_a_refusal_has_its_code_its_reason_and_its_rest():
    found = answered(text="relancer Léa bientôt")
    assert (found["refuse"], found["code"], found["rest"]) == (True, "ambiguous", "relancer Léa")
    assert found["reason"]
    assert answered(text="relancer Léa")["code"] == "none"


@pytest.mark.parametrize(
    "line",
    [
        "", "null", "[]", "{", '{"text": 3}', "{}", "[" * 5000, "\x00", '{"text": "demain", "lang": "de"}',
        '{"text": "demain", "tz": "Mars/Olympus"}', '{"text": "x", "tz": "../x"}',
        '{"text": "demain", "now": "hier"}',
        '{"text": "demain", "now": 3}', '{"text": "demain", "territory": 42}', '{"text": "demain", "tz": ""}',
    ],
)  # fmt: skip
def test_a_line_that_is_not_valid_is_an_error_and_nothing_else(line):
    assert list(answer_line(line, DEFAULT, lambda message, reading: message.text)) == ["error"]


def test_the_command_answers_each_line_in_order():
    result = run(
        "--jsonl", lines='{"text": "demain 9h", "now": "2026-11-21T10:30", "tz": "Europe/Paris"}\n\nx\n'
    )
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert answers[0]["at"] == "2026-11-22T09:00:00+01:00"
    assert [list(answer) for answer in answers[1:]] == [["error"], ["error"]]


def test_the_command_prints_the_weekday_the_words_of_the_rule_and_the_rest():
    result = run("tous les mardis à 10h relancer la CAF", *NOW)
    said = result.stdout.replace("\u00a0", " ")
    assert "Chaque mardi à 10 h" in said
    assert "mardi 24 novembre 2026" in said
    assert "relancer la CAF" in said
    assert result.exit_code == 0


def test_the_command_says_why_it_refuses_and_exits_with_1():
    result = run("31 février", *NOW)
    assert result.exit_code == 1
    assert "31/02" in result.stdout


def test_the_command_refuses_an_unknown_zone_with_2():
    assert run("demain", "--tz", "Nowhere").exit_code == 2
    assert run().exit_code == 2


def test_the_command_prints_one_json_document():
    assert json.loads(run("demain 9h", "--json", "--lang", "en", *NOW).stdout)["rest"] == ""


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h30", 90), ("une heure et demie", 90), ("45 min", 45), ("2 jours", 2880), ("un quart d'heure", 15),
        ("trois quarts d'heure", 45), ("1 h 30", 90), ("90mn", 90), ("quinze jours", 14 * 1440), ("2j", 2880),
        ("half an hour", 30), ("an hour and a half", 90), ("two weeks", 14 * 1440), ("1,5 heure", 90),
        ("une demi-heure", 30),
    ],
)  # fmt: skip
def test_a_duration_alone_is_read(text, minutes):
    assert read_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "demain", "2", "1h30 demain", "dans 2 jours", "0 min", "2 communes"])
def test_what_is_more_or_less_than_a_duration_is_none(text):
    assert read_duration(text) is None


def lines_of(*written: bytes) -> list[dict]:
    printed = run("--jsonl", *NOW, lines=b"".join(written)).stdout
    return [json.loads(line) for line in printed.splitlines()]


def test_each_line_has_its_answer_whatever_bytes_it_holds():
    found = lines_of(
        b'\xef\xbb\xbf{"text": "demain 9h"}\r\n',
        b"\n",
        b'{"text": "demain \xff 9h"}\n',
        b'{"text": "\\ud83d demain 9h"}\n',
        b'{"text": "demain 9h"}',
    )
    assert [sorted(answer) for answer in found] == [
        ["at", "rest"], ["error"], ["error"], ["at", "rest"], ["at", "rest"],
    ]  # fmt: skip


def test_a_refusal_says_a_date_with_its_weekday_in_the_readers_language():
    past = ("aujourd'hui 9h", "--now", "2026-11-18T10:00:00Z")
    assert "mercredi 18 novembre 2026" in run(*past).stdout
    assert "Wednesday 18 November 2026 at 09:00" in run(*past, "--lang", "en").stdout


def test_a_text_of_several_lines_keeps_them():
    assert answered(text="réunion demain 9h\n- point 1\n- point 2")["rest"] == "réunion\n- point 1\n- point 2"
