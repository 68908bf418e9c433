"""The draft of the coming letter on demand: made now if there is none yet, and shown to who asks."""

from __future__ import annotations

from bot.chat.messages import Post, Reply
from bot.language.messages import Instant, _
from bot.plugin import Context, OpenForm, Refusal
from plugins.digest import register, sending, showing
from plugins.digest.forms import editorial_form
from plugins.digest.models import LetterRow, SeriesRow


async def draft_of(ctx: Context, series: SeriesRow) -> LetterRow:
    """Return the draft that waits, or that of the coming letter; one without a rhythm waits to be sent.

    Raises:
        Refusal: the letter is paused.
    """
    letter = await register.open_letter(ctx.session, series)
    if letter is not None:
        return letter
    if series.paused_at is not None:
        raise Refusal(
            "paused", _("This letter is paused. `/letter resume` has it come again, then there is a draft.")
        )
    at = series.next_at or ctx.now
    letter = await sending.begin(ctx, series, at, at, ctx.now)
    await register.schedule(ctx, series)
    return letter


async def show(ctx: Context, series: SeriesRow) -> Reply:
    """Show who asks the draft of a letter by direct message, with all that can be done to it."""
    letter = await draft_of(ctx, series)
    await _show_anew(ctx, series, letter)
    said = _("The draft is in your direct messages: to drop, reorder, introduce, postpone or send.")
    if letter.waits_for_somebody(series):
        return Reply(text=said, private=True)
    lines = [said, _("The letter goes on {at}.", at=Instant(letter.send_at))]
    return Reply(text=ctx.words.join(lines), private=True)


async def write_editorial(ctx: Context, series: SeriesRow) -> OpenForm:
    """Return the form of the editorial of the coming letter, whose draft is made if need be."""
    letter = await register.open_letter(ctx.session, series)
    if letter is None:
        letter = await draft_of(ctx, series)
        await _show_anew(ctx, series, letter)
    return editorial_form(letter)


async def _show_anew(ctx: Context, series: SeriesRow, letter: LetterRow) -> None:
    """Show who asks a draft; the post by which they were shown it before says so, and is none any more."""
    shown = await register.drafts(ctx.session, letter.id)
    for row in shown:
        if row.member_id == ctx.member.id:
            await ctx.edit(row.delivery_id, Post(text=_("This draft is shown again further down.")))
            await ctx.session.delete(row)
    post = await showing.draft_post(ctx, series, letter, words=ctx.words_for(ctx.member))
    key = f"draft:{letter.id}:{ctx.member.id}:{int(ctx.now.timestamp() * 1000)}"
    delivery = await ctx.post(ctx.member, post, key=key)
    sending.note_draft(ctx, letter, ctx.member, delivery)
