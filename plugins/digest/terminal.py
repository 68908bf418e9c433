"""`maillage digest`: letters as files, from a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.folding import fold
from bot.language.messages import _
from bot.plugin import Refusal
from bot.plugin.desk import Desk
from bot.store.tables import PlaceRow
from plugins.digest import register
from plugins.digest.declaration import plugin
from plugins.digest.models import LetterRow, SeriesRow, State
from plugins.digest.showing import stored_document

digest = plugin.cli_group("digest", summary=_("Letters: write them into files"))


@digest.command(
    "export", help=_("Write a letter that was sent into a file: the last one, or that of a number.")
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
    from plugins.digest.exporting import content_of

    chosen = _form(form, output)
    async with desk.read() as session:
        series = await _series(session, desk, channel)
        found = await _letter(session, series, letter)
        document = stored_document(series, found, await register.items(session, found.id))
        content = content_of(document, chosen, series.id)
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as problem:
        raise Refusal(
            "unwritable", _("I cannot write {file}: {why}", file=str(output), why=problem.strerror or "")
        ) from None
    desk.tell(_("Letter no. {number} written into {file}.", number=found.number, file=str(output)))


def _form(form: str | None, output: Path | None) -> str:
    """Return the form of the file: the one that was named, else that of its name, else Markdown."""
    from plugins.digest.exporting import FORMATS

    named = form or (output.suffix.removeprefix(".") if output is not None else "") or "md"
    if named.lower() not in FORMATS:
        raise Refusal(
            "unknown_form",
            _("I do not write “{form}”: choose one of {known}.", form=named, known=", ".join(FORMATS)),
        )
    return named.lower()


async def _series(session: AsyncSession, desk: Desk, channel: str | None) -> SeriesRow:
    """Return the letter of a channel, or the only one that there is."""
    rows = (
        await session.execute(
            select(SeriesRow, PlaceRow.name)
            .join(PlaceRow, PlaceRow.id == SeriesRow.place_id)
            .where(SeriesRow.network_id == desk.network.id)
            .order_by(PlaceRow.name, SeriesRow.id)
        )
    ).all()
    found = [row for row, name in rows if channel is None or fold(name) == fold(channel.lstrip("#~"))]
    if len(found) == 1:
        return found[0]
    if not rows:
        raise Refusal("no_letter", _("No channel of this network has a letter yet."))
    names = ", ".join(name for _row, name in rows)
    if channel is None:
        raise Refusal("which_letter", _("Say which channel’s, with `--channel`: {names}.", names=names))
    raise Refusal(
        "no_letter",
        _(
            "“{channel}” has no letter, or several channels have this name: {names}.",
            channel=channel,
            names=names,
        ),
    )


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
