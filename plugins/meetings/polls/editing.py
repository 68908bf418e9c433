"""Editing: dates that are added to a poll, moved, removed or put back, and what else changes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.language.messages import Text, _
from bot.language.moments import Reading
from bot.plugin import Refusal, WorkContext
from bot.plugin.finding import Misread
from plugins.meetings.models import Ended, Names, OptionRow, PollRow
from plugins.meetings.polls import closing, ending, posting, register
from plugins.meetings.polls.lasting import check_closing, usual_closing
from plugins.meetings.polls.slots import MOST, Slot

TOLD_AFTER = timedelta(minutes=5)
"""How long further changes are waited for, so that people are told of all of them at once."""


def check_editable(row: PollRow, *, again: bool = False) -> None:
    """Check that the dates of a poll can change; of one closed by hand only if asked to open it `again`.

    Raises:
        Refusal: they cannot any more.
    """
    why: Text | None = None
    if row.decided_id is not None:
        why = _("A date is chosen already: change the meeting itself, with `/meeting change`.")
    elif row.closed_at is None:
        return
    elif row.names == Names.ANONYMOUS:
        why = _("An anonymous vote is never opened again: what people said is gone. Propose a new one.")
    elif not closing.may_reopen(row):
        why = _("This vote closed long ago: propose a new one.")
    elif row.ended == Ended.BY_HAND and not again:
        why = _("This vote was closed by hand: open it again first, with “Manage”.")
    if why is not None:
        raise Refusal("not_editable", why)


async def add(ctx: WorkContext, row: PollRow, slots: Sequence[Slot], reading: Reading) -> list[OptionRow]:
    """Add dates to a poll; those that it has already are left out.

    Raises:
        Misread: it has all of them, or has no room for so many.
    """
    asked = await register.options(ctx.session, row.id)
    known = {(one.starts_at, one.ends_at) for one in asked}
    added = [new for slot in slots if ((new := _option(row, slot)).starts_at, new.ends_at) not in known]
    if not added:
        raise Misread(_("The poll has this date already."))
    if len(asked) + len(added) > MOST:
        raise Misread(
            _(
                "A poll has {most} dates at most, and this one has {count}: remove one first.",
                most=MOST,
                count=len(asked),
            )
        )
    for option in added:
        option.added_at = ctx.now
        ctx.session.add(option)
    await ctx.session.flush()
    await changed(ctx, row, reading)
    return added


def _option(row: PollRow, slot: Slot) -> OptionRow:
    """Return a date as a new option; whole days are those of the poll, wherever it is that they are typed."""
    start, end = slot.start, slot.end
    if slot.all_day:
        zone = ZoneInfo(row.zone)
        start, end = start.replace(tzinfo=zone), end.replace(tzinfo=zone) if end is not None else None
    return OptionRow(
        network_id=row.network_id,
        poll_id=row.id,
        label=slot.label,
        starts_at=start.astimezone(UTC),
        ends_at=end.astimezone(UTC) if end is not None else None,
        all_day=slot.all_day,
    )


async def remove(ctx: WorkContext, row: PollRow, options: Sequence[OptionRow], reading: Reading) -> None:
    """Take dates out of a poll; what people said of them is not counted, and is there if they are put back.

    Raises:
        Misread: nothing would be left to choose from.
    """
    asked = await register.options(ctx.session, row.id)
    if {one.id for one in asked} <= {one.id for one in options}:
        raise Misread(_("A poll needs a date: add another one first, or close the vote."))
    for option in options:
        option.removed_at = ctx.now
    await changed(ctx, row, reading)


async def put_back(ctx: WorkContext, row: PollRow, option: OptionRow, reading: Reading) -> None:
    """Put a date back that was removed, with what people had said of it."""
    option.removed_at = None
    await changed(ctx, row, reading)


async def move(ctx: WorkContext, row: PollRow, option: OptionRow, slot: Slot, reading: Reading) -> OptionRow:
    """Move a date of a poll: what people said of the old one is kept aside, and they are asked anew.

    Raises:
        Misread: the poll has that date already.
    """
    new = _option(row, slot)
    is_same = (new.starts_at, new.ends_at) == (option.starts_at, option.ends_at)
    if is_same and new.label != option.label:  # what is said beside a date changes no answer
        option.label = new.label
        await posting.refresh(ctx, row)
        return option
    asked = await register.options(ctx.session, row.id)
    if (new.starts_at, new.ends_at) in {(one.starts_at, one.ends_at) for one in asked}:
        raise Misread(_("The poll has this date already."))
    new.added_at, new.moved_from, option.removed_at = ctx.now, option.id, ctx.now
    ctx.session.add(new)
    await ctx.session.flush()
    await changed(ctx, row, reading)
    return new


async def changed(ctx: WorkContext, row: PollRow, reading: Reading) -> None:
    """Show the dates as they are now, open the vote again if it had ended, and tell those who voted soon."""
    await ctx.session.flush()
    if row.closed_at is not None:
        await closing.reopen(ctx, row, await later_closing(ctx, row, reading))
    else:
        await ending.plan(ctx, row)
    await ctx.later("tell", ctx.now + TOLD_AFTER, key=f"tell:{row.id}", poll=row.id)
    await posting.refresh(ctx, row)


async def later_closing(ctx: WorkContext, row: PollRow, reading: Reading) -> datetime | None:
    """Return until when people vote again: as they did before, if that is to come, else as is usual."""
    if row.closes_at is None or row.closes_at > ctx.now:
        return row.closes_at
    slots = await _slots(ctx, row)
    return usual_closing(slots, reading).astimezone(UTC) if slots else None


async def _slots(ctx: WorkContext, row: PollRow) -> list[Slot]:
    """Return the dates of a poll that are to come."""
    zone = ZoneInfo(row.zone)
    asked = await register.options(ctx.session, row.id)
    return [
        Slot(start.astimezone(zone), one.ends_at.astimezone(zone) if one.ends_at else None, one.all_day)
        for one in asked
        if (start := one.starts_at) is not None and not register.is_over(one, ctx.now)
    ]


async def reopen(ctx: WorkContext, row: PollRow, closes_at: datetime | None) -> None:
    """Open a closed poll again, and show it."""
    await closing.reopen(ctx, row, closes_at)
    await posting.refresh(ctx, row)


async def close_at(ctx: WorkContext, row: PollRow, typed: str, reading: Reading) -> None:
    """Have a poll close at another time; a closed one is open again until then.

    Raises:
        Misread: it is no time to come, or the last date has passed by then.
    """
    closes_at = check_closing(typed, await _slots(ctx, row), reading).astimezone(UTC)
    if row.closed_at is not None:
        await closing.reopen(ctx, row, closes_at)
    else:
        row.closes_at = closes_at
        await ctx.session.flush()
        await ending.plan(ctx, row)
    await posting.refresh(ctx, row)
