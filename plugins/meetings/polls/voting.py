"""Voting: the ballot of a person, with what they said before, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.chat.messages import Reply
from bot.language.messages import Text, _, ngettext
from bot.plugin import Arg, ChoiceArgument, Context, OpenForm, Parameter
from plugins.meetings.declaration import plugin
from plugins.meetings.models import PollRow
from plugins.meetings.polls import posting, register
from plugins.meetings.polls.closing import close_if_complete
from plugins.meetings.polls.ranking import Answer
from plugins.meetings.polls.spelling import spell_option, spell_short

_ANSWERS = ChoiceArgument(
    tuple(Answer),
    {Answer.YES: _("yes"), Answer.IF_NEED_BE: _("if need be"), Answer.NO: _("no")},
)
_NAME = "date"


@plugin.action("vote")
async def vote(ctx: Context, poll: int) -> OpenForm:
    """Open the ballot of the person, with their current answers."""
    register.check_open(await register.find(ctx, poll), ctx.now)
    return OpenForm(form="ballot", arguments={"poll": poll})


async def answered(ctx: Context, poll: int) -> dict[str, str]:
    """Return what the person said of each date so far."""
    ballot = await register.ballot_of(ctx.session, await register.find(ctx, poll), ctx.member.id)
    return {f"{_NAME}{option}": said for option, said in ballot.answers.items()} if ballot else {}


async def questions(ctx: Context, poll: int) -> list[Parameter]:
    """Return a question for each date that has not passed."""
    row = await register.find(ctx, poll)
    register.check_open(row, ctx.now)
    zone = ZoneInfo(row.zone)
    return [
        Parameter(
            f"{_NAME}{option.id}",
            _ANSWERS,
            Arg(
                _("{date}", date=spell_short(option, zone, ctx.words)),
                help=_("{date}", date=spell_option(option, zone, ctx.words)),
            ),
            required=False,
        )
        for option in await register.options(ctx.session, poll)
        if not register.is_over(option, ctx.now)
    ]


@plugin.questions("ballot", questions, title=_("Your vote"), submit=_("Vote"), answered=answered)
async def cast(ctx: Context, answers: Mapping[str, Answer | None], poll: int) -> Reply:
    """Write down what the person says of some of the dates, and show it in the posts."""
    row = await register.find(ctx, poll)
    given = {int(name.removeprefix(_NAME)): answer for name, answer in answers.items()}
    await register.cast(ctx, row, ctx.member.id, given)
    await posting.changed(ctx, row)
    await close_if_complete(ctx, row)
    ballot = await register.ballot_of(ctx.session, row, ctx.member.id)
    return Reply(text=_counted(row, len(ballot.answers) if ballot is not None else 0), private=True)


def _counted(poll: PollRow, given: int) -> Text:
    if not given:
        return _("Your vote is empty: nobody knows yet what suits you. You can vote until the poll closes.")
    said = ngettext("Your vote counts: {count} answer.", "Your vote counts: {count} answers.", given)
    if poll.closes_at is None:
        return _("{said} You can change it as long as the poll is open.", said=said)
    return said
