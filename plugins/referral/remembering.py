"""Answers that helped: kept for the network if their author agrees, and shown to who has the same need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.chat.people import Member
from bot.language.terms import terms
from bot.plugin import WorkContext
from bot.plugin.neighbours import Asker, Colleagues
from bot.store.search import Query
from plugins.referral.models import ANSWERS, AnswerRow, NeedRow, entry_of

_LOOKED_AT = 10
_ALIKE = 0.5
"""Two needs with so many of their words in common are the same one; of the same topic, half of that."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer that was given before; `author` is None if it stands under no name, or may not be named."""

    row: AnswerRow
    author: Member | None


async def remember(
    ctx: WorkContext, *, author: Member, is_named: bool, need: NeedRow, text: str
) -> AnswerRow:
    """Keep an answer, redacted as is its need, where it is found again."""
    row = AnswerRow(
        network_id=ctx.network.id,
        member_id=author.id,
        asker_id=need.asker_id,
        place_id=need.place_id,
        is_named=is_named,
        need=need.text,
        text=text,
        topic=need.topic,
        answered_at=ctx.now,
    )
    ctx.session.add(row)
    await ctx.session.flush()
    await ANSWERS.put(ctx.session, [entry_of(row)])
    return row


async def forget_words(ctx: WorkContext, askers: Sequence[int]) -> None:
    """Take the words of a person's needs out of the answers to them: these are others', and stay."""
    rows = await ctx.session.scalars(select(AnswerRow).where(AnswerRow.asker_id.in_(askers)))
    for row in rows.all():
        row.need = ""
        await ANSWERS.put(ctx.session, [entry_of(row)])


async def earlier(
    ctx: WorkContext, colleagues: Colleagues | None, asker: Asker, need: str, topic: str | None
) -> Earlier | None:
    """Return the answer to the need that is the most like it, the newest of several; None if none is.

    One without a text says nothing but who helped: it is left out if they may not be named.
    """
    hits = await ANSWERS.search(
        ctx.session,
        Query(await ANSWERS.groups(ctx.session, need), [(f"net{ctx.network.id}",)]),
        limit=_LOOKED_AT,
    )
    own = AnswerRow.network_id == ctx.network.id
    newest = select(AnswerRow).where(own).order_by(AnswerRow.answered_at.desc(), AnswerRow.id.desc())
    worded = await ctx.session.scalars(newest.where(AnswerRow.id.in_([hit.id for hit in hits])))
    rows = list(worded)
    if topic is not None:
        rows += await ctx.session.scalars(newest.where(AnswerRow.topic == topic).limit(2 * _LOOKED_AT))
    for row in _alike(rows, need, topic):
        author = await _author(ctx, colleagues, asker, row)
        if author is not None or row.text:
            return Earlier(row, author)
    return None


def _alike(rows: Iterable[AnswerRow], need: str, topic: str | None) -> list[AnswerRow]:
    """Return the answers to needs that are alike, the most alike first, the newest of several.

    Of a need whose author is erased, only the topic is known.
    """
    alike = {
        row.id: (likeness(row.need, need) if row.need else _ALIKE / 2, row.answered_at, row) for row in rows
    }
    enough = {
        number: _ALIKE / 2 if topic is not None and row.topic == topic else _ALIKE
        for number, (_likeness, _at, row) in alike.items()
    }
    found = [one for number, one in alike.items() if one[0] >= enough[number]]
    return [row for _likeness, _at, row in sorted(found, key=lambda one: one[:2], reverse=True)]


def likeness(one: str, other: str) -> float:
    """Return which part of the words of two needs they have in common, from 0 to 1."""
    first, second = ({term.stem for term in terms(text)} for text in (one, other))
    return len(first & second) / max(len(first | second), 1)


async def _author(
    ctx: WorkContext, colleagues: Colleagues | None, asker: Asker, row: AnswerRow
) -> Member | None:
    if not row.is_named or row.member_id is None:
        return None
    if colleagues is not None and not await colleagues.is_shown(
        ctx.session, ctx.network, row.member_id, asker=asker, now=ctx.now
    ):
        return None
    return await ctx.find_member(row.member_id)
