"""The register of reminders: looking them up, numbering them, and setting the timers that ring them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import _
from bot.language.moments.plans import Plan
from bot.plugin import Refusal, WorkContext
from bot.store.base import table_of
from plugins.reminders.models import LIVE, OccurrenceRow, ReminderRow, State

MOST = 200
"""How many reminders that are still to ring one person may have."""

LONGEST = 1000
"""How long the text of a reminder may be, in characters."""

KEPT = timedelta(days=14)
"""How long a reminder that is over is kept for the buttons that still stand under its messages."""

_NUMBERED = (*LIVE, State.RUNG, State.REMOVED)
"""The states in which a reminder keeps its number: one that can be put back finds it again."""

_REMINDER = table_of(ReminderRow)
_NUMBERS = select(_REMINDER.c.number, _REMINDER.c.state).where(
    _REMINDER.c.owner_id == bindparam("owner"), _REMINDER.c.number.is_not(None)
)


def plan_of_row(row: ReminderRow) -> Plan:
    """Return when a reminder rings.

    Raises:
        ValueError: it is a draft without a date.
    """
    if row.wall is None:
        raise ValueError(row.id)
    return Plan.stored(row.wall, row.zone, row.rule, row.skip_holidays, row.territory)


def write_plan(row: ReminderRow, plan: Plan) -> None:
    """Write down when a reminder rings; its next ring is the first of the plan."""
    row.wall = plan.wall_text
    row.zone = plan.zone.key
    row.rule = plan.rule
    row.skip_holidays = plan.skip_holidays
    row.territory = plan.territory
    row.next_at = plan.first
    row.snoozed_to = None


async def find(ctx: WorkContext, reminder: int) -> ReminderRow | None:
    """Return a reminder of this network, None if it is forgotten."""
    return await ctx.session.scalar(
        select(ReminderRow).where(ReminderRow.id == reminder, ReminderRow.network_id == ctx.network.id)
    )


async def get(ctx: WorkContext, reminder: int) -> ReminderRow:
    """Return a reminder of this network.

    Raises:
        Refusal: it is forgotten.
    """
    row = await find(ctx, reminder)
    if row is None:
        raise Refusal("gone", _("This reminder was removed a while ago, and I kept nothing of it."))
    return row


async def owned(session: AsyncSession, owner: int) -> Sequence[ReminderRow]:
    """Return a person's reminders that are still to ring, the next one first, the paused ones last."""
    return await _listed(session, ReminderRow.owner_id == owner)


async def set_by_others_for(session: AsyncSession, member: int) -> Sequence[ReminderRow]:
    """Return the reminders that colleagues set for a member, who accepted them."""
    rows = await _listed(session, ReminderRow.member_id == member, ReminderRow.owner_id != member)
    return [row for row in rows if row.state != State.ASKING]


async def posted_in(session: AsyncSession, place: int) -> Sequence[ReminderRow]:
    """Return the reminders for everybody in a place that are still to ring."""
    return await _listed(session, ReminderRow.place_id == place, ReminderRow.member_id.is_(None))


async def _listed(session: AsyncSession, *conditions: ColumnElement[bool]) -> Sequence[ReminderRow]:
    rows = await session.scalars(
        select(ReminderRow)
        .where(*conditions, ReminderRow.state.in_(LIVE))
        .order_by(ReminderRow.state == State.PAUSED, ReminderRow.next_at, ReminderRow.id)
    )
    return rows.all()


async def find_numbered(session: AsyncSession, owner: int, number: int) -> ReminderRow | None:
    """Return a person's reminder by its number, even one that rang or can be put back."""
    wanted = ReminderRow.owner_id == owner, ReminderRow.number == number
    return await session.scalar(select(ReminderRow).where(*wanted))


