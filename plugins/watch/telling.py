"""Telling people of what they subscribed to: what is found waits, and goes in one DM."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import delete, insert, or_, select

from bot.chat.people import Member
from bot.language.messages import Text, _
from bot.language.terms import words_and_stems
from bot.plugin import DayPassed, EventContext, TimerContext, WorkContext
from bot.plugin.neighbours import LinkShared
from bot.store.people import peace_of
from bot.store.tables import MemberRow
from plugins.watch import found, register, words
from plugins.watch.declaration import plugin
from plugins.watch.feeds.events import FeedEntriesArrived
from plugins.watch.feeds.models import EntryRow
from plugins.watch.found import Found
from plugins.watch.models import ShareRow
from plugins.watch.subscriptions import SubscriptionRow, Topic, WaitingRow
from plugins.watch.tags import read_tags

HOUR = time(9)
HOUR_SAID = _("9:00")
_MOST_ENTRIES = 50
"""New entries of one feed at once that are told of at most: it may have been filled anew."""
_AT_ONCE = 500
"""So many rows one statement deletes."""
_WAITS = timedelta(days=30)
"""How long something waits for somebody who is on pause."""


def topic(row: SubscriptionRow) -> Text:
    """Return what a subscription is to, in words."""
    if row.topic == Topic.TAG:
        return _("links with the tag {tag}", tag=words.tag_line([row.name]))
    if row.topic == Topic.FEED:
        return _("what is new in the feed “{name}”", name=words.foreign(row.name))
    return _("links about “{words}”", words=row.name)


def short(row: SubscriptionRow) -> str:
    """Return what a subscription is to, as shortly as can be."""
    return f"#{row.name}" if row.topic == Topic.TAG else row.name


@plugin.on(LinkShared)
async def take_share(ctx: EventContext, event: LinkShared) -> None:
    """Have those who subscribed to what a share is about be told of it."""
    row = await register.find(ctx, event.share)
    if row is None:
        return
    stems_of_tags = [tag.stem for tag in read_tags(event.tags)]
    rows = await ctx.session.scalars(
        select(SubscriptionRow).where(
            SubscriptionRow.network_id == ctx.network.id,
            or_(
                (SubscriptionRow.topic == Topic.TAG) & SubscriptionRow.folded.in_(stems_of_tags),
                SubscriptionRow.topic == Topic.WORDS,
            ),
            SubscriptionRow.member_id != (event.member.id if event.member else 0),
        )
    )
    stems = await _stems(ctx, row, event.tags)
    told = [one for one in rows if one.topic == Topic.TAG or stems.issuperset(one.folded.split())]
    await _wait(ctx, told, [{"share_id": row.id} for _one in told])


@plugin.on(FeedEntriesArrived)
async def take_entries(ctx: EventContext, event: FeedEntriesArrived) -> None:
    """Have those who subscribed to a feed be told of its new entries."""
    rows = await ctx.session.scalars(
        select(SubscriptionRow).where(
            SubscriptionRow.network_id == ctx.network.id,
            SubscriptionRow.topic == Topic.FEED,
            SubscriptionRow.feed_id.in_(event.feeds),
        )
    )
    for row in rows.all():
        entries = await ctx.session.scalars(
            select(EntryRow.id)
            .where(EntryRow.feed_id == row.feed_id, EntryRow.seen_at == event.at, EntryRow.is_old.is_(False))
            .order_by(EntryRow.id.desc())
            .limit(_MOST_ENTRIES)
        )
        found = [{"entry_id": entry} for entry in entries]
        await _wait(ctx, [row] * len(found), found)


async def _stems(ctx: WorkContext, row: ShareRow, tags: Iterable[str]) -> set[str]:
    """Return the stems of all that is said of a share."""
    notes = [note.text for note in await register.notes_told(ctx.session, [row.id], None)]
    said = " . ".join((row.title, row.description, row.site.replace(".", " "), *tags, *notes))
    return {stem for _word, stem in words_and_stems(said)}


async def _wait(
    ctx: WorkContext, rows: Sequence[SubscriptionRow], found: Sequence[Mapping[str, int]]
) -> None:
    """Write down what waits for each of these subscriptions, and when it is told."""
    if not rows:
        return
    values = [
        {"network_id": ctx.network.id, "subscription_id": row.id, "share_id": None, "entry_id": None,
         "found_at": ctx.now, **one}
        for row, one in zip(rows, found, strict=True)
    ]  # fmt: skip
    await ctx.session.execute(insert(WaitingRow), values)
    for number, at_once in {(row.member_id, row.at_once): None for row in rows}:
        member = await ctx.find_member(number)
        if member is not None:
            await plan(ctx, member, at_once=at_once)


async def plan(ctx: WorkContext, member: Member, *, at_once: bool) -> None:
    """Set the timer that tells a person what waits: now, or next at nine; after their quiet hours."""
    at = await _after_quiet(ctx, member, ctx.now) if at_once else await _next_hour(ctx, member)
    await _tell_at(ctx, member, at, at_once=at_once)


async def _tell_at(ctx: WorkContext, member: Member, at: datetime, *, at_once: bool) -> None:
    name = "found-now" if at_once else "found-daily"
    await ctx.later(name, at, key=f"{name}:{member.id}", member=member.id)


async def _next_hour(ctx: WorkContext, member: Member) -> datetime:
    """Return when it is next nine o'clock where a person is, or the end of the quiet hours that are then."""
    here = ctx.now.astimezone(ctx.words_for(member).zone)
    today = await _after_quiet(ctx, member, datetime.combine(here.date(), HOUR, here.tzinfo))
    if today > here:
        return today
    tomorrow = datetime.combine(here.date() + timedelta(days=1), HOUR, here.tzinfo)
    return await _after_quiet(ctx, member, tomorrow)


