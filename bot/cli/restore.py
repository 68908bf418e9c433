"""`maillage restore`: a copy of the database, put back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.progress import progress_bar
from bot.cli.speech import one_answer, tell, tell_json
from bot.cli.target import AsJson, ConfigFile, DataDir, sqlite_file, targeted
from bot.language.messages import Markup, Text, _, ngettext

if TYPE_CHECKING:
    from bot.config import Config


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The copy to put back.").text)],
    data_dir: DataDir = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Check a copy, put it in the place of the database, and keep the previous one under a dated name."""
    from bot.runtime.clock import SystemClock
    from bot.store.backup import put_back
    from bot.store.lock import only_process
    from bot.store.migrate import revisions

    with one_answer(as_json=as_json):
        configuration = targeted(data_dir, config, create=True)
        database = sqlite_file(configuration)
        with only_process(configuration.store.data_dir):
            with progress_bar(_("Copying")) as progress:
                aside = put_back(file, database, SystemClock().now(), progress)
            _forget_deliveries(configuration.store.data_dir)
            erased = asyncio.run(_erase_again(configuration))
        if as_json:
            kept = str(aside) if aside else None
            tell_json(
                {
                    "ok": True,
                    "file": str(database),
                    "previous": kept,
                    "newest_revision": revisions()[-1],
                    "erased_again": erased,
                }
            )
            return
        lines: list[Text] = [_("The copy is checked and in place: {file}.", file=Markup(database))]
        if aside is not None:
            lines.append(_("The previous database is kept as {file}.", file=Markup(aside)))
        if erased:
            lines.append(
                ngettext(
                    "The copy held one person who was erased since: they are erased again.",
                    "The copy held {count} people who were erased since: they are erased again.",
                    erased,
                )
            )
        lines.append(_("What fell due since the copy was made happens at the next start, marked as late."))
        for line in lines:
            tell(line, configuration.network.language)


async def _erase_again(configuration: Config) -> int:
    """Erase who was erased since the copy was made, before any bot works on it; return how many they are.

    The copy is brought up to date for that, if anybody was erased ever.
    """
    from bot.app import Bot, load_plugins
    from bot.runtime.clock import SystemClock
    from bot.store import Store
    from bot.store.erasures import ErasureJournal

    if not any(ErasureJournal(configuration.store.data_dir).entries()):
        return 0
    store = Store(configuration.database_url())
    try:
        return await Bot(configuration, store, SystemClock(), [], load_plugins(configuration)).prepare()
    finally:
        await store.close()


def _forget_deliveries(folder: Path) -> None:
    """Let the console show again what the copy knows nothing of; a chat server has a memory of its own."""
    from bot.platforms.console.memory import Memory

    file = folder / "console.db"
    if file.exists():
        memory = Memory(file)
        memory.forget_deliveries()
        memory.close()
