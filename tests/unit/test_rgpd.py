"""The record of processing is true: it lists every table and column that says something of people."""

import re
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import load_plugins, responsible_of
from bot.chat.plain import plain
from bot.config import Config
from bot.language.catalogue import Words
from bot.runtime.notices import notice
from bot.store.base import Base
from bot.store.personal import personal_tables
from plugins.network.record import record

DOCUMENT = Path(__file__).parents[2] / "docs" / "rgpd.fr.md"


def test_the_record_lists_every_table_and_column_that_says_something_of_people():
    load_plugins(Config())
    text = DOCUMENT.read_text(encoding="utf-8")
    lines = {match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \|.*$", text, re.MULTILINE)}
    assert lines.keys() == set(Base.metadata.tables)
    for table, declaration in personal_tables():
        missing = [name for name in declaration.columns if f"(`{name}`)" not in lines[table.name]]
        assert missing == [], table.name


def test_the_tables_are_those_that_the_command_writes():
    load_plugins(Config())
    written = DOCUMENT.read_text(encoding="utf-8").partition("<!-- maillage gdpr -->\n")[2].strip()
    expected = str(record(Words("fr", ZoneInfo("Europe/Paris"))))
    assert written == expected, "`maillage gdpr` writes what is to stand at the end of docs/rgpd.fr.md"


def test_the_notice_stands_there_as_people_read_it():
    responsible = replace(
        responsible_of(Config()), controller="[responsable]", contact="[contact]", url="[adresse]"
    )
    quoted = re.sub(r"^> ?", "", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    said = plain(Words("fr", ZoneInfo("Europe/Paris"))(notice(responsible)))
    assert " ".join(said.split()) in " ".join(plain(quoted).replace("`", "").split())
