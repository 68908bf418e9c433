"""Whenever the bot is killed, each letter goes once, and nothing is told in two of them."""

import json
import subprocess
import sys
from collections import Counter


def test_no_kill_loses_or_doubles_a_letter_or_what_it_tells(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.killed_letters", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=380,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["at steps"] > 5
    assert report["at any instant"] > 3
    numbers = report["numbers"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert report["lives"] / 3 < len(numbers) <= report["lives"]
    assert max(Counter(report["told"]).values()) == 1
