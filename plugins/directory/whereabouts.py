"""Places named in what somebody says of themselves, where they stand in the folded text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.language.terms import terms
from bot.territory import Area, mentions
from plugins.directory.aligned import Aligned
from plugins.directory.thesaurus import Thesaurus


class Place(NamedTuple):
    """A place that is named in a folded text, with what announces it: `à Roanne`."""

    start: int
    end: int
    area: Area


def places_in(text: Aligned, thesaurus: Thesaurus, near: Sequence[Area]) -> list[Place]:
    """Return the places of a text, in order, without those that are also the name of a skill."""
    found = []
    for mention in mentions(text.text, near):
        words = terms(text.text[mention.start : mention.end], stops=True)
        if not thesaurus.recognise(words):
            found.append(Place(*text.folded_span(mention.start, mention.end), mention.areas[0]))
    return found


def between(start: int, end: int, places: Sequence[Place]) -> list[tuple[int, int]]:
    """Return what stands from `start` to `end` beside the places named there."""
    spans = []
    for place in places:
        if start <= place.start < end:
            spans.append((start, place.start))
            start = min(place.end, end)
    return [*spans, (start, end)]
