"""A chat server for tests: strict, and with a memory of its own that outlives any crash of the bot.

Like Mattermost it recognises a message sent twice only for a short while (its `pending_post_id` counts for 30
seconds): a bot that relies on more doubles its messages here as well. Whatever it took stands in its file in
the order in which it took it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import defaultdict, deque
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.chat.delivery import (
    DeliveryKind,
    NotInPlaceError,
    Outgoing,
    RateLimitedError,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.chat.embeds import as_text
from bot.chat.hosting import Host
from bot.language.messages import Text
from bot.runtime.clock import Clock

REMEMBERS_KEYS_FOR = timedelta(seconds=30)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS taken (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, destination TEXT NOT NULL,
    text TEXT NOT NULL, edits INTEGER, at TEXT NOT NULL, thread TEXT
);
CREATE INDEX IF NOT EXISTS taken_by_key ON taken (key);
"""


@dataclass(frozen=True)
class Refuse:
    """Never takes it, and may say why, or that the bot is not in the channel."""

    text: Text | None = None
    is_away: bool = False


@dataclass(frozen=True)
class Fail:
    """Does not take it this time, and says so."""


@dataclass(frozen=True)
class LimitRate:
    """Does not take it, and asks to wait."""

    after: float


@dataclass(frozen=True)
class TimeOut:
    """Gives no answer: the message was taken, or not."""

    taken: bool


@dataclass(frozen=True)
class Break:
    """Raises what no platform should."""


@dataclass(frozen=True)
class Hang:
    """Waits for an event before it takes the message."""

    until: asyncio.Event


Fault = Refuse | Fail | LimitRate | TimeOut | Break | Hang


@dataclass(frozen=True)
class Taken:
    """Something that the server took."""

    id: int
    key: str
    kind: str
    to: str
    text: str
    edits: int | None
    at: datetime
    thread: str | None


