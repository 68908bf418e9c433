"""The posts of a share: put into a place, kept the same everywhere, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.messages import Post
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.messages import Text, _
from bot.plugin import TimerContext, WorkContext
from bot.plugin.letters import DigestWithdrawn
from bot.plugin.neighbours import LinkShared
from plugins.watch import presence, register, words
from plugins.watch.declaration import plugin
from plugins.watch.index import index_share
from plugins.watch.models import AppearanceRow, ShareRow
from plugins.watch.words import Shown

LETTER_KEY = "share:"
"""How the keys of shares in letters begin."""
CARD_KEY = "share:"
"""How the keys of cards begin."""
A_PRIVATE_CHANNEL = _("a private channel")
"""What is said of a channel to who is not in it, and is not to learn its name."""
_PACE = timedelta(seconds=1)
_AT_ONCE = 5
"""So many changes may come at once, before they keep the pace."""


async def shown(ctx: WorkContext, row: ShareRow, place: Place) -> Shown:
    """Return a share with what stands beside it, as it may be told in a place."""
    notes = [
        (await ctx.find_member(note.member_id), note.text)
        for note in await register.notes_told(ctx.session, [row.id], place.id)
    ]
    return Shown(
        row,
        await register.tags_of(ctx.session, row.id),
        tuple(notes),
        await register.useful_count(ctx.session, row.id),
        await sharer(ctx, row),
    )


async def sharer(ctx: WorkContext, row: ShareRow) -> Member | None:
    """Return who shared a link, None if they are gone."""
    return await ctx.find_member(row.member_id) if row.member_id is not None else None


async def bring(ctx: WorkContext, row: ShareRow, place: Place, member: Member | None) -> AppearanceRow:
    """Post the card of a share in a place.

    Raises:
        Refusal: the bot was removed from it, or it is archived.
    """
    await presence.check_is_in(ctx, place)
    appearance = await stand(ctx, row, place, member, message=None)
    await _post(ctx, row, appearance, place)
    return appearance


async def stand(
    ctx: WorkContext, row: ShareRow, place: Place, member: Member | None, *, message: str | None
) -> AppearanceRow:
    """Write down that a share stands in a place; `message` is somebody's own message there."""
    appearance = AppearanceRow(
        network_id=ctx.network.id,
        share_id=row.id,
        place_id=place.id,
        member_id=member.id if member else None,
        message=message,
        posted_at=ctx.now,
    )
    ctx.session.add(appearance)
    await ctx.session.flush()
    if member is not None:
        await register.tell_note(ctx.session, row.id, member.id, place.id)
    await index_share(ctx.session, row)
    return appearance


async def changed(ctx: WorkContext, row: ShareRow) -> None:
    """Have all posts of a share, and its entry in the index, say what it is now."""
    await ctx.session.flush()
    await index_share(ctx.session, row)
    for appearance in await register.appearances(ctx.session, row.id):
        await _edit(ctx, row, appearance)


async def counted(ctx: WorkContext, row: ShareRow) -> None:
    """Have all posts of a share show how many find it useful: at once, or a moment later if many press.

    The posts change once a second in the long run, however many people press in however many channels.
    """
    until = max(row.refreshed_until or ctx.now, ctx.now) + _PACE
    if until > ctx.now + _AT_ONCE * _PACE:
        at = until - _AT_ONCE * _PACE
        await ctx.later("recount", at, key=f"recount:{row.id}", share=row.id)
        return
    row.refreshed_until = until
    for appearance in await register.appearances(ctx.session, row.id):
        await _edit(ctx, row, appearance)


@plugin.timer("recount")
async def recount(ctx: TimerContext, share: int) -> None:
    """Have all posts of a share show how many find it useful, after many pressed."""
    row = await register.find(ctx, share)
    if row is not None:
        await counted(ctx, row)


async def take_away(ctx: WorkContext, row: ShareRow) -> None:
    """Take a share back: its posts go, and it is found nowhere any more."""
    for appearance in await register.appearances(ctx.session, row.id):
        if appearance.delivery_id is not None:
            await ctx.delete(appearance.delivery_id)
    row.removed_at = ctx.now
    await ctx.session.flush()
    await index_share(ctx.session, row)
    await ctx.cancel(looking(row))
    await ctx.emit(DigestWithdrawn(letter_key(row.id)))


