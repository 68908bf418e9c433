"""Taking a link back: everybody takes away what is their own, and what others made of the link stays.

Who coordinates channels takes it out of these. Where it stands nowhere any more, it may be put back for a
week, and stays in the lists of those who keep it, unless it may do harm.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.chat.messages import Button, Post, Reply, Style, Update
from bot.chat.people import Member, Role
from bot.chat.places import PlaceKind
from bot.language.messages import Text, _, ngettext
from bot.plugin import Context, NotAllowed, Refusal
from plugins.watch import register, rights, showing, taking, words
from plugins.watch.declaration import plugin
from plugins.watch.models import AppearanceRow, Mark, ShareRow
from plugins.watch.withdrawing import leave_to_others


@plugin.action("remove")
async def remove(ctx: Context, share: int, appearance: int) -> Reply:
    """Take a share back from the card of one of its appearances."""
    row = await register.get(ctx, share)
    return await take_back(ctx, row, await ctx.session.get(AppearanceRow, appearance))


async def take_back(ctx: Context, row: ShareRow, here: AppearanceRow | None) -> Reply:
    """Take a share away from where the person brought it, and from the channels that they coordinate.

    Who only brought it up again takes it away `here` alone, where they are. Its author's note and name go
    with the last of their own posts.

    Raises:
        NotAllowed: they neither brought it anywhere nor coordinate a channel where it stands.
    """
    stands = await register.appearances(ctx.session, row.id)
    coordinated = [one for one in stands if await _coordinates(ctx, one)]
    gone = _gone(ctx, row, here, stands, {one.id for one in coordinated})
    is_author = row.member_id == ctx.member.id
    if not (gone or is_author):
        raise NotAllowed(rights.ONLY_OTHERS)
    left = [one for one in stands if one not in gone]
    if not left:
        return await _everywhere(ctx, row, is_coordinated=bool(coordinated))
    for one in gone:
        await showing.take_appearance(ctx, row, one)
    is_own = is_author or any(one.member_id == ctx.member.id for one in gone)
    if is_own and await leave_to_others(ctx, row, ctx.member.id, left):
        await showing.changed(ctx, row)
    return await _said_of_rest(ctx, row, gone, left, is_author=is_author)


def _gone(
    ctx: Context,
    row: ShareRow,
    here: AppearanceRow | None,
    stands: Sequence[AppearanceRow],
    coordinated: Collection[int],
) -> list[AppearanceRow]:
    """Return from where a share goes."""
    own = [one for one in stands if one.member_id == ctx.member.id]
    if row.member_id != ctx.member.id and here in own:
        return [one for one in own if one is here]
    theirs = [one for one in stands if one.id in coordinated]
    if row.member_id != ctx.member.id and theirs:
        return theirs
    return [one for one in stands if one in own or one in theirs]


async def _coordinates(ctx: Context, one: AppearanceRow) -> bool:
    place = await ctx.find_place(one.place_id)
    return place is not None and await ctx.may(Role.COORDINATOR, place)


async def _everywhere(ctx: Context, row: ShareRow, *, is_coordinated: bool) -> Reply:
    await showing.take_away(ctx, row)
    lines: list[Text] = [_("Taken back everywhere: {title}", title=words.linked(row))]
    buttons = [Button(_("Put it back"), "restore", {"share": row.id})]
    keep = len(await _keepers(ctx, row))
    if keep:
        lines.append(
            ngettext(
                "{count} person keeps it: it stays in their list, which says that it is not shared any more.",
                "{count} people keep it: it stays in their lists, which say that it is not shared any more.",
                keep,
            )
        )
    if keep and is_coordinated:
        label = _("It may do harm: out of the lists too")
        buttons.append(Button(label, "out-of-lists", {"share": row.id}, Style.DANGER))
    return Reply(text=ctx.words.join(lines), buttons=tuple(buttons))


async def _said_of_rest(
    ctx: Context,
    row: ShareRow,
    gone: Sequence[AppearanceRow],
    left: Sequence[AppearanceRow],
    *,
    is_author: bool,
) -> Reply:
    """Return where a share stands still, and that it may be put back where it was taken away from here."""
    channels = ctx.words.join(await showing.where(ctx, left, ctx.member, ctx.place), ", ")
    said = {"channels": channels, "title": words.linked(row)}
    is_here = ctx.place.kind is PlaceKind.CHANNEL and any(one.place_id == ctx.place.id for one in gone)
    buttons: tuple[Button, ...] = ()
    if is_here:
        about: dict[str, int | str | bool] = {"share": row.id, "place": ctx.place.id}
        buttons = (Button(_("Put it back"), "again", about),)
    if is_author:
        text = _(
            "Your own posts of this link, your note and your name are taken back. The link stays in "
            "{channels}, where others brought it up: {title}",
            **said,
        )
    elif is_here and len(gone) == 1:
        text = _("Taken back here; it still stands in {channels}: {title}", **said)
    else:
        text = _("Taken back; it still stands in {channels}: {title}", **said)
    return Reply(text=text, buttons=buttons)


@plugin.action("restore")
async def restore(ctx: Context, share: int) -> Update:
    """Put back a share that was taken back everywhere."""
    row = await ctx.session.get(ShareRow, share, with_for_update=True)
    if row is None or row.network_id != ctx.network.id:
        raise _too_late()
    if row.removed_at is None:
        if not await taking.is_standing(ctx, row):
            raise _too_late()
        return Update(text=_("Shared again meanwhile: {title}", title=words.linked(row)))
    if ctx.now - row.removed_at >= register.KEPT_REMOVED:
        raise _too_late()
    await rights.check_may_change(ctx, row)
    await showing.put_back(ctx, row)
    return Update(text=_("Back again: {title}", title=words.linked(row)))


def _too_late() -> Refusal:
    return Refusal("unknown_share", _("It is too late to put this link back: share it again."))


@plugin.action("out-of-lists")
async def take_out_of_lists(ctx: Context, share: int) -> Update:
    """Take a share that may do harm out of the lists of those who keep it, and tell them."""
    row = await ctx.session.get(ShareRow, share, with_for_update=True)
    if row is None or row.network_id != ctx.network.id or row.removed_at is None:
        raise Refusal("unknown_share", _("This link was shared again, or forgotten, meanwhile."))
    stood = await register.appearances(ctx.session, row.id)
    if not [one for one in stood if await _coordinates(ctx, one)]:
        raise NotAllowed
    keepers = await _keepers(ctx, row)
    said = _(
        "Who coordinates took a link out of the shared watch because it may do harm. It is not in your list "
        "any more: {title}",
        title=words.in_short(words.title_of(row)),
    )
    for member in keepers:
        await register.drop_mark(ctx.session, row.id, member.id, Mark.SAVED)
        await ctx.post(member, Post(text=said), key=f"harm:{row.id}:{member.id}", unsolicited=True)
    return Update(
        text=ngettext(
            "Out of the list of {count} person too, who is told: {title}",
            "Out of the lists of {count} people too, who are told: {title}",
            len(keepers),
            title=words.in_short(words.title_of(row)),
        )
    )


async def _keepers(ctx: Context, row: ShareRow) -> list[Member]:
    """Return who keeps a share in their list, save the person."""
    found = [await ctx.find_member(number) for number in await register.keepers(ctx.session, row.id)]
    return [member for member in found if member is not None and member.id != ctx.member.id]
