"""For whom, and in which language: how well a card fits the people that a question speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.directory.cards import Kind
from plugins.directory.fillers import common_audiences, rare_audiences, skills_for
from plugins.directory.fitting import NONE, Fit, share
from plugins.directory.questions import Word
from plugins.directory.readings import Reading
from plugins.directory.thesaurus import Thesaurus

OTHER, ANY = 0.55, 0.85
"""What it is worth to work with other people, and with anybody, for a question that says for whom."""
_IN_A_SKILL, _RELATED, _BY_A_SKILL = 0.95, 0.8, 0.75
_SAME_WORDS, _SAME_RARE_WORDS = 0.06, 0.2
_COMMON = 0.5
"""What one of the audiences weighs that most cards have, beside one that few have."""


def speaks(language: str, words: Sequence[Word], readings: Sequence[Reading], thesaurus: Thesaurus) -> Fit:
    """Return how well a card says that somebody speaks a language, which a question names by these words."""
    best = NONE
    for reading in readings:
        if reading.kind in (Kind.LANGUAGES, Kind.SKILLS, Kind.SPECIALITIES) and any(
            thesaurus.is_part(said, language) or thesaurus.is_part(language, said)
            for said in reading.concepts
        ):
            weight = 1.0 if reading.kind is Kind.LANGUAGES else _IN_A_SKILL
            best = max(best, _said(Kind.LANGUAGES, weight, words, reading), key=_score)
    return best


def welcomes(
    audiences: Sequence[str], words: Sequence[Word], readings: Sequence[Reading], thesaurus: Thesaurus
) -> Fit:
    """Return how used somebody is to the one of these audiences to which they are most used."""
    best = max((_used_to(one, words, readings, thesaurus) for one in audiences), key=_score, default=NONE)
    if best.score:
        return best
    own = [reading for reading in readings if reading.kind is Kind.AUDIENCES and reading.concepts]
    return Fit(OTHER if own and not any("a_tout_public" in one.concepts for one in own) else ANY)


def welcomes_all(
    audiences: Sequence[str], words: Sequence[Word], readings: Sequence[Reading], thesaurus: Thesaurus
) -> tuple[list[Fit], float]:
    """Return to which of these audiences somebody is used, and how much of all of them that is."""
    fits = [(_weight(one), _used_to(one, words, readings, thesaurus)) for one in audiences]
    total = sum(weight for weight, _fit in fits)
    return [fit for _weight, fit in fits if fit.score], sum(
        weight * fit.score for weight, fit in fits
    ) / total


def _weight(audience: str) -> float:
    return _COMMON if audience in common_audiences() else 1.0


def _used_to(wanted: str, words: Sequence[Word], readings: Sequence[Reading], thesaurus: Thesaurus) -> Fit:
    best = NONE
    for reading in readings:
        if reading.kind in (Kind.AUDIENCES, Kind.SKILLS, Kind.SPECIALITIES):
            weight = max((_likeness(wanted, said, thesaurus) for said in reading.concepts), default=0.0)
            if weight:
                weight *= 1.0 if reading.kind is Kind.AUDIENCES else _IN_A_SKILL
                best = max(best, _said(Kind.AUDIENCES, weight, words, reading), key=_score)
    return best


def _said(kind: Kind, weight: float, words: Sequence[Word], reading: Reading) -> Fit:
    """Return a fit: those who say it in the words of the question come first."""
    tells = min(1.0, max((word.tells for word in words), default=0.0))
    same = _SAME_WORDS + (_SAME_RARE_WORDS - _SAME_WORDS) * tells
    return Fit(weight * (1 - same + same * share(words, reading)), kind, reading.text)


def _score(fit: Fit) -> float:
    return fit.score


def _likeness(wanted: str, said: str, thesaurus: Thesaurus) -> float:
    if wanted == said:
        return 1.0
    if any(thesaurus.is_part(said, skill) for skill in skills_for(wanted)):
        return _BY_A_SKILL
    if wanted in rare_audiences():
        return _RELATED if thesaurus.is_part(said, wanted) else 0.0
    return _RELATED if thesaurus.is_part(wanted, said) or thesaurus.is_part(said, wanted) else 0.0
