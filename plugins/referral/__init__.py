"""Referral: to which kind of service, partner or colleague a need goes."""

from plugins.referral import (
    actions,
    asking,
    commands,
    events,
    helping,
    questions,
    sections,
    sentences,
    terminal,
    timers,
)
from plugins.referral.declaration import plugin

__all__ = [
    "actions",
    "asking",
    "commands",
    "events",
    "helping",
    "plugin",
    "questions",
    "sections",
    "sentences",
    "terminal",
    "timers",
]
