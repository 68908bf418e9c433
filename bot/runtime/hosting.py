"""Hosting: what the bot does for one platform, beside handling what comes in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.chat.answers import Answer
from bot.chat.hosting import Connection, ConnectionState
from bot.chat.incoming import Completion, Incoming
from bot.chat.messages import Option
from bot.chat.places import Location
from bot.language.messages import in_english
from bot.logs import get_logger
from bot.runtime.administering import Administering
from bot.runtime.clock import Clock
from bot.runtime.communities import Communities
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.identity import Identity
from bot.runtime.keeping import keep, kept, reader_of, who_is
from bot.runtime.presence import Presence
from bot.runtime.receipts import forget_receipts
from bot.store import Store
from bot.store.base import table_of
from bot.store.tables import PositionRow
from bot.store.upsert import upsert

log = get_logger(__name__)

_POSITION = table_of(PositionRow)
_FORGET_EVERY = timedelta(hours=1)


class PlatformHost:
    """Implements `bot.chat.hosting.Host` for one platform; `connections` is where its state is told."""

    def __init__(
        self,
        platform: str,
        dispatcher: Dispatcher,
        identity: Identity,
        presence: Presence,
        communities: Communities,
        store: Store,
        clock: Clock,
        connections: MutableMapping[str, Connection],
        administering: Administering,
        on_connected: Callable[[str], Awaitable[None]],
    ) -> None:
        self._platform = platform
        self._dispatcher = dispatcher
        self._identity = identity
        self._presence = presence
        self._communities = communities
        self._store = store
        self._clock = clock
        self._connections = connections
        self._administering = administering
        self._on_connected = on_connected
        self._forgot_at: datetime | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def receive(self, incoming: Incoming) -> list[Answer]:
        """Handle what a person did; the answers are for them, there and then."""
        return await self._dispatcher.receive(incoming)

    async def resettle(self, incoming: Incoming, answers: Sequence[Answer]) -> list[Answer]:
        """Settle anew answers which the platform can show less well than it had said."""
        return await self._dispatcher.resettle(incoming, answers)

    async def complete(self, completion: Completion) -> list[Option]:
        """Return what the argument that a person types may become."""
        return await self._dispatcher.complete(completion)

    async def keep(self, text: str, *, delivery: int | None = None, user: str | None = None) -> int:
        """Keep a text that is too long for what a button can hold."""
        owner: int | None = None
        if delivery is not None:
            owner = await reader_of(self._store, delivery)
        elif user is not None:
            owner = await who_is(self._store, self._platform, user)
        return await keep(self._store, text, self._clock.now(), owner)

    async def kept(self, number: int) -> str | None:
        """Return the text kept under a number, None if there is none."""
        return await kept(self._store, number)

    def listens(self, kind: type[Incoming]) -> bool:
        """Return whether anything comes of what is of that kind."""
        return self._dispatcher.listens(kind)

    async def positions(self) -> Mapping[str, str]:
        """Return how far the platform had got in each of its channels, in its own terms."""
        wanted = select(PositionRow.channel, PositionRow.value).where(PositionRow.platform == self._platform)
        async with self._store.read() as session:
            return {row.channel: row.value for row in await session.execute(wanted)}

    async def remember(self, positions: Mapping[str, str]) -> None:
        """Remember how far the platform got in these channels."""
        if not positions:
            return
        now = self._clock.now()
        async with self._store.unit() as session:
            dialect = session.get_bind().dialect.name
            statement = upsert(dialect, _POSITION, ("platform", "channel"), {"value": ...})
            rows = [
                {"platform": self._platform, "channel": channel, "value": value}
                for channel, value in positions.items()
            ]
            await session.execute(statement, rows)
            if self._forgot_at is None or now - self._forgot_at >= _FORGET_EVERY:
                await forget_receipts(session, now)
                self._forgot_at = now

    async def message_deleted(self, channel: str, message: str) -> None:
        """Take note that a message was deleted."""
        await self._dispatcher.message_deleted(self._platform, channel, message)

    async def message_edited(self, channel: str, message: str, links: Sequence[str], key: str) -> None:
        """Take note that a message was changed, and holds no links, or no tags, now."""
        await self._dispatcher.message_edited(self._platform, channel, message, links, key)

    async def discovered(self, places: Sequence[Location]) -> None:
        """Take note of the places that the platform can post to, so that people can name them."""
        await self._identity.discover(places)
        await self._presence.entered(self._platform, {place.id for place in places})

    async def left(self, channels: Collection[str]) -> None:
        """Take note that the bot was removed from these channels, or that they are gone."""
        await self._presence.left(self._platform, channels)

    async def sees(self, community: str, channels: Collection[str]) -> None:
        """Take note that these are all the channels of a community where the bot can post."""
        await self._presence.sees(self._platform, community, channels)

    async def admits(self, communities: Collection[str]) -> None:
        """Say which communities belong to the network by themselves, and no other ones."""
        await self._communities.admit(self._platform, communities)

    async def is_joined(self, community: str) -> bool:
        """Return whether a community is in a network."""
        return await self._communities.is_joined(self._platform, community)

    def administered_by(self, community: str, accounts: Collection[str]) -> None:
        """Take note of who administers a community by the platform's own rights."""
        self._administering.told(self._platform, community, accounts)

    def administers(self, community: str, account: str, *, is_one: bool) -> None:
        """Take note of whether one account administers a community."""
        self._administering.noted(self._platform, community, account, is_one=is_one)

    def connection(self, connection: Connection) -> None:
        """Take note of how the platform is connected now, and tell the log."""
        before = self._connections.get(self._platform)
        self._connections[self._platform] = connection
        if before is not None and (before.state, before.reason) == (connection.state, connection.reason):
            return
        if connection.state is ConnectionState.CONNECTED:
            task = asyncio.create_task(self._welcome(), name=f"{self._platform}: connected")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        tell = log.info if connection.state is not ConnectionState.STOPPED else log.error
        reason = connection.reason and in_english(connection.reason)
        tell("platform", platform=self._platform, state=connection.state.value, reason=reason)

    async def _welcome(self) -> None:
        """Have sent what waits for the platform."""
        try:
            await self._on_connected(self._platform)
        except Exception as error:  # noqa: BLE001 - it only waits longer
            log.warning("what waits is not hurried", platform=self._platform, error=type(error).__name__)
