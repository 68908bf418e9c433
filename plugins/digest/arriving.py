"""What did not arrive: the draft of a letter is shown to others then, and a letter can be sent again."""

from __future__ import annotations

from bot.language.messages import Text, _
from bot.plugin import DeliveryDied, EventContext
from plugins.digest import preparing, register, sending, showing
from plugins.digest.declaration import plugin
from plugins.digest.models import LetterRow, State


@plugin.on(DeliveryDied)
async def not_arrived(ctx: EventContext, event: DeliveryDied) -> None:
    """Have others see a draft that did not reach somebody; note that a letter reached no channel."""
    if event.plugin != plugin.name:
        return
    kind, _colon, about = event.key.partition(":")
    number = about.partition(":")[0]
    letter = await ctx.session.get(LetterRow, int(number)) if number.isdigit() else None
    if letter is None or letter.network_id != ctx.network.id:
        return
    if kind == "draft":
        await _show_to_others(ctx, letter)
    elif kind == "letter" and letter.state == State.SENT:
        await _note(ctx, letter)


async def _show_to_others(ctx: EventContext, letter: LetterRow) -> None:
    """Show a draft to those who coordinate the channel and were not shown it."""
    series = await register.find_series(ctx, letter.series_id)
    home = await ctx.find_place(series.place_id) if series is not None else None
    if series is None or home is None or letter.state != State.WAITING:
        return
    shown = {row.member_id for row in await register.drafts(ctx.session, letter.id)}
    others = [member for member in await preparing.others(ctx, home) if member.id not in shown]
    await sending.show_draft(ctx, series, letter, others)


async def _note(ctx: EventContext, letter: LetterRow) -> None:
    """Say where a letter did not arrive; it is lost if none of its posts arrived, and none is under way."""
    stand = (await register.arrivals(ctx.session, [letter.id])).get(letter.id, {})
    dead = [place for place, state in stand.items() if state == "dead"]
    if len(dead) < len(stand):
        places = [place for place in [await ctx.find_place(one) for one in dead] if place is not None]
        named = await showing.named_places(ctx, places)
        await sending.close(
            ctx, letter, _("{over} {missing}", over=showing.over(letter), missing=_missing(named))
        )
        return
    letter.state = State.LOST
    await ctx.session.flush()
    await sending.close(ctx, letter, showing.over(letter))


def _missing(places: Text) -> Text:
    return _(
        "It did not arrive in {places}: `/letter history`, in its channel, has it sent there again.",
        places=places,
    )