async def numbered(
    session: AsyncSession, owner: int, number: int | None, *, rung: bool = False
) -> ReminderRow:
    """Return a person's reminder by its number; without one, the only one that they have.

    With `rung` those that rang and can still be postponed count too; without a number the last of them is
    meant if nothing is still to ring.

    Raises:
        Refusal: there is no such reminder, or the number is needed.
    """
    rows = list(await owned(session, owner))
    if number is not None:
        row = await find_numbered(session, owner, number)
        if row is not None and (row.state in LIVE or (rung and row.state == State.RUNG)):
            return row
        raise Refusal(
            "unknown_reminder",
            _("You have no reminder with the number {number}. `/remind list` shows yours.", number=number),
        )
    if not rows and rung:
        last = await _last_rung(session, owner)
        if last is not None:
            return last
    if not rows:
        raise Refusal(
            "no_reminder",
            _("You have no reminder yet. To set one: `/remind tomorrow 9:00 call the town hall`."),
        )
    if len(rows) > 1:
        raise Refusal(
            "which_reminder",
            _(
                "You have {count} reminders: say which one by its number. `/remind list` shows them.",
                count=len(rows),
            ),
        )
    return rows[0]


async def _last_rung(session: AsyncSession, owner: int) -> ReminderRow | None:
    return await session.scalar(
        select(ReminderRow)
        .join(OccurrenceRow, OccurrenceRow.reminder_id == ReminderRow.id)
        .where(ReminderRow.owner_id == owner, ReminderRow.state == State.RUNG)
        .order_by(OccurrenceRow.instant.desc())
        .limit(1)
    )


async def waits_for_a_choice(ctx: WorkContext, row: ReminderRow) -> bool:
    """Return whether a reminder rang within a day and nobody chose anything under it yet."""
    found = select(OccurrenceRow.id).where(
        OccurrenceRow.reminder_id == row.id,
        OccurrenceRow.outcome.is_(None),
        OccurrenceRow.instant > ctx.now - timedelta(days=1),
    )
    return await ctx.session.scalar(found.limit(1)) is not None


async def claim_number(session: AsyncSession, row: ReminderRow) -> None:
    """Give a reminder that is about to wait the smallest number that its owner has free, unless it has one.

    Raises:
        Refusal: the owner has as many reminders waiting as anybody may.
    """
    held = (await session.execute(_NUMBERS, {"owner": row.owner_id})).all()
    if sum(state in LIVE for _number, state in held) >= MOST:
        raise Refusal(
            "too_many",
            _(
                "You have {count} reminders waiting, and that is the most that I can keep for one person. "
                "Remove some first: `/remind list` shows them.",
                count=MOST,
            ),
        )
    taken = {number for number, _state in held}
    if row.number is None:
        row.number = next(number for number in range(1, len(taken) + 2) if number not in taken)


async def schedule(ctx: WorkContext, row: ReminderRow) -> None:
    """Set the timers that a reminder needs in its present state.

    A timer that it does not need any more finds nothing to do when it comes.
    """
    await ctx.session.flush()
    if row.state in (State.ACTIVE, State.ASKING) and row.next_at is not None:
        await ctx.later("due", row.next_at, key=str(row.id), reminder=row.id)
    elif row.state not in (State.ACTIVE, State.PAUSED):
        await ctx.later("forget", ctx.now + KEPT, key=str(row.id), reminder=row.id)
    if row.state == State.ACTIVE and row.snoozed_to is not None:
        await ctx.later("again", row.snoozed_to, key=f"{row.id}:again", reminder=row.id)


async def end(ctx: WorkContext, row: ReminderRow, state: State) -> None:
    """End a reminder: it does not ring any more, and it will be forgotten."""
    row.state = state
    row.snoozed_to = None
    if state not in _NUMBERED:
        row.number = None
    await schedule(ctx, row)


async def forget_old_rings(session: AsyncSession, reminder: int, before: datetime) -> None:
    """Remove what is known of the rings of a reminder before an instant."""
    await session.execute(
        delete(OccurrenceRow).where(OccurrenceRow.reminder_id == reminder, OccurrenceRow.instant < before)
    )


async def waiting_for(session: AsyncSession, owner: int, member: int) -> Sequence[ReminderRow]:
    """Return the reminders of a person that wait for a colleague's answer, the oldest first."""
    rows = await session.scalars(
        select(ReminderRow)
        .where(
            ReminderRow.owner_id == owner,
            ReminderRow.member_id == member,
            ReminderRow.state == State.ASKING,
        )
        .order_by(ReminderRow.id)
    )
    return rows.all()


async def live_from(session: AsyncSession, owner: int, member: int) -> Sequence[ReminderRow]:
    """Return the reminders of a person for a colleague that are still to ring, asked or accepted."""
    return await _listed(session, ReminderRow.owner_id == owner, ReminderRow.member_id == member)
