"""The engine of templates: what people write is checked, and filled in, within bounds and on its own.

Nobody's template is trusted. It is read by Jinja, in whose sandbox there is nothing: no globals, no tests,
five filters of our own. Its tree is looked through before it is compiled (`tree`), so that what it costs is
known. It is loaded when it is first needed, and works in a thread: nobody else waits for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.chat.markup import clean
from bot.language.catalogue import Words
from bot.language.messages import Language, Markup, _, escape, ngettext
from bot.language.remembering import remembering
from plugins.meetings.templates import parts
from plugins.meetings.templates.faults import Broken, fault_at
from plugins.meetings.templates.parts import Part
from plugins.meetings.templates.purposes import LONGEST, Purpose, Value, by_name, variables
from plugins.meetings.templates.scanning import scanned
from plugins.meetings.templates.sheet import Sheet
from plugins.meetings.templates.tree import EXAMPLE, INLINE, LINES, LONGEST_LIST, part_name, review

LONGEST_OUTPUT = 14_000
"""Characters of what is made of one: about what one post of Mattermost holds."""
_LONGEST_TEXT = 2_000
_LONGEST_ITEM = 300

_NOT_READ = _(
    "I do not understand what stands between the braces: the name of one variable can, such as `{variable}`.",
)
_TOO_LONG = _("the template has {count} characters: at most {most} fit.")
_EMPTY = _("the template is empty.")
_TOO_DEEP = _("too many things stand in one another here: make it simpler.")


class Overflow(Exception):  # noqa: N818 - what came of a template, not a fault of ours
    """What a template makes is longer than any post should be."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A template that can be filled in, its parts that a person fills in, and its variables in French."""

    template: Template
    parts: tuple[Part, ...]
    names: frozenset[str]


_BLOCKS = re.compile(r"\{%.*?%\}")


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    """Return Jinja with nothing in it but what a template may use."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        finalize=_shown,
        cache_size=0,
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters.clear()
    environment.filters.update(
        {
            "upper": lambda value: str(value).upper(),
            "lower": lambda value: str(value).lower(),
            "count": lambda values: str(len(values)),
            "join": lambda values, between=", ": Markup(between.join(map(_shown, values))),
            "default": lambda value, other: value or other,
            LINES: lambda values: Markup("\n".join(f"- {_shown(value)}" for value in values)),
            INLINE: _shown,
        }
    )
    return environment


def _shown(value: object) -> str:
    """Return a value as Markdown: what is not ready is escaped."""
    if isinstance(value, tuple):
        return Markup(", ".join(map(_shown, value)))
    return value if isinstance(value, Markup) else escape(str(value))


@remembering(maxsize=64)
def ready(source: str, purpose: Purpose, language: Language) -> Ready:
    """Return a template that can be filled in; `language` is of the names that its faults tell.

    Raises:
        Broken: it cannot be; the faults say why, line by line.
    """
    text = clean(source)
    if len(text) > LONGEST:
        raise Broken([fault_at(text, 1, _TOO_LONG(count=len(text), most=LONGEST))])
    if not text.strip():
        raise Broken([fault_at("", 1, _EMPTY)])
    known = by_name(purpose)
    names = frozenset(known)
    plain = _with_ends_of_lines(scanned(text, names))
    environment = _environment()
    try:
        tree = environment.parse(plain)
        seen = review(tree, text, known, language)
        template = environment.from_string(tree)
    except TemplateError as error:
        wrong = _NOT_READ(variable=EXAMPLE[language])
        raise Broken([fault_at(text, getattr(error, "lineno", None) or 1, wrong)]) from None
    except (RecursionError, SyntaxError, ValueError, MemoryError, OverflowError):
        raise Broken([fault_at(text, 1, _TOO_DEEP)]) from None
    return Ready(template, tuple(seen.parts), frozenset(seen.names))


def _with_ends_of_lines(plain: str) -> str:
    """Return a template in which only lines of nothing but blocks lose their end: `trim_blocks` takes all."""
    lines = [
        f"{line[:-2]}+%}}" if line.endswith("%}") and _BLOCKS.sub("", line).strip() else line
        for line in plain.split("\n")
    ]
    return "\n".join(lines)


def parts_of(source: str, purpose: Purpose) -> tuple[Part, ...]:
    """Return the parts of a template that a person fills in; one that is broken has none."""
    try:
        return ready(source, purpose, "fr").parts
    except Broken:
        return ()


def names_of(source: str, purpose: Purpose) -> frozenset[str]:
    """Return the French names of the variables of a template; one that is broken has none."""
    try:
        return ready(source, purpose, "fr").names
    except Broken:
        return frozenset()


def filled(sheet: Sheet) -> Markup:
    """Return what a template says.

    Raises:
        Broken: the template is.
        Overflow: it says too much.
    """
    made = ready(sheet.source, sheet.purpose, sheet.words.language)
    everything: dict[str, object] = {}
    for variable in variables(sheet.purpose):
        value = sheet.values.get(variable.french, () if variable.is_list else "")
        bounded = _bounded(value, sheet.words)
        everything.update(dict.fromkeys(variable.names, bounded))
    for index, part in enumerate(made.parts):
        everything[part_name(index)] = _part(part, sheet)
    pieces: list[str] = []
    length = 0
    for piece in made.template.generate(everything):
        length += len(piece)
        if length > LONGEST_OUTPUT:
            raise Overflow
        pieces.append(piece)
    return Markup(_tidied("".join(pieces)))


def _part(part: Part, sheet: Sheet) -> Markup:
    said = sheet.given.get(part.key, "")
    if said:
        return escape(said[:_LONGEST_TEXT])
    return sheet.words(parts.highlighted(part) if sheet.is_preview else parts.missing(part))


def _bounded(value: Value, words: Words) -> Value:
    """Return a value no longer than templates are counted upon; what is Markdown already stays whole."""
    if isinstance(value, tuple):
        items = tuple(_cut(item, _LONGEST_ITEM) for item in value[:LONGEST_LIST])
        left = len(value) - (LONGEST_LIST - 1)
        if len(value) <= LONGEST_LIST:
            return items
        return (*items[:-1], words(ngettext("and {count} more", "and {count} more", left)))
    return _cut(value, _LONGEST_TEXT)


def _cut(text: str, most: int) -> str:
    if isinstance(text, Markup):
        return text
    said = " ".join(clean(text).split())
    return said if len(said) <= most else f"{said[: most - 1]}…"


def _tidied(text: str) -> str:
    """Return a text without what empty variables left behind: spaces, and more than one empty line."""
    lines = [line.rstrip() for line in text.split("\n")]
    kept = [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]
    return "\n".join(kept).strip("\n")
