"""Doing what somebody wants of a poll that there is: which one is meant, and whether they may."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from bot.chat.messages import Menu, Option, Reply
from bot.language.messages import Text, _, escape
from bot.plugin import Context, NotAllowed, OpenForm, Refusal
from bot.plugin.finding import Misread
from plugins.meetings.declaration import plugin
from plugins.meetings.models import Kind, PollRow
from plugins.meetings.overview.scope import scope_of
from plugins.meetings.overview.wanted import words_of
from plugins.meetings.polls import adjusting, closing, editing, nudging, panel, posting, register
from plugins.meetings.polls.managing import ONLY_OTHERS, managed, may_manage
from plugins.meetings.polls.orders import Order, Ordered
from plugins.meetings.polls.showing import post_of

_MOST = 25
"""So many polls are chosen from: a menu has room for no more."""
_LATELY = timedelta(days=30)
"""So long after its end people ask for the results of a vote, or open it again."""
_MANAGES = frozenset((Order.CLOSE, Order.REMIND, Order.REOPEN, Order.EXTEND, Order.MANAGE))


async def obey(ctx: Context, ordered: Ordered) -> Reply | OpenForm:
    """Do with a poll what somebody wants, or ask which one they mean.

    Raises:
        Refusal: there is none, or it cannot be done with it.
    """
    there = await _there(ctx, ordered)
    meant = [row for row in there if await may_manage(ctx, row)] if ordered.order in _MANAGES else there
    if not meant and there and ordered.order is not Order.MANAGE:
        raise NotAllowed(ONLY_OTHERS)
    if not meant:
        raise Refusal("no_poll", _none(ordered.order))
    if any(row.closed_at is None for row in meant):
        meant = [row for row in meant if row.closed_at is None]
    if len(meant) == 1:
        return await _do(ctx, ordered.order, meant[0], ordered.until)
    options = tuple(Option(str(row.id), escape(row.title)) for row in meant)
    about = {"order": ordered.order.value, "until": ordered.until}
    menu = Menu(_("Choose a poll"), "order-of", options, about)
    return Reply(text=_("Which poll do you mean?"), menus=(menu,), private=True)


async def is_meant(ctx: Context, ordered: Ordered) -> bool:
    """Return whether an order is one: words that say nothing of a poll are, if one here is called so."""
    if ordered.is_sure:
        return True
    words = words_of(ordered.named)
    rows = await _there(ctx, ordered) if words else ()
    return any(_is_called(row, words) for row in rows)


def _is_called(row: PollRow, words: Collection[str]) -> bool:
    there = words_of(row.title)
    return all(word in there for word in words)


async def _there(ctx: Context, ordered: Ordered) -> Sequence[PollRow]:
    """Return the polls here with which that can be done; in a DM those of the person."""
    scope = await scope_of(ctx)
    found = await ctx.session.scalars(
        select(PollRow)
        .where(
            PollRow.network_id == ctx.network.id,
            scope.polls(),
            or_(PollRow.closed_at.is_(None), PollRow.closed_at > ctx.now - _LATELY),
        )
        .order_by(PollRow.closed_at.is_not(None), PollRow.id.desc())
        .limit(_MOST)
    )
    rows = [row for row in found if _takes(row, ordered)]
    words = words_of(ordered.named)
    return [row for row in rows if _is_called(row, words)] or rows


def _takes(row: PollRow, ordered: Ordered) -> bool:
    """Return whether an order can be meant for a poll as it stands."""
    match ordered.order:
        case Order.RESULTS:
            return True
        case Order.REOPEN:
            return row.decided_id is None and row.closed_at is not None
        case Order.EXTEND:
            return row.decided_id is None
        case Order.MANAGE:
            return row.closed_at is None or (row.kind == Kind.DATE and row.decided_id is None)
        case _:
            return row.closed_at is None


def _none(order: Order) -> Text:
    match order:
        case Order.VOTE:
            return _("No vote is open here. `/meeting` shows what is on.")
        case Order.RESULTS:
            return _(
                "There was no vote here lately. To ask a question: `/poll Which tool? ; Etherpad ; CryptPad`"
            )
        case Order.REOPEN:
            return _("No vote that you made or coordinate was closed here lately.")
        case _:
            return panel.NONE


async def _do(ctx: Context, order: Order, row: PollRow, until: str) -> Reply | OpenForm:
    match order:
        case Order.VOTE if row.kind == Kind.DATE:
            register.check_open(row, ctx.now)
            return OpenForm(form="ballot", arguments={"poll": row.id})
        case Order.VOTE | Order.RESULTS:
            post = post_of(await posting.standing(ctx, row), ctx.words, ctx.now)
            return Reply(text=post.text, buttons=post.buttons, menus=post.menus, private=True)
        case Order.CLOSE:
            return await closing.ask_to_close(ctx, row.id)
        case Order.REMIND:
            return await nudging.ask_to_remind(ctx, row.id)
        case Order.REOPEN | Order.EXTEND if order is Order.REOPEN or until:
            return await _reopened(ctx, await managed(ctx, row.id), until)
        case _:
            return await panel.shown(ctx, await managed(ctx, row.id))


async def _reopened(ctx: Context, row: PollRow, until: str) -> Reply:
    if not until:
        return await adjusting.reopen(ctx, row)
    editing.check_editable(row, again=True)
    try:
        await editing.close_at(ctx, row, until, ctx.reading)
    except Misread as wrong:
        raise Refusal("wrong_closing", wrong.text) from None
    return panel.opened(ctx, row)


@plugin.action("order-of")
async def order_of(ctx: Context, order: str, until: str) -> Reply | OpenForm:
    """Do what was wanted with the poll that was chosen in a menu."""
    choice = ctx.choice or ""
    if not choice.isdecimal():
        raise Refusal("unknown_poll", register.GONE)
    row = await register.find(ctx, int(choice))
    if not await (await scope_of(ctx)).has(ctx.session, row):
        raise Refusal("unknown_poll", register.GONE)
    return await _do(ctx, Order(order), row, until)
