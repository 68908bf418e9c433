"""The refusals that several parts of the grammar share, each with what to write instead."""

from __future__ import annotations

from datetime import date

from bot.language.messages import Instant, Message, _
from bot.language.moments.values import Trouble


def no_such_date(written: str) -> Trouble:
    """Return the refusal of a date that no calendar has."""
    return Trouble(
        "impossible",
        _("The date {date} does not exist. Write the day, then the month: “15/03”.", date=written),
    )


def other_weekday(day: date) -> Trouble:
    """Return the refusal of a date said with a weekday that is not its own."""
    reason = _(
        "{day} is a {weekday}, not the day you wrote. Leave one of the two out.",
        day=written(day),
        weekday=weekday_name(day.weekday()),
    )
    return Trouble("impossible", reason)


def vague(words: str) -> Trouble:
    """Return the refusal of words that name no precise time."""
    return Trouble(
        "ambiguous",
        _("“{words}” is not precise enough. Give a day or an hour: “tomorrow 9:00”.", words=words),
    )


def gone(words: str) -> Trouble:
    """Return the refusal of words that speak of the past."""
    return Trouble(
        "past", _("“{words}” is in the past. Give a moment to come: “tomorrow 9:00”.", words=words)
    )


def unsupported(words: str) -> Trouble:
    """Return the refusal of a repetition or an exception that cannot be kept."""
    reason = _(
        "I cannot keep to “{words}”. Write a simpler repetition: “every Tuesday at 10:00”.", words=words
    )
    return Trouble("unsupported", reason)


def which_day(words: str | Instant) -> Trouble:
    """Return the refusal of a period within which the day is missing."""
    return Trouble(
        "ambiguous",
        _("Which day do you mean by “{words}”? Write for instance “Tuesday 9:00” or “3 March”.", words=words),
    )


def once_or_always(words: str | Message) -> Trouble:
    """Return the refusal of `le mardi`, which is the next Tuesday or all of them."""
    return Trouble(
        "ambiguous",
        _("“{words}”: once, or every week? Write “Tuesday 9:00” or “every Tuesday 9:00”.", words=words),
    )


def vague_part() -> Trouble:
    """Return the refusal of `le matin` without a day, which is tomorrow's or every one."""
    reason = _("Once, or every day? Write for instance “tomorrow morning” or “every morning”.")
    return Trouble("ambiguous", reason)


def written(day: date) -> str:
    """Return a date with its figures, day first."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def weekday_name(weekday: int) -> Message:
    """Return the name of a weekday, from Monday, 0."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )[weekday]
