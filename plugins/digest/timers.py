"""What comes by itself: the draft of a letter, and its sending, each once."""

from __future__ import annotations

from bot.language.moments.plans import moved
from bot.plugin import TimerContext
from plugins.digest import readers, register, sending
from plugins.digest.declaration import plugin
from plugins.digest.following import follow_its_channel
from plugins.digest.models import LetterRow, SeriesRow


@plugin.timer("draft")
async def draft(ctx: TimerContext, series: int) -> None:
    """Compose a letter before its hour, and show it to whoever prepares it.

    A draft that was wanted before then, or postponed, tells from now on what happened since, too, and is
    shown anew to all who were shown it.
    """
    row = await register.find_series(ctx, series)
    if row is None or row.paused_at is not None or await follow_its_channel(ctx, row):
        return
    places = await register.destinations(ctx, row)
    letter = await register.open_letter(ctx.session, row)
    at = letter.send_at if letter is not None else row.next_at
    if not places or at is None or at <= ctx.now:
        return
    if letter is None:
        letter = await sending.begin(ctx, row, at, at, ctx.now)
    else:
        await sending.refill(ctx, row, letter)
        await _show_anew(ctx, row, letter)
    await readers.show(ctx, row, letter, await ctx.find_place(row.place_id) or places[0])
    await register.schedule(ctx, row)


@plugin.timer("send")
async def send(ctx: TimerContext, series: int) -> None:
    """Send a letter at its hour; those that could not be sent in theirs become one.

    Where the bot is in none of its channels it waits until that changes, see `plugins.digest.resting`.
    """
    row = await register.find_series(ctx, series)
    if row is None or row.paused_at is not None or not await register.destinations(ctx, row):
        return
    if await follow_its_channel(ctx, row):
        return
    letter = await register.open_letter(ctx.session, row)
    if letter is None:
        if row.next_at is None or await _has_moved(ctx, row):
            return
        letter = await sending.begin(ctx, row, row.next_at, row.next_at, ctx.now)
    if letter.send_at > ctx.now:
        await register.schedule(ctx, row)
        return
    await sending.catch_up(ctx, row, letter)
    await sending.deliver(ctx, row, letter)


async def _show_anew(ctx: TimerContext, row: SeriesRow, letter: LetterRow) -> None:
    for shown in await register.drafts(ctx.session, letter.id):
        member = await ctx.find_member(shown.member_id)
        if member is not None:
            await sending.show_anew(ctx, row, letter, member)


async def _has_moved(ctx: TimerContext, row: SeriesRow) -> bool:
    """Return whether a letter is to come later than its timer: the rules of its zone may have changed."""
    plan = register.plan_of(row)
    if plan is None or row.next_at is None:
        return True
    later = moved(plan, row.next_at, ctx.now)
    row.next_at = later or row.next_at
    if later is None and row.next_at <= ctx.now:
        return False
    await register.schedule(ctx, row)
    return True
