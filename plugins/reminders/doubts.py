"""What may mean two things: it is kept as a draft, and the person chooses with a button."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.chat.messages import Button, Reply, Style, Update
from bot.language.dates import spell_duration
from bot.language.folding import nearest
from bot.language.messages import Instant, Message, _
from bot.language.moments.plans import plan_at
from bot.plugin import Context
from plugins.reminders import operations, register, words
from plugins.reminders.arguments import Until
from plugins.reminders.declaration import plugin
from plugins.reminders.models import ReminderRow, State
from plugins.reminders.sentences import keep_draft, start_draft

_VERBS: tuple[tuple[tuple[str, ...], str, Message], ...] = (
    (
        ("supprimer", "annuler", "effacer", "delete", "cancel", "remove"),
        "remove",
        _("Remove reminder {number}"),
    ),
    (
        ("modifier", "changer", "reporter", "repousser", "edit", "change", "snooze", "postpone"),
        "correct",
        _("Edit reminder {number}"),
    ),
)
"""The words of each command that a reminder's text may begin with by a slip, and the button for it."""


async def doubt(ctx: Context, row: ReminderRow, when: Until) -> Reply | None:
    """Return the question that a new reminder raises, None if it is clear."""
    if when.delay is not None:
        return await _ask_which_hour(ctx, row, when)
    return await _ask_which_command(ctx, row, when)


async def _ask_which_hour(ctx: Context, row: ReminderRow, when: Until) -> Reply | None:
    if when.delay is None:
        return None
    plan = operations.plan_for(ctx, when)
    register.write_plan(row, plan)
    await keep_draft(ctx, row)
    duration = spell_duration(when.delay, ctx.words.language)
    soon = int((ctx.now + when.delay).timestamp())
    return Reply(
        text=_(
            "{text}\nIn {duration}, or on {at}?",
            text=words.quoted(row.text),
            duration=duration,
            at=Instant(plan.first),
        ),
        buttons=(
            Button(
                _("In {duration}", duration=duration),
                "draft-at",
                {"reminder": row.id, "at": soon},
                Style.PRIMARY,
                "delay",
            ),
            Button(_("On {at}", at=Instant(plan.first)), "draft-keep", {"reminder": row.id}, name="hour"),
        ),
    )


async def _ask_which_command(ctx: Context, row: ReminderRow, when: Until) -> Reply | None:
    verb, _space, rest = row.text.partition(" ")
    if not rest.strip().isdecimal() or len(rest) > len(str(register.MOST)):
        return None
    meant = await register.find_numbered(ctx.session, ctx.member.id, int(rest))
    offered = next(((action, label) for names, action, label in _VERBS if nearest(verb, names)), None)
    if meant is None or meant.state == State.REMOVED or offered is None:
        return None
    register.write_plan(row, operations.plan_for(ctx, when))
    await keep_draft(ctx, row)
    action, label = offered
    return Reply(
        text=_("I am not sure what you want: {text}", text=words.quoted(row.text)),
        buttons=(
            Button(label(number=meant.number), action, {"reminder": meant.id}, name="existing"),
            Button(_("Set this reminder"), "draft-keep", {"reminder": row.id}, name="new"),
        ),
    )


@plugin.action("draft-at")
async def at(ctx: Context, reminder: int, at: int) -> Update:
    """Set the draft for an instant (Unix time, in seconds)."""
    return await start_draft(ctx, reminder, plan_at(datetime.fromtimestamp(at, UTC), ctx.words.zone))
