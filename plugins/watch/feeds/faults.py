"""Faults of our own while feeds are read: whoever administers the bot finds in the log at which feed."""

from __future__ import annotations

import logging

from plugins.watch.pages.canonical import shown_host

log = logging.getLogger(__name__)


def note(feed: int, url: str, error: Exception) -> None:
    """Log what went wrong with a feed, and its host: the rest of an address may be a secret."""
    said = "a feed could not be taken in, by a fault of ours: feed %d at %s"
    log.error(said, feed, shown_host(url), exc_info=error)
