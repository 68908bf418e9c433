"""`maillage db`: the database, brought up to date or checked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import typer

from bot.cli.building import Command
from bot.cli.progress import progress_bar
from bot.cli.speech import one_answer, tell, tell_json
from bot.cli.target import AsJson, ConfigFile, DataDir, sqlite_file, targeted
from bot.errors import StoreError
from bot.language.messages import Markup, Message, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.config import Config
    from bot.store import Store

db = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@db.command(
    cls=Command, help=_("Bring the database up to date; the bot does it by itself when it starts.").text
)
def upgrade(data_dir: DataDir = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Bring the database up to date."""
    from bot.store.lock import only_process

    with one_answer(as_json=as_json):
        configuration = targeted(data_dir, config, create=True)
        with only_process(configuration.store.data_dir), progress_bar(_("Upgrading")):
            applied, current = asyncio.run(_upgrade(configuration))
        if as_json:
            tell_json({"ok": True, "applied": applied, "revision": current})
            return
        tell(
            ngettext(
                "{count} change made: the database is up to date (revision {revision}).",
                "{count} changes made: the database is up to date (revision {revision}).",
                len(applied),
                revision=Markup(current),
            )
            if applied
            else _("The database was up to date (revision {revision}).", revision=Markup(current)),
            configuration.network.language,
        )


@db.command(
    cls=Command,
    help=_("Check that the database is sound and has the tables that this version declares.").text,
)
def check(data_dir: DataDir = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Check the database."""
    with one_answer(as_json=as_json):
        configuration = targeted(data_dir, config)
        with progress_bar(_("Checking")):
            revision, differences, faults = asyncio.run(_check(configuration))
        if as_json:
            ok = not differences and not faults
            tell_json({"ok": ok, "revision": revision, "differences": differences, "indexes": faults})
        elif differences:
            tell(_("The tables are not those that this version declares:"), configuration.network.language)
            for difference in differences:
                tell(Markup(f"- {difference}"))
        elif faults:
            tell(
                _("The search indexes are not those of the rows; `maillage db reindex` writes them anew:"),
                configuration.network.language,
            )
            for fault in faults:
                tell(Markup(f"- {fault}"))
        else:
            tell(
                _(
                    "The database is sound and has the tables that this version declares "
                    "(revision {revision}).",
                    revision=Markup(revision),
                ),
                configuration.network.language,
            )
        if differences or faults:
            raise typer.Exit(1)


@db.command(cls=Command, help=_("Write the search indexes anew, from the rows that they index.").text)
def reindex(data_dir: DataDir = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Write the search indexes anew."""
    from bot.store.lock import only_process

    with one_answer(as_json=as_json):
        configuration = targeted(data_dir, config)
        with only_process(configuration.store.data_dir), progress_bar(_("Indexing")):
            names = asyncio.run(_reindex(configuration))
        if as_json:
            tell_json({"ok": True, "indexes": names})
            return
        tell(
            ngettext(
                "{count} search index written anew.", "{count} search indexes written anew.", len(names)
            ),
            configuration.network.language,
        )


async def _upgrade(config: Config) -> tuple[list[str], str | None]:
    """Return the revisions applied, and the one reached."""
    from bot.app import load_plugins
    from bot.store import Store
    from bot.store.migrate import current_revision, upgrade

    host = load_plugins(config)
    store = Store(config.database_url())
    try:
        applied = await upgrade(
            store, [(p.name, p.migrations) for p in host.plugins.values() if p.migrations]
        )
        return applied, await current_revision(store)
    finally:
        await store.close()


async def _check(config: Config) -> tuple[str, list[str], list[str]]:
    """Return the revision, how the tables differ from the declared ones, and the indexes from the rows.

    Raises:
        StoreError: there is no database, it is damaged, or it is not at the revision of this version.
    """
    from bot.app import load_plugins
    from bot.store import Base, Store
    from bot.store.backup import examine
    from bot.store.migrate import VERSION_TABLE, current_revision, differences, revisions

    if config.store.url is None:
        file = sqlite_file(config)
        if not file.is_file():
            raise StoreError(_("There is no database {file} yet.", file=Markup(file)))
        examine(file)
    load_plugins(config)
    store = Store(config.database_url())

    def compare(connection: Connection) -> list[Any]:
        return differences(connection, Base.metadata)

    try:
        revision = await current_revision(store)
        if revision != revisions()[-1]:
            raise StoreError(_behind(revision, revisions()[-1]))
        async with store.engine.connect() as connection:
            found = await connection.run_sync(compare)
        spelt = [text for item in found if VERSION_TABLE not in (text := _spell(item))]
        return revision, spelt, [] if spelt else await _faults_of_indexes(store)
    finally:
        await store.close()


async def _faults_of_indexes(store: Store) -> list[str]:
    from bot.store.search import indexes

    async with store.unit() as session:
        return [fault for index in indexes() for fault in await index.inconsistencies(session)]


async def _reindex(config: Config) -> list[str]:
    """Write the search indexes anew, and return their names.

    Raises:
        StoreError: there is no database, or it is not at the revision of this version.
    """
    from bot.app import load_plugins
    from bot.store import Store
    from bot.store.migrate import current_revision, revisions
    from bot.store.reindexing import reindex
    from bot.store.search import indexes

    if config.store.url is None and not (file := sqlite_file(config)).is_file():
        raise StoreError(_("There is no database {file} yet.", file=Markup(file)))
    load_plugins(config)
    store = Store(config.database_url())
    try:
        revision = await current_revision(store)
        if revision != revisions()[-1]:
            raise StoreError(_behind(revision, revisions()[-1]))
        for index in indexes():
            async for _rows in reindex(store, index, anyway=True):
                pass  # nobody else is at work on it
        return [index.name for index in indexes()]
    finally:
        await store.close()


def _behind(revision: str | None, newest: str) -> Message:
    return _(
        "The database is at revision {revision}; this version needs {newest}. `maillage db upgrade`, or the "
        "next start, brings it there.",
        revision=Markup(revision or "0"),
        newest=Markup(newest),
    )


def _spell(difference: object) -> str:
    """Return a difference in Alembic's words: what it would do, and to what; a tuple, or a list of them."""
    if isinstance(difference, list):
        return ", ".join(_spell(item) for item in difference)
    if isinstance(difference, tuple):
        return " ".join(_spell(part) for part in difference if part is not None)
    return str(getattr(difference, "name", difference))
