"""How the arguments that only reminders have are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Annotated, ClassVar, TypeAlias

from bot.chat.forms import FieldKind
from bot.chat.messages import Option
from bot.language.catalogue import Words
from bot.language.dates import spell_duration
from bot.language.folding import fold
from bot.language.messages import Markup, Message, Text, _
from bot.language.moments import Reading, Refused, Understood, read, read_duration
from bot.plugin import Arg, CompletionContext, offers
from bot.plugin.arguments import IntegerArgument, MomentArgument
from bot.plugin.choices import ChoiceArgument
from bot.plugin.finding import Found, Misread, split_word
from plugins.reminders.completing import ReminderNumbers
from plugins.reminders.models import State
from plugins.reminders.register import LONGEST

WHEN = Arg(
    _("when"),
    help=_("the day and the hour, or how it recurs."),
    example=_("tomorrow 9:30\nevery Tuesday 10:00"),
)
TEXT = Arg(
    _("text"),
    help=_("what to remind you of."),
    example=_("call the town hall"),
    max_length=LONGEST,
)
WHOM = Arg(
    _("for"),
    help=_("nobody for yourself, “here” for this channel, or the name of a colleague."),
    example=_("here\n@jeanne"),
)
UNTIL = Arg(_("when"), help=_("until when, or by how much."), example=_("tomorrow 9:00, 1h"))

_BY = re.compile(r"^(?:de|d'|of|by|for)\s*(?=\d|une?\b|an?\b)", re.IGNORECASE)
_HOUR_OF_THE_DAY = re.compile(r"^(\d{1,2})\s*(?:h|heures?|hours?)\s*\d{0,2}$")
_FIRST_USUAL_HOUR = 7
_LETTER = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Until(Understood):
    """Until when somebody postpones: a moment, and the delay if they said one; `at` counts it from now."""

    delay: timedelta | None


@dataclass(frozen=True, slots=True)
class PostponementArgument(MomentArgument):
    """Until when: a moment, or how much later (`1h`, `de 2 jours`).

    A bare hour from 7 on is an hour of the day: nobody postpones by 14 hours, and "9h" is nine o'clock.
    """

    usual: ClassVar[Message] = _(
        "10 min\n1 hour\nthis evening 18:00\ntomorrow 9:00\ntomorrow 14:00\nMonday 9:00\n1 day\n1 week"
    )

    def read(self, text: str, reading: Reading) -> Until:
        """Return the moment, and the delay."""
        said = _BY.sub("", text.strip())
        delay = read_duration(said, reading.language)
        if said == text.strip() and _is_hour_of_the_day(said):
            delay = None
        if delay is None:
            return _until(MomentArgument.read(self, text, reading), None)
        prefix = "in" if reading.language == "en" else "dans"
        moment = read(f"{prefix} {said}", reading)
        if isinstance(moment, Refused):
            raise Misread(moment.reason)
        return _until(moment, delay)

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the moment that the whole text says."""
        text = text.strip()
        return Found(self.read(text, reading), text, "") if text else None

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer what was typed, and usual ones: a delay stays one, as it counts from the reminder's date."""
        return offers.phrases(typed, self.usual, self.read, _spelled, ctx.reading, ctx.words)


def _spelled(until: Until, words: Words) -> Text:
    if until.delay is None:
        return offers.spelled(until, words)
    return _("{duration} later", duration=spell_duration(until.delay, words.language))


@dataclass(frozen=True, slots=True)
class OpeningArgument(MomentArgument):
    """A moment, anywhere; a bare hour of the night that comes first may be a delay as well: `1h`, `3 h`."""

    def read(self, text: str, reading: Reading) -> Until:
        """Return the moment, and the delay that it may be."""
        return _until(MomentArgument.read(self, text, reading), _night_as_delay(text, reading))

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the moment that the text holds."""
        found = MomentArgument.find(self, text, reading)
        if found is None:
            return None
        comes_first = text.strip().startswith(found.raw)
        delay = _night_as_delay(found.raw, reading) if comes_first else None
        return Found(_until(found.value, delay), found.raw, found.rest)


def _until(moment: Understood, delay: timedelta | None) -> Until:
    return Until(**{item.name: getattr(moment, item.name) for item in fields(moment)}, delay=delay)


def _night_as_delay(text: str, reading: Reading) -> timedelta | None:
    """Return the delay that a bare hour of the night may be."""
    hour = _HOUR_OF_THE_DAY.match(fold(text.strip()))
    may_be_delay = hour is not None and 0 < int(hour.group(1)) < _FIRST_USUAL_HOUR
    return read_duration(text, reading.language) if may_be_delay else None


def _is_hour_of_the_day(text: str) -> bool:
    hour = _HOUR_OF_THE_DAY.match(fold(text))
    return hour is not None and _FIRST_USUAL_HOUR <= int(hour.group(1)) < 24


@dataclass(frozen=True, slots=True)
class NumberArgument:
    """The number of a reminder, or the letter that a list shows, as the first word.

    A number that begins a time is none: `3 mars`, `15 minutes`.
    """

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> int | str:
        """Return the number, or the letter."""
        return text.strip() if _LETTER.fullmatch(text.strip()) else IntegerArgument().read(text, reading)

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the number that the text begins with."""
        word, rest = split_word(text)
        if _LETTER.fullmatch(word) or (not rest and _LETTER.fullmatch(word.upper())):
            return Found(word.upper(), word, rest)
        if read_duration(" ".join(text.split()[:2]), reading.language) is not None:
            return None
        pieces = read(text.strip(), reading).pieces
        if pieces and pieces[0].kind == "time":
            return None
        return IntegerArgument().find(text, reading)


@dataclass(frozen=True, slots=True)
class NamedChoiceArgument(ChoiceArgument):
    """One of a few values, only as `name: value`: in a sentence those words are text."""

    def find(self, _text: str, _reading: Reading) -> Found | None:
        """Find nothing: the argument has to be named."""
        return None


@dataclass(frozen=True, slots=True)
class TypedArgument:
    """One line, kept as it was typed."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> str:
        """Return the line."""
        return text.strip()

    def find(self, _text: str, _reading: Reading) -> Found | None:
        """Find nothing: it is only a field of a form."""
        return None


def _numbered(*states: State) -> Arg:
    return Arg(
        _("number"),
        help=_("the number that the list shows."),
        example=Markup("3"),
        complete=ReminderNumbers(states),
    )


Number: TypeAlias = Annotated[
    int | str | None,
    NumberArgument(),
    _numbered(State.ACTIVE, State.ASKING, State.PAUSED, State.RUNG),
]
"""Any reminder that can still be changed."""
PostponableNumber: TypeAlias = Annotated[
    int | str | None, NumberArgument(), _numbered(State.ACTIVE, State.RUNG)
]
ActiveNumber: TypeAlias = Annotated[int | str | None, NumberArgument(), _numbered(State.ACTIVE)]
PausedNumber: TypeAlias = Annotated[int | str | None, NumberArgument(), _numbered(State.PAUSED)]
