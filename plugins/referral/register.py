"""The rows of referral: needs, who helps with them, and who was proposed lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import _
from bot.plugin import Context, Refusal, WorkContext
from bot.plugin.neighbours import Colleague
from plugins.referral.models import COMING, Help, HelpRow, LoadRow, NeedRow, State

KEPT_DRAFT = timedelta(days=30)
"""How long a need is kept that nobody else was asked about: as long as its buttons may be of use."""
KEPT = timedelta(days=180)
"""How long a need is kept after colleagues were asked, the last time if they were several times."""
LATELY = timedelta(days=14)
_LOAD_KEPT = timedelta(days=30)
_ASKED_WEIGHS = 3
"""Being asked by DM weighs as much as being shown so many times."""


async def add_need(ctx: Context, text: str, topic: str | None) -> NeedRow:
    """Write down a redacted need that the person asks about; it is forgotten by itself."""
    row = NeedRow(
        network_id=ctx.network.id,
        asker_id=ctx.member.id,
        text=text,
        topic=topic,
        state=State.DRAFT,
        created_at=ctx.now,
    )
    ctx.session.add(row)
    await ctx.session.flush()
    await forget_later(ctx, row, ctx.now + KEPT_DRAFT)
    return row


async def forget_later(ctx: WorkContext, row: NeedRow, at: datetime) -> None:
    """Have a need forgotten at an instant."""
    await ctx.later("forget", at, key=f"forget:{row.id}", need=row.id)


async def find_need(ctx: WorkContext, need: int) -> NeedRow | None:
    """Return a need of this network by id, and keep others from changing it meanwhile."""
    return await ctx.session.scalar(
        select(NeedRow).where(NeedRow.id == need, NeedRow.network_id == ctx.network.id).with_for_update()
    )


async def get_need(ctx: WorkContext, need: int) -> NeedRow:
    """Return a need by id.

    Raises:
        Refusal: it is forgotten.
    """
    row = await find_need(ctx, need)
    if row is None:
        raise _forgotten()
    return row


async def own_need(ctx: Context, need: int) -> NeedRow:
    """Return a need that the person asked about themselves.

    Raises:
        Refusal: it is forgotten, or somebody else's.
    """
    row = await get_need(ctx, need)
    if row.asker_id != ctx.member.id:
        raise Refusal("not_yours", _("Only the person who asked can do this."))
    return row


async def helps(session: AsyncSession, need: int) -> Sequence[HelpRow]:
    """Return who has to do with a need, in the order in which they came."""
    found = await session.scalars(select(HelpRow).where(HelpRow.need_id == need).order_by(HelpRow.id))
    return found.all()


async def helpers(session: AsyncSession, need: int) -> Sequence[HelpRow]:
    """Return those who help with a need, or did."""
    return [row for row in await helps(session, need) if row.state in COMING]


async def help_of(ctx: WorkContext, need: NeedRow, member: int) -> HelpRow | None:
    """Return what a member has to do with a need, None if nothing."""
    return await ctx.session.scalar(
        select(HelpRow).where(HelpRow.need_id == need.id, HelpRow.member_id == member)
    )


async def get_help(ctx: WorkContext, number: int) -> tuple[HelpRow, NeedRow]:
    """Return what a colleague does about a need, and the need.

    Raises:
        Refusal: it is forgotten.
    """
    row = await ctx.session.scalar(
        select(HelpRow).where(HelpRow.id == number, HelpRow.network_id == ctx.network.id)
    )
    if row is None:
        raise _forgotten()
    return row, await get_need(ctx, row.need_id)


async def set_help(ctx: WorkContext, need: NeedRow, member: int, state: Help) -> HelpRow:
    """Write down what a member does about a need."""
    row = await help_of(ctx, need, member)
    if row is None:
        row = HelpRow(network_id=ctx.network.id, need_id=need.id, member_id=member, text="")
        ctx.session.add(row)
    row.state = state
    row.changed_at = ctx.now
    await ctx.session.flush()
    return row


async def asked_since(ctx: WorkContext, member: int, since: datetime) -> int:
    """Return how often a member was asked for help by DM since an instant."""
    return (
        await ctx.session.scalar(
            select(func.count()).where(HelpRow.member_id == member, HelpRow.asked_at > since)
        )
        or 0
    )


async def asked_about(ctx: WorkContext, need: NeedRow) -> int:
    """Return how many members were asked by DM about a need."""
    return (
        await ctx.session.scalar(
            select(func.count()).where(HelpRow.need_id == need.id, HelpRow.asked_at.is_not(None))
        )
        or 0
    )


async def calls_of(ctx: Context) -> Sequence[str | None]:
    """Return the topics of the person's questions that stand in channels, None for those without one."""
    found = await ctx.session.scalars(
        select(NeedRow.topic).where(
            NeedRow.network_id == ctx.network.id,
            NeedRow.asker_id == ctx.member.id,
            NeedRow.state == State.ASKED,
        )
    )
    return found.all()


async def loads(session: AsyncSession, network: int, now: datetime) -> Mapping[int, int]:
    """Return how often people were asked or proposed lately, by card; rarely is not at all."""
    weight = func.sum(case((LoadRow.is_asked, _ASKED_WEIGHS), else_=1))
    rows = await session.execute(
        select(LoadRow.card, weight)
        .where(LoadRow.network_id == network, LoadRow.at > now - LATELY)
        .group_by(LoadRow.card)
    )
    return {card: int(sum_) // _ASKED_WEIGHS for card, sum_ in rows if int(sum_) >= _ASKED_WEIGHS}


async def note_load(ctx: WorkContext, people: Iterable[Colleague], *, is_asked: bool = False) -> None:
    """Remember that people were proposed, or asked, and forget what is long past."""
    await ctx.session.execute(
        delete(LoadRow).where(LoadRow.network_id == ctx.network.id, LoadRow.at < ctx.now - _LOAD_KEPT)
    )
    ctx.session.add_all(
        LoadRow(network_id=ctx.network.id, card=one.card, member_id=one.member, is_asked=is_asked, at=ctx.now)
        for one in people
    )


def _forgotten() -> Refusal:
    return Refusal("forgotten_need", _("I have forgotten this need, since it was a while ago: ask me again."))
