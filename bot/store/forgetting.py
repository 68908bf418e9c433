"""The names of who is erased, in what was or will be sent, and in texts in which others named them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, cast, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.markup import mention
from bot.chat.messages import Post
from bot.language.catalogue import Words
from bot.language.marks import CLOSE
from bot.language.messages import Markup, _, escape
from bot.store.base import Json, table_of
from bot.store.naming import SHORTEST, Named
from bot.store.people import network_of
from bot.store.personal import personal_tables
from bot.store.tables import AccountRow, DeliveryRow, MemberRow, NetworkRow

_MEMBER, _ACCOUNT, _DELIVERY = table_of(MemberRow), table_of(AccountRow), table_of(DeliveryRow)
_PLAIN = re.compile(r"[@a-z0-9]+")
"""What stands in JSON as it is."""
EMPTIED = Post(text=Markup("")).to_json()
"""What is left of a message that was sent, and says nothing any more."""


async def forget_names(session: AsyncSession, network: int, members: Sequence[int]) -> None:
    """Empty what was sent and names a person, by a mark or by a name; leave them out of all else.

    A name is one only where it can mean nobody and nothing else (`bot.store.naming`).
    """
    usernames = set(
        await session.scalars(select(_ACCOUNT.c.username).where(_ACCOUNT.c.member_id.in_(members)))
    )
    called = set(await session.scalars(select(_MEMBER.c.name).where(_MEMBER.c.id.in_(members))))
    marks = [str(mention(member, "")).removesuffix(CLOSE) for member in members]
    marked = re.compile("|".join(f"{re.escape(mark)}[^{CLOSE}]*{CLOSE}" for mark in marks))
    named = Named(_in_markdown(called), _in_markdown(usernames))

    def without(instead: str, text: str) -> str:
        return named.without(marked.sub(lambda _match: instead, text), instead)

    names = {name for name in (*called, *usernames) if len(name) >= SHORTEST}
    names |= {f"@{name}" for name in usernames if len(name) < SHORTEST}
    await _forget_sent(session, network, marks, names, without)
    known = network_of(await session.get_one(NetworkRow, network))
    somebody = str(Words(known.language, known.zone)(_("somebody")))
    await _forget_told(session, network, partial(without, somebody))


async def _forget_sent(
    session: AsyncSession,
    network: int,
    marks: Sequence[str],
    names: Collection[str],
    without: Callable[[str, str], str],
) -> None:
    """Look through the messages in which a mark or a name may stand; `without` has "somebody" first."""
    content = cast(_DELIVERY.c.content, String)
    may_name = [_may_hold(content, name) for name in names]
    is_marked = [content.contains(_in_json(mark), autoescape=True) for mark in marks]
    rows = await session.execute(
        select(_DELIVERY.c.id, _DELIVERY.c.state, _DELIVERY.c.language, _DELIVERY.c.content).where(
            _DELIVERY.c.network_id == network, or_(*may_name, *is_marked)
        )
    )
    for row in rows.all():
        somebody = str(Words(row.language, ZoneInfo("UTC"))(_("somebody")))
        left = _each_text(row.content, partial(without, somebody))
        if left != row.content:
            values = EMPTIED if row.state in ("sent", "dead") else left
            await session.execute(update(_DELIVERY).where(_DELIVERY.c.id == row.id).values(content=values))


async def _forget_told(session: AsyncSession, network: int, without: Callable[[str], str]) -> None:
    """Look through the texts in which people may name others, as their tables declare it."""
    for table, declaration in personal_tables():
        for column in (table.columns[name] for name in declaration.naming):
            (key,) = table.primary_key.columns
            said = table.c.network_id == network, column.is_not(None)
            rows = await session.execute(select(key, column).where(*said))
            for number, text in rows.all():
                left = without(text)
                if left != text:
                    await session.execute(update(table).where(key == number).values({column: left}))


def _in_markdown(names: Collection[str]) -> set[str]:
    """Return names as they are typed, and as they stand in Markdown."""
    return {form for name in names for form in (name, str(escape(name)))}


def _each_text(content: Json, change: Callable[[str], str]) -> Json:
    """Return what a message holds, with each of its texts changed."""
    if isinstance(content, str):
        return change(content)
    if isinstance(content, dict):
        return {key: _each_text(value, change) for key, value in content.items()}
    if isinstance(content, list):
        return [_each_text(value, change) for value in content]
    return content


def _may_hold(content: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Return the condition that a name may stand in a column of JSON, whatever its capitals and spaces."""
    pieces = _PLAIN.findall(name.lower())
    if not pieces:
        return content.contains(_in_json(name), autoescape=True)
    return func.lower(content).like(f"%{'%'.join(pieces)}%")


def _in_json(text: str) -> str:
    """Return a text as it stands in a column of JSON, without its quotes."""
    return json.dumps(text)[1:-1]
