"""Rehearsing: a sentence is read that nobody typed, so that the first real one waits for no word lists.

It is for when somebody begins to type, and not for every start: what is read takes a second, and 30 MB that a
bot to whom nobody speaks does not need. On chat servers the vocabularies of indexes are read once the bot has
started: that takes as long as there are entries, most of a second for 100 000.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from sqlalchemy.exc import SQLAlchemyError

from bot.logs import get_logger
from bot.plugin import Plugin, WordLists
from bot.runtime.routing import claimant
from bot.store import Store
from bot.store.search import indexes

log = get_logger(__name__)

_SENTENCE = "Je suis à Paris."
"""It names a place, so that the communes are read too."""


def rehearse(plugins: Iterable[Plugin], lists: WordLists) -> threading.Thread:
    """Read a sentence in a thread, which is returned and which the end of the process does not wait for.

    A plugin that fails will do so again, and be reported, when somebody really speaks.
    """

    def failed(plugin: str, fault: Exception) -> None:
        log.debug("rehearsal failed", plugin=plugin, fault=type(fault).__name__)

    thread = threading.Thread(
        target=claimant, args=(_SENTENCE, list(plugins), lists, failed), name="rehearsal", daemon=True
    )
    thread.start()
    return thread


async def read_vocabularies(store: Store) -> None:
    """Read the vocabularies of all search indexes, so that the first search does not wait for one.

    One that cannot be read is tried again, and its fault reported, when somebody really searches.
    """
    for index in indexes():
        try:
            async with store.read() as session:
                await index.words(session)
        except SQLAlchemyError as fault:
            log.debug("vocabulary not read", index=index.name, fault=type(fault).__name__)
