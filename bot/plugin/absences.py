"""Until when something or somebody is away, as people say it: `jusqu’au 5 janvier`, `deux semaines`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.chat.forms import FieldKind
from bot.chat.messages import Option
from bot.language.folding import fold
from bot.language.messages import _
from bot.language.moments import Reading, Refused, Understood, read, read_duration
from bot.plugin.arguments import MomentArgument
from bot.plugin.completion import CompletionContext
from bot.plugin.finding import Found, Misread, without

_UNTIL = re.compile(
    r"(?:\bjus(?:qu|k)(?:['’ ]?(?:aux?|à|a|en)\b|['’ ]|(?=\s))|\b(?:until|till)\b)\s*(?=\S)", re.IGNORECASE
)
_DURING = re.compile(r"(?:^|(?<=\s))(?:pendant|pour|durant|for)\s+(?=\S)", re.IGNORECASE)
_HOUR = re.compile(r"\d\s*(?:h|:\d)|\bmidi\b|\bminuit\b|\bnoon\b", re.IGNORECASE)
_LAST_DAY = re.compile(r"\d|\bfin\b|\bend\b", re.IGNORECASE)
"""What names the last day off, where a weekday or a feast is the day on which somebody is back."""
_ALSO_READ_AS = ("{said}", "le {said}", "1er {said}", "on {said}", "on 1 {said}")
"""How the end of a pause is said that nobody would say of a reminder: `until 15`, `until January`."""
_THROUGH = (
    (re.compile(r"\b(?:aujourd'?hui|today)\b"), 0),
    (re.compile(r"\b(?:(?:cette|toute la) semaine|ce week-?end|this week(?:end)?)\b"), 1),
    (re.compile(r"\b(?:semaine prochaine|semaine pro|next week)\b"), 2),
)
"""What one is away through, in a folded text, with the weeks at whose end it is over; 0 is the day itself."""
_NO_DATE = _("I find no date in this. Try for example “until 5 January” or “2 weeks”.")
_LONGEST_DURATION = 4
"""How many words a duration has at most: `une semaine et demie`."""


@dataclass(frozen=True, slots=True)
class BackArgument:
    """When somebody is back: `jusqu’au 5 janvier`, `pendant deux semaines`, `1 mois`, `du 3 au 10`.

    A date without an hour is their last day off; a weekday is the one on which they are back. Why they are
    off is nobody's business: what else is said is let go, but what holds no date is no pause without an end.
    """

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> datetime:
        """Return the instant (in UTC) from which they are there again."""
        found = self.find(text, reading)
        if found is None:
            raise Misread(_NO_DATE)
        back: datetime = found.value
        return back

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return what the text says of when they are back, None if it says nothing at all.

        Raises:
            Misread: it holds no date, or one that cannot be.
        """
        if not text.strip():
            return None
        found = self._said(text, reading)
        if found is None:
            raise Misread(_NO_DATE, raw=text)
        return Found(found.value, text.strip(), "")

    def _said(self, text: str, reading: Reading) -> Found | None:
        until = _UNTIL.search(text)
        if until is not None:
            return _moment(text, until.start(), until.end(), reading)
        during = _DURING.search(text)
        found = _duration(text, during.end() if during else 0, reading)
        if found is not None:
            start = during.start() if during else text.index(found.raw)
            end = text.index(found.raw, during.end() if during else 0) + len(found.raw)
            return Found(found.value, text[start:end], without(text, start, end))
        if (through := _through(text, reading)) is not None:
            return through
        understood = _read_end(text, reading)
        if not isinstance(understood, Understood):
            return None
        raw = " ".join(text[p.start : p.end].strip() for p in understood.pieces if p.kind == "time")
        return Found(_back(understood, raw, reading), raw, understood.rest)

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer what was typed, with the date that it means, then usual moments."""
        return await MomentArgument().complete(ctx, typed)


def _after(duration: timedelta, reading: Reading) -> datetime:
    if duration <= timedelta():
        raise Misread(_("This is over already. Try for example “until 5 January” or “2 weeks”."))
    return reading.now + duration


def _back(moment: Understood, said: str, reading: Reading) -> datetime:
    """Return from which instant somebody is back who is away until a moment.

    Raises:
        Misread: it recurs, or is over.
    """
    if moment.rrule is not None:
        raise Misread(_("A pause has one end. Try for example “until 5 January” or “2 weeks”."))
    last = moment.end or moment.at
    if _HOUR.search(said) and not moment.all_day:
        return last
    day = last.astimezone(reading.zone).date()
    if _LAST_DAY.search(said) or moment.end is not None:
        day += timedelta(days=1)
    back = datetime.combine(day, time(), reading.zone).astimezone(UTC)
    if back <= reading.now:
        raise Misread(_("This is over already. Try for example “until 5 January” or “2 weeks”."))
    return back


def _moment(text: str, start: int, end: int, reading: Reading) -> Found:
    understood = _read_end(text[end:], reading)
    if not isinstance(understood, Understood):
        is_unknown = understood.code in ("none", "ambiguous", "unsupported")
        reason = _NO_DATE if is_unknown else understood.reason
        raise Misread(reason, raw=text[start:].strip(), rest=text[:start].strip())
    rest = f"{text[:start].strip()} {understood.rest}".strip()
    return Found(_back(understood, text[end:], reading), text[start:].strip(), rest)


def _through(text: str, reading: Reading) -> Found | None:
    """Return when somebody is back who is away this week, today, or next week: the day after it."""
    today = reading.now.astimezone(reading.zone).date()
    for pattern, weeks in _THROUGH:
        if (said := pattern.search(fold(text))) is not None:
            days = 7 * weeks - today.weekday() if weeks else 1
            back = datetime.combine(today + timedelta(days=days), time(), reading.zone)
            return Found(back.astimezone(UTC), said.group(), "")
    return None


def _read_end(said: str, reading: Reading) -> Understood | Refused:
    """Return the moment that is said after “until”, which may be a bare number of the month, or a month."""
    tried = [read(form.format(said=said.strip()), reading) for form in _ALSO_READ_AS]
    is_number = said.strip()[:1].isdigit()
    fit = (one for one in tried if isinstance(one, Understood) and (is_number or not one.rest))
    return next(fit, tried[0])


def _duration(text: str, start: int, reading: Reading) -> Found | None:
    """Return the longest duration that begins at a word of the text."""
    words = list(re.finditer(r"\S+", text[start:]))
    for first in range(len(words)):
        for last in range(min(len(words), first + _LONGEST_DURATION) - 1, first - 1, -1):
            raw = text[start + words[first].start() : start + words[last].end()]
            duration = read_duration(raw, reading.language)
            if duration is not None:
                return Found(_after(duration, reading), raw, "")
    return None
