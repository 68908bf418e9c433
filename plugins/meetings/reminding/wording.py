"""What a reminder of a meeting says: how soon it is, when and where, and what the reader said of coming."""

from __future__ import annotations

from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _, escape
from plugins.meetings.gatherings.announcing import attendance_line, where
from plugins.meetings.gatherings.attending import Attendance, Coming
from plugins.meetings.gatherings.spelling import how_soon, when
from plugins.meetings.models import AttendanceRow, MeetingRow


def reminder(row: MeetingRow, days: int, words: Words, *more: Text, said: Markup | None = None) -> Markup:
    """Return what a reminder says of a meeting that is so many days away, and what is `more` to say.

    Where a template `said` of the meeting what there is to say, that stands in the place of the usual words.
    """
    if said is not None:
        return words.join([said, Markup(""), *more])
    title = Markup(f"**{escape(row.title)}**")
    usual = _("Reminder: {title} is {how_soon}, {when}.", title=title, how_soon=how_soon(days))
    return words.join([usual(when=when(row, words)), *where(row), *more])


def for_channel(row: MeetingRow, coming: Attendance) -> Text:
    """Return what the reminder of a channel says of who comes."""
    return attendance_line(row, coming)


def for_person(one: AttendanceRow, coming: Attendance) -> Text:
    """Return what the reminder of somebody says of what they answered."""
    if one.by_vote and one.member_id not in coming.waiting:
        return _("You voted for this date: are you coming?")
    if one.answer == Coming.MAYBE:
        return _("You said that you may come. Do you know by now?")
    if one.member_id in coming.waiting:
        place = coming.waiting.index(one.member_id) + 1
        return _("You wait for a seat: you are no. {place} to get one that becomes free.", place=place)
    if one.to_confirm:
        return _("You said so of another date: are you coming to this one?")
    return _("You said that you are coming.")


def question(row: MeetingRow, words: Words) -> Markup:
    """Return what somebody is asked who has not said whether they come."""
    title = Markup(f"**{escape(row.title)}**")
    said = _("{title}, {when}: are you coming?", title=title, when=when(row, words))
    return words.join([said, *where(row), _("You are asked only this once.")])
