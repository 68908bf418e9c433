"""Voting: the ballot of a person, with what they said before, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Reply, Update
from bot.language.messages import Markup, Text, _, ngettext
from bot.plugin import Arg, ChoiceArgument, Context, OpenForm, Parameter
from plugins.meetings.declaration import plugin
from plugins.meetings.models import OptionRow, PollRow
from plugins.meetings.polls import chasing, counting, posting, register
from plugins.meetings.polls.closing import close_if_complete
from plugins.meetings.polls.ranking import Answer
from plugins.meetings.polls.spelling import spell_answer, spell_option, spell_short, spell_shortly

_NOTHING = "none"
"""What is chosen to say nothing of a date: it is not “no”, and some chats cannot empty a field."""
_ANSWERS = ChoiceArgument(
    (*Answer, _NOTHING), {**{one: spell_answer(one) for one in Answer}, _NOTHING: _("no answer")}
)
_NAME = "date"


@plugin.action("vote")
async def vote(ctx: Context, poll: int) -> OpenForm:
    """Open the ballot of the person, with their current answers."""
    register.check_open(await register.find(ctx, poll), ctx.now)
    return OpenForm(form="ballot", arguments={"poll": poll})


async def answered(ctx: Context, poll: int) -> dict[str, str]:
    """Return what the person said of each date so far."""
    said = await _said(ctx, await register.find(ctx, poll))
    return {f"{_NAME}{option}": answer for option, answer in said.items()}


async def _said(ctx: Context, row: PollRow) -> Mapping[str, str]:
    ballot = await register.ballot_of(ctx.session, row, ctx.member.id)
    return ballot.answers if ballot is not None else {}


async def questions(ctx: Context, poll: int) -> list[Parameter]:
    """Return a question for each date that has not passed."""
    row = await register.find(ctx, poll)
    register.check_open(row, ctx.now)
    options = await register.options(ctx.session, poll)
    asked = [one for one in options if not register.is_over(one, ctx.now)]
    before = await _said(ctx, row) if any(one.moved_from is not None for one in asked) else {}
    labels = spell_shortly(options, ZoneInfo(row.zone), ctx.words)
    return [await _question(ctx, row, one, before, labels[one.id]) for one in asked]


async def _question(
    ctx: Context, row: PollRow, option: OptionRow, said: Mapping[str, str], short: Markup
) -> Parameter:
    zone = ZoneInfo(row.zone)
    about = _("{date}", date=spell_option(option, zone, ctx.words))
    before = await register.before_move(ctx.session, option, said)
    if before is not None and str(option.id) not in said:
        old, answer = before
        about = _(
            "{date} (for {old} you had said “{answer}”)",
            date=about,
            old=spell_short(old, zone, ctx.words),
            answer=spell_answer(answer),
        )
    label = _("{date}", date=short)
    return Parameter(f"{_NAME}{option.id}", _ANSWERS, Arg(label, help=about), required=False)


@plugin.questions("ballot", questions, title=_("Your vote"), submit=_("Vote"), answered=answered)
async def cast(ctx: Context, answers: Mapping[str, Answer | str | None], poll: int) -> Reply:
    """Write down what the person says of some of the dates, and show it in the posts."""
    given = {
        int(name.removeprefix(_NAME)): Answer(answer) if answer and answer != _NOTHING else None
        for name, answer in answers.items()
    }
    return await say(ctx, poll, given)


async def say(ctx: Context, poll: int, given: Mapping[int, Answer | None]) -> Reply:
    """Write down what the person says of dates, by their ids, and return what counts now.

    Raises:
        Refusal: the poll is closed, or gone.
    """
    row = await register.find(ctx, poll, for_change=True)
    return _answered(row, await _cast(ctx, row, given))


async def _cast(ctx: Context, row: PollRow, given: Mapping[int, Answer | None]) -> register.Cast:
    done = await register.cast(ctx, row, ctx.member.id, given)
    if done.is_new:
        await chasing.withdraw(ctx, row, ctx.member.id)
        await posting.changed(ctx, row)
        await counting.after_vote(ctx, row)
        if done.answered == done.asked:
            await close_if_complete(ctx, row)
    return done


def _answered(row: PollRow, done: register.Cast) -> Reply:
    """Return what counts now, what is still to be answered, and how to go back on it."""
    if row.closed_at is not None:
        said = _("Your vote counts. Everybody has answered: the vote is closed.")
        return Reply(text=said, private=True, about=about_vote(row))
    take_back = (Button(_("Take back my vote"), "withdraw", {"poll": row.id}),) if done.answered else ()
    return Reply(text=_counted(done), buttons=take_back, private=True, about=about_vote(row))


def about_vote(row: PollRow) -> str:
    """Return what an answer to a vote is about: the next one takes its place."""
    return f"vote:{row.id}"


def _counted(done: register.Cast) -> Text:
    answered = done.answered
    if not answered:
        return _("Your vote is empty: nobody knows yet what suits you. You can vote until the poll closes.")
    said: Text = ngettext("Your vote counts: {count} answer.", "Your vote counts: {count} answers.", answered)
    if answered < done.asked:
        left = ngettext(
            "{count} date is without an answer.",
            "{count} dates are without an answer.",
            done.asked - answered,
        )
        said = _("{before} {after}", before=said, after=left)
    return _("{said} You can change it as long as the poll is open.", said=said)


@plugin.action("withdraw")
async def withdraw(ctx: Context, poll: int) -> Update:
    """Take back all that the person said, of dates that are still to be voted on."""
    row = await register.find(ctx, poll, for_change=True)
    asked = await register.options(ctx.session, poll)
    await _cast(ctx, row, dict.fromkeys((one.id for one in asked), None))
    return Update(text=_("Your vote is taken back. You can vote again until the poll closes."))
