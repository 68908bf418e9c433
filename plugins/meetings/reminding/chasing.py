"""Chasing: those who have not said whether they come are asked by a message of their own, once a meeting."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.chat.addressed import Addressed
from bot.chat.messages import Post
from bot.plugin import Errand, WorkContext
from bot.store.people import find_members
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import announcing, register
from plugins.meetings.models import MeetingPlaceRow, MeetingRow
from plugins.meetings.polls.counting import present_in
from plugins.meetings.reminding import wording
from plugins.meetings.reminding.waiting import take_back, waiting

_TOO_SHORT = timedelta(hours=20)
"""Nobody is asked so shortly before: by the end of their night it may have begun."""


async def soon(ctx: WorkContext, row: MeetingRow) -> None:
    """Have those asked who have not answered, with the first reminder that leaves them the time."""
    if row.chased_at is None and row.starts_at - ctx.now >= _TOO_SHORT:
        await ctx.later("ask-silent", ctx.now, key=f"ask-silent:{row.id}", meeting=row.id)


@plugin.errand("ask-silent")
async def ask_silent(errand: Errand, meeting: int) -> None:
    """Ask those who are in the channels of a meeting now, and have not said whether they come."""
    places = select(MeetingPlaceRow.place_id).where(MeetingPlaceRow.meeting_id == meeting)
    people = await present_in(errand, places)
    async with errand.unit() as ctx:
        row = await register.held(ctx.session, meeting)
        if row is None or row.chased_at is not None or row.cancelled_at is not None:
            return
        if row.starts_at <= ctx.now:
            return
        row.chased_at = ctx.now
        answered = {one.member_id for one in await register.answers(ctx.session, meeting)}
        silent = sorted(people.members - answered - {row.member_id})
        known = await find_members(ctx.session, ctx.network.id, silent)
        questions = [
            Addressed(
                to=reader,
                post=Post(text=wording.question(row, ctx.words_for(reader)), buttons=announcing.buttons(row)),
                key=_key(row, member),
                until=row.starts_at,
            )
            for member, reader in known.items()
        ]
        await ctx.post_each(questions, unsolicited=True)


def _key(row: MeetingRow, member: int | str) -> str:
    return f"silent:{row.id}:{member}"


async def spare(ctx: WorkContext, row: MeetingRow, member: int) -> None:
    """Take back the question that waits for somebody who has answered by now."""
    for delivery, reader in await waiting(ctx, _key(row, member)):
        if reader == member:
            await ctx.delete(delivery)


async def renew(ctx: WorkContext, row: MeetingRow) -> None:
    """Have the questions that wait for the end of the night say how the meeting is now."""
    for delivery, member in await waiting(ctx, _key(row, "")):
        reader = await ctx.find_member(member) if member is not None else None
        if reader is not None:
            text = wording.question(row, ctx.words_for(reader))
            await ctx.edit(delivery, Post(text=text, buttons=announcing.buttons(row)))


async def stop(ctx: WorkContext, row: MeetingRow) -> None:
    """Take back the questions that wait for the end of the night."""
    await take_back(ctx, _key(row, ""))
