"""Shares in the database: found by their addresses, written, marked, and where they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, exists, func, or_, select, union, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import _
from bot.plugin import Refusal, WorkContext
from bot.store.tables import PlaceRow
from plugins.watch.models import (
    AddressRow,
    AppearanceRow,
    Mark,
    MarkRow,
    NoteRow,
    ShareRow,
    TagRow,
)
from plugins.watch.pages.canonical import same_key
from plugins.watch.tags import Tag, read_tags

KEPT_REMOVED = timedelta(days=7)
"""How long what was taken back may be put back, and what nobody keeps is remembered."""
LATELY = timedelta(days=90)
"""For so long after they brought a link to a channel, people are taken to be in it."""

STANDS = exists().where(AppearanceRow.share_id == ShareRow.id)
"""Whether a share stands anywhere."""


def key_of(url: str) -> str:
    """Return the key under which a page of an address is known.

    Raises:
        ValueError: it is no address of the web.
    """
    return hashlib.sha256(same_key(url).encode()).hexdigest()


async def known(session: AsyncSession, network: int, keys: Iterable[str]) -> ShareRow | None:
    """Return the share of a page that is known under one of these keys; also one taken back."""
    found = await all_known(session, network, keys)
    return found[0] if found else None


async def all_known(session: AsyncSession, network: int, keys: Iterable[str]) -> Sequence[ShareRow]:
    """Return the shares that are known under these keys: first those that stand somewhere, then the oldest.

    Of one page there are several only until it is known that their addresses lead to it.
    """
    under = AddressRow.network_id == network, AddressRow.key.in_(list(keys))
    named = select(AddressRow.share_id).where(*under)
    stands_somewhere = ShareRow.removed_at.is_(None) & STANDS
    found = await session.scalars(
        select(ShareRow).where(ShareRow.id.in_(named)).order_by(stands_somewhere.desc(), ShareRow.id)
    )
    return found.all()


async def get(ctx: WorkContext, share: int) -> ShareRow:
    """Return a share of the network, for who is about to change it: others who do wait for one another.

    So the counts that its posts show are right, whoever presses at the same instant.

    Raises:
        Refusal: there is none any more.
    """
    row = await ctx.session.scalar(_standing(ctx, share).with_for_update())
    if row is None:
        raise Refusal(
            "unknown_share", _("This link is not in the shared watch any more: it was taken back meanwhile.")
        )
    return row


async def find(ctx: WorkContext, share: int) -> ShareRow | None:
    """Return a share of the network, None if there is none, or it was taken back."""
    return await ctx.session.scalar(_standing(ctx, share))


def _standing(ctx: WorkContext, share: int) -> Select[ShareRow]:
    return select(ShareRow).where(
        ShareRow.id == share, ShareRow.network_id == ctx.network.id, ShareRow.removed_at.is_(None)
    )


async def add(session: AsyncSession, row: ShareRow, keys: Sequence[str]) -> ShareRow | None:
    """Write a new share under its keys; return None, or the share that another wrote at the same instant."""
    try:
        async with session.begin_nested():
            session.add(row)
            await session.flush()
            session.add_all(
                AddressRow(network_id=row.network_id, share_id=row.id, key=key) for key in dict.fromkeys(keys)
            )
            await session.flush()
    except IntegrityError:
        other = await known(session, row.network_id, keys)
        if other is None:
            raise
        return other
    return None


async def add_key(session: AsyncSession, row: ShareRow, key: str) -> None:
    """Have a share be known under one more key, unless another one is."""
    taken = select(AddressRow.id).where(AddressRow.network_id == row.network_id, AddressRow.key == key)
    if await session.scalar(taken) is None:
        try:
            async with session.begin_nested():
                session.add(AddressRow(network_id=row.network_id, share_id=row.id, key=key))
        except IntegrityError:  # taken at this instant: the page stays two shares
            return


async def tags_of(session: AsyncSession, share: int) -> tuple[str, ...]:
    """Return the tags of a share, as they were typed, in order."""
    found = await session.scalars(select(TagRow.name).where(TagRow.share_id == share).order_by(TagRow.id))
    return tuple(found)


async def tags_of_all(session: AsyncSession, shares: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Return the tags of several shares by their ids; a share without tags is left out."""
    rows = await session.execute(
        select(TagRow.share_id, TagRow.name).where(TagRow.share_id.in_(shares)).order_by(TagRow.id)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.share_id, []).append(row.name)
    return found


async def set_tags(session: AsyncSession, row: ShareRow, tags: Sequence[Tag]) -> None:
    """Give a share these tags, and no others."""
    await session.execute(delete(TagRow).where(TagRow.share_id == row.id))
    session.add_all(
        TagRow(network_id=row.network_id, share_id=row.id, name=tag.name, folded=tag.folded, stem=tag.stem)
        for tag in tags
    )
    await session.flush()


