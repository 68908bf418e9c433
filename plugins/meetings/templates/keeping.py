"""The register of templates: which one counts where, and those before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import _
from bot.plugin import Context, Refusal, WorkContext
from plugins.meetings.templates.models import FillingRow, TemplateRow
from plugins.meetings.templates.purposes import Purpose

_KEPT = 20
"""Versions of one template."""


async def current(ctx: WorkContext, place: int | None, purpose: Purpose) -> TemplateRow | None:
    """Return the template that counts in a channel, its own or the network's; None: what is usual counts."""
    owners = or_(TemplateRow.place_id.is_(None), TemplateRow.place_id == place)
    last = select(func.max(TemplateRow.id)).where(
        TemplateRow.network_id == ctx.network.id, TemplateRow.purpose == purpose.value, owners
    )
    rows = await ctx.session.scalars(
        select(TemplateRow).where(TemplateRow.id.in_(last.group_by(TemplateRow.place_id)))
    )
    found = sorted((row for row in rows if row.source), key=lambda row: row.place_id is None)
    return found[0] if found else None


async def latest(ctx: WorkContext, owner: int | None, purpose: Purpose) -> TemplateRow | None:
    """Return the last version that a channel has of its own, or with None the network; it may be empty."""
    return next(iter(await versions(ctx, owner, purpose, 1)), None)


async def versions(
    ctx: WorkContext, owner: int | None, purpose: Purpose, most: int = _KEPT
) -> Sequence[TemplateRow]:
    """Return the versions of a channel, or of the network, the last one first."""
    rows = await ctx.session.scalars(
        select(TemplateRow).where(*_of(ctx, owner, purpose)).order_by(TemplateRow.id.desc()).limit(most)
    )
    return rows.all()


def _of(ctx: WorkContext, owner: int | None, purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    owned = TemplateRow.place_id.is_(None) if owner is None else TemplateRow.place_id == owner
    return (TemplateRow.network_id == ctx.network.id, TemplateRow.purpose == purpose.value, owned)


async def find(ctx: WorkContext, version: int) -> TemplateRow:
    """Return a version of a template of the network.

    Raises:
        Refusal: it is not kept any more.
    """
    row = await ctx.session.get(TemplateRow, version)
    if row is None or row.network_id != ctx.network.id:
        raise Refusal("unknown_version", _("This version is not kept any more: there are newer ones."))
    return row


async def keep(ctx: Context, owner: int | None, purpose: Purpose, source: str) -> TemplateRow:
    """Have a template count from now on; the oldest versions are removed."""
    row = TemplateRow(
        network_id=ctx.network.id,
        place_id=owner,
        member_id=ctx.member.id,
        purpose=purpose.value,
        source=source,
        created_at=ctx.now,
    )
    ctx.session.add(row)
    await ctx.session.flush()
    kept = [one.id for one in await versions(ctx, owner, purpose)]
    await ctx.session.execute(
        delete(TemplateRow).where(*_of(ctx, owner, purpose), TemplateRow.id.not_in(kept))
    )
    return row


async def fillings(session: AsyncSession, meeting: int) -> Mapping[str, str]:
    """Return what was filled in for a meeting, by the keys of the parts."""
    rows = await session.scalars(select(FillingRow).where(FillingRow.meeting_id == meeting))
    return {row.part: row.said for row in rows}


async def fill(ctx: Context, meeting: int, said: Mapping[str, str]) -> None:
    """Keep what was filled in for a meeting; what is empty is not filled in any more."""
    await ctx.session.execute(
        delete(FillingRow).where(FillingRow.meeting_id == meeting, FillingRow.part.in_(list(said)))
    )
    for part, text in said.items():
        if text:
            ctx.session.add(
                FillingRow(
                    network_id=ctx.network.id,
                    meeting_id=meeting,
                    member_id=ctx.member.id,
                    part=part,
                    said=text,
                )
            )
    await ctx.session.flush()
