"""What newcomers press: to be introduced in the letter, or left in peace."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field
from sqlalchemy import select

from bot.chat import Button, Reply
from bot.language.messages import _
from bot.plugin import Arg, Context, OpenForm, Refusal, Rest
from bot.store.people import mark_changed
from bot.store.tables import MemberRow
from plugins.welcome.declaration import plugin
from plugins.welcome.models import NewcomerRow

LONGEST = 500
"""How long an introduction may be, in characters."""


class Introduction(BaseModel):
    """What the letter says of a newcomer."""

    text: Annotated[
        Rest,
        Arg(
            _("Introduction"),
            help=_("Who you are, where you work, what you like: all colleagues will read it."),
            max_length=LONGEST,
        ),
    ] = Field(max_length=LONGEST)


@plugin.action("introduce")
async def introduce(ctx: Context) -> OpenForm:
    """Ask what the letter is to say of them."""
    row = await _own(ctx)
    return OpenForm(form="introduction", values={"text": row.presentation or ""})


@plugin.form("introduction", Introduction, title=_("To introduce you"), submit=_("Accept"))
async def accept(ctx: Context, form: Introduction) -> Reply:
    """Keep what the letter will say, and when they accepted."""
    row = await _own(ctx)
    row.presentation = form.text.strip()
    row.presented_at = ctx.now
    return Reply(
        text=_("Thank you. The next letter will introduce you like this: {text}", text=row.presentation),
        buttons=(Button(_("After all, do not introduce me"), "withdraw"),),
    )


@plugin.action("withdraw")
async def withdraw(ctx: Context) -> Reply:
    """Introduce them no more."""
    row = await _own(ctx)
    row.presentation = row.presented_at = None
    return Reply(text=_("Understood: the letter does not introduce you, and what you wrote is removed."))


@plugin.action("peace")
async def leave_in_peace(ctx: Context) -> Reply:
    """Send them nothing that they did not ask for."""
    row = await ctx.session.get_one(MemberRow, ctx.member.id)
    row.daily_cap = 0
    mark_changed(ctx.session)
    return Reply(
        text=_(
            "Understood: I will not write to you unasked any more. What you ask for, your reminders for "
            "instance, still comes. `/maillage preferences` changes that."
        )
    )


async def _own(ctx: Context) -> NewcomerRow:
    row = await ctx.session.scalar(select(NewcomerRow).where(NewcomerRow.member_id == ctx.member.id))
    if row is None:
        raise Refusal("not_a_newcomer", _("This button was for somebody else."))
    return row
