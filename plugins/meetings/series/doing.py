"""Doing what was typed of series, or said in their form: setting, showing and changing them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.chat.messages import Reply
from bot.chat.places import PlaceKind
from bot.language.messages import Instant, Text, _, escape
from bot.language.moments import read
from bot.plugin import Context, FormRefusal, OpenForm, Refusal
from plugins.meetings.gatherings.changes import Wanted as ChangedMeeting
from plugins.meetings.gatherings.collecting import IN_A_WHILE
from plugins.meetings.polls.proposal import Faulty
from plugins.meetings.series import (
    altering,
    alternating,
    changing,
    clashing,
    occasions,
    planning,
    register,
    showing,
)
from plugins.meetings.series.ending import ask_to_end
from plugins.meetings.series.managing import check_may_alternate, check_may_manage, managed, meant, menu_of
from plugins.meetings.series.models import SeriesRow
from plugins.meetings.series.orders import Order, Wanted, ends_when, read_order, since_when
from plugins.meetings.series.pauses import read_pause
from plugins.meetings.series.typed import Described, TypedSeries, check, of_form, split_series
from plugins.meetings.series.wanted import Change, check_change, split_change

if TYPE_CHECKING:
    from plugins.meetings.series.commands import SeriesForm

_NOT_UNDERSTOOD = _(
    "I did not understand that. `/meeting series` shows the series of this channel; with words behind it, it "
    "is changed: `pause August`, `resume`, `cancel 5 January`, `move 5 January to 12 January 14:00`, `change "
    "every 2nd Thursday of the month 10:00`, `end`. A new one begins with its rhythm: `every 1st Tuesday of "
    "the month 14:00-16:00 ; Network meeting`."
)


async def as_typed(ctx: Context, wanted: str | None) -> Reply | OpenForm:
    """Set a series, show it, or change it as the words say."""
    if ctx.place.kind is PlaceKind.DM:
        return await _mine(ctx, wanted)
    order = read_order(wanted or "", ctx.reading)
    if order.wanted is Wanted.SET and await _alters(ctx, order.rest):
        order = replace(order, wanted=Wanted.CHANGE)
    if order.wanted is Wanted.SET:
        return await _set(ctx, split_series(order.rest, ctx.reading))
    if order.wanted is Wanted.SHOW:
        return await _show(ctx)
    found = await meant(ctx, order)
    if isinstance(found, Reply):
        return found
    row, rest = found
    return await ordered(ctx, row, replace(order, rest=rest))


async def _alters(ctx: Context, said: str) -> bool:
    """Return whether words without a verb say what changes of a series that there is: `sauf en août`."""
    if split_series(said, ctx.reading).rhythm or not await register.of_place(ctx, ctx.place.id):
        return False
    typed, _others = split_change(said, ctx.reading)
    return bool(typed.off or typed.announced) or typed.alternates is not None


async def ordered(ctx: Context, row: SeriesRow, order: Order) -> Reply | OpenForm:
    """Do what was wanted of a series."""
    if order.wanted in (Wanted.CANCEL, Wanted.MOVE):
        return await occasions.change_one(ctx, row, order)
    await check_may_manage(ctx, row)
    if order.wanted is Wanted.END:
        return await _end(ctx, row, order.rest)
    if order.wanted is Wanted.CHANGE:
        return await _change(ctx, row, order.rest)
    if order.wanted is Wanted.PAUSE:
        said = await changing.pause(ctx, row, read_pause(order.rest, ctx.reading))
    else:
        said = await changing.resume(ctx, row)
    return await settled(ctx, row, [said])


async def _end(ctx: Context, row: SeriesRow, when: str) -> Reply:
    """End a series from a day on, or ask before it ends now.

    Raises:
        Refusal: the words name no day.
    """
    if not when:
        return await ask_to_end(ctx, row)
    back = ends_when(when, ctx.reading)
    if back is None and not any(piece.kind == "time" for piece in read(when, ctx.reading).pieces):
        return await ask_to_end(ctx, row)
    if back is None:
        raise Refusal(
            "when_to_end",
            _(
                "When does it end? For example `/meeting series end 30 June`, or `/meeting series end` for "
                "now."
            ),
        )
    return await settled(ctx, row, [await changing.end_at(ctx, row, back)])


async def settled(ctx: Context, row: SeriesRow, said: list[Text]) -> Reply:
    """Return how a series stands after a change, once the letter of its channel knows of it."""
    await alternating.settle(ctx, row.place_id)
    return await showing.standing(ctx, row, said)


async def _set(ctx: Context, typed: TypedSeries) -> Reply | OpenForm:
    if typed.alternates:
        await check_may_alternate(ctx)
    if not typed.rhythm and await register.of_place(ctx, ctx.place.id):
        raise Refusal("not_understood", _NOT_UNDERSTOOD)
    try:
        return await _begun(ctx, check(typed, ctx.reading))
    except Faulty as faulty:
        return OpenForm(form="series", values=typed.values(), arguments={"series": 0}, errors=faulty.wrong)


async def _begun(ctx: Context, described: Described) -> Reply:
    row = await changing.begin(ctx, ctx.place, described)
    said: list[Text] = [_("The series is set.")]
    clash = await clashing.clash(ctx, row)
    if clash is not None:
        row.paused_at = ctx.now
        asked = await clashing.ask(ctx, row, *clash)
    await planning.keep_up(ctx, row)
    if described.rhythm.note is not None:
        said.append(described.rhythm.note)
    if described.unread:
        said.append(_("I did not understand “{words}”, and left it out.", words=described.unread[:80]))
    if clash is None:
        return replace(await settled(ctx, row, said), is_seen=True)
    lines = [asked.text, (await settled(ctx, row, said[1:])).text]
    return replace(asked, text=ctx.words.join(lines), is_seen=True)


async def _show(ctx: Context) -> Reply | OpenForm:
    rows = await register.of_place(ctx, ctx.place.id)
    if not rows:
        return OpenForm(form="series", arguments={"series": 0})
    shown = [await showing.standing(ctx, row) for row in rows]
    if len(shown) == 1:
        return shown[0]
    lines: list[Text] = [one.text for one in shown]
    menu = await menu_of(ctx, rows, _("Manage a series"), "series-show")
    return Reply(text=ctx.words.join(lines), menus=(menu,))


async def _mine(ctx: Context, wanted: str | None) -> Reply:
    """List the series that a person organises: in a direct message there is no channel to have one."""
    if wanted:
        raise Refusal(
            "no_channel", _("A series stands in a channel, where those who come are: type this there.")
        )
    lines: list[Text] = []
    for row in await register.of_member(ctx, ctx.member.id):
        home = await ctx.find_place(row.place_id)
        coming = await register.to_come(ctx.session, row.id, ctx.now)
        title = escape((await register.terms_of(ctx.session, row))[-1].title)
        if home is not None and coming:
            at = Instant(coming[0].starts_at, all_day=coming[0].all_day)
            lines.append(_("- {title}, in {place}: {at}", title=title, place=home.name, at=at))
        elif home is not None:
            lines.append(_("- {title}, in {place}: no date for now", title=title, place=home.name))
    head = _("The series that you organise:") if lines else _("You organise no series of meetings.")
    end = _("A series stands in a channel: there, `/meeting series` shows and sets it.")
    return Reply(text=ctx.words.join([head, *lines, end]))


async def _change(ctx: Context, row: SeriesRow, rest: str) -> Reply | OpenForm:
    if not rest:
        return await edit_form(ctx, row)
    text, since = since_when(rest, ctx.reading)
    typed, said = split_change(text, ctx.reading)
    try:
        change = check_change(typed, said, ctx.reading)
    except Faulty as faulty:
        given = {**typed.values(), "where": said.place or "", "seats": said.seats or ""}
        values = (await _values(ctx, row)) | {name: value for name, value in given.items() if value}
        return OpenForm(form="series", values=values, arguments={"series": row.id}, errors=faulty.wrong)
    return await _changed(ctx, row, replace(change, since=since))


async def _changed(ctx: Context, row: SeriesRow, change: Change) -> Reply:
    if change.alternates is not None:
        await check_may_alternate(ctx)
    home = await ctx.find_place(row.place_id) or ctx.place
    changed = await altering.change(ctx, row, change, home)
    said: list[Text] = [_("The series is changed.")]
    if changed.moved:
        said.append(IN_A_WHILE)
    elif changed.gone:
        said.append(_("The channel is told, and so are those who said that they come or may."))
    return await settled(ctx, row, [*said, *await clashing.told(ctx, row)])


async def edit_form(ctx: Context, row: SeriesRow) -> OpenForm:
    """Return the form of a series, filled with how it is."""
    return OpenForm(form="series", values=await _values(ctx, row), arguments={"series": row.id})


async def _values(ctx: Context, row: SeriesRow) -> dict[str, str]:
    now = register.in_force(await register.terms_of(ctx.session, row), ctx.now)
    return {
        "rhythm": str(ctx.words(showing.rhythm_of(ctx, now))),
        "title": now.title,
        "where": "\n".join(part for part in (now.place, now.link) if part),
        "seats": str(now.seats or ""),
        "more": "",
    }


async def as_in_form(ctx: Context, form: SeriesForm, series: int) -> Reply:
    """Set the series that a form describes, or change the one that it was opened for."""
    typed = of_form(form.title, form.rhythm, form.where, form.seats, form.more, ctx.reading)
    try:
        if not series:
            if typed.alternates:
                await check_may_alternate(ctx)
            return await _begun(ctx, check(typed, ctx.reading))
        row = await managed(ctx, series)
        return await _changed(ctx, row, await _from_form(ctx, row, form, typed))
    except Faulty as faulty:
        raise FormRefusal(dict(faulty.wrong)) from None


async def _from_form(ctx: Context, row: SeriesRow, form: SeriesForm, typed: TypedSeries) -> Change:
    """Return what a form changes of a series: what was not touched in it stays, what was emptied goes."""
    before = await _values(ctx, row)
    if form.rhythm.split() == before["rhythm"].split():
        typed.rhythm, typed.off = "", []
    there = form.where.split() == before["where"].split()
    said = ChangedMeeting(
        title=typed.title,
        place=None if there else typed.where,
        link=None if there else typed.link,
        seats=None if form.seats.strip() == before["seats"] else form.seats.strip(),
    )
    return check_change(typed, said, ctx.reading)
