"""The engine: from a need as somebody types it to the kinds of service that answer it, with reasons.

The rules say what they find, and what was learned from examples weighs it together with the words. Danger is
decided first, then talk, then vagueness, then whether there are several needs. It depends on nothing but its
arguments and the files of the package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugins.referral.acts import Act
from plugins.referral.answers import EMERGENCY, OFF_TOPIC, Answer, Question, Target
from plugins.referral.chatter import is_talk
from plugins.referral.dangers import numbers_of
from plugins.referral.findings import Findings, findings_of
from plugins.referral.learned import VAGUE, features, is_danger, learned
from plugins.referral.lexicon import Lexicon
from plugins.referral.matching import Match
from plugins.referral.patterns import found
from plugins.referral.splitting import pieces

_TELLING = 4.4
"""What a match must have where the text says of itself that it is vague."""
_VERY_TELLING = 6.5
_FEW = 3
"""More words that stand for any need do say something together."""
_GENERAL = frozenset({"demarches"})
"""Needs that say nothing of their subject."""
_VAGUE = 0.4
"""What is as likely too vague is asked about."""
_LIKELY = 0.2
"""A service must be as likely where the rules know nothing."""
_MOST = 5
_WORTH_SAYING = 0.01
_RULES = 0.03
"""What the rules add to the likelihood of a service that they know: they decide among the unlikely ones."""
_STEP = 0.5
"""How much less the second service of the rules counts than the first."""
_SURE = 9.0
"""A match of the network's own needs as strong as that decides."""


def refer(text: str, lexicon: Lexicon) -> Answer:
    """Return where a need leads. Never raises; costs a few milliseconds whatever the text."""
    findings = findings_of(text, lexicon)
    likely = _likely(findings, lexicon)
    if numbers := numbers_of(findings, likely, lexicon):
        target = Target(EMERGENCY, lexicon.label(EMERGENCY), lexicon.roles[EMERGENCY], 1.0)
        return Answer(text, (target,), numbers=numbers)
    if is_talk(findings, likely, lexicon):
        return Answer(text, (Target(OFF_TOPIC, lexicon.label(OFF_TOPIC), lexicon.roles[OFF_TOPIC], 1.0),))
    if _says_nothing(findings, lexicon):
        return Answer(text, clarify=_question(findings, lexicon))
    if len(findings.matches) > 1:
        parts = pieces(text, lambda part: _look(part, lexicon), lexicon)
        answers = tuple(_one(part, lexicon) for part in parts)
        if len(parts) > 1 and all(answer.targets for answer in answers):
            return Answer(text, _merged(answers), needs=answers)
    return _answer(text, findings, likely, lexicon)


def _likely(findings: Findings, lexicon: Lexicon) -> dict[str, float]:
    return learned().likely((*features(findings.reading), set(findings.names(lexicon))))


def _look(part: str, lexicon: Lexicon) -> tuple[Sequence[Match], Act]:
    findings = findings_of(part, lexicon)
    return findings.matches, findings.act


def _one(text: str, lexicon: Lexicon) -> Answer:
    findings = findings_of(text, lexicon)
    return _answer(text, findings, _likely(findings, lexicon), lexicon)


def _answer(text: str, findings: Findings, likely: Mapping[str, float], lexicon: Lexicon) -> Answer:
    """Return where one need leads."""
    if _is_vague(findings, likely, lexicon):
        return Answer(text, clarify=_question(findings, lexicon))
    return Answer(text, _targets(findings, likely, lexicon))


def _targets(findings: Findings, likely: Mapping[str, float], lexicon: Lexicon) -> tuple[Target, ...]:
    """Return the services, the best first: the likely ones, and those of the rules."""
    scores = _services(likely, lexicon)
    ranked = {}
    for rank, one in enumerate(findings.routes):
        need = lexicon.needs[one.need]
        weight = min(1.0, findings.matches[0].score / _SURE) if need.is_own else _RULES
        scores[one.code] = scores.get(one.code, 0.0) + weight / (1 + rank * _STEP)
        ranked[one.code] = one
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


def _says_nothing(findings: Findings, lexicon: Lexicon) -> bool:
    """Say whether a text is made of words that stand for any need."""
    keys = {one.key.removeprefix("-") for one in findings.reading.keys}
    return 0 < len(keys & lexicon.generic) <= _FEW and keys <= lexicon.generic | lexicon.faint


def _is_vague(findings: Findings, likely: Mapping[str, float], lexicon: Lexicon) -> bool:
    """Say whether a need is too vague, although something of it may be known."""
    if likely.get(VAGUE, 0.0) >= _VAGUE:
        return True
    line = findings.reading.line
    if not findings.matches:
        services = [share for code, share in likely.items() if code != OFF_TOPIC and not is_danger(code)]
        return found(line, lexicon.vague) or max(services) < _LIKELY
    best = findings.matches[0]
    if found(line, lexicon.unsaid):
        return best.score < _VERY_TELLING or best.need in _GENERAL
    if found(line, lexicon.acts["do"].strong):
        return False
    if best.score >= (_VERY_TELLING if best.need in _GENERAL else _TELLING):
        return False
    return found(line, lexicon.vague)


def _question(findings: Findings, lexicon: Lexicon) -> Question:
    return next(
        asked.question
        for asked in lexicon.questions
        if not asked.patterns or found(findings.reading.line, asked.patterns)
    )


def _merged(answers: Sequence[Answer]) -> tuple[Target, ...]:
    """Return the targets of several answers, the best of each first."""
    merged: dict[str, Target] = {}
    for rank in range(max(len(answer.targets) for answer in answers)):
        for answer in answers:
            for target in answer.targets[rank : rank + 1]:
                merged.setdefault(target.code, target)
    return tuple(merged.values())
