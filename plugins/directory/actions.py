"""The buttons under cards, results and private messages."""

from __future__ import annotations

from bot.chat.messages import Button, Reply, Update
from bot.language.messages import Text, _
from bot.plugin import Context, OpenForm, Refusal
from plugins.directory import operations
from plugins.directory.cards import Origin, Visibility
from plugins.directory.declaration import plugin
from plugins.directory.finding import results
from plugins.directory.forms import open_form
from plugins.directory.pausing import paused_text, resumed_text
from plugins.directory.rows import content_of
from plugins.directory.showing import seen_by


@plugin.action("found")
async def turn(ctx: Context, text: str, near: str, start: int) -> Update:
    """Show others of those who were found."""
    post = await results(ctx, text, near, start)
    return Update(text=post.text, buttons=post.buttons)


@plugin.action("look-for")
async def look_for(ctx: Context, text: str) -> Reply:
    """Look for colleagues, for the eyes of who asks alone."""
    post = await results(ctx, text)
    return Reply(text=post.text, buttons=post.buttons, private=True)


@plugin.action("edit")
async def edit(ctx: Context) -> OpenForm:
    """Open the form of one's card."""
    return open_form(await operations.content_now(ctx))


@plugin.action("confirm")
async def confirm(ctx: Context) -> Reply:
    """Write down that the person's card is true."""
    await operations.confirm(ctx, await operations.needed_card(ctx))
    return Reply(text=_("Thank you: your card is confirmed as of today."), private=True)


@plugin.action("publish-draft")
async def publish_draft(ctx: Context) -> Reply:
    """Show a card that was proposed."""
    await operations.confirm(ctx, await operations.needed_card(ctx))
    return Reply(text=_("Published: thank you."), private=True)


@plugin.action("pause")
async def pause(ctx: Context) -> Reply:
    """Have nobody find the person until they resume."""
    await operations.pause(ctx, await operations.needed_card(ctx), None)
    return Reply(text=paused_text(None, ctx.words), buttons=(Button(_("Resume"), "resume"),), private=True)


@plugin.action("resume")
async def resume(ctx: Context) -> Reply:
    """Have the person found again."""
    await operations.resume(ctx, await operations.needed_card(ctx))
    return Reply(text=resumed_text(), private=True)


@plugin.action("show-to")
async def show_to(ctx: Context, who: str) -> Update:
    """Change who sees the person's card."""
    row = await operations.needed_card(ctx)
    await operations.show_to(ctx, row, Visibility(who))
    lines: list[Text] = [_("Your card:"), seen_by(content_of(row))]
    return Update(text=ctx.words.join(lines))


@plugin.action("erase")
async def erase(ctx: Context) -> Update:
    """Erase the person's card."""
    await operations.erase(ctx, await operations.needed_card(ctx))
    return Update(text=_("Your card is erased. Nothing of it is kept."))


@plugin.action("keep")
async def keep(_ctx: Context) -> Update:
    """Keep the card."""
    return Update(text=_("Understood: your card stays as it is."))


@plugin.action("right")
async def right(ctx: Context, card: int) -> Update:
    """Confirm a card that was imported."""
    row = await operations.needed_card(ctx)
    _check(row.id, card)
    await operations.confirm(ctx, row)
    return Update(
        text=_("Thank you: your card is confirmed. `/directory edit` changes it at any time."),
        buttons=(Button(_("See my card"), "own-card"),),
    )


@plugin.action("refuse")
async def refuse(ctx: Context, card: int) -> Update:
    """Refuse a card that was imported: it is emptied, and no file brings it back."""
    row = await operations.own_card(ctx, ctx.member)
    if row is None:
        return Update(text=_refused())
    _check(row.id, card)
    if row.origin != Origin.IMPORT:
        raise Refusal(
            "own_card",
            _("You wrote this card yourself since. `/directory erase` removes it, if you want that."),
        )
    await operations.refuse(ctx, row)
    return Update(text=_refused())


def _refused() -> Text:
    return _(
        "Understood: your card is emptied, and will not be imported again. If you change your mind, "
        "`/directory edit` writes a new one."
    )


def _check(own: int, card: int) -> None:
    if own != card:
        raise Refusal("stale_card", _("This card is not there any more. `/directory card` shows yours."))
