"""Whenever the bot is killed, all that is told of meetings is told once, as they are in the end."""

from tests.integration.killing import report_of


def expected(meeting, starts):
    """Return what is told of a meeting: to its channel, to lea who comes, to mia who is silent, to jeanne."""
    reminders = {f"remind:{meeting}:{starts}:{days}:{to}" for days in (7, 1, 0) for to in ("p1", "m2")}
    return reminders | {
        f"meeting:{meeting}:1:0",
        *(f"changed:{meeting}:1:{to}" for to in ("p1", "m2")),
        f"silent:{meeting}:3",
        f"minutes:{meeting}:1:1",
        *(f"survey:{meeting}:{to}" for to in ("in:1", "2")),
        f"survey-summary:{meeting}:1",
    }


def test_no_kill_loses_or_doubles_what_is_told_of_meetings(tmp_path):
    report = report_of("killed_meetings", tmp_path)
    assert report["at_steps"] > 8
    assert report["at_any_instant"] > 3
    assert set(report["hours"]) == {14}, "each is moved, on clocks an hour ahead of UTC"
    told = [expected(number, starts) for number, starts in enumerate(report["starts"], 1)]
    assert sorted(report["taken"]) == sorted(set().union(*told))
    assert {state for _key, _kind, state in report["deliveries"]} == {"sent"}
