"""The desk at which a plugin's sub-command works: one network's data, and the terminal."""

from __future__ import annotations

import asyncio
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.progress import progress_bar
from bot.cli.speech import one_answer, say, tell, tell_json
from bot.cli.target import ConfigFile, DataDir, sqlite_file, targeted
from bot.errors import ConfigurationError, Refusal
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _
from bot.language.reasons import reason_of
from bot.plugin.desk import Advance, Subcommand

if TYPE_CHECKING:
    from bot.chat.people import Network
    from bot.config import Config
    from bot.runtime.clock import Clock
    from bot.runtime.host import PluginHost
    from bot.store import Store

S = TypeVar("S")

_DATA = {"config": ConfigFile, "data_dir": DataDir}
"""The options that every such command has, by the names of their parameters."""


class TerminalDesk:
    """Implements `bot.plugin.desk.Desk`."""

    def __init__(
        self, store: Store, host: PluginHost, services: Mapping[type, object], plugin: str, network: Network,
        now: datetime,
    ) -> None:  # fmt: skip
        self.network = network
        self.now = now
        self.words = Words(network.language, network.zone)
        self.exit_code = 0
        self._store = store
        self._host = host
        self._services = services
        self._plugin = plugin

    def unit(self) -> AbstractAsyncContextManager[AsyncSession]:
        """One unit of work: committed as a whole at the end, or not at all."""
        return self._store.unit()

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Look at the data: nothing can be changed."""
        return self._store.read()

    async def later(
        self, session: AsyncSession, name: str, at: datetime, *, key: str, **arguments: int | str | bool
    ) -> None:
        """Have the plugin's timer or errand `name` run at an instant: the bot finds it within a minute.

        While the plugin is off it is held.
        """
        from bot.runtime.setting import set_timer
        from bot.runtime.switches import is_off

        values = {
            "network_id": self.network.id,
            "plugin": self._plugin,
            "key": key,
            "name": name,
            "due_at": at,
            "run_at": at,
            "payload": arguments,
            "errand": name in self._host.errands_of(self._plugin),
            "held": await is_off(session, self.network.id, self._plugin),
        }
        await session.execute(set_timer(session.get_bind().dialect.name), values)

    def service(self, kind: type[S]) -> S:
        """Return the service of that kind, offered by a plugin.

        Raises:
            LookupError: nothing offers it.
        """
        if kind in self._services:
            return cast("S", self._services[kind])
        for plugin in self._host.plugins.values():
            if kind in plugin.services:
                return cast("S", plugin.services[kind][0])
        raise LookupError(f"nothing offers {kind.__name__}")

    def content_of(self, file: Path, most: int) -> bytes:
        """Return what a file holds, and of a longer one than `most` bytes one byte more."""
        try:
            with file.open("rb") as opened:
                return opened.read(most + 1)
        except FileNotFoundError:
            raise Refusal("unreadable", _("There is no file {file} here.", file=str(file))) from None
        except OSError as problem:
            raise Refusal(
                "unreadable", _("I cannot read {file}: {why}", file=str(file), why=reason_of(problem))
            ) from None

    def write(self, content: bytes, file: Path | None) -> None:
        """Write a document into a file, or to standard output; whoever reads that may stop before its end."""
        try:
            if file is not None:
                file.write_bytes(content)
            else:
                sys.stdout.buffer.write(content)
                sys.stdout.buffer.flush()
        except BrokenPipeError:
            _write_nowhere()
        except OSError as problem:
            if file is None:
                _write_nowhere()
            where = Markup(file) if file is not None else _("standard output")
            raise Refusal(
                "unwritable", _("I cannot write {file}: {why}.", file=where, why=reason_of(problem))
            ) from None

    def tell(self, text: Text) -> None:
        """Print a message on standard output."""
        tell(text, self.network.language)

    def warn(self, text: Text) -> None:
        """Print a message on standard error."""
        sys.stderr.write(say(text, self.network.language) + "\n")

    def tell_json(self, document: Mapping[str, Any]) -> None:
        """Print one JSON document, on one line of standard output."""
        tell_json(document)

    @contextmanager
    def progress(self, title: Text) -> Iterator[Advance]:
        """Show a bar that moves as it is told, where somebody looks at the terminal."""
        with progress_bar(title) as bar:
            yield lambda done, total: bar(total - done, total) if bar else None

    def leave(self, code: int) -> None:
        """Have the command end with that exit code."""
        self.exit_code = code


def _write_nowhere() -> None:
    """Have what standard output did not take be lost, rather than be tried again as the program ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def at_desk(plugin: str, subcommand: Subcommand) -> Callable[..., Any]:
    """Return what Typer runs for a plugin's sub-command; one that takes a desk gets one."""
    function = subcommand.function
    signature = inspect.signature(function, eval_str=True)
    own = list(signature.parameters.values())
    if not own or own.pop(0).name != "desk":
        return function

    def run(**arguments: object) -> None:
        data = {name: cast("Path | None", arguments.pop(name)) for name in _DATA}
        with one_answer(as_json=bool(arguments.get("as_json"))):
            config = targeted(data["data_dir"], data["config"], create=not subcommand.needs_data)
            if subcommand.needs_data:
                _check_there_is_data(config)
            code = asyncio.run(_sit_down(config, plugin, function, arguments))
        if code:
            raise typer.Exit(code)

    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in _DATA.items()
    ]
    parameters = [*(one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own), *options]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]  # inspect reads it, functions do not declare it
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__doc__ = function.__doc__
    return run


def _check_there_is_data(config: Config) -> None:
    """Check that the bot has kept something there before.

    Raises:
        ConfigurationError: the folder has no database.
    """
    kept_elsewhere = config.store.url is not None and not config.store.url.startswith("sqlite")
    if not kept_elsewhere and not sqlite_file(config).is_file():
        folder = Markup(config.store.data_dir)
        raise ConfigurationError(_("The folder {folder} has no data of Maillage.", folder=folder))


async def _sit_down(
    config: Config, plugin: str, function: Callable[..., Any], arguments: Mapping[str, object]
) -> int:
    """Run a sub-command on the data of a configuration, brought up to date, and return its exit code."""
    from bot.app import load_plugins, offline_services, web_fetcher
    from bot.plugin import Fetcher
    from bot.runtime.clock import SystemClock
    from bot.store import Store
    from bot.store.people import network_of
    from bot.store.reindexing import begin_where_unknown
    from bot.store.tables import NetworkRow

    host = load_plugins(config)
    clock = SystemClock()
    store = Store(config.database_url())
    fetcher = web_fetcher(config, clock)
    services = {**offline_services(config), Fetcher: fetcher}
    try:
        await _bring_up_to_date(store, config, clock, host)
        await begin_where_unknown(store)
        async with store.read() as session:
            rows = (await session.scalars(select(NetworkRow).order_by(NetworkRow.id))).all()
        row = next((row for row in rows if row.name == config.network.name), rows[0])
        desk = TerminalDesk(store, host, services, plugin, network_of(row), clock.now())
        await function(desk, **arguments)
        return desk.exit_code
    finally:
        await fetcher.close()
        await store.close()


async def _bring_up_to_date(store: Store, config: Config, clock: Clock, host: PluginHost) -> None:
    """Upgrade the database if it needs that; the bot must not be running meanwhile."""
    from bot.app import prepare
    from bot.store.lock import only_process
    from bot.store.migrate import current_revision, revisions

    with ExitStack() as stack:
        if await current_revision(store) != revisions()[-1]:
            stack.enter_context(only_process(config.store.data_dir))
        await prepare(store, config, clock, host)
