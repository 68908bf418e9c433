"""Meetings: from the choice of a date to what was thought of it."""

from plugins.meetings import coming, models, survey, terminal, undelivered
from plugins.meetings.agenda import actions as agenda_actions
from plugins.meetings.agenda import commands as agenda_commands
from plugins.meetings.agenda import events as agenda_events
from plugins.meetings.agenda import models as agenda_models
from plugins.meetings.agenda import questions as agenda_questions
from plugins.meetings.calendars import chats
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import actions, cancelling, collecting, elsewhere, fixing, modifying
from plugins.meetings.hosting import actions as hosting_actions
from plugins.meetings.hosting import commands as hosting_commands
from plugins.meetings.hosting import models as hosting_models
from plugins.meetings.hosting import planned
from plugins.meetings.minutes import actions as minutes_actions
from plugins.meetings.minutes import commands as minutes_commands
from plugins.meetings.minutes import events as minutes_events
from plugins.meetings.minutes import leftovers
from plugins.meetings.minutes import models as minutes_models
from plugins.meetings.overview import asking as sentences
from plugins.meetings.overview import calendar, exporting, occasions, sections
from plugins.meetings.polls import (
    adjusting,
    asking,
    chasing,
    choosing,
    closing,
    commands,
    counting,
    dates,
    deciding,
    keeping,
    linking,
    nudging,
    ordering,
    panel,
    posting,
    telling,
    undecided,
    verbs,
    voting,
)
from plugins.meetings.presence import commands as presence_commands
from plugins.meetings.presence import linking as presence_linking
from plugins.meetings.reminding import timers
from plugins.meetings.series import commands as series_commands
from plugins.meetings.series import models as series_models
from plugins.meetings.series import pressed
from plugins.meetings.series import timers as series_timers
from plugins.meetings.settings import commands as settings_commands
from plugins.meetings.spoken import answering as spoken
from plugins.meetings.templates import commands as template_commands
from plugins.meetings.templates import filling, rewriting
from plugins.meetings.templates import models as template_models

__all__ = [
    "actions",
    "adjusting",
    "agenda_actions",
    "agenda_commands",
    "agenda_events",
    "agenda_models",
    "agenda_questions",
    "asking",
    "calendar",
    "cancelling",
    "chasing",
    "chats",
    "choosing",
    "closing",
    "collecting",
    "coming",
    "commands",
    "counting",
    "dates",
    "deciding",
    "elsewhere",
    "exporting",
    "filling",
    "fixing",
    "hosting_actions",
    "hosting_commands",
    "hosting_models",
    "keeping",
    "leftovers",
    "linking",
    "minutes_actions",
    "minutes_commands",
    "minutes_events",
    "minutes_models",
    "models",
    "modifying",
    "nudging",
    "occasions",
    "ordering",
    "panel",
    "planned",
    "plugin",
    "posting",
    "presence_commands",
    "presence_linking",
    "pressed",
    "rewriting",
    "sections",
    "sentences",
    "series_commands",
    "series_models",
    "series_timers",
    "settings_commands",
    "spoken",
    "survey",
    "telling",
    "template_commands",
    "template_models",
    "terminal",
    "timers",
    "undecided",
    "undelivered",
    "verbs",
    "voting",
]
