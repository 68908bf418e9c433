"""What is held on one person: read, and erased, as the tables declare it (`bot.store.personal`).

`members` are always the ids of a member and of those who became a part of them: one person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    and_,
    cast,
    delete,
    false,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.markup import mention
from bot.chat.messages import Post
from bot.language.catalogue import Words
from bot.language.marks import CLOSE
from bot.language.messages import Markup, _, escape
from bot.language.typography import typeset
from bot.store.base import Base, Json, table_of
from bot.store.merging import amend_all_aside, plain
from bot.store.naming import Named
from bot.store.people import mark_changed, network_of
from bot.store.personal import Erasure, Personal, Section, declared, personal_tables
from bot.store.tables import (
    AccountRow,
    DeliveryRow,
    MemberLinkRow,
    MemberRow,
    NetworkRow,
    PlaceRow,
    PositionRow,
)

_MEMBER, _ACCOUNT, _PLACE = table_of(MemberRow), table_of(AccountRow), table_of(PlaceRow)
_DELIVERY, _POSITION = table_of(DeliveryRow), table_of(PositionRow)
_EVERY_WAY = tuple(Erasure)
_SHORTEST_NAME = 3
"""A shorter name may be a part of anything: it does not say who is meant."""
EMPTIED = Post(text=Markup("")).to_json()
"""What is left of a message that was sent, and says nothing any more."""


async def everyone(session: AsyncSession, member: int) -> tuple[int, ...]:
    """Return the ids of a member and of those who became a part of them."""
    parts = select(MemberLinkRow.gone_id).where(MemberLinkRow.kept_id == member).order_by(MemberLinkRow.id)
    return (member, *await session.scalars(parts))


async def named_accounts(session: AsyncSession, members: Sequence[int]) -> list[str]:
    """Return the texts under which a person's accounts stand where files named them: old names too."""
    found: list[str] = []
    for table, declaration in personal_tables():
        columns = [table.columns[name] for name in declaration.accounts]
        if columns:
            about = _is_about(table, declaration, members, _EVERY_WAY)
            rows = await session.execute(select(*columns).where(about))
            found += [text for row in rows for text in row if text]
    return found


async def gather(session: AsyncSession, members: Sequence[int]) -> list[Section]:
    """Return all that is held on a person, table by table; what is empty, or hidden, is left out."""
    sections = []
    for table, declaration in personal_tables():
        if declaration.hidden:
            continue
        columns = [table.columns[name] for name in declaration.columns]
        order = list(table.primary_key.columns)
        about = _is_about(table, declaration, members, _EVERY_WAY)
        rows = await session.execute(select(*columns).where(about).order_by(*order))
        found = [
            {name: _shown(value) for name, value in zip(declaration.columns, row, strict=True)}
            for row in rows
        ]
        if found:
            section = Section(table.name, declaration.title, declaration.category, declaration.columns, found)
            sections.append(section)
    return sections


async def erase(session: AsyncSession, network: int, members: Sequence[int]) -> None:
    """Erase a person: the rows that say something of them, as these declare it, then the person."""
    await _forget_names(session, network, members)
    await _forget_positions(session, members)
    await amend_all_aside(session, network, lambda name, values: _amended(name, values, members))
    tables = list(personal_tables())
    for table, declaration in reversed(tables):
        for name, erasure in declaration.subjects.items():
            if erasure is Erasure.ANONYMISE:
                about = _points_at(table, name, members)
                blanked = update(table).where(about).values({**declaration.blanked, name: None})
                await session.execute(blanked)
    for table, declaration in reversed(tables):
        about = _is_about(table, declaration, members, (Erasure.DELETE,))
        await session.execute(delete(table).where(about))
    await session.execute(delete(_MEMBER).where(_MEMBER.c.id.in_(members)))
    mark_changed(session)
    session.expire_all()


def _is_about(
    table: Table, declaration: Personal, members: Collection[int], ways: Collection[Erasure]
) -> ColumnElement[bool]:
    """Return the condition that a row is about a person, by the columns whose erasure is one of `ways`."""
    if table is _MEMBER:
        return _MEMBER.c.id.in_(members)
    conditions = [
        _points_at(table, name, members) for name, way in declaration.subjects.items() if way in ways
    ]
    return or_(false(), *conditions)


