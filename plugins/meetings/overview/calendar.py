"""`/rencontre calendrier`: all meetings of a channel, or of a person, as one file for calendars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, exists, func, or_, select

from bot.chat.messages import File, Reply
from bot.language.folding import slug
from bot.language.messages import Text, _, ngettext
from bot.plugin import Context, OpenForm, Refusal
from plugins.meetings.calendars.entries import MEDIA_TYPE
from plugins.meetings.declaration import meetings
from plugins.meetings.gatherings.announcing import entry_of
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.models import AttendanceRow, MeetingRow
from plugins.meetings.overview.scope import Scope, scope_of
from plugins.meetings.overview.wanted import Wanted, WantedInCalendar

_SINCE = timedelta(days=365)
"""So far back meetings stand in the file where nobody says which ones are wanted."""
_CANCELLED_SINCE = timedelta(days=180)
"""For so long a cancelled meeting stands in the file as such, so that it goes from calendars that have it."""
_MOST = 1000


@meetings.command(
    "calendrier",
    english="calendar",
    aliases=("agenda", "ics", "ical", "icalendar", "agendas", "calendriers"),
    summary=_("Have all meetings of this channel in your calendar; in private, all of yours"),
    examples=_("/meeting calendar\n/meeting calendar 2027"),
    instead=("prochaines",),
    opens_form=True,
)
async def calendar(ctx: Context, wanted: WantedInCalendar = None) -> Reply | OpenForm:
    """Give all meetings as one file, and say how calendars take it."""
    from plugins.meetings.agenda.typed import is_order
    from plugins.meetings.calendars.files import calendar_file

    if wanted is not None and is_order(wanted.said):  # “agenda” is a calendar in French only
        from plugins.meetings.agenda.commands import agenda

        return await agenda(ctx, wanted.said)
    scope = await scope_of(ctx)
    rows = await _meetings(ctx, scope, wanted or Wanted())
    if not rows:
        raise Refusal("no_meetings", _nothing(scope, wanted))
    entries = [await entry_of(ctx, row) for row in rows]
    name = str(ctx.words(_name(ctx, scope)))
    # of a single meeting a file with a name would be a calendar of its own in Outlook
    content = calendar_file(entries, name if len(entries) > 1 else "")
    file = File(f"{slug(name)}.ics", MEDIA_TYPE, content)
    return Reply(text=ctx.words.join(_how(rows)), files=(file,), private=True)


def _nothing(scope: Scope, wanted: Wanted | None) -> Text:
    if wanted is not None and wanted.said:
        return _(
            "No meeting answers to that. `/meeting calendar` alone gives all of them; what a meeting is to "
            "speak of goes to `/meeting topics`."
        )
    if scope.place is None:
        return _("You have no meeting yet: neither in your channels, nor any to which you come.")
    return _("No meeting of this channel has a date yet. `/meeting coming` shows the votes that go on.")


def _name(ctx: Context, scope: Scope) -> Text:
    if scope.place is None:
        return _("My meetings, {network}", network=ctx.network.name)
    return _("Meetings of {channel}", channel=ctx.place.name)


async def _meetings(ctx: Context, scope: Scope, wanted: Wanted) -> Sequence[MeetingRow]:
    """Return the meetings of the file: in a DM without those to which the person does not come."""
    found = [MeetingRow.network_id == scope.network, scope.meetings()]
    found.append(or_(MeetingRow.cancelled_at.is_(None), MeetingRow.cancelled_at > ctx.now - _CANCELLED_SINCE))
    ends = func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at)
    days = wanted.between(ctx.words.zone)
    if days is not None:
        found.append(and_(MeetingRow.starts_at < days[1], ends >= days[0]))
    elif wanted.is_past:
        found.append(MeetingRow.starts_at <= ctx.now)
    else:
        found.append(ends > ctx.now - _SINCE)
    if scope.place is None:
        found.append(
            ~exists().where(
                AttendanceRow.meeting_id == MeetingRow.id,
                AttendanceRow.member_id == scope.member,
                AttendanceRow.answer == Coming.NO,
            )
        )
    latest = select(MeetingRow).where(*found).order_by(MeetingRow.starts_at.desc(), MeetingRow.id.desc())
    rows = await ctx.session.scalars(latest.limit(_MOST))
    return [row for row in reversed(rows.all()) if wanted.has_words(row.title)]


_OUTLOOK_ONE = _("- Outlook: open the file, then save the meeting in your calendar.")
_OUTLOOK_MANY = _("- Outlook: open the file; it makes a calendar of its own, beside yours.")


def _how(rows: Sequence[MeetingRow]) -> list[Text]:
    """Return what the file holds, and how each calendar takes it."""
    cancelled = sum(row.cancelled_at is not None for row in rows)
    holds: Text = ngettext(
        "{count} meeting for your calendar.", "{count} meetings for your calendar.", len(rows)
    )
    if cancelled:
        said = ngettext(
            "{count} of them is cancelled, so that it goes from calendars that have it.",
            "{count} of them are cancelled, so that they go from calendars that have them.",
            cancelled,
        )
        holds = _("{meetings} {cancelled}", meetings=holds, cancelled=said)
    return [
        holds,
        _("- Thunderbird: in the calendar, menu “Events and Tasks”, “Import”, then choose this file."),
        _OUTLOOK_MANY if len(rows) > 1 else _OUTLOOK_ONE,
        _("- Google Calendar: on a computer, settings, “Import & export”, then choose this file."),
        _("- Apple (Calendar on iPhone, iPad or Mac): open the file, then choose the calendar it goes into."),
        _(
            "The file is as of today: when a date changes, ask for it again. Where your calendar keeps an "
            "old date or a cancelled meeting, delete that one by hand, then import again."
        ),
    ]
