"""`/rencontre export`: the meetings of a channel as a table, for reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, or_, select

from bot.chat.messages import File, Reply
from bot.chat.people import Role
from bot.chat.places import PlaceKind
from bot.language.folding import slug
from bot.language.messages import Text, _, ngettext
from bot.plugin import Arg, Context, NotAllowed, Refusal
from bot.plugin.loading import load
from bot.store.tables import PlaceRow
from plugins.meetings.declaration import meetings
from plugins.meetings.gatherings import register
from plugins.meetings.hosting.register import host_name
from plugins.meetings.models import MeetingPlaceRow, MeetingRow
from plugins.meetings.overview.scope import scope_of
from plugins.meetings.overview.wanted import Wanted, WantedArgument
from plugins.meetings.survey.register import satisfactions
from plugins.meetings.survey.results import Satisfaction

if TYPE_CHECKING:
    from plugins.meetings.overview.table import Line

_MOST = 2000
_ONLY_COORDINATORS = _("Only those who coordinate this channel have its meetings as a table.")


@meetings.command(
    "export",
    english="export",
    aliases=("exporter", "csv", "tableau", "tableur", "excel", "statistiques", "stats", "table"),
    summary=_("Have the meetings as a table: dates, attendance, satisfaction"),
    examples=_("/meeting export\n/meeting export 2026\n/meeting export 1st quarter 2026"),
    instead=("calendrier",),
)
async def export(
    ctx: Context,
    period: Annotated[
        Wanted | None,
        WantedArgument(looks_back=True),
        Arg(
            _("period"),
            help=_("“2026”, “October”, “1st half 2026”; without it, all of them."),
            max_length=200,
        ),
    ] = None,
) -> Reply:
    """Give the meetings as a table, to who coordinates; it names nobody who came."""
    wanted = period or Wanted()
    rows = await _meetings(ctx, wanted)
    if not rows:
        raise Refusal("no_meetings", _nothing(wanted))
    await load("plugins.meetings.overview.table")
    name = str(ctx.words(_name(ctx)))
    when = f"-{slug(wanted.said)}" if wanted.said else ""
    file = File(f"{slug(name)}{when}.csv", "text/csv", await _table(ctx, rows))
    said = ngettext("{count} meeting, a line each.", "{count} meetings, a line each.", len(rows))
    lines: list[Text] = [
        said,
        _(
            "The file opens in LibreOffice or Excel. It counts who came, and names none of them; "
            "satisfaction is told from three answers on."
        ),
    ]
    return Reply(text=ctx.words.join(lines), files=(file,), private=True)


def _nothing(wanted: Wanted) -> Text:
    if wanted.said:
        return _("No meeting is of that time. `/meeting export` alone gives all of them.")
    return _("There is no meeting yet to make a table of.")


def _name(ctx: Context) -> Text:
    if ctx.place.kind is PlaceKind.DM:
        return _("Meetings of {channel}", channel=ctx.network.name)
    return _("Meetings of {channel}", channel=ctx.place.name)


async def _meetings(ctx: Context, wanted: Wanted) -> Sequence[MeetingRow]:
    """Return the meetings of the table, the first one first.

    Raises:
        NotAllowed: the person does not coordinate the channel.
    """
    found = [MeetingRow.network_id == ctx.network.id, await _seen(ctx)]
    days = wanted.between(ctx.words.zone)
    if days is not None:
        ends = func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at)
        found += [MeetingRow.starts_at < days[1], ends >= days[0]]
    elif wanted.is_past:
        found.append(MeetingRow.starts_at <= ctx.now)
    latest = select(MeetingRow).where(*found).order_by(MeetingRow.starts_at.desc(), MeetingRow.id.desc())
    rows = (await ctx.session.scalars(latest.limit(_MOST))).all()
    return [row for row in reversed(rows) if wanted.has_words(row.title)]


async def _seen(ctx: Context) -> ColumnElement[bool]:
    """Return which meetings the person may have: of their channel; in a DM of all that are not private.

    Raises:
        NotAllowed: they do not coordinate it, or in a DM the network.
    """
    scope = await scope_of(ctx)
    if scope.place is not None:
        if not await ctx.may(Role.COORDINATOR):
            raise NotAllowed(_ONLY_COORDINATORS)
        return scope.meetings()
    if not await ctx.may_everywhere(Role.COORDINATOR):
        raise NotAllowed(
            _(
                "In private, only who coordinates the whole network has it: write `/meeting export` in a "
                "channel."
            )
        )
    public = (
        exists()
        .where(MeetingPlaceRow.meeting_id == MeetingRow.id, PlaceRow.id == MeetingPlaceRow.place_id)
        .where(PlaceRow.is_private.is_(False))
    )
    return or_(public, scope.meetings())


async def _table(ctx: Context, rows: Sequence[MeetingRow]) -> bytes:
    from plugins.meetings.overview.table import HEADINGS, STATES, as_csv

    given = await satisfactions(ctx.session, [row.id for row in rows])
    lines = [await _line(ctx, row, given.get(row.id)) for row in rows]
    headings = [str(ctx.words(heading)) for heading in HEADINGS]
    states = {state: str(ctx.words(word)) for state, word in STATES.items()}
    return as_csv(lines, headings, states, ctx.words.language)


async def _line(ctx: Context, row: MeetingRow, given: Satisfaction | None) -> Line:
    from plugins.meetings.overview.table import Line, State

    coming = await register.who_comes(ctx.session, row)
    zone = ZoneInfo(row.zone)
    state = State.HELD if row.starts_at <= ctx.now else State.COMING
    return Line(
        start=row.starts_at.astimezone(zone),
        end=row.ends_at.astimezone(zone) if row.ends_at is not None else None,
        all_day=row.all_day,
        title=row.title,
        state=state if row.cancelled_at is None else State.CANCELLED,
        channels=tuple(await _channels(ctx, row)),
        place=row.place,
        has_link=bool(row.link),
        host=await host_name(ctx, row),
        seats=row.seats,
        come=len(coming.seated),
        may_come=len(coming.maybe),
        absent=len(coming.absent),
        waiting=len(coming.waiting),
        opinions=given.count if given is not None else None,
        mean=given.mean if given is not None else None,
    )


async def _channels(ctx: Context, row: MeetingRow) -> list[str]:
    """Return the names of the channels of a meeting; of private ones only that where the person speaks."""
    places = [await ctx.find_place(stands.place_id) for stands in await register.places(ctx.session, row.id)]
    return [place.name for place in places if place and (not place.is_private or place.id == ctx.place.id)]
