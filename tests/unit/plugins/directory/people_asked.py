"""The invented people and the questions about them: a directory in a database, and what it answers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.language.catalogue import Words
from bot.store import Store
from bot.store.people import network_of
from bot.store.tables import NetworkRow
from plugins.directory.files import open_table
from plugins.directory.importing import Outcome, import_table
from plugins.directory.people import Directory, known_words
from plugins.directory.searching import search
from tests.fakes.bot import START, new_database, url_of

DATA = Path(__file__).parents[3] / "data" / "directory"


class NobodyErased:
    """Nobody was ever erased."""

    async def was_erased(self, session: AsyncSession, network: int, account: str) -> bool:
        return False


class FakeDesk:
    """A desk at one database; what is set for later is kept in `timers`."""

    def __init__(self, store: Store, network: Network, erasures: object = None) -> None:
        self.network = network
        self.now = START
        self.words = Words(network.language, network.zone)
        self.timers: dict[str, dict[str, Any]] = {}
        self._store = store
        self._erasures = erasures or NobodyErased()

    def unit(self):
        return self._store.unit()

    def read(self):
        return self._store.read()

    async def later(self, session, name, at, *, key, **arguments) -> None:
        self.timers[key] = {"name": name, "at": at, **arguments}

    def service(self, kind: type) -> Any:
        return self._erasures

    @contextmanager
    def progress(self, title) -> Iterator[Any]:
        yield lambda done, total: None


@dataclass
class Given:
    """A database with a directory in it."""

    store: Store
    desk: FakeDesk

    async def take(self, text: str | bytes, *, dry_run: bool = False) -> Outcome:
        """Import a file."""
        data = text.encode() if isinstance(text, str) else text
        return await import_table(
            self.desk, open_table(data), dry_run=dry_run, advance=lambda _done, _total: None
        )

    async def ask(self, text: str, asker: str | None = None, now: datetime = START) -> list[str]:
        """Return the accounts of who is proposed for a question."""
        return [one.account for one in await self.people(text, asker, now)]

    async def people(self, text: str, asker: str | None = None, now: datetime = START):
        """Return who is proposed for a question."""
        network = self.desk.network
        async with self.store.read() as session:
            who = await Directory().asker(session, network, asker)
            return (await search(session, network, text, who, now, known=known_words(None))).people


@asynccontextmanager
async def a_directory(folder: Path) -> AsyncIterator[Given]:
    """Open an empty directory in a folder."""
    await new_database(folder)
    store = Store(url_of(folder))
    try:
        async with store.read() as session:
            row = await session.get(NetworkRow, 1)
            network = network_of(row)
        yield Given(store, FakeDesk(store, network))
    finally:
        await store.close()


def questions(half: str) -> list[dict[str, Any]]:
    """Return one half of the questions, `dev` or `held`: by the digest of their ids."""
    wanted = 0 if half == "dev" else 1
    lines = (DATA / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    every = [json.loads(line) for line in lines]
    return [one for one in every if int(sha256(one["id"].encode()).hexdigest(), 16) % 2 == wanted]


HEADING = (
    "compte,nom,structure,commune,code_insee,perimetre,competences,specificites,appetences,publics,langues,"
    "disponibilites,visibilite"
)


def line(account: str, **values: str) -> str:
    """Return a line of a file, with a name and everybody to see it unless said otherwise."""
    said = {"compte": account, "nom": account.title(), "visibilite": "reseau", **values}
    return ",".join(said.get(column, "") for column in HEADING.split(","))


def table(*lines: str) -> str:
    """Return a file."""
    return "\n".join((HEADING, *lines)) + "\n"


NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
