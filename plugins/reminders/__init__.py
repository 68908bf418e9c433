"""Reminders: for oneself, for a channel, or for a colleague who accepts; once or again and again."""

from plugins.reminders import (
    actions,
    agenda,
    answers,
    commands,
    erasing,
    events,
    forms,
    linking,
    sentences,
    shortcuts,
    timers,
)
from plugins.reminders.declaration import plugin

__all__ = [
    "actions",
    "agenda",
    "answers",
    "commands",
    "erasing",
    "events",
    "forms",
    "linking",
    "plugin",
    "sentences",
    "shortcuts",
    "timers",
]
