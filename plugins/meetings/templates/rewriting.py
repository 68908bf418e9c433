"""Rewriting a template: the form, and what is checked before it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.chat.markup import clean
from bot.chat.messages import Reply
from bot.language.messages import Instant, Markup, Text, _
from bot.plugin import Arg, Context, FormRefusal, OpenForm, Parameter, Refusal
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import plugin
from plugins.meetings.templates import keeping, rights, showing
from plugins.meetings.templates.faults import Broken
from plugins.meetings.templates.purposes import LONGEST, Purpose
from plugins.meetings.templates.rendering import check

_TEXT = RestArgument()
_WHAT = Arg(
    _("text"),
    help=_("Variables stand between two braces; what you fill in each time stands so: [to fill in: theme]."),
    max_length=LONGEST,
)


def form_of(
    ctx: Context, purpose: Purpose, owner: int | None, source: str, wrong: Mapping[str, Text] | None = None
) -> OpenForm:
    """Return the form in which a template is rewritten, with `source` to begin with."""
    return OpenForm(
        form="template",
        values={"text": source},
        arguments={
            "purpose": purpose.value,
            "owner": owner or rights.NETWORK,
            "since": int(ctx.now.timestamp()),
        },
        errors=wrong or {},
        introduction=showing.helped(purpose, ctx.words),
    )


async def ask(_ctx: Context, purpose: str, owner: int, since: int) -> list[Parameter]:
    """Return the only field."""
    del purpose, owner, since
    return [Parameter("text", _TEXT, _WHAT, required=True)]


@plugin.questions("template", ask, title=_("Template"), submit=_("Save"))
async def save(ctx: Context, answers: Mapping[str, Any], purpose: str, owner: int, since: int) -> Reply:
    """Keep what was written, if it is right."""
    wanted, of = Purpose(purpose), owner or None
    await rights.check_may_write(ctx, of)
    try:
        return await _kept(ctx, wanted, of, str(answers["text"]), since)
    except Broken as broken:
        raise FormRefusal({"text": broken.told(ctx.words)}) from None


async def write(ctx: Context, purpose: Purpose, owner: int | None, source: str) -> Reply | OpenForm:
    """Keep a text that came with the command; if it is wrong a form opens with it.

    Raises:
        Refusal: it is too long for a form.
    """
    try:
        return await _kept(ctx, purpose, owner, source, int(ctx.now.timestamp()))
    except Broken as broken:
        told = broken.told(ctx.words)
        if len(source) > LONGEST:
            raise Refusal("broken_template", told) from None
        return form_of(ctx, purpose, owner, source, {"text": told})


async def _kept(ctx: Context, purpose: Purpose, owner: int | None, source: str, since: int) -> Reply:
    text = clean(source).strip()
    await check(text, purpose, ctx.words)
    before = await keeping.latest(ctx, owner, purpose)
    if before is not None and before.source == text:
        return await showing.shown(ctx, purpose, _("It says that already: nothing is changed."))
    lines: list[Text] = [_("Saved: this text counts from now on.")]
    if before is not None and before.created_at.timestamp() > since and before.member_id != ctx.member.id:
        author = await ctx.find_member(before.member_id) if before.member_id is not None else None
        lines.append(
            _(
                "Mind that {name} rewrote it while you were writing, {at}: that text is kept among the "
                "versions.",
                name=author.name if author is not None else "?",
                at=Instant(before.created_at),
            )
        )
    await keeping.keep(ctx, owner, purpose, text)
    if owner is None and await _has_own(ctx, purpose):
        lines.append(_("This channel has a text of its own, which goes before that of the network."))
    return await showing.shown(ctx, purpose, Markup(ctx.words.join([*lines, Markup("")])))


async def _has_own(ctx: Context, purpose: Purpose) -> bool:
    here = rights.here(ctx)
    row = await keeping.latest(ctx, here, purpose) if here is not None else None
    return row is not None and bool(row.source)
