"""What the values of a card say, read with the thesaurus: the same values, on many cards, are read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.remembering import remembering
from bot.language.terms import terms
from plugins.directory.cards import Content, Kind
from plugins.directory.matching import forms
from plugins.directory.thesaurus import Sort, Thesaurus

READ = (Kind.SPECIALITIES, Kind.SKILLS, Kind.APPETENCES, Kind.AUDIENCES, Kind.LANGUAGES)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One value of a card; `kind` is None for the name of the structure. `size` is how many terms it has.

    `forms` are those of its words (`matching`). A reading is equal to itself alone: each value has one.
    """

    kind: Kind | None
    text: str
    concepts: frozenset[str]
    forms: frozenset[str]
    words: tuple[str, ...]
    size: int


def read(content: Content, thesaurus: Thesaurus) -> list[Reading]:
    """Return the values of a card, read: specialities first, the structure last."""
    found = [read_value(kind, text, thesaurus) for kind in READ for text in content.values(kind)]
    if content.structure:
        found.append(read_value(None, content.structure, thesaurus))
    return found


@remembering(maxsize=20_000)
def read_value(kind: Kind | None, text: str, thesaurus: Thesaurus) -> Reading:
    """Return what one value says. In a list of audiences a word is one; elsewhere it may be anything."""
    found = terms(text, stops=True)
    concepts = frozenset(
        one.concept for one in thesaurus.recognise(found) if _fits(kind, thesaurus.concepts[one.concept].sort)
    )
    content = [term for term in found if not term.is_stop]
    every = frozenset(form for term in content for form in forms(term))
    return Reading(kind, text, concepts, every, tuple(term.word for term in content), len(content))


def _fits(kind: Kind | None, sort: Sort) -> bool:
    if sort is Sort.ELSEWHERE:
        return False
    if kind is Kind.AUDIENCES:
        return sort is Sort.AUDIENCE
    return kind is not Kind.LANGUAGES or sort is Sort.LANGUAGE


def concepts_of(readings: Sequence[Reading], kinds: Sequence[Kind | None]) -> frozenset[str]:
    """Return the concepts that values of these kinds name."""
    return frozenset(key for reading in readings if reading.kind in kinds for key in reading.concepts)
