"""`maillage partners`: cards of partners from files that others publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.language.messages import Continued, Text, _, ngettext
from bot.plugin.desk import Desk
from plugins.partners.declaration import plugin

if TYPE_CHECKING:
    from plugins.partners.importing import Report
    from plugins.partners.reading.records import Problem

_MOST_TOLD = 50
"""More problems than so many are counted rather than told; `--json` has them all."""
_MOST_NAMED = 10

partners = plugin.cli_group("partners", summary=_("Cards of partners"))


@partners.command(
    "import",
    help=_(
        "Import partners from a file: places of digital mediation (national standard, CSV or JSON), "
        "structures or services of data.inclusion (JSON or CSV)."
    ),
)
async def import_file(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The file to read.").text)],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would be done, and do nothing.").text)
    ] = False,
    with_personal_data: Annotated[
        bool,
        typer.Option(
            "--with-personal-data",
            help=_("Keep names of people, their e-mail addresses and mobile numbers.").text,
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document.").text)] = False,
) -> None:
    """Import partners from a file; a line that is wrong stops no other."""
    from plugins.partners.importing import read_file, write

    content = _bytes_of(file)
    with desk.progress(_("Reading")) as advance:
        read = read_file(content, with_personal_data=with_personal_data, advance=advance)
    with desk.progress(_("Writing")) as advance:
        report = await write(desk, read, dry_run=dry_run, advance=advance)
    if as_json:
        desk.tell_json(_document(desk, report, dry_run=dry_run))
    else:
        _tell(desk, report, dry_run=dry_run)
    if report.lines_left_out:
        desk.leave(1)


def _bytes_of(file: Path) -> bytes:
    from plugins.partners.reading.files import LARGEST, FileRefusedError

    try:
        if file.stat().st_size > LARGEST:
            raise FileRefusedError(_("This file is too large: {limit} MB at most.", limit=LARGEST // 1024**2))
        return file.read_bytes()
    except OSError:
        raise FileRefusedError(_("I cannot read the file {file}.", file=str(file))) from None


def _tell(desk: Desk, report: Report, *, dry_run: bool) -> None:
    desk.tell(
        ngettext(
            "This file holds {title}: {count} line.",
            "This file holds {title}: {count} lines.",
            report.lines,
            title=report.format.title,
        )
    )
    for problem in report.problems[:_MOST_TOLD]:
        desk.warn(_said(problem))
    more = len(report.problems) - _MOST_TOLD
    if more > 0:
        desk.warn(ngettext("and {count} more: see --json.", "and {count} more: see --json.", more))
    for line in _summary(report, dry_run=dry_run):
        desk.tell(line)


def _said(problem: Problem) -> Text:
    """Return what is wrong with a line, and what became of it."""
    said: Text
    if not problem.field:
        said = _("Line {line}: {problem}", line=problem.line, problem=Continued(problem.text))
    elif not problem.value:
        said = _(
            "Line {line}, field {field}: {problem}",
            line=problem.line,
            field=problem.field,
            problem=Continued(problem.text),
        )
    else:
        said = _(
            "Line {line}, field {field}, “{value}”: {problem}",
            line=problem.line,
            field=problem.field,
            value=problem.value,
            problem=Continued(problem.text),
        )
    return _("{problem} The line is left out.", problem=said) if problem.fatal else said


def _summary(report: Report, *, dry_run: bool) -> list[Text]:
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    lines: list[Text] = [
        _("Would be added: {added}; changed: {changed}; as they are: {unchanged}.", **counts)
        if dry_run
        else _("Added: {added}; changed: {changed}; as they were: {unchanged}.", **counts)
    ]
    if report.lines_left_out:
        lines.append(ngettext("{count} line left out.", "{count} lines left out.", report.lines_left_out))
    if report.left_out.total:
        lines.append(
            _(
                "Personal data left out: names {names}, e-mail addresses {emails}, mobile numbers {numbers}. "
                "`--with-personal-data` keeps them.",
                names=report.left_out.names,
                emails=report.left_out.emails,
                numbers=report.left_out.numbers,
            )
        )
    if report.removed_here:
        lines.append(
            ngettext(
                "{count} card of this file was removed here: it stays removed.",
                "{count} cards of this file were removed here: they stay removed.",
                report.removed_here,
            )
        )
    if report.missing:
        shown = ", ".join(report.missing[:_MOST_NAMED])
        lines.append(
            ngettext(
                "{count} card is in this file no more; nothing was removed: {names}",
                "{count} cards are in this file no more; nothing was removed: {names}",
                len(report.missing),
                names=shown if len(report.missing) <= _MOST_NAMED else f"{shown}…",
            )
        )
    return lines


def _document(desk: Desk, report: Report, *, dry_run: bool) -> dict[str, object]:
    return {
        "ok": True,
        "format": report.format.name,
        "dry_run": dry_run,
        "lines": report.lines,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "left_out": report.lines_left_out,
        "missing": report.missing,
        "personal_data_left_out": {
            "names": report.left_out.names,
            "emails": report.left_out.emails,
            "mobile_numbers": report.left_out.numbers,
        },
        "problems": [
            {
                "line": problem.line,
                "field": problem.field,
                "value": problem.value,
                "problem": str(desk.words(problem.text)),
                "left_out": problem.fatal,
            }
            for problem in report.problems
        ],
    }
