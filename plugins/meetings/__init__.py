"""Meetings: from the choice of a date to what was thought of it."""

from plugins.meetings import coming, models
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import actions, cancelling, fixing, modifying
from plugins.meetings.overview import calendar
from plugins.meetings.polls import (
    adjusting,
    asking,
    chasing,
    choosing,
    closing,
    commands,
    counting,
    dates,
    deciding,
    keeping,
    linking,
    panel,
    posting,
    telling,
    voting,
)

__all__ = [
    "actions",
    "adjusting",
    "asking",
    "calendar",
    "cancelling",
    "chasing",
    "choosing",
    "closing",
    "coming",
    "commands",
    "counting",
    "dates",
    "deciding",
    "fixing",
    "keeping",
    "linking",
    "models",
    "modifying",
    "panel",
    "plugin",
    "posting",
    "telling",
    "voting",
]
