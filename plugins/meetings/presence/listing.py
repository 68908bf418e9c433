"""Who comes, listed: by name for those who manage a meeting, by number for all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.delivery import SendFailedError, SendRefusedError
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import ChannelPeople, Context, Outside
from bot.store.people import find_members
from plugins.meetings.gatherings import announcing, register, spelling
from plugins.meetings.gatherings.attending import Attendance, Coming
from plugins.meetings.models import AttendanceRow, MeetingRow
from plugins.meetings.polls.expecting import Expected

_MOST = 100
"""So many names are listed; a line of more is not read."""


@dataclass(frozen=True, slots=True)
class PeopleLookup:
    """Asks the chats who is in some channels."""

    places: tuple[int, ...]

    async def look(self, outside: Outside) -> Expected:
        """Return who is there; what a chat does not tell, or not now, is not known."""
        people, found = outside.service(ChannelPeople), Expected()
        for place in self.places:
            try:
                found = found.with_channel(await people.present(place))
            except SendFailedError:
                found = found.with_channel(None)
            except SendRefusedError:
                continue  # that channel is gone: nobody is waited for there
        return found


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
