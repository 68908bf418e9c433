"""The post by which the colleagues of a channel are asked, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Post, Style
from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.messages import Text, _, ngettext
from bot.plugin import WorkContext
from plugins.referral import register, wording
from plugins.referral.models import HELPED, Help, HelpRow, NeedRow, State

PATIENCE = timedelta(hours=48)
"""How long a call waits for an answer: before the next one, and that one before the question is open."""
_MORNING, _EVENING = 8, 20
"""The hours between which a channel is called."""


async def call(ctx: WorkContext, need: NeedRow, place: Place) -> None:
    """Post a need in a channel, anew each time; if nobody answers, something happens by itself."""
    if need.delivery_id is not None:
        await ctx.edit(need.delivery_id, Post(text=_("This question is asked again further below.")))
    need.place_id, need.state, need.asked_at = place.id, State.ASKED, ctx.now
    need.calls += 1
    post = await _post(ctx, need, place)
    need.delivery_id = await ctx.post(place, post, key=f"need:{need.id}:{need.calls}")
    await wait(ctx, need)
    await register.forget_later(ctx, need, ctx.now + register.KEPT)


async def wait(ctx: WorkContext, need: NeedRow) -> None:
    """Look in two days whether somebody helps with a need."""
    at = waking(ctx.now + PATIENCE, ctx.network.zone)
    await ctx.later("unanswered", at, key=waiting(need), need=need.id)


def waking(at: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant, or the next morning if it is at night in a zone: a call is no alarm clock."""
    local = at.astimezone(zone)
    if _MORNING <= local.hour < _EVENING:
        return at
    day = local.date() + timedelta(days=local.hour >= _EVENING)
    return datetime.combine(day, time(_MORNING + 1), zone).astimezone(UTC)


async def taken_up(ctx: WorkContext, need: NeedRow) -> None:
    """Take a need off the open questions, since somebody helps; who asked says whether they did."""
    if need.state == State.OPEN:
        need.state = State.ASKED
        await wait(ctx, need)


async def still_asked(ctx: WorkContext, need: NeedRow) -> None:
    """Have a need wait for others, after somebody could not help."""
    if need.state == State.ASKED:
        await ctx.cancel(waiting(need))
        await wait(ctx, need)
    await refresh(ctx, need)


async def refresh(ctx: WorkContext, need: NeedRow) -> None:
    """Have the post of a need say how it stands now."""
    place = await ctx.find_place(need.place_id) if need.place_id is not None else None
    if need.delivery_id is not None and place is not None:
        await ctx.edit(need.delivery_id, await _post(ctx, need, place))


async def settle(ctx: WorkContext, need: NeedRow) -> None:
    """End a need: nobody is asked any more."""
    need.state = State.SETTLED
    await ctx.cancel(waiting(need))
    await ctx.session.flush()
    await refresh(ctx, need)


def waiting(need: NeedRow) -> str:
    """Return the key of the timer that waits for an answer."""
    return f"wait:{need.id}"


async def _post(ctx: WorkContext, need: NeedRow, place: Place) -> Post:
    words = ctx.words_for(place)
    helpers = await register.helpers(ctx.session, need.id)
    lines = [await _headline(ctx, need), *await _how_it_stands(ctx, need, helpers, words)]
    if need.state == State.SETTLED:
        return Post(text=words.join(lines))
    return Post(text=words.join(lines), buttons=buttons(need))


def buttons(need: NeedRow) -> tuple[Button, ...]:
    """Return what can be pressed under a question that is not settled."""
    about = {"need": need.id}
    return (
        Button(_("I can help"), "help", about, Style.PRIMARY),
        Button(_("It is settled"), "settle", about),
    )


async def _headline(ctx: WorkContext, need: NeedRow) -> Text:
    name = wording.named(await ctx.find_member(need.asker_id))
    text = wording.on_one_line(need.text)
    if need.calls > 1:
        return _("Another call: {name} is still looking for help. “{need}”", name=name, need=text)
    return _("{name} is looking for help. “{need}”", name=name, need=text)


async def _how_it_stands(
    ctx: WorkContext, need: NeedRow, helpers: Sequence[HelpRow], words: Words
) -> list[Text]:
    async def names(rows: Sequence[HelpRow]) -> Text:
        people = [wording.named(await ctx.find_member(row.member_id)) for row in rows]
        return wording.listed(people, words)

    if need.state == State.SETTLED:
        useful = [row for row in helpers if row.state in HELPED]
        if not useful:
            return [_("It is settled.")]
        return [_("It is settled, thanks to {names}.", names=await names(useful))]
    if not helpers:
        return [_("Do you know about this? Answer under this message, or press “I can help”.")]
    lines: list[Text] = []
    offered = [row for row in helpers if row.state == Help.OFFERED]
    if offered:
        lines.append(
            ngettext(
                "{names} offers to help.", "{names} offer to help.", len(offered), names=await names(offered)
            )
        )
    others = [row for row in helpers if row not in offered]
    if others:
        lines.append(
            ngettext("{names} answered.", "{names} answered.", len(others), names=await names(others))
        )
    return lines
