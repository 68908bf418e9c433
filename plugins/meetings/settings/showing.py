"""What the habits of a channel are, told and as the fields of a form."""

from __future__ import annotations

from datetime import timedelta

from bot.language.catalogue import Words
from bot.language.dates import spell_duration, spell_time
from bot.language.messages import Markup, Text, _, ngettext
from plugins.meetings.habits import Habits


def shown(habits: Habits, words: Words) -> list[Text]:
    """Return what is done around the meetings of a channel, a line each."""
    return [
        _("- Reminders: {when}.", when=_reminders(habits, words)),
        _("- Alarm in calendars: {when}.", when=_before(habits.alarm_minutes, words)),
        _("- Agenda posted: {when}.", when=_agenda(habits.agenda_days)),
        _("- What people thought of it is asked: {when}.", when=_asked(habits, words)),
    ]


def _reminders(habits: Habits, words: Words) -> Text:
    if not habits.reminders:
        return _("never")
    days = Markup(", ".join(words(_day(days)) for days in sorted(habits.reminders, reverse=True)))
    return _("{days}, at {hour}", days=days, hour=spell_time(habits.reminder_hour, words.language))


def _day(days: int) -> Text:
    if days == 0:
        return _("on the day itself")
    return _("the day before") if days == 1 else ngettext("{count} day before", "{count} days before", days)


def _agenda(days: int | None) -> Text:
    return _("never") if days is None else _day(days)


def _before(minutes: int | None, words: Words) -> Text:
    if minutes is None:
        return _("none")
    return _("{length} before", length=_length(minutes, words)) if minutes else _("when it begins")


def _after(minutes: int | None, words: Words) -> Text:
    if minutes is None:
        return _("never")
    return _("{length} after its end", length=_length(minutes, words)) if minutes else _("when it ends")


def _asked(habits: Habits, words: Words) -> Text:
    when = _after(habits.survey_minutes, words)
    if habits.survey_minutes is None:
        return when
    if habits.survey_shows_names:
        return _("{when}, with names", when=when)
    return _("{when}, anonymously", when=when)


def _length(minutes: int, words: Words) -> Markup:
    return spell_duration(timedelta(minutes=minutes), words.language)


def values(habits: Habits, words: Words) -> dict[str, str]:
    """Return the habits as the values of the form's fields; what is empty is not done."""
    return {
        "days": ", ".join(map(str, sorted(habits.reminders, reverse=True))),
        "hour": str(spell_time(habits.reminder_hour, words.language)),
        "alarm": _field(habits.alarm_minutes, words),
        "agenda": "" if habits.agenda_days is None else str(habits.agenda_days),
        "survey": _survey(habits, words),
    }


def _survey(habits: Habits, words: Words) -> str:
    length = _field(habits.survey_minutes, words)
    if not length or not habits.survey_shows_names:
        return length
    return str(words(_("{length}, with names", length=Markup(length))))


def _field(minutes: int | None, words: Words) -> str:
    if minutes is None:
        return ""
    return str(_length(minutes, words)) if minutes else "0"
