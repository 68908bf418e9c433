"""The command of templates, and what is pressed under them."""

from __future__ import annotations

from typing import Annotated

from bot.chat.messages import Button, Reply
from bot.language.messages import Text, _
from bot.plugin import Arg, Context, Files, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.templates import keeping, rights, showing
from plugins.meetings.templates.files import text_of
from plugins.meetings.templates.purposes import Purpose, title_of, usual
from plugins.meetings.templates.rewriting import form_of, write
from plugins.meetings.templates.wanted import Act, Owner, Wanted, wanted

_WHICH = _("Which template do you mean?")


@meetings.command(
    "modèles",
    english="templates",
    aliases=("modèle", "template", "textes", "gabarits", "gabarit"),
    summary=_("Rewrite what I post around meetings: invitation, reminder, minutes"),
    examples=_("/meeting templates\n/meeting templates invitation"),
    opens_form=True,
)
async def templates(
    ctx: Context,
    what: Annotated[
        str | None,
        RestArgument(),
        Arg(_("what"), help=_("which template, and what to do: “preview reminder”, “rewrite invitation”.")),
    ] = None,
    files: Annotated[Files | None, Arg(_("file"), help=_("the text of a template, as a file."))] = None,
) -> Reply | OpenForm:
    """Show the templates, or do with one what is said."""
    asked = wanted(what or "")
    if asked.left:
        raise Refusal(
            "not_understood",
            _(
                "I do not know what “{words}” means here. Write for example `/meeting templates rewrite "
                "invitation`, or `/meeting templates` alone.",
                words=asked.left,
            ),
        )
    _check_owner(ctx, asked)
    source = text_of(files[0]) if files else asked.source
    act = Act.REWRITE if source else asked.act
    if asked.purpose is None:
        if source:
            raise Refusal(
                "which_template", _("Say which template this is: `/meeting templates rewrite invitation`.")
            )
        return await showing.listed(ctx, None if act is Act.SHOW else _WHICH, act)
    return await _do(ctx, act, asked.purpose, await _owner(ctx, asked, act), source)


async def _owner(ctx: Context, asked: Wanted, act: Act) -> int | None:
    """Return whose template is meant: this channel's, unless only the network has one to go back from."""
    here = rights.here(ctx)
    if asked.owner is Owner.NETWORK or here is None:
        return None
    if asked.owner is None and asked.purpose is not None and act in {Act.RESTORE, Act.VERSIONS}:
        row = await keeping.latest(ctx, here, asked.purpose)
        return here if row is not None else None
    return here


def _check_owner(ctx: Context, asked: Wanted) -> None:
    if asked.owner is Owner.HERE and rights.here(ctx) is None:
        raise Refusal(
            "which_channel",
            _("In a private message there are only the templates of the network: say it in the channel."),
        )


async def _do(
    ctx: Context, act: Act, purpose: Purpose, owner: int | None, source: str = ""
) -> Reply | OpenForm:
    match act:
        case Act.REWRITE:
            return await _rewrite(ctx, purpose, owner, source)
        case Act.RESTORE:
            return await _restore(ctx, purpose, owner)
        case Act.VERSIONS:
            return await showing.history(ctx, purpose, owner)
        case Act.HELP:
            return Reply(text=showing.helped(purpose, ctx.words), private=True)
        case Act.PREVIEW:
            lines = await showing.preview(ctx, await _source(ctx, purpose), purpose)
            return Reply(text=ctx.words.join(lines), private=True)
        case Act.FILE:
            file = showing.as_file(purpose, await _source(ctx, purpose), ctx.words)
            back = _("Change it and send it back: `/meeting templates rewrite {title}`.")
            return Reply(text=back(title=title_of(purpose)), files=(file,), private=True)
        case Act.SHOW:
            return await showing.shown(ctx, purpose)


async def _source(ctx: Context, purpose: Purpose) -> str:
    row = await keeping.current(ctx, rights.here(ctx), purpose)
    return row.source if row is not None else usual(purpose, ctx.words_for(ctx.place).language)


async def _rewrite(ctx: Context, purpose: Purpose, owner: int | None, source: str) -> Reply | OpenForm:
    await rights.check_may_write(ctx, owner)
    if source:
        return await write(ctx, purpose, owner, source)
    row = await keeping.current(ctx, owner, purpose)
    begin = row.source if row is not None else usual(purpose, ctx.words_for(ctx.place).language)
    return form_of(ctx, purpose, owner, begin)


async def _restore(ctx: Context, purpose: Purpose, owner: int | None) -> Reply:
    await rights.check_may_write(ctx, owner)
    row = await keeping.latest(ctx, owner, purpose)
    if row is None or not row.source:
        return Reply(text=_("There is nothing to take back: it has no text of its own."), private=True)
    await keeping.keep(ctx, owner, purpose, "")
    said: Text = _("The usual text counts again. The one before is kept among the versions.")
    if owner is not None and await keeping.current(ctx, None, purpose) is not None:
        said = _("The text of the network counts here again. The one before is kept among the versions.")
    arguments = {"act": Act.VERSIONS.value, "purpose": purpose.value, "owner": owner or rights.NETWORK}
    button = Button(_("Versions"), "template-do", arguments, name=Act.VERSIONS.value)
    return Reply(text=said, buttons=(button,), private=True)


@plugin.action("template-do")
async def do(ctx: Context, act: str, purpose: str, owner: int) -> Reply | OpenForm:
    """Do with a template what a button says."""
    return await _do(ctx, Act(act), Purpose(purpose), owner or None)


@plugin.action("template-choose")
async def choose(ctx: Context, act: str) -> Reply | OpenForm:
    """Do it with the template that was chosen."""
    if ctx.choice not in set(Purpose):
        raise Refusal("unknown_template", _("This template is not there."))
    purpose = Purpose(ctx.choice)
    return await _do(ctx, Act(act), purpose, await _owner(ctx, Wanted(purpose), Act(act)))


@plugin.action("template-version")
async def go_back(ctx: Context) -> Reply:
    """Have an earlier version count again."""
    choice = ctx.choice or ""
    row = await keeping.find(ctx, int(choice) if choice.isdecimal() else 0)
    await rights.check_may_write(ctx, row.place_id)
    purpose = Purpose(row.purpose)
    await keeping.keep(ctx, row.place_id, purpose, row.source)
    return await showing.shown(ctx, purpose, _("This version counts again."))
