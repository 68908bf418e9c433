"""What somebody who looks for people asks: what for, where, for whom, in which language.

And whether it is people who can, or people who would like to learn. Nothing here knows a card or a database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.language.folding import fold
from bot.language.terms import Term, terms
from bot.territory import Area, Mention, mentions, without
from plugins.directory.fillers import ambiguous, fillers, frames, weak
from plugins.directory.thesaurus import Recognised, Sort, Thesaurus

_FRAME, _BESIDE = 0.3, 0.12
"""What a topic weighs that is only the frame of a question, and a word that is no known topic."""

LONGEST = 1000
"""How much of a question is read, in characters."""

_PERSON = (
    r"(?:qui|ki|quelqu'?une?|quelquun|qqun|qqn|qq1|kelkun|kelqun|personne|collegues?|coleg\w*|copains?|"
    r"volontaires?|conseill\w+|mediat\w+|gens|conum\w*|cnfs|monde|lesquels|ceux|celles|"
    r"who|anyone|anybody|somebody|someone|colleagues?)"
)
_WISH = (
    r"(?:ve|vx|veu[txl]?|veulent|vt|voudrai\w*|aimerai\w*|souhait\w*|desir\w*|rev\w+ de|compte|"
    r"cherch\w+ a|(?:a|ont|aurait|auraient) (?:bien )?envie d[e']|"
    r"(?:est|serait|sont|seraient) (?:partant|interess|motiv|tent)\w* (?:pour|par|a|de)|"
    r"wants? to|would like to|would love to)"
)
_BETWEEN = r"(?:\s*\b(?:bien|aussi|egalement|bcp|beaucoup|de|a|pour|se|par|en|y)\b|\s*\b[dsl]')*\s*"
_HELPING = (
    r"(?:m'|me |nous |l'|les? |leur |lui )?(?:aid|accompagn|anim|interven|intervien|montr|expliqu|donn|ven|"
    r"pret|partag|remplac|depann|form(?:er?|ateur)\b(?! a | au | aux | sur | en )|repond|echang|discut|"
    r"help|come|show|"
    r"give|teach|assist|present|temoign|enseign|apport|explain)"
)
_LEARNS = re.compile(
    rf"\b{_PERSON}\b[^.?!]{{0,30}}?\b{_WISH}(?:{_BETWEEN}(?!{_HELPING})"
    r"(?:\w+(?:er|ir|re|oir)\b|formation|initiation|decouverte|learn|discover|try)|[^.?!]{0,12}\bse former\b)"
)
_TASTES = re.compile(
    r"\b(?:appetences?|envies? d'apprendre|envie de se former|"
    r"(?:qui|quels? collegues?)\b[^.?!]{0,25}\b(?:est|serait|sont|seraient) "
    r"(?:interesse|motive|partant|tente)\w*|"
    r"(?:qui|quelqu'un)\b[^.?!]{0,15}\b(?:s'interesse|s interesse|ca (?:interesse|tente|branche))\w*|"
    r"apprendre (?:avec moi|ensemble)|(?:me|se) former ensemble|interested in learning)"
)
_USER = re.compile(
    r"\b(?:dames?|messieurs|monsieur|usagers?|usageres?|habitants?|habitantes?|retraitee?s?|seniors?|"
    r"jeunes?|apprenante?s?|beneficiaires?|eleves?|mamans?|papas?|mamies?|papys?|papis?|gamins?|enfants?|"
    r"ados?|"
    r"parents?|couples?|artisans?|commercante?s?|association|asso|homme|femme|user|lady|man|woman|public)\b"
    r"[^.?!]{0,30}$"
)
"""Whom somebody helps: if it is they who want to learn, people who can teach are looked for."""

_FOR_WHOM = re.compile(
    r"(?:pour|pr|public|publics|avec|aupres|envers|aux?|destination|chez|for|with)\s+(?:\w+\s+){0,3}$"
)
_MATTER = re.compile(r"\b(?:la|ma|sa|en|de)$")
"""What stands before a matter rather than people: "la retraite", and not "les retraités"."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that is asked for: any of `concepts`, or the words as they stand, which are `stems`.

    `weight` says how much of the question it is.
    """

    text: str
    concepts: tuple[str, ...]
    stems: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks. `audiences` and `languages` are concepts that a person has to fit as well.

    `places` are the places it names. `names` are the words that may be somebody's name: those that mean
    nothing else. `is_elsewhere` tells that it is about something that is no counsellor's matter.
    """

    topics: tuple[Topic, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    places: tuple[Mention, ...] = ()
    names: tuple[str, ...] = ()
    wants_to_learn: bool = False
    is_elsewhere: bool = False


Correct = Callable[[str], str | None]
"""Returns the known word that an unknown one may be a slip for, None if there is none."""


def understand(
    text: str, thesaurus: Thesaurus, near: Sequence[Area] = (), correct: Correct | None = None
) -> Asked:
    """Return what a question asks; `near` settles places of the same name."""
    text = text[:LONGEST]
    places = mentions(text, near)
    rest = without(text, places) if places else text
    found = terms(rest, stops=True)
    if correct is not None:
        found = tuple(_corrected(term, correct) for term in found)
    recognised = thesaurus.recognise(found)
    learns = wants_to_learn(text)
    asked = _sorted_out(rest, found, recognised, thesaurus, learns=learns)
    return replace(asked, places=tuple(places), wants_to_learn=learns)


def wants_to_learn(text: str) -> bool:
    """Return whether a question looks for people who would like to learn, rather than for people who can.

    >>> wants_to_learn("qui veut apprendre Scratch ?"), wants_to_learn("une dame qui veut apprendre Excel")
    (True, False)
    """
    folded = fold(text)
    for pattern in (_LEARNS, _TASTES):
        for match in pattern.finditer(folded):
            if not _USER.search(folded[: match.start()]) and not _USER.search(
                match.group().split(" qui ")[0]
            ):
                return True
    return False


def _corrected(term: Term, correct: Correct) -> Term:
    if term.is_stop or _is_filler(term):
        return term
    better = correct(term.word)
    if better is None:
        return term
    read = terms(better, stops=True)
    return term._replace(word=read[0].word, stem=read[0].stem, is_stop=read[0].is_stop) if read else term


def _sorted_out(
    text: str, found: Sequence[Term], recognised: Sequence[Recognised], thesaurus: Thesaurus, *, learns: bool
) -> Asked:
    spans: dict[tuple[int, int], list[str]] = {}
    for one in recognised:
        spans.setdefault((one.first, one.last), []).append(one.concept)
    topics: list[Topic] = []
    audiences: list[str] = []
    languages: list[str] = []
    elsewhere = False
    taken = _places_taken(recognised)
    for (first, last), concepts in sorted(spans.items()):
        sorts = {key: thesaurus.concepts[key].sort for key in concepts}
        if Sort.ELSEWHERE in sorts.values():
            elsewhere = True
            continue
        skills = [key for key in concepts if sorts[key] is Sort.SKILL]
        publics = [key for key in concepts if sorts[key] is Sort.AUDIENCE]
        spoken = [key for key in concepts if sorts[key] is Sort.LANGUAGE]
        before = fold(text[: found[first].start])
        is_matter = bool(skills) and _MATTER.search(before) is not None
        if not learns and publics and not is_matter and (not skills or _FOR_WHOM.search(before + " ")):
            audiences += publics
        elif not learns and spoken:
            languages += spoken
        else:
            part = [term for term in found[first : last + 1] if not term.is_stop]
            is_weak = len(part) == 1 and part[0].word in weak()
            stems = tuple(dict.fromkeys(form for term in part for form in (term.stem, term.word)))
            weight = _FRAME if is_weak else 1.0
            topics.append(
                Topic(
                    text[part[0].start : part[-1].end],
                    tuple(skills if is_matter else concepts),
                    stems,
                    weight,
                )
            )
    if elsewhere:
        topics = [topic for topic in topics if not set(topic.stems) & ambiguous()]
    literals = [
        term
        for place, term in enumerate(found)
        if place not in taken and not term.is_stop and not _is_filler(term)
    ]
    topics = _without_the_general(topics, thesaurus)
    topics = _weighed(topics, thesaurus, is_alone=not (audiences or languages))
    says_more = bool(topics or audiences or languages)
    topics += [
        Topic(term.typed, (), tuple(dict.fromkeys((term.stem, term.word))), _BESIDE if says_more else 1.0)
        for term in literals
    ]
    return Asked(
        topics=tuple(topics),
        audiences=tuple(dict.fromkeys(audiences)),
        languages=tuple(dict.fromkeys(key for key in languages if key != "l_francais")),
        names=tuple(term.word for term in literals),
        is_elsewhere=elsewhere,
    )


def _is_filler(term: Term) -> bool:
    return term.word in fillers()


def _places_taken(recognised: Sequence[Recognised]) -> set[int]:
    return {place for one in recognised for place in range(one.first, one.last + 1)}


def _weighed(topics: Sequence[Topic], thesaurus: Thesaurus, *, is_alone: bool) -> list[Topic]:
    """Return the topics with what they weigh: what is weak counts in full if there is nothing stronger.

    Beside an audience or a language, using a computer or a telephone is no topic of its own.
    """
    topics = [_framed(topic, topics) for topic in topics]
    if is_alone:
        strong = any(topic.weight >= 1 for topic in topics)
        return [topic if strong else replace(topic, weight=1.0) for topic in topics]
    return [
        replace(topic, weight=_FRAME)
        if topic.concepts and all(thesaurus.is_part(key, "s_prise_en_main") for key in topic.concepts)
        else topic
        for topic in topics
    ]


def _framed(topic: Topic, topics: Sequence[Topic]) -> Topic:
    """Return a topic as it weighs beside the others: little, if it is a frame and another one is none."""
    others = (other for other in topics if other is not topic and other.weight >= 1)
    is_frame = bool(topic.concepts) and frames().issuperset(topic.concepts)
    if is_frame and any(not frames().issuperset(other.concepts) for other in others):
        return replace(topic, weight=_FRAME)
    return topic


def _without_the_general(topics: Sequence[Topic], thesaurus: Thesaurus) -> list[Topic]:
    """Leave out what is only the frame of something more exact: "démarches" beside "retraite"."""
    exact: dict[tuple[str, ...], Topic] = {}
    for topic in topics:
        exact.setdefault(topic.concepts, topic)
    return [
        topic
        for topic in exact.values()
        if not any(
            other is not topic and other.weight >= topic.weight and _is_frame(topic, other, thesaurus)
            for other in exact.values()
        )
    ]


def _is_frame(topic: Topic, other: Topic, thesaurus: Thesaurus) -> bool:
    return all(
        any(one != broad and thesaurus.is_part(one, broad) for one in other.concepts)
        for broad in topic.concepts
    )
