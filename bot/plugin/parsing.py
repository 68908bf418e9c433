"""From what a person typed to the arguments of a handler."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.language.moments import Reading
from bot.plugin.arguments import Misread
from bot.plugin.parameters import Parameter


@dataclass(slots=True)
class Parsed:
    """What was understood: values by parameter, how each was typed, and what is missing or wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    missing: list[Parameter] = field(default_factory=list)
    wrong: dict[str, Text] = field(default_factory=dict)
    unexpected: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether a handler can be called with it."""
        return not (self.missing or self.wrong or self.unexpected)


def parse_line(text: str, parameters: Sequence[Parameter], reading: Reading) -> Parsed:
    """Read the arguments from a line: named ones first, then each type finds itself, then the rest."""
    parsed = Parsed()
    remaining = _take_named(text, parameters, reading, parsed)
    remaining = _take_introduced(remaining, parameters, reading, parsed)
    waiting = [item for item in parameters if not item.takes_the_rest]
    for _pass in range(2):  # an addressee may stand first only once the moment before it is gone
        for item in waiting:
            if item.name not in parsed.raw:
                remaining = _find(remaining, item, reading, parsed)
    for item in parameters:
        if item.takes_the_rest and item.name not in parsed.raw and remaining.strip():
            _read(remaining, item, reading, parsed)
            remaining = ""
    parsed.unexpected = remaining.strip()
    _note_missing(parameters, parsed)
    return parsed


def parse_values(values: Mapping[str, str], parameters: Sequence[Parameter], reading: Reading) -> Parsed:
    """Read the arguments from values by name: a form's fields, or the options of a platform's own command."""
    parsed = Parsed()
    for item in parameters:
        text = values.get(item.name, "").strip()
        if text:
            _read(text, item, reading, parsed)
    _note_missing(parameters, parsed)
    return parsed


def _note_missing(parameters: Sequence[Parameter], parsed: Parsed) -> None:
    parsed.missing = [
        item
        for item in parameters
        if item.required and item.name not in parsed.values and item.name not in parsed.wrong
    ]


def _read(text: str, item: Parameter, reading: Reading, parsed: Parsed) -> None:
    parsed.raw[item.name] = text.strip()
    try:
        if item.many:
            parts = [part.strip() for part in text.split(";")]
            parsed.values[item.name] = [item.type.read(part, reading) for part in parts if part]
        else:
            parsed.values[item.name] = item.type.read(text, reading)
    except Misread as problem:
        parsed.wrong[item.name] = problem.text
        return
    if item.about.max_length is not None and len(text.strip()) > item.about.max_length:
        parsed.wrong[item.name] = too_long(len(text.strip()), item.about.max_length)


def too_long(length: int, limit: int) -> Text:
    """Return what to say of a text of `length` characters where `limit` are accepted."""
    return _(
        "This text has {length} characters, and {limit} are accepted: shorten it a little.",
        length=length,
        limit=limit,
    )


def _find(text: str, item: Parameter, reading: Reading, parsed: Parsed) -> str:
    """Let the parameter find itself; return the text without what it took."""
    if item.many:
        if text.strip():
            _read(text, item, reading, parsed)
        return ""
    try:
        found = item.type.find(text, reading)
    except Misread as problem:
        parsed.wrong[item.name] = problem.text
        parsed.raw[item.name] = problem.raw or text.strip()
        return text if problem.rest is None else problem.rest
    if found is None:
        return text
    parsed.values[item.name] = found.value
    parsed.raw[item.name] = found.raw
    return found.rest


def _take_named(text: str, parameters: Sequence[Parameter], reading: Reading, parsed: Parsed) -> str:
    """Take every `name: value`; a value goes on to the next name or to the end."""
    by_name = {name: item for item in parameters for name in item.names()}
    marks = [
        (match, by_name[fold(match.group(1))])
        for match in re.finditer(r"(?<!\S)([^\W\d][\w-]*):(?!//)", text)
        if fold(match.group(1)) in by_name
    ]
    if not marks:
        return text
    ends = [match.start() for match, _item in marks[1:]] + [len(text)]
    for (match, item), end in zip(marks, ends, strict=True):
        _read(text[match.end() : end], item, reading, parsed)
    return text[: marks[0][0].start()].strip()


def _take_introduced(text: str, parameters: Sequence[Parameter], reading: Reading, parsed: Parsed) -> str:
    """Take every argument that a declared preposition introduces; it goes on to the next preposition."""
    by_words = {
        fold(words): item
        for item in parameters
        for words in item.about.prepositions
        if item.name not in parsed.raw
    }
    if not by_words:
        return text
    longest_first = sorted(
        (words for item in parameters for words in item.about.prepositions), key=len, reverse=True
    )
    pattern = "|".join(re.escape(words) for words in longest_first)
    marks = [
        (match, by_words[fold(match.group(1))])
        for match in re.finditer(rf"(?<!\S)({pattern})(?=\s)", text, re.IGNORECASE)
        if fold(match.group(1)) in by_words
    ]
    if not marks:
        return text
    ends = [match.start() for match, _item in marks[1:]] + [len(text)]
    for (match, item), end in zip(marks, ends, strict=True):
        _read(text[match.end() : end], item, reading, parsed)
    return text[: marks[0][0].start()].strip()
