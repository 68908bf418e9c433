"""What the files of the lexicon say, as far as it is right, and what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.language.messages import Message
from plugins.referral.answers import Phrase
from plugins.referral.patterns import Pattern, Patterns

if TYPE_CHECKING:
    from plugins.referral.lexicon import ActPatterns, Alarm, AskedIf, Need


_NONE = Patterns()


class Mistake(NamedTuple):
    """What is wrong in a file, and under which key."""

    file: str
    key: str
    what: Message


@dataclass(slots=True)
class Contents:
    """All that the files say, as far as it is right."""

    labels: dict[str, Phrase] = field(default_factory=dict)
    roles: dict[str, Phrase] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)
    same: list[Sequence[str]] = field(default_factory=list)
    faint: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    generic: list[str] = field(default_factory=list)
    short: dict[str, str] = field(default_factory=dict)
    acts: dict[str, ActPatterns] = field(default_factory=dict)
    alarms: tuple[Alarm, ...] = ()
    calm: Patterns = _NONE
    silent: Patterns = _NONE
    past: Patterns = _NONE
    going_on: Patterns = _NONE
    chat: Patterns = _NONE
    polite: Patterns = _NONE
    small_talk: Patterns = _NONE
    signs: Patterns = _NONE
    clear_signs: Patterns = _NONE
    vague: Patterns = _NONE
    unsaid: Patterns = _NONE
    questions: tuple[AskedIf, ...] = ()

    def all_patterns(self) -> Iterator[Pattern]:
        """Return each pattern there is."""
        for act in self.acts.values():
            yield from (*act.strong, *act.weak, *act.cancel)
        for alarm in self.alarms:
            yield from (*alarm.patterns, *alarm.unless)
        for asked in self.questions:
            yield from asked.patterns
        yield from (
            *self.calm,
            *self.silent,
            *self.past,
            *self.going_on,
            *self.chat,
            *self.polite,
            *self.small_talk,
            *self.signs,
            *self.clear_signs,
            *self.vague,
            *self.unsaid,
        )
