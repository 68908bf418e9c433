"""Moments as JSON: one line with a text in, one plain dictionary out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

from bot.language.messages import Language, Message, _
from bot.language.moments.reading import Reading, Refused, Understood, read

Render = Callable[[Message, Reading], str]
"""Turns a message into text for the reader of a reading."""


class InvalidLineError(ValueError):
    """A line that cannot be read; `reason` says which key is wrong and what it should hold."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.text)
        self.reason = reason


def answer(found: Understood | Refused, reading: Reading, render: Render) -> dict[str, object]:
    """Return an answer as JSON keys.

    Instants are ISO 8601 with the offset of the zone. A single moment has `at`, a recurrent one `rrule` and
    `first`; `end`, `all_day`, `skip_holidays` and `note` are there only where they apply; a refusal has
    `refuse`, `code` and `reason`. `rest` is always there.
    """
    if isinstance(found, Refused):
        return {
            "refuse": True,
            "code": found.code,
            "reason": render(found.reason, reading),
            "rest": found.rest,
        }
    shape: dict[str, object] = (
        {"at": found.at.isoformat()}
        if found.rrule is None
        else {"rrule": found.rrule, "first": found.at.isoformat()}
    )
    if found.end is not None:
        shape["end"] = found.end.isoformat()
    if found.all_day:
        shape["all_day"] = True
    if found.skip_holidays:
        shape["skip_holidays"] = True
    if found.note is not None:
        shape["note"] = render(found.note, reading)
    return {**shape, "rest": found.rest}


def answer_line(line: str, default: Reading, render: Render) -> dict[str, object]:
    """Return the answer to one line of JSON, or `{"error": …}` when the line is not valid; never raises.

    The line is an object with `text`, and where they differ from `default`: `now` (ISO 8601; without an
    offset it is the wall time of the zone), `tz` (IANA name), `lang` (`fr` or `en`) and `territory`.
    """
    try:
        text, reading = question(line, default)
    except InvalidLineError as error:
        return {"error": render(error.reason, default)}
    return answer(read(text, reading), reading, render)


def question(line: str, default: Reading) -> tuple[str, Reading]:
    """Return the text of a line, and how to read it.

    Raises:
        InvalidLineError: the line is no JSON object, or one of its values is not what it should be.
    """
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise InvalidLineError(_("This line is not JSON.")) from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise InvalidLineError(_("A line is a JSON object with a “text”."))
    values = {key: given.get(key) for key in ("now", "tz", "lang", "territory")}
    wrong = next((key for key, value in values.items() if not isinstance(value, str | None)), None)
    if wrong is not None:
        raise InvalidLineError(_("“{key}” must be a text.", key=wrong))
    return given["text"], reading_of(default, **values)


def reading_of(
    default: Reading,
    now: str | None = None,
    tz: str | None = None,
    lang: str | None = None,
    territory: str | None = None,
) -> Reading:
    """Return how to read a text, from written values; what is None is that of `default`.

    Raises:
        InvalidLineError: a zone, a language or an instant that does not exist.
    """
    zone = default.zone if tz is None else _zone(tz)
    language = default.language if lang is None else _language(lang)
    instant = default.now if now is None else _instant(now, zone)
    return Reading(instant, zone, language, default.territory if territory is None else territory)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise InvalidLineError(_("“{name}” is no time zone. Example: “Europe/Paris”.", name=name)) from None


def _language(name: str) -> Language:
    for language in get_args(Language):
        if language == name:
            known: Language = language
            return known
    raise InvalidLineError(_("“{name}” is no language here: “fr” or “en”.", name=name))


def _instant(written: str, zone: ZoneInfo) -> datetime:
    try:
        found = datetime.fromisoformat(written)
        aware = found if found.tzinfo is not None else found.replace(tzinfo=zone)
        return aware.astimezone(zone)
    except (ValueError, OverflowError):
        raise InvalidLineError(
            _("“{written}” is no ISO 8601 instant. Example: “2027-03-09T10:12:00+01:00”.", written=written)
        ) from None
