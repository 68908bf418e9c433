"""Meetings: from the choice of a date to what was thought of it."""

from plugins.meetings import coming, models
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import actions, cancelling, fixing, modifying
from plugins.meetings.overview import calendar
from plugins.meetings.polls import (
    asking,
    chasing,
    choosing,
    closing,
    commands,
    counting,
    deciding,
    posting,
    voting,
)

__all__ = [
    "actions",
    "asking",
    "calendar",
    "cancelling",
    "chasing",
    "choosing",
    "closing",
    "coming",
    "commands",
    "counting",
    "deciding",
    "fixing",
    "models",
    "modifying",
    "plugin",
    "posting",
    "voting",
]
