"""How much later or sooner something is to be: `d'une semaine`, `+1h`, `une heure plus tôt`, `by 1 day`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.language.folding import fold
from bot.language.messages import Language

Way = Literal["later", "sooner"]

_WAYS: tuple[tuple[Way, str], ...] = (
    ("later", r"plus tard|apres|de retard|en retard|later|after"),
    ("sooner", r"plus tot|avant|en avance|d'avance|earlier|sooner|before"),
)
_SIGNS: dict[str, Way] = {"+": "later", "-": "sooner", "−": "sooner"}
_SIGNED = re.compile(r"(?P<sign>[+−-])\s*(?P<length>\S.*)")
_BY = re.compile(r"(?:de |d'|by |pour )(?P<length>\S.*)")


@dataclass(frozen=True, slots=True)
class Shift:
    """A length of time, and which way something moves by it; None where nobody said so.

    Whole days are days on the clocks, the rest is real time.
    """

    by: timedelta
    way: Way | None = None

    def of(self, at: datetime) -> datetime:
        """Return an aware instant moved by it, in its own zone; without a way it moves later."""
        step = -self.by if self.way == "sooner" else self.by
        days = timedelta(days=int(step / timedelta(days=1)))
        return ((at + days).astimezone(UTC) + (step - days)).astimezone(at.tzinfo)


def shift_in(text: str, language: Language) -> Shift | None:
    """Return the shift that a whole text is, None if it is none.

    A length alone is none: it has a way, or a word before it, “by”.

    >>> shift_in("d’une semaine", "fr"), shift_in("1h plus tôt", "fr").way, shift_in("1h", "fr")
    (Shift(by=datetime.timedelta(days=7), way=None), 'sooner', None)
    """
    said = " ".join(fold(text).replace("’", "'").split()).strip(" .!")
    signed = _SIGNED.fullmatch(said)
    if signed is not None:
        return _shift(signed["length"], _SIGNS[signed["sign"]], language)
    for way, words in _WAYS:
        behind = re.fullmatch(rf"(?:de |d'|by )?(?P<length>\S.*?) (?:{words})", said)
        before = re.fullmatch(rf"(?:{words}) (?:de |d'|by )(?P<length>\S.*)", said)
        if (found := behind or before) is not None:
            return _shift(found["length"], way, language)
    by = _BY.fullmatch(said)
    return _shift(by["length"], None, language) if by is not None else None


def _shift(length: str, way: Way | None, language: Language) -> Shift | None:
    from bot.language.moments.durations import whole_duration

    by = whole_duration(length, language)
    return Shift(by, way) if by is not None else None
