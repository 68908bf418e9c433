"""Which agenda somebody means: that of the next meeting, unless they name another one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.places import PlaceKind
from bot.language.messages import Text, _, escape
from bot.language.moments import Understood, read
from bot.plugin import Context, Refusal
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.gatherings import meant
from plugins.meetings.gatherings import register as meetings
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.models import MeetingRow


async def agenda_of(ctx: Context, of: str = "") -> Agenda:
    """Return the agenda of the next meeting, or of the one that some words name; else of what waits.

    Raises:
        Refusal: the words name none, or several, or there is none in a direct message.
    """
    rows = await meant.coming(ctx)
    if of:
        return await that_of(ctx, _one(ctx, rows, of))
    if rows:
        return await that_of(ctx, rows[0])
    if ctx.place.kind is PlaceKind.DM:
        raise Refusal(
            "no_meeting",
            _("No meeting is planned in your channels: write this in the channel of those who meet."),
        )
    return Agenda(None, ctx.place.id)


async def that_of(ctx: Context, row: MeetingRow) -> Agenda:
    """Return the agenda of a meeting, as it is spoken of where the person is."""
    places = [stands.place_id for stands in await meetings.places(ctx.session, row.id)]
    if not places:
        raise Refusal("no_channel", _("This meeting has no channel any more."))
    return Agenda(row, ctx.place.id if ctx.place.id in places else places[0])


async def chosen_meeting(ctx: Context) -> MeetingRow:
    """Return the meeting that was chosen in a menu, if it is one of those that the person is shown.

    Raises:
        Refusal: it is not.
    """
    rows = (*await meant.coming(ctx), *await meant.past(ctx))
    row = next((row for row in rows if str(row.id) == ctx.choice), None)
    if row is None:
        raise Refusal("unknown_meeting", _("This meeting is not there any more."))
    return row


def names_one(ctx: Context, rows: Sequence[MeetingRow], of: str) -> bool:
    """Return whether some words may be about a meeting: they name one, or a day."""
    return bool(meant.named(rows, of, ctx.reading)) or isinstance(read(of, ctx.reading), Understood)


def _one(ctx: Context, rows: Sequence[MeetingRow], of: str) -> MeetingRow:
    found = meant.named(rows, of, ctx.reading)
    if len(found) == 1:
        return found[0]
    lines: list[Text] = [
        _("- {title}, {when}", title=escape(row.title), when=when(row, ctx.words)) for row in found or rows
    ]
    if found:
        said = _("Several meetings may be meant: say which one by its date.")
    elif rows:
        said = _("No meeting to come is called “{words}”. These are planned:", words=of)
    else:
        said = _("No meeting is planned here yet. Without “{words}”, this waits for the next one.", words=of)
    raise Refusal("which_meeting", ctx.words.join([said, *lines]))
