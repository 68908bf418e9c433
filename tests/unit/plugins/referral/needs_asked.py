"""Needs as counsellors type them, in six parts, and what is right about an answer to each.

In `tests/data/referral`, each by other authors: `needs-developed.jsonl` was looked at while the engine was
written, `needs-told.jsonl`, of needs that are told without their name, later on; `needs-held.jsonl` was only
counted, time and again, and `needs-fresh.jsonl` a few times. `needs-hard.jsonl`, much of it told, and
`needs-ordinary.jsonl` were counted blind before they were looked at. Nothing was learned from any of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plugins.referral.answers import Answer
from plugins.referral.engine import refer
from plugins.referral.lexicon import lexicon_of

DATA = Path(__file__).parents[3] / "data" / "referral"
PARTS = ("developed", "told", "held", "fresh", "hard", "ordinary")

Need = dict[str, Any]


def needs(part: str) -> list[Need]:
    """Return the needs of a part: `text`, `kind`, `style`, the codes to `accept` for each need in it, …"""
    lines = (DATA / f"needs-{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def shares(part: str) -> dict[str, float]:
    """Return the share of right answers by what is measured."""
    told: dict[str, list[bool]] = defaultdict(list)
    for need in needs(part):
        for name, is_right in judged(need, refer(need["text"], lexicon_of())):
            told[name].append(is_right)
    return {name: sum(each) / len(each) for name, each in sorted(told.items())}


def judged(need: Need, answer: Answer) -> Iterator[tuple[str, bool]]:
    """Return what is measured by a need, and whether the answer is right there."""
    codes = [one.code for one in answer.targets]
    if need["kind"] == "urgent":
        yield "danger", answer.urgent
        yield "number", answer.urgent and answer.numbers[0].number in need["numbers"]
        return
    yield "calm", not answer.urgent
    match need["kind"]:
        case "offtopic":
            yield "talk", codes[:1] == ["aucun"]
        case "vague":
            yield "vague", not codes and answer.clarify is not None
        case "multi":
            yield "several", all(set(one) & set(codes[:4]) for one in need["accept"])
        case _:
            accepted = set(need["accept"][0])
            also = accepted.union(need.get("also", ()))
            spelt = "" if need["style"] == "clean" else ", misspelt"
            yield f"best{spelt}", codes[:1] != [] and codes[0] in accepted
            yield f"three{spelt}", bool(also & set(codes[:3]))
