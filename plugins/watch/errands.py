"""Looking at a page that could not be read, or was not read yet: outside any unit of work."""

from __future__ import annotations

from bot.chat.messages import Post
from bot.language.messages import _
from bot.plugin import Errand, ErrandContext
from bot.plugin.fetching import OF_THE_ADDRESS
from bot.plugin.loading import load
from plugins.watch import doubting, messages, register, showing, taking, words
from plugins.watch.declaration import plugin
from plugins.watch.models import AppearanceRow, Origin, ShareRow
from plugins.watch.pages.page import Page, Unreachable
from plugins.watch.tags import read_tags
from plugins.watch.taking import Wish


@plugin.errand("look")
async def look(
    errand: Errand,
    share: int,
    attempt: int,
    chosen: str | None = None,
    place: int | None = None,
    *,
    sure: bool = False,
) -> None:
    """Look at the page of a share; `attempt` counts how often it was looked at again.

    `chosen` is the message of somebody else, in a `place`, from which it was shared. Where nothing is at its
    address, who shared it is asked first, unless they are `sure`.
    """
    await load("plugins.watch.pages.looking")  # with what reads pages
    from plugins.watch.pages.looking import PageLookup

    async with errand.read() as session:
        row = await session.get(ShareRow, share)
        if row is None or row.removed_at is not None or row.looked_at is not None:
            return
        url = row.url
    page = await PageLookup(url).look(errand)
    async with errand.unit() as ctx:
        row = await register.find(ctx, share)
        if row is None or row.looked_at is not None:
            return
        if isinstance(page, Unreachable) and page.problem in OF_THE_ADDRESS:
            await showing.take_away(ctx, row)
            await _tell_why_not(ctx, row, page)
            return
        if attempt == 0:
            other = (chosen, place) if chosen is not None and place is not None else None
            if doubting.is_nowhere(page) and not sure and await _ask_whether(ctx, row, page, other):
                return
            await _acknowledge(ctx, row, page, other)
        if isinstance(page, Page):
            row = await _read(ctx, row, page)
        elif not page.lasting and await taking.look_again(ctx, row, attempt):
            return
        await showing.tell(ctx, row)


async def _acknowledge(
    ctx: ErrandContext, row: ShareRow, page: Page | Unreachable, chosen: messages.Chosen | None
) -> None:
    """React to the message of a link: whoever wrote it sees whether it is new in the network.

    Only now is it known that it may be shared, so that who shared it is thanked if it is their first one.
    """
    other = await _standing_at(ctx, row, page.url) if isinstance(page, Page) else None
    member = await showing.sharer(ctx, row)
    if other is None and member is not None:
        await taking.thank(ctx, member, row.created_at)
    await messages.acknowledge(ctx, row, messages.TAKEN if other is None else messages.KNOWN, chosen)


async def _ask_whether(
    ctx: ErrandContext, row: ShareRow, page: Unreachable, chosen: messages.Chosen | None
) -> bool:
    """Take a link back, and ask those who shared it whether its address is right; return whether it was done.

    It is not where a card shows it already: whoever brought it up meanwhile wanted it.
    """
    stands = await register.appearances(ctx.session, row.id)
    if any(one.delivery_id is not None for one in stands):
        return False
    notes = {note.member_id: note.text for note in await register.notes_of(ctx.session, row.id)}
    tags = read_tags(await register.tags_of(ctx.session, row.id))
    for one in stands:
        member = await ctx.find_member(one.member_id) if one.member_id is not None else None
        place = await ctx.find_place(one.place_id)
        if member is None or place is None:
            continue
        wish = Wish(row.url, tags, notes.get(member.id, ""))
        message = one.message or (chosen[0] if chosen is not None else None)
        doubt = await doubting.keep(ctx, member, wish, place, _origin(one), message)
        post = doubting.question(ctx.words_for(member), doubt, place, page)
        await ctx.post(member, post, key=f"doubt:{doubt.id}")
    await showing.take_away(ctx, row)
    return True


def _origin(one: AppearanceRow) -> Origin:
    if one.message is None:
        return Origin.OTHERS
    return Origin.CHOSEN if one.note_said is None else Origin.TAGGED


async def _standing_at(ctx: ErrandContext, row: ShareRow, url: str) -> ShareRow | None:
    """Return the share that stands under an address already, None if it is this one, or none."""
    other = await register.known(ctx.session, ctx.network.id, [register.key_of(url)])
    is_other = other is not None and other.id != row.id and await taking.is_standing(ctx, other)
    return other if is_other else None


async def _tell_why_not(ctx: ErrandContext, row: ShareRow, page: Unreachable) -> None:
    """Tell who shared a link, by DM, why it stands nowhere: nobody waited for the answer."""
    member = await ctx.find_member(row.member_id) if row.member_id is not None else None
    if member is None:
        return
    why = _("I do not share this link. {reason}", reason=page.text)
    text = ctx.words_for(member).join((words.linked(row), why))
    await ctx.post(member, Post(text=text), key=f"refused:{row.id}")


async def _read(ctx: ErrandContext, row: ShareRow, page: Page) -> ShareRow:
    """Have a share say what its page says; where that is shared under another address, return that share."""
    other = await _standing_at(ctx, row, page.url)
    if other is not None:
        await taking.join(ctx, row, other)
        row = other
    else:
        taking.fill(ctx, row, page)
        await _take_address(ctx, row, register.key_of(page.url))
    await showing.changed(ctx, row)
    return row


async def _take_address(ctx: ErrandContext, row: ShareRow, key: str) -> None:
    """Have a share be known under one more key, with what was made of a share there that stands nowhere."""
    for other in await register.all_known(ctx.session, ctx.network.id, [key]):
        if other.id != row.id:
            await taking.join(ctx, other, row)
    await register.add_key(ctx.session, row, key)
