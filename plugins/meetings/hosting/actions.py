"""What is pressed around hosting: people offer, agree and decline; who organises chooses."""

from __future__ import annotations

from bot.chat.messages import Button, Reply
from bot.chat.people import Member
from bot.language.messages import Text, _, escape
from bot.plugin import Context, NotAllowed, Refusal
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.hosting import register, telling
from plugins.meetings.hosting.models import HostRow, HostState
from plugins.meetings.hosting.register import Target
from plugins.meetings.hosting.standing import may_choose, standing

ONLY_OTHERS = _("Only who organises this meeting, and who coordinates the channel, chooses who hosts.")


async def target_of(ctx: Context, place: int, meeting: int) -> Target:
    """Return what an old button is about: a meeting, or the next one of a channel.

    It is held against other changes until this is done.

    Raises:
        Refusal: the meeting is not there any more, cancelled or over.
    """
    if not meeting:
        target = Target(place)
        await register.lock(ctx, target)
        return target
    row = await gatherings.find(ctx, meeting, for_change=True)
    if row.cancelled_at is not None:
        raise Refusal("cancelled", _("This meeting is cancelled."))
    if row.starts_at <= ctx.now:
        raise Refusal("begun", _("This meeting has begun or is over: `/meeting host` is for the next one."))
    return Target(place, row)


@plugin.action("host")
async def offer_next(ctx: Context, meeting: int) -> Reply:
    """Offer to host the meeting after one: the button stands under its post."""
    row = await gatherings.find(ctx, meeting)
    places = [stands.place_id for stands in await gatherings.places(ctx.session, row.id)]
    if not places:
        raise Refusal("unknown_meeting", _("This meeting is not there any more."))
    here = ctx.place.id if ctx.place.id in places else places[0]
    target = Target(here, await register.after(ctx, row, places))
    await register.lock(ctx, target)
    return await offer(ctx, target)


@plugin.action("host-offer")
async def offer_this(ctx: Context, place: int, meeting: int) -> Reply:
    """Offer to host."""
    return await offer(ctx, await target_of(ctx, place, meeting))


async def offer(ctx: Context, target: Target) -> Reply:
    """Write down that the person offers to host; who organises the meeting hosts at once if nobody does."""
    mine = await _mine(ctx, target)
    what = await telling.what(ctx, target, ctx.words)
    withdraw = Button(_("I do not offer any more"), "host-withdraw", telling.about(target))
    cannot = Button(_("I cannot after all"), "host-decline", telling.about(target))
    if mine is not None and mine.state == HostState.AGREED:
        return Reply(text=_("You host {meeting} already.", meeting=what), buttons=(cannot,), private=True)
    if mine is not None and mine.state == HostState.ASKED:
        return await agree(ctx, target.place, target.meeting.id if target.meeting is not None else 0)
    if mine is not None and mine.state == HostState.OFFERED:
        said = _("You offer to host {meeting} already. Who organises it chooses.", meeting=what)
        return Reply(text=said, buttons=(withdraw,), private=True)
    nobody = all(row.state != HostState.AGREED for row in await register.rows(ctx.session, target))
    if nobody and target.meeting is not None and target.meeting.member_id == ctx.member.id:
        await telling.agree(ctx, target, ctx.member)
        return Reply(text=_("You host {meeting}.", meeting=what), buttons=(cannot,), private=True)
    await register.note(ctx, target, ctx.member.id, HostState.OFFERED)
    await telling.offered(ctx, target, ctx.member)
    said = _("Thank you! You offer to host {meeting}. Who organises it chooses, and tells you.", meeting=what)
    return Reply(text=said, buttons=(withdraw,), private=True)


async def _mine(ctx: Context, target: Target) -> HostRow | None:
    rows = await register.rows(ctx.session, target)
    return next((row for row in rows if row.member_id == ctx.member.id), None)


@plugin.action("host-withdraw")
async def withdraw(ctx: Context, place: int, meeting: int) -> Reply:
    """Take back that the person offered to host."""
    target = await target_of(ctx, place, meeting)
    mine = await _mine(ctx, target)
    if mine is not None and mine.state == HostState.AGREED:
        return await decline(ctx, place, meeting)
    await register.forget(ctx, target, ctx.member.id)
    return Reply(text=_("All right, you do not offer to host any more."), private=True)


