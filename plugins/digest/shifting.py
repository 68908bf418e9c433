"""When a letter goes that is postponed: at an hour, or so much later than it was to go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar, TypeAlias
from zoneinfo import ZoneInfo

from bot.chat.forms import FieldKind
from bot.chat.messages import Option
from bot.language.catalogue import Words
from bot.language.dates import spell_duration
from bot.language.folding import fold
from bot.language.messages import Language, Message, Text, _
from bot.language.moments import Reading, Understood, read_duration
from bot.language.moments.plans import plan_of
from bot.plugin import Arg, CompletionContext, offers
from bot.plugin.arguments import MomentArgument
from bot.plugin.finding import Found, Misread, Opaque

_SOONER = re.compile(r"[ ,]*(?:plus tot|en avance|avant|earlier|sooner|before)$")
_LATER = re.compile(r"[ ,]*(?:plus tard|de plus|en plus|de retard|apres|later|more|after)$")
_BY = re.compile(r"^(?:(?:encore|again) )?(?:d'|de |du |pour |pendant |by |for )?")
_AT_THE = re.compile(r"^(?:pour )?(?:au|le) (?=\d)", re.IGNORECASE)
_HOURS_ALONE = re.compile(r"(?P<hours>\d{1,2}) ?(?:h|heures?|hours?)(?: ?\d{2})?")
_MORNING, _MIDNIGHT = 6, 24


@dataclass(frozen=True, slots=True)
class Shift:
    """How much later a letter goes than it was to go; sooner, where `by` is negative."""

    by: timedelta


When: TypeAlias = Understood | Shift


def read_shift(text: str, language: Language) -> Shift | None:
    """Return how much later, or sooner, somebody typed; None if they typed something else.

    Hours alone are those of the day from six to midnight, and below or beyond so many hours more: nobody has
    a letter go at two at night, and who means ten hours more writes "de 10h".

    >>> read_shift("d’une heure", "fr"), read_shift("2h", "fr"), read_shift("10h", "fr")
    (Shift(by=datetime.timedelta(seconds=3600)), Shift(by=datetime.timedelta(seconds=7200)), None)
    """
    said = fold(text).replace("’", "'").strip(" .!")
    alone = _HOURS_ALONE.fullmatch(said)
    if alone is not None and _MORNING <= int(alone["hours"]) < _MIDNIGHT:
        return None
    is_sooner = _SOONER.search(said) is not None
    length = _BY.sub("", _SOONER.sub("", said) if is_sooner else _LATER.sub("", said))
    duration = read_duration(length, language)
    return Shift(-duration if is_sooner else duration) if duration is not None else None


def sooner(when: When) -> When:
    """Return when a letter goes that is to go sooner: so much sooner, where only so much was said."""
    return Shift(-abs(when.by)) if isinstance(when, Shift) else when


def instant_of(when: When, before: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant that was typed, for a letter that was to go at one `before`.

    Days keep the hour on the wall clock of the zone, also where it is changed meanwhile.
    """
    if isinstance(when, Understood):
        return plan_of(when, zone, None).first
    days = timedelta(days=when.by.days)
    return (before.astimezone(zone) + days).astimezone(UTC) + (when.by - days)


@dataclass(frozen=True, slots=True)
class HourArgument(Opaque):
    """One moment, which does not recur, or how much later, as the whole text."""

    kind: FieldKind = FieldKind.TEXT
    usual: ClassVar[Message] = _(
        "by 1 hour\nby 2 hours\nby 1 day\nby 1 week\nthis evening 18:00\ntomorrow 9:00\ntomorrow 14:00\n"
        "Monday 9:00\nTuesday 9:00\nWednesday 9:00\nThursday 9:00\nFriday 9:00"
    )

    def read(self, text: str, reading: Reading) -> When:
        """Return the moment, or how much later."""
        shift = read_shift(text, reading.language)
        if shift is not None:
            return shift
        moment = MomentArgument().read(_AT_THE.sub("le ", text), reading)
        if moment.rrule is not None:
            raise Misread(_("One date is enough: the letter itself keeps its rhythm."))
        return moment

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return what the whole text says, None if it says nothing."""
        text = text.strip()
        return Found(self.read(text, reading), text, "") if text else None

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer what was typed, with what it means, then usual ways to say when."""
        return offers.phrases(typed, self.usual, self.read, _spelled, ctx.reading, ctx.words)


def _spelled(when: When, words: Words) -> Text:
    if isinstance(when, Understood):
        return offers.spelled(when, words)
    duration = spell_duration(when.by, words.language)
    if when.by < timedelta(0):
        return _("{duration} sooner", duration=duration)
    return _("{duration} later", duration=duration)


Hour: TypeAlias = Annotated[
    When,
    HourArgument(),
    Arg(
        _("when"),
        help=_("the day and the hour, or how much later: “by 2 hours”."),
        example=_("tomorrow 10:00"),
    ),
]
