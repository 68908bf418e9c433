"""Ranking: which of many things a few typed letters are likeliest to mean, accents and case aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bot.language.folding import fold, nearest

T = TypeVar("T")


def rank(
    typed: str, candidates: Iterable[T], forms: Callable[[T], Iterable[str]], limit: int = 25
) -> list[T]:
    """Return at most `limit` of the candidates that `typed` may mean, the likeliest first.

    `forms` gives the texts by which one is known. One of them is what was typed, else begins with it, else
    has words that begin with each word typed, else holds it; only if no candidate has such a form do those
    with a close spelling count. Equally likely ones stay in their order; if nothing is typed all are.

    >>> rank("ele", ["Adèle", "Élodie", "Éléonore", "Marie Éléna"], lambda name: [name])
    ['Éléonore', 'Marie Éléna', 'Adèle']
    """
    wanted = fold(typed)
    known = [(candidate, [fold(form) for form in forms(candidate)]) for candidate in candidates]
    if not wanted:
        return [candidate for candidate, _forms in known[:limit]]
    found = []
    for order, (candidate, names) in enumerate(known):
        likeness = min(
            (like for name in names if (like := _likeness(wanted, name)) is not None), default=None
        )
        if likeness is not None:
            found.append((likeness, order, candidate))
    if not found:
        return _alike(wanted, known, limit)
    found.sort(key=lambda one: one[:2])
    return [candidate for _likeness_, _order, candidate in found[:limit]]


def _likeness(wanted: str, name: str) -> int | None:
    """Return how far a folded form is from what was typed, None if it has nothing of it."""
    if name.startswith(wanted):
        return 0 if name == wanted else 1
    if _begins_words(wanted, name):
        return 2
    return 3 if wanted in name else None


def _begins_words(wanted: str, name: str) -> bool:
    words = _words(name)
    return all(any(word.startswith(part) for word in words) for part in wanted.split())


def _words(name: str) -> list[str]:
    """Return the words of a folded form; what comes after a hyphen, a dot or an apostrophe is one too."""
    return [*name.split(), *(part for mark in "-._'(" for part in name.replace(mark, " ").split())]


def _alike(wanted: str, known: Sequence[tuple[T, list[str]]], limit: int) -> list[T]:
    """Return the candidates of which a form, or one word of it, may be misspelt in what was typed."""
    by_form: dict[str, list[T]] = {}
    for candidate, names in known:
        for form in dict.fromkeys([*names, *(word for name in names for word in name.split())]):
            by_form.setdefault(form, []).append(candidate)
    close = [candidate for form in nearest(wanted, by_form, limit) for candidate in by_form[form]]
    order = {id(candidate): candidate for candidate in close}
    return list(order.values())[:limit]
