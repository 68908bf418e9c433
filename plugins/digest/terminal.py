"""`maillage digest`: letters as files, from a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import Markup, _, escape
from bot.plugin import Refusal
from bot.plugin.desk import Desk
from bot.store.channels import called, channels, labelled
from plugins.digest import register
from plugins.digest.declaration import plugin
from plugins.digest.models import DestinationRow, LetterRow, SeriesRow, State
from plugins.digest.showing import stored_document

_ALSO = {"htm": "html", "markdown": "md", "text": "txt"}
"""Other ends of names of files, with the form that is meant."""

digest = plugin.cli_group("digest", summary=_("Letters: write them into files"))


@digest.command(
    "export",
    help=_("Write a letter that was sent into a file: the last one, or that of a number."),
    needs_data=True,
)
async def export(
    desk: Desk,
    letter: Annotated[
        int | None, typer.Option("--letter", metavar="N", help=_("Its number; the last one by default.").text)
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option("--channel", metavar="CHANNEL", help=_("The channel of the letter.").text),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="md|html|txt|eml", help=_("By default, as the file’s name ends.").text
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=_("Where to; standard output by default.").text),
    ] = None,
) -> None:
    """Write a letter into a file, or to standard output."""
    from plugins.digest.exporting import content_of, name_of_series

    chosen = _form(form, output)
    async with desk.read() as session:
        series = await _series(session, desk, channel)
        found = await _letter(session, series, letter)
        document = stored_document(series, found, await register.items(session, found.id))
    desk.write(content_of(document, chosen, name_of_series(series)), output)
    if output is not None:
        desk.tell(_("Letter no. {number} written into {file}.", number=found.number, file=str(output)))


def _form(form: str | None, output: Path | None) -> str:
    """Return the form of the file: the one that was named, else that of its name, else Markdown."""
    from plugins.digest.exporting import FORMATS

    named = form or (output.suffix.removeprefix(".") if output is not None else "") or "md"
    chosen = _ALSO.get(named.lower(), named.lower())
    if chosen not in FORMATS:
        raise Refusal(
            "unknown_form",
            _("I do not write “{form}”: choose one of {known}.", form=named, known=", ".join(FORMATS)),
        )
    return chosen


async def _series(session: AsyncSession, desk: Desk, typed: str | None) -> SeriesRow:
    """Return the letter that a channel has or receives, or the only one that there is."""
    of_place = await _of_places(session, desk.network.id)
    known = [one for one in await channels(session, desk.network.id) if one.place.id in of_place]
    if not known:
        raise Refusal("no_letter", _("No channel of this network has a letter yet."))
    found = known if typed is None else called(typed, known)
    letters = {of_place[one.place.id].id: of_place[one.place.id] for one in found}
    if len(letters) == 1:
        return next(iter(letters.values()))
    names = Markup(", ".join(escape(labelled(one, known)) for one in found or known))
    if typed is None:
        raise Refusal("which_letter", _("Say which channel’s, with `--channel`: {names}.", names=names))
    if found:
        raise Refusal(
            "which_letter",
            _("Several channels are called “{name}”. Write which one: {choices}.", name=typed, choices=names),
        )
    raise Refusal(
        "no_letter",
        _("No channel “{channel}” has a letter. These have: {names}.", channel=typed, names=names),
    )


async def _of_places(session: AsyncSession, network: int) -> dict[int, SeriesRow]:
    """Return the letters of a network by the channels where they are read, also those that were removed."""
    rows = (await session.scalars(select(SeriesRow).where(SeriesRow.network_id == network))).all()
    by_id = {row.id: row for row in rows}
    goes = await session.scalars(select(DestinationRow).where(DestinationRow.network_id == network))
    return {row.place_id: row for row in rows} | {one.place_id: by_id[one.series_id] for one in goes}


async def _letter(session: AsyncSession, series: SeriesRow, number: int | None) -> LetterRow:
    wanted = [LetterRow.series_id == series.id, LetterRow.state == State.SENT]
    if number is not None:
        wanted.append(LetterRow.number == number)
    found = await session.scalar(select(LetterRow).where(*wanted).order_by(LetterRow.number.desc()).limit(1))
    if found is None and number is not None:
        raise Refusal("unknown_letter", _("There is no letter no. {number} that was sent.", number=number))
    if found is None:
        raise Refusal("unknown_letter", _("This channel’s letter was never sent yet."))
    return found
