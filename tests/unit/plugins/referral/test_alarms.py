"""Danger, talk and what is too vague, on sentences written for that, half of which nobody tuned the rules on.

`tests/data/referral/alarms.jsonl` has one sentence a line; a sentence is of the half that rules are tuned on
if the SHA-256 of its id is even.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from plugins.referral.answers import Answer
from plugins.referral.engine import refer
from plugins.referral.lexicon import lexicon_of
from plugins.referral.patterns import Patterns, found, line_of, pattern, without

SENTENCES = Path(__file__).parents[3] / "data" / "referral" / "alarms.jsonl"

Row = Mapping[str, Any]


@cache
def answered() -> list[tuple[str, Row, Answer]]:
    """Return each sentence with its half and its answer."""
    read = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        is_tuned = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 2 == 0
        read.append(("tuned" if is_tuned else "held", row, refer(row["text"], lexicon_of())))
    return read


def is_right(row: Row, answer: Answer) -> bool:
    codes = [target.code for target in answer.targets]
    if row["kind"] == "urgent":
        return answer.urgent
    if row.get("note") == "looks-urgent":
        return not answer.urgent
    if row["kind"] == "vague":
        return not codes and answer.clarify is not None
    if row["kind"] == "offtopic":
        return codes[:1] == ["aucun"]
    return bool(codes) and codes[0] not in ("aucun", "urgence")


def group(row: Row) -> str:
    return str(row.get("note") or row["kind"])


def test_no_danger_is_missed_on_the_half_the_rules_are_tuned_on() -> None:
    missed = [
        row["text"]
        for half, row, answer in answered()
        if half == "tuned" and group(row) == "urgent" and not answer.urgent
    ]
    assert missed == []


def test_the_right_number_comes_first() -> None:
    wrong = [
        (row["text"], answer.numbers[0].number)
        for half, row, answer in answered()
        if half == "tuned"
        and answer.urgent
        and row["numbers"]
        and answer.numbers[0].number not in row["numbers"]
    ]
    assert wrong == []


def test_no_other_sentence_raises_an_alarm_on_the_half_the_rules_are_tuned_on() -> None:
    raised = [
        row["text"]
        for half, row, answer in answered()
        if half == "tuned" and answer.urgent and group(row) != "urgent"
    ]
    assert raised == []


@pytest.mark.parametrize(
    ("half", "kind", "least"),
    [
        ("held", "urgent", 0.97),
        ("held", "looks-urgent", 0.98),
        ("tuned", "offtopic", 0.98),
        ("held", "offtopic", 0.80),
        ("tuned", "vague", 0.94),
        ("held", "vague", 0.93),
        ("tuned", "short-need", 0.98),
        ("held", "short-need", 0.96),
    ],
)
def test_so_many_are_recognised(half: str, kind: str, least: float) -> None:
    right = [
        is_right(row, answer)
        for its_half, row, answer in answered()
        if its_half == half and group(row) == kind
    ]
    assert sum(right) / len(right) >= least


def test_what_speaks_of_danger_hides_no_danger_beside_it() -> None:
    assert not refer("je cherche une affiche sur les violences", lexicon_of()).urgent
    assert refer("je cherche une affiche sur les violences. Son mari la frappe", lexicon_of()).urgent


def test_what_is_over_raises_no_alarm_unless_it_goes_on() -> None:
    assert not refer("son mari la frappait il y a dix ans", lexicon_of()).urgent
    assert refer("son mari la frappait il y a dix ans et il recommence", lexicon_of()).urgent


def test_phrases_are_taken_out_of_a_line() -> None:
    line = line_of(["mort", "de", "rire", "mais", "il", "veut", "mourir"])
    left = without(line, Patterns([pattern("mort de rire")]))
    assert not found(left, Patterns([pattern("mort*")]))
    assert found(left, Patterns([pattern("veut mourir")]))


@pytest.mark.parametrize(
    ("text", "is_urgent"),
    [
        ("enlève mon point", False),
        ("enlève mon point s’il te plaît", False),
        ("enlevez ce dernier sujet", False),
        ("je veux disparaître de la liste des inscrits", False),
        ("on a enlevé ma fille", True),
        ("enlève mon point, on a enlevé ma fille devant l’école", True),
        ("enlève mon point, je veux mourir", True),
        ("je veux disparaître", True),
    ],
)
def test_what_leaves_an_agenda_is_no_danger_and_what_is_said_beside_it_still_is(text, is_urgent):
    assert refer(text, lexicon_of()).urgent == is_urgent
