"""Serving: the chat servers of a configuration, and the web server that they call back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.app import Bot
from bot.chat.delivery import Platform
from bot.chat.hosting import ConnectionState
from bot.config import Config
from bot.counting import Counters
from bot.errors import ConfigurationError
from bot.language.catalogue import Words
from bot.language.messages import Markup, _, in_english
from bot.runtime.clock import Clock
from bot.runtime.host import PluginHost
from bot.runtime.rehearsing import read_vocabularies
from bot.secrets import load_secrets
from bot.store import Store
from bot.store.tables import NetworkRow

if TYPE_CHECKING:
    from bot.platforms.discord.platform import DiscordPlatform
    from bot.platforms.mattermost.platform import MattermostPlatform, Server
    from bot.web.metrics import Gauge
    from bot.web.server import WebServer


def chat_servers(config: Config, counters: Counters, clock: Clock) -> list[MattermostPlatform]:
    """Return a platform for each configured chat server.

    Raises:
        ConfigurationError: the secrets of one of them are missing.
    """
    if not config.mattermost:
        return []
    from bot.platforms.mattermost.platform import MattermostPlatform

    words = Words(config.network.language, config.zone())
    return [MattermostPlatform(server, counters, words, now=clock.now) for server in _mattermost(config)]


def discord_platform(
    config: Config, host: PluginHost, counters: Counters, clock: Clock
) -> DiscordPlatform | None:
    """Return the platform for Discord, None if the bot does not work there.

    Raises:
        ConfigurationError: the token is missing.
    """
    section = config.discord
    if not section.enabled:
        return None
    from bot.platforms.discord.platform import DiscordPlatform, Server

    kept = load_secrets(config.secrets.file).discord
    if kept is None:
        raise ConfigurationError(
            _(
                "{file} has no token for Discord. `maillage discord install` writes it there.",
                file=Markup(config.secrets.file),
            )
        )
    server = Server(
        token=kept.token.get_secret_value(),
        name=section.name,
        guilds=tuple(section.guilds),
        coordinator_roles=tuple(section.coordinator_roles),
        message_content=section.message_content,
        members=section.members,
        url=section.url.rstrip("/"),
    )
    words = Words(config.network.language, config.zone())
    return DiscordPlatform(server, list(host.plugins.values()), counters, words, now=clock.now)


class ServingBot(Bot):
    """The bot on its chat servers, and the web server; `beside` are other platforms.

    Mattermost servers call the web server back. Discord does not: with it alone, the bot listens only where
    the configuration says so, for those who look after it.
    """

    def __init__(
        self, config: Config, store: Store, clock: Clock, beside: Sequence[Platform], host: PluginHost
    ) -> None:
        counters = Counters()
        servers = chat_servers(config, counters, clock)
        discord = discord_platform(config, host, counters, clock)
        served: list[Platform] = [*servers, discord] if discord else [*servers]
        super().__init__(config, store, clock, [*beside, *served], host, counters)
        is_web_wanted = bool(servers) or (bool(served) and "web" in config.model_fields_set)
        self._web = _web_server(config, self, servers, served) if is_web_wanted else None
        self._reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start all; nothing is left running if the web server cannot listen.

        Raises:
            StoreError: the database cannot be used.
            WebServerError: its address is taken.
        """
        await super().start()
        try:
            if self._web is not None:
                await self._web.start()
        except BaseException:
            await super().stop()
            raise
        self._reading = asyncio.create_task(read_vocabularies(self.store), name="vocabularies")

    async def stop(self) -> None:
        """Answer the callbacks that are under way, then stop."""
        if self._web is not None:
            await self._web.stop()
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait({self._reading})
        await super().stop()


def _web_server(
    config: Config, bot: Bot, servers: Sequence[MattermostPlatform], served: Sequence[Platform]
) -> WebServer:
    from bot.web.health import health_route
    from bot.web.metrics import metrics_route
    from bot.web.server import WebServer

    async def health() -> list[str]:
        return await _reasons(bot, served)

    async def gauges() -> Iterable[Gauge]:
        return await _gauges(bot)

    web = WebServer(config.web.host, config.web.port, bot.counters)
    web.add("", [health_route(health), metrics_route(bot.counters, gauges)])
    for server in servers:
        web.add(server.prefix, server.routes)
    return web


def _mattermost(config: Config) -> Iterable[Server]:
    from bot.platforms.mattermost.platform import Server

    kept = load_secrets(config.secrets.file).mattermost
    for server in config.mattermost:
        known = kept.get(server.name)
        if known is None or not known.token.get_secret_value():
            raise ConfigurationError(
                _(
                    "{file} has no token for the Mattermost server “{name}”. `maillage mattermost install` "
                    "makes one and writes it there.",
                    file=Markup(config.secrets.file),
                    name=server.name,
                )
            )
        yield Server(
            name=server.name,
            url=server.url.rstrip("/"),
            callback_url=config.callback_url(server),
            token=known.token.get_secret_value(),
            path=known.path.get_secret_value(),
            key=known.key.get_secret_value(),
            tokens={command: token.get_secret_value() for command, token in known.commands.items()},
            teams=tuple(server.teams),
        )


async def _reasons(bot: Bot, platforms: Sequence[Platform]) -> list[str]:
    """Return why the bot is not ready; raise nothing that tells more than that the check failed."""
    async with bot.store.read() as session:
        await session.execute(select(1))
    reasons = []
    for platform in platforms:
        connection = bot.connections.get(platform.name)
        if connection is None or connection.state is not ConnectionState.CONNECTED:
            state = connection.state.value if connection else "not started"
            why = f" ({in_english(connection.reason)})" if connection and connection.reason else ""
            reasons.append(f"{platform.name}: {state}{why}")
    return reasons


async def _gauges(bot: Bot) -> list[Gauge]:
    """Return the figures of all networks together."""
    from bot.web.metrics import Gauge

    async with bot.store.read() as session:
        networks = list(await session.scalars(select(NetworkRow.id)))
    figures = [await bot.status.figures(network) for network in networks]
    connected = [
        Gauge(
            "maillage_platform_connected",
            float(connection.state is ConnectionState.CONNECTED),
            {"platform": name},
        )
        for name, connection in bot.connections.items()
    ]
    return [
        Gauge("maillage_uptime_seconds", max((f.uptime.total_seconds() for f in figures), default=0.0)),
        Gauge("maillage_timers_pending", sum(f.pending_timers for f in figures)),
        Gauge("maillage_timers_late", sum(f.late_timers for f in figures)),
        Gauge("maillage_timers_held", sum(f.held_timers for f in figures)),
        Gauge("maillage_deliveries_pending", sum(f.pending_deliveries for f in figures)),
        Gauge("maillage_deliveries_dead", sum(f.dead_deliveries for f in figures)),
        *connected,
    ]
