"""Handlers at work: each runs in one unit of work, with its context, and so do those who listen to it."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.incoming import Incoming
from bot.chat.people import Network
from bot.counting import Counters
from bot.errors import Refusal
from bot.language.catalogue import Words
from bot.language.messages import _
from bot.plugin import (
    Context,
    ErrandContext,
    EventContext,
    Fetcher,
    LinksPosted,
    MessageEdited,
    Plugin,
    TimerContext,
)
from bot.runtime.clock import Clock
from bot.runtime.faults import Faults
from bot.runtime.host import PluginHost
from bot.runtime.identity import Speaker
from bot.runtime.looking import Findings
from bot.runtime.permissions import Permissions
from bot.runtime.receipts import sign_for
from bot.runtime.stage import EVENTS, HandlerStage
from bot.runtime.switches import Switches
from bot.runtime.traffic import Traffic
from bot.store import Store

ACCOUNTS_MOVED = "accounts_moved"
"""In `session.info`: whose each account is now, of those that the unit of work gave to another member."""
NOBODY = 0
"""Whose the accounts of somebody are who is erased: no member has that id."""

LINKED_MEANWHILE = _("Your accounts were linked, or parted, at this very moment. Please do that once more.")
_ERASED_MEANWHILE = _(
    "All that I knew of you was erased meanwhile, so nothing of this was done. If you write to me again, we "
    "begin anew."
)
_MOST_EVENTS = 1000
"""How many events one unit of work may bring about."""


class Handlers:
    """Makes the contexts in which handlers run. `services` are the runtime's own, by protocol."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        host: PluginHost,
        switches: Switches,
        permissions: Permissions,
        faults: Faults,
        services: Mapping[type, object],
        counters: Counters,
        traffic: Traffic,
    ) -> None:
        self.store = store
        self.clock = clock
        self.host = host
        self.switches = switches
        self.permissions = permissions
        self.faults = faults
        self._services = services
        self.counters = counters
        self.traffic = traffic
        self._members: dict[int, int] = {}
        store.after_commit(traffic.committed)
        store.after_commit(self._note_members)

    @asynccontextmanager
    async def for_person(
        self,
        plugin: str,
        speaker: Speaker,
        incoming: Incoming,
        *,
        choice: str | None = None,
        findings: Findings | None = None,
    ) -> AsyncIterator[Context]:
        """Give the context of somebody who did something; leaving it tells who listens, and commits.

        `findings` are what was looked up outside for it; without any, nothing can be.

        Raises:
            HandledBeforeError: it was handled already.
            Refusal: who acts was erased, or their accounts linked or parted, since they began.
        """
        self._check_is_still(speaker)
        async with (
            self.unit() as session,
            self.in_unit(session, plugin, speaker, incoming, choice=choice, findings=findings) as ctx,
        ):
            yield ctx
            self._check_is_still(speaker)

    def is_another(self, speaker: Speaker) -> bool:
        """Return whether the account of who speaks is another member's since they began."""
        return self._holder(speaker) not in (speaker.member.id, NOBODY)

    def _holder(self, speaker: Speaker) -> int:
        return self._members.get(speaker.account, speaker.member.id)

    def _check_is_still(self, speaker: Speaker) -> None:
        if self._holder(speaker) == NOBODY:
            raise Refusal("erased_meanwhile", _ERASED_MEANWHILE)
        if self.is_another(speaker):
            raise Refusal("linked_meanwhile", LINKED_MEANWHILE)

    @asynccontextmanager
    async def in_unit(
        self,
        session: AsyncSession,
        plugin: str,
        speaker: Speaker,
        incoming: Incoming,
        *,
        choice: str | None = None,
        findings: Findings | None = None,
    ) -> AsyncIterator[Context]:
        """Give the context of somebody who did something, in a unit of work that is open already.

        Raises:
            HandledBeforeError: it was handled already.
        """
        platform = incoming.location.platform
        if incoming.key is not None:
            await sign_for(session, platform, incoming.key, self.clock.now())
        stage = self._stage(session, plugin, speaker.network)
        stage.acts_for(incoming.author, platform, speaker.member, speaker.place, findings)
        yield Context(
            plugin=plugin,
            network=speaker.network,
            now=self.clock.now(),
            session=session,
            stage=stage,
            member=speaker.member,
            place=speaker.place,
            words=words_for(speaker),
            account=speaker.account,
            choice=choice,
            said_at=incoming.at,
        )

    def _note_members(self, info: Mapping[str, Any]) -> None:
        """Note whose accounts are from now on: who began to act before would act for who is gone."""
        self._members.update(info.get(ACCOUNTS_MOVED, {}))

    @asynccontextmanager
    async def for_timer(
        self, session: AsyncSession, plugin: str, network: Network, due_at: datetime
    ) -> AsyncIterator[TimerContext]:
        """Give the context of a timer, in a unit of work that is open already."""
        yield TimerContext(
            plugin=plugin,
            network=network,
            now=self.clock.now(),
            session=session,
            stage=self._stage(session, plugin, network),
            due_at=due_at,
        )

    def for_errand(
        self, session: AsyncSession, plugin: str, network: Network, due_at: datetime
    ) -> ErrandContext:
        """Return the context of an errand's unit of work, which is open already."""
        return ErrandContext(
            plugin=plugin,
            network=network,
            now=self.clock.now(),
            session=session,
            stage=self._stage(session, plugin, network),
            due_at=due_at,
        )

    async def tell(self, session: AsyncSession, events: Iterable[tuple[Network, object]] = ()) -> None:
        """Tell the plugins that listen of these events, and of what the unit of work emitted, inside it.

        So they hear of it if it is committed, and only then. Each listener has a savepoint: one that fails is
        taken back alone. What listeners emit is told in turn.
        """
        waiting = deque((*events, *session.info.pop(EVENTS, ())))
        told = 0
        while waiting:
            network, event = waiting.popleft()
            told += 1
            if told > _MOST_EVENTS:
                raise RecursionError(f"events follow from events without end: {type(event).__name__}")
            for plugin in await self._hearing(network.id, event):
                for kind, listener in plugin.listeners:
                    if isinstance(event, kind):
                        await self._tell_one(session, plugin.name, network, listener, event)
            waiting.extend(session.info.pop(EVENTS, ()))

    async def _hearing(self, network: int, event: object) -> Sequence[Plugin]:
        """Return the plugins that hear of an event: of what a guest posted, those that are open to guests."""
        plugins = await self.switches.plugins_on(network)
        posted = event.posted if isinstance(event, MessageEdited) else event
        if not (isinstance(posted, LinksPosted) and posted.is_guest):
            return plugins
        return [one for one in plugins if await self.switches.is_open_to_guests(network, one.name)]

    async def tell_all(self, session: AsyncSession, network: Network, event: object) -> None:
        """Tell, at once, all plugins that listen, also those that are off; what one raises stops everything.

        For what would be wrong for ever if one of them did not follow.
        """
        for plugin in self.host.plugins.values():
            for kind, listener in plugin.listeners:
                if isinstance(event, kind):
                    await listener(self._event_context(session, plugin.name, network), event)
        await session.flush()

    async def tell_each(self, session: AsyncSession, network: Network, event: object) -> None:
        """Tell, at once, all plugins that listen, also those that are off; one that fails is undone alone.

        For what is told again if one of them did not follow.
        """
        for plugin in self.host.plugins.values():
            for kind, listener in plugin.listeners:
                if isinstance(event, kind):
                    await self._tell_one(session, plugin.name, network, listener, event)

    def _event_context(self, session: AsyncSession, plugin: str, network: Network) -> EventContext:
        return EventContext(
            plugin=plugin,
            network=network,
            now=self.clock.now(),
            session=session,
            stage=self._stage(session, plugin, network),
        )

    async def _tell_one(
        self,
        session: AsyncSession,
        plugin: str,
        network: Network,
        listener: Callable[[EventContext, Any], Awaitable[None]],
        event: object,
    ) -> None:
        context = self._event_context(session, plugin, network)
        known = dict(session.info)
        savepoint = await session.begin_nested()
        try:
            await listener(context, event)
            await session.flush()
        except Exception as error:  # noqa: BLE001 - a plugin's fault stays its own
            await savepoint.rollback()
            session.info.clear()
            session.info.update(known)
            self.faults.record(plugin, error)
        else:
            await savepoint.commit()

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[AsyncSession]:
        """One unit of work; who listens to what it emits hears of it before it is committed."""
        async with self.store.unit() as session:
            yield session
            await self.tell(session)

    def _stage(self, session: AsyncSession, plugin: str, network: Network) -> HandlerStage:
        return HandlerStage(
            session,
            plugin,
            network,
            self.clock.now(),
            services=self.quick_service,
            all_services=self.services_on,
            permissions=self.permissions,
            traffic=self.traffic,
            errands=self.host.errands_of(plugin),
            is_on=self.switches.is_on,
        )

    async def services_on(self, network: int, kind: type) -> Sequence[object]:
        """Return what the plugins that are on in a network offer of a service."""
        plugins = await self.switches.plugins_on(network)
        return [offered for plugin in plugins for offered in plugin.services.get(kind, ())]

    def service(self, kind: type) -> object:
        """Return what offers a service: the runtime, else a plugin, else None."""
        if kind in self._services:
            return self._services[kind]
        for plugin in self.host.plugins.values():
            if kind in plugin.services:
                return plugin.services[kind][0]
        return None

    def quick_service(self, kind: type) -> object:
        """Return what offers a service, as `service` does, to who keeps others waiting meanwhile.

        Raises:
            LookupError: it takes long.
        """
        if kind is Fetcher:
            raise LookupError(
                "the web is never read by a handler itself, for all who write would wait: "
                "read it in a look-up (ctx.outside) or in an errand"
            )
        return self.service(kind)


def words_for(speaker: Speaker) -> Words:
    """Return the words for who speaks: their own language and zone, else the place's, else the network's."""
    member, place, network = speaker.member, speaker.place, speaker.network
    return Words(
        member.language or place.language or network.language, member.zone or place.zone or network.zone
    )
