"""Changing a poll on one line: `/rencontre dates ajouter vendredi 10h`, for those who like that better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat.messages import Menu, Option, Reply, Update
from bot.chat.places import PlaceKind
from bot.language.messages import _, escape
from bot.plugin import Arg, Context, Refusal
from bot.plugin.arguments import RestArgument
from bot.plugin.finding import Misread
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.models import Kind, OptionRow, PollPlaceRow, PollRow
from plugins.meetings.polls import (
    adjusting,
    changes,
    closing,
    deciding,
    editing,
    panel,
    posting,
    register,
    spreading,
)
from plugins.meetings.polls.changes import Wanted, What
from plugins.meetings.polls.managing import managed, may_manage
from plugins.meetings.polls.proposal import (
    LONGEST_LINK,
    LONGEST_PLACE,
    LONGEST_TITLE,
    Typed,
    check_length,
    read_seats,
)

_MOST = 25
_UNCLEAR = _(
    "What changes? For example `/meeting dates add Friday 10:00`, `/meeting dates remove Tuesday 8`, "
    "`/meeting dates move Tuesday 8 to Wednesday 9 14:00`, `/meeting dates closing Saturday 18:00`."
)


@meetings.command(
    "dates",
    english="dates",
    aliases=("date", "sondages", "gérer", "manage"),
    summary=_("Change the dates of a poll, or close it"),
    examples=_(
        "/meeting dates add Friday 10:00\n/meeting dates move Tuesday 8 to Wednesday 9 14:00\n"
        "/meeting dates closing Saturday 18:00"
    ),
    instead=("proposer",),
)
async def dates(
    ctx: Context,
    change: Annotated[
        str | None,
        RestArgument(),
        Arg(_("change"), help=_("what changes: add, remove, move, closing and so on.")),
    ] = None,
) -> Reply | Update:
    """Change a poll of the channel as it was typed; without a word show what can be done."""
    return await _on_the_one_meant(ctx, change or "")


async def _on_the_one_meant(ctx: Context, typed: str) -> Reply | Update:
    mine = [row for row in await _polls(ctx) if await may_manage(ctx, row)]
    if not mine:
        raise Refusal(
            "no_poll",
            _(
                "There is no poll for a date here that you made or coordinate. To make one: "
                "`/meeting propose Network meeting ; Tuesday 14:00 ; Thursday 10:00`"
            ),
        )
    if len(mine) > 1:
        options = tuple(Option(str(row.id), escape(row.title)) for row in mine[:_MOST])
        menu = Menu(_("Choose a poll"), "dates-of", options, {"typed": typed})
        return Reply(text=_("Which poll do you mean?"), menus=(menu,), private=True)
    return await _change(ctx, mine[0].id, typed)


async def _polls(ctx: Context) -> Sequence[PollRow]:
    """Return the polls of the channel whose date is not chosen; in a direct message those of the person."""
    query = select(PollRow).where(
        PollRow.network_id == ctx.network.id, PollRow.kind == Kind.DATE, PollRow.decided_id.is_(None)
    )
    if ctx.place.kind is PlaceKind.DM:
        query = query.where(PollRow.member_id == ctx.member.id)
    else:
        here = select(PollPlaceRow.poll_id).where(PollPlaceRow.place_id == ctx.place.id)
        query = query.where(PollRow.id.in_(here))
    rows = (await ctx.session.scalars(query.order_by(PollRow.id.desc()).limit(_MOST))).all()
    return [row for row in rows if row.closed_at is None] or rows[:1]


@plugin.action("dates-of")
async def dates_of(ctx: Context, typed: str) -> Reply | Update:
    """Change the poll that was chosen, as it was typed before."""
    choice = ctx.choice or ""
    if not choice.isdecimal():
        raise Refusal("unknown_poll", register.GONE)
    return await _change(ctx, int(choice), typed)


async def _change(ctx: Context, poll: int, typed: str) -> Reply | Update:
    row = await managed(ctx, poll)
    if not typed.strip():
        return await panel.shown(ctx, row)
    wanted = changes.read_wanted(typed)
    if wanted is None:
        raise Refusal("unclear_change", _UNCLEAR)
    try:
        return await _changed(ctx, row, wanted)
    except Misread as wrong:
        raise Refusal("wrong_change", wrong.text) from None


async def _changed(ctx: Context, row: PollRow, wanted: Wanted) -> Reply | Update:
    match wanted.what:
        case What.CLOSE:
            return await closing.ask_to_close(ctx, row.id)
        case What.REOPEN:
            return await adjusting.reopen(ctx, row)
        case What.ADD:
            return await adjusting.add(ctx, row, wanted.text)
        case What.REMOVE | What.CHOOSE | What.MOVE:
            return await _with_dates(ctx, row, wanted)
        case What.ALSO:
            return await spreading.also_in(ctx, row, wanted.text)
        case What.CLOSES:
            editing.check_editable(row, again=True)
            await editing.close_at(ctx, row, wanted.text, ctx.reading)
        case _:
            _set(row, wanted)
            await ctx.session.flush()
            await posting.refresh(ctx, row)
    return await panel.shown(ctx, row)


async def _with_dates(ctx: Context, row: PollRow, wanted: Wanted) -> Reply | Update:
    options, zone = await register.options(ctx.session, row.id), ZoneInfo(row.zone)
    if wanted.what is What.MOVE:
        old, slot = changes.moved(wanted.text, options, zone, ctx.reading)
        return await adjusting.move(ctx, row, old, slot)
    meant: list[OptionRow] = changes.several(wanted.text, options, zone, ctx.reading)
    if wanted.what is What.REMOVE:
        return await adjusting.remove(ctx, row, meant)
    if len(meant) > 1:
        raise Misread(_("One date is chosen: which one?"))
    return await deciding.decide(ctx, row.id, meant[0].id)


def _set(row: PollRow, wanted: Wanted) -> None:
    if wanted.what is What.TITLE:
        check_length(wanted.text, LONGEST_TITLE)
        row.title = wanted.text
    elif wanted.what is What.SEATS:
        row.seats = read_seats(wanted.text)
    else:
        typed = Typed.of_form("", "", "", wanted.text, "")
        check_length(typed.where, LONGEST_PLACE)
        check_length(typed.link, LONGEST_LINK)
        row.place, row.link = typed.where or row.place, typed.link or row.link
