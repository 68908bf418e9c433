"""`/rencontre accueil`: who hosts next time, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from bot.chat.messages import Reply
from bot.chat.people import Member
from bot.chat.places import PlaceKind
from bot.language.messages import Text, _
from bot.language.moments import Reading
from bot.plugin import Arg, Context, NotAllowed, Refusal
from bot.plugin.arguments import MemberRef, RestArgument
from bot.store.people import member_named
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.gatherings import meant, modifying
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.gatherings.details import Details
from plugins.meetings.hosting import actions, register, telling
from plugins.meetings.hosting.models import HostState
from plugins.meetings.hosting.register import Target
from plugins.meetings.hosting.standing import may_choose, standing
from plugins.meetings.hosting.typed import read_said
from plugins.meetings.models import MeetingRow
from plugins.meetings.overview.wanted import read_days

_LONGEST_PLACE = 200
_DATE_WORDS = 6


@meetings.command(
    "accueil",
    english="host",
    aliases=("accueille", "accueillir", "hôte", "héberger", "tour", "rotation", "hosting", "hosts"),
    summary=_("See who hosts next time, offer to, or ask somebody"),
    examples=_("/meeting host\n/meeting host @lea\n/meeting host at Feurs"),
)
async def host(
    ctx: Context,
    who: Annotated[MemberRef | None, Arg(_("who"), help=_("who hosts next time; they may decline."))] = None,
    where: Annotated[
        str | None,
        RestArgument(),
        Arg(_("where"), help=_("the place, such as “at Feurs”."), max_length=_LONGEST_PLACE),
    ] = None,
) -> Reply:
    """Show how hosting stands, ask somebody, offer oneself, or say where."""
    rows = await meant.coming(ctx)
    row, typed = _which(rows, where or "", ctx.reading)
    if ctx.place.kind is PlaceKind.DM:
        if not rows:
            raise meant.none_there(ctx)
        if row is None and len(rows) > 1:
            return meant.which(ctx, rows, "host-show")
    target = await _target(ctx, row or next(iter(rows), None))
    return await _answer(ctx, target, who, typed)


def _which(rows: Sequence[MeetingRow], text: str, reading: Reading) -> tuple[MeetingRow | None, str]:
    """Return the one meeting whose day ends or begins a text, and the rest of the text; None if none does."""
    words = text.split()
    for length in range(min(len(words), _DATE_WORDS), 0, -1):
        for first in dict.fromkeys((len(words) - length, 0)):
            day = read_days(" ".join(words[first : first + length]), reading, is_past=False)
            if day is None or day.first != day.last:
                continue
            on = [row for row in rows if row.starts_at.astimezone(reading.zone).date() == day.first]
            if len(on) == 1:
                return on[0], " ".join((*words[:first], *words[first + length :]))
    return None, text


async def _target(ctx: Context, row: MeetingRow | None) -> Target:
    if row is None:
        return Target(ctx.place.id)
    places = [stands.place_id for stands in await gatherings.places(ctx.session, row.id)]
    if ctx.place.id in places or not places:
        return Target(ctx.place.id, row)
    return Target(places[0], row)


@plugin.action("host-show")
async def show(ctx: Context) -> Reply:
    """Show how hosting stands of the meeting that was chosen in a menu."""
    row = await gatherings.find(ctx, meant.chosen(ctx, 0))
    return await standing(ctx, await _target(ctx, row))


async def _answer(ctx: Context, target: Target, who: Member | None, typed: str) -> Reply:
    said = read_said(typed)
    if said.nobody:
        await register.lock(ctx, target)
        return await _nobody(ctx, target)
    if said.not_me:
        return await _not_me(ctx, target)
    member = ctx.member if said.oneself else who
    if said.bare and member is None:
        member = await member_named(ctx.session, ctx.network.id, said.bare, "")
    if said.bare and member is None:
        raise Refusal("unclear", _unclear(said.bare))
    if member is None and not said.where:
        return await standing(ctx, target)
    await register.lock(ctx, target)
    try:
        place = await _put_place(ctx, target, said.where) if said.where else None
    except Refusal:
        if not said.oneself:
            raise
        place = Reply(text=_later(said.where))  # who offers is not refused for saying where, too
    if member is None:
        return place or await standing(ctx, target)
    chosen = await _by_name(ctx, target, member)
    if place is None:
        return chosen
    return replace(chosen, text=ctx.words.join([chosen.text, place.text]))


def _later(where: str) -> Text:
    return _(
        "Where it is, you say once you host: `/meeting host at {place}`.", place=where.replace("`", " ")[:80]
    )


def _unclear(said: str) -> Text:
    return _(
        "Is “{words}” a place or a person? For the place: `/meeting host at {words}`. To ask somebody: "
        "`/meeting host @name`.",
        words=" ".join(said.replace("`", " ").split())[:80],
    )


async def _by_name(ctx: Context, target: Target, member: Member) -> Reply:
    """Offer oneself, or have a colleague be asked."""
    if member.id == ctx.member.id and not await may_choose(ctx, target):
        return await actions.offer(ctx, target)
    return await actions.choose(ctx, target, member)


async def _put_place(ctx: Context, target: Target, where: str) -> Reply:
    """Say where the meeting is: who hosts it may, and who organises it.

    Raises:
        Refusal: no meeting is planned yet.
        NotAllowed: only others may.
    """
    meeting = target.meeting
    if meeting is None:
        raise Refusal(
            "no_meeting",
            _(
                "No meeting is planned here yet: say the place with its date, as in `/meeting fix Network "
                "meeting ; Tuesday 8 December 14:00 ; place: Feurs`."
            ),
        )
    hosts = await register.host_of(ctx.session, meeting.id) == ctx.member.id
    if not hosts and not await may_choose(ctx, target):
        raise NotAllowed(
            _("Only who hosts or organises this meeting, and who coordinates the channel, says where it is.")
        )
    return await modifying.apply(ctx, meeting, replace(Details.of(meeting), place=where))


async def _not_me(ctx: Context, target: Target) -> Reply:
    """Decline to host, or take back that the person offered to."""
    await register.lock(ctx, target)
    meeting = target.meeting.id if target.meeting is not None else 0
    mine = next(
        (row for row in await register.rows(ctx.session, target) if row.member_id == ctx.member.id), None
    )
    if mine is None:
        return await standing(ctx, target)
    if mine.state in (HostState.AGREED, HostState.ASKED):
        return await actions.decline(ctx, target.place, meeting)
    return await actions.withdraw(ctx, target.place, meeting)


async def _nobody(ctx: Context, target: Target) -> Reply:
    """Take back who hosts, or that the person does."""
    meeting = target.meeting.id if target.meeting is not None else 0
    rows = await register.rows(ctx.session, target)
    taken = [row for row in rows if row.state in (HostState.AGREED, HostState.ASKED)]
    if any(row.member_id == ctx.member.id for row in taken):
        return await actions.decline(ctx, target.place, meeting)
    if not await may_choose(ctx, target):
        raise NotAllowed(actions.ONLY_OTHERS)
    for row in taken:
        member = await ctx.find_member(row.member_id)
        await register.forget(ctx, target, row.member_id)
        if member is not None:
            await telling.released(ctx, target, member)
    if taken:
        await telling.refresh(ctx, target)
    return await standing(ctx, target)
