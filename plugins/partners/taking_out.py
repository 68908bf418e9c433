"""What a form says of people is taken out of the card of a place; whoever insists on it writes it again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.language.messages import Message, Text, _
from bot.plugin.insisting import digest
from plugins.partners.content import Content

_TEXTS: Mapping[str, str] = {"name": "name", "address": "address", "hours": "hours", "summary": "does"}
"""The fields of the form in which somebody may be named, by those of a card."""
_LISTS: Mapping[str, tuple[str, Message]] = {
    "phones": (
        "phone",
        _("{typed} looks like somebody’s own mobile: I left it out. If it is the place’s, write it again."),
    ),
    "emails": (
        "email",
        _("{typed} looks like somebody’s own address: I left it out. If it is the place’s, write it again."),
    ),
}
_NAMED = _("I took out what names somebody, or is their number. If it is the place’s own, write it again.")


@dataclass(slots=True)
class Taken:
    """What is left of a card: `values` and `problems` are for the form, by field, where something went.

    `digests` are of what went: who writes it again insists on it.
    """

    content: Content
    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Text] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)


def take_out(content: Content, before: Content | None, insisted: Collection[str]) -> Taken:
    """Return a card without mobile numbers, addresses with a name, and names of people.

    What stood on the card `before` stays, and so does what was `insisted` on.
    """
    from plugins.partners.personal import LeftOut, without_personal_data

    clean = without_personal_data(content, LeftOut())
    taken = Taken(content)
    changed: dict[str, Any] = {}
    for name, wanted in _TEXTS.items():
        typed, left = getattr(content, name), getattr(clean, name)
        is_known = before is not None and typed == getattr(before, name)
        if typed != left and not is_known and digest(typed) not in insisted:
            changed[name] = left
            taken.values[wanted], taken.problems[wanted] = left, _NAMED
            taken.digests.append(digest(typed))
    own = {*before.phones, *before.emails} if before is not None else set()
    for name, (wanted, problem) in _LISTS.items():
        typed, left = getattr(content, name), getattr(clean, name)
        gone = [one for one in typed if one not in left and one not in own and digest(one) not in insisted]
        if gone:
            changed[name] = kept = tuple(one for one in typed if one not in gone)
            taken.values[wanted], taken.problems[wanted] = " ; ".join(kept), problem(typed=", ".join(gone))
            taken.digests += map(digest, gone)
    taken.content = replace(content, **changed)
    return taken
