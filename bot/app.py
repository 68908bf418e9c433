"""The composition root: the only place where everything meets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import __version__
from bot.chat.answers import Answer
from bot.chat.delivery import Platform
from bot.chat.hosting import Connection, ConnectionState
from bot.chat.incoming import Incoming
from bot.chat.people import Author, Network
from bot.chat.places import Location
from bot.config import BUILT_IN_PLUGINS, Config
from bot.counting import Counters
from bot.fetching.fetcher import WebFetcher
from bot.language import catalogue
from bot.language.messages import Markup
from bot.logs import get_logger
from bot.plugin import (
    Calendars,
    ChannelPeople,
    ChatRights,
    CommandCatalogue,
    Erasures,
    Fetcher,
    Links,
    PersonalData,
    Plugins,
    Responsible,
    Status,
    WordLists,
)
from bot.runtime.calendars import Calendars as LiveCalendars
from bot.runtime.clock import Clock, SystemClock
from bot.runtime.communities import Communities
from bot.runtime.courier import Courier
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.erasing import LiveErasures, LivePersonalData, replay
from bot.runtime.errands import Errands
from bot.runtime.faults import Faults
from bot.runtime.handlers import Handlers
from bot.runtime.host import PluginHost
from bot.runtime.hosting import PlatformHost
from bot.runtime.identity import Identity
from bot.runtime.links import LiveLinks
from bot.runtime.newcomers import Newcomers
from bot.runtime.notices import Notices
from bot.runtime.permissions import Permissions
from bot.runtime.presence import Presence
from bot.runtime.reindexing import Reindexing
from bot.runtime.retention import Retention
from bot.runtime.rights import LiveChannelPeople, LiveChatRights
from bot.runtime.services import ConfiguredWordLists, LiveStatus, LoadedCommands
from bot.runtime.switches import Switches
from bot.runtime.timers import Timers
from bot.runtime.traffic import Traffic
from bot.runtime.work import Work
from bot.store import Store
from bot.store.erasures import ErasureJournal
from bot.store.migrate import upgrade
from bot.store.roles import grant_role
from bot.store.tables import NetworkRow

if TYPE_CHECKING:
    from bot.runtime.alarm import AlarmClock

log = get_logger(__name__)

PROJECT = "https://github.com/maillage-bot/maillage"
"""Where sites that the bot reads find out what it is, if nobody says how to be reached."""


def load_plugins(config: Config, built_in: Iterable[str] = BUILT_IN_PLUGINS) -> PluginHost:
    """Load the plugins that come with the bot, those that are installed, those of the configured folder."""
    for package in ("bot.language", "bot.language.moments"):
        catalogue.add_package(package)
    host = PluginHost()
    host.load(built_in, config.plugins.folder)
    return host


def offline_services(config: Config) -> dict[type, object]:
    """Return the runtime's services that need no running bot, by protocol."""
    return {
        WordLists: ConfiguredWordLists(config.plugins.lexicon),
        Erasures: LiveErasures(ErasureJournal(config.store.data_dir)),
    }


def responsible_of(config: Config) -> Responsible:
    """Return what the configuration says of who answers for people's data."""
    privacy = config.privacy
    return Responsible(
        controller=privacy.controller,
        contact=privacy.contact,
        url=privacy.url,
        version=privacy.version,
        date=date.fromisoformat(privacy.date),
        is_shown=privacy.notice,
        inactive_days=privacy.inactive_days,
        left_days=privacy.left_days,
    )


def personal_data(
    config: Config,
    store: Store,
    tell: Callable[[AsyncSession, Network, object], Awaitable[None]],
    rehearsed_on: Collection[str] | None = None,
) -> tuple[ErasureJournal, LivePersonalData]:
    """Return the journal of erasures, which lies beside the database, and what is held on people."""
    journal = ErasureJournal(store.file.parent if store.file else config.store.data_dir)
    return journal, LivePersonalData(journal, responsible_of(config), tell, rehearsed_on)


def web_fetcher(config: Config, clock: Clock) -> WebFetcher:
    """Return what reads the web, as the configuration wants it; whoever asks for it closes it."""
    return WebFetcher(
        version=__version__,
        contact=config.fetching.contact or config.privacy.contact or PROJECT,
        language=config.network.language,
        allowed_hosts=config.fetching.allowed_hosts,
        now=clock.now,
    )


class OpenFetcher(Fetcher, Protocol):
    """What reads the web, and holds connections open meanwhile."""

    async def close(self) -> None:
        """Close what is open."""


