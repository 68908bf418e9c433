"""What a person notes about a share: where they wrote it decides who is told.

What is written in a private channel stays there: on no card elsewhere, in no index, in no letter of others.
"""

from __future__ import annotations

from bot.chat.places import PlaceKind
from bot.plugin import Context
from plugins.watch import register
from plugins.watch.models import NoteRow, ShareRow


async def note(ctx: Context, row: ShareRow, text: str) -> None:
    """Have the person note this about a share, from where they are; an empty text removes their note.

    A note that is not told here was not shown to them either, so that nothing typed leaves it alone.
    """
    there = await _own(ctx, row)
    if there is not None and (there.text == text or (not text and not await _is_told_here(ctx, there))):
        return
    await register.set_note(ctx, row, ctx.member.id, text, await _written_in(ctx, row, there))


async def noted(ctx: Context, row: ShareRow) -> str:
    """Return what the person noted about a share, empty if they did not, or if it is not told here."""
    there = await _own(ctx, row)
    return there.text if there is not None and await _is_told_here(ctx, there) else ""


async def _own(ctx: Context, row: ShareRow) -> NoteRow | None:
    notes = await register.notes_of(ctx.session, row.id)
    return next((one for one in notes if one.member_id == ctx.member.id), None)


async def _is_told_here(ctx: Context, there: NoteRow) -> bool:
    if ctx.place.kind is PlaceKind.DM or there.place_id is None or there.place_id == ctx.place.id:
        return True
    place = await ctx.find_place(there.place_id)
    return place is not None and not place.is_private


async def _written_in(ctx: Context, row: ShareRow, there: NoteRow | None) -> int | None:
    """Return the channel of a note: this one, or in a DM that of the note before, else of the link."""
    if ctx.place.kind is PlaceKind.CHANNEL:
        return ctx.place.id
    if there is not None and there.place_id is not None:
        return there.place_id
    stands = await register.appearances(ctx.session, row.id)
    own = [one for one in stands if one.member_id == ctx.member.id]
    return next((one.place_id for one in (*own, *stands)), None)
