"""Questions that nobody answered after two calls: for the agenda of the territory, until they are settled."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy import false as nothing

from bot.chat.messages import Button, Menu, Option, Reply
from bot.chat.places import PlaceKind
from bot.language.messages import Instant, Text, _, escape, ngettext
from bot.plugin import Context, Refusal
from bot.store.tables import PlaceRow
from plugins.referral import posting, register, wording
from plugins.referral.asking import departements
from plugins.referral.declaration import plugin
from plugins.referral.helping import check_may_settle
from plugins.referral.models import NeedRow, State

MOST = 15
"""How many are listed: as many as fit on a page of the smallest platform."""


async def open_questions(ctx: Context) -> Sequence[NeedRow]:
    """Return the open questions of where the person speaks, the oldest first; in a DM, of where they work."""
    found = await ctx.session.scalars(
        select(NeedRow)
        .join(PlaceRow, PlaceRow.id == NeedRow.place_id)
        .where(NeedRow.network_id == ctx.network.id, NeedRow.state == State.OPEN, await _here(ctx))
        .order_by(NeedRow.asked_at, NeedRow.id)
    )
    return found.all()


async def _here(ctx: Context) -> ColumnElement[bool]:
    if ctx.place.kind is PlaceKind.DM:
        own = PlaceRow.territory.in_(await departements(ctx))
        return or_(own, NeedRow.asker_id == ctx.member.id)
    shared = PlaceRow.territory == ctx.place.territory if ctx.place.territory else nothing()
    return or_(NeedRow.place_id == ctx.place.id, shared)


async def listing(ctx: Context) -> Reply:
    """Return the open questions, one to choose from a menu."""
    rows = await open_questions(ctx)
    if not rows:
        return Reply(text=_("No question is open here: each has been answered, or is still being asked."))
    lines: list[Text] = [
        ngettext("{count} open question:", "{count} open questions:", len(rows)),
    ]
    for number, row in enumerate(rows[:MOST], 1):
        lines.append(
            _(
                "{number}. {need} ({name}, on {day})",
                number=number,
                need=wording.at_a_glance(row.text),
                name=wording.named(await ctx.find_member(row.asker_id)),
                day=Instant(row.asked_at or row.created_at, all_day=True),
            )
        )
    if len(rows) > MOST:
        lines.append(_("The {count} oldest are shown.", count=MOST))
    options = tuple(
        Option(str(row.id), _("No. {number}", number=number)) for number, row in enumerate(rows[:MOST], 1)
    )
    return Reply(text=ctx.words.join(lines), menus=(Menu(_("Open a question"), "question", options),))


@plugin.action("question")
async def show(ctx: Context) -> Reply:
    """Show an open question, with what can be done about it."""
    row = next((one for one in await open_questions(ctx) if str(one.id) == ctx.choice), None)
    if row is None:
        raise _not_open()
    return Reply(
        text=escape(wording.on_one_line(row.text)),
        buttons=(*posting.buttons(row), Button(_("Ask again"), "again", {"need": row.id})),
        private=True,
    )


@plugin.action("again")
async def ask_again(ctx: Context, need: int) -> Reply:
    """Post an open question in its channel once more, as if it were new."""
    row = await _open(ctx, need)
    await check_may_settle(ctx, row)
    place = await ctx.find_place(row.place_id) if row.place_id is not None else None
    if place is None:
        raise Refusal("no_channel", _("This channel is not there any more."))
    await posting.call(ctx, row, place)
    return Reply(text=_("The question is asked again in {channel}.", channel=place.name), private=True)


async def _open(ctx: Context, need: int) -> NeedRow:
    row = await register.get_need(ctx, need)
    if row.state != State.OPEN:
        raise _not_open()
    return row


def _not_open() -> Refusal:
    return Refusal("not_open", _("This question is not open any more: `/who-can questions` lists them."))
