"""The directory and its index stay one, whenever the process that writes them is killed."""

import json
import subprocess
import sys


def test_no_kill_parts_the_cards_from_their_index(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.killed_imports", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["killed"] == 25
    assert report["cards"] > report["indexed"] > 50
    assert report["inconsistencies"] == []
    assert report["integrity"] == ["ok"]
