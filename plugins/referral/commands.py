"""The commands: `/quipeut BESOIN`, the open questions, and what is remembered of oneself."""

from __future__ import annotations

from typing import Annotated

from bot.chat.messages import Reply
from bot.language.messages import _
from bot.plugin import Arg, Context, Rest
from plugins.referral import own_answers, questions
from plugins.referral.declaration import who_can
from plugins.referral.needs import answer_need


@who_can.command(
    "aider",
    english="help",
    default=True,
    summary=_("Find who can help with a need"),
    examples=_(
        "/who-can help with a vehicle registration in Feurs\n"
        "/who-can help a lady who wants to learn how to send photos"
    ),
)
async def help_with(
    ctx: Context,
    need: Annotated[
        Rest,
        Arg(
            _("need"),
            help=_("what is needed, in your words; nobody else sees it."),
            example=_("a vehicle registration in Feurs"),
        ),
    ],
) -> Reply:
    """Say to which service a need goes, who is near, and which colleagues can help."""
    return await answer_need(ctx, need)


@who_can.command(
    "questions",
    english="questions",
    summary=_("See the questions of this territory that nobody has answered yet"),
)
async def show_questions(ctx: Context) -> Reply:
    """Show the open questions."""
    return await questions.listing(ctx)


@who_can.command(
    "réponses",
    english="answers",
    summary=_("See the answers of yours that the network remembers, and remove them"),
)
async def show_answers(ctx: Context) -> Reply:
    """Show what is remembered of the person."""
    return await own_answers.listing(ctx)
