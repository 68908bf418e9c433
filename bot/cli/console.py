"""`maillage console`: a chat with the bot in a terminal, on a real or a simulated clock."""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import Signals
from typing import Annotated, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import select

from bot.app import Bot, load_plugins, prepare
from bot.chat.people import Network
from bot.cli import values
from bot.cli.speech import is_terminal
from bot.cli.target import AsJson, make_folder
from bot.config import Config, load
from bot.errors import ConfigurationError, Refusal
from bot.language.catalogue import Words
from bot.language.messages import Language, _
from bot.logs import configure_log
from bot.platforms.console.lines import channel_named, person_named
from bot.platforms.console.memory import Memory
from bot.platforms.console.outputs import Output
from bot.platforms.console.platform import ConsolePlatform
from bot.platforms.console.printing import Printer
from bot.platforms.console.reading import read_lines
from bot.platforms.console.session import Session
from bot.platforms.console.whereabouts import Whereabouts
from bot.runtime.clock import Clock, SimulatedClock, SystemClock
from bot.runtime.host import PluginHost
from bot.runtime.rehearsing import rehearse
from bot.runtime.services import ConfiguredWordLists
from bot.store import Store
from bot.store.lock import only_process
from bot.store.people import network_of
from bot.store.tables import NetworkRow

COMMUNITY = "maillage"
_SIGNALS = (Signals.SIGTERM, Signals.SIGHUP)


def console(
    data_dir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=_("Folder of the data, kept; a temporary one by default.").text),
    ] = None,
    user: Annotated[
        str, typer.Option("--as", metavar="USER", help=_("Who speaks first (camille).").text)
    ] = "camille",
    channel: Annotated[
        str, typer.Option("--in", metavar="CHANNEL", help=_("The channel where to begin (general).").text)
    ] = "general",
    now: Annotated[
        str | None, typer.Option(metavar="ISO", help=_("Start a simulated clock at this instant.").text)
    ] = None,
    tz: Annotated[str | None, typer.Option(metavar="ZONE", help=_("Time zone of the network.").text)] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="fr|en", help=_("Language of the network.").text)
    ] = None,
    as_json: AsJson = False,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=_("Configuration file: its network and its plugins.").text),
    ] = None,
) -> None:
    """Chat with the bot in this terminal: several people, channels, buttons, and a clock to move."""
    configuration = load(config)
    configure_log("warning", configuration.log.format)
    options = Options(
        configuration,
        data_dir,
        user,
        channel,
        now,
        values.zone(tz).key if tz else None,
        values.language(lang) if lang else None,
    )
    run_until_signalled(
        _chat(options) if is_terminal() and not as_json else _converse(options, as_json=as_json)
    )


def run_until_signalled(work: Coroutine[None, None, None]) -> None:
    """Do the work; a signal to end lets it finish tidily, temporary folder included."""

    async def run() -> None:
        task = asyncio.ensure_future(work)
        for signal in _SIGNALS:
            asyncio.get_running_loop().add_signal_handler(signal, task.cancel)
        await task

    try:
        asyncio.run(run())
    except asyncio.CancelledError:
        raise typer.Exit(128 + Signals.SIGTERM) from None


async def _converse(options: Options, *, as_json: bool) -> None:
    """Read lines on standard input until its end or `:quit`, and answer each on standard output."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8" if as_json else None, errors="replace")
    async with opened(options, lambda words: Printer(sys.stdout, words, as_json=as_json)) as room:
        number = 0
        async for line in read_lines(sys.stdin.buffer):
            number += 1
            await room.session.handle(line, number)
            room.screen.done(number, room.session.now())
            if room.session.ended or room.screen.is_broken:
                break


async def _chat(options: Options) -> None:
    """Chat at a terminal until `:quit` or the end of input."""
    from bot.platforms.console.terminal import Terminal

    async with opened(options, Terminal) as room:
        await room.screen.chat(room.session, room.host, history_file(options.data_dir), room.rehearse)


def history_file(folder: Path | None) -> Path | None:
    """Return the file in which typed lines are kept, readable by its owner only; None: nowhere."""
    if folder is None:
        return None
    file = folder / "console-history"
    file.touch(mode=0o600)
    return file


class Screen(Protocol):
    """Shows what happens."""

    def show(self, output: Output) -> None:
        """Show an output."""


S = TypeVar("S", bound=Screen)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for; what is None is the configuration's, or the network's own.

    `now` is an ISO 8601 instant; without an offset it is in the network's zone. `bot` makes the bot.
    """

    config: Config
    data_dir: Path | None = None
    user: str = "camille"
    channel: str = "general"
    now: str | None = None
    zone: str | None = None
    language: Language | None = None
    bot: type[Bot] = Bot


@dataclass(frozen=True, slots=True)
class Room(Generic[S]):
    """An open console: the session, the screen on which it is shown, and the loaded plugins.

    `rehearse` has them read what they need for the first plain sentence.
    """

    session: Session
    screen: S
    host: PluginHost
    rehearse: Callable[[], object]


@asynccontextmanager
async def opened(options: Options, screen_for: Callable[[Words], S]) -> AsyncIterator[Room[S]]:
    """Open a console on the database of the options; leaving it does what is due and stops the bot.

    Raises:
        ConfigurationError: an option cannot be used.
        StoreError: the database cannot be used.
    """
    config = options.config
    async with AsyncExitStack() as stack:
        folder = options.data_dir or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="maillage-"))
        )
        make_folder(folder)
        if folder != config.store.data_dir:
            config.keep_data_in(folder)
        stack.enter_context(only_process(folder))
        host = load_plugins(config)
        clock = _clock(options, ZoneInfo(options.zone) if options.zone else config.zone())
        network = await _settle_network(options, clock, host)
        clock = _clock(options, network.zone)
        words = Words(network.language, network.zone)
        memory = Memory(folder / "console.db")
        stack.callback(memory.close)
        here = _whereabouts(options, memory)
        screen = screen_for(words)
        platform = ConsolePlatform(memory, clock, screen.show, COMMUNITY, words)

        async def start_bot() -> Bot:
            bot = options.bot(config, Store(config.database_url()), clock, [platform], host)
            await bot.start()
            return bot

        session = Session(platform, memory, clock, start_bot, here, language=network.language)
        stack.push_async_callback(session.end)
        await session.start()
        lists = ConfiguredWordLists(config.plugins.lexicon)
        yield Room(session, screen, host, lambda: rehearse(host.plugins.values(), lists))


def _clock(options: Options, zone: ZoneInfo) -> Clock:
    return SimulatedClock(values.instant(options.now, zone)) if options.now else SystemClock()


def _whereabouts(options: Options, memory: Memory) -> Whereabouts:
    """Return who speaks first, and where."""
    try:
        user, channel = person_named(options.user), channel_named(options.channel)
    except Refusal as refusal:
        raise ConfigurationError(refusal.text) from None
    name = memory.channel(COMMUNITY, channel) if channel is not None else None
    return Whereabouts(memory.person(user), COMMUNITY, name)


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
