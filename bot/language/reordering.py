"""Putting things into another order, in words: `monter 3`, `3 en tête`, `3 après 5`, `retirer 3 et 4`.

Things have numbers, and may stand in sections, which have titles.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.language.folding import fold

T = TypeVar("T", bound=Hashable)


class Step(StrEnum):
    """Where something goes in its order: past its neighbour, or all the way."""

    UP = "up"
    DOWN = "down"
    TOP = "top"
    END = "end"


class Side(StrEnum):
    """Where an item goes that goes next to another one: it may also take its place, and give it its own."""

    BEFORE = "before"
    AFTER = "after"
    SWAPPED = "swapped"


def moved(order: Sequence[T], one: T, step: Step) -> list[T]:
    """Return an order in which one of its elements went a step; it is the same where that one is at the edge.

    >>> moved(["a", "b", "c"], "c", Step.UP), moved(["a", "b", "c"], "a", Step.END)
    (['a', 'c', 'b'], ['b', 'c', 'a'])
    """
    at = order.index(one)
    others = [*order[:at], *order[at + 1 :]]
    to = {Step.UP: max(at - 1, 0), Step.DOWN: at + 1, Step.TOP: 0, Step.END: len(others)}[step]
    return [*others[:to], one, *others[to:]]


def put_beside(order: Sequence[T], one: T, other: T, side: Side) -> list[T]:
    """Return an order in which one of its elements stands right beside another one, or in its place.

    >>> put_beside("abcd", "a", "c", Side.AFTER), put_beside("abcd", "a", "c", Side.SWAPPED)
    (['b', 'c', 'a', 'd'], ['c', 'b', 'a', 'd'])
    """
    if side is Side.SWAPPED:
        exchanged = {one: other, other: one}
        return [exchanged.get(each, each) for each in order]
    after = [each for each in order if each != one]
    after.insert(after.index(other) + (side is Side.AFTER), one)
    return after


_UP = r"(?:re)?mont(?:er?|ez)|raise|(?:move )?up"
_DOWN = r"(?:re)?descend(?:re|s|ez)?|baisse[rz]?|lower|(?:move )?down"
_PUT = r"met(?:s|tre|tez)?|place[rz]?|deplace[rz]?|passe[rz]?|bouge[rz]?|put|move"
_DROP = r"retire[rz]?|enleve[rz]?|supprime[rz]?|ote[rz]?|vire[rz]?|efface[rz]?|drop|remove|delete"
_RESTORE = r"remet(?:s|tre|tez)?|retabli(?:r|s|ssez)?|restaure[rz]?|put back|restore|undo"
_SWAP = r"echange[rz]?|inverse[rz]?|permute[rz]?|interverti(?:r|s|ssez)?|swap"
_TOP = (
    r"(?:tout )?(?:en (?:tete|premier|premiere|haut)|au (?:tout )?debut)|premiere?"
    r"|(?:to |at )?(?:the )?top|(?:at )?first"
)
_END = (
    r"(?:tout )?(?:(?:a la|en) fin|en (?:dernier|derniere|bas)|au bout)|derniere?"
    r"|(?:to |at )?(?:the )?(?:end|bottom)|(?:at )?last"
)
_ITEM = r"(?:l'|le |la |the )?(?:(?:element|item|point|numero|number|no|n)[ .°]*)?(?P<item>\d{1,3})"
_SECTION = r"(?:la |the )?(?:rubrique|section) (?P<section>.+?)"
_WHERE = rf"(?P<top>{_TOP})|(?P<end>{_END})|(?P<higher>plus haut|up)|(?P<lower>plus bas|down)"
_CHANGES = tuple(
    re.compile(pattern)
    for what in (_ITEM, _SECTION)
    for pattern in (
        rf"(?:(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?:{_PUT})) )?{what} (?:{_WHERE})",
        rf"(?:{_WHERE}) {what}",
        rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})) {what}",
    )
)
_SECTION_WORDS = re.compile(r"^(?:l'|(?:les?|la|the) )?(?:(?:rubrique|section)s? )?(?:l'|(?:les?|la|the) )?")
_MOVING = re.compile(rf"(?:{_UP}|{_DOWN}|{_PUT}) ")
_NUMBER = r"(?:l'|les? |la |the )?(?:(?:elements?|items?|points?|numeros?|numbers?|nos?|n)[ .°]*)?\d{1,3}"
_AND = r"(?:, ?| ?et | ?& ?| and )"
_DROPPED = re.compile(rf"(?:{_DROP}) (?P<items>{_NUMBER}(?:{_AND}{_NUMBER})*)")
_RESTORED = re.compile(rf"(?:{_RESTORE})(?: {_ITEM}| (?:le |la |the )?(?:derniere?|last)| it)?")
_BESIDE = re.compile(
    rf"(?:(?:{_PUT}) )?{_ITEM} (?:(?P<after>apres|derriere|after|behind)|avant|devant|before)"
    rf" (?P<other>{_NUMBER})"
)
_SWAPPED = re.compile(rf"(?:{_SWAP}) (?P<item>{_NUMBER})(?:{_AND}| avec | with )(?P<other>{_NUMBER})")
_STEPS = (
    (Step.TOP, "top"), (Step.END, "end"), (Step.UP, "higher"), (Step.DOWN, "lower"), (Step.UP, "up"),
    (Step.DOWN, "down"),
)  # fmt: skip
"""Where something goes by which words: the farther of two that were said."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Next to the item of which number somebody wants another one, and on which side of it."""

    item: int
    side: Side


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants done in an order: to the `item` of that number, else to a `section`, by its title.

    Without a `step` the item is dropped, and the `others` with it; unless it goes next to one of another
    number, `beside`, or is `restored`: of those that were dropped the one of that number, or the only one.
    """

    step: Step | None
    item: int | None = None
    section: str = ""
    others: tuple[int, ...] = ()
    beside: Beside | None = None
    restored: bool = False


def read_change(text: str) -> Change | None:
    """Return the change that somebody typed, None if it cannot be understood.

    >>> read_change("la rubrique liens en tête")
    Change(step=<Step.TOP: 'top'>, item=None, section='liens', others=(), beside=None, restored=False)
    """
    said = fold(text).strip(" .!")
    if (dropped := _DROPPED.fullmatch(said)) is not None:
        first, *others = (int(number) for number in re.findall(r"\d+", dropped["items"]))
        return Change(None, first, others=tuple(others))
    if (restored := _RESTORED.fullmatch(said)) is not None:
        return Change(None, int(restored["item"]) if restored["item"] else None, restored=True)
    if (beside := _BESIDE.fullmatch(said)) is not None:
        side = Side.AFTER if beside["after"] else Side.BEFORE
        return Change(None, int(beside["item"]), beside=Beside(_number(beside["other"]), side))
    if (swapped := _SWAPPED.fullmatch(said)) is not None:
        other = Beside(_number(swapped["other"]), Side.SWAPPED)
        return Change(None, _number(swapped["item"]), beside=other)
    match = next((found for pattern in _CHANGES if (found := pattern.fullmatch(said))), None)
    if match is None:
        return None
    words = match.groupdict()
    step = next(step for step, name in _STEPS if words.get(name))
    item = words.get("item")
    return Change(step, int(item) if item else None, words.get("section") or "")


def read_section_move(text: str) -> tuple[Step, str] | None:
    """Return where a section shall go, and its title, None if the text does not say so.

    >>> read_section_move("les liens en tête")
    (<Step.TOP: 'top'>, 'liens')
    """
    said = _SECTION_WORDS.sub("", fold(text).strip(" .!"))
    verb = _MOVING.match(said)
    title = said[verb.end() :] if verb else said
    change = read_change(f"{verb[0] if verb else ''}rubrique {_SECTION_WORDS.sub('', title)}")
    return (change.step, change.section) if change is not None and change.step else None


def _number(said: str) -> int:
    return int(re.sub(r"\D", "", said))