async def add_tags(session: AsyncSession, row: ShareRow, tags: Sequence[Tag]) -> None:
    """Give a share further tags, as far as there is room; other forms of those that it has are none."""
    before = await tags_of(session, row.id)
    await set_tags(session, row, read_tags([*before, *(tag.name for tag in tags)]))


async def notes_of(session: AsyncSession, share: int) -> Sequence[NoteRow]:
    """Return what people noted about a share, the first note first."""
    found = await session.scalars(select(NoteRow).where(NoteRow.share_id == share).order_by(NoteRow.id))
    return found.all()


async def notes_told(session: AsyncSession, shares: Collection[int], place: int | None) -> Sequence[NoteRow]:
    """Return what people noted about shares and may be told in a place, or anywhere; the first note first.

    What was written in a private channel is told there alone.
    """
    found = await session.scalars(
        select(NoteRow)
        .join(PlaceRow, PlaceRow.id == NoteRow.place_id)
        .where(NoteRow.share_id.in_(shares), PlaceRow.is_private.is_(False) | (PlaceRow.id == place))
        .order_by(NoteRow.id)
    )
    return found.all()


async def set_note(ctx: WorkContext, row: ShareRow, member: int, text: str, place: int | None = None) -> None:
    """Have a person note this about a share, in a place; an empty text removes what they noted.

    Without a place it is for themselves until they bring the link somewhere.
    """
    theirs = NoteRow.share_id == row.id, NoteRow.member_id == member
    found = await ctx.session.scalar(select(NoteRow).where(*theirs))
    if not text:
        await ctx.session.execute(delete(NoteRow).where(*theirs))
    elif found is not None:
        found.text, found.place_id = text, place
    else:
        ctx.session.add(
            NoteRow(
                network_id=row.network_id,
                share_id=row.id,
                member_id=member,
                place_id=place,
                text=text,
                written_at=ctx.now,
            )
        )
    await ctx.session.flush()


async def tell_note(session: AsyncSession, share: int, member: int, place: int) -> None:
    """Have what a person noted for themselves be told where they bring the link now."""
    theirs = NoteRow.share_id == share, NoteRow.member_id == member, NoteRow.place_id.is_(None)
    await session.execute(update(NoteRow).where(*theirs).values(place_id=place))


async def appearances(session: AsyncSession, share: int) -> Sequence[AppearanceRow]:
    """Return where a share stands, the first place first."""
    found = await session.scalars(
        select(AppearanceRow).where(AppearanceRow.share_id == share).order_by(AppearanceRow.id)
    )
    return found.all()


async def first_appearance(session: AsyncSession, share: int) -> AppearanceRow | None:
    """Return where a share was posted first, None if it stands nowhere."""
    return await session.scalar(
        select(AppearanceRow).where(AppearanceRow.share_id == share).order_by(AppearanceRow.id).limit(1)
    )


async def last_here(session: AsyncSession, share: int, place: int) -> AppearanceRow | None:
    """Return where a share stood in a place last, None if it never did."""
    return await session.scalar(
        select(AppearanceRow)
        .where(AppearanceRow.share_id == share, AppearanceRow.place_id == place)
        .order_by(AppearanceRow.posted_at.desc(), AppearanceRow.id.desc())
        .limit(1)
    )


async def latest_of(session: AsyncSession, member: int, place: int) -> ShareRow | None:
    """Return the share that a person brought to a place last, None if there is none."""
    return await session.scalar(
        select(ShareRow)
        .join(AppearanceRow, AppearanceRow.share_id == ShareRow.id)
        .where(
            AppearanceRow.member_id == member,
            AppearanceRow.place_id == place,
            ShareRow.removed_at.is_(None),
        )
        .order_by(AppearanceRow.posted_at.desc(), AppearanceRow.id.desc())
        .limit(1)
    )


async def brought_there(session: AsyncSession, member: int, place: int, since: datetime) -> bool:
    """Return whether a person brought a link to a place since an instant."""
    found = await session.scalar(
        select(AppearanceRow.id)
        .where(
            AppearanceRow.member_id == member,
            AppearanceRow.place_id == place,
            AppearanceRow.posted_at > since,
        )
        .limit(1)
    )
    return found is not None


async def shared_since(session: AsyncSession, member: int, since: datetime) -> int:
    """Return how often a person brought links anywhere since an instant."""
    found = await session.scalar(
        select(func.count())
        .select_from(AppearanceRow)
        .where(AppearanceRow.member_id == member, AppearanceRow.posted_at > since)
    )
    return found or 0


async def brought_before(session: AsyncSession, member: int, at: datetime) -> bool:
    """Return whether a person brought a link anywhere before an instant, and it was not taken back since."""
    found = await session.scalar(
        select(AppearanceRow.id)
        .join(ShareRow, ShareRow.id == AppearanceRow.share_id)
        .where(AppearanceRow.member_id == member, AppearanceRow.posted_at < at, ShareRow.removed_at.is_(None))
        .limit(1)
    )
    return found is not None