async def _after_quiet(ctx: WorkContext, member: Member, at: datetime) -> datetime:
    """Return that instant, or the end of the quiet hours of a person in which it is."""
    row = await ctx.session.get(MemberRow, member.id)
    peace = peace_of(row) if row is not None else None
    here = at.astimezone(ctx.words_for(member).zone)
    if peace is None or not peace.has_quiet_hours or not peace.is_quiet(here.time()):
        return at
    day = here.date() + timedelta(days=1 if here.time() >= peace.quiet_to else 0)
    return datetime.combine(day, peace.quiet_to, here.tzinfo)


@plugin.timer("found-now")
async def tell_now(ctx: TimerContext, member: int) -> None:
    """Tell a person what waits for their subscriptions that tell at once."""
    await _tell(ctx, member, at_once=True)


@plugin.timer("found-daily")
async def tell_daily(ctx: TimerContext, member: int) -> None:
    """Tell a person what came since yesterday."""
    await _tell(ctx, member, at_once=False)


async def _tell(ctx: TimerContext, number: int, *, at_once: bool) -> None:
    """Send one DM with all that waits; who is on pause is told once they are back, or out of quiet hours."""
    member = await ctx.find_member(number)
    if member is None:
        return
    person = await ctx.session.get(MemberRow, member.id)
    if person is not None and person.paused_at is not None:
        await _tell_at(ctx, member, await _next_hour(ctx, member), at_once=at_once)
        return
    calm = await _after_quiet(ctx, member, ctx.now)
    if calm > ctx.now:  # they chose other hours meanwhile
        await _tell_at(ctx, member, calm, at_once=at_once)
        return
    waiting = await ctx.session.execute(
        select(WaitingRow, SubscriptionRow)
        .join(SubscriptionRow, SubscriptionRow.id == WaitingRow.subscription_id)
        .where(SubscriptionRow.member_id == member.id, SubscriptionRow.at_once.is_(at_once))
        .order_by(WaitingRow.id)
    )
    why: dict[Found, list[str]] = {}
    done = []
    is_left = False
    for row, subscription in waiting.all():
        one = Found(row.share_id, row.entry_id)
        if one not in why and len(why) == found.MOST:
            is_left = True
            continue
        done.append(row.id)
        why.setdefault(one, []).append(short(subscription))
    for start in range(0, len(done), _AT_ONCE):  # one link may wait for many subscriptions
        some = done[start : start + _AT_ONCE]
        await ctx.session.execute(delete(WaitingRow).where(WaitingRow.id.in_(some)))
    if is_left:
        await _tell_at(ctx, member, await _next_hour(ctx, member), at_once=at_once)
    post = await found.post(ctx, member, sorted(why, key=lambda one: one.share is None), why)
    if post is not None:
        await ctx.post(member, post)


@plugin.on(DayPassed)
async def forget_waiting(ctx: EventContext, _event: DayPassed) -> None:
    """Forget what waited for long."""
    await ctx.session.execute(
        delete(WaitingRow).where(
            WaitingRow.network_id == ctx.network.id, WaitingRow.found_at < ctx.now - _WAITS
        )
    )
