"""Routing: from what a need is about, and what is wanted, to the services, with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plugins.referral.acts import Act
from plugins.referral.answers import Phrase
from plugins.referral.lexicon import Lexicon, Need
from plugins.referral.matching import Match

_MOST = 5
_CLOSE = 0.72
"""A need that scores so much of the best one is proposed right after its first service."""
_NEAR = 0.45
_WANTED = {("skill", "learn"): 1.3, ("service", "learn"): 0.75, ("course", "do"): 0.35, ("skill", "do"): 0.6}
"""What a kind of need counts by what is wanted, where that is not 1."""
_SKILL_BESIDE_A_MATTER = 0.62
"""What a digital skill counts where an administration's matter is named too, and nobody wants to learn."""

TEACH = Phrase(
    "Il s’agit d’apprendre à le faire : un conseiller numérique fait avec, pas à la place de.",
    "This is about learning to do it: a digital adviser does it with the person, not in their place.",
)
TEACH_TOO = Phrase(
    "Pour apprendre à le faire seul la prochaine fois, avec un conseiller numérique.",
    "To learn to do it alone next time, with a digital adviser.",
)
DO = Phrase(
    "Il s’agit de faire une démarche : un agent France services la fait avec la personne, gratuitement.",
    "This is about doing a procedure: a France services agent goes through it with the person, for free.",
)
DO_TOO = Phrase(
    "Un agent France services aide à faire la démarche en ligne et à joindre l’administration.",
    "A France services agent helps with the online procedure and to reach the administration.",
)


class Route(NamedTuple):
    """A service, why, and the need that leads there."""

    code: str
    why: Phrase
    need: str


def routes(matches: Sequence[Match], act: Act, lexicon: Lexicon) -> list[Route]:
    """Return the services that answer a need, the best first."""
    ranked = _weighed(matches, act, lexicon)
    best = ranked[0][1]
    lists = [
        _routes_of(lexicon.needs[name], act, lexicon) for name, score in ranked if score >= _NEAR * best
    ][:4]
    close = [score >= _CLOSE * best for _name, score in ranked[:4]]
    found: dict[str, Route] = {}
    for route in _in_order(lists, close):
        found.setdefault(route.code, route)
    return list(found.values())[:_MOST]


def _weighed(matches: Sequence[Match], act: Act, lexicon: Lexicon) -> list[tuple[str, float]]:
    """Return needs with their scores, the best first, given what is wanted."""
    kinds = {lexicon.needs[one.need].kind for one in matches[:6]}
    weighed = []
    for one in matches:
        need = lexicon.needs[one.need]
        factor = _WANTED.get((need.kind, act), 1.0) * need.weight
        if need.kind == "skill" and act not in ("learn", "understand") and kinds & {"desk", "online"}:
            factor *= _SKILL_BESIDE_A_MATTER
        weighed.append((one.need, one.score * factor))
    return sorted(weighed, key=lambda one: -one[1])


def _in_order(lists: Sequence[list[Route]], close: Sequence[bool]) -> list[Route]:
    """Return the services of the best need first, those of close ones early, of others late."""
    first, *others = lists
    ordered = first[:1]
    ordered += [one[0] for one, is_close in zip(others, close[1:], strict=False) if is_close][:1]
    ordered += first[1:2]
    ordered += [one[0] for one in others]
    return ordered + first[2:] + [route for one in others for route in one[1:]]


def _routes_of(need: Need, act: Act, lexicon: Lexicon) -> list[Route]:
    own = [
        Route(code, need.why if rank == 0 else lexicon.roles[code], need.name)
        for rank, code in enumerate(need.codes)
    ]
    if need.kind in ("service", "course", "skill"):
        return own
    teach, desk = "conseillers-numeriques", "france-service"
    if act == "learn":
        return [Route(teach, TEACH, need.name), Route(desk, DO_TOO, need.name), *own]
    if act == "do" or (need.kind == "online" and act != "follow"):
        why = need.why if need.kind == "online" else DO
        return [
            Route(desk, why, need.name),
            *_without_why(own, need, lexicon),
            Route(teach, TEACH_TOO, need.name),
        ]
    return [own[0], Route(desk, DO_TOO, need.name), *own[1:], Route(teach, TEACH_TOO, need.name)]


def _without_why(own: list[Route], need: Need, lexicon: Lexicon) -> list[Route]:
    """Return routes whose first one says what it does, where the need's reason is said of another."""
    if need.kind != "online":
        return own
    return [Route(one.code, lexicon.roles[one.code], one.need) for one in own]
