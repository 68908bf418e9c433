"""A post is shown anew at most once a second, whatever is pressed when."""

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.acceptance.console import of_kind, plain

PEOPLE = ("lea", "paul", "karim", "nadia", "hugo")


@pytest.fixture
def console(open_console):
    return open_console(channel="loire-42", user="jeanne")


def refreshed_at(console, presses):
    """Do something each so many milliseconds; return at which instants the post was shown anew."""
    before = len(console.outputs)
    for wait, line in [*presses, (3000, ":as jeanne")]:
        console._runner.run(console.session._advance(timedelta(milliseconds=wait)))
        console.say(line)
    posts = {one["id"] for one in console.outputs if one["kind"] == "post"}
    updates = of_kind(console.outputs[before:], "update")
    return [console.instants[one["id"]] for one in updates if one["edits"] in posts]


@pytest.mark.parametrize(
    "waits", [(0, 300, 100, 900, 50), (900, 200, 900, 200, 900), (0, 0, 0, 0, 0), (990,) * 5]
)
def test_presses_at_parts_of_a_second_show_a_post_anew_at_most_once_a_second(console, waits):
    console.say("/sondage Quel outil ? ; Etherpad ; CryptPad")
    presses = [
        press
        for name, wait in zip(PEOPLE, waits, strict=True)
        for press in ((wait, f":as {name}"), (0, ":click Etherpad"))
    ]
    found = refreshed_at(console, presses)
    assert found
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(found))
    assert "Etherpad : 5 votes" in plain(of_kind(console.outputs, "update")[-1]["text"])


def test_what_happens_by_itself_keeps_the_pace_and_what_is_done_by_hand_shows_at_once(console):
    for name in ("lea", "camille", "jeanne"):
        console.say(f":as {name}")
        console.say("/rencontre")
    console.say("/sondage Quel outil ? ; Etherpad ; CryptPad")
    found = refreshed_at(
        console,
        [
            (0, ":click Etherpad"),
            (0, ":as lea"),
            (300, ":click Etherpad"),
            (0, ":as camille"),
            (200, ":click Etherpad"),
        ],
    )
    assert "Le vote est clos" in plain(of_kind(console.outputs, "update")[-1]["text"])
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(found))
    console.say("/sondage rouvrir")
    assert "3 personnes ont répondu" in plain(of_kind(console.outputs, "update")[-1]["text"])