@plugin.action("host-agree")
async def agree(ctx: Context, place: int, meeting: int) -> Reply:
    """Agree to host, as the person was asked; once it is somebody else's turn, they offer to."""
    target = await target_of(ctx, place, meeting)
    mine = await _mine(ctx, target)
    if mine is None or mine.state not in (HostState.ASKED, HostState.AGREED):
        return await offer(ctx, target)
    what = await telling.what(ctx, target, ctx.words)
    if mine.state == HostState.ASKED:
        others = [row for row in await register.rows(ctx.session, target) if row.state == HostState.AGREED]
        if others:
            await register.note(ctx, target, ctx.member.id, HostState.OFFERED)
            said = _("Somebody else hosts {meeting} meanwhile. Thank you for offering.", meeting=what)
            return Reply(text=said, private=True)
        await telling.agree(ctx, target, ctx.member)
        await telling.answered(ctx, target, ctx.member, agrees=True)
    cannot = Button(_("I cannot after all"), "host-decline", telling.about(target))
    return Reply(text=_("You host {meeting}. Thank you!", meeting=what), buttons=(cannot,), private=True)


@plugin.action("host-decline")
async def decline(ctx: Context, place: int, meeting: int) -> Reply:
    """Decline to host, also after having agreed; who chooses is told."""
    target = await target_of(ctx, place, meeting)
    mine = await _mine(ctx, target)
    if mine is None or mine.state != HostState.DECLINED:
        hosted = mine is not None and mine.state == HostState.AGREED
        await register.note(ctx, target, ctx.member.id, HostState.DECLINED)
        if hosted:
            await telling.refresh(ctx, target)
        await telling.answered(ctx, target, ctx.member, agrees=False)
    what = await telling.what(ctx, target, ctx.words)
    return Reply(text=_("Noted: you do not host {meeting}.", meeting=what), private=True)


@plugin.action("host-turns")
async def show_turns(ctx: Context, place: int, meeting: int) -> Reply:
    """Show whose turn it is."""
    return await standing(ctx, await target_of(ctx, place, meeting))


@plugin.action("host-choose")
async def choose_pressed(ctx: Context, place: int, meeting: int, member: int = 0) -> Reply:
    """Choose who hosts, from the menu or by the button of who offered."""
    target = await target_of(ctx, place, meeting)
    choice = ctx.choice or ""
    chosen = await ctx.find_member(int(choice) if choice.isdecimal() else member)
    if chosen is None:
        raise Refusal("unknown_member", _("This person is not in the network any more."))
    return await choose(ctx, target, chosen)


async def choose(ctx: Context, target: Target, member: Member) -> Reply:
    """Have a member host who offers to; ask any other one.

    Raises:
        NotAllowed: the person does not choose.
        Refusal: that member said that they cannot.
    """
    if not await may_choose(ctx, target):
        raise NotAllowed(ONLY_OTHERS)
    here = {row.member_id: row.state for row in await register.rows(ctx.session, target)}
    name, what = escape(member.name), await telling.what(ctx, target, ctx.words)
    state = here.get(member.id)
    said: Text
    if state == HostState.AGREED:
        said = _("{name} hosts {meeting} already.", name=name, meeting=what)
    elif state == HostState.ASKED:
        said = _("{name} was asked already, and has not answered yet.", name=name)
    elif state == HostState.DECLINED:
        raise Refusal("declined", _("{name} said that they cannot host {meeting}.", name=name, meeting=what))
    elif state == HostState.OFFERED or member.id == ctx.member.id:
        await telling.agree(ctx, target, member, by=ctx.member)
        said = _("{name} hosts {meeting}, and is told.", name=name, meeting=what)
        if member.id == ctx.member.id:
            said = _("You host {meeting}.", meeting=what)
    else:
        await telling.ask(ctx, target, member, ctx.member)
        said = _("{name} is asked whether they host {meeting}, and may decline.", name=name, meeting=what)
    return Reply(text=said, private=True)
