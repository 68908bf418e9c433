"""`maillage directory`: files of cards, and looking for people from a terminal or a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.chat.plain import plain
from bot.language.messages import Continued, Text, _, ngettext
from bot.plugin import Refusal, WordLists
from bot.plugin.desk import Desk
from bot.plugin.jsonl import answer_lines
from plugins.directory.declaration import plugin

if TYPE_CHECKING:
    from bot.plugin.neighbours import Colleague
    from plugins.directory.files import Problem
    from plugins.directory.importing import Outcome

directory = plugin.cli_group("directory", summary=_("Cards of colleagues: files, and who can help"))

_SHOWN = 200
"""So many problems are shown to people; programs get all."""
_NO_MISTAKES = frozenset(("refused", "erased"))
"""Why lines stay out with which nothing is wrong: those whom they are about want none."""

AsJson = Annotated[bool, typer.Option("--json", help=_("Write one JSON document.").text)]


@directory.command("import", help=_("Read cards from a CSV file; a line with a mistake stops no other."))
async def read_cards(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would be done.").text)] = False,
    as_json: AsJson = False,
) -> None:
    """Read cards from a file, or only say what would become of its lines."""
    from plugins.directory.files import LARGEST, open_table
    from plugins.directory.importing import import_table

    table = open_table(desk.content_of(file, LARGEST))
    with desk.progress(_("Reading the cards")) as advance:
        outcome = await import_table(desk, table, dry_run=dry_run, advance=advance)
    if as_json:
        desk.tell_json(_as_json(desk, outcome, table.unknown, dry_run=dry_run))
    else:
        _tell(desk, outcome, table.unknown, dry_run=dry_run)
    if any(problem.kind not in _NO_MISTAKES for problem in outcome.problems):
        desk.leave(1)


def _tell(desk: Desk, outcome: Outcome, unknown: Sequence[str], *, dry_run: bool) -> None:
    if unknown:
        names = ", ".join(unknown)
        desk.warn(_("Columns that are not known here are not read: {names}.", names=names))
    for problem in outcome.problems[:_SHOWN]:
        desk.warn(_("line {number}: {problem}", number=problem.line, problem=Continued(problem.text)))
    if len(outcome.problems) > _SHOWN:
        desk.warn(_("… and {count} more; `--json` gives all.", count=len(outcome.problems) - _SHOWN))
    for text in _summary(outcome, dry_run=dry_run):
        desk.tell(text)


@directory.command("export", help=_("Write the cards as a CSV file that import reads."), needs_data=True)
async def write_cards(
    desk: Desk, file: Annotated[Path | None, typer.Argument(metavar="FILE")] = None
) -> None:
    """Write the cards of the network into a file, or to standard output."""
    from bot.store.accesses import note_access
    from plugins.directory.files import write_table
    from plugins.directory.importing import export_cards
    from plugins.directory.rows import content_of

    async with desk.unit() as session:
        rows = await export_cards(session, desk.network.id)
        cards = [(row.account, content_of(row)) for row in rows]
        whom = [row.member_id for row in rows if row.member_id is not None]
        what = str(desk.words(_("your card, with all others, written into a file on the machine")))
        await note_access(session, desk.network.id, None, whom, what, desk.now)
    desk.write("".join(write_table(cards)).encode(), file)
    if file is not None:
        desk.tell(ngettext("{count} card written.", "{count} cards written.", len(cards)))


@directory.command("search", help=_("Say who can help: for one question, or for each line of JSON given."))
async def look_for(
    desk: Desk,
    text: Annotated[str | None, typer.Argument(metavar="TEXT")] = None,
    asker: Annotated[str | None, typer.Option("--asker", metavar="ACCOUNT", help=_("Who asks.").text)] = None,
    as_json: AsJson = False,
    lines: Annotated[
        bool,
        typer.Option(
            "--jsonl", help=_("Read JSON objects, one a line: `text`, and `asker` if somebody asks.").text
        ),
    ] = False,
) -> None:
    """Answer one question, or one a line."""
    if lines:
        await _answer_lines(desk)
        return
    if not text or not text.strip():
        raise Refusal("no_text", _('Say what you look for: `maillage directory search "photo editing"`.'))
    try:
        people = await _find(desk, text, asker)
    except LookupError:
        raise Refusal("unknown_asker", _("Nobody here has the account {account}.", account=asker)) from None
    if as_json:
        desk.tell_json(_as_people(desk, people))
        return
    for line in _in_words(people):
        desk.tell(line)


async def _answer_lines(desk: Desk) -> None:
    async def answer(text: str, asker: str | None) -> dict[str, Any]:
        try:
            return _as_people(desk, await _find(desk, text, asker))
        except LookupError:
            return _error(desk, _("Nobody here has the account {account}.", account=asker))

    await answer_lines(desk, answer, lambda mistake: _error(desk, mistake))


async def _find(desk: Desk, text: str, account: str | None) -> Sequence[Colleague]:
    from plugins.directory.people import Directory, known_words
    from plugins.directory.searching import search

    known = known_words(desk.service(WordLists))
    async with desk.read() as session:
        asker = await Directory().asker(session, desk.network, account)
        return (await search(session, desk.network, text, asker, desk.now, known=known)).people


def _as_people(desk: Desk, people: Sequence[Colleague]) -> dict[str, Any]:
    return {
        "people": [{"account": one.account, "score": one.score, "why": _why(desk, one)} for one in people],
        "none": not people,
    }


def _error(desk: Desk, text: Text) -> dict[str, Any]:
    return {"error": _plain(desk, text), "people": [], "none": True}


def _why(desk: Desk, one: Colleague) -> str:
    return " ; ".join(_plain(desk, text) for text in one.why)


def _plain(desk: Desk, text: Text) -> str:
    """Return a text for programs: in the network's language, and without markup."""
    return plain(desk.words(text))


