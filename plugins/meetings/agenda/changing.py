"""Changing an agenda: order, times, what comes off it, what waits for the meeting after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.language.messages import Text, _, ngettext
from bot.language.reordering import Change, moved, put_beside
from bot.plugin import Context, Refusal
from plugins.meetings.agenda import carrying, publishing, register, rights, showing
from plugins.meetings.agenda.meant import agenda_of
from plugins.meetings.agenda.models import ItemRow
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.gatherings.spelling import when

if TYPE_CHECKING:
    from plugins.meetings.agenda.typed import Ordered, Postpone, Timed


def numbered(rows: Sequence[ItemRow], number: int | None) -> ItemRow:
    """Return the item of an agenda that has a number.

    Raises:
        Refusal: none has it.
    """
    if not rows:
        raise Refusal(
            "no_such_item",
            _("Nothing is on this agenda yet: `/meeting topics add …` puts something on it."),
        )
    if number is None or not 1 <= number <= len(rows):
        raise Refusal(
            "no_such_item",
            ngettext(
                "There is no item of that number: the agenda has {count} item.",
                "There is no item of that number: the agenda has {count} items.",
                len(rows),
            ),
        )
    return rows[number - 1]


async def shown_again(ctx: Context, agenda: Agenda) -> None:
    """Have the posts of an agenda, if there are any, say how it stands now."""
    await ctx.session.flush()
    if agenda.meeting is not None:
        await publishing.refresh(ctx, agenda.meeting)


async def reorder(ctx: Context, agenda: Agenda, wanted: Change) -> Text:
    """Move, drop or put back items as was typed, and return what is so now."""
    if wanted.restored:
        return await _restore(ctx, agenda, wanted.item)
    rows = await register.items(ctx.session, agenda)
    row = numbered(rows, wanted.item)
    if wanted.step is None and wanted.beside is None:
        return await _drop(ctx, agenda, [row, *(numbered(rows, number) for number in wanted.others)])
    await rights.check_manages(ctx, agenda)
    if wanted.beside is not None:
        other = numbered(rows, wanted.beside.item)
        if other is row:
            raise Refusal("same_item", _("These are one and the same item."))
        after = put_beside(rows, row, other, wanted.beside.side)
    elif wanted.step is not None:
        after = moved(rows, row, wanted.step)
    await register.put_in_order(ctx, after)
    await shown_again(ctx, agenda)
    return _("“{item}” is no. {number} now.", item=showing.title_of(row), number=after.index(row) + 1)


async def _drop(ctx: Context, agenda: Agenda, rows: Sequence[ItemRow]) -> Text:
    for row in rows:
        await rights.check_may_change(ctx, agenda, row)
    for row in dict.fromkeys(rows):
        await drop(ctx, row)
    await shown_again(ctx, agenda)
    return _("Taken off the agenda: {items}. `/meeting topics put back` undoes it.", items=listed(ctx, rows))


async def drop(ctx: Context, row: ItemRow) -> None:
    """Take an item off its agenda; letters do not ask it either."""
    row.dropped_at = ctx.now
    await carrying.withdraw(ctx, row)


async def _restore(ctx: Context, agenda: Agenda, number: int | None) -> Text:
    gone = await register.dropped(ctx.session, agenda)
    if not gone:
        raise Refusal("nothing_dropped", _("Nothing was taken off this agenda."))
    row = gone[0] if number is None else numbered(gone, number)
    await rights.check_may_change(ctx, agenda, row)
    row.dropped_at = None
    await register.move_to(ctx, row, agenda)
    await shown_again(ctx, agenda)
    return _("“{item}” is on the agenda again, at its end.", item=showing.title_of(row))


async def put_in_order(ctx: Context, agenda: Agenda, wanted: Ordered) -> Text:
    """Have some items come first, in the order of their numbers, and the others behind them as they were."""
    await rights.check_manages(ctx, agenda)
    rows = await register.items(ctx.session, agenda)
    first = [numbered(rows, number) for number in wanted.numbers]
    await register.put_in_order(ctx, [*first, *(row for row in rows if row not in first)])
    await shown_again(ctx, agenda)
    return _("Noted.")


async def time(ctx: Context, agenda: Agenda, wanted: Timed) -> Text:
    """Say how long items take."""
    await rights.check_manages(ctx, agenda)
    rows = await register.items(ctx.session, agenda)
    timed = [(numbered(rows, number), minutes) for number, minutes in wanted.minutes]
    for row, minutes in timed:
        row.minutes = minutes
    await shown_again(ctx, agenda)
    return _("Noted.")


async def postpone(ctx: Context, agenda: Agenda, wanted: Postpone) -> Text:
    """Have items come at the meeting after."""
    await rights.check_manages(ctx, agenda)
    if agenda.meeting is None:
        raise Refusal("waits_already", _("This waits for the next meeting already: none is planned here."))
    rows = await register.items(ctx.session, agenda)
    chosen = [numbered(rows, number) for number in wanted.numbers or range(1, max(len(rows), 1) + 1)]
    then = await agenda_of(ctx, wanted.to) if wanted.to else None
    if then is not None and then.meeting is agenda.meeting:
        raise Refusal("same_meeting", _("They are on the agenda of that meeting already."))
    for row in chosen:
        then = await carrying.postpone(ctx, agenda.meeting, row, then if wanted.to else None)
    await shown_again(ctx, agenda)
    if then is not None and then.meeting is not None:
        await publishing.refresh(ctx, then.meeting)
        return _(
            "Postponed to “{title}”, {when}: {items}",
            title=then.meeting.title,
            when=when(then.meeting, ctx.words),
            items=listed(ctx, chosen),
        )
    return _("Postponed to the next meeting, once there is one: {items}", items=listed(ctx, chosen))


def listed(ctx: Context, rows: Sequence[ItemRow]) -> Text:
    """Return some items in a line."""
    return ctx.words.join(
        [_("“{item}”", item=showing.title_of(row)) for row in dict.fromkeys(rows)], separator=", "
    )
