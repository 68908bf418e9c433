"""`maillage console`: a chat with the bot in a terminal, on a real or a simulated clock."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from bot.app import Bot, load_plugins, prepare
from bot.chat.people import Network
from bot.cli import values
from bot.cli.target import AsJson
from bot.config import Config, load
from bot.language.messages import Language
from bot.logs import configure_log
from bot.platforms.console.memory import Memory
from bot.platforms.console.outputs import Output
from bot.platforms.console.platform import ConsolePlatform
from bot.platforms.console.printing import print_done, printer
from bot.platforms.console.session import Session, Whereabouts
from bot.runtime.clock import Clock, SimulatedClock, SystemClock
from bot.runtime.host import PluginHost
from bot.store import Store
from bot.store.lock import only_process
from bot.store.people import network_of
from bot.store.tables import NetworkRow

COMMUNITY = "maillage"


def console(
    data_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the data, kept; a temporary one by default.")
    ] = None,
    user: Annotated[
        str, typer.Option("--as", metavar="USER", help="Who speaks first (camille).")
    ] = "camille",
    channel: Annotated[
        str, typer.Option("--in", metavar="CHANNEL", help="The channel where to begin (general).")
    ] = "general",
    now: Annotated[
        str | None, typer.Option(metavar="ISO", help="Start a simulated clock at this instant.")
    ] = None,
    tz: Annotated[str | None, typer.Option(metavar="ZONE", help="Time zone of the network.")] = None,
    lang: Annotated[str | None, typer.Option(metavar="fr|en", help="Language of the network.")] = None,
    as_json: AsJson = False,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Configuration file: its network and its plugins.")
    ] = None,
) -> None:
    """Chat with the bot in this terminal: several people, channels, buttons, and a clock to move."""
    configuration = load(config)
    configure_log("warning", configuration.log.format)
    zone = values.zone(tz) if tz else None
    options = Options(
        configuration,
        data_dir,
        user,
        channel,
        values.instant(now, zone or configuration.zone()) if now else None,
        zone.key if zone else None,
        values.language(lang) if lang else None,
        as_json,
    )
    asyncio.run(converse(options))


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for; what is None is the configuration's, or the network's own."""

    config: Config
    data_dir: Path | None = None
    user: str = "camille"
    channel: str = "general"
    now: datetime | None = None
    zone: str | None = None
    language: Language | None = None
    as_json: bool = False


@asynccontextmanager
async def opened(options: Options, show: Callable[[Output], None]) -> AsyncIterator[Session]:
    """Open a session on the database of the options; leaving it does what is due and stops the bot."""
    config = options.config
    clock: Clock = SimulatedClock(options.now) if options.now is not None else SystemClock()
    async with AsyncExitStack() as stack:
        folder = options.data_dir or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="maillage-"))
        )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        config.keep_data_in(folder)
        stack.enter_context(only_process(folder))
        memory = Memory(folder / "console.db")
        stack.callback(memory.close)
        host = load_plugins(config)
        platform = ConsolePlatform(memory, clock, show, COMMUNITY)

        async def start_bot() -> Bot:
            bot = Bot(config, Store(config.database_url()), clock, [platform], host)
            await bot.start()
            return bot

        network = await _settle_network(options, clock, host)
        here = Whereabouts(options.user, COMMUNITY, options.channel)
        session = Session(
            platform, memory, clock, start_bot, here, zone=network.zone, language=network.language
        )
        await session.start()
        try:
            yield session
        finally:
            await session.end()


async def _settle_network(options: Options, clock: Clock, host: PluginHost) -> Network:
    """Create or migrate the database, give the network the zone and language asked for, and return it."""
    store = Store(options.config.database_url())
    try:
        await prepare(store, options.config, clock, host)
        async with store.unit() as session:
            row = (await session.scalars(select(NetworkRow).order_by(NetworkRow.id).limit(1))).one()
            row.zone = options.zone or row.zone
            row.language = options.language or row.language
            return network_of(row)
    finally:
        await store.close()


async def converse(options: Options) -> None:
    """Read lines on standard input until its end or `:quit`, and answer each on standard output."""
    async with opened(options, printer(as_json=options.as_json)) as session:
        number = 0
        while not session.ended and (line := await asyncio.to_thread(sys.stdin.readline)):
            number += 1
            await session.handle(line.rstrip("\r\n"), number)
            if options.as_json:
                print_done(number, session.now())