def _in_words(people: Sequence[Colleague]) -> Iterator[Text]:
    if not people:
        yield _("Nobody in the directory can help with that, as far as I know.")
    for one in people:
        yield _("{name} ({account})", name=one.name, account=one.account)
        for reason in one.why:
            yield _("  – {reason}", reason=reason)


def _as_json(desk: Desk, outcome: Outcome, unknown: Sequence[str], *, dry_run: bool) -> dict[str, Any]:
    return {
        "ok": True,
        "dry_run": dry_run,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "kept": outcome.kept,
        "not_met": outcome.strangers,
        "unknown_columns": list(unknown),
        "problems": [_as_problem(desk, problem) for problem in outcome.problems],
    }


def _as_problem(desk: Desk, problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "column": problem.column,
        "kind": problem.kind,
        "text": _plain(desk, problem.text),
    }


def _summary(outcome: Outcome, *, dry_run: bool) -> Iterator[Text]:
    if dry_run:
        yield _("Nothing was written. This is what an import would do:")
    yield ngettext("{count} new card", "{count} new cards", outcome.created)
    yield ngettext("{count} card changed", "{count} cards changed", outcome.updated)
    yield ngettext("{count} card as before", "{count} cards as before", outcome.unchanged)
    if outcome.kept:
        yield ngettext(
            "{count} card left as the person wrote it themselves",
            "{count} cards left as the people wrote them themselves",
            outcome.kept,
        )
    if outcome.strangers:
        yield ngettext(
            "{count} card of somebody whom I have not met: they are told when they first come, and the card "
            "goes a year after the last file that names them",
            "{count} cards of people whom I have not met: they are told when they first come, and a card "
            "goes a year after the last file that names them",
            outcome.strangers,
        )
    wrong = len({problem.line for problem in outcome.problems})
    if wrong:
        yield ngettext("{count} line left out", "{count} lines left out", wrong)
