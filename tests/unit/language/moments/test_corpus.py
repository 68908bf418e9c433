"""The corpus of phrases in `tests/data/moments`: how many of them are understood as a person would."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading, Series, occurrences
from bot.language.moments.wire import answer_line

CORPUS = Path(__file__).parents[3] / "data" / "moments"
AT_LEAST = 0.98
SILENT_AT_MOST = 0
PARIS = ZoneInfo("Europe/Paris")
DEFAULT = Reading(datetime(2027, 3, 9, 10, 0, tzinfo=PARIS), PARIS)


def differences(line: dict, found: dict) -> list[str]:
    """Return the keys in which an answer is not the expected one."""
    expected = line["expect"]
    wrong = []
    if expected.get("refuse"):
        if not found.get("refuse") or expected.get("code", found.get("code")) != found.get("code"):
            wrong.append("refuse")
    elif found.get("refuse") or "error" in found:
        wrong.append("understood")
    else:
        wrong += [key for key in ("at", "first", "end") if not same_time(expected, found, key)]
        wrong += [
            key for key in ("all_day", "skip_holidays") if expected.get(key, False) != found.get(key, False)
        ]
        if expected.get("note") and not found.get("note"):
            wrong.append("note")
        if not same_rule(line, expected, found):
            wrong.append("rrule")
    if not line.get("lenient_rest") and "rest" in expected and tidy(expected["rest"]) != tidy(found["rest"]):
        wrong.append("rest")
    return wrong


def tidy(rest: str) -> str:
    return " ".join(rest.split())


def same_time(expected: dict, found: dict, key: str) -> bool:
    if (key in expected) != (key in found):
        return False
    if key not in expected:
        return True
    one, other = datetime.fromisoformat(expected[key]), datetime.fromisoformat(found[key])
    if not expected.get("all_day"):
        return one == other
    midnight = (
        key == "end" and one.time() == datetime.min.time() and one.date() - timedelta(1) == other.date()
    )
    return one.date() == other.date() or midnight


def same_rule(line: dict, expected: dict, found: dict) -> bool:
    if ("rrule" in expected) != ("rrule" in found):
        return False
    if "rrule" not in expected or set(expected["rrule"].split(";")) == set(found["rrule"].split(";")):
        return True
    zone = ZoneInfo(line["tz"])
    first = datetime.fromisoformat(expected["first"]).astimezone(zone)
    one, other = (
        list(islice(occurrences(Series(answer["rrule"], first, zone)), 400)) for answer in (expected, found)
    )
    return one == other


def is_silent(line: dict, wrong: list[str]) -> bool:
    """Return whether a wrong answer is a date that nobody would notice to be wrong."""
    expected_refusal = line["expect"].get("refuse", False)
    return any(key in wrong for key in ("at", "first", "rrule", "end")) or (
        expected_refusal and "refuse" in wrong
    )


def outcomes(path: Path) -> list[tuple[dict, dict, list[str]]]:
    def plain(message, reading):
        return message.text

    found = []
    for written in path.read_text(encoding="utf-8").splitlines():
        line = json.loads(written)
        result = answer_line(written, DEFAULT, plain)
        found.append((line, result, differences(line, result)))
    return found


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_phrases_are_understood_as_a_person_would(path):
    results = outcomes(path)
    right = sum(not wrong for _line, _found, wrong in results)
    assert right / len(results) >= AT_LEAST


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_no_phrase_is_silently_misunderstood(path):
    results = outcomes(path)
    silent = sum(is_silent(line, wrong) for line, found, wrong in results if not found.get("refuse"))
    assert silent <= SILENT_AT_MOST
