"""What templates make for the rest of the plugin: the text of a post, or nothing to say what is usual."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.chat.messages import Post
from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.messages import Markup, _
from bot.plugin import WorkContext
from bot.plugin.loading import load
from plugins.meetings.gatherings import register
from plugins.meetings.models import MeetingRow
from plugins.meetings.templates import keeping
from plugins.meetings.templates.faults import Broken
from plugins.meetings.templates.models import TemplateRow
from plugins.meetings.templates.parts import Part
from plugins.meetings.templates.purposes import Purpose, Value, title_of
from plugins.meetings.templates.sheet import Sheet
from plugins.meetings.templates.values import values_of

_NOTHING: Mapping[str, Value] = {}


async def render(
    ctx: WorkContext,
    place: Place,
    purpose: Purpose,
    row: MeetingRow,
    more: Mapping[str, Value] = _NOTHING,
) -> Markup | None:
    """Return what a channel's template says of a meeting; None, where it says nothing: say what is usual.

    `more` holds what only the caller knows, by the French names of variables. A template that fails says
    nothing; who coordinates is told once.
    """
    template = await keeping.current(ctx, place.id, purpose)
    return await _said(ctx, template, place, ctx.words_for(place), row, more)


async def render_for_people(
    ctx: WorkContext,
    words: Words,
    purpose: Purpose,
    row: MeetingRow,
    more: Mapping[str, Value] = _NOTHING,
) -> Markup | None:
    """Return what is said of a meeting to somebody in private, in `words` of theirs; None: what is usual.

    That is in the words of its channel; of several channels in those of the network, for people may be in one
    of them only.
    """
    places = [await ctx.find_place(stands.place_id) for stands in await register.places(ctx.session, row.id)]
    known = sorted((place for place in places if place is not None), key=lambda place: place.is_private)
    if not known:
        return None
    template = await keeping.current(ctx, known[0].id if len(places) == 1 else None, purpose)
    return await _said(ctx, template, known[0], words, row, more)


async def _said(
    ctx: WorkContext,
    template: TemplateRow | None,
    place: Place,
    words: Words,
    row: MeetingRow,
    more: Mapping[str, Value],
) -> Markup | None:
    if template is None:
        return None
    purpose = Purpose(template.purpose)
    values = {**await values_of(ctx, row, place, words), **more}
    given = await keeping.fillings(ctx.session, row.id)
    try:
        return await made(Sheet(template.source, purpose, words, values, given)) or None
    except Failed:
        await _tell(ctx, place, template, purpose)
        return None


class Failed(Exception):  # noqa: N818 - what came of a template that was fine once
    """A template that is kept says nothing: it is broken by now, or says too much."""


async def made(sheet: Sheet) -> Markup:
    """Return what a template says.

    Raises:
        Failed: it cannot be made, or is too long.
    """
    await load("plugins.meetings.templates.engine")
    from plugins.meetings.templates.engine import Overflow, filled

    try:
        return await asyncio.to_thread(filled, sheet)
    except (Broken, Overflow) as error:
        raise Failed from error


async def parts_in(source: str, purpose: Purpose) -> tuple[Part, ...]:
    """Return the parts of a template that a person fills in."""
    await load("plugins.meetings.templates.engine")
    from plugins.meetings.templates.engine import parts_of

    return await asyncio.to_thread(parts_of, source, purpose)


async def says(ctx: WorkContext, row: MeetingRow, purpose: Purpose, name: str) -> bool:
    """Return whether a variable, by its French name, stands in a template that counts for a meeting."""
    for stands in await register.places(ctx.session, row.id):
        template = await keeping.current(ctx, stands.place_id, purpose)
        if template is not None and name in await _names_in(template.source, purpose):
            return True
    return False


async def _names_in(source: str, purpose: Purpose) -> frozenset[str]:
    await load("plugins.meetings.templates.engine")
    from plugins.meetings.templates.engine import names_of

    return await asyncio.to_thread(names_of, source, purpose)


async def check(source: str, purpose: Purpose, words: Words) -> None:
    """Look at a template before it is kept.

    Raises:
        Broken: it cannot be kept.
    """
    await load("plugins.meetings.templates.engine")
    from plugins.meetings.templates.engine import ready

    await asyncio.to_thread(ready, source, purpose, words.language)


async def _tell(ctx: WorkContext, place: Place, template: TemplateRow, purpose: Purpose) -> None:
    for member in await ctx.coordinators(place):
        words = ctx.words_for(member)
        said = _(
            "The template “{title}” of {channel} makes nothing that I can post: I post the usual text "
            "instead. `/meeting templates {title}` shows it.",
            title=title_of(purpose),
            channel=place.name,
        )
        key = f"template:{template.id}:{member.id}"
        await ctx.post(member, Post(text=words(said)), key=key, unsolicited=True)
