"""What a confirmation adds to the date understood, so that nobody is surprised afterwards."""

from __future__ import annotations

import re
from datetime import datetime, time

from bot.language.catalogue import Words
from bot.language.dates import spell_range, spell_time
from bot.language.messages import Text, _
from bot.language.moments import Understood
from bot.language.moments.plans import Plan
from bot.language.moments.rules import each

_DAY_OF_THE_MONTH = re.compile(r"(?:^|;)BYMONTHDAY=(29|30|31)(?:;|$)")
_HOURS = re.compile(r"(?:^|;)BYHOUR=([\d,]+)")
_MINUTES = re.compile(r"(?:^|;)BYMINUTE=([\d,]+)")


def notes(moment: Understood, plan: Plan, words: Words) -> list[Text]:
    """Return what is worth saying of a moment beyond its date: its end, the months that it skips."""
    lines: list[Text] = []
    if moment.note is not None and shift(plan, plan.first, words) is None:
        lines.append(moment.note)
    if moment.end is not None:
        period = spell_range(
            moment.at.astimezone(words.zone),
            moment.end.astimezone(words.zone),
            words.language,
            all_day=moment.all_day,
        )
        lines.append(_("{period}: the reminder rings at the start.", period=period))
    day = _DAY_OF_THE_MONTH.search(plan.rule or "")
    if day is not None and "FREQ=MONTHLY" in (plan.rule or ""):
        lines.append(
            _(
                "The months without a {day} are skipped. For the last day of every month, write "
                "“every end of month”.",
                day=int(day.group(1)),
            )
        )
    return lines


def shift(plan: Plan, at: datetime, words: Words) -> Text | None:
    """Return why a series rings at another hour than its own at an instant; None if it does not."""
    if plan.rule is None:
        return None
    wall = at.astimezone(plan.zone).replace(tzinfo=None)
    usual = _usual_times(plan)
    if wall.time() in usual:
        return None
    for moment in usual:
        meant = Plan(datetime.combine(wall.date(), moment), plan.zone)
        if meant.first.replace(tzinfo=None) == wall:
            return _(
                "{time} does not exist that day: the clocks go forward.",
                time=spell_time(moment, words.language),
            )
    return None


def _usual_times(plan: Plan) -> list[time]:
    found: list[time] = []
    for rule in each(plan.rule or ""):
        hours, minutes = _HOURS.search(rule), _MINUTES.search(rule)
        found += [
            time(int(hour), int(minute))
            for hour in (hours.group(1).split(",") if hours else [plan.wall.hour])
            for minute in (minutes.group(1).split(",") if minutes else [plan.wall.minute])
        ]
    return found
