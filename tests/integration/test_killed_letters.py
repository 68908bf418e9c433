"""Whenever the bot is killed, each letter goes once, and nothing is told in two of them."""

from collections import Counter

from tests.integration.killing import report_of


def test_no_kill_loses_or_doubles_a_letter_or_what_it_tells(tmp_path):
    report = report_of("killed_letters", tmp_path)
    assert report["at steps"] > 5
    assert report["at any instant"] > 3
    numbers = report["numbers"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert report["lives"] / 3 < len(numbers) <= report["lives"]
    assert max(Counter(report["told"]).values()) == 1
