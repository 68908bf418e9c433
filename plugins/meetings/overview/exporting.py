"""`/rencontre export`: the meetings of a channel as a table, for reports."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import ColumnElement, and_, exists, or_

from bot.chat.messages import File, Reply
from bot.chat.people import Role
from bot.chat.places import PlaceKind
from bot.language.folding import slug
from bot.language.messages import Text, _, ngettext
from bot.plugin import Arg, Context, NotAllowed, Refusal
from bot.plugin.loading import load
from bot.store.tables import PlaceRow
from plugins.meetings.declaration import meetings
from plugins.meetings.models import MeetingPlaceRow, MeetingRow
from plugins.meetings.overview.scope import scope_of
from plugins.meetings.overview.wanted import Wanted, WantedArgument

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
    await load("plugins.meetings.overview.lines")
    from plugins.meetings.overview.lines import found, table_of

    rows = await found(ctx.session, await _seen(ctx), wanted, ctx.now, ctx.words.zone)
    if not rows:
        raise Refusal("no_meetings", nothing(wanted))
    here = ctx.place.id
    name = str(ctx.words(_name(ctx)))
    when = f"-{slug(wanted.said)}" if wanted.said else ""
    content = await table_of(ctx.session, rows, ctx.words, ctx.now, here)
    file = File(f"{slug(name)}{when}.csv", "text/csv", content)
    said = ngettext("{count} meeting, a line each.", "{count} meetings, a line each.", len(rows))
    lines: list[Text] = [
        said,
        _(
            "The file opens in LibreOffice or Excel. It counts who came, and names none of them; "
            "satisfaction is told from three answers on."
        ),
    ]
    return Reply(text=ctx.words.join(lines), files=(file,), private=True)


def nothing(wanted: Wanted) -> Text:
    """Return what to say where no meeting is wanted."""
    if wanted.said:
        return _("No meeting is of that time. `/meeting export` alone gives all of them.")
    return _("There is no meeting yet to make a table of.")


def _name(ctx: Context) -> Text:
    if ctx.place.kind is PlaceKind.DM:
        return _("Meetings of {channel}", channel=ctx.network.name)
    return _("Meetings of {channel}", channel=ctx.place.name)


async def _seen(ctx: Context) -> ColumnElement[bool]:
    """Return which meetings the person may have: of their channel; in a DM of all that are not private.

    Raises:
        NotAllowed: they do not coordinate it, or in a DM the network.
    """
    scope = await scope_of(ctx)
    if scope.place is not None:
        if not await ctx.may(Role.COORDINATOR):
            raise NotAllowed(_ONLY_COORDINATORS)
        return and_(MeetingRow.network_id == ctx.network.id, scope.meetings())
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
    return and_(MeetingRow.network_id == ctx.network.id, or_(public, scope.meetings()))
