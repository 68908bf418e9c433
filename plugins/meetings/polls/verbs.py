"""Voting, closing a vote and reminding of one by a line, for those who have not the post before them."""

from __future__ import annotations

from typing import Annotated

from bot.chat.messages import Reply
from bot.language.messages import _
from bot.plugin import Arg, Context, OpenForm
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings
from plugins.meetings.polls.ordering import obey
from plugins.meetings.polls.orders import Order, Ordered, named

_Named = Annotated[
    str | None, RestArgument(), Arg(_("poll"), help=_("words of its title, where several are open."))
]


@meetings.command(
    "voter",
    english="vote",
    aliases=("répondre", "answer"),
    summary=_("Vote on what is open here, on a ballot or in words"),
    examples=_("/meeting vote\n/meeting vote Tuesday yes, Thursday if need be"),
)
async def vote(
    ctx: Context,
    said: Annotated[
        str | None,
        RestArgument(),
        Arg(_("vote"), help=_("days and what you say of them, or words of a title.")),
    ] = None,
) -> Reply | OpenForm:
    """Count what a line says of dates, else open the ballot of the poll that is meant."""
    if said is not None:
        from plugins.meetings.spoken.voting import vote as count
        from plugins.meetings.spoken.wishes import wished

        wishes = wished(said)
        if wishes and (counted := await count(ctx, wishes)) is not None:
            return counted
    return await obey(ctx, Ordered(Order.VOTE, named(said or "")))


@meetings.command(
    "clore",
    english="close",
    aliases=("clos", "clôturer", "fermer", "terminer"),
    summary=_("Close a vote before its time"),
    examples=_("/meeting close\n/meeting close the poll Network meeting"),
)
async def close(ctx: Context, poll: _Named = None) -> Reply | OpenForm:
    """Ask before the poll that is meant is closed."""
    return await obey(ctx, Ordered(Order.CLOSE, named(poll or "")))


@meetings.command(
    "relancer",
    english="remind",
    aliases=("relance", "rappeler"),
    summary=_("Remind those who have not voted"),
    examples=_("/meeting remind\n/meeting remind Network meeting"),
)
async def remind(ctx: Context, poll: _Named = None) -> Reply | OpenForm:
    """Ask before those are reminded who have not answered the poll that is meant."""
    return await obey(ctx, Ordered(Order.REMIND, named(poll or "")))
