"""Programming the letter of a channel: its rhythm, and the channels of other chats that receive it too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.people import Role
from bot.chat.places import Place
from bot.language.messages import Text, _
from bot.language.moments import Understood
from bot.language.moments.plans import Plan, is_too_frequent, plan_of
from bot.plugin import Context, Refusal
from plugins.digest import dates, leads, pausing, register, showing
from plugins.digest.models import SeriesRow
from plugins.digest.sending import discard

SHORTEST_GAP = timedelta(hours=6)
"""What comes more often than this is no letter."""
LONGEST_LOOK_BACK = timedelta(days=31)
"""The first letter of a channel tells at most of so long before."""


async def program(ctx: Context, place: Place, rhythm: Understood) -> tuple[SeriesRow, list[Text]]:
    """Give a channel a letter at a rhythm, or its letter another one; return what is to be said of it.

    Raises:
        Refusal: it would come too often or never, or the channel receives the letter of another one.
    """
    plan = _plan(ctx, place, rhythm)
    coming = plan.coming(ctx.now, 2)
    if not coming:
        raise Refusal("never", _("This rhythm ends before it begins: there would be no letter."))
    series = await register.series_of(ctx.session, place.id)
    said: list[Text] = [_("The letter is changed.") if series is not None else _("The letter is set.")]
    if series is None:
        series = await register.create(ctx, place, _first_since(ctx.now, coming))
        if series.sections or series.lead != leads.USUAL or series.tells_empty:  # it was removed before
            said.append(
                _("Its sections and its draft are as before; `/letter settings` adds other channels.")
            )
        said += await _take_in_twins(ctx, series, place)
    if series.place_id != place.id:
        raise await _of_another(ctx, series)
    await discard(ctx, series)
    _write(series, plan)
    if not leads.is_before(series.lead, coming, plan.zone):
        said.append(
            _(
                "A draft {lead} would come after it, so it comes {usual}; `/letter settings` changes that.",
                lead=leads.spell_lead(series.lead, ctx.words),
                usual=leads.spell_lead(leads.USUAL, ctx.words),
            )
        )
        series.lead = leads.USUAL
    series.member_id, series.paused_at = ctx.member.id, None
    await pausing.end(ctx, series)
    series.next_at = await dates.next_free(ctx.session, series, plan, ctx.now)
    await register.schedule(ctx, series)
    if rhythm.note is not None:
        said.append(rhythm.note)
    return series, said


def _plan(ctx: Context, place: Place, rhythm: Understood) -> Plan:
    """Return the plan of a rhythm, on the wall clock of the channel."""
    plan = plan_of(rhythm, ctx.words.zone, ctx.reading.territory)
    plan = replace(plan, zone=place.zone or ctx.network.zone)
    if is_too_frequent(plan, SHORTEST_GAP):
        raise Refusal(
            "too_frequent", _("That would be too often for a letter: leave at least 6 hours between.")
        )
    return plan


def _write(series: SeriesRow, plan: Plan) -> None:
    series.wall, series.zone, series.rule = plan.wall_text, plan.zone.key, plan.rule
    series.skip_holidays, series.territory = plan.skip_holidays, plan.territory


def _first_since(now: datetime, coming: list[datetime]) -> datetime:
    """Return since when the first letter tells: for as long before as there is between two of them."""
    apart = coming[1] - coming[0] if len(coming) > 1 else LONGEST_LOOK_BACK
    return now - min(apart, LONGEST_LOOK_BACK)


async def _take_in_twins(ctx: Context, series: SeriesRow, place: Place) -> list[Text]:
    """Have the letter go also to the channels of other chats that are bound to the same territory."""
    found = await register.twins(ctx, place)
    taken = [twin for twin in found if await ctx.may_there(Role.COORDINATOR, twin)]
    for twin in taken:
        await register.add_destination(ctx, series, twin)
    lines: list[Text] = []
    if taken:
        lines.append(
            _(
                "It goes also to {places}, for the same territory; `/letter settings` changes that.",
                places=await showing.named_places(ctx, taken),
            )
        )
    others = [twin for twin in found if twin not in taken]
    if others:
        lines.append(
            _(
                "{places}: the same territory. Whoever coordinates there can add it, with `/letter settings` "
                "here.",
                places=await showing.named_places(ctx, others),
            )
        )
    return lines


async def _of_another(ctx: Context, series: SeriesRow) -> Refusal:
    return Refusal(
        "another_letter",
        _(
            "This channel receives the letter {of_channel} already, and no channel has two. To have one of "
            "its own, take it out of that one first: `/letter remove`.",
            of_channel=await showing.owner_of(ctx, series),
        ),
    )