async def put_back(ctx: WorkContext, row: ShareRow) -> None:
    """Put back a share that was taken back, with its posts."""
    row.removed_at = None
    await ctx.session.flush()
    await index_share(ctx.session, row)
    for appearance in await register.appearances(ctx.session, row.id):
        place = await ctx.find_place(appearance.place_id)
        if appearance.delivery_id is not None and place is not None:
            await _post(ctx, row, appearance, place)


async def take_appearance(ctx: WorkContext, row: ShareRow, appearance: AppearanceRow) -> None:
    """Take a share away from one of the places where it stands, and from the letters that go only there."""
    if appearance.delivery_id is not None:
        await ctx.delete(appearance.delivery_id)
    await ctx.session.delete(appearance)
    await ctx.session.flush()
    await index_share(ctx.session, row)
    left = {one.place_id for one in await register.appearances(ctx.session, row.id)}
    await ctx.emit(DigestWithdrawn(letter_key(row.id), stays_in=left))


async def tell(ctx: WorkContext, row: ShareRow) -> None:
    """Tell others, once, that a link was shared; it has to stand somewhere."""
    if row.told_at is not None:
        return
    first = await register.first_appearance(ctx.session, row.id)
    place = await ctx.find_place(first.place_id) if first is not None else None
    if place is None:
        return
    row.told_at = ctx.now
    await ctx.emit(
        LinkShared(
            share=row.id,
            url=row.url,
            title=row.title,
            description=row.description,
            tags=await register.tags_of(ctx.session, row.id),
            member=await sharer(ctx, row),
            place=place,
        )
    )


def looking(row: ShareRow) -> str:
    """Return the key of the errand that looks at the page of a share again."""
    return f"look:{row.id}"


def letter_key(share: int) -> str:
    """Return the key of a share in letters."""
    return f"{LETTER_KEY}{share}"


async def where(
    ctx: WorkContext, rows: Sequence[AppearanceRow], reader: Member | None, here: Place
) -> list[Text]:
    """Return the names of the channels where a share stands, each once.

    A private one is named only to a reader who is in it, as far as the watch knows: who is told it there
    (`here`), or brought links there. That there are others is said without their names.
    """
    found = dict.fromkeys([row.place_id for row in rows])
    places = [place for place in [await ctx.find_place(place) for place in found] if place is not None]
    named = [place for place in places if await may_be_named(ctx, place, reader, here)]
    names: list[Text] = [words.channel(place.name) for place in named]
    return names if len(named) == len(places) else [*names, A_PRIVATE_CHANNEL]


async def may_be_named(ctx: WorkContext, place: Place, reader: Member | None, here: Place | None) -> bool:
    """Return whether a reader may learn of a channel: it is open, or they are in it, as far as is known."""
    if not place.is_private or (here is not None and place.id == here.id):
        return True
    since = ctx.now - register.LATELY
    return reader is not None and await register.brought_there(ctx.session, reader.id, place.id, since)


async def _post(ctx: WorkContext, row: ShareRow, appearance: AppearanceRow, place: Place) -> None:
    """Post the card; one that was taken away before is posted anew."""
    key = f"{CARD_KEY}{appearance.id}"
    if appearance.delivery_id is not None:
        key = f"{key}:{int(ctx.now.timestamp())}"
    appearance.delivery_id = await ctx.post(place, await _card(ctx, row, appearance, place), key=key)


async def _edit(ctx: WorkContext, row: ShareRow, appearance: AppearanceRow) -> None:
    place = await ctx.find_place(appearance.place_id)
    if appearance.delivery_id is not None and place is not None:
        await ctx.edit(appearance.delivery_id, await _card(ctx, row, appearance, place))


async def _card(ctx: WorkContext, row: ShareRow, appearance: AppearanceRow, place: Place) -> Post:
    brought_by = await ctx.find_member(appearance.member_id) if appearance.member_id is not None else None
    return words.card(
        await shown(ctx, row, place),
        appearance.id,
        ctx.words_for(place),
        brought_by=brought_by,
        usual=ctx.network.language,
    )