class FakePlatform:
    """Implements `bot.chat.delivery.Platform`."""

    def __init__(
        self,
        file: Path,
        clock: Clock,
        name: str = "fake",
        window: timedelta = REMEMBERS_KEYS_FOR,
        *,
        has_calendar: bool = False,
    ) -> None:
        self._database = sqlite3.connect(file, isolation_level=None, timeout=30)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.executescript(_SCHEMA)
        self._clock = clock
        self._name = name
        self._has_calendar = has_calendar
        self._window = window
        self._faults: dict[str | None, deque[Fault]] = defaultdict(deque)
        self._blind = 0
        self._changed = asyncio.Condition()
        self.attempts: list[tuple[datetime, Outgoing]] = []
        self.looked_for: list[Outgoing] = []
        self.parted: set[str] = set()
        """Who is in no community any more."""
        self.unheard: set[str] = set()
        """The communities in which the bot is not any more."""
        self.demoted: set[str] = set()
        """Who lost the rights that they had on this server: others have those with which they speak."""
        self.closed: set[str] = set()
        """The channels that are gone, or in which the bot is not any more."""
        self.present: dict[str, list[str]] = {}
        """Who is in which channels, as far as it tells."""
        self.is_mute = False
        """Whether it does not tell who does, for now."""
        self.host: Host | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def has_calendar(self) -> bool:
        return self._has_calendar

    def will(self, *faults: Fault, at: str | None = None) -> None:
        """Meet the next messages (those to `at`: a channel, or `@user`) with these faults, one each."""
        self._faults[at].extend(faults)

    def works_again(self, at: str | None = None) -> None:
        """Forget the faults that were still to come."""
        self._faults[at].clear()

    def cannot_tell(self, times: int) -> None:
        """Be unable, so many times, to say whether a message was taken."""
        self._blind = times

    async def reached(self, attempts: int) -> None:
        """Wait until so many messages came, whatever became of them."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.attempts) >= attempts)

    def taken(self, to: str | None = None) -> list[Taken]:
        """Return all that was taken, oldest first."""
        rows = self._database.execute(
            "SELECT id, key, kind, destination, text, edits, at, thread FROM taken "
            "WHERE ? IS NULL OR destination = ? ORDER BY id",
            (to, to),
        )
        return [Taken(*row[:6], datetime.fromisoformat(row[6]), row[7]) for row in rows]

    def reactions(self) -> list[tuple[str | None, str]]:
        """Return the reactions that were tried: each message with its sign."""
        sent = [one for _at, one in self.attempts if one.kind is DeliveryKind.REACT]
        return [(one.edits, one.reaction.unicode) for one in sent if one.reaction]

    def texts(self, to: str | None = None) -> list[str]:
        """Return the texts of the posts taken, oldest first, as they were sent."""
        return [taken.text for taken in self.taken(to) if taken.kind == "post"]

    async def start(self, host: Host) -> None:
        self.host = host

    async def stop(self) -> None:
        self.host = None

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    async def send(self, outgoing: Outgoing) -> str:
        self.attempts.append((self._clock.now(), outgoing))
        async with self._changed:
            self._changed.notify_all()
        destinations = (outgoing.channel, outgoing.user, outgoing.community)
        assert sum(one is not None for one in destinations) == 1, "one destination"
        fault = self._next_fault(destination_of(outgoing))
        match fault:
            case Refuse(text, is_away):
                raise (NotInPlaceError if is_away else SendRefusedError)("channel_not_found", text)
            case Fail():
                raise SendFailedError("503")
            case LimitRate(after):
                raise RateLimitedError(after)
            case Break():
                raise RuntimeError("the platform is broken")
            case Hang(until):
                await until.wait()
            case TimeOut(taken):
                if taken:
                    self._take(outgoing)
                raise SendUnclearError("timed out")
        if outgoing.kind is DeliveryKind.REACT:  # to a message of somebody's, which is not kept here
            return outgoing.edits or ""
        taken = str(self._take(outgoing))
        return outgoing.edits or taken

    async def has_left(self, user: str, communities: Collection[str]) -> bool | None:
        if user not in self.parted:
            return False
        return None if self.unheard & set(communities) else True

    async def administers(self, user: str, channel: str) -> bool:
        if self.is_mute:
            raise SendFailedError("503")
        return user not in self.demoted

    async def people_in(self, channel: str) -> Collection[str] | None:
        if self.is_mute:
            raise SendFailedError("503")
        if channel in self.closed:
            raise NotInPlaceError("403")
        return self.present.get(channel)

    async def find(self, outgoing: Outgoing) -> str | None:
        self.looked_for.append(outgoing)
        if self._blind:
            self._blind -= 1
            raise SendFailedError("503")
        row = self._database.execute("SELECT min(id) FROM taken WHERE key = ?", (outgoing.key,)).fetchone()
        return None if row[0] is None else str(row[0])

    def _next_fault(self, destination: str) -> Fault | None:
        for queue in (self._faults[destination], self._faults[None]):
            if queue:
                return queue.popleft()
        return None

    def _take(self, outgoing: Outgoing) -> int:
        now = self._clock.now()
        recent = self._database.execute(
            "SELECT id, at FROM taken WHERE key = ? ORDER BY id DESC LIMIT 1", (outgoing.key,)
        ).fetchone()
        if recent is not None and now - datetime.fromisoformat(recent[1]) < self._window:
            return int(recent[0])
        if outgoing.kind is not DeliveryKind.POST:
            self._check_original(outgoing)
        cursor = self._database.execute(
            "INSERT INTO taken (key, kind, destination, text, edits, at, thread) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                outgoing.key,
                outgoing.kind.value,
                destination_of(outgoing),
                str(as_text(outgoing.post)),
                int(outgoing.edits) if outgoing.edits else None,
                now.isoformat(),
                outgoing.thread,
            ),
        )
        return cursor.lastrowid or 0

    def _check_original(self, outgoing: Outgoing) -> None:
        original = self._database.execute(
            "SELECT count(*) FILTER (WHERE id = :id AND kind = 'post'),"
            " count(*) FILTER (WHERE edits = :id AND kind = 'delete') FROM taken",
            {"id": int(outgoing.edits or 0)},
        ).fetchone()
        if original != (1, 0):
            raise SendRefusedError("post_not_found")


def destination_of(outgoing: Outgoing) -> str:
    """Return the channel, or `@user` for a DM."""
    return outgoing.channel if outgoing.channel is not None else f"@{outgoing.user}"
