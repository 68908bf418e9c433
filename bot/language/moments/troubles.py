"""The refusals that several parts of the grammar share, each with what to write instead."""

from __future__ import annotations

from dataclasses import replace

from bot.language.messages import Instant, Message, _
from bot.language.moments.values import Trouble


def no_such_date(written: str) -> Trouble:
    """Return the refusal of a date that no calendar has."""
    return Trouble(
        "impossible",
        _("The date {date} does not exist. Write the day, then the month: “15/03”.", date=written),
    )


def other_weekday(day: Instant) -> Trouble:
    """Return the refusal of a date, said back as a whole day, beside a weekday that is not its own."""
    reason = _("This date is {day}, not the weekday that you wrote. Leave one of the two out.", day=day)
    return Trouble("impossible", reason)


def hour_of_day(hour: int, minute: int) -> Message:
    """Return an hour as it is said in a sentence, even one that no clock shows."""
    if minute:
        return _("{hour}:{minute}", hour=hour, minute=f"{minute:02}")
    return _("{hour}:00", hour=hour)


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


def not_left_out(words: str) -> Trouble:
    """Return the refusal of an exception that no repetition can make: `sauf pendant les vacances`."""
    reason = _(
        "“{words}”: of a repetition I can only leave out weekdays, public holidays, and up to 6 months of "
        "the year. Write for instance “every day 10:00 except Sunday”, “every Monday 9:00 except public "
        "holidays” or “every Monday 9:00 except in August”.",
        words=words,
    )
    return Trouble("unsupported", reason)


def not_moved(*, before: bool) -> Trouble:
    """Return the refusal of another day instead of a public holiday, where it might be in another period."""
    on = _(
        "Only a weekday before Friday, or a day of the month before the 23rd, can move to the next working "
        "day. Write for instance “the last working day of every month 9:00”."
    )
    back = _(
        "Only a weekday after Monday, or a day of the month from the 5th to the 28th or the last one, can "
        "move to the working day before. Write for instance “the last day of every month 9:00, or the "
        "previous working day”."
    )
    return Trouble("unsupported", back if before else on)


def only_left_out() -> Trouble:
    """Return the refusal of another day instead of a public holiday, where there are several days."""
    reason = _(
        "Only one day of the week or of the month, at one hour, can move when it is a public holiday. "
        "Anything else can leave it out: “every Monday of even weeks 9:00 except public holidays”."
    )
    return Trouble("unsupported", reason)


def months_left_out() -> Trouble:
    """Return the refusal of `sauf en août` where the repetition has its own months, or is one of hours."""
    reason = _(
        "Months can only be left out of what comes each day, each week or each month. "
        "Write for instance “every Monday 9:00 except in August”."
    )
    return Trouble("unsupported", reason)


def next_or_previous(words: str) -> Trouble:
    """Return the refusal of `ou le jour ouvré le plus proche`: the day moves on, or back."""
    reason = _(
        "“{words}”: the next one, or the one before? Write “the 15th of every month 9:00, or the next "
        "working day” or “the 15th of every month 9:00, or the previous working day”.",
        words=words,
    )
    return Trouble("unsupported", reason)


def several_hours() -> Trouble:
    """Return the refusal of several hours of a day whose position among others is counted."""
    reason = _(
        "Several hours of a day go with named days only, before midnight. Write for instance “every day at "
        "9:00 and 17:00” or “the 1st of every month at 9:00 and 17:00”."
    )
    return Trouble("unsupported", reason)


def other_minutes() -> Trouble:
    """Return the refusal of `9h et 17h30`: one rule has the same minutes at all its hours."""
    reason = _(
        "The hours of one repetition have the same minutes. Write for instance “every day at 9:30 and "
        "17:30”; or one repetition for each hour, “every day at 9:00”, then the other."
    )
    return Trouble("unsupported", reason)


def several_times(words: str) -> Trouble:
    """Return the refusal of several hours of one day."""
    reason = _(
        "“{words}” is more than one time. Keep one, or write what recurs: “every day at 9:00 and 17:00”.",
        words=words,
    )
    return Trouble("ambiguous", reason)


def two_repetitions(first: str, second: str) -> Trouble:
    """Return the refusal of `chaque lundi à 9h et chaque jeudi à 14h` where one rule has to do."""
    reason = _(
        "“{first}” and “{second}” are two repetitions, and only one is set at a time: write one, then the "
        "other. Days of the same hours go together: “every Monday and Thursday 9:00”.",
        first=first,
        second=second,
    )
    return Trouble("ambiguous", reason)


def not_side_by_side(first: str, second: str) -> Trouble:
    """Return the refusal of `un lundi sur deux à 9h et un jeudi sur deux`: they are not set together."""
    reason = _(
        "“{first}” and “{second}” cannot be set together. Several days go together if each comes every week "
        "or every month, at its hour: “every Monday 9:00 and every Thursday 14:00”.",
        first=first,
        second=second,
    )
    return Trouble("ambiguous", reason)


