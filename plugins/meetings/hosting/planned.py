"""What becomes of hosts when meetings are planned or cancelled, and when two members are one person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.plugin import EventContext, MembersMerging, MembersParted
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.hosting import register, telling
from plugins.meetings.hosting.models import HostRow, HostState
from plugins.meetings.hosting.register import Target
from plugins.meetings.models import MeetingRow

_MERGED = "merged hosts"
"""In the notes of a link: meetings of which both had said how they stand to hosting them."""
_STRONGEST = (HostState.AGREED, HostState.ASKED, HostState.OFFERED, HostState.DECLINED)


@plugin.on(MeetingPlanned)
async def planned(ctx: EventContext, event: MeetingPlanned) -> None:
    """Take what was said of the next meeting for the one that has a date now; give it back if that is off."""
    row = await ctx.session.get(MeetingRow, event.meeting)
    if row is None or (row.cancelled_at is None and row.starts_at <= ctx.now):
        return
    if row.cancelled_at is not None:
        await _give_back(ctx, row)
        return
    for stands in await gatherings.places(ctx.session, row.id):
        await _take(ctx, Target(stands.place_id, row))


async def _give_back(ctx: EventContext, row: MeetingRow) -> None:
    """Have those who host or offered to offer it for the next meeting; who could not may then."""
    places = [stands.place_id for stands in await gatherings.places(ctx.session, row.id)]
    following = await register.after(ctx, row, places)
    there = await _there(ctx, following)
    for said in await ctx.session.scalars(select(HostRow).where(HostRow.meeting_id == row.id)):
        if said.state in (HostState.AGREED, HostState.OFFERED) and said.member_id not in there:
            said.meeting_id = following.id if following is not None else None
            said.state, said.changed_at = HostState.OFFERED, ctx.now
        else:
            await ctx.session.delete(said)
    await ctx.session.flush()


async def _there(ctx: EventContext, meeting: MeetingRow | None) -> set[int]:
    """Return of whom it is known already how they stand to hosting a meeting."""
    if meeting is None:
        return set()
    return set(await ctx.session.scalars(select(HostRow.member_id).where(HostRow.meeting_id == meeting.id)))


async def _take(ctx: EventContext, target: Target) -> None:
    meeting = target.meeting
    if meeting is None:
        return
    await gatherings.hold_place(ctx.session, target.place)
    there = await _there(ctx, meeting)
    taken = []
    for said in await register.of_next(ctx.session, target):
        if said.member_id in there:
            await ctx.session.delete(said)
            continue
        said.meeting_id, said.after_id = meeting.id, None
        taken.append(said)
    await ctx.session.flush()
    if any(said.state == HostState.AGREED for said in taken):
        await announcing.refresh(ctx, meeting)
        return
    for said in taken:
        member = await ctx.find_member(said.member_id) if said.state == HostState.OFFERED else None
        if member is not None:
            await telling.offered(ctx, target, member)


@plugin.on(MembersMerging)
async def make_room(ctx: EventContext, event: MembersMerging) -> None:
    """Keep one of what two members said of hosting a meeting who turn out to be one person."""
    kept = await ctx.session.scalars(select(HostRow).where(HostRow.member_id == event.kept.id))
    mine = {(row.place_id, row.meeting_id): row for row in kept}
    merged: list[dict[str, Any]] = []
    for row in await ctx.session.scalars(select(HostRow).where(HostRow.member_id == event.gone.id)):
        same = mine.get((row.place_id, row.meeting_id))
        if same is None:
            continue
        before = same.state
        same.state = min(same.state, row.state, key=lambda state: _STRONGEST.index(HostState(state)))
        merged.append(
            {
                "place": row.place_id,
                "meeting": row.meeting_id,
                "state": row.state,
                "kept": same.id,
                "before": before,
                "since": same.state,
            }
        )
        await ctx.session.delete(row)
    await ctx.session.flush()
    event.notes.setdefault(plugin.name, {})[_MERGED] = merged


@plugin.on(MembersParted)
async def give_back_offers(ctx: EventContext, event: MembersParted) -> None:
    """Have two people have said of hosting what each did; what was said since stays with who said it."""
    for noted in event.notes.get(plugin.name, {}).get(_MERGED, ()):
        meeting = await ctx.session.get(MeetingRow, noted["meeting"]) if noted["meeting"] else None
        if noted["meeting"] and meeting is None:
            continue
        same = await ctx.session.get(HostRow, noted["kept"])
        if same is not None and same.state == noted["since"]:
            same.state = noted["before"]
        await register.note(ctx, Target(noted["place"], meeting), event.gone.id, HostState(noted["state"]))
