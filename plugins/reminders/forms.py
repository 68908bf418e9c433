"""The forms: the text and the time of a reminder, and another time for one that rang."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from bot.chat.messages import Reply
from bot.language.messages import Text, _
from bot.language.moments import Understood
from bot.plugin import Context, FormRefusal, Rest
from bot.plugin.arguments import MomentArgument
from bot.plugin.finding import Misread
from plugins.reminders import operations, register, replies, words
from plugins.reminders.answers import postpone_ring
from plugins.reminders.arguments import TEXT, UNTIL, WHEN, PostponementArgument, TypedArgument
from plugins.reminders.declaration import plugin
from plugins.reminders.models import State


class Reminder(BaseModel):
    """A reminder as it is typed: the time stays text, so that one left as it was is not read again."""

    text: Annotated[Rest, TEXT]
    when: Annotated[str, TypedArgument(), WHEN]


class Postponement(BaseModel):
    """Until when a reminder is postponed."""

    when: Annotated[Understood, PostponementArgument(), UNTIL]


@plugin.form("edit", Reminder, title=_("Edit the reminder"), submit=_("Save"))
async def edit(ctx: Context, form: Reminder, reminder: int) -> Reply:
    """Change what differs from what the form was opened with."""
    row = await register.get(ctx, reminder)
    await operations.check_may_touch(ctx, row)
    was_draft = row.state == State.DRAFT
    moment: Understood | None = None
    if form.when.strip() != replies.when_words(row, ctx) or row.state == State.RUNG:
        moment = _read(ctx, form.when)
    plan = operations.plan_for(ctx, moment) if moment else None
    await operations.change(ctx, row, form.text, plan)
    said: Text | None = None if was_draft else words.changed(row)
    return await replies.as_reply(ctx, row, said=said, moment=moment)


@plugin.form("postpone", Postponement, title=_("Another time"), submit=_("Postpone"))
async def postpone(ctx: Context, form: Postponement, reminder: int, at: int) -> Reply:
    """Postpone a reminder that rang; its post says so."""
    plan = operations.single_plan(ctx, form.when)
    row, occurrence, post = await postpone_ring(ctx, reminder, at, plan)
    await ctx.edit(occurrence.delivery_id, post)
    return Reply(text=words.postponed(row, ctx.words, form.when.note), buttons=(words.correct_button(row),))


def _read(ctx: Context, text: str) -> Understood:
    try:
        return MomentArgument().read(text, ctx.reading)
    except Misread as problem:
        raise FormRefusal({"when": problem.text}) from None
