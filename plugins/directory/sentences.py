"""What somebody says of themselves in a sentence: what it adds to their card, part by part.

No chat and no database here: `understand` is given the thesaurus and where the person is. What one would like
to learn is never taken for what one can do, and what is not so, or is said of somebody else, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.language.folding import fold
from bot.territory import Area
from plugins.directory.aligned import Aligned, align
from plugins.directory.cards import Kind, within_bounds
from plugins.directory.cues import Cue, Part, cues, infinitive, meant_words, right_words
from plugins.directory.days import is_absence
from plugins.directory.enumerations import Piece, pieces, until_turn
from plugins.directory.filing import Filing, joined_phrases
from plugins.directory.oneself import LONGEST
from plugins.directory.others import is_of_others
from plugins.directory.said import Said
from plugins.directory.thesaurus import Sort, Thesaurus
from plugins.directory.whereabouts import AT_WORK, Whereabouts, between

_SPEAKS = re.compile(r"\b(?:j'|m'|t'|(?:je|me|moi|tu|te|vous|on|i|you|we)\b)")
"""What is said by a sentence with a verb, which no cue has."""
_BOUNDARY = re.compile(r"[,;.!?:] |\b(?:et|mais|donc|car|alors|puis|and|but|so) ")
_DENIES = re.compile(r"\b(?:pas|plus|jamais|sans|aucune?|ni|sauf|rien|no|not|never|without)\b|\?")
_SENTENCE = re.compile(r"[;.!?] ")
_SO = re.compile(r",? ?\bdonc (?!(?:pas|plus|rien|jamais|non|j'|(?:je|on|il|elle|si|vous|tu|nous)\b))")
"""What follows from what was said: `je viens de la bibliothèque, donc les liseuses`."""
_BEFORE_NUMBER = re.compile(r"^(?:au|on|at|à l['’]adresse)\s+(?=\S*[\d@])", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÀ-Ý][\w'’-]+(?: (?:(?:de|du|el|al|ben|van|von|le|la) )?[A-ZÀ-Ý][\w'’-]+)*")
_EXCEPT = "sauf "
"""Stands before the days on which somebody is not there."""
_KIND_OF: Mapping[Part, Kind] = {
    Part.SKILL: Kind.SKILLS,
    Part.DOES: Kind.SKILLS,
    Part.SPECIALITY: Kind.SPECIALITIES,
}
_DAYS: Mapping[Part, str] = {Part.DAY: "", Part.ABSENT: _EXCEPT}
_SAID_BEFORE = (Part.SKILL, Part.APPETENCE, Part.LANGUAGE, Part.DENIED)
"""What may stand before its verb: `les droits CAF, je connais`, `la robotique, ça me tente`."""
_OF_ALL = re.compile(r"[:,]? ?(?:et )?(?:tout )?(?:ca|cela)\b|: ")
"""What begins a verb that is about all that was enumerated before it: `Excel, Word, ça je gère`."""
_BULLET = re.compile(r"^\s*[-–—•*]\s+")
_ENDS = (",", ":", ";", ".", "!", "?")
_OF_PLACES = (Part.AT, Part.STRUCTURE, Part.VENUE)
_GREETING = re.compile(r"(?:bonjour|bonsoir|salut|coucou|hello|slt|bjr|hi|hey|merci)\b")
_LEADS_TO_SKILLS = (Part.SKILL, Part.SPECIALITY, Part.DOES, Part.ROLE, Part.AT, Part.STRUCTURE, Part.NAME)


def understand(text: str, thesaurus: Thesaurus, near: Sequence[Area] = ()) -> Said:
    """Return what a sentence adds to the card of who says it; `near` settles places of the same name."""
    return _Reader(align(_in_one_line(text[:LONGEST]), meant_words(), right_words()), thesaurus, near).read()


def _in_one_line(text: str) -> str:
    """Return a text with its lines one after the other: each says something of its own, as in a list."""
    lines = [tidy for line in text.splitlines() if (tidy := " ".join(_BULLET.sub("", line).split()))]
    return " ".join([*(line if line.endswith(_ENDS) else f"{line}," for line in lines[:-1]), *lines[-1:]])


class _Reader:
    """Reads one sentence."""

    def __init__(self, text: Aligned, thesaurus: Thesaurus, near: Sequence[Area]) -> None:
        self._text = text
        self._thesaurus = thesaurus
        self._card = Filing(thesaurus)
        self._where = Whereabouts(text, thesaurus, near)
        self._said = Said()
        self._denied: list[Piece] = []
        self._dropped: list[str] = []

    def read(self) -> Said:
        folded = self._text.folded
        every = cues(folded)
        found = self._true(every)
        if not every:
            self._mentioned(0, until_turn(folded, 0, len(folded)))
            self._follows(0, len(folded))
        else:
            self._listed_alone(every)
        self._heading(found)
        ends = [*(cue.start for cue in found), len(folded)][1:]
        begins = [
            self._begin(cue, end, found[:place])
            for place, (cue, end) in enumerate(zip(found, ends, strict=False))
        ]
        for cue, begin, end in zip(found, begins, [*begins, len(folded)][1:], strict=False):
            self._section(cue, begin, max(end, cue.end))
        said = replace(self._said, dropped=within_bounds(self._dropped), lists=self._card.lists())
        return self._where.told(said)

    def _begin(self, cue: Cue, end: int, before: Sequence[Cue]) -> int:
        """Return where what a cue is about begins: before it, if nothing stands after it.

        `les droits CAF, je connais`, `la robotique, ça me tente`, `l’Excel, je sais pas`.
        """
        folded = self._text.folded
        if cue.part not in _SAID_BEFORE or pieces(self._text, cue.end, until_turn(folded, cue.end, end)):
            return cue.start
        first = before[-1].end if before else 0
        is_of_all = _OF_ALL.match(folded, cue.start) is not None or folded.endswith(": ", 0, cue.start)
        is_of_all = is_of_all and not (before and _SENTENCE.search(folded, first, cue.start) is None)
        parting = (_SENTENCE if is_of_all else _BOUNDARY).finditer(folded, first, cue.start)
        turns = [turn.end() for turn in parting if turn.end() < cue.start - 1]
        if turns:
            return turns[-1]
        return cue.start if before else 0

    def _true(self, found: Sequence[Cue]) -> list[Cue]:
        """Return the cues without what is said of others or is not so: `je n’anime rien le lundi`."""
        kept: list[Cue] = []
        denied_until = denied_end = -1
        for cue in found:
            if cue.part is Part.DENIED:
                denied_until = until_turn(self._text.folded, cue.end, len(self._text.folded))
                denied_end = cue.end
            if cue.part is Part.CONTACT and 0 <= denied_end >= cue.start - 1:
                continue
            if is_of_others(self._text.folded, cue.start, cue.end):
                continue
            if cue.part is Part.DAY and is_absence(self._clause(cue), is_denied=cue.start < denied_until):
                kept.append(replace(cue, part=Part.ABSENT))
            elif cue.part not in (Part.DAY, Part.VENUE, Part.DOES) or cue.start >= denied_until:
                kept.append(cue)
        return kept

    def _clause(self, cue: Cue) -> str:
        """Return the clause in which a cue stands, with `@` for the cue."""
        turns = [turn.end() for turn in _BOUNDARY.finditer(self._text.folded, 0, cue.start)]
        after = _BOUNDARY.search(self._text.folded, cue.end)
        before = self._text.folded[turns[-1] if turns else 0 : cue.start]
        return f"{before}@{self._text.folded[cue.end : after.start() if after else None]}"

    def _heading(self, found: Sequence[Cue]) -> None:
        """Note the name that stands before what somebody is: `Jeanne Roux, conseillère à Roanne`."""
        if not found or found[0].part not in (Part.AT, Part.ROLE, Part.STRUCTURE):
            return
        typed = self._text.typed(0, found[0].start).strip(" ,:-–—")
        if _NAME.fullmatch(typed):
            self._called(typed)

    def _called(self, typed: str) -> bool:
        """Note a name, and return whether it is one."""
        name = _NAME.match(typed)
        if (
            name is None
            or _GREETING.match(fold(typed))
            or any(self._card.names(name.group(), sort) for sort in Sort)
        ):
            return False
        self._said = replace(self._said, name=name.group())
        return True

    def _follows(self, start: int, end: int) -> None:
        """Note what follows from what was said, if the thesaurus knows it."""
        stop = _SENTENCE.search(self._text.folded, start, end)
        so = _SO.search(self._text.folded, start, stop.start() if stop is not None else end)
        if so is not None:
            self._mentioned(so.end(), until_turn(self._text.folded, so.end(), end))

    def _section(self, cue: Cue, begin: int, end: int) -> None:
        denied, self._denied = self._denied, []
        one_value: Mapping[Part, Callable[[int, int], None]] = {
            Part.WHEN: self._when,
            Part.AWAY: self._away,
            Part.CONTACT: self._contact,
            Part.NAME: self._name,
            Part.WHO: self._who,
            Part.STRUCTURE: self._where.structure,
            Part.VENUE: self._where.venue,
            Part.AT: self._where.at,
        }
        if cue.part in _DAYS:
            self._available(cue.start, cue.end, _DAYS[cue.part])
        if cue.part in _DAYS or cue.part is Part.ROLE:
            self._where.go(cue.end, until_turn(self._text.folded, cue.end, end))
        elif cue.part in one_value:
            stop = until_turn(self._text.folded, cue.end, end, stops_at_turns=cue.part in _OF_PLACES)
            one_value[cue.part](cue.end, stop)
        else:
            self._listed(cue, begin, end, denied)
        if cue.part in _LEADS_TO_SKILLS:
            self._follows(cue.end, end)

    def _listed(self, cue: Cue, begin: int, end: int, denied: list[Piece]) -> None:
        """Note what is enumerated after a cue, or before it; a wish may be for what was `denied`."""
        found = self._pieces(cue, until_turn(self._text.folded, cue.end, end))
        if not found and cue.part is Part.APPETENCE:
            found = denied
        if not found:
            found = self._before(begin, cue.start)
        if cue.part is Part.DENIED:
            self._denied = found
        elif cue.part is Part.DROPPED:
            self._dropped += [piece.typed for piece in found]
        elif cue.part is Part.WHOM:
            self._whom(found)
        else:
            for piece in found:
                self._piece(cue.part, piece)

    def _pieces(self, cue: Cue, stop: int) -> list[Piece]:
        """Return what is said in a section; of places, only if it is about them: others are noted."""
        whole = joined_phrases(self._thesaurus)
        if cue.part in (Part.ON, Part.COVERED):
            return pieces(self._text, cue.end, stop, (*whole, *self._where.joined_names()))
        if cue.part in (Part.DENIED, Part.DROPPED):
            return pieces(self._text, cue.end, stop, whole)
        self._where.go(cue.end, stop)
        spans = between(cue.end, stop, self._where.named)
        found = [piece for span in spans for piece in pieces(self._text, *span, whole)]
        return [_done(self._text, cue, found[0]), *found[1:]] if cue.part is Part.DOES and found else found

    def _before(self, begin: int, end: int) -> list[Piece]:
        """Return what is said before a verb; of several things, those that are known, and the last."""
        found = pieces(self._text, begin, end) if begin < end else []
        return [piece for piece in found[:-1] if self._card.is_known(piece)] + found[-1:]

    def _mentioned(self, start: int, end: int) -> None:
        """Note what the thesaurus knows in a sentence without any verb: `Linux, Android`."""
        if is_of_others(self._text.folded, end, end):
            return
        self._where.go(start, end)
        for span in between(start, end, self._where.named):
            for piece in pieces(self._text, *span, joined_phrases(self._thesaurus)):
                if not _SPEAKS.search(piece.folded) and self._card.is_known(piece):
                    self._card.skill(piece)

    def _listed_alone(self, every: Sequence[Cue]) -> None:
        """Note what is enumerated in a sentence without any verb, beside others: `Pix, Scratch`."""
        begin = 0
        for stop in (*_SENTENCE.finditer(self._text.folded), None):
            end = stop.start() if stop is not None else len(self._text.folded)
            has_cue = any(begin <= cue.start < end for cue in every)
            if not has_cue and not _DENIES.search(self._text.folded, begin, end):
                found = pieces(self._text, begin, end)
                if len(found) > 1 and sum(map(self._card.is_known, found)) > len(found) / 2:
                    self._mentioned(begin, end)
            begin = stop.end() if stop is not None else end

    def _piece(self, part: Part, piece: Piece) -> None:
        match part:
            case Part.ON:
                self._on(piece)
            case Part.COVERED:
                self._covered(piece)
            case Part.LANGUAGE:
                self._card.language(piece)
            case Part.SKILL | Part.SPECIALITY | Part.DOES:
                self._card.skill(piece, _KIND_OF[part])
            case _:
                self._card.wish(piece)

    def _whom(self, found: Sequence[Piece]) -> None:
        """Note whom one works with, and what one helps them with: all that is said from there on."""
        is_about = False
        for piece in found:
            if is_about and not self._card.is_only(piece.typed, Sort.AUDIENCE):
                self._card.skill(piece)
            elif AT_WORK.match(piece.folded) and not self._card.names(piece.typed, Sort.AUDIENCE):
                self._where.works_for(piece.typed)
            else:
                is_about = self._card.whom(piece) or is_about

    def _on(self, piece: Piece) -> None:
        """Note a place where one goes, or places of work, or else a subject."""
        if self._where.is_place(piece):
            return
        if AT_WORK.fullmatch(piece.folded.removesuffix("s")):
            self._card.add(Kind.AUDIENCES, piece.typed)
        else:
            self._card.skill(piece)

    def _covered(self, piece: Piece) -> None:
        if self._where.covers(piece):
            return
        if AT_WORK.search(piece.folded):
            self._card.add(Kind.AUDIENCES, piece.typed)
        elif self._card.names(piece.typed, Sort.SKILL):
            self._card.add(Kind.SKILLS, piece.typed)
        else:
            self._where.is_not_found(piece)

    def _when(self, start: int, end: int) -> None:
        self._available(start, end, "")

    def _away(self, start: int, end: int) -> None:
        self._available(start, until_turn(self._text.folded, start, end), _EXCEPT)

    def _available(self, start: int, end: int, before: str) -> None:
        """Note days; where one is on them only if that is not the same on all."""
        places = [place for place in self._where.named if start <= place.start < end]
        self._where.go(start, end)
        if len(places) == 1:
            end = places[0].start
        value = self._text.typed(start, end).strip(" .,;:!")
        if value:
            self._card.add(Kind.AVAILABILITY, f"{before}{value.removeprefix('on ') if before else value}")

    def _contact(self, start: int, end: int) -> None:
        value = _BEFORE_NUMBER.sub("", self._text.typed(start, end).strip(" .,;:!"))
        if value:
            self._said = replace(self._said, contact=value)

    def _name(self, start: int, end: int) -> None:
        found = pieces(self._text, start, end)
        if found and not self._called(found[0].typed):
            self._said = replace(self._said, name=found[0].typed)

    def _who(self, start: int, end: int) -> None:
        """Note who one is and where, if it is a name: `je suis Jeanne, de la MJC`; else what is known."""
        typed = self._text.typed(start, end)
        name = _NAME.match(typed)
        if name is not None and self._called(typed):
            self._where.at(self._text.folded.index(fold(name.group()), start) + len(name.group()), end)
        else:
            self._mentioned(start, end)


def _done(text: Aligned, cue: Cue, piece: Piece) -> Piece:
    """Return what somebody does with its verb, as one names it: `adapter des supports` of `j’adapte …`."""
    verb = infinitive(text.folded[cue.start : cue.end])
    end = text.folded.index(piece.folded, cue.end) + len(piece.folded)
    named = f"{verb} {text.typed(cue.end, end)}"
    return Piece(named, fold(named))
