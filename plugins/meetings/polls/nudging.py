"""Nudging: who made a poll has those reminded who have not answered, before it is done by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.chat.messages import Button, Reply, Style, Update
from bot.language.messages import Instant, Text, _, escape, ngettext
from bot.plugin import Context, Refusal
from bot.store.tables import DeliveryRow
from plugins.meetings.declaration import plugin
from plugins.meetings.models import PollRow
from plugins.meetings.polls import chasing, register
from plugins.meetings.polls.managing import back_to, managed

_AGAIN_AFTER = timedelta(hours=20)
"""Nobody is reminded twice on one day."""


@plugin.action("ask-remind")
async def ask_to_remind(ctx: Context, poll: int) -> Reply:
    """Say how many have not answered, and ask before they are reminded."""
    row = await managed(ctx, poll)
    count = await _count(ctx, row)
    await _next(ctx, row)
    said = ngettext(
        "{count} person has not answered “{title}”. Shall I remind them by direct message?",
        "{count} people have not answered “{title}”. Shall I remind them by direct message?",
        count,
        title=escape(row.title),
    )
    remind = Button(_("Remind them"), "remind-missing", {"poll": poll}, Style.PRIMARY)
    return Reply(text=said, buttons=(remind, back_to(row)), private=True)


@plugin.action("remind-missing")
async def remind(ctx: Context, poll: int) -> Update:
    """Remind those who have not answered now, instead of when the next reminder was to come."""
    row = await managed(ctx, poll)
    count = await _count(ctx, row)
    await chasing.hasten(ctx, row, await _next(ctx, row))
    said = ngettext(
        "{count} person is reminded by direct message; where it is night, in the morning.",
        "{count} people are reminded by direct message; where it is night, in the morning.",
        count,
    )
    return Update(text=said)


async def _count(ctx: Context, row: PollRow) -> int:
    """Return how many can be reminded.

    Raises:
        Refusal: the poll is closed, or there is nobody, as far as is known.
    """
    register.check_open(row, ctx.now)
    asked = await register.options(ctx.session, row.id)
    cast = register.cast_of(asked, await register.ballots(ctx.session, row.id))
    count = len(await register.missing(ctx.session, row, cast))
    why: Text | None = None
    if count:
        return count
    if row.strangers is None:
        why = _("Who is in the channel is not told here: I cannot say who has not answered.")
    elif row.strangers:
        why = ngettext(
            "Only {count} person has not answered whom I never met: I cannot write to them.",
            "Only {count} people have not answered whom I never met: I cannot write to them.",
            row.strangers,
        )
    else:
        why = _("Everybody has answered.")
    raise Refusal("nobody_missing", why)


async def _next(ctx: Context, row: PollRow) -> int:
    """Return which of the reminders of a poll comes next.

    Raises:
        Refusal: all have gone out, or the last one not long ago.
    """
    last: datetime | None = None
    for number in range(len(chasing.BEFORE)):
        sent = await _sent_at(ctx, row, number)
        if sent is None and (last is None or last + _AGAIN_AFTER <= ctx.now):
            return number
        if sent is None:
            break
        last = max(sent, last or sent)
    else:
        raise Refusal(
            "reminded_enough",
            _(
                "They were reminded twice already, the last time {at}: nobody is more often.",
                at=Instant(last or ctx.now),
            ),
        )
    raise Refusal(
        "reminded_lately", _("They were reminded {at}: wait until tomorrow.", at=Instant(last or ctx.now))
    )


async def _sent_at(ctx: Context, row: PollRow, number: int) -> datetime | None:
    first, end = chasing.keys_of(row, number)
    at: datetime | None = await ctx.session.scalar(
        select(func.max(DeliveryRow.created_at)).where(
            DeliveryRow.network_id == ctx.network.id,
            DeliveryRow.plugin == ctx.plugin,
            DeliveryRow.key >= first,
            DeliveryRow.key < end,
        )
    )
    return at
