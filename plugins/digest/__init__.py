"""Letters: what a channel should not miss, composed by the bot and sent at a rhythm that people choose."""

from plugins.digest import (
    actions,
    arriving,
    commands,
    events,
    following,
    forms,
    models,
    readers,
    resting,
    sentences,
    terminal,
    timers,
    told,
)
from plugins.digest.declaration import plugin

__all__ = [
    "actions",
    "arriving",
    "commands",
    "events",
    "following",
    "forms",
    "models",
    "plugin",
    "readers",
    "resting",
    "sentences",
    "terminal",
    "timers",
    "told",
]
