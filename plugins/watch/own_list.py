"""A person's own list in the database: what they keep, and what they shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.folding import nearest
from bot.language.terms import terms, words_and_stems
from plugins.watch import register
from plugins.watch.models import Mark, MarkRow, NoteRow, ShareRow, TagRow
from plugins.watch.wanted import Wanted

_LOOKED_AT = 1000
"""So many links of one's own list are searched, the latest."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A share in somebody's list: `is_saved` if they keep it, `is_own` if they shared it and it stands.

    `at` is since when it is in the list.
    """

    row: ShareRow
    is_saved: bool
    is_own: bool
    at: datetime


async def list_of(session: AsyncSession, network: int, member: int, start: int, count: int) -> list[Listed]:
    """Return what a person keeps or shared, the latest first, from the `start`-th on."""
    saved = (
        select(MarkRow.marked_at)
        .where(MarkRow.share_id == ShareRow.id, MarkRow.member_id == member, MarkRow.kind == Mark.SAVED)
        .scalar_subquery()
    )
    since = func.coalesce(saved, ShareRow.created_at)
    rows = await session.execute(
        select(ShareRow, saved.label("saved_at"), _is_own(member), since)
        .where(*_in_list(network, member))
        .order_by(since.desc(), ShareRow.id.desc())
        .offset(start)
        .limit(count)
    )
    return [Listed(row, saved_at is not None, is_own, at) for row, saved_at, is_own, at in rows]


async def matching(session: AsyncSession, network: int, member: int, wanted: Wanted) -> list[Listed]:
    """Return what answers of a person's list, the latest first, among the `_LOOKED_AT` latest of it.

    What has most of the words that are wanted counts alone; slips in them are put right by the words there.
    """
    listed = await list_of(session, network, member, 0, _LOOKED_AT)
    shares = [item.row.id for item in listed]
    tags: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = await session.execute(
        select(TagRow.share_id, TagRow.name, TagRow.stem).where(TagRow.share_id.in_(shares))
    )
    for share, name, stem in rows:
        tags[share].append((name, stem))
    own = await session.execute(
        select(NoteRow.share_id, NoteRow.text).where(
            NoteRow.share_id.in_(shares), NoteRow.member_id == member
        )
    )
    notes = {row.share_id: row.text for row in own}
    found = [
        item
        for item in listed
        if (wanted.since is None or item.at >= wanted.since)
        and {tag.stem for tag in wanted.tags} <= {stem for _name, stem in tags[item.row.id]}
    ]
    said = [_said(item.row, tags[item.row.id], notes.get(item.row.id, "")) for item in found]
    return _best(found, said, wanted.words)


def _said(row: ShareRow, tags: Iterable[tuple[str, str]], note: str) -> frozenset[str]:
    """Return the words, and their stems, by which a share of one's own list is found."""
    tagged = " ".join(name.replace("-", " ").replace("_", " ") for name, _stem in tags)
    site = row.site.replace(".", " ").replace("-", " ")
    text = f"{row.title} . {row.description} . {site} . {tagged} . {note}"
    return frozenset(form for both in words_and_stems(text) for form in both)


def _best(found: Sequence[Listed], said: Sequence[frozenset[str]], typed: str) -> list[Listed]:
    """Return the shares that say most of what was typed: all of them if nothing was."""
    known = frozenset[str]().union(*said)
    asked = [_forms(term.word, term.stem, known) for term in terms(typed)]
    if not asked:
        return [] if typed.strip() else list(found)
    counts = [sum(not forms.isdisjoint(words) for forms in asked) for words in said]
    most = max(counts, default=0)
    return [item for item, count in zip(found, counts, strict=True) if count == most > 0]


def _forms(word: str, stem: str, known: frozenset[str]) -> frozenset[str]:
    """Return what stands for a word: itself and its stem, else the known words for which it may be a slip."""
    itself = frozenset((word, stem))
    return itself if itself & known else frozenset(nearest(word, known))


async def list_length(session: AsyncSession, network: int, member: int) -> int:
    """Return how many links a person keeps or shared."""
    found = await session.scalar(select(func.count()).select_from(ShareRow).where(*_in_list(network, member)))
    return found or 0


def _in_list(network: int, member: int) -> tuple[ColumnElement[bool], ...]:
    is_saved = exists().where(
        MarkRow.share_id == ShareRow.id, MarkRow.member_id == member, MarkRow.kind == Mark.SAVED
    )
    return ShareRow.network_id == network, is_saved | _is_own(member)


def _is_own(member: int) -> ColumnElement[bool]:
    """Return whether a person shared a link that stands, rather than only kept it."""
    return (ShareRow.member_id == member) & ShareRow.removed_at.is_(None) & register.STANDS
