"""The engine: from a need as somebody types it to the kinds of service that answer it, with reasons.

What the rules find, and the words and letters themselves, speak to what was learned from examples, and that
decides: first danger, then talk, then vagueness, then whether there are several needs, then the services.
Needs that a network added itself were in no example, so they decide as the rules find them. It depends on
nothing but its arguments and the files of the package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from plugins.referral.acts import Act, act_of
from plugins.referral.answers import EMERGENCY, OFF_TOPIC, Answer, Question, Target
from plugins.referral.chatter import is_talk
from plugins.referral.dangers import numbers_of
from plugins.referral.findings import Findings, findings_of, matches_of
from plugins.referral.learned import VAGUE, features, learned
from plugins.referral.lexicon import Lexicon
from plugins.referral.matching import Match
from plugins.referral.patterns import found
from plugins.referral.splitting import pieces

_FEW = 3
"""More words that stand for any need do say something together."""
_VAGUE = 0.2
"""What is as likely too vague is asked about."""
_VERY_VAGUE = 0.8
"""And what rules find a need in, if as likely."""
_SOMEWHAT_VAGUE = 0.03
"""What is made of words that stand for any need is asked about if as likely too vague."""
_LIKELY = 0.2
"""A service must be as likely where the rules know nothing."""
_MOST = 5
_WORTH_SAYING = 0.01
_STEP = 0.5
"""How much less the second service of the rules counts than the first."""
_SURE = 9.0
"""A match of the network's own needs as strong as that counts as much as all that was learned."""
_APART = 0.4
"""The service of each of several needs must be as likely."""


def refer(text: str, lexicon: Lexicon, *, was_asked: bool = False) -> Answer:
    """Return where a need leads. Never raises; costs a few milliseconds whatever the text.

    If somebody `was_asked` already what it is about, and this is their answer, they are not asked again.
    """
    findings = findings_of(text, lexicon)
    likely = _likely(findings, lexicon)
    if numbers := numbers_of(findings, likely, lexicon):
        target = Target(EMERGENCY, lexicon.label(EMERGENCY), lexicon.roles[EMERGENCY], 1.0)
        return Answer(text, (target,), numbers=numbers)
    if was_asked:
        return Answer(text, _targets(findings, likely, lexicon))
    if is_talk(findings, likely, lexicon) and not _is_own(findings, lexicon):
        return Answer(text, (Target(OFF_TOPIC, lexicon.label(OFF_TOPIC), lexicon.roles[OFF_TOPIC], 1.0),))
    if _says_nothing(findings, likely, lexicon):
        return Answer(text, clarify=_question(findings, lexicon))
    if len(findings.matches) > 1:
        parts = pieces(text, lambda part: _look(part, lexicon), lexicon)
        answers = tuple(_one(part, lexicon) for part in parts) if len(parts) > 1 else ()
        if _are_apart(answers):
            first = sorted(answers, key=lambda one: -likely.get(one.targets[0].code, 0.0))
            return Answer(text, _merged(first), needs=answers)
    return _answer(text, findings, likely, lexicon)


def _likely(findings: Findings, lexicon: Lexicon) -> dict[str, float]:
    return learned().likely((*features(findings.reading), set(findings.names(lexicon))))


def _are_apart(answers: Sequence[Answer]) -> bool:
    """Say whether pieces of a text are needs of their own: each leads surely enough somewhere else."""
    if not all(one.targets and one.targets[0].score >= _APART for one in answers):
        return False
    return len({one.targets[0].code for one in answers}) > 1


def _look(part: str, lexicon: Lexicon) -> tuple[Sequence[Match], Callable[[], Act]]:
    reading = lexicon.reader.read(part)
    return matches_of(reading, lexicon), partial(act_of, reading.line, lexicon)


def _one(text: str, lexicon: Lexicon) -> Answer:
    findings = findings_of(text, lexicon)
    return _answer(text, findings, _likely(findings, lexicon), lexicon)


def _answer(text: str, findings: Findings, likely: Mapping[str, float], lexicon: Lexicon) -> Answer:
    """Return where one need leads."""
    if _is_vague(findings, likely, lexicon):
        return Answer(text, clarify=_question(findings, lexicon))
    return Answer(text, _targets(findings, likely, lexicon))


def _targets(findings: Findings, likely: Mapping[str, float], lexicon: Lexicon) -> tuple[Target, ...]:
    """Return the services, the best first: the likely ones, and those of the network's own needs."""
    scores = _services(likely, lexicon)
    ranked = {one.code: one for one in findings.routes}
    for rank, one in enumerate(findings.routes):
        if lexicon.needs[one.need].is_own:
            weight = min(1.0, findings.matches[0].score / _SURE)
            scores[one.code] = scores.get(one.code, 0.0) + weight / (1 + rank * _STEP)
    best = sorted(scores, key=lambda code: (-scores[code], code))[:_MOST]
    return tuple(
        Target(
            code,
            lexicon.label(code),
            ranked[code].why if code in ranked else lexicon.roles[code],
            round(min(1.0, scores[code]), 3),
            ranked[code].need if code in ranked else None,
        )
        for code in best
        if code == best[0] or scores[code] >= _WORTH_SAYING
    )


def _services(likely: Mapping[str, float], lexicon: Lexicon) -> dict[str, float]:
    """Return how likely each service is among the services."""
    services = {
        code: share
        for code, share in likely.items()
        if code in lexicon.labels and code not in (OFF_TOPIC, EMERGENCY)
    }
    whole = sum(services.values())
    return {code: share / whole for code, share in services.items()}


def _says_nothing(findings: Findings, likely: Mapping[str, float], lexicon: Lexicon) -> bool:
    """Say whether a text is made of words that stand for any need."""
    keys = {one.key.removeprefix("-") for one in findings.reading.keys}
    if not 0 < len(keys & lexicon.generic) <= _FEW or not keys <= lexicon.generic | lexicon.faint:
        return False
    if findings.is_clear:
        return False
    return likely.get(VAGUE, 0.0) >= _SOMEWHAT_VAGUE


def _is_own(findings: Findings, lexicon: Lexicon) -> bool:
    """Say whether a text is about a need that the network added itself."""
    return findings.is_clear and lexicon.needs[findings.matches[0].need].is_own


def _is_vague(findings: Findings, likely: Mapping[str, float], lexicon: Lexicon) -> bool:
    """Say whether a need is too vague, although something of it may be known."""
    if _is_own(findings, lexicon):
        return False
    if likely.get(VAGUE, 0.0) >= (_VERY_VAGUE if findings.is_clear else _VAGUE):
        return True
    return not findings.matches and max(_services(likely, lexicon).values()) < _LIKELY


def _question(findings: Findings, lexicon: Lexicon) -> Question:
    return next(
        asked.question
        for asked in lexicon.questions
        if not asked.patterns or found(findings.reading.line, asked.patterns)
    )


def _merged(answers: Sequence[Answer]) -> tuple[Target, ...]:
    """Return the targets of several answers, the best of each first, those of the first answer before."""
    merged: dict[str, Target] = {}
    for rank in range(max(len(answer.targets) for answer in answers)):
        for answer in answers:
            for target in answer.targets[rank : rank + 1]:
                merged.setdefault(target.code, target)
    return tuple(merged.values())
