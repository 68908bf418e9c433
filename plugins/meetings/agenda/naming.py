"""Items that are named by their words, or as one's own, rather than by their numbers: `monter le budget`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.language.reordering import Change
from bot.plugin import Context, Refusal
from plugins.meetings.agenda import register
from plugins.meetings.agenda.models import ItemRow
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.agenda.showing import title_of
from plugins.meetings.agenda.typed import Postpone, Rewrite, Timed, adds, read_wanted
from plugins.meetings.gatherings import meant

_MOST_WORDS = 16
_WORD = re.compile(r"\w+")
_IDLE = frozenset(
    (
        *("le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "et", "ou", "a", "au", "aux", "en"),
        *("pour", "sur", "the", "of", "and", "to", "point", "sujet", "item"),
    )
)
_THING = (
    r"(?:points?|sujets?|items?|id[ée]es?|questions?|besoins?|infos?|propositions?|ideas?|needs?|topics?)"
)
_OWN = re.compile(
    rf"^(?P<before>\w[\w' ]{{2,30}} )(?:(?P<one>mon|ma|my)|mes)(?P<last> derni\w+| last)? {_THING}"
    r"(?P<rest> ?[:=].*| (?:en|au|à|to) .*|)$",
    re.IGNORECASE | re.DOTALL,
)
_RESTORE = re.compile(
    r"^(?:remet(?:s|tre|tez)?|restaure[rz]?|put back|restore)\s+(?P<name>[^\W\d].*)$", re.IGNORECASE
)
_CALL_OFF = re.compile(r"^(?:annule[rz]?|cancel)\b", re.IGNORECASE)
_FROM_AGENDA = re.compile(r" (?:de|à|sur|from|of) (?:l'|the )?(?:ordre du jour|odj|agenda)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """An order that may be about each of some items, by their numbers."""

    numbers: tuple[int, ...]


Named = Change | Timed | Postpone | Rewrite


async def by_name(ctx: Context, typed: str) -> Named | None:
    """Return what is to be done to the next agenda, where a text names an item of it; None if it does not.

    Raises:
        Refusal: it may name several, or something of the person, who has nothing there.
    """
    rows = await meant.coming(ctx)
    agenda = Agenda(rows[0] if rows else None, ctx.place.id)
    items = await register.items(ctx.session, agenda)
    own = [number for number, item in enumerate(items, 1) if item.member_id == ctx.member.id]
    newest = max(own, key=lambda number: items[number - 1].id, default=0)
    said = with_own(typed, own, newest)
    if isinstance(said, Ambiguous):
        raise _which(ctx, items, said)
    if said is not None:
        wanted = read_wanted(said)
        return wanted if isinstance(wanted, Change | Timed | Postpone | Rewrite) else None
    back = _RESTORE.match(typed)
    if back is not None:
        gone = [item.text for item in await register.dropped(ctx.session, agenda)]
        of = named_in(back["name"], gone)
        return Change(None, of[0], restored=True) if of else None
    found = numbered(typed, [item.text for item in items])
    if isinstance(found, Ambiguous):
        raise _which(ctx, items, found)
    return found


def _which(ctx: Context, items: Sequence[ItemRow], found: Ambiguous) -> Refusal:
    if not found.numbers:
        return Refusal("none_of_yours", _("Nothing on this agenda is yours."))
    lines: list[Text] = [_("Several items may be meant: say which one by its number.")]
    lines += [
        _("{number}. {item}", number=number, item=title_of(items[number - 1])) for number in found.numbers
    ]
    return Refusal("which_item", ctx.words.join(lines))


def with_own(typed: str, own: Sequence[int], newest: int) -> str | Ambiguous | None:
    """Return an order with numbers in the place of one's own items; None if it speaks of none.

    >>> with_own("retirer mon point", [3], 3), with_own("retirer mes points", [1, 3], 3)
    ('retirer 3', 'retirer 1, 3')
    """
    said = _FROM_AGENDA.sub("", typed.replace("’", "'").strip(" .!?"))
    found = _OWN.match(said)
    if found is None or adds(said):
        return None
    numbers = [newest] if found["last"] and newest else list(own)
    if not numbers or (found["one"] and len(numbers) > 1):
        return Ambiguous(tuple(numbers))
    before = _CALL_OFF.sub("retirer", found["before"])
    return f"{before}{', '.join(map(str, numbers))}{found['rest']}"


def numbered(typed: str, texts: Sequence[str]) -> Change | Timed | Postpone | Ambiguous | None:
    """Return what is to be done to an item that a text names among others; None if there is no such order.

    >>> numbered("reporter le budget", ["un café", "le budget 2027"])
    Postpone(numbers=(2,), to='')
    """
    words = typed.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    for start, end in spans(len(words)):
        of = named_in(" ".join(words[start:end]), texts)
        if not of:
            continue
        wanted = read_wanted(" ".join((*words[:start], str(of[0]), *words[end:])))
        is_order = (
            isinstance(wanted, Postpone)
            or (isinstance(wanted, Timed) and not adds(typed))
            or (isinstance(wanted, Change) and not wanted.restored)
        )
        if is_order and isinstance(wanted, Change | Timed | Postpone):
            return wanted if len(of) == 1 else Ambiguous(tuple(of))
    return None


def named_in(words: str, texts: Sequence[str]) -> list[int]:
    """Return which of some texts have all the telling words, by their numbers; those that are just these."""
    named, known = _telling(words), [_telling(text) for text in texts]
    of = [number for number, said in enumerate(known, 1) if named and named <= said]
    return [number for number in of if named == known[number - 1]] or of


def spans(count: int) -> Iterator[tuple[int, int]]:
    """Yield where a name may stand among some words, the longest ones first."""
    for length in range(count, 0, -1):
        for start in range(count - length + 1):
            yield start, start + length


def _telling(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text))) - _IDLE
