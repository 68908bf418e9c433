"""The engine measured on needs as counsellors type them: below these floors, something got worse.

The needs were written by several people who did not know the lexicon; the other half of what they wrote is
kept out of the repository. docs/quality.md tells the figures.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from plugins.referral.engine import refer
from plugins.referral.lexicon import lexicon_of

NEEDS = sorted(Path(__file__).with_name("needs").glob("*.jsonl"))
FLOORS = {
    "best": 0.90,
    "three": 0.95,
    "best, misspelt": 0.85,
    "chat": 0.88,
    "vague": 0.85,
    "urgent": 0.97,
    "calm": 0.98,
}


def shares() -> dict[str, float]:
    """Return the share of right answers by what is measured."""
    told: dict[str, list[bool]] = defaultdict(list)
    for file in NEEDS:
        for line in file.read_text(encoding="utf-8").splitlines():
            for name, is_right in judged(json.loads(line)):
                told[name].append(is_right)
    return {name: sum(each) / len(each) for name, each in told.items()}


def judged(need: dict[str, Any]) -> list[tuple[str, bool]]:
    answer = refer(need["text"], lexicon_of())
    codes = [one.code for one in answer.targets]
    match need["kind"]:
        case "urgent":
            return [("urgent", answer.urgent and answer.numbers[0].number in need["numbers"])]
        case "offtopic":
            return [("chat", codes[:1] == ["aucun"])]
        case "vague":
            return [("vague", not codes and answer.clarify is not None)]
        case "multi":
            return [("calm", not answer.urgent)]
    accepted = set(need["accept"][0])
    is_best = bool(codes) and codes[0] in accepted
    if need["style"] != "clean":
        return [("best, misspelt", is_best), ("calm", not answer.urgent)]
    return [("best", is_best), ("three", bool(accepted & set(codes[:3]))), ("calm", not answer.urgent)]


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    return shares()


@pytest.mark.parametrize("name", FLOORS)
def test_no_measure_falls_below_its_floor(measured: dict[str, float], name: str) -> None:
    assert measured[name] >= FLOORS[name], measured
