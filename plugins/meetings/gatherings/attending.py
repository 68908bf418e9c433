"""Who comes: so many have a seat, in the order in which they said so, and the others wait for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Coming(StrEnum):
    """Whether somebody comes."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Voter:
    """What a member said of a date before it was chosen, and when (aware)."""

    member: int
    said: Coming
    at: datetime


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who said what, by their numbers: `seated` come and have a seat, `waiting` come if one gets free.

    Those who said so `by_vote` chose the date, and nothing else yet.
    """

    seated: tuple[int, ...]
    waiting: tuple[int, ...]
    maybe: tuple[int, ...]
    absent: tuple[int, ...]
    by_vote: frozenset[int] = frozenset()


def attendance(
    answers: Iterable[tuple[int, Coming]], seats: int | None, by_vote: Iterable[int] = ()
) -> Attendance:
    """Return who comes, from what people said in the order in which they said it; None is room for all."""
    said: dict[Coming, list[int]] = {answer: [] for answer in Coming}
    for member, answer in answers:
        said[answer].append(member)
    coming: Sequence[int] = said[Coming.YES]
    room = len(coming) if seats is None else seats
    return Attendance(
        tuple(coming[:room]),
        tuple(coming[room:]),
        tuple(said[Coming.MAYBE]),
        tuple(said[Coming.NO]),
        frozenset(by_vote),
    )