def _points_at(table: Table, name: str, members: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a column points at a person, or at a row that is about them."""
    column = table.columns[name]
    target = next(iter(column.foreign_keys)).column
    if target.table is _MEMBER:
        return column.in_(members)
    declaration = declared(target.table)
    if not isinstance(declaration, Personal):
        return false()
    return column.in_(select(target).where(_is_about(target.table, declaration, members, _EVERY_WAY)))


def _shown(value: object) -> Json:
    """Return a value as people read it in a file: an instant in ISO 8601, what is JSON already as it is."""
    made = plain(value)
    if not isinstance(made, dict):
        return made
    [(_kind, written)] = made.items()
    if isinstance(written, dict) and written.get("files"):  # the files of a message, by their names
        return {**written, "files": [name for name, *_rest in written["files"]]}
    return written


def _amended(name: str, values: dict[str, Any], members: Collection[int]) -> dict[str, Any] | None:
    """Return what is left of a row that was set aside, None if it goes."""
    table = Base.metadata.tables.get(name)
    declaration = declared(table) if table is not None else None
    if not isinstance(declaration, Personal):
        return values
    for column, erasure in declaration.subjects.items():
        if values.get(column) not in members or not _is_member(name, column):
            continue
        if erasure is Erasure.DELETE:
            return None
        values |= {**declaration.blanked, column: None}
    return values


def _is_member(table: str, column: str) -> bool:
    keys = Base.metadata.tables[table].columns[column].foreign_keys
    return any(key.column.table is _MEMBER for key in keys)


async def _forget_names(session: AsyncSession, network: int, members: Sequence[int]) -> None:
    """Empty what was sent and names the person, by a mark or by a name; leave them out of all else."""
    usernames = set(
        await session.scalars(select(_ACCOUNT.c.username).where(_ACCOUNT.c.member_id.in_(members)))
    )
    called = set(await session.scalars(select(_MEMBER.c.name).where(_MEMBER.c.id.in_(members))))
    names = usernames | called
    forms = {form for name in names if len(name) >= _SHORTEST_NAME for form in _written(name)}
    marks = [str(mention(member, "")).removesuffix(CLOSE) for member in members]
    content = cast(_DELIVERY.c.content, String)
    named = [content.contains(_in_json(text), autoescape=True) for text in (*forms, *marks)]
    rows = await session.execute(
        select(_DELIVERY.c.id, _DELIVERY.c.state, _DELIVERY.c.language, _DELIVERY.c.content).where(
            _DELIVERY.c.network_id == network, or_(*named)
        )
    )
    words = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    marked = "|".join(f"{re.escape(mark)}[^{CLOSE}]*{CLOSE}" for mark in marks)
    pattern = re.compile(rf"{marked}|(?<!\w)(?:{words})(?!\w)" if words else marked)
    for row in rows:
        somebody = Words(row.language, ZoneInfo("UTC"))(_("somebody"))
        left = _without(row.content, pattern, somebody)
        if left != row.content:
            values = EMPTIED if row.state in ("sent", "dead") else left
            await session.execute(update(_DELIVERY).where(_DELIVERY.c.id == row.id).values(content=values))
    await _take_out(session, network, re.compile(marked), Named(called, usernames))


async def _take_out(session: AsyncSession, network: int, marks: re.Pattern[str], named: Named) -> None:
    """Put "somebody" in the place of a person's names, in the texts in which people may name others."""
    known = network_of(await session.get_one(NetworkRow, network))
    somebody = str(Words(known.language, known.zone)(_("somebody")))
    for table, declaration in personal_tables():
        for column in (table.columns[name] for name in declaration.naming):
            (key,) = table.primary_key.columns
            said = table.c.network_id == network, column.is_not(None)
            rows = await session.execute(select(key, column).where(*said))
            for number, text in rows.all():
                left = named.without(marks.sub(lambda _match: somebody, text), somebody)
                if left != text:
                    await session.execute(update(table).where(key == number).values({column: left}))


def _written(name: str) -> set[str]:
    """Return how a name may stand in a message: as it is, escaped for Markdown, and as a printer sets it."""
    plain_and_escaped = (name, str(escape(name)))
    return {form for one in plain_and_escaped for form in (one, typeset(one, "fr"), typeset(one, "en"))}


def _without(content: Json, names: re.Pattern[str], instead: str) -> Json:
    """Return what a message holds with something else in the place of names."""
    if isinstance(content, str):
        return names.sub(lambda _match: instead, content)
    if isinstance(content, dict):
        return {key: _without(value, names, instead) for key, value in content.items()}
    if isinstance(content, list):
        return [_without(value, names, instead) for value in content]
    return content


def _in_json(text: str) -> str:
    """Return a text as it stands in a column of JSON, without its quotes."""
    return json.dumps(text)[1:-1]


async def _forget_positions(session: AsyncSession, members: Sequence[int]) -> None:
    """Forget how far the person's direct messages were read."""
    channels = select(_PLACE.c.platform, _PLACE.c.external_id).where(_PLACE.c.member_id.in_(members))
    is_theirs = tuple_(_POSITION.c.platform, _POSITION.c.channel).in_(channels)
    await session.execute(delete(_POSITION).where(and_(is_theirs)))
