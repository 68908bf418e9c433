"""The posts that announce a meeting: when and where it is, who comes, and the file for calendars."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.chat.messages import Button, File, Post, Style
from bot.chat.places import Place
from bot.chat.plain import plain
from bot.language.catalogue import Words
from bot.language.folding import slug
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import WorkContext
from bot.store.tables import DeliveryRow
from plugins.meetings import pacing
from plugins.meetings.calendars.entries import MEDIA_TYPE, Entry
from plugins.meetings.gatherings import register
from plugins.meetings.gatherings.attending import Attendance, Coming
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.habits import USUAL, habits_of
from plugins.meetings.hosting.register import host_name
from plugins.meetings.models import MeetingPlaceRow, MeetingRow
from plugins.meetings.templates.purposes import Purpose
from plugins.meetings.templates.rendering import render

_LONGEST_NAME = 60
_ANNOUNCED = re.compile(r"meeting:\d+:\d+:(\d+)")
"""The key of an announcement: the meeting, the channel, and how often the meeting had changed."""
_OLD_FILE = _(
    "The file below is from before the last change: “Calendar file” gives the one that is right now."
)


async def announce(ctx: WorkContext, row: MeetingRow, place: Place, *, again: bool = False) -> None:
    """Announce a meeting in a channel, with the file for calendars; one that changed is announced anew.

    What got lost may be announced `again`.
    """
    stands = next(
        (one for one in await register.places(ctx.session, row.id) if one.place_id == place.id), None
    )
    if stands is None:
        stands = MeetingPlaceRow(network_id=ctx.network.id, meeting_id=row.id, place_id=place.id)
        ctx.session.add(stands)
        await ctx.session.flush()
    post = await post_of(ctx, row, ctx.words_for(place), place, with_file=True)
    key = f"meeting:{row.id}:{place.id}:{row.sequence}"
    stands.delivery_id = await ctx.post(place, post, key=f"{key}:{ctx.now.isoformat()}" if again else key)


async def changed(ctx: WorkContext, row: MeetingRow) -> None:
    """Have all posts of a meeting say who comes now: at once, or within a second if they just did."""
    await pacing.plan(ctx, "refresh-meeting", row.refreshed_at, key=_key(row), meeting=row.id)


def _key(row: MeetingRow) -> str:
    return f"refresh-meeting:{row.id}"


async def refresh(ctx: WorkContext, row: MeetingRow) -> None:
    """Have all posts of a meeting say how it stands now."""
    await ctx.cancel(_key(row))
    row.refreshed_at = ctx.now
    await ctx.session.flush()
    coming = await register.who_comes(ctx.session, row)
    for stands in await register.places(ctx.session, row.id):
        place = await ctx.find_place(stands.place_id)
        if place is not None and stands.delivery_id is not None:
            words = ctx.words_for(place)
            post = await post_of(ctx, row, words, place, coming=coming)
            if row.cancelled_at is None and await _file_is_old(ctx, row, stands.delivery_id):
                post = replace(post, text=words.join([post.text, _OLD_FILE]))
            await ctx.edit(stands.delivery_id, post)


async def _file_is_old(ctx: WorkContext, row: MeetingRow, delivery: int) -> bool:
    """Return whether a meeting changed since it was announced: no chat exchanges the files of a message."""
    if not row.sequence:
        return False
    key = await ctx.session.scalar(select(DeliveryRow.key).where(DeliveryRow.id == delivery))
    announced = _ANNOUNCED.match(key or "")
    return announced is not None and int(announced[1]) < row.sequence


async def post_of(
    ctx: WorkContext,
    row: MeetingRow,
    words: Words,
    place: Place | None = None,
    *,
    with_file: bool = False,
    coming: Attendance | None = None,
) -> Post:
    """Return the post of a meeting, in the words of its reader; in a `place` its template says it, if any."""
    coming = coming or await register.who_comes(ctx.session, row)
    files = (await file_of(ctx, row),) if with_file else ()
    said = await render(ctx, place, Purpose.INVITATION, row) if place is not None else None
    pressed = buttons(row)
    if pressed:
        pressed = (*pressed, Button(_("Host next time"), "host", {"meeting": row.id}))
    text = invitation(row, coming, words, said, host=await host_name(ctx, row))
    return Post(text=text, buttons=pressed, files=files)


def invitation(
    row: MeetingRow, coming: Attendance, words: Words, said: Markup | None = None, *, host: str = ""
) -> Markup:
    """Return what the post of a meeting says: when and where it is, or what is `said` of that; who comes."""
    title = Markup(f"**{escape(row.title)}**")
    usual: list[Text] = [_("{title}: {when}", title=title, when=when(row, words)), *where(row)]
    lines: list[Text] = usual if said is None else [said, Markup("")]
    if host:
        lines.append(_("Host: {name}", name=escape(host)))
    if row.cancelled_at is not None:
        lines.append(_("This meeting is cancelled."))
    else:
        lines.append(attendance_line(row, coming))
    return words.join(lines)


def buttons(row: MeetingRow) -> tuple[Button, ...]:
    """Return the buttons under what is said of a meeting: of a cancelled one, nobody says that they come."""
    about = {"meeting": row.id}
    if row.cancelled_at is not None:
        return ()
    return (
        Button(_("I am coming"), "attend", {**about, "answer": Coming.YES}, Style.PRIMARY, name="yes"),
        Button(_("Maybe"), "attend", {**about, "answer": Coming.MAYBE}, name="maybe"),
        Button(_("I am not coming"), "attend", {**about, "answer": Coming.NO}, name="no"),
        Button(_("Calendar file"), "calendar", about),
    )


def where(row: MeetingRow) -> list[Text]:
    """Return where a meeting is: the place, the link, or both."""
    return where_of(row.place, row.link)


def where_of(place: str, link: str) -> list[Text]:
    """Return where people meet: the place, the link, or both."""
    lines: list[Text] = []
    if place:
        lines.append(_("Place: {place}", place=escape(place)))
    if link:
        lines.append(_("Video call: {link}", link=Markup(link)))
    return lines


def attendance_line(row: MeetingRow, coming: Attendance) -> Text:
    """Return how many come, wait for a seat, and may come."""
    if not (coming.seated or coming.maybe or row.seats):
        return _("Nobody has said yet that they come.")
    said: Text = ngettext("{count} person comes", "{count} people come", len(coming.seated))
    if not coming.seated:
        said = _("Nobody has said yet that they come")
    by_vote = coming.by_vote.intersection(coming.seated)
    if by_vote and len(by_vote) == len(coming.seated):
        said = ngettext("{before}, by their vote", "{before}, by their vote", len(by_vote), before=said)
    elif by_vote:
        said = ngettext(
            "{before}, {count} by their vote", "{before}, {count} by their vote", len(by_vote), before=said
        )
    if row.seats is not None:
        said = ngettext("{people}, of {count} seat", "{people}, of {count} seats", row.seats, people=said)
    if coming.waiting:
        waiting = ngettext("{count} waits for a seat", "{count} wait for a seat", len(coming.waiting))
        said = _("{before}, {after}", before=said, after=waiting)
    if coming.maybe:
        maybe = ngettext("{count} may come", "{count} may come", len(coming.maybe))
        said = _("{before}, {after}", before=said, after=maybe)
    return _("{sentence}.", sentence=said)


async def file_of(ctx: WorkContext, row: MeetingRow) -> File:
    """Return a meeting as a file for calendars."""
    from plugins.meetings.calendars.files import calendar_file

    name = slug(row.title)[:_LONGEST_NAME].strip("-") or "rencontre"
    return File(f"{name}.ics", MEDIA_TYPE, calendar_file([await entry_of(ctx, row)]))


async def entry_of(ctx: WorkContext, row: MeetingRow) -> Entry:
    """Return a meeting as calendars have it, which call as long before as its first channel wants."""
    organiser = await ctx.find_member(row.member_id) if row.member_id is not None else None
    stands = await register.places(ctx.session, row.id)
    habits = await habits_of(ctx.session, row.network_id, stands[0].place_id) if stands else USUAL
    alarm = timedelta(minutes=habits.alarm_minutes) if habits.alarm_minutes is not None else None
    entry = register.entry_of(row, organiser.name if organiser is not None else "", alarm)
    host = await host_name(ctx, row)
    if not host:
        return entry
    return replace(entry, about=plain(ctx.words_for(None)(_("Host: {name}", name=escape(host)))))
