"""How hosting stands: who hosts, who offers to, and for who chooses, whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.messages import Button, Menu, Option, Reply, Style
from bot.language.dates import spell_day
from bot.language.messages import Text, _, escape, ngettext
from bot.plugin import Context
from bot.store.people import find_members
from plugins.meetings.coordinating import coordinates
from plugins.meetings.gatherings.managing import may_manage
from plugins.meetings.hosting import register, telling
from plugins.meetings.hosting.models import HostRow, HostState
from plugins.meetings.hosting.register import Target
from plugins.meetings.hosting.turns import Turn

_SHOWN = 12
"""So many whose turn it may be are listed; a menu has more."""
_MOST = 25


async def may_choose(ctx: Context, target: Target) -> bool:
    """Return whether the person chooses who hosts: who organises the meeting, or coordinates the channel."""
    if target.meeting is not None:
        return await may_manage(ctx, target.meeting)
    return await coordinates(ctx, [target.place])


async def standing(ctx: Context, target: Target, said: Text | None = None) -> Reply:
    """Return how hosting stands; who chooses sees whose turn it is, and chooses from a menu."""
    rows = await register.rows(ctx.session, target)
    chooses = await may_choose(ctx, target)
    lines: list[Text] = [said] if said is not None else []
    lines.append(_("To host: {meeting}.", meeting=await telling.what(ctx, target, ctx.words)))
    lines.append(await _who_hosts(ctx, rows))
    menus: tuple[Menu, ...] = ()
    if chooses:
        turns = await register.turns(ctx, target)
        lines += await _whose_turn(ctx, turns, rows)
        menus = await _to_choose(ctx, target, turns)
    else:
        offers = sum(row.state == HostState.OFFERED for row in rows)
        if offers:
            lines.append(ngettext("{count} person offers to host.", "{count} people offer to host.", offers))
    buttons = _own_buttons(target, next((row for row in rows if row.member_id == ctx.member.id), None))
    offered, withdraw = await _offered_after(ctx, target)
    lines, buttons = lines + offered, buttons + withdraw
    return Reply(text=ctx.words.join(lines), buttons=buttons, menus=menus, private=True)


async def _offered_after(ctx: Context, target: Target) -> tuple[list[Text], tuple[Button, ...]]:
    """Return what the person offered of the meeting after this one, and how they take it back."""
    if target.meeting is None:
        return [], ()
    following = Target(target.place, await register.after(ctx, target.meeting, [target.place]))
    rows = await register.rows(ctx.session, following)
    if not any(row.member_id == ctx.member.id and row.state == HostState.OFFERED for row in rows):
        return [], ()
    meeting = await telling.what(ctx, following, ctx.words)
    if following.meeting is None:
        meeting = _("it has no date yet")
    about = telling.about(following)
    withdraw = Button(_("Not the one after"), "host-withdraw", about, name="host-withdraw-after")
    return [_("You offer to host the one after: {meeting}.", meeting=meeting)], (withdraw,)


async def _who_hosts(ctx: Context, rows: Sequence[HostRow]) -> Text:
    for state, said in (
        (HostState.AGREED, _("{name} hosts.")),
        (HostState.ASKED, _("{name} was asked, and has not answered yet.")),
    ):
        for row in rows:
            member = await ctx.find_member(row.member_id) if row.state == state else None
            if member is not None:
                return said(name=escape(member.name))
    return _("Nobody hosts yet.")


async def _whose_turn(ctx: Context, turns: Sequence[Turn], rows: Sequence[HostRow]) -> list[Text]:
    """Return who could host, who did least recently first, and who said that they cannot."""
    lines: list[Text] = []
    declined = [row.member_id for row in rows if row.state == HostState.DECLINED]
    shown = turns[:_SHOWN]
    known = await find_members(ctx.session, ctx.network.id, [*declined, *(turn.member for turn in shown)])
    for turn in shown:
        member = known.get(turn.member)
        if member is not None:
            line: Text = _("- {name}: {when}", name=escape(member.name), when=_hosted(ctx, turn))
            lines.append(_("{line}; offers to host", line=line) if turn.offers else line)
    if lines:
        lines.insert(0, _("Whose turn is it? Who offers first, then who hosted least recently:"))
    names = ", ".join(known[number].name for number in declined if number in known)
    if names:
        lines.append(_("Cannot this time: {names}", names=escape(names)))
    lines.append(_("To ask somebody: `/meeting host @name`. They may decline."))
    return lines


def _hosted(ctx: Context, turn: Turn) -> Text:
    if not turn.hosted:
        return _("has not hosted yet")
    day = spell_day(turn.hosted[0].astimezone(ctx.words.zone), ctx.words.language)
    if len(turn.hosted) == 1:
        return _("hosted on {day}", day=day)
    return _("hosted {count} times, last on {day}", count=len(turn.hosted), day=day)


async def _to_choose(ctx: Context, target: Target, turns: Sequence[Turn]) -> tuple[Menu, ...]:
    shown = turns[:_MOST]
    known = await find_members(ctx.session, ctx.network.id, [turn.member for turn in shown])
    options = [
        Option(
            str(known[turn.member].id),
            _("{name}: {when}", name=escape(known[turn.member].name), when=_hosted(ctx, turn)),
        )
        for turn in shown
        if turn.member in known
    ]
    if not options:
        return ()
    return (Menu(_("Choose who hosts"), "host-choose", tuple(options), telling.about(target)),)


def _own_buttons(target: Target, row: HostRow | None) -> tuple[Button, ...]:
    """Return what somebody may say of themselves."""
    state = row.state if row is not None else None
    about = telling.about(target)
    if state == HostState.AGREED:
        return (Button(_("I cannot after all"), "host-decline", about),)
    if state == HostState.ASKED:
        return (
            Button(_("I host"), "host-agree", about, Style.PRIMARY),
            Button(_("Not this time"), "host-decline", about),
        )
    if state == HostState.OFFERED:
        return (Button(_("I do not offer any more"), "host-withdraw", about),)
    return (Button(_("I can host"), "host-offer", about, Style.PRIMARY),)
