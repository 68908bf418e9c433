"""Feeds that channels follow: read again and again, posted at once or kept for the letter."""

from plugins.watch.feeds import (
    actions,
    arrivals,
    commands,
    forms,
    models,
    polling,
    sections,
    terminal,
    undelivered,
    upkeep,
)

__all__ = [
    "actions",
    "arrivals",
    "commands",
    "forms",
    "models",
    "polling",
    "sections",
    "terminal",
    "undelivered",
    "upkeep",
]
