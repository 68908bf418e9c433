"""What the variables of templates stand for in minutes."""

from __future__ import annotations

from bot.language.catalogue import Words
from bot.language.messages import Markup, _, escape
from plugins.meetings.agenda.models import Outcome
from plugins.meetings.minutes.document import Minutes, Point, paragraphs
from plugins.meetings.templates.purposes import Value


def values_of(minutes: Minutes, words: Words) -> dict[str, Value]:
    """Return what minutes say, by the French names of variables."""
    return {
        "presents": minutes.names(words),
        "traites": _items(minutes.of(Outcome.TREATED), words),
        "reportes": _items(minutes.of(Outcome.LEFT), words),
        "decisions": tuple(
            words(_("{item}: {decision}", item=point.about, decision=_in_one_line(point.decision)))
            for point in minutes.points
            if point.decision
        ),
        "notes": Markup(paragraphs(minutes.notes)),
    }


def _items(points: list[Point], words: Words) -> tuple[str, ...]:
    return tuple(words(point.about) for point in points)


def _in_one_line(text: str) -> Markup:
    return escape(" ".join(text.split()))
