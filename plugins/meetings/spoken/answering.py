"""Plain sentences are answered as the commands do for which they stand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.chat.messages import Reply
from bot.language.messages import Text, _
from bot.plugin import Context, OpenForm, Refusal
from plugins.meetings.agenda.commands import agenda
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import announcing, meant
from plugins.meetings.gatherings.cancelling import cancel
from plugins.meetings.gatherings.confirming import propose_change
from plugins.meetings.hosting.commands import host
from plugins.meetings.minutes.commands import minutes
from plugins.meetings.overview.calendar import calendar
from plugins.meetings.overview.listing import listing
from plugins.meetings.overview.wanted import Wanted
from plugins.meetings.polls.ranking import Answer
from plugins.meetings.presence.commands import attendance
from plugins.meetings.presence.late import tell_late
from plugins.meetings.presence.listing import for_others
from plugins.meetings.spoken.voting import vote
from plugins.meetings.survey.reviewing import review

if TYPE_CHECKING:  # what hears wishes is loaded with the first one
    from plugins.meetings.spoken.wishes import Wish


def claims(text: str) -> float:
    """Return how surely a sentence says something of a meeting, its agenda or its survey."""
    from plugins.meetings.spoken.hearing import heard

    found = heard(text)
    return found.surely if found is not None else 0


@plugin.sentence(claims)
async def answer(ctx: Context, text: str) -> Reply | OpenForm:
    """Do what a sentence says, as its command would."""
    from plugins.meetings.spoken.hearing import heard_by_command
    from plugins.meetings.spoken.wishes import wished
    from plugins.meetings.spoken.words import Act, Heard

    said = heard_by_command(text) or Heard(Act.ATTENDANCE)
    line = said.line or None
    ways: dict[Act, Callable[[], Awaitable[Reply | OpenForm]]] = {
        Act.ATTENDANCE: lambda: _coming(ctx, line, wished(text)),
        Act.ALONE: lambda: _which_question(ctx, said.line),
        Act.LATE: lambda: _late(ctx, text),
        Act.DATES: lambda: _of_dates(ctx, wished(text)),
        Act.AGENDA: lambda: agenda(ctx, line),
        Act.HOST: lambda: host(ctx, None, line),
        Act.MINUTES: lambda: minutes(ctx, None if said.line == "la dernière" else line),
        Act.REVIEW: lambda: review(ctx, line),
        Act.CALENDAR: lambda: calendar(ctx),
        Act.CANCEL: lambda: cancel(ctx, line),
        Act.CHANGE: lambda: propose_change(ctx, said.line),
    }
    return await ways[said.act]()


_COMES = {Answer.YES: "je viens", Answer.IF_NEED_BE: "peut-être", Answer.NO: "je ne viens pas"}


async def _of_dates(ctx: Context, wishes: Sequence[Wish]) -> Reply:
    """Write down what is said of one day or of several: of a meeting that is set, else of a poll's dates."""
    if len(wishes) == 1 and wishes[0].day:
        return await _coming(ctx, f"{_COMES[wishes[0].answer]} {wishes[0].day}", wishes)
    counted = await vote(ctx, wishes)
    return counted if counted is not None else await _votes(ctx, None)


async def _coming(ctx: Context, line: str | None, wishes: Sequence[Wish]) -> Reply:
    """Write down who comes, or tell it; what is said of a day without any meeting may be a vote."""
    if wishes and not meant.named(await meant.coming(ctx), wishes[0].day, ctx.reading):
        counted = await vote(ctx, wishes)
        if counted is not None:
            return counted
    try:
        return await attendance(ctx, line)
    except Refusal as refusal:
        if refusal.code not in ("no_meeting", "unknown_meeting"):
            raise
        return await _votes(ctx, refusal)


_SOON = timedelta(days=8)
"""So long before a meeting people are asked whether they come."""


async def _late(ctx: Context, text: str) -> Reply:
    from plugins.meetings.spoken.lateness import Late, late

    found = late(text) or Late()
    return await tell_late(ctx, found.day, found.by)


async def _which_question(ctx: Context, said: str) -> Reply:
    """Ask whether “yes” is about the next meeting, or a vote that waits: it is told nowhere what it answers.

    Raises:
        Refusal: there is nothing that it may answer.
    """
    from plugins.meetings.spoken.correcting import correct, correction

    answer = correction(said)
    corrected = await correct(ctx, answer) if answer is not None else None
    if corrected is not None:
        return corrected
    soon = [row for row in await meant.coming(ctx) if row.starts_at < ctx.now + _SOON]
    if soon:
        lines: list[Text] = [
            _("Is that about this meeting? One press tells me."),
            await for_others(ctx, soon[0]),
        ]
        return Reply(text=ctx.words.join(lines), buttons=announcing.buttons(soon[0]), private=True)
    votes = await listing(ctx, Wanted())
    if votes.buttons:
        lines = [_("Is that about a vote? Its button opens your ballot."), votes.text]
        return Reply(text=ctx.words.join(lines), buttons=votes.buttons, menus=votes.menus, private=True)
    raise Refusal(
        "not_understood",
        _(
            "I do not know what you answer. Press a button below the question, or say it in a sentence: "
            "“I am coming on Tuesday”."
        ),
    )


async def _votes(ctx: Context, refusal: Refusal | None) -> Reply:
    """Show the votes that wait, where what was said is of none for sure.

    Raises:
        Refusal: none waits.
    """
    votes = await listing(ctx, Wanted())
    if not votes.buttons:
        raise refusal or Refusal(
            "unknown_dates", _("No meeting and no vote of yours has all of these dates, as far as I know.")
        )
    text = ctx.words.join([_("No date is chosen for that yet, as far as I know. This is on:"), votes.text])
    return Reply(text=text, buttons=votes.buttons, menus=votes.menus, private=True)
