"""Small charts of text, for those who would rather see: the numbers always stand in words before them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.messages import Language, Markup

_BLOCK, _HALF = "█", "▌"
_WIDEST = 20


def spell_mean(mean: float, language: Language) -> Markup:
    """Return a mean with one decimal.

    >>> spell_mean(8.25, "fr"), spell_mean(8.0, "en")
    ('8,3', '8')
    """
    said = f"{int(mean * 10 + 0.5) / 10:g}"
    return Markup(said.replace(".", ",") if language == "fr" else said)


def distribution_chart(counts: Sequence[int]) -> Markup:
    """Return how many gave 10, 9, … 1: a line each."""
    most = max(counts)
    scale = min(1.0, _WIDEST / most) if most else 1.0
    lines = [
        f"{score:>2} {_bar(count * scale)}{' ' if count else ''}{count}"
        for score, count in reversed(list(enumerate(counts, 1)))
    ]
    return _block(lines)


def means_chart(means: Sequence[tuple[str, float]], language: Language) -> Markup:
    """Return what meetings were given on average: a line each, after a short word for it."""
    widest = max((len(label) for label, _mean in means), default=0)
    return _block([f"{label:<{widest}} {_bar(mean)} {spell_mean(mean, language)}" for label, mean in means])


def _bar(length: float) -> str:
    halves = max(round(length * 2), 1 if length else 0)
    return _BLOCK * (halves // 2) + _HALF * (halves % 2)


def _block(lines: Sequence[str]) -> Markup:
    return Markup("\n".join(("```", *lines, "```")))
