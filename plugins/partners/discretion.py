"""Discretion: what is told of a place is kept without what it says of people."""

from __future__ import annotations

from collections.abc import Collection

from bot.plugin import WorkContext
from bot.plugin.neighbours import Asking


async def discreet(ctx: WorkContext, text: str, names: Collection[str]) -> str:
    """Return a text about places of these names, without who is named in it and their numbers.

    The names, the numbers and the addresses of the places stay.
    """
    from plugins.partners.personal import LeftOut, of_place, redacted

    text = redacted(text, LeftOut()) if not (asked := await ctx.services(Asking)) else text
    for one in asked:
        pieces, start = [], 0
        for first, last in (*of_place(text, names), (len(text), len(text))):
            pieces += [await _without_people(ctx, one, text[start:first]), text[first:last]]
            start = last
        text = "".join(pieces)
    return text


async def _without_people(ctx: WorkContext, asking: Asking, piece: str) -> str:
    """Return a piece of a text, with the spaces around it."""
    said = piece.strip()
    if not said:
        return piece
    return piece.replace(said, await asking.discreet(ctx, said, is_place=True), 1)
