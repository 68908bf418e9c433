"""Whose reminders a person accepts, or does not, once and for all."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.chat.messages import Button, Reply
from bot.language.messages import Instant, Text, _
from bot.plugin import Context
from plugins.reminders import words
from plugins.reminders.consent import RESPITE, holds, strictest_first
from plugins.reminders.models import Answer, ConsentRow

_SHOWN = 20
"""As many buttons as a message holds on every platform."""


async def blocked_reply(ctx: Context) -> Reply:
    """Return the list, with a button to change one's mind about each colleague."""
    rows = await _answers(ctx)
    if not rows:
        return Reply(
            text=_("You accept or refuse nobody’s reminders in advance: I ask you about each colleague once.")
        )
    lines: list[Text] = []
    buttons: list[Button] = []
    for row in rows:
        name = words.named(await ctx.find_member(row.owner_id))
        about = {"owner": row.owner_id}
        if row.answer == Answer.NEVER:
            lines.append(_("{name}: no reminders.", name=name))
            buttons.append(Button(_("Unblock {name}", name=name), "unblock", about))
        elif row.answer == Answer.DECLINED:
            until = Instant(row.answered_at + RESPITE)
            lines.append(_("{name}: no question until {until}.", name=name, until=until))
            buttons.append(Button(_("Ask me again about {name}", name=name), "unblock", about))
        else:
            lines.append(_("{name}: all reminders, without asking you.", name=name))
            buttons.append(Button(_("Ask me again about {name}", name=name), "unblock", about))
    return Reply(text=ctx.words.join(lines), buttons=tuple(buttons))


async def forget_answer(ctx: Context, owner: int) -> None:
    """Forget what the person answered about a colleague's reminders: they will be asked again."""
    await ctx.session.execute(
        delete(ConsentRow).where(
            ConsentRow.network_id == ctx.network.id,
            ConsentRow.member_id == ctx.member.id,
            ConsentRow.owner_id == owner,
        )
    )


async def _answers(ctx: Context) -> Sequence[ConsentRow]:
    rows = await ctx.session.scalars(
        select(ConsentRow)
        .where(
            ConsentRow.network_id == ctx.network.id,
            ConsentRow.member_id == ctx.member.id,
            ConsentRow.owner_id != ctx.member.id,  # an answer to who is the same person since
            holds(ctx.now),
        )
        .order_by(strictest_first(), ConsentRow.answered_at.desc())
    )
    by_colleague: dict[int, ConsentRow] = {}
    for row in rows:
        by_colleague.setdefault(row.owner_id, row)
    return list(by_colleague.values())[:_SHOWN]
