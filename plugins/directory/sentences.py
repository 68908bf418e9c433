"""What somebody says of themselves in a sentence: what it adds to their card, part by part.

No chat and no database here: `understand` is given the thesaurus and where the person is. What one would like
to learn is never taken for what one can do, and what one says that is not so is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.language.folding import fold
from bot.language.terms import terms
from bot.territory import Area, Level, find, mentions, name_of
from plugins.directory.aligned import Aligned, align
from plugins.directory.cards import Kind, within_bounds
from plugins.directory.cues import Cue, Part, cues, meant_words, right_words
from plugins.directory.enumerations import Piece, is_nothing, pieces, trimmed, until_turn
from plugins.directory.oneself import LONGEST
from plugins.directory.said import Said
from plugins.directory.slips import respelt
from plugins.directory.thesaurus import Sort, Thesaurus
from plugins.directory.verbs import infinitive
from plugins.directory.whereabouts import between, places_in

_SPEAKS = re.compile(r"\b(?:j'|m'|t'|(?:je|me|moi|tu|te|vous|on|i|you|we)\b)")
"""What is said by a sentence with a verb, which no cue has."""
_BOUNDARY = re.compile(r"[,;.!?:] |\b(?:et|mais|donc|car|alors|puis|and|but|so) ")
_LANGUAGE_NOISE = re.compile(
    r"\b(?:(?:un peu|couramment|langue maternelle|niveau \w+|courant|la langue|langue|parfaitement|tres|"
    r"bien|notions?)\b ?)"
)
_FOR = re.compile(
    r" (?:aux|a des|to|pour|avec|aupres de|aupres d'|a destination de|envers|chez|for|with) ?(?:les|des|du|"
    r"le|la|un public|une|un|tout)? ?"
)
_WITH = re.compile(r" (?:sur|en|pour|dans|avec|with|on) | (?:a la|a l'|aux?) ?| a (?=[a-z]+(?:er|ir|re)\b)")
_AT_WORK = re.compile(
    r"\b(?:mairie|mediatheque|bibliotheque|asso(?:ciation)?|centre|mjc|epn|ccas|cias|maison|espace|"
    r"france[ -]services?|"
    r"fab ?lab|tiers[ -]lieu|communaute|agglo\w*|pimms|mission locale|point|hub|ludotheque|college|lycee|"
    r"ecole|hopital|"
    r"ehpad|conseil|prefecture|departement|structure|cyber\w*|secours|croix|ligue|union|uniscite|udaf|caf|"
    r"cooperative|"
    r"town hall|library|council)\b"
)
_NEAR = re.compile(r" (?:a|de|d'|du|des|aux?|sur|in|of) ?")
_BEFORE_NUMBER = re.compile(r"^(?:au|on|at|à l['’]adresse)\s+(?=\S*[\d@])", re.IGNORECASE)
_EXCEPT = "sauf "
"""Stands before the days on which somebody is not there."""
_KIND_OF: Mapping[Part, Kind] = {
    Part.SKILL: Kind.SKILLS,
    Part.DOES: Kind.SKILLS,
    Part.SPECIALITY: Kind.SPECIALITIES,
    Part.APPETENCE: Kind.APPETENCES,
    Part.LANGUAGE: Kind.LANGUAGES,
}


def understand(text: str, thesaurus: Thesaurus, near: Sequence[Area] = ()) -> Said:
    """Return what a sentence adds to the card of who says it; `near` settles places of the same name."""
    return _Reader(align(text[:LONGEST], meant_words(), right_words()), thesaurus, near).read()


class _Reader:
    """Reads one sentence."""

    def __init__(self, text: Aligned, thesaurus: Thesaurus, near: Sequence[Area]) -> None:
        self._text = text
        self._thesaurus = thesaurus
        self._near = near
        self._lists: dict[Kind, list[str]] = {}
        self._areas: list[Area] = []
        self._lost: list[str] = []
        self._said = Said()
        self._denied: list[Piece] = []
        self._dropped: list[str] = []
        self._first: Cue | None = None
        self._named_places = places_in(text, thesaurus, near)

    def read(self) -> Said:
        found = self._true(cues(self._text.folded))
        if not found:
            self._mentioned(0, until_turn(self._text.folded, 0, len(self._text.folded)))
        self._first = found[0] if found else None
        ends = [*(cue.start for cue in found), len(self._text.folded)][1:]
        for cue, end in zip(found, ends, strict=True) if found else ():
            self._section(cue, end)
        return replace(
            self._said,
            areas=tuple(area for area in dict.fromkeys(self._areas) if not self._is_there(area)),
            dropped=within_bounds(self._dropped),
            lists={kind: within_bounds(values) for kind, values in self._lists.items() if values},
            lost=tuple(dict.fromkeys(self._lost)),
        )

    def _is_there(self, area: Area) -> bool:
        return area.level is Level.COMMUNE and area.code == self._said.commune

    def _true(self, found: Sequence[Cue]) -> list[Cue]:
        """Return the cues without what is said of what is not so: `je n’anime pas d’atelier le lundi`."""
        kept: list[Cue] = []
        denied_until = denied_end = -1
        for cue in found:
            if cue.part is Part.DENIED:
                denied_until = until_turn(self._text.folded, cue.end, len(self._text.folded))
                denied_end = cue.end
            if cue.part is Part.CONTACT and 0 <= denied_end >= cue.start - 1:
                continue
            if cue.part not in (Part.DAY, Part.VENUE, Part.DOES) or cue.start >= denied_until:
                kept.append(cue)
        return kept

    def _section(self, cue: Cue, end: int) -> None:
        denied, self._denied = self._denied, []
        one_value: Mapping[Part, Callable[[int, int], None]] = {
            Part.WHEN: self._when,
            Part.AWAY: self._away,
            Part.CONTACT: self._contact,
            Part.NAME: self._name,
            Part.STRUCTURE: self._structure,
            Part.VENUE: self._venue,
            Part.AT: self._at,
        }
        if cue.part is Part.DAY:
            self._when(cue.start, cue.end)
        if cue.part in (Part.DAY, Part.ROLE):
            self._go(cue.end, until_turn(self._text.folded, cue.end, end))
            return
        if cue.part in one_value:
            one_value[cue.part](cue.end, until_turn(self._text.folded, cue.end, end, stops_at_turns=False))
            return
        stop = until_turn(self._text.folded, cue.end, end)
        found = self._pieces(cue, stop)
        if cue.part is Part.DENIED:
            self._denied = found
            return
        if cue.part is Part.DROPPED:
            self._dropped += [piece.typed for piece in found]
            return
        if cue.part is Part.APPETENCE and not found:
            found = denied
        if cue.part is Part.SKILL and not found and cue is self._first:
            found = self._before(cue)
        for piece in found:
            self._piece(cue.part, piece)

    def _pieces(self, cue: Cue, stop: int) -> list[Piece]:
        """Return what is said in a section; of places, only if it is about them: others are noted."""
        whole = _joined_phrases(self._thesaurus)
        if cue.part in (Part.ON, Part.COVERED, Part.DENIED, Part.DROPPED):
            return pieces(self._text, cue.end, stop, whole)
        self._go(cue.end, stop)
        spans = between(cue.end, stop, self._named_places)
        found = [piece for span in spans for piece in pieces(self._text, *span, whole)]
        return [_done(self._text, cue, found[0]), *found[1:]] if cue.part is Part.DOES and found else found

    def _before(self, cue: Cue) -> list[Piece]:
        """Return what is said before a verb that has nothing after it: `les droits CAF, je connais`."""
        turns = [turn.end() for turn in _BOUNDARY.finditer(self._text.folded, 0, cue.start)]
        turns = [end for end in turns if end < cue.start - 1] or [0]
        return pieces(self._text, turns[-1], cue.start)

    def _go(self, start: int, end: int) -> None:
        """Note the places that are named from `start` to `end`."""
        self._areas += [place.area for place in self._named_places if start <= place.start < end]

    def _mentioned(self, start: int, end: int) -> None:
        """Note what the thesaurus knows in a sentence without any verb: `Linux, Android`."""
        self._go(start, end)
        for span in between(start, end, self._named_places):
            for piece in pieces(self._text, *span, _joined_phrases(self._thesaurus)):
                if not _SPEAKS.search(piece.folded) and any(self._names(piece.typed, sort) for sort in Sort):
                    self._skill(piece, Kind.SKILLS)

    def _piece(self, part: Part, piece: Piece) -> None:
        match part:
            case Part.WHOM:
                self._whom(piece)
            case Part.ON:
                self._on(piece)
            case Part.COVERED:
                self._covered(piece)
            case Part.LANGUAGE:
                self._language(piece)
            case Part.SKILL | Part.SPECIALITY | Part.DOES:
                self._skill(piece, _KIND_OF[part])
            case _:
                self._add(_KIND_OF[part], piece.typed)

    def _add(self, kind: Kind, value: str) -> None:
        self._lists.setdefault(kind, []).append(value)

    def _skill(self, piece: Piece, kind: Kind) -> None:
        """Add a skill: the people whom it is for are an audience, a language is a language."""
        if self._is_only(piece.typed, Sort.LANGUAGE):
            self._add(Kind.LANGUAGES, piece.typed)
            return
        if self._is_only(piece.typed, Sort.AUDIENCE):
            self._add(Kind.AUDIENCES, piece.typed)
            return
        for cut in _FOR.finditer(f" {piece.folded}"):
            whom = self._part(piece, cut.end() - 1, len(piece.folded))
            if whom and self._names(whom, Sort.AUDIENCE):
                self._add(Kind.AUDIENCES, whom)
                piece = Piece(self._part(piece, 0, cut.start() - 1), piece.folded[: max(cut.start() - 1, 0)])
                break
        if piece.typed and not is_nothing(piece.folded):
            self._add(kind, respelt(piece.typed, self._thesaurus))

    def _whom(self, piece: Piece) -> None:
        """Add people one works with; what one helps them with is a skill."""
        if _AT_WORK.search(piece.folded) and not self._names(piece.typed, Sort.AUDIENCE):
            self._said = replace(self._said, structure=self._said.structure or piece.typed)
            return
        cut = _WITH.search(piece.folded)
        if cut is not None and cut.start() > 0:
            subject = self._part(piece, cut.end(), len(piece.folded))
            if self._names(subject, Sort.SKILL) or (subject and not self._names(subject, Sort.AUDIENCE)):
                read = align(subject)
                tidied = trimmed(read, 0, len(read.folded))
                self._add(Kind.SKILLS, tidied.typed if tidied else subject)
                piece = Piece(self._part(piece, 0, cut.start()), piece.folded[: cut.start()])
        if is_nothing(piece.folded):
            return
        is_subject = self._names(piece.typed, Sort.SKILL) and not self._names(piece.typed, Sort.AUDIENCE)
        self._add(Kind.SKILLS if is_subject else Kind.AUDIENCES, piece.typed)

    def _language(self, piece: Piece) -> None:
        """Add a language, without how well it is spoken; several in a row are several."""
        bare = " ".join(_LANGUAGE_NOISE.sub("", piece.folded).split())
        start = piece.folded.find(bare)
        if not bare:
            return
        typed = self._part(piece, start, start + len(bare)) if start >= 0 else piece.typed
        read = terms(typed, stops=True)
        found = self._thesaurus.recognise(read)
        spoken = [one for one in found if self._thesaurus.concepts[one.concept].sort is Sort.LANGUAGE]
        spans = sorted({(one.first, one.last) for one in spoken})
        if len(spans) > 1:
            for first, last in spans:
                self._add(Kind.LANGUAGES, typed[read[first].start : read[last].end])
        else:
            self._add(Kind.LANGUAGES, typed)

    def _on(self, piece: Piece) -> None:
        """Note a place where one goes, or else a subject."""
        found = self._places(piece.typed, sure=True)
        if found:
            self._areas += found
        else:
            self._skill(piece, Kind.SKILLS)

    def _covered(self, piece: Piece) -> None:
        found = self._places(piece.typed)
        if found:
            self._areas += found
        elif _AT_WORK.search(piece.folded):
            self._add(Kind.AUDIENCES, piece.typed)
        elif self._names(piece.typed, Sort.SKILL):
            self._add(Kind.SKILLS, piece.typed)
        else:
            self._lost.append(piece.typed)

    def _at(self, start: int, end: int) -> None:
        """Note where one is: a commune, a structure, or a structure in a commune."""
        said = pieces(self._text, start, end)
        if not said:
            return
        first, *others = said
        at_work = _AT_WORK.search(first.folded) is not None
        found = [] if at_work else self._places(first.typed, sure=True)
        inside = None if found else self._place_inside(first)
        if at_work or inside is not None:
            self._said = replace(self._said, structure=self._said.structure or first.typed)
            found = [inside] if inside is not None else []
        elif not found:
            found = find(first.typed, self._near, 1)
            self._lost += [] if found else [first.typed]
        for area in found:
            self._settle(area)
        for other in others:
            self._areas += self._places(other.typed, sure=True)

    def _place_inside(self, piece: Piece) -> Area | None:
        """Return the place that a structure's name ends with: `mairie de Feurs`."""
        for cut in reversed(list(_NEAR.finditer(piece.folded))):
            found = self._places(self._part(piece, cut.end(), len(piece.folded)), sure=True)
            if found:
                return found[0]
        return None

    def _settle(self, area: Area) -> None:
        """Note where one is: a commune if it is one, else a place that one covers."""
        if area.level is Level.COMMUNE and self._said.commune is None:
            self._said = replace(self._said, commune=area.code)
        else:
            self._areas.append(area)

    def _structure(self, start: int, end: int) -> None:
        found = trimmed(self._text, start, end)
        if found is None:
            return
        self._said = replace(self._said, structure=found.typed)
        inside = self._place_inside(found)
        if inside is not None:
            self._settle(inside)

    def _venue(self, start: int, end: int) -> None:
        """Note a structure where something is done, and the place that its name ends with."""
        found = pieces(self._text, start, end)
        if not found:
            return
        self._said = replace(self._said, venue=self._said.venue or found[0].typed)
        self._go(start, end)

    def _when(self, start: int, end: int) -> None:
        self._available(start, end, "")

    def _away(self, start: int, end: int) -> None:
        self._available(start, until_turn(self._text.folded, start, end), _EXCEPT)

    def _available(self, start: int, end: int, before: str) -> None:
        """Note days; where one is on them only if that is not the same on all."""
        places = [place for place in self._named_places if start <= place.start < end]
        self._go(start, end)
        if len(places) == 1:
            end = places[0].start
        value = self._text.typed(start, end).strip(" .,;:!")
        if value:
            self._add(Kind.AVAILABILITY, f"{before}{value}")

    def _contact(self, start: int, end: int) -> None:
        value = _BEFORE_NUMBER.sub("", self._text.typed(start, end).strip(" .,;:!"))
        if value:
            self._said = replace(self._said, contact=value)

    def _name(self, start: int, end: int) -> None:
        found = pieces(self._text, start, end)
        if not found:
            return
        if found[0].typed[0].isupper() and not any(self._names(found[0].typed, sort) for sort in Sort):
            self._said = replace(self._said, name=found[0].typed)
            return
        for piece in found:
            self._skill(piece, Kind.SKILLS)

    def _places(self, name: str, *, sure: bool = False) -> list[Area]:
        """Return the place that a name means; one that is `sure` is nothing but the name of a place."""
        sentence = f"à {name}"
        found = [
            one for one in mentions(sentence, self._near) if not sure or one.end - one.start >= len(sentence)
        ]
        if found:
            return [found[0].areas[0]]
        if sure:
            return [
                area for area in find(name, self._near, 1) if fold(name_of(area, plain=True)) == fold(name)
            ]
        return find(name, self._near, 1)

    def _names(self, text: str, sort: Sort) -> bool:
        found = self._thesaurus.recognise(terms(text, stops=True))
        return any(self._thesaurus.concepts[one.concept].sort is sort for one in found)

    def _is_only(self, text: str, sort: Sort) -> bool:
        """Return whether a text is the name of something of that sort, and of no skill, and nothing more."""
        read = terms(text, stops=True)
        found = self._thesaurus.recognise(read)
        sorts = {self._thesaurus.concepts[one.concept].sort for one in found}
        taken = {place for one in found for place in range(one.first, one.last + 1)}
        return sorts == {sort} and all(place in taken or term.is_stop for place, term in enumerate(read))

    def _part(self, piece: Piece, start: int, end: int) -> str:
        """Return what was typed for a part of a piece."""
        return align(piece.typed).typed(max(start, 0), end) if start < end else ""


def _done(text: Aligned, cue: Cue, piece: Piece) -> Piece:
    """Return what somebody does with its verb, as one names it: `adapter des supports` of `j’adapte …`."""
    verb = re.split(r"[\s'’ʼ]", text.typed(cue.start, cue.end))[-1]
    end = text.folded.index(piece.folded, cue.end) + len(piece.folded)
    named = f"{infinitive(verb)} {text.typed(cue.end, end)}"
    return Piece(named, fold(named))


@lru_cache(maxsize=4)
def _joined_phrases(thesaurus: Thesaurus) -> tuple[str, ...]:
    """Return the labels in which things are joined that are one all the same: `tri et rangement`."""
    labels = (
        label for concept in thesaurus.concepts.values() for label in (concept.fr, concept.en, *concept.also)
    )
    read = dict.fromkeys(align(label).folded for label in labels)
    return tuple(one for one in read if any(word in one for word in (" et ", "/", " and ")))
