"""`maillage when`: what the bot understands of an expression of time."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from bot.cli.speech import say
from bot.language.catalogue import add_package
from bot.language.dates import spell, spell_range
from bot.language.messages import Language, Markup, Message, _
from bot.language.moments import Reading, Refused, Understood, read, spell_rule
from bot.language.moments.wire import InvalidLineError, answer, answer_line, reading_of
from bot.runtime.clock import SystemClock

_ZONE = ZoneInfo("Europe/Paris")


def when(
    text: Annotated[
        str | None, typer.Argument(help=_("What a person types, for instance “demain 9h”.").text)
    ] = None,
    now: Annotated[str | None, typer.Option(metavar="ISO", help=_("Read it at this instant.").text)] = None,
    tz: Annotated[str | None, typer.Option(metavar="ZONE", help=_("Time zone (Europe/Paris).").text)] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="fr|en", help=_("Preferred language (fr).").text)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document.").text)] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help=_("Read one JSON object a line, answer each.").text)
    ] = False,
) -> None:
    """Say when an expression of time is, in French or English."""
    add_package("bot.language.moments")
    default = Reading(SystemClock().now(), _ZONE)
    try:
        reading = reading_of(default, now=now, tz=tz, lang=lang)
    except InvalidLineError as error:
        _stop(_render(error.reason, default))
    if jsonl:
        _answer_lines(reading)
        return
    if text is None:
        _stop(_render(_("Give an expression of time, for instance: maillage when “tomorrow 9:00”."), reading))
    found = read(text, reading)
    if as_json:
        print(_document(answer(found, reading, _render)))
    else:
        print(_for_people(found, reading))
    if isinstance(found, Refused):
        raise typer.Exit(1)


def _stop(reason: str) -> NoReturn:
    print(reason, file=sys.stderr)
    raise typer.Exit(2)


def _render(message: Message, reading: Reading) -> str:
    return say(message, reading.language, reading.zone)


def _answer_lines(default: Reading) -> None:
    """Answer each line of the standard input, which is UTF-8 whatever the terminal speaks, as it comes."""
    for written in sys.stdin.buffer:
        print(_document(answer_line(_decoded(written), default, _render)), flush=True)


def _decoded(written: bytes) -> str:
    """Return a line without byte order mark; one that is not UTF-8 becomes an empty one, which is no JSON."""
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _document(found: dict[str, object]) -> str:
    """Return an answer as one line of JSON; half of a surrogate pair, which has no UTF-8, stays escaped."""
    document = json.dumps(found, ensure_ascii=False)
    try:
        document.encode()
    except UnicodeEncodeError:
        return json.dumps(found)
    return document


def _for_people(found: Understood | Refused, reading: Reading) -> str:
    """Return the answer in the reader's language: the moment with its weekday, the rule, the rest."""
    if isinstance(found, Refused):
        return _render(found.reason, reading)
    lines = [_moment(found, reading.language)]
    if found.rrule is not None:
        rule = spell_rule(found.rrule, found.at, reading.language, skip_holidays=found.skip_holidays)
        first = _render(_("First time: {moment}", moment=Markup(lines[0])), reading)
        lines = [rule[:1].upper() + rule[1:], first]
    if found.note is not None:
        lines.append(_render(found.note, reading))
    if found.rest:
        lines.append(_render(_("Text: {text}", text=Markup(found.rest)), reading))
    return "\n".join(lines)


def _moment(found: Understood, language: Language) -> str:
    wall: datetime = found.at.replace(tzinfo=None)
    if found.end is None:
        return spell(wall, language)
    return spell_range(wall, found.end.replace(tzinfo=None), language, all_day=found.all_day)