class Bot:
    """The bot: a store, plugins, platforms, and the work between them.

    On the machine's clock an alarm clock does what falls due; on a simulated one, whoever moves it calls
    `settle`.
    """

    def __init__(
        self,
        config: Config,
        store: Store,
        clock: Clock,
        platforms: Sequence[Platform],
        host: PluginHost,
        counters: Counters | None = None,
    ) -> None:
        self._config = config
        self.store = store
        self.host = host
        self.clock = clock
        self._platforms = {platform.name: platform for platform in platforms}
        switches = Switches(store, host)
        self.counters = counters or Counters()
        faults = Faults(clock, self.counters)
        self.connections: dict[str, Connection] = {}
        self.status = LiveStatus(store, clock, faults, host, __version__, self.connections)
        calendars = LiveCalendars(store, [p.name for p in platforms if p.has_calendar])
        self._fetcher = self.reads_web_by()
        services: dict[type, object] = {
            Fetcher: self._fetcher,
            CommandCatalogue: LoadedCommands(host, switches),
            Status: self.status,
            Plugins: switches,
            Calendars: calendars,
            ChatRights: LiveChatRights(store, self._platforms),
            ChannelPeople: LiveChannelPeople(store, self._platforms),
            LiveCalendars: calendars,
            **offline_services(config),
        }
        permissions = Permissions(frozenset(config.roles.admins))
        self.handlers = Handlers(
            store, clock, host, switches, permissions, faults, services, self.counters, Traffic()
        )
        networks = dict.fromkeys(self._platforms, config.network.name)
        self.communities = Communities(store, clock, networks)
        self.identity = Identity(store, clock, self.communities, self.handlers.tell)
        self.presence = Presence(store, clock, self.handlers.tell)
        links = LiveLinks(self.communities, self.handlers.tell_all)
        services[Links] = links
        self._journal, self._personal_data = personal_data(
            config, store, self.handlers.tell_all, None if isinstance(clock, SystemClock) else self._platforms
        )
        services[PersonalData] = self._personal_data
        services[Erasures] = LiveErasures(self._journal)
        services[Notices] = Notices(self._personal_data.responsible)
        newcomers = Newcomers(self.identity, self.handlers, links, self._platforms)
        self.dispatcher = Dispatcher(self.identity, self.handlers, newcomers)
        self._courier = Courier(store, self._platforms, self.handlers)
        self._retention = Retention(
            store, self.handlers, self._personal_data, self._journal, self._platforms, self.connections
        )
        services[Retention] = self._retention
        self._errands = Errands(store, self.handlers)
        self.work = Work(Timers(store, self.handlers), self._errands, self._courier, self._retention, clock)
        self._reindexing = Reindexing(store, faults)
        self._alarm = _alarm_clock(store, self.work) if isinstance(clock, SystemClock) else None

    async def start(self) -> None:
        """Bring the database up to date, take over what an earlier process left, and connect.

        Raises:
            StoreError: the database cannot be used.
        """
        await self.prepare()
        await self._courier.recover()
        await self._errands.recover()
        for platform in self._platforms.values():
            await self._connect(platform)
        if self._alarm is not None:
            await self._alarm.start()
        self._reindexing.start()

    async def prepare(self) -> int:
        """Bring the database up to date, and erase who was erased since it was copied; return how many.

        Raises:
            StoreError: the database cannot be used.
        """
        await prepare(self.store, self._config, self.clock, self.host)
        return await replay(self.store, self._journal, self._personal_data)

    async def _connect(self, platform: Platform) -> None:
        """Start a platform; one that cannot start keeps no other from it."""
        host = PlatformHost(
            platform.name,
            self.dispatcher,
            self.identity,
            self.presence,
            self.communities,
            self.store,
            self.clock,
            self.connections,
            self.handlers.permissions.administering,
            self.work.hurry,
        )
        try:
            await platform.start(host)
        except Exception as error:
            log.exception("platform cannot start", platform=platform.name)
            host.connection(
                Connection(ConnectionState.STOPPED, self.clock.now(), Markup(type(error).__name__))
            )

    async def receive(self, incoming: Incoming) -> list[Answer]:
        """Handle what a person did and return the answers for them."""
        return await self.dispatcher.receive(incoming)

    async def settle(self) -> None:
        """Do all that is due now."""
        await self.work.settle()

    async def next_at(self) -> datetime | None:
        """Return when something falls due next, None if nothing waits."""
        return await self.work.next_at()

    async def next_tidy_at(self) -> datetime | None:
        """Return when somebody's data are next too old to be kept, None if nobody is known."""
        return await self._retention.next_at(self.clock.now())

    async def grant(self, author: Author, location: Location, role: str, *, everywhere: bool) -> None:
        """Give a person a role in a place, or in the whole community of the place."""
        speaker = await self.identity.resolve(author, location)
        scope, scope_id = (
            ("community", speaker.place.community_id) if everywhere else ("place", speaker.place.id)
        )
        async with self.store.unit() as session:
            await grant_role(
                session, speaker.member.id, role, scope=scope, scope_id=str(scope_id), now=self.clock.now()
            )

    async def stop(self) -> None:
        """Disconnect and close the store; what is not sent yet stays in the database."""
        if self._alarm is not None:
            await self._alarm.stop()
        self.work.stop()
        await self.work.end()
        await self._reindexing.stop()
        for platform in self._platforms.values():
            await platform.stop()
        await self._fetcher.close()
        await self.store.close()

    def reads_web_by(self) -> OpenFetcher:
        """Return what reads the web for this bot."""
        return web_fetcher(self._config, self.clock)


async def prepare(store: Store, config: Config, clock: Clock, host: PluginHost) -> None:
    """Bring the database up to date, and create the configured network if there is none."""
    external = [(p.name, p.migrations) for p in host.plugins.values() if p.migrations is not None]
    applied = await upgrade(store, external)
    if applied:
        log.info("database upgraded", revisions=applied)
    async with store.unit() as session:
        if await session.scalar(select(NetworkRow.id).limit(1)) is None:
            session.add(
                NetworkRow(
                    name=config.network.name,
                    language=config.network.language,
                    zone=config.network.zone,
                    territory=config.network.territory,
                    created_at=clock.now(),
                )
            )


def _alarm_clock(store: Store, work: Work) -> AlarmClock:
    from bot.runtime.alarm import AlarmClock  # APScheduler is not for a simulated clock

    return AlarmClock(store, work)
