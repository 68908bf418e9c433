"""How the bot is doing, in plain words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.marks import spelled
from bot.language.messages import _
from bot.plugin import Fault, Figures, PluginState
from plugins.network.status import report

ENGLISH = Words("en", ZoneInfo("Europe/Paris"))
STATES = [
    PluginState("network", _("Network"), is_on=True, always_on=True),
    PluginState("garden", _("Garden"), is_on=False, always_on=False),
]
CALM = {
    "version": "1.2.3",
    "uptime": timedelta(days=3, hours=2),
    "pending_timers": 12,
    "late_timers": 0,
    "held_timers": 0,
    "pending_deliveries": 0,
    "dead_deliveries": 0,
    "faults": [],
    "not_loaded": [],
}


def test_a_calm_bot_says_little():
    assert report(ENGLISH, Figures(**CALM), STATES).splitlines() == [
        "**How I am doing**",
        "- Version 1.2.3, running for 3 days and 2 hours",
        "- Features that are on: Network",
        "- Features that are off: Garden",
        "- Things to do later: 12",
        "- Messages to send: 0",
        "- Errors since I started: none",
    ]


def test_searches_that_an_update_left_behind_are_said_to_be_catching_up():
    text = spelled(report(ENGLISH, Figures(**CALM, reindexed=40), STATES))
    assert "I am updating my search indexes: 40 % is ready." in text


def test_what_is_wrong_is_said():
    faults = [
        Fault(datetime(2026, 11, 20, 8, 30, tzinfo=UTC), f"REF{number}", plugin, "ValueError")
        for number, plugin in enumerate(["garden", "core", "a", "b", "c", "d"])
    ]
    figures = Figures(
        **{
            **CALM,
            "late_timers": 2,
            "held_timers": 3,
            "dead_deliveries": 4,
            "faults": faults,
            "not_loaded": ["zoo"],
        }
    )
    text = spelled(report(ENGLISH, figures, STATES))
    assert "- Late things: 2" in text
    assert "- Things on hold (feature off, or failed too often): 3" in text
    assert "could not be delivered (channel gone, or person who refuses them): 4" in text
    assert "could not be loaded (my log says why): zoo" in text
    assert "- Friday 20 November 2026 at 09:30: reference `REF0`, in “Garden”, `ValueError`" in text
    assert "in “my core”" in text
    assert "REF4" in text
    assert "REF5" not in text
