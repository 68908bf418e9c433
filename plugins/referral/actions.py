"""What is pressed under the answer to a need: another service, more words, an answer to a question."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from bot.chat.messages import Button, Menu, Option, Reply
from bot.language.messages import _, escape
from bot.plugin import Arg, Context, OpenForm, Refusal, Rest
from plugins.referral import register, wording
from plugins.referral.declaration import plugin
from plugins.referral.needs import answer_for, answer_need, elsewhere


class More(BaseModel):
    """A need in other words."""

    text: Annotated[
        Rest,
        Arg(
            _("Need"),
            help=_("What is needed, for whom, where; nobody else sees it."),
            max_length=wording.LONGEST,
        ),
    ]


@plugin.action("more")
async def say_more(ctx: Context, need: int) -> OpenForm:
    """Open the form in which a need is told in other words; 0 is a need of which nothing was kept."""
    row = await register.own_need(ctx, need) if need else None
    return OpenForm(form="more", values={"text": row.text if row else ""}, arguments={"need": need})


@plugin.form("more", More, title=_("Tell the need"), submit=_("Search"))
async def answer_more(ctx: Context, form: More, need: int) -> Reply:
    """Answer the need as it is told now."""
    row = await register.own_need(ctx, need) if need else None
    return await answer_need(ctx, form.text, row)


@plugin.action("complete")
async def complete(ctx: Context, need: int, option: int) -> Reply:
    """Answer a need that was too vague, completed by the answer to the question."""
    row = await register.own_need(ctx, need)
    asked = (await wording.read(ctx, row.text)).clarify
    if asked is None or not 0 <= option < len(asked.options):
        raise Refusal("answered", _("You answered this already."))
    return await answer_need(ctx, f"{row.text}, {asked.options[option].text}", row, was_asked=True)


@plugin.action("other")
async def other(ctx: Context, need: int) -> Reply:
    """Offer where else a need may lead, and to tell it in other words."""
    row = await register.own_need(ctx, need)
    others = elsewhere(await wording.read(ctx, row.text))
    more = Button(_("Say more"), "more", {"need": need})
    channel = Button(_("Ask the channel"), "ask", {"need": need})
    if not others:
        text = _("Then tell me the need in other words, or ask the channel.")
        return Reply(text=text, buttons=(more, channel), private=True)
    options = tuple(Option(one.code, escape(one.label.said(ctx.words.language))) for one in others)
    return Reply(
        text=_("Then it may be one of these services; or tell me the need in other words."),
        buttons=(more, channel),
        menus=(Menu(_("Rather"), "rather", options, {"need": need}),),
        private=True,
    )


@plugin.action("rather")
async def rather(ctx: Context, need: int) -> Reply:
    """Answer a need by the service that was chosen."""
    row = await register.own_need(ctx, need)
    return await answer_for(ctx, row, ctx.choice or "")
