"""What the letters tell of the watch: the links that people found most useful since the last one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Member, Network
from bot.chat.places import Place
from bot.language.messages import Instant, Markup, Text, _
from bot.plugin.letters import DigestItem, DigestSection, DigestWindow, thing_of, versioned
from bot.store.people import find_members
from plugins.watch import register, words
from plugins.watch.declaration import plugin
from plugins.watch.models import AppearanceRow, Mark, MarkRow, ShareRow
from plugins.watch.showing import LETTER_KEY, letter_key

_STILL_OF_USE = timedelta(days=60)
"""For so long a link that was told in no letter may come into one, if somebody finds it useful anew."""


class MostUseful:
    """The links shared in the places of a letter, those that most people find useful first."""

    name = "shares"
    title: Text = _("Shared links")
    size = 8

    async def items(
        self, session: AsyncSession, network: Network, window: DigestWindow
    ) -> Sequence[DigestItem]:
        """Return the links of these places: of this time, or found useful in it.

        Where that leaves room, those come that there was no room for in the letter before. Of those that
        there is no room for now only such are counted as people find where `elsewhere` says.
        """
        told = {thing_of(key) for key in window.excluded if key.startswith(LETTER_KEY)}
        kept: list[int] = []
        for ranked in (_found_useful(network, window), _not_yet_found_useful(network, window)):
            if len(kept) < window.most:
                for share, shared_at in await session.execute(ranked.limit(window.most + len(told))):
                    has_room = len(kept) < window.limit or shared_at >= window.reach
                    if has_room and letter_key(share) not in told:
                        kept.append(share)
        counted = [DigestItem(letter_key(share), Markup("")) for share in kept[window.limit : window.most]]
        return [*await _items(session, network, kept[: window.limit], window.places), *counted]

    def elsewhere(self, window: DigestWindow) -> Text:
        """Return how the links of this time are found, and those that the letter before had no room for."""
        return _("`/watch search since {day}`", day=Instant(window.reach, all_day=True))

    async def still(
        self, session: AsyncSession, network: Network, keys: Collection[str], places: Sequence[Place]
    ) -> Collection[str]:
        """Return those that stand there still, and are said to be what they were said to be."""
        numbers = {key: int(thing_of(key).partition(":")[2]) for key in keys}
        there = exists().where(
            AppearanceRow.share_id == ShareRow.id, AppearanceRow.place_id.in_([place.id for place in places])
        )
        # asked for the network as well, SQLite would go through all of its shares
        found = await session.execute(
            select(ShareRow.id, ShareRow.network_id).where(
                ShareRow.id.in_(numbers.values()), ShareRow.removed_at.is_(None), there
            )
        )
        standing = [number for number, network_of in found if network_of == network.id]
        current = {item.key for item in await _items(session, network, standing, places)}
        return current.intersection(keys)


def _found_useful(network: Network, window: DigestWindow) -> Select[int, datetime]:
    """Return the links of a window that somebody finds useful, and when they were shared first.

    Few of all are, so this is asked alone first. Those of this time, which were shared or marked in it, come
    before those of the time of the letter before, and of either those that most people find useful.
    """
    useful = (
        select(
            AppearanceRow.share_id,
            func.count(MarkRow.member_id.distinct()).label("times"),
            func.max(MarkRow.marked_at).label("marked_at"),
            func.max(AppearanceRow.posted_at).label("posted_at"),
        )
        .join(MarkRow, and_(MarkRow.share_id == AppearanceRow.share_id, *_is_useful(window)))
        .where(*_stands_there(window, window.since - _STILL_OF_USE))
        .group_by(AppearanceRow.share_id)
        .cte("useful")
    )
    of_this_time = or_(useful.c.posted_at >= window.since, useful.c.marked_at >= window.since)
    return (
        select(ShareRow.id, ShareRow.created_at)
        .join(useful, useful.c.share_id == ShareRow.id)
        .where(
            ShareRow.network_id == network.id,
            ShareRow.removed_at.is_(None),
            or_(useful.c.posted_at >= window.reach, useful.c.marked_at >= window.reach),
        )
        .order_by(
            case((of_this_time, 0), else_=1),
            useful.c.times.desc(),
            ShareRow.created_at.desc(),
            ShareRow.id.desc(),
        )
    )


def _not_yet_found_useful(network: Network, window: DigestWindow) -> Select[int, datetime]:
    """Return the other links, also those that the letter before had no room for, the newest first."""
    return (
        select(ShareRow.id, ShareRow.created_at)
        .where(
            ShareRow.network_id == network.id,
            ShareRow.removed_at.is_(None),
            ShareRow.id.in_(select(AppearanceRow.share_id).where(*_stands_there(window, window.reach))),
            ~exists().where(MarkRow.share_id == ShareRow.id, *_is_useful(window)),
        )
        .order_by(ShareRow.created_at.desc(), ShareRow.id.desc())
    )


def _stands_there(window: DigestWindow, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        AppearanceRow.place_id.in_([place.id for place in window.places]),
        AppearanceRow.posted_at >= since,
        AppearanceRow.posted_at <= window.until,
    )


def _is_useful(window: DigestWindow) -> tuple[ColumnElement[bool], ...]:
    return MarkRow.kind == Mark.USEFUL, MarkRow.marked_at <= window.until


async def _items(
    session: AsyncSession, network: Network, shares: Sequence[int], places: Sequence[Place]
) -> list[DigestItem]:
    """Return what a letter to these places tells of shares, in order."""
    here = places[0].id if len(places) == 1 else None
    rows = {row.id: row for row in await session.scalars(select(ShareRow).where(ShareRow.id.in_(shares)))}
    authors = {row.member_id for row in rows.values() if row.member_id is not None}
    members = await find_members(session, network.id, authors)
    tags = await register.tags_of_all(session, shares)
    notes = await register.notes_told(session, shares, here)
    said = {note.share_id: note.text for note in notes if note.member_id == rows[note.share_id].member_id}
    return [
        _item(rows[share], members.get(rows[share].member_id or 0), said.get(share, ""), tags.get(share, ()))
        for share in shares
    ]


def _item(row: ShareRow, member: Member | None, note: str, tags: Sequence[str]) -> DigestItem:
    """Return what a letter tells of a share: its title, its site, who shared it, and why or what about."""
    about = words.in_short(note or row.description)
    author = member.username if member is not None else ""
    said = (row.url, row.title, row.site, author, note or row.description, *tags)
    key = versioned(letter_key(row.id), *said)
    told = {
        "title": words.linked(row),
        "site": row.site,
        "name": words.named(member),
        "tags": words.tag_line(tags),
        "about": Markup(" ".join(part for part in (about, words.tag_line(tags)) if part)),
    }
    if not told["about"]:
        return DigestItem(key, _("{title} ({site}), shared by {name}", **told))
    if not about:
        return DigestItem(key, _("{title} ({site}), shared by {name} – {tags}", **told))
    return DigestItem(key, _("{title} ({site}), shared by {name}: {about}", **told))


plugin.provide(DigestSection, MostUseful())
