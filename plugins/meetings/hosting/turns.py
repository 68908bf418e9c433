"""Turns: who is likeliest to host next, so that it is not always the same ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody who could host: when they did, the last time first (aware), and whether they offer to now."""

    member: int
    hosted: tuple[datetime, ...] = ()
    offers: bool = False


def in_turn(turns: Iterable[Turn]) -> list[Turn]:
    """Return who could host, in a fair order: who offers first, then who did least recently, or never.

    Of those who never did, or did at the same time, who did less often comes first.
    """
    return sorted(
        turns,
        key=lambda turn: (
            not turn.offers,
            max(turn.hosted, default=_NEVER),
            len(turn.hosted),
            turn.member,
        ),
    )
