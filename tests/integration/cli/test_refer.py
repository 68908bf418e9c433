"""`maillage refer`: needs from a terminal, for people and for programs."""

import io
import json

import pytest

KEYS = ("targets", "people", "partners", "clarify", "urgent")


@pytest.fixture
def refer(maillage, monkeypatch):
    def run(*words: str, given: str = ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        return maillage("refer", *words, "--data-dir", "data")

    return run


def answers(refer, *lines: str) -> list[dict]:
    return [json.loads(one) for one in refer("--jsonl", given="\n".join(lines) + "\n").out.splitlines()]


def test_who_has_no_account_is_answered_as_nobody_is(refer):
    need = {"text": "refaire une carte grise"}
    known, unknown = answers(refer, json.dumps(need), json.dumps({**need, "asker": "zoe"}))
    assert "zoe" in unknown.pop("warning")
    assert unknown == known
    assert known["targets"]


def test_danger_is_answered_whoever_asks(refer):
    [told] = answers(refer, json.dumps({"text": "elle veut mourir", "asker": "zoe"}))
    assert told["urgent"] is True
    assert told["numbers"]
    ran = refer("elle veut mourir", "--asker", "zoe")
    assert (ran.code, "3114" in ran.out, "zoe" in ran.err) == (0, True, True)
    assert json.loads(refer("elle veut mourir", "--asker", "zoe", "--json").out)["numbers"]


@pytest.mark.parametrize(
    "line", ["{", "[]", "7", '{"text": 7}', '{"asker": "zoe"}', '{"text": "", "asker": 3}']
)
def test_a_line_that_cannot_be_read_has_the_keys_of_all_others(refer, line):
    bad, good = answers(refer, line, '{"text": "refaire une carte grise"}')
    assert bad.pop("error")
    assert bad == {"targets": [], "people": [], "partners": [], "clarify": None, "urgent": False}
    assert set(KEYS) <= set(good)