def not_together(words: str) -> Trouble:
    """Return the refusal of several repetitions of which only one knows public holidays."""
    reason = _(
        "“{words}” cannot be set together: public holidays are left out of all of it, or of none. Write it, "
        "for instance “every Monday 9:00 and every Thursday 14:00, except public holidays”.",
        words=words,
    )
    return Trouble("ambiguous", reason)


def every_such_week(words: str) -> Trouble:
    """Return the refusal of `semaine paire`, which is one week or all of them."""
    reason = _(
        "“{words}”: once, or each time? If it recurs, write for instance “every Monday of even weeks 9:00”.",
        words=words,
    )
    return Trouble("ambiguous", reason)


def only_weeks(words: str) -> Trouble:
    """Return the refusal of `jours pairs`, `les lundis pairs`."""
    reason = _(
        "“{words}”: only weeks can be even or odd. Write for instance “every Monday of even weeks 9:00”.",
        words=words,
    )
    return Trouble("unsupported", reason)


def twice_or_every_other(words: str, *, years: bool) -> Trouble:
    """Return the refusal of a word that some use for twice a period, and others for every other one."""
    of_months = _(
        "“{words}”: twice a month, or every other month? Write “the 1st and 15th of every month 9:00” or "
        "“every 2 months on the 1st 9:00”.",
        words=words,
    )
    of_years = _(
        "“{words}”: twice a year, or every other year? Write “the first Tuesday of every half-year 9:00” or "
        "“every 2 years on 3 March”.",
        words=words,
    )
    return Trouble("ambiguous", of_years if years else of_months)


def rank_or_interval(words: str) -> Trouble:
    """Return the refusal of `every 2nd Tuesday`, which is one of each month or one of so many weeks."""
    reason = _(
        "“every {words}”: of each month, or every so many weeks? Write “the second Tuesday of every month "
        "9:00” or “every 2 weeks on Tuesday 9:00”.",
        words=words,
    )
    return Trouble("unsupported", reason)


def which_weekdays(words: str) -> Trouble:
    """Return the refusal of `un lundi par mois`, which may be any of them."""
    reason = _(
        "“{words}”: which ones? Write for instance “the first Monday of every month 9:00” or “the first and "
        "third Monday of every month 9:00”.",
        words=words,
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


def each_month(words: str | Instant) -> Trouble:
    """Return the refusal of a day of the month alone, where something recurs or is said to."""
    reason = _("“{words}”: of each month? Then write it: “the 15th of every month 9:00”.", words=words)
    return Trouble("ambiguous", reason)


def working_day(words: str) -> Trouble:
    """Return the refusal of `le dernier jour ouvré` without the month or the quarter that it is of."""
    reason = _(
        "“{words}”: of each month? Then write it: “the last working day of every month 9:00”.", words=words
    )
    return Trouble("unsupported", reason)


def where_it_recurs(trouble: Trouble) -> Trouble:
    """Return a refusal with an example that recurs, where only such a one would be accepted."""
    other = _RECURRING.get(trouble.reason.text)
    if other is None:
        return trouble
    return replace(trouble, reason=replace(trouble.reason, text=other.text))


_RECURRING = {
    vague("").reason.text: _("“{words}” is not precise enough. Write for instance “every Monday 9:00”."),
    gone("").reason.text: _("“{words}” is in the past. Write for instance “every Monday 9:00”."),
    which_day("").reason.text: _(
        "Which day do you mean by “{words}”? Write for instance “every Tuesday 9:00” or "
        "“the 15th of every month 9:00”."
    ),
}
"""The refusals that advise one moment, with another example."""


def every_week(weekday: int) -> Trouble:
    """Return the refusal of `lundi` where something recurs: it is one Monday."""
    named = weekday_name(weekday)
    reason = _(
        "“{weekday}” alone is one day. If it is each week, write “every {weekday}”, with the hour.",
        weekday=named,
    )
    return Trouble("ambiguous", reason)


def vague_part() -> Trouble:
    """Return the refusal of `le matin` without a day, which is tomorrow's or every one."""
    reason = _("Once, or every day? Write for instance “tomorrow morning” or “every morning”.")
    return Trouble("ambiguous", reason)


def not_without(weekday: int) -> Trouble:
    """Return the refusal of an exception that a repetition cannot make, or that leaves nothing of it."""
    reason = _(
        "I cannot leave {weekday} out of this repetition. "
        "Write for instance “every day except Sunday 10:00”.",
        weekday=weekday_name(weekday),
    )
    return Trouble("unsupported", reason)


def only_an_end(words: str) -> Trouble:
    """Return the refusal of `jusqu'au 15` without what it ends."""
    reason = _(
        "“{words}” says when it ends, not when it starts. "
        "Write for instance “every Tuesday 10:00 until 30 June”.",
        words=words,
    )
    return Trouble("ambiguous", reason)


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
