"""Telling those concerned what became of a meeting: its channels, and those who come or may."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.chat.addressed import Addressed
from bot.chat.messages import Post
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _, escape
from bot.plugin import Context, WorkContext
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


async def changed(ctx: WorkContext, row: MeetingRow, before: Details, *, knows: int) -> None:
    """Tell the channels of a meeting, and those who come or may, what changed; who `knows` is not told."""
    now = Details.of(row)
    file, buttons = await announcing.file_of(ctx, row), announcing.buttons(row)
    said = await register.answers(ctx.session, row.id)
    seated = register.attendance_of(row, said).seated

    def post(words: Words, *more: Text) -> Post:
        lines = [_headline(before), *differences(before, now, words), *more, _in_calendars(before, now)]
        return Post(text=words.join(lines), buttons=buttons, files=(file,))

    def to(reader: Member, one: AttendanceRow) -> Post:
        asks = now.is_moved_from(before) and (one.to_confirm or one.answer != Coming.YES)
        return post(ctx.words_for(reader), *([_and_you(one, seated)] if asks else []))

    key, until = f"changed:{row.id}:{row.sequence}", max(before.over_at, now.over_at)
    posts = [
        Addressed(to=place, post=post(ctx.words_for(place)), key=f"{key}:p{place.id}", until=until)
        for place in await _channels(ctx, row)
    ]
    posts += [
        Addressed(to=reader, post=to(reader, one), key=f"{key}:m{reader.id}", until=until)
        for one, reader in await _concerned(ctx, said, knows)
    ]
    await ctx.post_each(posts)


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


async def cancelled(ctx: Context, row: MeetingRow, known: Details, reason: str) -> None:
    """Tell the channels of a meeting, and those who come or may, that what they know does not take place."""
    why = [_("The reason: {reason}", reason=escape(reason))] if reason else []
    file = await announcing.file_of(ctx, row)

    def post(words: Words) -> Post:
        return Post(text=words.join([_is_off(known, words), *why, _TAKE_OUT]), files=(file,))

    key, until = f"cancelled:{row.id}:{row.sequence}", max(known.over_at, row.ends_at or row.starts_at)
    posts = [
        Addressed(to=place, post=post(ctx.words_for(place)), key=f"{key}:p{place.id}", until=until)
        for place in await _channels(ctx, row)
    ]
    said = await register.answers(ctx.session, row.id)
    posts += [
        Addressed(to=reader, post=post(ctx.words_for(reader)), key=f"{key}:m{reader.id}", until=until)
        for _one, reader in await _concerned(ctx, said, ctx.member.id)
    ]
    await ctx.post_each(posts)


_TAKE_OUT = _(
    "Is it in your calendar? The file takes it out of it; where it stays all the same, delete it there."
)


def _is_off(known: Details, words: Words) -> Text:
    title = Markup(f"**{escape(known.title)}**")
    return _("{title} is cancelled: it was to be {when}.", title=title, when=spelling.when(known, words))


async def _channels(ctx: WorkContext, row: MeetingRow) -> list[Place]:
    found = [await ctx.find_place(stands.place_id) for stands in await register.places(ctx.session, row.id)]
    return [place for place in found if place is not None]


async def _concerned(
    ctx: WorkContext, said: Sequence[AttendanceRow], knows: int
) -> list[tuple[AttendanceRow, Member]]:
    """Return those who said that they come, or may, but for who knows."""
    some = [one for one in said if one.answer != Coming.NO and one.member_id != knows]
    known = await find_members(ctx.session, ctx.network.id, [one.member_id for one in some])
    return [(one, known[one.member_id]) for one in some if one.member_id in known]
