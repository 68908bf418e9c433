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
_SURELY = 0.15
"""And so much, where a word of it is that of something else: a baker is no matter of cooking."""
_TOOLS = "s_prise_en_main"
_AS_LIKELY = 0.9
"""What is no tool is meant rather than one, if the story is so much like it beside that one."""
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
    content = [term for term in found if not term.is_stop]
    if len(content) < _SHORTEST or not is_story(found):
        return None
    guesses = _guesses(found, thesaurus)
    named = [theme for theme in themes if theme.weight >= 1 and not _is_frame(theme, told, thesaurus)]
    if not guesses or guesses[0][1] < (_SURELY if is_elsewhere or named else _LIKE):
        return None
    keys = [key for theme in named for key in theme.concepts]
    if any(_is_near(guesses[0][0], key, thesaurus) for key in keys):
        return None
    best = guesses[0][1]
    meant = dict.fromkeys(keys, 1.0) | {key: round((score / best) ** 2, 2) for key, score in guesses}
    topic = Topic(
        text=" ".join(term.typed for term in content),
        concepts=tuple(meant),
        words=tuple(word for theme in named for word in theme.words),
        likely=tuple(meant.values()),
    )
    return [topic, *(replace(theme, weight=_FRAME) for theme in themes if theme not in named)]


def _guesses(found: Sequence[Term], thesaurus: Thesaurus) -> list[tuple[str, float]]:
    """Return the skills that a story is most like, the best first; tools only if it is like nothing else."""
    from plugins.directory.situations import NOTHING, situations

    like = [
        one
        for one in situations().like(found)
        if one[0] == NOTHING or thesaurus.concepts[one[0]].sort is Sort.SKILL
    ][:_GUESSES]
    if not like or like[0][0] == NOTHING:
        return []
    near = [one for one in like if one[1] >= _NEARLY * like[0][1] and one[0] != NOTHING]
    matters = [one for one in near if not thesaurus.is_part(one[0], _TOOLS)]
    return matters if matters and matters[0][1] >= _AS_LIKELY * near[0][1] else near


def _is_near(one: str, other: str, thesaurus: Thesaurus) -> bool:
    return thesaurus.is_part(one, other) or thesaurus.is_part(other, one)


def _is_frame(theme: Topic, told: Collection[str], thesaurus: Thesaurus) -> bool:
    """Return whether a theme says only with what something is done, or what it is about at large."""
    if any(key in told for key in theme.concepts):
        return False
    return all(thesaurus.concepts[key].is_general or thesaurus.is_part(key, _TOOLS) for key in theme.concepts)
