"""The answers of a person's own that the network remembers: they look at them, and remove them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.chat.messages import Menu, Option, Reply, Update
from bot.language.messages import Instant, Text, _, ngettext
from bot.plugin import Context, Refusal
from bot.plugin.letters import DigestWithdrawn
from plugins.referral import wording
from plugins.referral.declaration import plugin
from plugins.referral.models import ANSWERS, AnswerRow, answer_key

_MOST = 15


async def listing(ctx: Context) -> Reply:
    """Return the answers that are remembered, the newest first."""
    rows = await _own(ctx)
    if not rows:
        return Reply(text=_("I remember no answer of yours."), private=True)
    lines: list[Text] = [
        ngettext("I remember {count} answer of yours:", "I remember {count} answers of yours:", len(rows))
    ]
    for number, row in enumerate(rows[:_MOST], 1):
        said = _("{number}. On {day}, under your name: {text}")
        if not row.is_named:
            said = _("{number}. On {day}, without your name: {text}")
        text = wording.at_a_glance(row.text or row.need)
        lines.append(said(number=number, day=Instant(row.answered_at, all_day=True), text=text))
    options = tuple(
        Option(str(row.id), _("No. {number}", number=number)) for number, row in enumerate(rows[:_MOST], 1)
    )
    return Reply(
        text=ctx.words.join(lines), menus=(Menu(_("Remove an answer"), "unlearn", options),), private=True
    )


@plugin.action("unlearn")
async def unlearn(ctx: Context) -> Update:
    """Remove an answer for good."""
    row = next((one for one in await _own(ctx) if str(one.id) == ctx.choice), None)
    if row is None:
        raise Refusal("gone", _("I do not remember this answer any more."))
    await ctx.session.delete(row)
    await ctx.session.flush()
    await ANSWERS.compact(ctx.session)
    await ctx.emit(DigestWithdrawn(answer_key(row.id)))
    left = await listing(ctx)
    return Update(text=ctx.words.join([_("It is removed."), left.text]), menus=left.menus)


async def _own(ctx: Context) -> Sequence[AnswerRow]:
    found = await ctx.session.scalars(
        select(AnswerRow).where(AnswerRow.member_id == ctx.member.id).order_by(AnswerRow.id.desc())
    )
    return found.all()
