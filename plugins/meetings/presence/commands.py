"""The command: who comes to a meeting, or that one comes oneself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated

from bot.chat.messages import Reply
from bot.language.messages import _
from bot.plugin import Arg, Context
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.gatherings import announcing, meant, register
from plugins.meetings.gatherings.actions import say
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.gatherings.managing import may_manage
from plugins.meetings.models import MeetingRow
from plugins.meetings.polls.counting import PeopleLookup
from plugins.meetings.presence import listing
from plugins.meetings.presence.saying import said

_WHO_COMES = re.compile(r"^(?:vient|viendra|sera l[àa]|participe|comes|is coming)\b[ ?]*", re.IGNORECASE)
"""What people write behind “qui”, which is another name of the command."""


@meetings.command(
    "présences",
    english="attendance",
    aliases=("présence", "participants", "inscrits", "inscription", "venir", "qui", "attendees", "who"),
    summary=_("See who comes to a meeting, or say whether you do"),
    examples=_("/meeting attendance the meeting of 8 December\n/meeting attendance I am coming"),
    instead=("prochaines",),
)
async def attendance(
    ctx: Context,
    what: Annotated[
        str | None,
        RestArgument(),
        Arg(_("meeting"), help=_("its date or its title; or “I am coming”, “maybe”, “I am not coming”.")),
    ] = None,
) -> Reply:
    """Show who comes to a meeting; or write down whether the person does, where the line says it."""
    answer, rest = said(_WHO_COMES.sub("", what or ""))
    rows = await (meant.past(ctx) if meant.is_last(rest) else meant.coming(ctx))
    if answer is None and not meant.named(rows, rest, ctx.reading):
        rows = [*rows, *(row for row in await meant.past(ctx) if row not in rows)]
    if not rest:
        rows = meant.next_of_each(rows)
    found = await meant.only(ctx, rows, rest, "attendance", answer=answer or "")
    return found if isinstance(found, Reply) else await _answered(ctx, found, answer)


@plugin.action("attendance")
async def attendance_of_chosen(ctx: Context, answer: str = "", meeting: int = 0) -> Reply:
    """Do so for the meeting that was chosen in a menu, or whose button was pressed."""
    row = await register.find(ctx, meant.chosen(ctx, meeting))
    return await _answered(ctx, row, Coming(answer) if answer else None)


async def _answered(ctx: Context, row: MeetingRow, answer: Coming | None) -> Reply:
    if answer is not None:
        reply = await say(ctx, await register.find(ctx, row.id, for_change=True), answer)
        return replace(reply, text=ctx.words.join([listing.headline(ctx, row), reply.text]))
    is_open = row.cancelled_at is None and (row.ends_at or row.starts_at) > ctx.now
    buttons = announcing.buttons(row) if is_open else ()
    if not await may_manage(ctx, row):
        return Reply(text=await listing.for_others(ctx, row), buttons=buttons, private=True)
    places = await register.places(ctx.session, row.id)
    people = await ctx.outside(PeopleLookup(tuple(stands.place_id for stands in places)))
    return Reply(text=await listing.for_managers(ctx, row, people), buttons=buttons, private=True)
