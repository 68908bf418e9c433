"""The outbox: posts become deliveries, as many as there are in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.addressed import Addressed
from bot.chat.delivery import DeliveryKind
from bot.chat.people import Member, Network
from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.messages import Instant, _
from bot.runtime.quiet import Allowing
from bot.runtime.traffic import OPENED
from bot.store.base import table_of
from bot.store.tables import DeliveryRow

DELIVERIES_CHANGED = "deliveries_changed"
_AT_ONCE = 500
"""Keys in one query: SQLite took 999 values once."""
_DELIVERY = table_of(DeliveryRow)
_OF_KEYS = select(_DELIVERY.c.key, _DELIVERY.c.id).where(
    _DELIVERY.c.network_id == bindparam("network_id"),
    _DELIVERY.c.plugin == bindparam("plugin"),
    _DELIVERY.c.key.in_(bindparam("keys", expanding=True)),
)
_INSERT = insert(_DELIVERY).returning(_DELIVERY.c.key, _DELIVERY.c.id)


class Outbox:
    """What a plugin queues in a network, in one unit of work."""

    def __init__(self, session: AsyncSession, plugin: str, network: Network, now: datetime) -> None:
        self._session = session
        self._plugin = plugin
        self._network = network
        self._now = now

    async def post(
        self, posts: Sequence[Addressed], *, unsolicited: bool, due_at: datetime | None
    ) -> list[int]:
        """Queue posts and return their deliveries' ids; a key used before gives the earlier one's id."""
        ids = await self.known([one.key for one in posts if one.key is not None])
        keys = [one.key or uuid4().hex for one in posts]
        new: dict[str, Addressed] = {}
        for key, one in zip(keys, posts, strict=True):
            if key not in ids:
                new.setdefault(key, one)
        readers = [one.to for one in new.values() if isinstance(one.to, Member)] if unsolicited else []
        allowing = await Allowing.of(self._session, self._network, readers, self._now)
        rows = [self._row(one, key, allowing, unsolicited, due_at) for key, one in new.items()]
        ids |= dict(zip(new, await self.insert(rows), strict=True))
        return [ids[key] for key in keys]

    async def known(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the deliveries that were queued under some keys before."""
        found: dict[str, int] = {}
        for first in range(0, len(keys), _AT_ONCE):
            some = list(keys[first : first + _AT_ONCE])
            about = {"network_id": self._network.id, "plugin": self._plugin, "keys": some}
            found |= {row.key: row.id for row in await self._session.execute(_OF_KEYS, about)}
        return found

    async def insert(self, rows: Sequence[Mapping[str, object]]) -> list[int]:
        """Queue deliveries of the same columns; return their ids."""
        if not rows:
            return []
        about = {"network_id": self._network.id, "plugin": self._plugin, "created_at": self._now}
        values = [{**about, **row} for row in rows]
        inserted = await self._session.execute(_INSERT, values if len(values) > 1 else values[0])
        self._session.info[DELIVERIES_CHANGED] = True
        opened = (str(row["stream"]) for row in rows if row.get("state") != "dead")
        self._session.info[OPENED] = (*self._session.info.get(OPENED, ()), *opened)
        ids = {row.key: int(row.id) for row in inserted}
        return [ids[str(row["key"])] for row in rows]

    def words_for(self, reader: Member | Place) -> Words:
        """Return the words for a reader: their language and zone, else the network's."""
        return Words(reader.language or self._network.language, reader.zone or self._network.zone)

    def _row(
        self, one: Addressed, key: str, allowing: Allowing, unsolicited: bool, due_at: datetime | None
    ) -> dict[str, Any]:
        to, words = one.to, self.words_for(one.to)
        is_member = isinstance(to, Member)
        not_before = allowing.next_for(to) if unsolicited and isinstance(to, Member) else self._now
        return {
            "key": key,
            "kind": DeliveryKind.POST.value,
            "place_id": None if is_member else to.id,
            "member_id": to.id if is_member else None,
            "thread": to.thread if isinstance(to, Place) else None,
            "stream": f"{'m' if is_member else 'p'}{to.id}",
            "content": self._content(one, words, None if unsolicited else due_at),
            "language": words.language,
            "due_at": due_at,
            "unsolicited": unsolicited,
            "not_before": not_before or self._now,
            "state": "pending" if not_before else "dead",
        }

    def _content(self, one: Addressed, words: Words, due_at: datetime | None) -> dict[str, Any]:
        """Return what is stored of a post: one that waits on purpose has no `due_at`, and is never late."""
        content = one.post.rendered(words, self._plugin).to_json()
        if due_at is not None:
            content["late"] = words(
                _("(This was due on {due}. It arrives late: I could not send it then.)", due=Instant(due_at))
            )
        if one.until is not None:
            content["until"] = one.until.isoformat()
        if one.instead:
            content["instead"] = [[at.isoformat(), str(words(text))] for at, text in one.instead]
        return content
