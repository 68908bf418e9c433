"""`maillage gdpr`: the record of what each table holds of people, as a table to hand to a DPO."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from bot.language.catalogue import Words
from bot.language.messages import LANGUAGES, Language, Markup, Message, _
from bot.store.base import Base
from bot.store.personal import Basis, Category, Erasure, NotPersonal, Personal, declared
from plugins.network.declaration import plugin

_CATEGORIES: Mapping[Category, Message] = {
    Category.IDENTITY: _("identity"),
    Category.CONTENT: _("content"),
    Category.TECHNICAL: _("technical"),
}
_BASES: Mapping[Basis, Message] = {
    Basis.CONSENT: _("consent (art. 6.1.a)"),
    Basis.OBLIGATION: _("legal obligation (art. 6.1.c)"),
    Basis.INTEREST: _("legitimate interest (art. 6.1.f)"),
}


@plugin.cli("gdpr", help=_("Print, in Markdown, what each table holds of people"))
def gdpr(language: Language = LANGUAGES[0]) -> None:
    """Print what each table holds of people: of the plugins that are installed here."""
    sys.stdout.write(record(Words(language, ZoneInfo("Europe/Paris"))) + "\n")


def record(words: Words) -> Markup:
    """Return two tables in Markdown: the tables that say something of people, and those that do not."""
    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    lines = [
        words(_("| Table | What | Data | Category | Purpose | Basis | Kept | Erasure |")),
        Markup("|---|---|---|---|---|---|---|---|"),
        *(
            _personal_line(words, table, said)
            for table in tables
            if isinstance(said := declared(table), Personal)
        ),
        Markup(""),
        words(_("| Table without personal data | Why |")),
        Markup("|---|---|"),
        *(
            Markup(f"| `{table.name}` | {words(said.reason)} |")
            for table in tables
            if isinstance(said := declared(table), NotPersonal)
        ),
    ]
    return Markup("\n".join(lines))


def _personal_line(words: Words, table: Table, said: Personal) -> Markup:
    columns = ", ".join(f"{words(text)} (`{name}`)" for name, text in said.columns.items())
    cells = (
        Markup(f"`{table.name}`"),
        words(said.title),
        Markup(columns),
        words(_CATEGORIES[said.category]),
        words(said.purpose),
        words(_BASES[said.basis]),
        words(said.retention),
        words(_("removed") if table.name == "member" else _erasure(said)),
    )
    return Markup(f"| {' | '.join(cells)} |")


def _erasure(said: Personal) -> Message:
    ways = set(said.subjects.values())
    if not ways:
        return _("removed by the part that keeps it, at the latest after that time")
    if ways == {Erasure.ANONYMISE}:
        return _("made anonymous")
    if ways == {Erasure.DELETE}:
        return _("removed")
    return _("removed, or made anonymous where it is somebody else’s")
