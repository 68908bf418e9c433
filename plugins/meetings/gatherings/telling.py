"""Telling those concerned what became of a meeting: its channels, and those who come or may."""

from __future__ import annotations

from collections.abc import Collection

from bot.chat.messages import Post
from bot.chat.people import Member
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _, escape
from bot.plugin import Context
from bot.store.people import find_members
from plugins.meetings.gatherings import announcing, register, spelling
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.gatherings.details import Details
from plugins.meetings.models import AttendanceRow, MeetingRow


def differences(before: Details, now: Details, words: Words) -> list[Text]:
    """Return what changed of a meeting, old and new, a line each."""
    lines: list[Text] = []
    if now.title != before.title:
        lines.append(_("Title: {old} → {new}", old=escape(before.title), new=escape(now.title)))
    if now.is_moved_from(before):
        old, new = spelling.when(before, words), spelling.when(now, words)
        lines.append(_("Date: {old} → {new}", old=old, new=new))
    if now.place != before.place:
        lines.append(_("Place: {old} → {new}", old=_place(before.place), new=_place(now.place)))
    if now.link != before.link:
        lines.append(_("Video call: {old} → {new}", old=_link(before.link), new=_link(now.link)))
    if now.seats != before.seats:
        lines.append(_("Seats: {old} → {new}", old=_number(before.seats), new=_number(now.seats)))
    return lines


def _place(said: str) -> Text:
    return escape(said) if said else _("no place")


def _link(said: str) -> Text:
    return Markup(said) if said else _("no video call")


def _number(seats: int | None) -> Text:
    return Markup(seats) if seats is not None else _("no limit")


async def changed(ctx: Context, row: MeetingRow, before: Details) -> None:
    """Tell the channels of a meeting, and those who come or may, what changed; who changed it knows."""
    now = Details.of(row)
    file, buttons = await announcing.file_of(ctx, row), announcing.buttons(row)
    for stands in await register.places(ctx.session, row.id):
        place = await ctx.find_place(stands.place_id)
        if place is None:
            continue
        words = ctx.words_for(place)
        lines = [_headline(before), *differences(before, now, words), _in_calendars(before, now)]
        post = Post(text=words.join(lines), buttons=buttons, files=(file,))
        await ctx.post(place, post, key=f"changed:{row.id}:{row.sequence}:p{place.id}")
    seated = (await register.who_comes(ctx.session, row)).seated
    for one, reader in await _concerned(ctx, row):
        words = ctx.words_for(reader)
        lines = [_headline(before), *differences(before, now, words)]
        if now.is_moved_from(before):
            lines.append(_and_you(one, seated))
        lines.append(_in_calendars(before, now))
        post = Post(text=words.join(lines), buttons=buttons, files=(file,))
        await ctx.post(reader, post, key=f"changed:{row.id}:{row.sequence}:m{reader.id}")


def _and_you(one: AttendanceRow, seated: Collection[int]) -> Text:
    """Return what somebody is asked whose meeting moved."""
    if one.answer != Coming.YES:
        return _("You said that you may come. What about the new date?")
    if one.member_id in seated:
        return _("You said that you come. Is that still so? Your seat is kept meanwhile.")
    return _("You wait for a seat. Is that still so? Your turn is kept meanwhile.")


def _headline(before: Details) -> Text:
    return _("{title} changes.", title=Markup(f"**{escape(before.title)}**"))


def _in_calendars(before: Details, now: Details) -> Text:
    if now.is_moved_from(before):
        return _(
            "The file puts the new date into your calendar. If the old one stays there too, delete that one."
        )
    return _("The file puts this into your calendar.")


async def cancelled(ctx: Context, row: MeetingRow, reason: str) -> None:
    """Tell the channels of a meeting, and those who come or may, that it does not take place."""
    why = [_("The reason: {reason}", reason=escape(reason))] if reason else []
    file = await announcing.file_of(ctx, row)
    for stands in await register.places(ctx.session, row.id):
        place = await ctx.find_place(stands.place_id)
        if place is not None:
            words = ctx.words_for(place)
            text = words.join([_is_off(row, words), *why, _TAKE_OUT])
            post = Post(text=text, files=(file,))
            await ctx.post(place, post, key=f"cancelled:{row.id}:{row.sequence}:p{place.id}")
    for _one, reader in await _concerned(ctx, row):
        words = ctx.words_for(reader)
        post = Post(text=words.join([_is_off(row, words), *why, _TAKE_OUT]), files=(file,))
        await ctx.post(reader, post, key=f"cancelled:{row.id}:{row.sequence}:m{reader.id}")


_TAKE_OUT = _(
    "Is it in your calendar? The file takes it out of it; where it stays all the same, delete it there."
)


def _is_off(row: MeetingRow, words: Words) -> Text:
    title = Markup(f"**{escape(row.title)}**")
    return _("{title} is cancelled: it was to be {when}.", title=title, when=spelling.when(row, words))


async def _concerned(ctx: Context, row: MeetingRow) -> list[tuple[AttendanceRow, Member]]:
    """Return those who said that they come, or may, but for who acts: they know."""
    said = await register.answers(ctx.session, row.id)
    some = [one for one in said if one.answer != Coming.NO and one.member_id != ctx.member.id]
    known = await find_members(ctx.session, ctx.network.id, [one.member_id for one in some])
    return [(one, known[one.member_id]) for one in some if one.member_id in known]
