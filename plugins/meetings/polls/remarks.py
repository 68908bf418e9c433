"""Remarks: what is worth a word about dates that are accepted as they are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from textwrap import shorten

from bot.language.catalogue import Words
from bot.language.messages import Text, _
from plugins.meetings.polls.meaning import spell_slot
from plugins.meetings.polls.slots import Slot, in_order, is_same

_MOST = 3
"""So many remarks of a kind are read; more of them say nothing else."""


_LONGEST = 200


def remarks(typed: Sequence[Slot], words: Words) -> list[Text]:
    """Return what to say of dates as they were typed: twice, overlapping, or without an hour."""
    said: list[Text] = [
        _("{date} came twice: it is put to the vote once.", date=spell_slot(slot, words))
        for slot in _repeated(typed)[:_MOST]
    ]
    said += [
        _(
            "Two dates overlap, {first} and {second}: both are put to the vote.",
            first=spell_slot(one, words),
            second=spell_slot(other, words),
        )
        for one, other in _overlapping(typed)[:_MOST]
    ]
    said += [
        _(
            "“{words}” counts as {date}. If you mean another hour, write it: “Manage” changes a date.",
            words=slot.half_day,
            date=spell_slot(slot, words),
        )
        for slot in [slot for slot in typed if slot.half_day][:_MOST]
    ]
    return said


def left_out(aside: Sequence[str]) -> list[Text]:
    """Return what to say of the parts of a letter that are not in the post, if there are any."""
    if not aside:
        return []
    words = shorten(" ".join(aside), _LONGEST, placeholder=" …")
    return [_("Left out: “{words}”.", words=words)]


def _repeated(slots: Sequence[Slot]) -> list[Slot]:
    again = [
        slot for number, slot in enumerate(slots) if any(is_same(slot, other) for other in slots[:number])
    ]
    return in_order(again)


def _overlapping(slots: Sequence[Slot]) -> list[tuple[Slot, Slot]]:
    """Return the hours that overlap, in pairs. A whole day beside hours of it is a choice, and no slip."""
    ranges = {slot.times: slot for slot in slots if slot.end is not None and not slot.all_day}
    pairs = combinations(sorted(ranges.values(), key=lambda slot: slot.start), 2)
    return [(one, other) for one, other in pairs if one.end is not None and other.start < one.end]
