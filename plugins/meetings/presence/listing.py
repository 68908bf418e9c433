"""Who comes, listed: by name for those who manage a meeting, by number for all others."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import Context
from bot.store.people import find_members
from plugins.meetings.gatherings import announcing, register, spelling
from plugins.meetings.gatherings.attending import Attendance, Coming
from plugins.meetings.models import AttendanceRow, MeetingRow
from plugins.meetings.polls.expecting import Expected

_MOST = 100
"""So many names are listed; a line of more is not read."""


async def for_managers(ctx: Context, row: MeetingRow, people: Expected) -> Markup:
    """Return who said what of a meeting, by name, and who of its channels said nothing."""
    coming = await register.who_comes(ctx.session, row)
    said = await register.answers(ctx.session, row.id)
    to_confirm = sum(one.to_confirm for one in said if one.answer == Coming.YES)
    silent = sorted(people.members - {one.member_id for one in said})
    lines: list[Text] = [headline(ctx, row)]
    lines += await _named(ctx, _("Coming ({count}): {names}"), coming.seated)
    if to_confirm:
        confirmed = ngettext(
            "{count} of them has not confirmed the new date.",
            "{count} of them have not confirmed the new date.",
            to_confirm,
        )
        lines.append(confirmed)
    lines += await _named(ctx, _("Of these by their vote alone ({count}): {names}"), _by_vote(coming))
    lines += await _named(ctx, _("Waiting for a seat ({count}): {names}"), coming.waiting)
    lines += await _named(ctx, _("Maybe ({count}): {names}"), coming.maybe)
    lines += await _named(ctx, _("Not coming ({count}): {names}"), coming.absent)
    lines += await _named(ctx, _("No answer ({count}): {names}"), silent)
    if people.strangers:
        lines.append(
            ngettext(
                "And {count} person of the channel whom I have not met yet.",
                "And {count} people of the channel whom I have not met yet.",
                people.strangers,
            )
        )
    if not people.is_known:
        lines.append(_("Who else is in the channel, its chat does not tell me."))
    if len(lines) == 1:
        lines.append(_("Nobody has answered yet."))
    return ctx.words.join(lines)


def _by_vote(coming: Attendance) -> list[int]:
    return [member for member in coming.seated if member in coming.by_vote]


async def _named(ctx: Context, line: Text, members: Sequence[int]) -> list[Text]:
    known = await find_members(ctx.session, ctx.network.id, members)
    found = [known[number] for number in members if number in known]
    if not found or isinstance(line, Markup):
        return []
    names = Markup(", ".join(escape(member.name) for member in found[:_MOST]))
    if len(found) > _MOST:
        names = ctx.words(_("{names} and {more} others", names=names, more=len(found) - _MOST))
    return [line(count=len(found), names=names)]


async def for_others(ctx: Context, row: MeetingRow) -> Markup:
    """Return how many come to a meeting, and what the person said."""
    coming = await register.who_comes(ctx.session, row)
    said = await register.answers(ctx.session, row.id)
    mine = next((one for one in said if one.member_id == ctx.member.id), None)
    return ctx.words.join([headline(ctx, row), announcing.attendance_line(row, coming), _own(mine, coming)])


def _own(mine: AttendanceRow | None, coming: Attendance) -> Text:
    if mine is None:
        return _("You have not said whether you come.")
    if mine.by_vote and mine.member_id not in coming.waiting:
        return _("You voted for this date: are you coming?")
    if mine.answer == Coming.NO:
        return _("You said that you are not coming.")
    if mine.answer == Coming.MAYBE:
        return _("You said that you may come.")
    if mine.member_id in coming.waiting:
        place = coming.waiting.index(mine.member_id) + 1
        return _("You wait for a seat: you are no. {place} to get one that becomes free.", place=place)
    return _("You said that you are coming.")


def headline(ctx: Context, row: MeetingRow) -> Text:
    """Return what a meeting is called, and when it is."""
    title = Markup(f"**{escape(row.title)}**")
    return _("{title}, {when}", title=title, when=spelling.when(row, ctx.words))
