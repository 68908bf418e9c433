"""The form in which a share is changed: its title, what it is about, its tags and a note."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from bot.chat.forms import FieldKind
from bot.chat.markup import clean
from bot.chat.messages import Reply
from bot.language.messages import Markup, _
from bot.plugin import Arg, Context, FormRefusal, OpenForm, Rest
from bot.plugin.arguments import RestArgument
from plugins.watch import noting, register, rights, showing, words
from plugins.watch.declaration import plugin
from plugins.watch.models import LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_TITLE, ShareRow
from plugins.watch.tags import are_too_many, typed_tags, words_of

TAGS = Arg(
    _("tags"),
    help=_("words by which it is found again, with a # before each."),
    example=Markup("#seniors #mobile"),
)
NOTE = Arg(_("note"), help=_("why you share it: everybody reads it."), max_length=LONGEST_NOTE)


class Share(BaseModel):
    """A share as it is changed."""

    title: Annotated[
        str,
        RestArgument(FieldKind.TEXT),
        Arg(_("Title"), help=_("as it stands on the card."), max_length=LONGEST_TITLE),
    ]
    description: Annotated[
        Rest | None, Arg(_("Description"), help=_("what the page is about."), max_length=LONGEST_DESCRIPTION)
    ] = None
    tags: Annotated[
        str | None,
        RestArgument(FieldKind.TEXT),
        Arg(_("Tags"), help=_("with a # or a space before each."), max_length=400),
    ] = None
    note: Annotated[
        Rest | None, Arg(_("Note"), help=_("why it is worth reading, in your name."), max_length=LONGEST_NOTE)
    ] = None


async def edit_form(ctx: Context, row: ShareRow) -> OpenForm:
    """Return the form, filled with what is known; the note in it is the person's own.

    Who coordinates mends a title or tags, and adds a note under their own name: what somebody else noted is
    in that person's name, so nobody else writes it.
    """
    tags = await register.tags_of(ctx.session, row.id)
    values = {
        "title": row.title,
        "description": row.description,
        "tags": str(words.tag_line(tags)),
        "note": await noting.noted(ctx, row),
    }
    return OpenForm(form="edit", values=values, arguments={"share": row.id})


@plugin.form("edit", Share, title=_("Edit the link"), submit=_("Save"))
async def edit(ctx: Context, form: Share, share: int) -> Reply:
    """Change a share, and all its posts."""
    row = await register.get(ctx, share)
    await rights.check_may_change(ctx, row)
    title = " ".join(clean(form.title).split())
    if not title:
        raise FormRefusal({"title": _("A title is needed.")})
    tags = typed_tags(form.tags or "")
    description = " ".join(clean(form.description or "").split())
    if (title, description) != (row.title, row.description):
        row.title, row.description, row.edited_at = title, description, ctx.now
    await register.set_tags(ctx.session, row, tags)
    await noting.note(ctx, row, clean(form.note or "").strip())
    await showing.changed(ctx, row)
    await showing.tell(ctx, row)
    said = _("Changed: {title}", title=words.linked(row))
    if are_too_many(words_of(form.tags or "")):
        return Reply(text=ctx.words.join((said, words.kept_tags())))
    return Reply(text=said)
