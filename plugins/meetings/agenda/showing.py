"""An agenda as it is read: its items in order, who proposed them, and how long they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.chat.messages import Button, Post
from bot.language.catalogue import Words
from bot.language.dates import spell_duration
from bot.language.messages import Markup, Message, Text, _, escape, escape_line
from bot.plugin import WorkContext
from bot.store.people import find_members
from plugins.meetings.agenda import planned, register
from plugins.meetings.agenda.items import says_itself
from plugins.meetings.agenda.models import ItemRow, Topic
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.models import MeetingRow

LABELS: Mapping[Topic, Message] = {
    Topic.NEWS: _("news"),
    Topic.NEED: _("need"),
    Topic.IDEA: _("idea"),
    Topic.PRACTICE: _("practice to share"),
    Topic.QUESTION: _("question"),
}
_OPENING: Mapping[Topic, Message] = {
    Topic.NEWS: _("News: {text}"),
    Topic.NEED: _("Need: {text}"),
    Topic.IDEA: _("Idea: {text}"),
    Topic.PRACTICE: _("Practice to share: {text}"),
    Topic.QUESTION: _("Question: {text}"),
}


def title_of(row: ItemRow) -> Text:
    """Return what an item is and what it is about."""
    if row.kind is None or says_itself(row.text, Topic(row.kind)):
        return escape_line(row.text)
    return _OPENING[Topic(row.kind)](text=row.text)


async def names_of(ctx: WorkContext, rows: Sequence[ItemRow], seen_from: int | None = None) -> dict[int, str]:
    """Return the names of those who proposed some items, by the ids of the items.

    `seen_from` a channel nobody is named who proposed theirs in another one that is private.
    """
    hidden: set[int] = set()
    for number in {row.place_id for row in rows} - {seen_from} if seen_from is not None else ():
        place = await ctx.find_place(number)
        hidden |= {number} if place is None or place.is_private else set()
    told = {row.id: row.member_id for row in rows if row.member_id is not None and row.place_id not in hidden}
    found = await find_members(ctx.session, ctx.network.id, set(told.values()))
    return {item: found[member].name for item, member in told.items() if member in found}


async def text_of(
    ctx: WorkContext, agenda: Agenda, words: Words, *, advises: bool = False, seen_from: int | None = None
) -> Markup:
    """Return an agenda in the words of who reads it; who orders it is advised where time is short.

    `seen_from` a channel it names whom those in it may know of.
    """
    rows = await register.items(ctx.session, agenda)
    names = await names_of(ctx, rows, seen_from)
    lines: list[Text] = [_headline(agenda.meeting, words)]
    lines += [_line(number, row, names, words) for number, row in enumerate(rows, 1)]
    if not rows:
        lines.append(_("Nothing is on it yet."))
    lines += _total(rows, agenda.meeting, words)
    if advises and agenda.meeting is not None:
        lines += _advice(rows, agenda.meeting, words)
    return words.join(lines)


def _headline(row: MeetingRow | None, words: Words) -> Text:
    if row is None:
        return _("No meeting is planned here: this waits for the next one.")
    title = words(_("Agenda of “{title}”", title=row.title))
    return _("{title}, {when}", title=Markup(f"**{title}**"), when=when(row, words))


def _line(number: int, row: ItemRow, names: Mapping[int, str], words: Words) -> Text:
    said = _("{number}. {item}", number=number, item=title_of(row))
    about: list[Text] = []
    if (name := names.get(row.id)) is not None:
        about.append(escape(name))
    if row.minutes:
        about.append(spell_duration(timedelta(minutes=row.minutes), words.language))
    return _("{item} ({about})", item=said, about=words.join(about, ", ")) if about else said


def _total(rows: Sequence[ItemRow], meeting: MeetingRow | None, words: Words) -> list[Text]:
    total = _time_of(rows)
    if not total:
        return []
    length = planned.length_of(meeting) if meeting is not None else None
    said = spell_duration(total, words.language)
    if length is None:
        return [_("Planned in all: {total}.", total=said)]
    return [
        _("Planned in all: {total} of {length}.", total=said, length=spell_duration(length, words.language))
    ]


def _time_of(rows: Sequence[ItemRow]) -> timedelta:
    return timedelta(minutes=sum(row.minutes or 0 for row in rows))


def _advice(rows: Sequence[ItemRow], meeting: MeetingRow, words: Words) -> list[Text]:
    """Return what to do where the meeting is too short for all that is on its agenda."""
    total, length = _time_of(rows), planned.length_of(meeting)
    if length is None or total < length:
        return []
    if total > length:
        over = spell_duration(total - length, words.language)
        return [_("That is {over} more than the meeting lasts: shorten or postpone something.", over=over)]
    if any(not row.minutes for row in rows):
        return [_("Nothing is left for the items of which nobody said how long they take.")]
    return []


async def post_of(ctx: WorkContext, agenda: Agenda, words: Words) -> Post:
    """Return the post of an agenda in one of its channels."""
    text = await text_of(ctx, agenda, words, seen_from=agenda.place)
    about = {"meeting": agenda.meeting.id} if agenda.meeting is not None else {}
    return Post(text=text, buttons=(Button(_("Propose an item"), "agenda-add", {**about}),))
