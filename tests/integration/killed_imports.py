"""Imports that are killed: `python -m tests.integration.killed_imports KIND FOLDER` says what they left.

KIND is `directory` or `partners`. Each import is a fork that imports cards into the real directory or the
real partners, some of them changed, and deletes others, until it is killed with SIGKILL at some instant,
counted from its first import. In the end one file is imported to the end, twice.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete, func, select, text

from bot.store import Store
from bot.store.base import table_of
from bot.store.people import network_of
from bot.store.search import SearchIndex
from bot.store.tables import NetworkRow
from plugins.directory import importing as directory
from plugins.directory.entries import index as index_of_cards
from plugins.directory.models import CardRow
from plugins.partners import importing as partners
from plugins.partners import indexing
from plugins.partners.models import PartnerReachRow, PartnerRow
from tests.fakes.bot import url_of
from tests.integration import lives
from tests.unit.plugins.directory.people_asked import FakeDesk, Given, a_directory, line, table
from tests.unit.plugins.partners.invented import as_csv, place

KILLS = 25
SKILLS = ("Pix", "FALC", "impôts", "retouche photo", "smartphone", "imprimante 3D", "Aidants Connect")
VISIBILITIES = ("reseau", "departement", "masque")
COMMUNES = {"42187": "Roanne", "42218": "Saint-Étienne", "69123": "Lyon"}


class Imported(ABC):
    """What is imported: its rows, its index, and the files that hold it."""

    rows: Table
    index: SearchIndex

    def __init__(self, store: Store, desk: FakeDesk) -> None:
        self.store = store
        self.desk = desk

    @abstractmethod
    async def take(self, dice: random.Random) -> Mapping[str, int]:
        """Import a file that the dice decide upon; return what became of its lines."""

    async def strays(self) -> list[int]:
        """Return the rows whose further traces do not say what they do."""
        return []


class Directory(Imported):
    """Cards of people; those that are hidden are in no index."""

    rows, index = table_of(CardRow), index_of_cards

    async def take(self, dice: random.Random) -> Mapping[str, int]:
        """Import sixty cards, in units of work of twenty."""
        directory._AT_ONCE = 20
        outcome = await Given(self.store, self.desk).take(
            table(
                *(
                    line(
                        f"personne{dice.randrange(300)}-{number}",
                        competences="|".join(dice.sample(SKILLS, 3)),
                        code_insee=dice.choice(list(COMMUNES)),
                        visibilite=dice.choice(VISIBILITIES),
                    )
                    for number in range(60)
                )
            )
        )
        return {"new": outcome.created, "changed": outcome.updated, "same": outcome.unchanged}


class Partners(Imported):
    """Cards of partners, and the areas where each is to be found."""

    rows, index = table_of(PartnerRow), indexing.index

    async def take(self, dice: random.Random) -> Mapping[str, int]:
        """Import sixty places of the national standard, in units of work of twenty."""
        partners.BATCH = 20
        towns = [dice.choice(list(COMMUNES)) for _number in range(60)]
        lines = [
            place(
                number + 100 * dice.randrange(3),
                nom=f"Point {dice.choice(SKILLS)}",
                typologie=dice.choice(("RFS", "CCAS", "BIB")),
                commune=COMMUNES[town],
                code_insee=town,
            )
            for number, town in enumerate(towns)
        ]
        read = partners.read_file(as_csv(lines), with_personal_data=False, advance=_quiet)
        report = await partners.write(self.desk, read, dry_run=False, advance=_quiet)
        return {"new": report.added, "changed": report.changed, "same": report.unchanged}

    async def strays(self) -> list[int]:
        """Return the partners who are not to be found where they are."""
        async with self.store.read() as session:
            rows = (await session.scalars(select(PartnerRow))).all()
            services = await indexing.services_of(session, [row.id for row in rows])
            reach: dict[int, set[tuple[Any, ...]]] = {}
            for one in await session.scalars(select(PartnerReachRow)):
                reach.setdefault(one.partner_id, set()).add((one.kind, one.area, one.seat))
        expected = {
            row.id: {
                (one["kind"], one["area"], one["seat"])
                for one in indexing._reach(row, services.get(row.id, ()))
            }
            for row in rows
        }
        return [
            number
            for number in reach.keys() | expected.keys()
            if reach.get(number, set()) != expected[number]
        ]


KINDS: Mapping[str, type[Imported]] = {"directory": Directory, "partners": Partners}


def _quiet(_done: int, _total: int) -> None:
    """Show nothing."""


async def _opened(kind: str, folder: Path) -> Imported:
    store = Store(url_of(folder))
    async with store.read() as session:
        network = network_of(await session.get(NetworkRow, 1))
    return KINDS[kind](store, FakeDesk(store, network))


async def _set_up(kind: str, folder: Path) -> None:
    async with a_directory(folder) as given:
        await KINDS[kind](given.store, given.desk).take(random.Random(0))


async def _import_for_ever(kind: str, folder: Path, dice: random.Random, begun: int) -> None:
    imported = await _opened(kind, folder)
    rows = imported.rows
    os.write(begun, b".")
    while True:
        await imported.take(dice)
        async with imported.store.unit() as session:
            some = select(rows.c.id).order_by(func.random()).limit(dice.randrange(40))
            await session.execute(delete(rows).where(rows.c.id.in_(some)))


async def _state(imported: Imported) -> dict[str, Any]:
    async with imported.store.unit() as session:
        state = {
            "cards": await session.scalar(select(func.count()).select_from(imported.rows)),
            "indexed": await session.scalar(select(func.count()).select_from(imported.index.table)),
            "inconsistencies": await imported.index.inconsistencies(session),
            "integrity": list(await session.scalars(text("PRAGMA integrity_check"))),
        }
    return {**state, "strays": await imported.strays()}


async def _report(kind: str, folder: Path, killed: int) -> None:
    imported = await _opened(kind, folder)
    left = await _state(imported)
    taken = [await imported.take(random.Random(7)) for _time in range(2)]
    report = {"killed": killed, "left": left, "taken": taken, "in the end": await _state(imported)}
    await imported.store.close()
    print(json.dumps(report))


def main(kind: str, folder: Path) -> None:
    """Kill, and print what is left."""
    lives.silence()
    dice = random.Random(11)
    asyncio.run(_set_up(kind, folder))
    killed = 0
    for life in range(1, KILLS + 1):
        heard, begun = os.pipe()
        child = lives.start(_import_for_ever(kind, folder, random.Random(life), begun))
        os.close(begun)
        os.read(heard, 1)  # it imports, or it failed
        os.close(heard)
        killed += lives.is_killed_after(child, dice.uniform(0.0, 0.2))
    asyncio.run(_report(kind, folder, killed))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
