"""What a person is answered about one reminder: what was understood, and what can be corrected."""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.chat.messages import Button, Post, Reply, Style, Update
from bot.chat.people import Member
from bot.chat.places import PlaceKind
from bot.language.dates import spell
from bot.language.messages import Text, _
from bot.language.moments import Understood
from bot.language.moments.plans import spell_plan
from bot.plugin import Context, OpenForm
from bot.plugin.arguments import MemberArgument, NamedMember
from bot.store.people import member_named
from bot.store.tables import PlaceRow
from plugins.reminders import consent, words
from plugins.reminders.models import LIVE, ReminderRow, State
from plugins.reminders.notes import notes
from plugins.reminders.operations import people
from plugins.reminders.register import plan_of_row

_FOR_WHOM = re.compile(r"(?:pour|à|a|for|to)\s+([\w.-]*\w)", re.IGNORECASE)
"""A text that begins with for whom it is, perhaps: a name without its sign counts if it is known."""


async def confirmation(
    ctx: Context, row: ReminderRow, *, said: Text | None = None, moment: Understood | None = None
) -> Post:
    """Return what is known of a reminder now: its text, when and where it rings, and what can be changed."""
    owner, addressee = await people(ctx, row)
    place = await ctx.find_place(row.place_id) if row.place_id is not None else None
    lines: list[Text] = [
        said or _("Noted, reminder no. {number}: {text}", number=row.number, text=words.quoted(row.text)),
        words.when_line(row, ctx.words),
        words.where_line(row, owner, addressee, place, await consent.asked_at(ctx, row), ctx.now),
    ]
    if row.member_id not in (None, row.owner_id) and row.text.startswith("@"):
        lines.append(_("One person at a time: set another reminder for {name}.", name=row.text.split()[0]))
    if moment is not None:
        lines += notes(moment, plan_of_row(row), ctx.words)
    return Post(text=ctx.words.join(lines), buttons=await _buttons(ctx, row))


async def as_reply(
    ctx: Context, row: ReminderRow, *, said: Text | None = None, moment: Understood | None = None
) -> Reply:
    """Return the confirmation as an answer; `moment` is what was understood just now."""
    post = await confirmation(ctx, row, said=said, moment=moment)
    return Reply(text=post.text, buttons=post.buttons)


async def as_update(ctx: Context, row: ReminderRow, *, said: Text | None = None) -> Update:
    """Return the confirmation in place of the message that a button stands on."""
    post = await confirmation(ctx, row, said=said)
    return Update(text=post.text, buttons=post.buttons)


async def _buttons(ctx: Context, row: ReminderRow) -> tuple[Button, ...]:
    if row.state not in LIVE:
        return ()
    about = {"reminder": row.id}
    buttons = [
        words.correct_button(row),
        Button(_("Cancel it"), "remove", about, Style.DANGER),
    ]
    if row.member_id != row.owner_id or row.owner_id != ctx.member.id:
        return tuple(buttons)
    if row.place_id is not None:
        buttons.append(Button(_("Remind me in private"), "move", {**about, "here": False}, name="private"))
    elif ctx.place.kind is not PlaceKind.DM:
        buttons.append(Button(_("Remind me here"), "move", {**about, "here": True}, name="here"))
    colleague = await _colleague_in(ctx, row.text)
    if colleague is not None:
        label = _("Remind {name} instead", name=words.named(colleague))
        buttons.append(Button(label, "give", {**about, "member": colleague.id}))
    return tuple(buttons)


async def _colleague_in(ctx: Context, text: str) -> Member | None:
    """Return the colleague whom a text names first, None if it names none that is known."""
    found = MemberArgument().find(text, ctx.reading)
    called = _FOR_WHOM.match(text)
    if found is not None and isinstance(found.value, NamedMember):
        username = found.value.username
    elif called is not None:
        username = called.group(1)
    else:
        return None
    colleague = await member_called(ctx, username)
    return colleague if colleague is not None and colleague.id != ctx.member.id else None


async def member_called(ctx: Context, username: str) -> Member | None:
    """Return the member of that user name, on the platform where the person speaks first."""
    platform = await ctx.session.scalar(select(PlaceRow.platform).where(PlaceRow.id == ctx.place.id))
    return await member_named(ctx.session, ctx.network.id, username, platform or "")


def when_words(row: ReminderRow, ctx: Context) -> str:
    """Return when a reminder rings next, as one would type it; nothing for a draft."""
    if row.wall is None:
        return ""
    plan = plan_of_row(row)
    recurs = spell_plan(plan, ctx.words)
    if recurs is not None:
        return str(ctx.words(recurs)).replace("\u00a0", " ")
    return str(spell(plan.first.astimezone(ctx.words.zone), ctx.words.language)).replace("\u00a0", " ")


def edit_form(ctx: Context, row: ReminderRow) -> OpenForm:
    """Return the form in which the text and the time of a reminder are changed."""
    when = "" if row.state == State.RUNG else when_words(row, ctx)
    return OpenForm(form="edit", values={"text": row.text, "when": when}, arguments={"reminder": row.id})
