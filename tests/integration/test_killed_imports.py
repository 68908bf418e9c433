"""Cards and their index stay one whenever whoever imports them is killed, and the file is taken again."""

import pytest

from tests.integration.killing import report_of


@pytest.mark.parametrize("kind", ["directory", "partners"])
def test_no_kill_parts_imported_cards_from_their_index_and_the_file_is_taken_again(tmp_path, kind):
    report = report_of("killed_imports", kind, tmp_path)
    assert report["killed"] == 25
    for state in (report["left"], report["in the end"]):
        assert state["cards"] >= state["indexed"] > 0  # how many depends on when the kills came
        assert state["inconsistencies"] == []
        assert state["strays"] == []
        assert state["integrity"] == ["ok"]
    first, again = report["taken"]
    assert sum(first.values()) == 60
    assert again == {"new": 0, "changed": 0, "same": 60}