async def useful_count(session: AsyncSession, share: int) -> int:
    """Return how many people find a share useful."""
    found = await session.scalar(
        select(func.count())
        .select_from(MarkRow)
        .where(MarkRow.share_id == share, MarkRow.kind == Mark.USEFUL)
    )
    return found or 0


async def toggle(ctx: WorkContext, share: int, member: int, mark: Mark) -> bool:
    """Have a person mark a share, or take that back; return whether it is marked now."""
    theirs = MarkRow.share_id == share, MarkRow.member_id == member, MarkRow.kind == mark
    found = await ctx.session.scalar(select(MarkRow).where(*theirs))
    if found is not None:
        await ctx.session.delete(found)
        await ctx.session.flush()
        return False
    await put_mark(ctx, share, member, mark)
    return True


async def drop_mark(session: AsyncSession, share: int, member: int, mark: Mark) -> None:
    """Have a person mark a share no longer."""
    await session.execute(
        delete(MarkRow).where(MarkRow.share_id == share, MarkRow.member_id == member, MarkRow.kind == mark)
    )


async def put_mark(ctx: WorkContext, share: int, member: int, mark: Mark) -> None:
    """Have a person mark a share; once is enough."""
    row = MarkRow(
        network_id=ctx.network.id, share_id=share, member_id=member, kind=mark.value, marked_at=ctx.now
    )
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(row)
    except IntegrityError:  # they pressed twice at once
        return


async def keepers(session: AsyncSession, share: int) -> Sequence[int]:
    """Return who keeps a share in their list."""
    kept = select(MarkRow.member_id).where(MarkRow.share_id == share, MarkRow.kind == Mark.SAVED)
    return (await session.scalars(kept.order_by(MarkRow.id))).all()


async def made_of_it(session: AsyncSession, share: int, besides: Collection[int | None]) -> int:
    """Return how many people, besides these, marked a share or noted something about it."""
    people = union(*(select(kind.member_id).where(kind.share_id == share) for kind in (MarkRow, NoteRow)))
    return len(set(await session.scalars(people)).difference(besides))


async def merge(session: AsyncSession, gone: ShareRow, kept: ShareRow) -> None:
    """Have one share of two that turn out to be of one page: what was said of either is said of the one."""
    await add_tags(session, kept, read_tags(await tags_of(session, gone.id)))
    noted = {note.member_id for note in await notes_of(session, kept.id)}
    for note in await notes_of(session, gone.id):
        if note.member_id not in noted:
            note.share_id = kept.id
    marked = {(mark.member_id, mark.kind) for mark in await _marks_of(session, kept.id)}
    for mark in await _marks_of(session, gone.id):
        if (mark.member_id, mark.kind) not in marked:
            mark.share_id = kept.id
    await session.flush()
    for moved in (AddressRow, AppearanceRow):
        await session.execute(update(moved).where(moved.share_id == gone.id).values(share_id=kept.id))
    await session.execute(delete(ShareRow).where(ShareRow.id == gone.id))
    session.expunge(gone)


async def _marks_of(session: AsyncSession, share: int) -> Sequence[MarkRow]:
    return (await session.scalars(select(MarkRow).where(MarkRow.share_id == share))).all()


async def forget_old(session: AsyncSession, network: int, now: datetime) -> None:
    """Forget what was taken back long ago, and what neither stands anywhere nor is kept by anybody.

    What others made something of stays for them, as it does if it is shared again: without the names and the
    notes of those who took it back, and where it stood.
    """
    old = now - KEPT_REMOVED
    gone = select(ShareRow.id).where(ShareRow.network_id == network, ShareRow.removed_at < old)
    brought = exists().where(
        AppearanceRow.share_id == NoteRow.share_id, AppearanceRow.member_id == NoteRow.member_id
    )
    shared = exists().where(ShareRow.id == NoteRow.share_id, ShareRow.member_id == NoteRow.member_id)
    await session.execute(
        delete(NoteRow).where(NoteRow.share_id.in_(gone), or_(brought, shared)),
        execution_options={"synchronize_session": False},
    )
    await session.execute(delete(AppearanceRow).where(AppearanceRow.share_id.in_(gone)))
    is_marked = exists().where(MarkRow.share_id == ShareRow.id)
    is_noted = exists().where(NoteRow.share_id == ShareRow.id)
    nobodys = ShareRow.removed_at.is_(None) & (ShareRow.created_at < old) & ~STANDS & ~is_marked
    forgotten = (ShareRow.removed_at < old) & ~is_marked & ~is_noted
    await session.execute(delete(ShareRow).where(ShareRow.network_id == network, forgotten | nobodys))
    await session.execute(update(ShareRow).where(ShareRow.id.in_(gone)).values(member_id=None))
