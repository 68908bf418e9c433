"""A colleague's consent: asked once, they accept, decline, or refuse all reminders of somebody."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from bot.chat.messages import Post
from bot.chat.people import Member
from bot.language.messages import Instant, Message, _
from bot.plugin import Context, Refusal, WorkContext
from bot.store.tables import DeliveryRow
from plugins.reminders import register, words
from plugins.reminders.models import Answer, ConsentRow, ReminderRow, State

RESPITE = timedelta(days=30)
"""How long after somebody declined they are not asked again by the same colleague."""


def holds(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an answer still holds: who declined is left in peace for a while."""
    return or_(ConsentRow.answer != Answer.DECLINED, ConsentRow.answered_at > now - RESPITE)


def strictest_first() -> ColumnElement[int]:
    """Return the order in which answers about the same colleague count: who refused once is left in peace."""
    return case({Answer.NEVER.value: 0, Answer.DECLINED.value: 1}, value=ConsentRow.answer, else_=2)


async def consent(ctx: WorkContext, member: int, owner: int) -> ConsentRow | None:
    """Return what a member answers to a colleague's reminders: the strictest answer that holds."""
    answers = _answers(ctx, member, owner).where(holds(ctx.now)).order_by(strictest_first())
    return await ctx.session.scalar(answers.limit(1))


async def remember(ctx: WorkContext, member: int, owner: int, answer: Answer) -> None:
    """Write down what a member answers to a colleague's reminders from now on, by whichever account."""
    rows = (await ctx.session.scalars(_answers(ctx, member, owner))).all()
    if not rows:
        rows = [ConsentRow(network_id=ctx.network.id, member_id=member, owner_id=owner)]
        ctx.session.add(rows[0])
    for row in rows:
        row.answer = answer
        row.answered_at = ctx.now
    await ctx.session.flush()


def _answers(ctx: WorkContext, member: int, owner: int) -> Select[ConsentRow]:
    return select(ConsentRow).where(
        ConsentRow.network_id == ctx.network.id,
        ConsentRow.member_id == member,
        ConsentRow.owner_id == owner,
    )


async def seek(ctx: WorkContext, row: ReminderRow, owner: Member, addressee: Member) -> None:
    """Let a reminder ring if its addressee accepts those of its owner; else ask, one question at a time.

    Raises:
        Refusal: the addressee wants no reminder from its owner.
    """
    known = await consent(ctx, addressee.id, owner.id)
    if known is not None and known.answer == Answer.NEVER:
        raise Refusal(
            "not_accepted",
            _("{name} does not accept this reminder. Nothing was set.", name=words.named(addressee)),
        )
    if known is not None and known.answer == Answer.DECLINED:
        raise Refusal(
            "prefers_not",
            _(
                "{name} prefers no reminders from you for the moment, so I do not ask again. "
                "They can change that with `/remind blocked`. Nothing was set.",
                name=words.named(addressee),
            ),
        )
    if known is not None:
        row.state = State.ACTIVE
        return
    row.state = State.ASKING
    await ctx.session.flush()
    if row.ask_id is not None:
        await ctx.edit(row.ask_id, words.ask_post(row, ctx.words_for(addressee), owner))
    elif not any(other.ask_id for other in await register.waiting_for(ctx.session, owner.id, addressee.id)):
        await _ask(ctx, row, owner, addressee)
    await _check_asked_before(ctx, row, addressee)


async def _check_asked_before(ctx: WorkContext, row: ReminderRow, addressee: Member) -> None:
    """Check that the question comes before the reminder: it waits for the end of quiet hours.

    Raises:
        Refusal: the reminder would come first.
    """
    asked = await asked_at(ctx, row)
    if asked is None or row.next_at is None or asked < row.next_at:
        return
    raise Refusal(
        "asked_too_late",
        _(
            "{name} has to agree first, and wants no question before {asked}: this reminder would come "
            "too early, on {at}. Choose a later time. Nothing was set.",
            name=words.named(addressee),
            asked=Instant(asked),
            at=Instant(row.next_at),
        ),
    )


async def asked_at(ctx: WorkContext, row: ReminderRow) -> datetime | None:
    """Return when the addressee of a reminder is asked, or was; None if nothing asks them yet."""
    if row.ask_id is None:
        return None
    return await ctx.session.scalar(
        select(func.coalesce(DeliveryRow.sent_at, DeliveryRow.not_before)).where(DeliveryRow.id == row.ask_id)
    )


