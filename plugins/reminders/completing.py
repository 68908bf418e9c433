"""What is offered while somebody types the number of a reminder: their own, by number or by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.chat.messages import Option
from bot.language.messages import Instant, Markup, Message, _
from bot.language.ranking import rank
from bot.language.shortening import in_one_line
from bot.plugin import CompletionContext
from bot.store.base import table_of
from plugins.reminders.models import ReminderRow, State

_SHOWN = 50
"""How much of a reminder's text is shown, in characters: its date has to stay in sight."""

_REMINDER = table_of(ReminderRow)


@dataclass(frozen=True, slots=True)
class ReminderNumbers:
    """Completes a number to those of the person's own reminders that are in these states, in that order."""

    states: tuple[State, ...]

    async def __call__(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Return the reminders, the next one to ring first."""
        if ctx.member is None:
            return ()
        rows = await ctx.session.execute(
            select(
                _REMINDER.c.number,
                _REMINDER.c.text,
                _REMINDER.c.state,
                _REMINDER.c.next_at,
                _REMINDER.c.snoozed_to,
            ).where(
                _REMINDER.c.owner_id == ctx.member.id,
                _REMINDER.c.state.in_(self.states),
                _REMINDER.c.number.is_not(None),
            )
        )
        own = [_Own(row.number, row.text, State(row.state), row.snoozed_to or row.next_at) for row in rows]
        own.sort(key=lambda one: (self.states.index(one.state), one.at is None, one.at, one.number))
        searched = typed.removeprefix("n°").lstrip("# ")
        return [
            Option(str(one.number), one.label())
            for one in rank(searched, own, lambda one: (str(one.number), one.text))
        ]


@dataclass(frozen=True, slots=True)
class _Own:
    number: int
    text: str
    state: State
    at: datetime | None

    def label(self) -> Message:
        text = Markup(in_one_line(self.text, _SHOWN))
        match self.state:
            case State.PAUSED:
                return _("{number} – {text}, paused", number=self.number, text=text)
            case State.RUNG:
                return _("{number} – {text}, has rung", number=self.number, text=text)
            case _ if self.at is None:
                return _("{number} – {text}", number=self.number, text=text)
            case _:
                return _("{number} – {text}, {at}", number=self.number, text=text, at=Instant(self.at))
