"""A letter goes by the clock of its channel, also once that is set to another zone or territory."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from bot.language.moments.plans import Plan
from bot.plugin import DayPassed, EventContext, WorkContext
from bot.plugin.neighbours import PlaceConfigured
from bot.store.tables import NetworkRow
from plugins.digest import dates, register, sending
from plugins.digest.declaration import plugin
from plugins.digest.models import SeriesRow


@plugin.on(PlaceConfigured)
async def follow(ctx: EventContext, event: PlaceConfigured) -> None:
    """Have the letters of a channel, or of all, go at their hour by its clock as it is now."""
    await _follow_all(ctx, *([SeriesRow.place_id == event.place.id] if event.place is not None else []))


@plugin.on(DayPassed)
async def follow_what_nobody_told(ctx: EventContext, _event: DayPassed) -> None:
    """Do so once a day as well: zones are also set by who administers the bot, and nothing is told then."""
    await _follow_all(ctx)


async def _follow_all(ctx: EventContext, *some: ColumnElement[bool]) -> None:
    rows = await ctx.session.scalars(
        select(SeriesRow)
        .where(SeriesRow.network_id == ctx.network.id, *some)
        .order_by(SeriesRow.id)
        .with_for_update()
    )
    for series in rows.all():
        await follow_its_channel(ctx, series)


async def follow_its_channel(ctx: WorkContext, series: SeriesRow) -> bool:
    """Have a letter go at its hour on the clock of its channel, and but on the holidays of its territory.

    Return whether its hour is another one now: it is scheduled anew then.
    """
    home = await ctx.find_place(series.place_id)
    network = await ctx.session.get_one(NetworkRow, ctx.network.id)
    if home is None:
        return False
    before = ZoneInfo(series.zone)
    zone = home.zone or ZoneInfo(network.zone)
    territory = (home.territory or network.territory) if series.skip_holidays else None
    if (zone.key, territory) == (series.zone, series.territory):
        return False
    series.zone, series.territory = zone.key, territory
    plan = register.plan_of(series)
    if plan is None or series.next_at is None:
        return False
    shifted = _at_the_same_hour(series.next_at, before, zone)
    following = await dates.next_free(ctx.session, series, plan, shifted - timedelta(seconds=1))
    letter = await register.open_letter(ctx.session, series)
    if letter is not None:
        is_postponed = letter.send_at != letter.instant
        letter.instant = _at_the_same_hour(letter.instant, before, zone)
        letter.send_at = _at_the_same_hour(letter.send_at, before, zone) if is_postponed else letter.instant
        following = letter.instant
    series.next_at = following
    await register.schedule(ctx, series)
    if letter is not None:
        await sending.refresh_drafts(ctx, series, letter)
    return True


def _at_the_same_hour(at: datetime, before: ZoneInfo, zone: ZoneInfo) -> datetime:
    """Return when a clock of another zone shows what one of the zone before shows at an instant."""
    return Plan(at.astimezone(before).replace(tzinfo=None), zone).first
