"""What others do: answer under a question, go for good; and a question that cannot be posted."""

from __future__ import annotations

import re

from sqlalchemy import delete, select

from bot.chat.messages import Button, Post
from bot.language.messages import _
from bot.plugin import DeliveryDied, EventContext, MemberErasing, PostAnswered
from bot.plugin.letters import DigestWithdrawn
from plugins.referral import posting, register, remembering, wording
from plugins.referral.declaration import plugin
from plugins.referral.helping import tell_asker
from plugins.referral.models import (
    ANSWERS,
    COMING,
    AnswerRow,
    Help,
    HelpRow,
    NeedRow,
    State,
    answer_key,
    need_key,
)

_QUESTION = re.compile(r"need:(\d+):\d+")
"""The key of a question in a channel: the need, and how often it was posted."""
_REQUEST = re.compile(r"request:(\d+)")
"""The key of what asks a colleague: who is asked about what."""


@plugin.on(PostAnswered)
async def answered(ctx: EventContext, event: PostAnswered) -> None:
    """Keep what a colleague answered, redacted, and tell who asked; the first time only."""
    need = await _asked_by(ctx, event.plugin, event.key)
    if need is None or need.state == State.SETTLED or need.asker_id == event.member.id:
        return
    known = await register.help_of(ctx, need, event.member.id)
    if known is None or known.state not in COMING:
        known = await register.set_help(ctx, need, event.member.id, Help.ANSWERED)
        await tell_asker(ctx, need, known, event.member)
        await posting.taken_up(ctx, need)
        await posting.refresh(ctx, need)
    elif known.state == Help.OFFERED:
        known.state = Help.ANSWERED
    text = (await wording.redacted(ctx, event.text)).text[: wording.LONGEST]
    whole = "\n".join(part for part in (known.text, text) if part)
    if len(whole) <= wording.LONGEST:
        known.text = whole
    known.changed_at = ctx.now


@plugin.on(DeliveryDied)
async def not_posted(ctx: EventContext, event: DeliveryDied) -> None:
    """Tell who asked that their question could not be posted, or did not reach a colleague."""
    if event.plugin == plugin.name and (request := _REQUEST.fullmatch(event.key)) is not None:
        await _not_reached(ctx, event, int(request.group(1)))
        return
    need = await _asked_by(ctx, event.plugin, event.key)
    asker = await ctx.find_member(need.asker_id) if need is not None else None
    if need is None or asker is None or event.delivery != need.delivery_id:
        return
    was_posted = need.calls > 1  # it stays for the next meeting, although it could not be posted again
    need.state, need.delivery_id = State.OPEN if was_posted else State.DRAFT, None
    await ctx.cancel(posting.waiting(need))
    text = _("I could not post your question in the channel: {need}", need=wording.at_a_glance(need.text))
    await ctx.post(asker, Post(text=text), key=f"undelivered:{event.delivery}")


async def _not_reached(ctx: EventContext, event: DeliveryDied, number: int) -> None:
    """Forget that a colleague was asked whom nothing reaches, and tell who asked."""
    known = await ctx.session.get(HelpRow, number)
    if known is None or known.state != Help.ASKED or known.ask_id != event.delivery:
        return
    need = await register.find_need(ctx, known.need_id)
    colleague = await ctx.find_member(known.member_id)
    await ctx.session.delete(known)
    asker = await ctx.find_member(need.asker_id) if need is not None else None
    if need is None or asker is None or need.state == State.SETTLED:
        return
    text = _(
        "I could not reach {name}, so they know nothing of it: {need}",
        name=wording.named(colleague),
        need=wording.at_a_glance(need.text),
    )
    channel = Button(_("Ask the channel"), "ask", {"need": need.id})
    buttons = (channel,) if need.state == State.DRAFT else ()
    await ctx.post(asker, Post(text=text, buttons=buttons), key=f"unreached:{event.delivery}")


@plugin.on(MemberErasing)
async def erase(ctx: EventContext, event: MemberErasing) -> None:
    """Take a person out of what was posted; answers under their name go, others stay without them."""
    asked = (await ctx.session.scalars(select(NeedRow).where(NeedRow.asker_id.in_(event.members)))).all()
    await remembering.forget_words(ctx, event.members)
    for need in asked:
        if need.delivery_id is not None:
            await ctx.edit(need.delivery_id, Post(text=_("This question is not asked any more.")))
        await ctx.cancel(posting.waiting(need))
        await ctx.cancel(f"forget:{need.id}")
        await ctx.emit(DigestWithdrawn(need_key(need.id)))
    helped = await ctx.session.scalars(
        select(NeedRow)
        .join(HelpRow, HelpRow.need_id == NeedRow.id)
        .where(HelpRow.member_id.in_(event.members), NeedRow.asker_id.not_in(event.members))
    )
    needs = helped.unique().all()
    await ctx.session.execute(delete(HelpRow).where(HelpRow.member_id.in_(event.members)))
    for need in needs:
        await posting.refresh(ctx, need)
    named = AnswerRow.member_id.in_(event.members), AnswerRow.is_named
    gone = (await ctx.session.scalars(select(AnswerRow.id).where(*named))).all()
    await ctx.session.execute(delete(AnswerRow).where(*named))
    await ANSWERS.compact(ctx.session)
    for answer in gone:
        await ctx.emit(DigestWithdrawn(answer_key(answer)))


async def _asked_by(ctx: EventContext, name: str, key: str) -> NeedRow | None:
    """Return the need that a post asks about, None if it is another post."""
    question = _QUESTION.fullmatch(key)
    if name != plugin.name or question is None:
        return None
    return await register.find_need(ctx, int(question.group(1)))