async def _ask(ctx: WorkContext, row: ReminderRow, owner: Member, addressee: Member) -> None:
    post = words.ask_post(row, ctx.words_for(addressee), owner)
    row.ask_id = await ctx.post(addressee, post, unsolicited=True)


async def ask_next(ctx: WorkContext, owner_id: int, member_id: int) -> None:
    """Ask about the next reminder that waits for the same person's answer, if none is being asked about."""
    waiting = await register.waiting_for(ctx.session, owner_id, member_id)
    owner, addressee = await ctx.find_member(owner_id), await ctx.find_member(member_id)
    if not waiting or waiting[0].ask_id or owner is None or addressee is None:
        return
    await _ask(ctx, waiting[0], owner, addressee)


async def accept(ctx: Context, row: ReminderRow, *, always: bool) -> list[ReminderRow]:
    """Accept a reminder, or all those of its owner; return the ones that will ring from now on."""
    accepted = [row]
    if always:
        await remember(ctx, ctx.member.id, row.owner_id, Answer.ALWAYS)
        accepted = list(await register.waiting_for(ctx.session, row.owner_id, ctx.member.id))
    for one in accepted:
        one.state, one.ask_id = State.ACTIVE, None
        await register.schedule(ctx, one)
        await _tell(ctx, one, _ACCEPTED)
    await ask_next(ctx, row.owner_id, ctx.member.id)
    return accepted


async def stop(ctx: Context, row: ReminderRow) -> None:
    """End a reminder that its addressee does not want any more; its owner is told."""
    row.ask_id = None
    await register.end(ctx, row, State.REFUSED)
    await _tell(ctx, row, _REFUSED)


async def decline(ctx: Context, row: ReminderRow) -> None:
    """Decline a reminder and those of the same person that wait: they are not asked again for a while."""
    await remember(ctx, ctx.member.id, row.owner_id, Answer.DECLINED)
    for one in await register.waiting_for(ctx.session, row.owner_id, ctx.member.id):
        await stop(ctx, one)


async def block(ctx: Context, owner_id: int) -> None:
    """Refuse all reminders of a colleague, those that were accepted included; their owner is told."""
    await remember(ctx, ctx.member.id, owner_id, Answer.NEVER)
    for row in await register.live_from(ctx.session, owner_id, ctx.member.id):
        await stop(ctx, row)


async def expire(ctx: WorkContext, row: ReminderRow) -> None:
    """End a reminder whose addressee did not answer in time; its owner is told."""
    asked = await asked_at(ctx, row)
    was_asked = asked is not None and asked < ctx.now
    await withdraw(ctx, row)
    await register.end(ctx, row, State.UNANSWERED)
    await _tell(ctx, row, _UNANSWERED if was_asked else _NOT_ASKED)


async def withdraw(ctx: WorkContext, row: ReminderRow) -> None:
    """Take back the question about a reminder, and ask the next one that waits."""
    if row.ask_id is None or row.member_id is None:
        row.ask_id = None
        return
    await take_back_question(ctx, row)
    row.state = State.REMOVED
    await ctx.session.flush()
    await ask_next(ctx, row.owner_id, row.member_id)


async def take_back_question(ctx: WorkContext, row: ReminderRow) -> None:
    """Take back the question about a reminder, if its addressee was asked."""
    ask_id, row.ask_id = row.ask_id, None
    if ask_id is None:
        return
    if await ctx.session.scalar(select(DeliveryRow.sent_at).where(DeliveryRow.id == ask_id)) is None:
        await ctx.delete(ask_id)
    else:
        name = words.named(await ctx.find_member(row.owner_id))
        text = _("{name} wanted to remind you of something; there is nothing to answer any more.", name=name)
        await ctx.edit(ask_id, Post(text=text))


_ACCEPTED = _("{name} accepts your reminder for {at}: {text}")
_REFUSED = _("{name} did not accept your reminder for {at}: {text}")
_UNANSWERED = _("{name} did not accept in time your reminder for {at}, so it did not ring: {text}")

_NOT_ASKED = _("I could not ask {name} in time about your reminder for {at}, so it did not ring: {text}")


async def _tell(ctx: WorkContext, row: ReminderRow, answer: Message) -> None:
    owner = await ctx.find_member(row.owner_id)
    if owner is None or row.next_at is None or row.member_id is None:
        return
    name = words.named(await ctx.find_member(row.member_id))
    await ctx.post(owner, Post(text=answer(name=name, at=Instant(row.next_at), text=words.quoted(row.text))))
