"""`maillage run`: the bot at work on the configured platforms, until it is told to stop."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine
from signal import Signals
from typing import TYPE_CHECKING, Any

from bot.cli.target import CONFIG_FILE, ConfigFile, configured, make_folder
from bot.errors import ConfigurationError
from bot.language.messages import Markup, _

if TYPE_CHECKING:
    from bot.config import Config
    from bot.runtime.host import PluginHost

_SIGNALS = (Signals.SIGTERM, Signals.SIGINT)


def run(config: ConfigFile = None) -> None:
    """Serve the configured platforms until SIGTERM or Ctrl-C, then finish the work under way."""
    from bot.logs import configure_log

    configuration = configured(config)
    configure_log(configuration.log.level, configuration.log.format)
    if not (configuration.console.enabled or configuration.mattermost or configuration.discord.enabled):
        raise ConfigurationError(
            _(
                "No platform is configured, so there would be nobody to talk to. In {file}, write {key} "
                "under {section} to chat in this terminal; {command} writes a whole file; {install} "
                "prepares a Mattermost server, {discord} prepares Discord.",
                file=Markup(config or CONFIG_FILE),
                key=Markup("`enabled = true`"),
                section=Markup("`[console]`"),
                command=Markup("`maillage init`"),
                install=Markup("`maillage mattermost install`"),
                discord=Markup("`maillage discord install`"),
            )
        )
    asyncio.run(serve(configuration))


async def serve(config: Config) -> None:
    """Serve the configured platforms on the real clock; a signal ends it once what is under way is done."""
    stop = asyncio.Event()
    for signal in _SIGNALS:
        asyncio.get_running_loop().add_signal_handler(signal, stop.set)
    await (_with_console if config.console.enabled else _without_console)(config, stop)


async def _without_console(config: Config, stop: asyncio.Event) -> None:
    from bot.app import load_plugins
    from bot.runtime.clock import SystemClock
    from bot.serving import ServingBot
    from bot.store import Store
    from bot.store.lock import only_process

    make_folder(config.store.data_dir)
    with only_process(config.store.data_dir):
        host = load_plugins(config)
        bot = ServingBot(config, Store(config.database_url()), SystemClock(), [], host)
        await bot.start()
        try:
            _tell_that_it_runs(config, host)
            await stop.wait()
            _tell_that_it_stops()
        finally:
            await bot.stop()


async def _with_console(config: Config, stop: asyncio.Event) -> None:
    """Open the console beside the chat servers."""
    from bot.cli.console import Options, history_file, opened
    from bot.cli.speech import is_terminal
    from bot.platforms.console.printing import Printer
    from bot.serving import ServingBot

    options = Options(config, data_dir=config.store.data_dir, bot=ServingBot)
    if is_terminal():
        from bot.platforms.console.terminal import Terminal

        async with opened(options, Terminal) as room:
            history = history_file(config.store.data_dir)
            await _unless(stop, room.screen.chat(room.session, room.host, history, room.rehearse))
        return
    async with opened(options, lambda words: Printer(sys.stdout, words, as_json=False)) as room:
        _tell_that_it_runs(config, room.host)
        async for line in _lines_until(stop):
            await room.session.handle(line)
            if room.session.ended:
                break
        _tell_that_it_stops()


def _tell_that_it_runs(config: Config, host: PluginHost) -> None:
    from bot import __version__
    from bot.logs import get_logger

    platforms = [server.name for server in config.mattermost]
    if config.discord.enabled:
        platforms.append(config.discord.name)
    if config.console.enabled:
        platforms.insert(0, "console")
    get_logger(__name__).info(
        "running", version=__version__, platforms=platforms, plugins=sorted(host.plugins)
    )


def _tell_that_it_stops() -> None:
    from bot.logs import get_logger

    get_logger(__name__).info("stopping")


async def _lines_until(stop: asyncio.Event) -> AsyncIterator[str]:
    """Yield the lines of standard input; its end is not the end of the bot, only the signal is."""
    from bot.platforms.console.reading import read_lines

    lines = read_lines(sys.stdin.buffer)
    while (line := await _unless(stop, _next(lines))) is not None:
        yield line
    await stop.wait()


async def _next(lines: AsyncIterator[str]) -> str | None:
    return await anext(lines, None)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, str | None]) -> str | None:
    """Return what the work returns, or None as soon as the bot is told to stop."""
    doing, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if doing.done():
        return doing.result()
    doing.cancel()
    return None
