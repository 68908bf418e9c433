"""From what a person typed to the arguments of a handler."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.language.moments import Reading
from bot.plugin.finding import Misread
from bot.plugin.parameters import Parameter

_TWICE = _("This is said twice: say it once.")
_FOLLOWING = 2
"""So many words after a preposition say whether it is one: a colon, and what it introduces."""


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


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a text introduces an argument: the value goes from `end` to the next mark."""

    start: int
    end: int
    item: Parameter


def _take_named(text: str, parameters: Sequence[Parameter], reading: Reading, parsed: Parsed) -> str:
    """Take every `name: value`; a value goes on to the next name or to the end."""
    by_name = {name: item for item in parameters for name in item.names()}
    marks = [
        _Mark(match.start(), match.end(), by_name[fold(match.group(1))])
        for match in re.finditer(r"(?<!\S)([^\W\d][\w-]*)[ \u00a0\u202f]?:(?!//)", text)
        if fold(match.group(1)) in by_name
    ]
    return _take_marked(text, marks, reading, parsed)


def _take_introduced(text: str, parameters: Sequence[Parameter], reading: Reading, parsed: Parsed) -> str:
    """Take every argument that a declared preposition introduces; it goes on to the next preposition.

    Case and accents do not matter, nor does a colon after it. One that is elided (`près d’`) stands at the
    beginning of a word.
    """
    prepositions = sorted(
        (
            (fold(words).split(), item)
            for item in parameters
            for words in item.about.prepositions
            if item.name not in parsed.raw
        ),
        key=lambda found: -len(found[0]),
    )
    if not prepositions:
        return text
    words = list(re.finditer(r"\S+", text))
    folded = [fold(word.group()) for word in words]
    seen = len(prepositions[0][0]) + _FOLLOWING
    marks: list[_Mark] = []
    index = 0
    while index < len(words):
        next_words, next_folded = words[index : index + seen], folded[index : index + seen]
        for preposition, item in prepositions:
            end = _end_of(preposition, next_words, next_folded)
            if end is not None:
                marks.append(_Mark(words[index].start(), end, item))
                index += len(preposition) - 1
                break
        index += 1
    return _take_marked(text, marks, reading, parsed)


def _end_of(preposition: list[str], words: list[re.Match[str]], folded: list[str]) -> int | None:
    """Return where the preposition ends if the words begin with it and something follows, else None."""
    *before, last = preposition
    count = len(preposition)
    if len(words) < count or folded[: count - 1] != before:
        return None
    if last.endswith("'"):
        elided = re.match(r"\w+['’ʼ](?=\S)", words[count - 1].group())
        if elided and fold(elided.group()) == last:
            return words[count - 1].start() + elided.end()
    word, _colon, value = folded[count - 1].partition(":")
    if word != last or value.startswith("//"):
        return None
    if value:
        return words[count - 1].start() + words[count - 1].group().index(":") + 1
    follows = words[count:]
    if follows and follows[0].group() == ":":
        return follows[0].end() if len(follows) > 1 else None
    return words[count - 1].end() if follows else None


def _take_marked(text: str, marks: Sequence[_Mark], reading: Reading, parsed: Parsed) -> str:
    """Read the value after each mark, and return the text before the first one."""
    if not marks:
        return text
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    given: set[str] = set()
    for mark, end in zip(marks, ends, strict=True):
        value = text[mark.end : end].strip()
        if mark.item.name in given:
            parsed.wrong[mark.item.name] = _TWICE
        elif value:
            given.add(mark.item.name)
            _read(value, mark.item, reading, parsed)
    return text[: marks[0].start].strip()
