"""Files are imported while the bot works: people are answered meanwhile, and nothing is refused or lost."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import load_plugins
from bot.chat.answers import Failure
from bot.config import Config
from plugins.directory.entries import index as index_of_cards
from plugins.directory.models import CardRow
from plugins.partners.indexing import index as index_of_partners
from plugins.partners.models import PartnerRow
from tests.fakes.bot import scene
from tests.fakes.databases import of_a_file
from tests.integration.things import pieces_of
from tests.unit.plugins.directory.people_asked import line, table
from tests.unit.plugins.partners.invented import as_csv, places

PROGRAM = Path(sys.executable).with_name("maillage")
MANY = 2_000
FILES = {
    "directory": table(*(line(f"personne{number}", competences="soudure|Pix") for number in range(MANY))),
    "partners": as_csv(list(places(MANY))).decode(),
}


@of_a_file
@pytest.mark.parametrize(
    ("kind", "rows", "index"),
    [("directory", CardRow, index_of_cards), ("partners", PartnerRow, index_of_partners)],
)
async def test_people_search_and_write_while_a_file_is_imported(tmp_path, kind, rows, index):
    file = tmp_path / "file.csv"
    file.write_text(FILES[kind], encoding="utf-8")
    plugins = load_plugins(Config()).plugins.values()
    answers = []
    async with scene(tmp_path, *plugins) as stage:
        importing = await asyncio.create_subprocess_exec(
            PROGRAM, kind, "import", str(file), "--data-dir", str(tmp_path), stdout=asyncio.subprocess.PIPE
        )
        reading = asyncio.create_task(importing.communicate())
        while not reading.done():
            answers += await stage.say("/annuaire chercher soudure")
            answers += await stage.say("/quipeut refaire une carte grise")
            answers += await stage.say("/rappel demain 9h appeler la mairie")
        await reading
        assert importing.returncode == 0
        assert len(answers) > 3
        assert not [answer for answer in answers if isinstance(answer, Failure)]
        assert not stage.handlers.faults.last()
        async with stage.store.unit() as session:
            assert await session.scalar(select(func.count()).select_from(rows)) == MANY
            assert await index.inconsistencies(session) == []
        assert await pieces_of(stage.store, index) == 1, "quick to search"
