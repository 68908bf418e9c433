"""Cards and their index stay one whenever whoever imports them is killed, and the file is taken again."""

import json
import subprocess
import sys

import pytest


@pytest.mark.parametrize("kind", ["directory", "partners"])
def test_no_kill_parts_imported_cards_from_their_index_and_the_file_is_taken_again(tmp_path, kind):
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.killed_imports", kind, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["killed"] == 25
    for state in (report["left"], report["in the end"]):
        assert state["cards"] >= state["indexed"] > 0  # how many depends on when the kills came
        assert state["inconsistencies"] == []
        assert state["strays"] == []
        assert state["integrity"] == ["ok"]
    first, again = report["taken"]
    assert sum(first.values()) == 60
    assert again == {"new": 0, "changed": 0, "same": 60}
