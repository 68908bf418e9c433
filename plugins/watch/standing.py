"""Where a link stands already, in a sentence or two: who shared it, when and where, each channel once."""

from __future__ import annotations

from bot.chat.people import Member
from bot.language.messages import Text, _
from bot.plugin import Context
from plugins.watch import register, showing, words
from plugins.watch.models import AppearanceRow, ShareRow


async def who_when_where(
    ctx: Context, row: ShareRow, by: Member | None, here: AppearanceRow | None
) -> list[Text]:
    """Return who shared a link (`by`), when and where, then where else it stands.

    `here` is where it stood in this place last. Where it was not brought up by who shared it, for their own
    post of it was taken away, only the day is told of the sharing.
    """
    stands = await register.appearances(ctx.session, row.id)
    first = stands[0] if stands and stands[0].member_id == row.member_id else None
    said = [await _sharing(ctx, row, by, first)]
    if here is not None and (first is None or first.place_id != ctx.place.id):
        said.append(_("It was brought up here on {day}.", day=words.day(here.posted_at, ctx.words)))
    elif here is not None and first is not None and here.id != first.id:
        said.append(_("It was brought up here again on {day}.", day=words.day(here.posted_at, ctx.words)))
    told = {ctx.place.id} if first is None else {ctx.place.id, first.place_id}
    others = [one for one in stands if one.place_id not in told]
    channels = await showing.where(ctx, others, ctx.member, ctx.place)
    if channels:
        said.append(_("It also stands in {channels}.", channels=ctx.words.join(channels, ", ")))
    return said


async def _sharing(ctx: Context, row: ShareRow, by: Member | None, first: AppearanceRow | None) -> Text:
    """Return who shared a link and when; where as well, if that post of theirs is there still."""
    is_own = by is not None and by.id == ctx.member.id
    told = {
        "name": words.named(by),
        "day": words.day(first.posted_at if first is not None else row.created_at, ctx.words),
    }
    if first is not None and first.place_id == ctx.place.id:
        return (
            _("You shared it here on {day}.", **told)
            if is_own
            else _("{name} shared it here on {day}.", **told)
        )
    channels = [] if first is None else await showing.where(ctx, [first], ctx.member, ctx.place)
    if not channels:
        return _("You shared it on {day}.", **told) if is_own else _("{name} shared it on {day}.", **told)
    told["channel"] = channels[0]
    if is_own:
        return _("You shared it on {day} in {channel}.", **told)
    return _("{name} shared it on {day} in {channel}.", **told)
