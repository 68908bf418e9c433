"""Telling who hosts, who was asked to, and who chooses among those who offer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.messages import Button, Post, Style
from bot.chat.people import Member
from bot.language.catalogue import Words
from bot.language.messages import Text, _, escape
from bot.plugin import WorkContext
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.hosting import register
from plugins.meetings.hosting.models import HostState
from plugins.meetings.hosting.register import Target


async def what(ctx: WorkContext, target: Target, words: Words) -> Text:
    """Return what there is to host, in words: a meeting and its date, or the next one of a channel."""
    meeting = target.meeting
    if meeting is not None:
        return _("“{title}”, {when}", title=escape(meeting.title), when=when(meeting, words))
    place = await ctx.find_place(target.place)
    return _("the next meeting of {channel}", channel=place.name if place is not None else "?")


def about(target: Target, **more: int | str | bool) -> dict[str, int | str | bool]:
    """Return what the buttons that are about a target carry."""
    meeting = target.meeting.id if target.meeting is not None else 0
    return {"place": target.place, "meeting": meeting, **more}


async def who_chooses(ctx: WorkContext, target: Target) -> Sequence[Member]:
    """Return who chooses the host: who organises the meeting, else those who coordinate the channel."""
    organiser = target.meeting.member_id if target.meeting is not None else None
    member = await ctx.find_member(organiser) if organiser is not None else None
    if member is not None:
        return [member]
    return await ctx.coordinators(await ctx.find_place(target.place))


async def agree(ctx: WorkContext, target: Target, member: Member, *, by: Member | None = None) -> None:
    """Have a member host: the posts say so, they are told, and so is who was to host before.

    `by` is who chose them, None if they did themselves.
    """
    for row in await register.rows(ctx.session, target):
        if row.state == HostState.AGREED and row.member_id != member.id:
            row.state, row.changed_at = HostState.OFFERED, ctx.now
            await _tell_replaced(ctx, target, row.member_id, member)
    await register.note(ctx, target, member.id, HostState.AGREED, asked_by=by.id if by is not None else None)
    await refresh(ctx, target)
    if by is not None and by.id != member.id:
        words = ctx.words_for(member)
        said = _("You host {meeting}. Thank you!", meeting=await what(ctx, target, words))
        if target.meeting is None:
            said = _(
                "You host {meeting}, as soon as it has a date. Thank you!",
                meeting=await what(ctx, target, words),
            )
        cannot = Button(_("I cannot after all"), "host-decline", about(target))
        await _post(ctx, member, target, "agreed", Post(text=said, buttons=(cannot,)))


async def ask(ctx: WorkContext, target: Target, member: Member, by: Member) -> None:
    """Ask a member whether they host: they may well decline."""
    await register.note(ctx, target, member.id, HostState.ASKED, asked_by=by.id)
    meeting = await what(ctx, target, ctx.words_for(member))
    post = Post(
        text=_(
            "{name} proposes that you host {meeting}. Would that suit you?",
            name=escape(by.name),
            meeting=meeting,
        ),
        buttons=(
            Button(_("I host"), "host-agree", about(target), Style.PRIMARY),
            Button(_("Not this time"), "host-decline", about(target)),
        ),
    )
    await _post(ctx, member, target, "asked", post)


async def offered(ctx: WorkContext, target: Target, member: Member) -> None:
    """Tell who chooses the host that somebody offers to; nobody is told what they do themselves."""
    for reader in await who_chooses(ctx, target):
        if reader.id == member.id:
            continue
        meeting = await what(ctx, target, ctx.words_for(reader))
        text = _("{name} offers to host {meeting}.", name=escape(member.name), meeting=meeting)
        buttons = (
            Button(
                _("Choose {name}", name=escape(member.name)), "host-choose", about(target, member=member.id)
            ),
            Button(_("See whose turn it is"), "host-turns", about(target)),
        )
        await _post(
            ctx, reader, target, f"offered:{member.id}", Post(text=text, buttons=buttons), unsolicited=True
        )


async def answered(ctx: WorkContext, target: Target, member: Member, *, agrees: bool) -> None:
    """Tell who chooses the host what somebody answered who was asked, or that who hosts cannot after all."""
    for reader in await who_chooses(ctx, target):
        if reader.id == member.id:
            continue
        said = _("{name} hosts {meeting}.") if agrees else _("{name} cannot host {meeting}.")
        meeting = await what(ctx, target, ctx.words_for(reader))
        buttons = () if agrees else (Button(_("See whose turn it is"), "host-turns", about(target)),)
        text = said(name=escape(member.name), meeting=meeting)
        key = f"{'agreed' if agrees else 'declined'}:{member.id}"
        await _post(ctx, reader, target, key, Post(text=text, buttons=buttons))


async def released(ctx: WorkContext, target: Target, member: Member) -> None:
    """Tell somebody that they need not host any more."""
    meeting = await what(ctx, target, ctx.words_for(member))
    await _post(
        ctx,
        member,
        target,
        "released",
        Post(text=_("You need not host {meeting} any more.", meeting=meeting)),
    )


async def refresh(ctx: WorkContext, target: Target) -> None:
    """Have the posts of a meeting, and calendars, say who hosts it."""
    meeting = target.meeting
    if meeting is None:
        return
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, ctx.now
    await announcing.refresh(ctx, meeting)
    await ctx.emit(MeetingPlanned(meeting.id))


async def _tell_replaced(ctx: WorkContext, target: Target, before: int, now: Member) -> None:
    reader = await ctx.find_member(before)
    if reader is None:
        return
    meeting = await what(ctx, target, ctx.words_for(reader))
    text = _("{name} hosts {meeting}: you need not any more.", name=escape(now.name), meeting=meeting)
    await _post(ctx, reader, target, f"replaced:{now.id}", Post(text=text))


async def _post(
    ctx: WorkContext, reader: Member, target: Target, key: str, post: Post, *, unsolicited: bool = False
) -> None:
    """Post to a member, in a moment once: who presses twice is told once."""
    meeting = target.meeting.id if target.meeting is not None else 0
    at = int(ctx.now.timestamp())
    whole = f"host:{target.place}:{meeting}:{key}:{reader.id}:{at}"
    await ctx.post(reader, post, key=whole, unsolicited=unsolicited)
