"""What is wrong with a configuration: the file or variable, the key, and what is expected there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.config import ENVIRONMENT_PREFIX, ENVIRONMENT_SEPARATOR
from bot.language.folding import nearest
from bot.language.messages import Markup, Message, _
from bot.sections import DATABASES
from bot.territory import find_zone, nearest_zones, search

_TRUE_OR_FALSE = _("true or false is expected")
_TEXT = _("a text between quotes is expected")
_TABLE = _("a table of settings is expected, under its name in square brackets")
_LIST = _("a list in square brackets is expected")
_WHOLE_NUMBER = _("a whole number without quotes is expected")
_ADDRESS = _(
    "an address that begins with https:// or http:// is expected, without “?” or “#”, such as {example}",
    example=Markup("`https://chat.example.org`"),
)
_SHORT_WORD = _(
    "a short word of small letters without accents, digits, “-” and “_” is expected, such as {example}"
)
_PATTERNS: Mapping[tuple[str, ...], Message] = {
    ("roles", "admins"): _("“platform:username” is expected, for example “console:camille”"),
    ("mattermost", "name"): _SHORT_WORD(example=Markup("`mattermost`")),
    ("mattermost", "url"): _ADDRESS,
    ("mattermost", "callback_url"): _ADDRESS,
    ("discord", "name"): _SHORT_WORD(example=Markup("`discord`")),
    ("discord", "url"): _(
        "an address that begins with https:// is expected, such as {example}",
        example=Markup("`https://discord.com`"),
    ),
    ("discord", "guilds"): _(
        "the id of a guild is expected, 17 to 20 digits between quotes, such as {example}",
        example=Markup('`"1173258291283034152"`'),
    ),
}
"""What is expected of a text that has a form of its own, by the names that lead to it."""
_EXPECTED: Mapping[str, Message] = {
    "bool_parsing": _TRUE_OR_FALSE,
    "bool_type": _TRUE_OR_FALSE,
    "string_type": _TEXT,
    "path_type": _("a path between quotes is expected"),
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "list_type": _LIST,
    "string_too_short": _("it must not be empty"),
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "missing": _("this setting is missing"),
    "unknown_host": _(
        "a host name, an IP address or a network is expected, without “https://”, path or port, such as "
        "{example}",
        example=Markup('`"intranet.example.org"`'),
    ),
    "same_name": _("each server needs a name of its own: two have the same"),
}


def explain(problem: ValidationError, file: Path | None, model: type[BaseModel]) -> Message:
    """Return one line for each mistake of a configuration that was read as `model`."""
    return _lines(_line(error, file, model) for error in problem.errors(include_url=False))


def explain_options(problem: ValidationError, section: str, model: type[BaseModel]) -> Message:
    """Return one line for each mistake of options of the command line, which stand for those of a section."""
    return _lines(
        _(
            "{option}: {expected}.",
            option=Markup(f"--{str(error['loc'][0]).replace('_', '-')}"),
            expected=_expectation({**error, "loc": (section, *error["loc"])}, model),
        )
        for error in problem.errors(include_url=False)
    )


def _lines(each: Iterable[Message]) -> Message:
    lines = list(each)
    names = [f"line{number}" for number in range(len(lines))]
    return Message("\n".join(f"{{{name}}}" for name in names), values=dict(zip(names, lines, strict=True)))


def explain_environment(key: str) -> Message:
    """Return what is wrong with variables of a setting that are no JSON, though it has no simple form."""
    wrong = [name for name in os.environ if name.upper().startswith(f"{ENVIRONMENT_PREFIX}{key.upper()}")]
    return _(
        '{where}: a list is written as in JSON there, for example ["console:camille"]; a table has one '
        "variable for each of its settings.",
        where=Markup(", ".join(sorted(wrong))),
    )


def _line(error: ErrorDetails, file: Path | None, model: type[BaseModel]) -> Message:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    return _(
        "{where}: {key}: {expected}.",
        where=Markup(_variable(error) or file or "—"),
        key=Markup(key),
        expected=_expectation(error, model),
    )


def _variable(error: ErrorDetails) -> str | None:
    """Return the environment variable that sets the wrong value, None if none does."""
    keys = takewhile(lambda part: isinstance(part, str), error["loc"])
    wanted = ENVIRONMENT_PREFIX + ENVIRONMENT_SEPARATOR.join(map(str, keys))
    return next((name for name in os.environ if name.upper() == wanted.upper()), None)


def _expectation(error: ErrorDetails, model: type[BaseModel]) -> Message:
    context: Mapping[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "literal_error":
            choices = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
            return _("one of these is expected: {choices}", choices=Markup(", ".join(choices)))
        case "string_too_long":
            return _("{count} characters at most are expected", count=context["max_length"])
        case "greater_than_equal":
            return _("{count} at least is expected", count=context["ge"])
        case "less_than_equal":
            return _("{count} at most is expected", count=context["le"])
        case "string_pattern_mismatch":
            return _PATTERNS[tuple(_names(error))]
        case "unknown_zone":
            return _(
                "a time zone of the IANA database is expected, such as {close}",
                close=Markup(", ".join(_zones_near(str(error["input"])))),
            )
        case "unknown_territory":
            close = [f"{found.code} ({found.name})" for found in search(str(error["input"]), 3)]
            return _(
                "the code of a département or overseas collectivity is expected, such as {close}",
                close=Markup(", ".join(close or ["42", "2A", "974"])),
            )
        case "unknown_database":
            return _expected_database(str(error["input"]))
        case "extra_forbidden":
            return _unknown(error, model)
        case kind:
            return _EXPECTED.get(kind) or Message(error["msg"])


def _expected_database(url: str) -> Message:
    """Return what is expected of an address of a database, without the address: it may hold a password."""
    kind = re.split(r"[+:]", url, maxsplit=1)[0].lower()
    if kind in DATABASES:
        beginning = Markup(f"`{DATABASES[kind]}://`")
        return _("this database is reached by an address that begins with {beginning}", beginning=beginning)
    return _(
        "the address of an SQLite or PostgreSQL database is expected, such as {example}",
        example=Markup("`postgresql+asyncpg://maillage@localhost/maillage`"),
    )


def _zones_near(typed: str) -> list[str]:
    """Return the IANA names that may be meant, else two that are known to all."""
    found = [find_zone(name) for name in (typed, *nearest_zones(typed))]
    return list(dict.fromkeys(zone.key for zone in found if zone)) or ["Europe/Paris", "Indian/Reunion"]


def _unknown(error: ErrorDetails, model: type[BaseModel]) -> Message:
    """Return what to say of a key that means nothing: the nearest ones, else all that are known there."""
    *above, wrong = _names(error)
    known = list(_model_at(model, above).model_fields)
    close = nearest(wrong, known) or known
    return _("this setting does not exist; known here: {known}", known=Markup(", ".join(close)))


def _names(error: ErrorDetails) -> list[str]:
    """Return the names that lead to the mistake, without the numbers of the items of lists."""
    return [part for part in error["loc"] if isinstance(part, str)]


def _model_at(model: type[BaseModel], path: Iterable[str]) -> type[BaseModel]:
    for part in path:
        annotation = model.model_fields[part].annotation
        for candidate in (annotation, *get_args(annotation)):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                model = candidate
    return model
