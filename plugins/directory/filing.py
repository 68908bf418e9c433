"""In which list of a card something goes that was said: a skill, a language, people one works with."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.terms import terms
from plugins.directory.aligned import align
from plugins.directory.cards import Kind, within_bounds
from plugins.directory.enumerations import Piece, is_nothing, part_of, trimmed
from plugins.directory.others import names_somebody
from plugins.directory.slips import respelt
from plugins.directory.thesaurus import Sort, Thesaurus

_LANGUAGE_NOISE = re.compile(
    r"\b(?:(?:des |quelques |un peu )?(?:notions?|bases) d(?:e |')|(?:un peu|couramment|langue maternelle|"
    r"niveau \w+|courant|scolaire|la langue|langue|parfaitement|tres|bien|notions?|fluent|native|basic|"
    r"speakers?)\b ?)"
)
_FOR = re.compile(
    r" (?:aux|a des|to|pour|avec|aupres (?:des|du|de|d')|a destination de|envers|chez|for|with) ?(?:les|des|"
    r"du|le|la|un public|une|un|tout)? ?"
)
_WITH = re.compile(r" (?:sur|en|pour|dans|avec|with|on) | (?:a la|a l'|aux?) ?| a (?=[a-z]+(?:er|ir|re)\b)")
_LEARN = re.compile(
    r"(?:(?:apprendre|decouvrir|me former|m'initier|savoir|learn(?:ing)?|discover(?:ing)?)"
    r"(?: (?:a|au|aux|en|sur|how to|about)\b)? ?)(?:(?:la|le|les|l'|the)(?<=[\w'])(?:(?<=')|\b) ?)?"
)
_MOST_WORDS = 3
"""In the name of a language that nobody knows."""
_IN = " en "
"""May tell what people are, not what they are helped with: `en recherche d’emploi`."""


class Filing:
    """The lists of one card, as one sentence fills them."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus
        self._lists: dict[Kind, list[str]] = {}

    def lists(self) -> dict[Kind, tuple[str, ...]]:
        """Return what came into each list."""
        return {kind: within_bounds(values) for kind, values in self._lists.items() if values}

    def add(self, kind: Kind, value: str) -> None:
        """Add a value to a list as it is."""
        self._lists.setdefault(kind, []).append(value)

    def skill(self, piece: Piece, kind: Kind = Kind.SKILLS) -> None:
        """Add a skill: the people whom it is for are an audience, a language is a language."""
        if self.is_only(_bare(piece), Sort.LANGUAGE):
            self.language(piece)
            return
        if self.is_only(piece.typed, Sort.AUDIENCE):
            self.add(Kind.AUDIENCES, piece.typed)
            return
        piece = self._without_audience(piece)
        if piece.typed and not is_nothing(piece.folded) and not names_somebody(piece.folded):
            self.add(kind, respelt(piece.typed, self._thesaurus))

    def _without_audience(self, piece: Piece) -> Piece:
        """Add the people whom something is for to the audiences, and return what is for them."""
        cuts = []
        for cut in _FOR.finditer(f" {piece.folded}"):
            whom = part_of(piece, cut.end() - 1, len(piece.folded))
            if whom and self.names(whom, Sort.AUDIENCE):
                cuts.append((not self._begins_with(whom, Sort.AUDIENCE), max(cut.start() - 1, 0), whom))
        if not cuts:
            return piece
        _is_doubtful, end, whom = min(cuts)
        self.add(Kind.AUDIENCES, whom)
        return Piece(part_of(piece, 0, end), piece.folded[:end])

    def wish(self, piece: Piece) -> None:
        """Add what one would like, without that one would like to learn it."""
        learn = _LEARN.match(piece.folded)
        value = part_of(piece, learn.end() if learn is not None else 0, len(piece.folded))
        if value and not names_somebody(piece.folded):
            self.add(Kind.APPETENCES, value)

    def whom(self, piece: Piece) -> bool:
        """Add people one works with; return whether what one helps them with was said, which is a skill."""
        is_about = False
        for cut in _WITH.finditer(piece.folded, 1):
            subject = part_of(piece, cut.end(), len(piece.folded))
            if self._is_subject(subject, piece, cut):
                read = align(subject)
                tidied = trimmed(read, 0, len(read.folded))
                self.add(Kind.SKILLS, tidied.typed if tidied else subject)
                piece = Piece(part_of(piece, 0, cut.start()), piece.folded[: cut.start()])
                is_about = True
                break
        if not is_nothing(piece.folded) and not names_somebody(piece.folded):
            is_skill = self.names(piece.typed, Sort.SKILL) and not self.names(piece.typed, Sort.AUDIENCE)
            self.add(Kind.SKILLS if is_skill else Kind.AUDIENCES, piece.typed)
        return is_about

    def _is_subject(self, subject: str, piece: Piece, preposition: re.Match[str]) -> bool:
        """Return whether what stands after a preposition is what people are helped with."""
        if preposition.group() == _IN:
            another = _WITH.search(piece.folded, preposition.end())
            whom = part_of(piece, 0, another.start() if another is not None else len(piece.folded))
            return self.names(subject, Sort.SKILL) and not self.is_only(whom, Sort.AUDIENCE)
        return self.names(subject, Sort.SKILL) or (bool(subject) and not self.names(subject, Sort.AUDIENCE))

    def language(self, piece: Piece) -> None:
        """Add a language, without how well it is spoken; several in a row are several."""
        typed = _bare(piece)
        if not typed:
            return
        read = terms(typed, stops=True)
        found = self._thesaurus.recognise(read)
        spoken = [one for one in found if self._thesaurus.concepts[one.concept].sort is Sort.LANGUAGE]
        spans = sorted({(one.first, one.last) for one in spoken})
        if not spans and len(read) > _MOST_WORDS:
            self._without_audience(piece)
            return
        if len(spans) > 1:
            for first, last in spans:
                self.add(Kind.LANGUAGES, typed[read[first].start : read[last].end])
        else:
            self.add(Kind.LANGUAGES, typed)

    def is_known(self, piece: Piece) -> bool:
        """Return whether the thesaurus knows something in a piece."""
        return any(self.names(piece.typed, sort) for sort in Sort)

    def names(self, text: str, sort: Sort) -> bool:
        """Return whether something of a sort is named in a text."""
        found = self._thesaurus.recognise(terms(text, stops=True))
        return any(self._thesaurus.concepts[one.concept].sort is sort for one in found)

    def _begins_with(self, text: str, sort: Sort) -> bool:
        """Return whether the first word of a text that tells something names something of a sort."""
        read = terms(text, stops=True)
        first = next((place for place, term in enumerate(read) if not term.is_stop), 0)
        found = self._thesaurus.recognise(read)
        return any(one.first <= first and self._thesaurus.concepts[one.concept].sort is sort for one in found)

    def is_only(self, text: str, sort: Sort) -> bool:
        """Return whether a text is the name of something of that sort, and of no skill, and nothing more."""
        read = terms(text, stops=True)
        found = self._thesaurus.recognise(read)
        sorts = {self._thesaurus.concepts[one.concept].sort for one in found}
        taken = {place for one in found for place in range(one.first, one.last + 1)}
        return sorts == {sort} and all(place in taken or term.is_stop for place, term in enumerate(read))


def _bare(piece: Piece) -> str:
    """Return a language as it was typed, without how well it is spoken."""
    bare = " ".join(_LANGUAGE_NOISE.sub("", piece.folded).split())
    start = piece.folded.find(bare)
    if not bare:
        return ""
    return part_of(piece, start, start + len(bare)) if start >= 0 else piece.typed


@lru_cache(maxsize=4)
def joined_phrases(thesaurus: Thesaurus) -> tuple[str, ...]:
    """Return the labels in which things are joined that are one all the same: `tri et rangement`."""
    labels = (
        label for concept in thesaurus.concepts.values() for label in (concept.fr, concept.en, *concept.also)
    )
    read = dict.fromkeys(align(label).folded for label in labels)
    return tuple(one for one in read if any(word in one for word in (" et ", "/", " and ")))
