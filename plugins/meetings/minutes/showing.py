"""Minutes as they are shown: to who writes them, in the channels, and as a file."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, File, Post, Style
from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.folding import slug
from bot.language.messages import Markup, Text, _
from bot.plugin import Context, WorkContext
from plugins.meetings.agenda import register as agendas
from plugins.meetings.agenda.models import Outcome, Paper
from plugins.meetings.agenda.showing import names_of, title_of
from plugins.meetings.gatherings import register as meetings
from plugins.meetings.gatherings.managing import may_manage
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.minutes import discretion, people, register
from plugins.meetings.minutes.document import FILE, POST, Layout, Minutes, Point, markdown
from plugins.meetings.minutes.people import Present
from plugins.meetings.minutes.templated import values_of
from plugins.meetings.models import MeetingRow
from plugins.meetings.templates.purposes import Purpose
from plugins.meetings.templates.rendering import render

_MEDIA_TYPE = "text/markdown"
_LONGEST_NAME = 80


async def minutes_of(
    ctx: WorkContext,
    row: MeetingRow,
    words: Words,
    seen_from: int | None = None,
    there: Present | None = None,
) -> Minutes:
    """Return what the minutes of a meeting say; `seen_from` a channel only whom those in it may know of."""
    found = await register.find(ctx.session, row.id)
    items = await register.items(ctx.session, row)
    names = await names_of(ctx, items, seen_from)
    there = there or await people.present(ctx, row, found)
    named = there.names
    if seen_from is not None and await discretion.is_needed(ctx, row):
        named = there.named_in(seen_from)
    organiser = await ctx.find_member(row.member_id) if row.member_id is not None else None
    points = tuple(
        Point(
            number,
            title_of(item),
            names.get(item.id, ""),
            Outcome(item.outcome) if item.outcome is not None else None,
            item.decision,
        )
        for number, item in enumerate(items, 1)
    )
    return Minutes(
        title=row.title,
        when=when(row, words),
        place=row.place,
        link=row.link,
        organiser=organiser.name if organiser is not None else "",
        present=named,
        is_known=there.is_known,
        unnamed=len(there.names) - len(named),
        points=points,
        notes=found.notes if found is not None else "",
    )


async def text_in(
    ctx: WorkContext, row: MeetingRow, place: Place, minutes: Minutes, layout: Layout = POST
) -> Markup:
    """Return minutes as Markdown, as the template of a channel says them, if it has one."""
    words = ctx.words_for(place)
    said = await render(ctx, place, Purpose.REPORT, row, values_of(minutes, words))
    return markdown(minutes, words, layout) if said is None else said


async def text_of(ctx: WorkContext, row: MeetingRow, words: Words) -> Markup:
    """Return the minutes of a meeting as Markdown, as who writes them sees them."""
    return markdown(await minutes_of(ctx, row, words), words)


async def text_for_channels(ctx: Context, row: MeetingRow, layout: Layout = POST) -> Markup:
    """Return what a channel will see: this one if the meeting stands here, else its first one.

    In a direct message nobody is named who may not be, but to who writes minutes; they have a file of all.
    """
    there = [stands.place_id for stands in await meetings.places(ctx.session, row.id)]
    place = ctx.place if ctx.place.id in there else await ctx.find_place(there[0]) if there else None
    if place is None:
        return await text_of(ctx, row, ctx.words)
    words = ctx.words_for(place)
    writes = await may_manage(ctx, row)
    present = await people.present(ctx, row, await register.find(ctx.session, row.id))
    if not present.is_known:
        present = replace(present, seen_in=await discretion.seen_in(ctx, row))
    seen_from: int | None = place.id if writes or ctx.place.id in there else ctx.place.id
    if writes and layout is FILE:
        seen_from = None
    return await text_in(ctx, row, place, await minutes_of(ctx, row, words, seen_from, present), layout)


async def file_of(ctx: Context, row: MeetingRow, words: Words) -> File:
    """Return the minutes of a meeting as a file of Markdown, as a channel sees them."""
    day = row.starts_at.astimezone(ZoneInfo(row.zone)).date()
    name = slug(str(words(_("minutes {day} {title}", day=day.isoformat(), title=row.title))))[:_LONGEST_NAME]
    text = await text_for_channels(ctx, row, FILE)
    return File(f"{name.strip('-')}.md", _MEDIA_TYPE, f"{text}\n".encode())


async def post_of(ctx: WorkContext, row: MeetingRow, place: Place) -> Post:
    """Return the post of minutes in a channel."""
    minutes = await minutes_of(ctx, row, ctx.words_for(place), place.id)
    return Post(text=await text_in(ctx, row, place, minutes), buttons=(file_button(row),))


def file_button(row: MeetingRow) -> Button:
    """Return the button that gives minutes as a file."""
    return Button(_("Markdown file"), "minutes-file", {"meeting": row.id})


def fill_button(row: MeetingRow) -> Button:
    """Return the button that opens the form of minutes."""
    return Button(_("Write the minutes"), "minutes-fill", {"meeting": row.id}, Style.PRIMARY)


async def is_posted(ctx: WorkContext, row: MeetingRow) -> bool:
    """Return whether the minutes of a meeting were posted."""
    return bool(await agendas.posted(ctx.session, row.id, Paper.MINUTES))


async def publish(ctx: WorkContext, row: MeetingRow) -> None:
    """Post the minutes of a meeting in its channels; where they stand already, that post says them anew."""
    await refresh(ctx, row)
    there = {one.place_id for one in await agendas.posted(ctx.session, row.id, Paper.MINUTES)}
    for stands in await meetings.places(ctx.session, row.id):
        place = await ctx.find_place(stands.place_id)
        if place is None or place.id in there:
            continue
        post = await post_of(ctx, row, place)
        await agendas.post(ctx, row, place, Paper.MINUTES, post)


async def refresh(ctx: WorkContext, row: MeetingRow) -> None:
    """Have the posts of minutes, if there are any, say how they stand now."""
    await ctx.session.flush()
    for one in await agendas.posted(ctx.session, row.id, Paper.MINUTES):
        place = await ctx.find_place(one.place_id)
        if place is not None and one.delivery_id is not None:
            await ctx.edit(one.delivery_id, await post_of(ctx, row, place))


def heads_up(row: MeetingRow) -> Text:
    """Return what is told of minutes that nobody wrote yet."""
    return _("“{title}” is over. What was said, decided, and left for the next time?", title=row.title)
