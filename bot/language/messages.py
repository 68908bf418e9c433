"""Messages that people read: written once in English, rendered in the reader's language.

A message is a value, not a text: a handler says *what* to say with `_("…")`, and the words are chosen when
the reader is known. Values are foreign text unless they say otherwise, so they are escaped as Markdown;
`Markup` marks a text that is Markdown already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, get_args

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""French first: it is the language of last resort."""


class Markup(str):
    """A text that is Markdown already: interpolated as it is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant to be spelled in the reader's language and zone, weekday included."""

    at: datetime
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Something to say: the English text, its plural if it counts something, and the values to fill in."""

    text: str
    plural: str | None = None
    count: int | None = None
    context: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    def __call__(self, **values: object) -> Message:
        """Return the same message with those values."""
        return Message(self.text, self.plural, self.count, self.context, {**self.values, **values})


@dataclass(frozen=True, slots=True)
class Continued:
    """A sentence as a value of a message, where it follows a colon: French goes on in lower case there."""

    text: Message | Markup


def in_english(text: Message | Markup) -> str:
    """Return a text as the log tells it: in English, its values as they are."""
    if not isinstance(text, Message):
        return str(text)
    values = {name: _in_english(value) for name, value in text.values.items()}
    said = text.text if text.plural is None or text.count == 1 else text.plural
    return said.format_map(values) if values else said


def _in_english(value: object) -> object:
    if isinstance(value, Continued):
        value = value.text
    return in_english(value) if isinstance(value, Message) else value


Text = Message | Markup
"""What the neutral vocabulary accepts wherever a person reads: a message, or Markdown that is ready."""


class Renderer(Protocol):
    """Turns messages into text for one reader."""

    def __call__(self, text: Text) -> Markup:
        """Return the Markdown for that reader."""


def _(text: str, /, **values: object) -> Message:
    """Return the message whose English text is `text`; `{name}` is replaced by the value of that name."""
    return Message(text, values=values)


def ngettext(singular: str, plural: str, count: int, /, **values: object) -> Message:
    """Return a message that counts something; `{count}` is filled in by itself."""
    return Message(singular, plural, count, None, {"count": count, **values})


def pgettext(context: str, text: str, /, **values: object) -> Message:
    """Return a message whose English text has several meanings, told apart by `context`."""
    return Message(text, context=context, values=values)


_ACTIVE = re.compile(
    r"""[*`~|\\]                                  # emphasis, code, strike-through, tables, spoilers
      | (?<![^\W_])_ | _(?![^\W_])                # emphasis by underscores; a single one in a word is none
      | \[ | \](?=[(\[:]) | !(?=\[) | <(?!\s)      # links, images and raw HTML
      | ^\#(?=\#*\s) | ^>                         # headings and quotes
    """,
    re.VERBOSE | re.MULTILINE,
)
_ADDRESS = re.compile(r"https?://[^\s\[\]()<>]+")
"""Up to what could end a link that somebody else began: an address has these in their encoded form."""


_STARTS_SOMETHING = re.compile(
    r"""(?P<before>\d{0,9})(?P<mark>
        (?<!\d)[-+](?=\s|$)                       # an item of a list
      | (?<=\d)[.)](?=\s|$)                       # an item that has a number
      | (?<!\d)[=-](?=[=-]*\s*$)                  # what makes a heading of the line above, or a rule
    )""",
    re.VERBOSE,
)


def escape_line(text: str) -> Markup:
    r"""Return a line as Markdown that shows exactly that line, also where nothing stands before it.

    >>> escape_line("1. un café"), escape_line("  ====")
    ('1\\. un café', '\\====')
    """
    line = text.strip()
    begins = _STARTS_SOMETHING.match(line)
    if begins is None:
        return escape(line)
    rest = escape(line[begins.end() :])
    return Markup(f"{begins['before']}\\{begins['mark']}{rest}")


def escape(text: str) -> Markup:
    r"""Return `text` as Markdown that shows exactly that text; web addresses stay as they are.

    >>> escape("2 * 3_000 *chut*")
    '2 \\* 3_000 \\*chut\\*'
    """
    pieces: list[str] = []
    start = 0
    for address in _ADDRESS.finditer(text):
        pieces += (_ACTIVE.sub(r"\\\g<0>", text[start : address.start()]), address.group())
        start = address.end()
    pieces.append(_ACTIVE.sub(r"\\\g<0>", text[start:]))
    return Markup("".join(pieces))
