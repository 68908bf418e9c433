"""The network itself: help, how the bot is doing, its settings, and each person's preferences."""

from plugins.network import (
    assistance,
    configuration,
    features,
    linking,
    personal,
    preferences,
    record,
    status,
)
from plugins.network.declaration import plugin

__all__ = [
    "assistance",
    "configuration",
    "features",
    "linking",
    "personal",
    "plugin",
    "preferences",
    "record",
    "status",
]
