"""Ranking: which of many things a few typed letters are likeliest to mean, accents and case aside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bot.language.folding import fold, nearest
from bot.language.remembering import remembering

T = TypeVar("T")

_BETWEEN_WORDS = str.maketrans(dict.fromkeys("-._'(/*~#[\"«“", " "))
_WORD = re.compile(r"\w+")
_NAME = 64
"""Up to so many characters a form is a name, which is ranked again with every letter that somebody types."""
_fold_name = remembering(maxsize=8192)(fold)


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
    known = [(candidate, [_folded(form) for form in forms(candidate)]) for candidate in candidates]
    if not wanted:
        return [candidate for candidate, _forms in known[:limit]]
    parts = wanted.translate(_BETWEEN_WORDS).split()
    found = []
    for order, (candidate, names) in enumerate(known):
        likely = [like for name in names if (like := _likeness(wanted, parts, name)) is not None]
        if likely:
            found.append((min(likely), order, candidate))
    if not found:
        return _alike(wanted, known, limit)
    found.sort(key=lambda one: one[:2])
    return [candidate for _like, _order, candidate in found[:limit]]


def _folded(form: str) -> str:
    return _fold_name(form) if len(form) <= _NAME else fold(form)


def _likeness(wanted: str, parts: Sequence[str], name: str) -> int | None:
    """Return how far a folded form is from what was typed, None if it has nothing of it."""
    if name.startswith(wanted):
        return 0 if name == wanted else 1
    if any(part not in name for part in parts):
        return None
    words = f" {name.translate(_BETWEEN_WORDS)}"
    if parts and all(f" {part}" in words for part in parts):
        return 2
    return 3 if wanted in name else None


def _alike(wanted: str, known: Sequence[tuple[T, list[str]]], limit: int) -> list[T]:
    """Return the candidates of which a form, or one word of it, may be misspelt in what was typed."""
    by_form: dict[str, list[T]] = {}
    for candidate, names in known:
        for form in dict.fromkeys(word for name in names for word in (name, *_WORD.findall(name))):
            by_form.setdefault(form, []).append(candidate)
    close = {
        id(candidate): candidate for form in nearest(wanted, by_form, limit) for candidate in by_form[form]
    }
    return list(close.values())[:limit]
