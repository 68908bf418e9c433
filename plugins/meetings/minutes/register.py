"""The register of minutes: what was noted, and what became of each item of the agenda."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import _, ngettext
from bot.plugin import Context, Refusal
from plugins.meetings.agenda import carrying, publishing, register
from plugins.meetings.agenda.models import LONGEST_DECISION, ItemRow, Outcome
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.minutes.models import LONGEST_NOTES, MinutesRow
from plugins.meetings.models import MeetingRow


async def find(session: AsyncSession, meeting: int) -> MinutesRow | None:
    """Return the minutes of a meeting, None if nobody wrote any."""
    return await session.scalar(select(MinutesRow).where(MinutesRow.meeting_id == meeting))


async def written(ctx: Context, row: MeetingRow) -> MinutesRow:
    """Return the minutes of a meeting, which the person writes now; the first who does is their author."""
    found = await find(ctx.session, row.id)
    if found is None:
        found = MinutesRow(network_id=ctx.network.id, meeting_id=row.id, member_id=ctx.member.id)
        ctx.session.add(found)
    found.written_at = ctx.now
    await ctx.session.flush()
    return found


async def items(session: AsyncSession, row: MeetingRow) -> Sequence[ItemRow]:
    """Return what was on the agenda of a meeting, in order."""
    return await register.items(session, Agenda(row, 0))


def numbered(rows: Sequence[ItemRow], number: int) -> ItemRow:
    """Return the item of a number.

    Raises:
        Refusal: none has it.
    """
    if not rows:
        raise Refusal(
            "no_items",
            _("Nothing was on the agenda of this meeting: `/meeting minutes note: …` writes something down."),
        )
    if not 1 <= number <= len(rows):
        raise Refusal(
            "no_such_item",
            ngettext(
                "There is no item of that number: the agenda had {count} item.",
                "There is no item of that number: the agenda had {count} items.",
                len(rows),
            ),
        )
    return rows[number - 1]


async def settle(ctx: Context, row: MeetingRow, item: ItemRow, outcome: Outcome | None) -> Agenda | None:
    """Write down what became of an item; return the agenda to which it goes from now on, if any."""
    then = await carrying.settle(ctx, row, item, outcome)
    if then is not None and then.meeting is not None:
        await publishing.refresh(ctx, then.meeting)
    return then


async def decide(ctx: Context, row: MeetingRow, item: ItemRow, text: str) -> None:
    """Write down what was decided about an item; so it was treated.

    Raises:
        Refusal: that is too long.
    """
    check_length(text, LONGEST_DECISION)
    item.decision = text
    if text and item.outcome is None:
        await settle(ctx, row, item, Outcome.TREATED)


async def note(minutes: MinutesRow, text: str) -> None:
    """Write down something besides.

    Raises:
        Refusal: all that was noted is too long by now.
    """
    check_length(text, LONGEST_NOTES)
    minutes.notes = text


def check_length(text: str, limit: int) -> None:
    """Check that there is room for what is written down.

    Raises:
        Refusal: there is not.
    """
    if len(text) > limit:
        raise Refusal(
            "too_long",
            _(
                "That is {count} characters, and {limit} is the most: nothing was changed.",
                count=len(text),
                limit=limit,
            ),
        )
