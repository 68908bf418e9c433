"""What is typed for times without a letter: until when, from when until when, or only the next one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, TypeAlias

from bot.chat.forms import FieldKind
from bot.language.folding import fold
from bot.language.messages import _
from bot.language.moments import Reading, Understood, read, read_duration
from bot.language.moments.calendar import last_of_month
from bot.plugin import Arg
from bot.plugin.absences import BackArgument
from bot.plugin.finding import Found, Misread, Opaque

_INTRODUCES_END = re.compile(r"jus(?:qu|k)|until\b|till\b|pendant\b|pour\b|durant\b|for\b")
"""How the end of a pause begins, in a folded text."""
_UNTIL = re.compile(r"jus(?:qu|k)|until\b|till\b")
_LEADS_TO_DAYS = re.compile(r"^(?:(?:pendant|pour|durant|for|during|in|en|toute?|all) )+")
_ARTICLE = re.compile(r"^(?:le|la|les|the) ")
_BETWEEN = re.compile(r"(?:entre|between) (?:le )?(?P<first>.+) (?:et|and) (?:le )?(?P<last>.+)")
_NEXT_MONTH = re.compile(r"mois prochain|next month")
_WEEK = re.compile(r"(?:cette )?semaine(?: prochaine| pro)?|(?:this|next) week")
_MONTH = re.compile(r"(?:mois d(?:e |'))?(?P<name>[a-z]+)(?P<year> (?:19|20)\d\d)?")
_ONE = re.compile(
    r"(?:(?:la|une|cette|prochaine|suivante|lettre|edition|fois|date|the|this|next|letter|one|time)\b ?)*"
)
"""The words of which somebody says that only the next letter is meant."""


@dataclass(frozen=True, slots=True)
class Away:
    """From when a letter does not come (at once where it is None), and from when it does again; in UTC."""

    back: datetime
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class AwayArgument(BackArgument):
    """How long a pause is, as the whole text: `jusqu’au 5 janvier`, `2 semaines`, `du 3 au 10`, `en août`."""

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return when it does not come; another text says nothing of a pause."""
        away = _days(text, reading)
        if away is not None:
            return Found(away, text.strip(), "")
        if not _INTRODUCES_END.match(fold(text)) and read_duration(text.strip(), reading.language) is None:
            return None
        found = BackArgument.find(self, text, reading)
        return Found(Away(found.value), found.raw, found.rest) if found is not None else None


def _days(text: str, reading: Reading) -> Away | None:
    """Return the days from the first to the last of which a text names both, or a week, or a month."""
    said = fold(text).replace("’", "'").strip(" .!")
    if _UNTIL.match(said):
        return None
    said = _ARTICLE.sub("", _LEADS_TO_DAYS.sub("", said))
    between = _BETWEEN.fullmatch(said)
    if between is not None:
        said = f"du {between['first']} au {between['last']}"
    if _WEEK.fullmatch(said):
        back = BackArgument().read(said, reading)
        return Away(back, back - timedelta(days=7))
    return _month(said, reading) or _from_to(said, reading)


def _month(said: str, reading: Reading) -> Away | None:
    """Return the month of that name that is now, or comes next."""
    today = reading.now.astimezone(reading.zone).date()
    named = _MONTH.fullmatch(said)
    if _NEXT_MONTH.fullmatch(said):
        first = last_of_month(today.year, today.month) + timedelta(days=1)
    elif named is not None:
        found = read(f"1 {named['name']}{named['year'] or ''}", reading)
        if not isinstance(found, Understood) or found.rest or found.rrule is not None:
            return None
        first = found.at.astimezone(reading.zone).date()
        if first.month == today.month and not named["year"]:
            first = today.replace(day=1)
    else:
        return None
    last = last_of_month(first.year, first.month)
    return Away(_midnight(last + timedelta(days=1), reading), _midnight(first, reading))


def _from_to(said: str, reading: Reading) -> Away | None:
    found = read(said, reading)
    if not isinstance(found, Understood) or found.end is None or found.rest or not found.all_day:
        return None
    if found.rrule is not None:
        return None
    first, last = (at.astimezone(reading.zone).date() for at in (found.at, found.end))
    return Away(_midnight(last + timedelta(days=1), reading), _midnight(first, reading))


def _midnight(day: date, reading: Reading) -> datetime:
    return datetime.combine(day, time(), reading.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class NextOneArgument(Opaque):
    """The words that mean the next letter alone, as the whole text: `la prochaine`, `cette fois`."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> str:
        """Return the words."""
        if not _ONE.fullmatch(fold(text).strip(" .!")):
            raise Misread(
                _(
                    "`/letter skip` leaves out the next letter alone. For several: `/letter pause until "
                    "5 January`."
                ),
                raw=text.strip(),
                rest="",
            )
        return text.strip()

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the whole text, if there is one."""
        return Found(self.read(text, reading), text.strip(), "") if text.strip() else None


Until: TypeAlias = Annotated[
    Away | None,
    AwayArgument(),
    Arg(
        _("until"),
        help=_("until when it does not come; until you resume it if you say nothing."),
        example=_("until 5 January"),
    ),
]
NextOne: TypeAlias = Annotated[
    str | None,
    NextOneArgument(),
    Arg(_("which one"), help=_("only the next one, which it is anyway."), example=_("the next one")),
]
