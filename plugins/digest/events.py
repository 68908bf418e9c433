"""What others do: take back what a letter tells; and the day on which old letters go."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from bot.plugin import DayPassed, EventContext
from bot.plugin.letters import DigestRenamed, DigestWithdrawn
from plugins.digest import agenda, register, sending, showing
from plugins.digest.declaration import plugin
from plugins.digest.models import LetterRow, SeriesRow, State

KEPT = timedelta(days=730)
"""How long a letter can be read again."""
EDITED = timedelta(days=60)
"""How long after a letter was sent its posts are still changed: what is known of posts is kept 90 days."""


@plugin.on(DigestWithdrawn)
async def withdrawn(ctx: EventContext, event: DigestWithdrawn) -> None:
    """Take items out of the letters that tell them: drafts, posts of late, and the archive."""
    kept = await register.series_to(ctx.session, event.stays_in)
    below = [
        *await register.items_below(ctx, event.key),
        *await register.items_below(ctx, agenda.key_of(event.key)),
    ]
    rows = [row for row in below if row.series_id not in kept]
    await register.forget(ctx.session, [row.id for row in rows])
    for number in dict.fromkeys(row.letter_id for row in rows):
        letter = await ctx.session.get_one(LetterRow, number)
        told = any(not row.dropped for row in rows if row.letter_id == number)
        if told or letter.state == State.WAITING:  # what was dropped shows in no letter, but in the draft
            await _show_again(ctx, letter)


@plugin.on(DigestRenamed)
async def renamed(ctx: EventContext, event: DigestRenamed) -> None:
    """Have what letters told, and what drafts hold, count under the keys by which it goes now."""
    for old, new in event.keys.items():
        taken = {row.series_id for row in await register.items_below(ctx, new)}
        for row in await register.items_below(ctx, old):
            if row.series_id not in taken:
                row.key = f"{new}{row.key.removeprefix(old)}"


async def _show_again(ctx: EventContext, letter: LetterRow) -> None:
    """Have the posts of a letter, or of its draft, say what it tells now."""
    series = await ctx.session.get_one(SeriesRow, letter.series_id)
    if letter.state == State.WAITING:
        await sending.refresh_drafts(ctx, series, letter)
    elif letter.sent_at is not None and letter.sent_at > ctx.now - EDITED:
        post = showing.post_of(await showing.document_of(ctx, series, letter, says_late=False))
        for posted in await register.posts(ctx.session, letter.id):
            await ctx.edit(posted.delivery_id, post)


@plugin.on(DayPassed)
async def forget_old(ctx: EventContext, _event: DayPassed) -> None:
    """Remove the letters that were kept long enough, with what they told."""
    await ctx.session.execute(
        delete(LetterRow).where(
            LetterRow.network_id == ctx.network.id,
            LetterRow.state != State.WAITING,
            LetterRow.send_at < ctx.now - KEPT,
        )
    )
    await register.forget_emptied(ctx.session, ctx.network.id)
