"""How shares are found by words: their index, written in the transaction that writes them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.search import Entry, SearchIndex
from plugins.watch.models import AppearanceRow, ShareRow, TagRow
from plugins.watch.register import notes_told

TITLE, TAGS, NOTES, REST = "title", "tags", "notes", "rest"


async def entries_of(session: AsyncSession, shares: Sequence[int]) -> list[Entry]:
    """Return what the index should hold of these shares: of those that stand nowhere, nothing."""
    stands = exists().where(AppearanceRow.share_id == ShareRow.id)
    found = select(ShareRow).where(ShareRow.id.in_(shares), ShareRow.removed_at.is_(None), stands)
    rows = (await session.scalars(found.order_by(ShareRow.id))).all()
    tags: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for share, name, stem in await session.execute(
        select(TagRow.share_id, TagRow.name, TagRow.stem)
        .where(TagRow.share_id.in_(shares))
        .order_by(TagRow.id)
    ):
        tags[share].append((name, stem))
    notes: dict[int, list[str]] = defaultdict(list)
    for note in await notes_told(session, shares, None):
        notes[note.share_id].append(note.text)
    return [entry_of(row, tags[row.id], notes[row.id]) for row in rows]


index = SearchIndex(
    "search_watch",
    of="watch_share",
    columns={TITLE: 4.0, TAGS: 3.0, NOTES: 2.0, REST: 1.0},
    source=entries_of,
    package="plugins.watch",
    is_personal=False,
    last_first=True,
)


def entry_of(row: ShareRow, tags: Iterable[tuple[str, str]] = (), notes: Iterable[str] = ()) -> Entry:
    """Return how a share is found: `tags` as they are shown, with their stems; `notes`."""
    tagged = list(tags)
    return Entry(
        row.id,
        {
            TITLE: row.title,
            TAGS: " . ".join(name.replace("-", " ").replace("_", " ") for name, _stem in tagged),
            NOTES: " . ".join(notes),
            REST: f"{row.description} . {row.site.replace('.', ' ').replace('-', ' ')}",
        },
        filters=(
            network_filter(row.network_id),
            month_filter(row.created_at),
            year_filter(row.created_at.year),
            *dict.fromkeys(tag_filter(row.network_id, stem) for _name, stem in tagged),
        ),
    )


async def index_share(session: AsyncSession, row: ShareRow) -> None:
    """Have a share be found as it is now; one that was taken back, or stands nowhere, is found no more."""
    await session.flush()
    entries = await entries_of(session, [row.id])
    if entries:
        await index.put(session, entries)
    else:
        await index.remove(session, [row.id])


def network_filter(network: int) -> str:
    """Return the filter that all shares of a network have."""
    return f"net{network}"


def tag_filter(network: int, stem: str) -> str:
    """Return the filter that a network’s shares with a tag have; tags are in any letters, filters are not."""
    return f"tag{hashlib.blake2b(f'{network} {stem}'.encode(), digest_size=6).hexdigest()}"


def month_filter(at: datetime) -> str:
    """Return the filter that all shares of a month have, in UTC."""
    return f"month{at.astimezone(UTC):%Y%m}"


def year_filter(year: int) -> str:
    """Return the filter that all shares of a year have."""
    return f"year{year}"


def since_filters(since: datetime, now: datetime) -> list[str]:
    """Return filters of which each share since then has one; some from before have one as well."""
    first, last = since.astimezone(UTC), now.astimezone(UTC)
    until = 12 if first.year < last.year else last.month
    months = [f"month{first.year}{month:02}" for month in range(first.month, until + 1)]
    return [*months, *(year_filter(year) for year in range(first.year + 1, last.year + 1))]
