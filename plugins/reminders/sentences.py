"""Plain sentences in a DM: `rappelle-moi demain à 9h de relancer la CAF`, or `demain 9h relancer la CAF`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Reply, Style, Update
from bot.chat.people import Member
from bot.language.folding import fold
from bot.language.messages import Instant, Text, _
from bot.language.moments import Reading, Refused, Understood, read
from bot.language.moments.plans import Plan, spell_plan
from bot.plugin import Context, Refusal, Suggestion
from bot.plugin.arguments import AddresseeArgument, NamedMember
from plugins.reminders import operations, register, replies, words
from plugins.reminders.actions import touched
from plugins.reminders.declaration import plugin
from plugins.reminders.models import ReminderRow, State
from plugins.reminders.notes import notes
from plugins.reminders.orders import is_order, obey
from plugins.reminders.series import monday_morning, tomorrow_morning

SURELY, PERHAPS = 0.95, 0.4

_ASKED = re.compile(
    r"\b(?:"
    r"rap+el+e?[sz]?[ -]?(?:le[ -])?(?:moi|nous)|rap+el+er?[sz]? a @"
    r"|(?:me|m'|nous) (?:rap+el+er?|(?:re)?faire penser)"
    r"|fai(?:s|tes)[ -](?:moi|nous) (?:re)?penser|pense[ -]betes?"
    r"|(?:mets?|cree|ajoute|programme|pose|note|fais)s?[ -](?:moi )?(?:un |le )(?:petit )?rap+el"
    r"|remind (?:me|us|@)|(?:set|create|add|make)(?: me)? a reminder|note to self"
    r")"
)
"""What surely asks for a reminder, in a folded text."""

_SOME_DAY = Reading(datetime(2000, 1, 3, 8, tzinfo=UTC), ZoneInfo("Europe/Paris"))
"""Any instant does to know whether a text holds a moment: which one is read when the sentence is answered."""


def claims(text: str) -> float:
    """Return how surely a sentence asks for a reminder."""
    if is_order(text) or _ASKED.search(fold(text)):
        return SURELY
    moment = read(text, _SOME_DAY)
    holds_one = isinstance(moment, Understood) or moment.code == "past"
    return PERHAPS if holds_one and moment.rest else 0


_WHAT = _("What shall I remind you of? For example: “remind me tomorrow 9:00 to call the town hall”.")


@plugin.sentence(claims)
async def understand(ctx: Context, text: str) -> Reply:
    """Set the reminder that a sentence asks for, or ask what it leaves open."""
    if is_order(text):
        return await obey(ctx, text)
    moment = read(text, ctx.reading)
    asked = claims(text) >= SURELY
    if isinstance(moment, Refused) and not asked:
        raise Refusal("bad_argument", moment.reason)
    addressee, what = await _addressee(ctx, moment.rest) if asked else (None, moment.rest)
    if not what and isinstance(moment, Refused):
        raise Refusal("missing_argument", _WHAT)
    row = operations.new_row(ctx, what, addressee, None)
    if isinstance(moment, Refused):
        return await _ask_when(ctx, row, moment)
    plan = operations.plan_for(ctx, moment)
    if not what:
        return await _ask_what(ctx, row, plan)
    if not asked:
        return await _ask_whether(ctx, row, plan, moment)
    await operations.start(ctx, row, plan)
    return await replies.as_reply(ctx, row, moment=moment)


async def _addressee(ctx: Context, text: str) -> tuple[Member | None, str]:
    """Return the colleague whom a text begins with, and what follows."""
    found = AddresseeArgument().find(text, ctx.reading)
    if found is None or not isinstance(found.value, NamedMember):
        return None, text
    member = await replies.member_called(ctx, found.value.username)
    if member is None:
        raise Refusal(
            "unknown_member",
            _(
                "I know nobody called {name}. If they are here, type “@” and choose them from the list; else "
                "they have to write to me once.",
                name=f"@{found.value.username}",
            ),
        )
    return (member if member.id != ctx.member.id else None), found.rest


async def _ask_when(ctx: Context, row: ReminderRow, refused: Refused) -> Reply:
    """Keep the text and ask when."""
    await keep_draft(ctx, row)
    lines: list[Text] = [_("{text}\nWhen shall I remind you of this?", text=words.quoted(row.text))]
    if refused.code != "none":
        lines.insert(0, refused.reason)
    about = {"reminder": row.id}
    return Reply(
        text=ctx.words.join(lines),
        buttons=(
            Button(_("Tomorrow 9:00"), "draft-tomorrow", about, Style.PRIMARY),
            Button(_("Monday 9:00"), "draft-monday", about),
            Button(_("Another time"), "correct", about, name="other"),
        ),
    )


async def _ask_what(ctx: Context, row: ReminderRow, plan: Plan) -> Reply:
    """Keep the moment and ask for the text."""
    operations.check_plan(plan)
    register.write_plan(row, plan)
    await keep_draft(ctx, row)
    return Reply(
        text=_("What shall I remind you of on {at}?", at=Instant(plan.first)),
        buttons=(Button(_("Write it"), "correct", {"reminder": row.id}, Style.PRIMARY, "write"),),
    )


async def _ask_whether(ctx: Context, row: ReminderRow, plan: Plan, moment: Understood) -> Reply:
    """Keep what was understood and ask whether a reminder is meant."""
    operations.check_plan(plan)
    register.write_plan(row, plan)
    await keep_draft(ctx, row)
    recurs = spell_plan(plan, ctx.words)
    at, text = Instant(plan.first), words.quoted(row.text)
    question: Text = _("{text}\nDo you want me to remind you of this on {at}?", at=at, text=text)
    if recurs is not None:
        question = _(
            "{text}\nDo you want me to remind you of this {rule}, the first time on {at}?",
            rule=recurs,
            at=at,
            text=text,
        )
    about = {"reminder": row.id}
    return Reply(
        text=ctx.words.join([question, *notes(moment, plan, ctx.words)]),
        buttons=(
            Button(_("Yes"), "draft-keep", about, Style.PRIMARY, "yes"),
            Button(_("No"), "draft-drop", about, name="no"),
        ),
    )


async def keep_draft(ctx: Context, row: ReminderRow) -> None:
    """Keep a draft until its owner chooses; it is forgotten after a while."""
    ctx.session.add(row)
    await register.schedule(ctx, row)


@plugin.action("draft-tomorrow")
async def tomorrow(ctx: Context, reminder: int) -> Update:
    """Set the draft for tomorrow at 9:00."""
    return await start_draft(ctx, reminder, tomorrow_morning(ctx.now, ctx.words.zone))


@plugin.action("draft-monday")
async def monday(ctx: Context, reminder: int) -> Update:
    """Set the draft for the coming Monday at 9:00."""
    return await start_draft(ctx, reminder, monday_morning(ctx.now, ctx.words.zone))


@plugin.action("draft-keep")
async def keep(ctx: Context, reminder: int) -> Update:
    """Set the draft as it was understood."""
    return await start_draft(ctx, reminder, None)


@plugin.action("draft-drop")
async def drop(ctx: Context, reminder: int) -> Update:
    """Forget the draft."""
    row = await _draft(ctx, reminder)
    await ctx.cancel(str(row.id))
    await ctx.session.delete(row)
    return Update(text=_("All right, I set nothing."))


async def start_draft(ctx: Context, reminder: int, plan: Plan | None) -> Update:
    """Set a draft for a plan, its own by default."""
    row = await _draft(ctx, reminder)
    await operations.start(ctx, row, plan or register.plan_of_row(row))
    return await replies.as_update(ctx, row)


async def _draft(ctx: Context, reminder: int) -> ReminderRow:
    row = await touched(ctx, reminder)
    if row.state != State.DRAFT:
        raise Refusal("already_set", _("You answered this already: `/remind list` shows your reminders."))
    return row


@plugin.suggestion
async def suggest(_ctx: Context, _text: str) -> Suggestion:
    """Offer to remind of something."""
    return Suggestion(_("Be reminded: “remind me tomorrow at 9 to call the town hall”"))
