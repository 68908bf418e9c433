"""The parts of a template that a person fills in each time: `[à compléter : thème]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.folding import fold
from bot.language.messages import Text, _

_FILL = r"(?:[àa]\s+(?:compl[ée]ter|remplir)|to\s+(?:fill\s+in|complete)|fill\s+in)"
_PART = re.compile(rf"\[\s*{_FILL}\s*(?:[:–—-]\s*)?([^\[\]{{}}\n]{{0,80}}?)\s*\]", re.IGNORECASE)
_BEGUN = re.compile(rf"\[\s*{_FILL}\b", re.IGNORECASE)
_BEFORE = re.compile(r"[^\w]+$|^[^\w]+")
MOST = 10
"""A template has no more of them: each is a question that somebody has to answer."""

NOT_CLOSED = _(
    "the part to fill in has to be closed by `]` on the same line, be shorter than 80 characters, "
    "and hold no braces."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part to fill in."""

    label: str

    @property
    def key(self) -> str:
        """What is filled in is kept under it: the same for all of one label, in whatever template."""
        return fold(self.label)[:80]


def split(text: str) -> Iterator[str | Part]:
    """Return a text in pieces: words as they are, and parts to fill in.

    A part without a label is called by what stands before it on its line.
    """
    start = 0
    for found in _PART.finditer(text):
        if found.start() > start:
            yield text[start : found.start()]
        yield Part(" ".join(found[1].split()) or _label_before(text[: found.start()]))
        start = found.end()
    if start < len(text):
        yield text[start:]


def _label_before(text: str) -> str:
    return _BEFORE.sub("", text.rsplit("\n", 1)[-1])[-60:] or "…"


def begun(text: str) -> int | None:
    """Return where a text begins a part to fill in that it does not close, None if it does not."""
    found = _BEGUN.search(text)
    return found.start() if found is not None else None


def highlighted(part: Part) -> Text:
    """Return a part as a preview shows it."""
    return _("**[to fill in: {label}]**", label=part.label)


def missing(part: Part) -> Text:
    """Return a part that nobody filled in as a post shows it."""
    return _("_({label}: to be announced)_", label=part.label)
