"""`maillage meetings`: the meetings of the network as a table, from a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import ColumnElement, and_, select

from bot.language.messages import Markup, _, escape, ngettext
from bot.language.moments import Reading
from bot.plugin import Refusal
from bot.plugin.desk import Desk
from bot.store.channels import called, channels, labelled
from plugins.meetings.declaration import plugin
from plugins.meetings.models import MeetingPlaceRow, MeetingRow

cli = plugin.cli_group("meetings", summary=_("Meetings: write them into a file"))


@cli.command(
    "export",
    help=_("Write the meetings as a CSV file: dates, attendance by counts, satisfaction."),
    needs_data=True,
)
async def export(
    desk: Desk,
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help=_("“2026”, “October”; all by default.").text)
    ] = "",
    channel: Annotated[
        str | None,
        typer.Option("--channel", metavar="CHANNEL", help=_("Those of one channel; all by default.").text),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=_("Where to; standard output by default.").text),
    ] = None,
) -> None:
    """Write the meetings into a file, or to standard output; those of private channels are among them."""
    from plugins.meetings.overview.exporting import nothing
    from plugins.meetings.overview.lines import found, table_of
    from plugins.meetings.overview.wanted import read_wanted

    reading = Reading(desk.now, desk.words.zone, desk.words.language, desk.network.territory)
    wanted = read_wanted(period, reading, looks_back=True)
    async with desk.read() as session:
        seen: ColumnElement[bool] = MeetingRow.network_id == desk.network.id
        place: int | None = None
        if channel is not None:
            known = await channels(session, desk.network.id)
            named = called(channel, known)
            if len(named) != 1:
                names = Markup(", ".join(escape(labelled(one, known)) for one in named or known))
                raise Refusal(
                    "which_channel", _("Which channel do you mean? There are: {names}", names=names)
                )
            place = named[0].place.id
            there = select(MeetingPlaceRow.meeting_id).where(MeetingPlaceRow.place_id == place)
            seen = and_(seen, MeetingRow.id.in_(there))
        rows = await found(session, seen, wanted, desk.now, desk.words.zone)
        if not rows:
            raise Refusal("no_meetings", nothing(wanted))
        content = await table_of(session, rows, desk.words, desk.now, place)
    desk.write(content, output)
    if output is not None:
        desk.tell(
            ngettext(
                "{count} meeting written into {file}.",
                "{count} meetings written into {file}.",
                len(rows),
                file=str(output),
            )
        )
