"""What the types of arguments offer while somebody types: phrases with what they mean, people and places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.chat.messages import Option
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.catalogue import Words, in_every_language
from bot.language.dates import spell, spell_range
from bot.language.folding import fold
from bot.language.messages import Message, Text, _, escape, pgettext
from bot.language.moments import Reading, Understood, spell_rule
from bot.language.ranking import rank
from bot.language.shortening import shortened
from bot.plugin.finding import Misread

V = TypeVar("V")

_SHOWN = 40
"""How much of what was typed a label repeats, in characters: so that what it means is always in sight."""


def phrases(
    typed: str,
    usual: Message,
    read: Callable[[str, Reading], V],
    spelled: Callable[[V, Words], Text],
    reading: Reading,
    words: Words,
) -> list[Option]:
    """Return what was typed, with what it means or why it means nothing, then usual phrases like it.

    `usual` holds one phrase a line. What was typed always comes first and as it is: whoever chooses the first
    of the choices changes nothing.
    """
    offered = [_echo(typed, read, spelled, reading, words)] if typed else []
    for phrase in rank(typed, words(usual).splitlines(), lambda phrase: [phrase]):
        if fold(phrase) == fold(typed):
            continue
        try:
            offered.append(_meaning(phrase, spelled(read(phrase, reading), words)))
        except Misread:  # it has passed, as this evening may have
            continue
    return offered


def _echo(
    typed: str,
    read: Callable[[str, Reading], V],
    spelled: Callable[[V, Words], Text],
    reading: Reading,
    words: Words,
) -> Option:
    try:
        return _meaning(typed, spelled(read(typed, reading), words))
    except Misread as problem:
        return _meaning(typed, problem.text)


def _meaning(phrase: str, meaning: Text) -> Option:
    return Option(phrase, _("{typed} → {meaning}", typed=shortened(phrase, _SHOWN), meaning=meaning))


def spelled(moment: Understood, words: Words) -> Text:
    """Return a moment in the reader's words: its date, its period, or how it recurs and from when on."""
    at = moment.at.astimezone(words.zone)
    if moment.rrule is not None:
        rule = spell_rule(moment.rrule, at, words.language, skip_holidays=moment.skip_holidays)
        return _("{rule}, first on {at}", rule=rule, at=spell(at, words.language))
    if moment.end is not None:
        end = moment.end.astimezone(words.zone)
        return spell_range(at, end, words.language, all_day=moment.all_day)
    return spell(at, words.language, all_day=moment.all_day)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, or a place, that can be named: what is typed for it, what people read, and its names."""

    value: str | Message
    label: str | Message
    forms: Sequence[str]


def person(member: Member) -> Named:
    """Return a member as they are named."""
    called = f"@{member.username}"
    if member.name.casefold() == member.username.casefold():
        return Named(called, called, (member.username,))
    return Named(called, f"{called} – {member.name}", (member.username, member.name))


def channel(place: Place) -> Named:
    """Return a channel as it is named."""
    return Named(place.name, place.name, (place.name,))


_HERE = pgettext("addressee", "here")


def here(place: Place) -> Named:
    """Return the place where somebody types."""
    label = _("{here}, in {channel}", here=_HERE, channel=place.name)
    return Named(_HERE, label, tuple(in_every_language(_HERE)))


_ME = pgettext("addressee", "me")
ME = Named(_ME, _ME, ("moi", "me"))
"""The person who types."""


def named(candidates: Sequence[Named], typed: str, words: Words) -> list[Option]:
    """Return those of the candidates whom what was typed may name; the sign before a name may be left out.

    A name with a space in it cannot be typed, so it is not offered.
    """
    typable = [one for one in candidates if isinstance(one.value, Message) or " " not in one.value]
    found = rank(typed.lstrip("@~#"), typable, lambda one: one.forms)
    return [
        Option(
            words(one.value) if isinstance(one.value, Message) else one.value,
            one.label if isinstance(one.label, Message) else escape(one.label),
        )
        for one in found
    ]
