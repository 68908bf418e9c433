"""Redacting: what a need says of a person is taken out of it before anybody else sees it.

Details are found by their form (`plugins.referral.details`), names by what gives them away
(`plugins.referral.naming`). Too much is taken out rather than too little: whoever asks sees the text first,
and can put a word back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from plugins.referral.details import ARGUABLE, MASKS, Kind, Span, details_in
from plugins.referral.naming import names_in

__all__ = ["ARGUABLE", "MASKS", "Kind", "Redacted", "redact"]

_UNSEEN = re.compile(r"[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""What nobody sees, and what comes along where names and numbers are pasted from."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without what was taken out of it, and what that was."""

    text: str
    kinds: frozenset[Kind]


def redact(
    text: str,
    masks: Mapping[Kind, str],
    *,
    kept: Collection[str] = frozenset(),
    places: Callable[[str], Iterable[Span]] = lambda _text: (),
    spared: Collection[Kind] = frozenset(),
) -> Redacted:
    """Return a text without what it says of people; doing it again changes nothing.

    `masks` stand in its place: no letters in capitals, no digits. `kept` are folded words that name nobody,
    `places` finds the places in a text: both stay. What is `spared` stays as well. Accents that are written
    apart from their letters, as macOS does, are put on them, and what nobody sees goes.
    """
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    found: set[Kind] = set()
    while True:
        spans = _free(list(_spans(text, kept, list(places(text)), spared)))
        if not spans:
            return Redacted(text, frozenset(found))
        pieces, start = [], 0
        for kind, span in spans:
            first, last = _with_brackets(text, span)
            pieces += [text[start:first], masks[kind]]
            start = last
            found.add(kind)
        text = "".join([*pieces, text[start:]])


def _with_brackets(text: str, span: Span) -> Span:
    """Return a span with the brackets around it, since masks bring their own."""
    first, last = span
    if text[:first].endswith("(") and text.startswith(")", last):
        return first - 1, last + 1
    return span


def _spans(
    text: str, kept: Collection[str], places: list[Span], spared: Collection[Kind]
) -> Iterable[tuple[Kind, Span]]:
    for kind, span in details_in(text):
        if kind not in spared:
            yield kind, span
    if Kind.NAME not in spared:
        for span in names_in(text, kept, places):
            yield Kind.NAME, span


def _free(found: list[tuple[Kind, Span]]) -> list[tuple[Kind, Span]]:
    """Return what does not overlap with anything before it in the list, in the order of the text."""
    taken: list[tuple[Kind, Span]] = []
    for kind, (start, end) in found:
        if all(end <= first or last <= start for _kind, (first, last) in taken):
            taken.append((kind, (start, end)))
    return sorted(taken, key=lambda item: item[1])
