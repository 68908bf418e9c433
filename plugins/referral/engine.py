"""The engine: from a need as somebody types it to the kinds of service that answer it, with reasons.

Several readings of a text are taken one after the other, and combined by rules: danger first, then chat,
then several needs, then what the need is about and what is wanted of it. It depends on nothing but its
arguments.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugins.referral.acts import Act, act_of
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
_VERY_TELLING = 6.5
_SENTENCE = 5
"""Fewer words have no tone of their own."""
_CLEAR = 6.0
"""A match as strong as that is a need, however it is told."""
_FEW = 3
"""More words that stand for any need do say something together."""
_GENERAL = frozenset({"demarches"})
"""Needs that say nothing of their subject."""
_MOST = 5
_VOTE = 1.0
"""What all examples together weigh, where one is just the same."""
_STEP = 0.5
"""How much less the second service of the rules counts than the first."""
_WEAKEST = 0.35
_ALIKE = 0.4
"""Examples as alike as that decide where the rules know nothing."""
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
        return _chat(text, lexicon)
    if _says_nothing(reading, lexicon):
        return Answer(text, clarify=_question(reading, lexicon))
    if _is_told_like_chat(reading, matches, lexicon):
        return _chat(text, lexicon)
    parts = pieces(text, lambda part: _look(part, lexicon), lexicon) if len(matches) > 1 else [text]
    if len(parts) > 1:
        answers = tuple(_one(part, lexicon) for part in parts)
        if all(answer.targets for answer in answers):
            return Answer(text, _merged(answers), needs=answers)
    return _one(text, lexicon, reading, matches)


def _chat(text: str, lexicon: Lexicon, score: float = 1.0) -> Answer:
    return Answer(text, (Target(OFF_TOPIC, lexicon.label(OFF_TOPIC), lexicon.roles[OFF_TOPIC], score),))


def _look(part: str, lexicon: Lexicon) -> tuple[Sequence[Match], Act]:
    reading = lexicon.reader.read(part)
    return _matches(reading, lexicon), act_of(reading.line, lexicon)


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
    if not matches and found(reading.line, lexicon.vague):
        return Answer(text, clarify=_question(reading, lexicon))
    if not matches:
        votes, alike = lexicon.examples.votes(reading.keys)
        best = max(votes, key=lambda code: (votes[code], code), default=OFF_TOPIC)
        if alike >= _ALIKE and best in lexicon.labels and best not in (EMERGENCY, OFF_TOPIC):
            return Answer(text, _targets(reading, (), lexicon))
        if not looks_like_a_need(reading, lexicon):
            return _chat(text, lexicon, 0.5)
        return Answer(text, clarify=_question(reading, lexicon))
    return Answer(text, _targets(reading, matches, lexicon))


def _targets(reading: Reading, matches: Sequence[Match], lexicon: Lexicon) -> tuple[Target, ...]:
    """Return the services, the best first: what the rules say, and what examples vote."""
    routed = routes(matches, act_of(reading.line, lexicon), lexicon) if matches else []
    ranked = {one.code: (rank, one) for rank, one in enumerate(routed)}
    votes, alike = lexicon.examples.votes(reading.keys)
    strength = max(_WEAKEST, min(1.0, matches[0].score / _SURE)) if matches else 0.0
    scores = {code: strength / (1 + rank * _STEP) for code, (rank, _route) in ranked.items()}
    for code, vote in votes.items():
        if code in lexicon.labels and code not in (OFF_TOPIC, EMERGENCY):
            scores[code] = scores.get(code, 0.0) + _VOTE * alike * vote
    best = sorted(scores, key=lambda code: (-scores[code], code))[:_MOST]
    return tuple(
        Target(
            code,
            lexicon.label(code),
            ranked[code][1].why if code in ranked else lexicon.roles[code],
            round(min(1.0, scores[code]), 3),
            ranked[code][1].need if code in ranked else None,
        )
        for code in best
    )


def _is_told_like_chat(reading: Reading, matches: Sequence[Match], lexicon: Lexicon) -> bool:
    """Say whether a text is like examples of chat, and neither its subject nor its words speak against it."""
    if reading.words < _SENTENCE or (matches and matches[0].score >= _CLEAR):
        return False
    votes, alike = lexicon.examples.votes(reading.keys)
    best = max(votes, key=lambda code: (votes[code], code), default=None)
    return best == OFF_TOPIC and alike >= _ALIKE and not found(reading.line, lexicon.clear_signs)


def _says_nothing(reading: Reading, lexicon: Lexicon) -> bool:
    """Say whether a text is made of words that stand for any need."""
    keys = {one.key.removeprefix("-") for one in reading.keys}
    return 0 < len(keys & lexicon.generic) <= _FEW and keys <= lexicon.generic | lexicon.faint


def _is_vague(reading: Reading, matches: Sequence[Match], lexicon: Lexicon) -> bool:
    """Say whether a need is too vague although something of it is known."""
    best = matches[0]
    if found(reading.line, lexicon.unsaid):
        return best.score < _VERY_TELLING or best.need in _GENERAL
    if found(reading.line, lexicon.acts["do"].strong):
        return False
    if best.score >= (_VERY_TELLING if best.need in _GENERAL else _TELLING):
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
