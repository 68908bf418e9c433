"""What is typed of a channel's habits: `rappels 7, 2, 0 à 8h`, `sans rappel`, `alarme 1h avant`.

One part of a line changes one habit, and leaves the others as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from bot.language.folding import fold
from bot.language.messages import Language, _
from bot.language.moments import read_duration
from bot.plugin.finding import Misread
from plugins.meetings.habits import USUAL, Habits

MOST_REMINDERS = 10
FURTHEST_DAYS = 60
_HOURS_A_DAY = 24
_LONGEST = timedelta(days=14)
_NO = r"(?:(?:sans|pas de|plus de|aucune?|no|without)\s+|pas d'|plus d')(?:l'|la |le |les |d'|de )?"
_USUAL = re.compile(
    r"(?:tout )?(?:par defaut|comme d'habitude|comme avant|reinitialiser|remettre(?: par defaut)?|defaut"
    r"|(?:the )?defaults?|as usual|reset)"
)
_IS = r"\s*(?:[:=]|(?:a|at|to)\b)?\s*"
_REMINDERS = r"(?:les |the )?(?:rappels?|relances?|reminders?)"
_ALARM = r"(?:l')?(?:the )?(?:alarmes?|alertes?|sonnerie|alarms?)(?: (?:d'|de l'|du )?agenda)?"
_SURVEY = r"(?:le |la |l'|the )?(?:bilans?|questionnaires?|satisfaction|enquetes?|avis|sondage|surveys?)"
_NAMES = re.compile(
    r"[\s,]*(?:\b(?:et|and|mais|but)\s+)?(?:"
    r"(?P<shown>(?:avec|with) (?:les |the )?(?:noms?|names?)|nominati(?:f|fs|ve|ves)|non anonymes?"
    r"|not anonymous|noms? (?:visibles?|affiches?)|named)"
    r"|(?:de (?:facon|maniere) )?(?:anonymes?|anonymement|anonymous|anonymously)"
    r"|(?:sans|without) (?:les |the )?(?:noms?|names?))\b[\s,]*"
)
"""Whether a survey shows whose answer is whose."""
_AGENDA = r"(?:l'|the )?(?:ordres? du jour|odj|agenda)"
_PARTS = re.compile(
    rf"\s*[;\n]\s*|(?:\s*,|\s+et|\s+and)\s+"
    rf"(?=(?:{_NO})?(?:{_REMINDERS}|{_ALARM}|{_SURVEY}|{_AGENDA})\b)",
    re.IGNORECASE,
)
_FEWER = re.compile(rf"{_NO}{_REMINDERS}\s+(?:a |at |de |of )?(?P<days>\S.*)")
_MORE = re.compile(
    rf"(?:ajoute[rz]?|add|aussi|also|en plus)\s+(?:une? |des |a )?{_REMINDERS}\s+(?:a |at )?(?P<days>\S.*)"
)
"""One reminder less, or one more: the others stay."""
_ONLY = re.compile(r"[ ,]+(?:seulement|uniquement|only)$")
_NEXT_DAY = re.compile(
    r"(?:le )?(?:lendemain|jour (?:d'apres|suivant))(?: matin)?|(?:the )?(?:next day|day after)"
)
_HOUR = re.compile(
    r"(?:^|\s)(?:(?:a|vers|at|des)\s*)?(?:(?P<hour>[01]?\d|2[0-3])\s*(?:h|:|heures?)\s*(?P<minute>[0-5]\d)?"
    r"|(?P<noon>midi|noon))\s*$"
)
_BETWEEN = re.compile(r"\s*(?:,|/|\+|\bet\b|\band\b|\bpuis\b|\bou\b)\s*|\s+(?=j?\s*-?\s*\d)")
_DAY = re.compile(
    r"(?:j|d)?\s*-?\s*(?P<number>\d{1,3})(?:\s*(?P<unit>jours?|j|days?|semaines?|sem|weeks?|h|heures?|hours?))?"
    r"(?:\s+(?:avant|before|plus tot))?"
)
_NAMED = {
    0: re.compile(
        r"(?:le )?jour[ -](?:j|meme)|(?:le )?jour de la (?:rencontre|reunion)|le jour"
        r"|(?:on )?the day(?: itself)?"
    ),
    1: re.compile(r"(?:la )?veille|the day before"),
    2: re.compile(r"(?:l')?avant[- ]veille"),
    7: re.compile(r"une semaine(?: avant)?|a week(?: before)?"),
}
_BEFORE_AFTER = re.compile(r"\s*(?:avant|apres|before|after|plus tard|later)(?: (?:la|le|the|l').*)?$")

UNKNOWN = _(
    "What shall I change? For example “reminders 7, 2, 0 at 8:00”, “no reminder”, “alarm 1h before”, “survey "
    "3h after” or “agenda 2 days before”. All of it in a form: `/meeting settings`."
)
_WHICH_DAYS = _("On how many days before? For example “7, 2, 0”: 0 is the day itself, and 60 the most.")
_HOW_LONG = _("How long? For example “1h” or “30 min”, and 14 days at most.")
_WHICH_HOUR = _("At what hour? For example “8:00”.")


@dataclass(frozen=True, slots=True)
class _Habit:
    """A habit: how it is called, what is kept of it, and what an end of a line says of it."""

    name: str
    called: str
    none: Any
    read: Callable[[str, Language], Mapping[str, Any]]


def adjusted(habits: Habits, text: str, language: Language) -> Habits:
    """Return the habits with what a line wants of them.

    Raises:
        Misread: a part of it wants nothing that I know, or something that cannot be.
    """
    for part in (part for part in _PARTS.split(text.strip()) if part):
        habits = USUAL if _USUAL.fullmatch(_folded(part)) else _one(habits, _folded(part), language)
    return habits


def _folded(text: str) -> str:
    return _ONLY.sub("", " ".join(fold(text).replace("’", "'").split()).strip(" .!"))


def _one(habits: Habits, said: str, language: Language) -> Habits:
    if (some := _FEWER.fullmatch(said) or _MORE.fullmatch(said)) is not None:
        days, kept = set(read_days(some["days"])), set(habits.reminders)
        kept = kept - days if some.re is _FEWER else kept | days
        if len(kept) > MOST_REMINDERS:
            raise Misread(_WHICH_DAYS)
        return habits.model_copy(update={"reminders": tuple(sorted(kept, reverse=True))})
    for habit in _HABITS:
        if re.fullmatch(rf"{_NO}{habit.called}", said):
            return habits.model_copy(update={habit.name: habit.none})
        found = re.match(rf"{habit.called}\b{_IS}", said)
        if found is not None:
            return habits.model_copy(update=dict(habit.read(said[found.end() :], language)))
    raise Misread(UNKNOWN)


def _reminders(said: str, _language: Language) -> Mapping[str, Any]:
    """Return what is said of reminders: the days, the hour, or both."""
    said = _folded(said)
    found: dict[str, Any] = {}
    hour = _HOUR.search(said)
    if hour is not None:
        found["reminder_hour"] = _time(hour)
        said = said[: hour.start()].strip(" ,")
    if said or not found:
        found["reminders"] = read_days(said)
    return found


def read_days(said: str) -> tuple[int, ...]:
    """Return the days before a meeting that are listed, the furthest first; nothing is none.

    Raises:
        Misread: they are no days, or too many, or too far.
    """
    days = {_days(one) for one in _BETWEEN.split(_folded(said)) if one.strip()}
    if not days or len(days) > MOST_REMINDERS or max(days) > FURTHEST_DAYS:
        raise Misread(_WHICH_DAYS)
    return tuple(sorted(days, reverse=True))


def _days(said: str) -> int:
    said = said.strip(" ,")
    for days, pattern in _NAMED.items():
        if pattern.fullmatch(said):
            return days
    found = _DAY.fullmatch(said)
    if found is None:
        raise Misread(_WHICH_DAYS)
    number, unit = int(found["number"]), found["unit"] or ""
    if not unit.startswith("h"):
        return number * (7 if unit.startswith(("sem", "week")) else 1)
    if number % _HOURS_A_DAY:
        raise Misread(_WHICH_DAYS)
    return number // _HOURS_A_DAY


def read_hour(said: str) -> time:
    """Return the hour that is said.

    Raises:
        Misread: it is none.
    """
    found = _HOUR.fullmatch(f" {_folded(said)}")
    if found is None and _folded(said).isdecimal() and int(_folded(said)) < 24:
        return time(int(_folded(said)))
    if found is None:
        raise Misread(_WHICH_HOUR)
    return _time(found)


def _time(found: re.Match[str]) -> time:
    if found["noon"]:
        return time(12)
    return time(int(found["hour"]), int(found["minute"] or 0))


def read_minutes(said: str, language: Language) -> int:
    """Return so many minutes as a duration says.

    Raises:
        Misread: it is none, or too long.
    """
    bare = _BEFORE_AFTER.sub("", _folded(said)).strip()
    if re.fullmatch(r"0|a l'heure|tout de suite|at once|immediately|on time", bare):
        return 0
    length = read_duration(bare, language)
    if length is None or length > _LONGEST or length < timedelta(minutes=1):
        raise Misread(_HOW_LONG)
    return int(length / timedelta(minutes=1))


def _alarm(said: str, language: Language) -> Mapping[str, Any]:
    return {"alarm_minutes": read_minutes(said, language)}


def _survey(said: str, language: Language) -> Mapping[str, Any]:
    names = _NAMES.search(_folded(said))
    if names is None:
        return {"survey_minutes": _after_the_end(said, language)}
    left = _NAMES.sub(" ", _folded(said)).strip()
    length = {"survey_minutes": _after_the_end(left, language)} if left else {}
    return {**length, "survey_shows_names": names["shown"] is not None}


def _after_the_end(said: str, language: Language) -> int:
    return _HOURS_A_DAY * 60 if _NEXT_DAY.fullmatch(_folded(said)) else read_minutes(said, language)


def read_survey(said: str, language: Language) -> tuple[int | None, bool]:
    """Return how many minutes after a meeting people are asked, and whether with their names.

    Raises:
        Misread: nothing says when, or it is too long.
    """
    found = _survey(said, language)
    if "survey_minutes" not in found:
        raise Misread(_HOW_LONG)
    return found["survey_minutes"], found.get("survey_shows_names", False)


def _agenda(said: str, _language: Language) -> Mapping[str, Any]:
    days = read_days(said)
    if len(days) != 1:
        raise Misread(_WHICH_DAYS)
    return {"agenda_days": days[0]}


_HABITS = (
    _Habit("reminders", _REMINDERS, (), _reminders),
    _Habit("alarm_minutes", _ALARM, None, _alarm),
    _Habit("survey_minutes", _SURVEY, None, _survey),
    _Habit("agenda_days", _AGENDA, None, _agenda),
)
