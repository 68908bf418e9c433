"""Choosing: the votes on a plain poll, one press each, and the answers that voters add."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated

from pydantic import BaseModel
from sqlalchemy import select

from bot.chat.forms import FieldKind
from bot.chat.messages import Button, Reply
from bot.language.folding import fold
from bot.language.messages import Text, _, escape, ngettext
from bot.plugin import Arg, Context, FormRefusal, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import plugin
from plugins.meetings.models import Names, OptionRow, PollPlaceRow, PollRow
from plugins.meetings.polls import chasing, counting, posting, register
from plugins.meetings.polls.closing import close_if_complete
from plugins.meetings.polls.question import LONGEST_ANSWER, MOST
from plugins.meetings.polls.ranking import Answer
from plugins.meetings.polls.voting import about_vote

_NO_ADDITIONS = _("To this poll nobody adds answers.")


@plugin.action("choose")
async def choose(ctx: Context, poll: int, option: int) -> Reply:
    """Vote for an answer; where there is one answer, in the place of another.

    Pressing again changes nothing: who presses twice, or once more for an answer that got lost, has voted.
    It offers to take the vote back; the first time a line says so, for chats keep what has a button.
    """
    row = await register.find(ctx, poll, for_change=True)
    asked, chosen = await _chosen(ctx, row, option)
    now = chosen | {option} if row.several else {option}
    await _write(ctx, row, asked, now)
    said = _said(row, asked, now)
    if row.closed_at is not None:
        return Reply(text=said, private=True, about=about_vote(row))
    if option not in chosen:
        hinted = _("{vote} To take an answer back, choose it again.", vote=said)
        return Reply(text=hinted, private=True, about=about_vote(row))
    return Reply(
        text=said, buttons=(_take_back(row, asked[option], now),), private=True, about=about_vote(row)
    )


@plugin.action("unchoose")
async def unchoose(ctx: Context, poll: int, option: int) -> Reply:
    """Take back the vote for one of several answers."""
    row = await register.find(ctx, poll, for_change=True)
    asked, chosen = await _chosen(ctx, row, option)
    now = chosen - {option}
    await _write(ctx, row, asked, now)
    said = _said(row, asked, now) if now else _("You voted for nothing now.")
    return Reply(text=said, private=True, about=about_vote(row))


async def _chosen(ctx: Context, row: PollRow, option: int) -> tuple[dict[int, OptionRow], set[int]]:
    """Return the answers of an open poll, and which of them the person voted for so far.

    Raises:
        Refusal: the poll is closed, or the answer is not there.
    """
    register.check_open(row, ctx.now)
    asked = {one.id: one for one in await register.options(ctx.session, row.id)}
    if option not in asked:
        raise Refusal("unknown_option", _("This answer is not there any more."))
    ballot = await register.ballot_of(ctx.session, row, ctx.member.id)
    return asked, {int(one) for one in (ballot.answers if ballot is not None else {})} & asked.keys()


async def _write(ctx: Context, row: PollRow, asked: Collection[int], chosen: Collection[int]) -> None:
    given = {one: Answer.YES if one in chosen else None for one in asked}
    if (await register.cast(ctx, row, ctx.member.id, given)).is_new:
        await chasing.withdraw(ctx, row, ctx.member.id)
        await posting.changed(ctx, row)
        await counting.after_vote(ctx, row)
        await close_if_complete(ctx, row)


@plugin.action("choose-in-menu")
async def choose_in_menu(ctx: Context, poll: int) -> Reply:
    """Vote for an answer of a menu, as by a button."""
    choice = ctx.choice or ""
    return await choose(ctx, poll, int(choice) if choice.isdecimal() else 0)


def _said(row: PollRow, asked: Mapping[int, OptionRow], chosen: Collection[int]) -> Text:
    """Return what the person votes for now; in secret only how much: an answer may be kept."""
    if row.names == Names.ANONYMOUS:
        return ngettext(
            "Your vote counts: {count} answer.", "Your vote counts: {count} answers.", len(chosen)
        )
    labels = [asked[one].label for one in sorted(chosen)]
    return _("You voted for: {answers}.", answers=escape(", ".join(labels)))


def _take_back(row: PollRow, pressed: OptionRow, chosen: Collection[int]) -> Button:
    """Return what takes back the answer that was pressed; in secret no button tells which one that was."""
    if len(chosen) == 1 or row.names == Names.ANONYMOUS:
        return Button(_("Take back my vote"), "withdraw", {"poll": row.id})
    label = _("Take back “{answer}”", answer=escape(pressed.label))
    return Button(label, "unchoose", {"poll": row.id, "option": pressed.id})


class Addition(BaseModel):
    """The form of one more answer."""

    answer: Annotated[str, RestArgument(FieldKind.TEXT), Arg(_("answer"), max_length=LONGEST_ANSWER)]


@plugin.action("ask-add")
async def ask_to_add(ctx: Context, poll: int) -> OpenForm:
    """Open the form of one more answer."""
    _check_may_add(await register.find(ctx, poll), ctx)
    return OpenForm(form="addition", arguments={"poll": poll})


async def to_add(ctx: Context, answer: str) -> OpenForm | None:
    """Return the form of one more answer to the last open poll here that takes some, None if none does."""
    here = select(PollPlaceRow.poll_id).where(PollPlaceRow.place_id == ctx.place.id)
    query = select(PollRow.id).where(
        PollRow.id.in_(here), PollRow.closed_at.is_(None), PollRow.additions.is_(True)
    )
    poll = await ctx.session.scalar(query.order_by(PollRow.id.desc()).limit(1))
    if poll is None:
        return None
    return OpenForm(form="addition", values={"answer": answer[:LONGEST_ANSWER]}, arguments={"poll": poll})


def _check_may_add(row: PollRow, ctx: Context) -> None:
    register.check_open(row, ctx.now)
    if not row.additions:
        raise Refusal("no_additions", _NO_ADDITIONS)


@plugin.form("addition", Addition, title=_("Add an answer"), submit=_("Add"))
async def add(ctx: Context, form: Addition, poll: int) -> Reply:
    """Add an answer to a poll, and vote for it: so whoever proposes it need not press again."""
    row = await register.find(ctx, poll, for_change=True)
    _check_may_add(row, ctx)
    asked = await register.options(ctx.session, poll)
    if any(fold(one.label) == fold(form.answer) for one in asked):
        raise FormRefusal({"answer": _("This answer is there already: press its button.")})
    if len(asked) >= MOST:
        raise FormRefusal({"answer": _("There are {most} answers, and no room for more.", most=MOST)})
    option = OptionRow(
        network_id=ctx.network.id,
        poll_id=poll,
        member_id=None if row.secret is not None else ctx.member.id,
        label=" ".join(form.answer.split()),
    )
    ctx.session.add(option)
    await ctx.session.flush()
    return await choose(ctx, poll, option.id)
