"""Items that are named by their words rather than by their numbers: `monter le budget`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.folding import fold
from bot.language.reordering import Change
from bot.plugin import Context
from plugins.meetings.agenda import register
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.agenda.typed import Postpone, Timed, read_wanted
from plugins.meetings.gatherings import meant

_MOST_WORDS = 16
_WORD = re.compile(r"\w+")
_IDLE = frozenset(fold("le la les l un une des du de d et ou à au aux en pour sur the of and to").split(" "))


async def by_name(ctx: Context, typed: str) -> Change | Timed | Postpone | None:
    """Return what is to be done to the next agenda, where a text names an item of it; None if it does not."""
    rows = await meant.coming(ctx)
    items = await register.items(ctx.session, Agenda(rows[0] if rows else None, ctx.place.id))
    return numbered(typed, [item.text for item in items])


def numbered(typed: str, texts: Sequence[str]) -> Change | Timed | Postpone | None:
    """Return what is to be done to an item that a text names among others; None if there is no such order.

    >>> numbered("reporter le budget", ["un café", "le budget 2027"])
    Postpone(numbers=(2,), to='')
    """
    words = typed.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    known = [_telling(text) for text in texts]
    for start, end in _spans(len(words)):
        named = _telling(" ".join(words[start:end]))
        of = [number for number, said in enumerate(known, 1) if named and named <= said]
        if len(of) != 1:
            continue
        wanted = read_wanted(" ".join((*words[:start], str(of[0]), *words[end:])))
        if isinstance(wanted, Timed | Postpone) or (isinstance(wanted, Change) and not wanted.restored):
            return wanted
    return None


def _spans(count: int) -> Iterator[tuple[int, int]]:
    """Yield where a name may stand among some words, the longest ones first."""
    for length in range(count, 0, -1):
        for start in range(count - length + 1):
            yield start, start + length


def _telling(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text))) - _IDLE
