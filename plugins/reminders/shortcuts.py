"""What is chosen on a message or on a person: the form of a new reminder, filled in as far as it can be."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from bot.chat.incoming import ChosenMessage
from bot.chat.messages import Reply
from bot.chat.people import Member
from bot.language.messages import Markup, _
from bot.language.shortening import in_one_line
from bot.plugin import Addressee, Context, FormRefusal, OpenForm, Refusal, Rest
from plugins.reminders.arguments import TEXT, WHEN, WHOM, OpeningArgument, Until
from plugins.reminders.commands import create
from plugins.reminders.declaration import plugin

_BEGINNING = 300
"""How much of a message is taken over, in characters: its link opens the rest."""


class NewReminder(BaseModel):
    """A reminder that is still to be set."""

    when: Annotated[Until, OpeningArgument(), WHEN]
    text: Annotated[Rest, TEXT]
    whom: Annotated[Addressee, WHOM] = None


@plugin.message_shortcut("message", label=_("Remind me of it"))
async def remind_of_message(ctx: Context, message: ChosenMessage) -> OpenForm:
    """Ask when to remind the person of a message."""
    author = Markup(message.author)
    quote = in_one_line(message.text, _BEGINNING)
    said = (
        _("{author}: {beginning}", author=author, beginning=Markup(quote))
        if quote
        else _("{author}: a message without words", author=author)
    )
    return OpenForm(form="new", values={"text": f"{ctx.words(said)}\n{message.link}"})


@plugin.member_shortcut("member", label=_("Remind them of something"))
async def remind_member(ctx: Context, member: Member) -> OpenForm:
    """Ask what to remind a colleague, or oneself, of, and when."""
    values = {} if member.id == ctx.member.id else {"whom": f"@{member.username}"}
    return OpenForm(form="new", values=values)


@plugin.form("new", NewReminder, title=_("New reminder"), submit=_("Set the reminder"))
async def set_new(ctx: Context, form: NewReminder) -> Reply:
    """Set the reminder as the command does; what was typed is not lost if it cannot be."""
    try:
        return await create(ctx, form.whom, when=form.when, text=form.text)
    except Refusal as refusal:
        raise FormRefusal({"": refusal.text}) from None
