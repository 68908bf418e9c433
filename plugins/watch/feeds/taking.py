"""Writing down what visits brought, many at a time: one unit of work for a batch, and no object a row."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.plugin import Errand, WorkContext
from bot.store.base import table_of
from bot.store.many import insert_many, update_many
from bot.store.upsert import upsert
from plugins.watch.feeds import faults
from plugins.watch.feeds.events import FeedEntriesArrived
from plugins.watch.feeds.judging import Judgement, day_of, judge
from plugins.watch.feeds.models import INTERNAL, EntryRow, SeenRow, State
from plugins.watch.feeds.moving import move
from plugins.watch.feeds.posting import post_new
from plugins.watch.feeds.register import FEED, FOLLOW, parts
from plugins.watch.feeds.rows import Standing
from plugins.watch.feeds.silence import catch_up, fall_silent_without_the_bot
from plugins.watch.feeds.visits import Failed, Known, Outcome, Read
from plugins.watch.reading.beside import beside
from plugins.watch.reading.identity import Mark

ENTRY, SEEN = table_of(EntryRow), table_of(SeenRow)
_FEEDS_AT_ONCE, _MARKS_AT_ONCE = 10, 1000
"""Feeds, and marks of them, read in one go: after a year each has thousands, and others have their turn."""
_POLLED = (State.ACTIVE.value, State.FAILING.value)
_OF_PRINTS = ("feed_id", "key", "guid", "url", "content", "on_day")
_FORGET = delete(SEEN).where(SEEN.c.feed_id == bindparam("feed"), SEEN.c.key == bindparam("mark"))

Marks = Mapping[int, Mapping[Mark, int]]
"""By feed, the marks of the entries that were seen in it, with the day of each."""


async def take_in(errand: Errand, outcomes: Sequence[Outcome]) -> None:
    """Write down what a batch of visits brought: all of it, whatever one of them holds.

    What the database refuses, it refuses alone: the batch is halved until only that is left, and its feed
    counts as failed.
    """
    try:
        await _take_in(errand, outcomes)
    except (DBAPIError, UnicodeError) as error:
        if len(outcomes) > 1:
            half = len(outcomes) // 2
            await take_in(errand, outcomes[:half])
            await take_in(errand, outcomes[half:])
        elif isinstance(outcomes[0], Failed):
            raise
        else:
            known = outcomes[0].known
            faults.note(known.id, known.url, error)
            await take_in(errand, [Failed(known, INTERNAL)])


async def _take_in(errand: Errand, outcomes: Sequence[Outcome]) -> None:
    known = {one.known.id: one.known for one in outcomes}
    plain: list[Judgement] = []
    others: list[Judgement] = []
    for judgement in await _judged(errand, outcomes):
        (plain if judgement.is_plain else others).append(judgement)
    async with errand.unit() as ctx:
        await _change_known(ctx.session, plain, known)
        standing = await _standing(ctx.session, {one.feed: known[one.feed].url for one in others})
        await settle(ctx, [one for one in others if one.feed in standing], standing)


async def _judged(errand: Errand, outcomes: Sequence[Outcome]) -> list[Judgement]:
    """Return what these outcomes mean: where something was read, that takes a while."""
    read = [one.known for one in outcomes if isinstance(one, Read)]
    if not read:
        return judge_all(outcomes, {}, errand)
    async with errand.read() as session:
        seen = await seen_marks(session, [known.id for known in read if not known.is_new])
    return await beside(judge_all, outcomes, seen, errand)


def judge_all(outcomes: Iterable[Outcome], seen: Marks, errand: Errand) -> list[Judgement]:
    """Return what each of these outcomes means."""
    now = errand.now
    return [judge(outcome, seen.get(outcome.known.id, {}), now) for outcome in outcomes]


async def settle(ctx: WorkContext, judgements: Sequence[Judgement], standing: Mapping[int, Standing]) -> None:
    """Write judgements down, and have channels told what is new; `standing` are the rows of their feeds."""
    if not judgements:
        return
    await _change(ctx.session, judgements)
    await _remember(ctx, judgements)
    await _keep(ctx, judgements)
    for judgement in judgements:
        if judgement.new_url is not None:
            await move(ctx, standing[judgement.feed], judgement.new_url)
    news = [judgement.feed for judgement in judgements if judgement.news]
    if news:
        of_these = FOLLOW.c.feed_id.in_(news)
        await fall_silent_without_the_bot(ctx.session, ctx.network.id, ctx.now, of_these)
        await catch_up(ctx, of_these)
        await post_new(ctx, news)
        await ctx.emit(FeedEntriesArrived(tuple(news), ctx.now))


async def seen_marks(session: AsyncSession, feeds: Collection[int]) -> dict[int, dict[Mark, int]]:
    """Return the marks of what was seen in these feeds."""
    found: dict[int, dict[Mark, int]] = {feed: {} for feed in feeds}
    if not feeds:
        return found
    asked = list(feeds)
    for start in range(0, len(asked), _FEEDS_AT_ONCE):
        rows = await session.execute(
            select(SEEN.c.feed_id, SEEN.c.guid, SEEN.c.url, SEEN.c.content, SEEN.c.on_day).where(
                SEEN.c.feed_id.in_(asked[start : start + _FEEDS_AT_ONCE])
            )
        )
        for part in rows.partitions(_MARKS_AT_ONCE):
            for feed, guid, url, content, day in part:
                found[feed][Mark(guid, url, content)] = day
            await asyncio.sleep(0)
    return found


async def _standing(session: AsyncSession, urls: Mapping[int, str]) -> dict[int, Standing]:
    """Return the feeds that are still followed at the address that was read: id, network and address."""
    if not urls:
        return {}
    statement: Select[Any] = (
        select(FEED.c.id, FEED.c.network_id, FEED.c.url)
        .where(FEED.c.id.in_(urls), FEED.c.state.in_(_POLLED))
        .with_for_update()
    )
    rows = await session.execute(statement)
    return {row.id: row for row in rows if row.url == urls[row.id]}


async def _change(session: AsyncSession, judgements: Iterable[Judgement]) -> None:
    """Change the columns of feeds."""
    for changed, alike in _by_columns(judgements).items():
        rows = [(one.feed, *one.columns.values()) for one in alike]
        await update_many(session, FEED, ("id",), changed, rows)


async def _change_known(
    session: AsyncSession, judgements: Iterable[Judgement], known: Mapping[int, Known]
) -> None:
    """Change the columns of feeds that are still read at the address that was read, and stand as they did."""
    for changed, alike in _by_columns(judgements).items():
        rows = [
            (one.feed, known[one.feed].url, known[one.feed].state, *one.columns.values())
            for one in sorted(alike, key=lambda judgement: judgement.feed)
        ]
        await update_many(session, FEED, ("id", "url", "state"), changed, rows)


def _by_columns(judgements: Iterable[Judgement]) -> dict[tuple[str, ...], list[Judgement]]:
    """Return judgements by the columns that they change: mostly the same few."""
    alike: defaultdict[tuple[str, ...], list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        alike[tuple(judgement.columns)].append(judgement)
    return alike


async def _remember(ctx: WorkContext, judgements: Sequence[Judgement]) -> None:
    today = day_of(ctx.now)
    rows = [
        (judgement.feed, key, mark.guid, mark.url, mark.content, today)
        for judgement in judgements
        for key, mark in judgement.seen.items()
    ]
    if rows:
        statement = upsert(ctx.session.get_bind().dialect.name, SEEN, ("feed_id", "key"), {"on_day": ...})
        await insert_many(ctx.session, statement, _OF_PRINTS, rows)
    gone: list[dict[str, Any]] = [
        {"feed": one.feed, "mark": key} for one in judgements for key in one.forgotten
    ]
    for part in parts(gone):
        await ctx.session.execute(_FORGET, part)


async def _keep(ctx: WorkContext, judgements: Sequence[Judgement]) -> None:
    rows = [
        {
            "network_id": ctx.network.id,
            "feed_id": judgement.feed,
            "key": found.key,
            "url": found.url,
            "title": found.entry.title,
            "summary": found.entry.summary,
            "published_at": found.entry.published_at,
            "seen_at": ctx.now,
            "is_old": found.is_old,
        }
        for judgement in judgements
        for found in reversed(judgement.found)  # the newest gets the highest number
    ]
    if rows:
        statement = upsert(
            ctx.session.get_bind().dialect.name, ENTRY, ("feed_id", "key"), {"title": ..., "summary": ...}
        )
        for part in parts(rows):
            await ctx.session.execute(statement, part)
