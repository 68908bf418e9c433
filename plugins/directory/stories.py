"""What is meant by whoever tells a story instead of naming a thing: guessed from situations like it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.language.terms import Term
from plugins.directory.questions import Topic
from plugins.directory.thesaurus import Sort, Thesaurus

_STORY = frozenset(
    (
        *("j", "je", "me", "m", "moi", "mon", "ma", "mes", "on", "nous", "notre", "nos", "il", "elle", "ils"),
        *("elles", "lui", "leur", "leurs", "son", "sa", "ses"),
        *("i", "my", "me", "we", "our", "he", "she", "they", "his", "her", "their"),
    )
)
"""Words of somebody who tells what happened."""
_LONG_STORY = 9
"""A question of so many words, without the little ones, is a story as well."""
_LIKE = 0.135
"""A story has to be so much like those of a concept, from 0 to 1, to mean it."""
_SURELY = 0.17
"""And so much, where a word of it is that of something else: a baker is no matter of cooking."""
_FRAME = 0.3
"""What weighs that is only with what."""
_GUESSES = 3
_NEARLY = 0.75
"""A further guess has to be so much like the story, beside the first."""
_SHORTEST = 4
"""A story has so many words at least, without the little ones."""


def is_story(found: Sequence[Term]) -> bool:
    """Return whether somebody tells what happened, instead of naming a thing."""
    content = sum(not term.is_stop for term in found)
    return content >= _LONG_STORY or any(term.word in _STORY for term in found if term.is_stop)


def guessed(
    found: Sequence[Term],
    themes: Sequence[Topic],
    told: Collection[str],
    thesaurus: Thesaurus,
    *,
    is_elsewhere: bool,
) -> list[Topic] | None:
    """Return what a story is about that names at most with what, and that as its frame; None if it is none.

    `themes` are what it names, `told` the concepts that it tells in one of the ways that the thesaurus has.
    It `is_elsewhere` if it names something that is no counsellor's matter.
    """
    if any(theme.weight >= 1 and not _is_frame(theme, told, thesaurus) for theme in themes):
        return None
    content = [term for term in found if not term.is_stop]
    if len(content) < _SHORTEST or not is_story(found):
        return None
    from plugins.directory.situations import NOTHING, situations

    like = situations().like(found)
    like = [one for one in like if one[0] == NOTHING or thesaurus.concepts[one[0]].sort is Sort.SKILL]
    if not like or like[0][1] < (_SURELY if is_elsewhere else _LIKE) or like[0][0] == NOTHING:
        return None
    best = like[0][1]
    guesses = [one for one in like[:_GUESSES] if one[1] >= _NEARLY * best and one[0] != NOTHING]
    topic = Topic(
        text=" ".join(term.typed for term in content),
        concepts=tuple(concept for concept, _score in guesses),
        words=(),
        likely=tuple(round((score / best) ** 2, 2) for _concept, score in guesses),
    )
    return [topic, *(replace(theme, weight=_FRAME) for theme in themes)]


def _is_frame(theme: Topic, told: Collection[str], thesaurus: Thesaurus) -> bool:
    """Return whether a theme says only with what something is done, or what it is about at large."""
    if any(key in told for key in theme.concepts):
        return False
    return all(
        thesaurus.concepts[key].is_general or thesaurus.is_part(key, "s_prise_en_main")
        for key in theme.concepts
    )
