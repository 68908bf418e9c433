"""The engine: from a need as somebody types it to the kinds of service that answer it, with reasons.

Several readings of a text are taken one after the other, and combined by rules: danger first, then chat, then several
needs, then what the need is about and what is wanted of it. It depends on nothing but its arguments.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugins.referral.acts import act_of
from plugins.referral.alarms import alarm_of
from plugins.referral.answers import EMERGENCY, OFF_TOPIC, Answer, Question, Target
from plugins.referral.chatter import is_chat, looks_like_a_need
from plugins.referral.lexicon import Lexicon
from plugins.referral.matching import Match
from plugins.referral.patterns import found
from plugins.referral.reading import Reading
from plugins.referral.routing import routes
from plugins.referral.splitting import pieces

_ENOUGH = 2.4
"""A weaker match says nothing."""
_TELLING = 4.4
"""What a match must have where the text says of itself that it is vague."""
_GENERAL = frozenset({"demarches"})
"""Needs that say nothing of their subject."""
_SURE = 9.0
"""A match as strong as that has the score 1."""


def refer(text: str, lexicon: Lexicon) -> Answer:
    """Return where a need leads. Never raises; costs a few milliseconds whatever the text."""
    reading = lexicon.reader.read(text)
    if numbers := alarm_of(reading, lexicon):
        target = Target(EMERGENCY, lexicon.label(EMERGENCY), lexicon.roles[EMERGENCY], 1.0)
        return Answer(text, (target,), numbers=numbers)
    matches = _matches(reading, lexicon)
    if is_chat(reading, matches, lexicon):
        return Answer(text, (Target(OFF_TOPIC, lexicon.label(OFF_TOPIC), lexicon.roles[OFF_TOPIC], 1.0),))
    parts = pieces(text, lambda part: _matches(lexicon.reader.read(part), lexicon), lexicon)
    if len(parts) > 1:
        answers = tuple(_one(part, lexicon) for part in parts)
        if all(answer.targets for answer in answers):
            return Answer(text, _merged(answers), needs=answers)
    return _one(text, lexicon, reading, matches)


def _matches(reading: Reading, lexicon: Lexicon) -> list[Match]:
    return [one for one in lexicon.phrases.matches(reading.keys) if one.score >= _ENOUGH]


def _one(
    text: str, lexicon: Lexicon, reading: Reading | None = None, matches: Sequence[Match] | None = None
) -> Answer:
    """Return where one need leads."""
    reading = reading or lexicon.reader.read(text)
    matches = matches or _matches(reading, lexicon)
    if matches and _is_vague(reading, matches, lexicon):
        return Answer(text, clarify=_question(reading, lexicon))
    if not matches:
        if not looks_like_a_need(reading, lexicon):
            return Answer(text, (Target(OFF_TOPIC, lexicon.label(OFF_TOPIC), lexicon.roles[OFF_TOPIC], 0.5),))
        return Answer(text, clarify=_question(reading, lexicon))
    act = act_of(reading.line, lexicon)
    ranked = routes(matches, act, lexicon)
    strength = min(1.0, matches[0].score / _SURE)
    return Answer(
        text,
        tuple(
            Target(route.code, lexicon.label(route.code), route.why, round(strength / (1 + rank / 4), 3), route.need)
            for rank, route in enumerate(ranked)
        ),
    )


def _is_vague(reading: Reading, matches: Sequence[Match], lexicon: Lexicon) -> bool:
    """Say whether a need is too vague although something of it is known."""
    best = matches[0]
    if best.score >= _TELLING and best.need not in _GENERAL:
        return False
    return found(reading.line, lexicon.vague)


def _question(reading: Reading, lexicon: Lexicon) -> Question:
    return next(
        asked.question
        for asked in lexicon.questions
        if not asked.patterns or found(reading.line, asked.patterns)
    )


def _merged(answers: Sequence[Answer]) -> tuple[Target, ...]:
    """Return the targets of several answers, the best of each first."""
    merged: dict[str, Target] = {}
    for rank in range(max(len(answer.targets) for answer in answers)):
        for answer in answers:
            for target in answer.targets[rank : rank + 1]:
                merged.setdefault(target.code, target)
    return tuple(merged.values())
