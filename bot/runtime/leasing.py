"""Leasing: which deliveries may be sent now, in the order in which each destination is to get them.

A delivery is *ready* when its time has come: at once for a first attempt, whatever became of the clock since
it was queued; later for a retry, for a lease that is to run out first, and for a DM that nobody asked for.
Only the last is *deferred*: it lets the others of its destination go first. All others that wait hold up
those behind them, but for reactions: nothing that is said depends on them.

The statements are made once: making one costs more than executing it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    RowMapping,
    and_,
    bindparam,
    case,
    false,
    func,
    not_,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.delivery import DeliveryKind, Outgoing
from bot.chat.gatherings import Gathering
from bot.chat.markup import mentioned
from bot.chat.messages import Post
from bot.chat.people import Person
from bot.chat.reactions import Reaction
from bot.language.messages import Markup
from bot.plugin.context import LATE_AFTER
from bot.runtime.quiet import first_allowed, planned
from bot.store.base import UtcDateTime, table_of
from bot.store.people import network_of, peace_of, zone_of
from bot.store.tables import (
    AccountRow,
    CommunityRow,
    DeliveryRow,
    MemberLinkRow,
    MemberRow,
    NetworkRow,
    PlaceRow,
)

LEASE = timedelta(minutes=1)
_BATCH = 64
_ABOUT = timedelta(minutes=10)
"""More than any platform may be mistaken about when it took something."""
LEASED = "delivery_leased"
"""In `session.info`: the delivery that the unit of work queues and leases at once."""


@dataclass(frozen=True, slots=True)
class Leased:
    """A delivery that this process holds; `retry` means that it may have been sent before.

    `edits` is the delivery of the post that it changes. One that is not `served` goes to a community that
    left the network. What is not there `until` then is not sent any more.
    """

    id: int
    plugin: str
    platform: str | None
    outgoing: Outgoing
    stream: str
    attempts: int
    created_at: datetime
    retry: bool
    edits: int | None
    served: bool = True
    until: datetime | None = None


_NOW = bindparam("now", type_=UtcDateTime())
_DELIVERY = table_of(DeliveryRow)
_PLACE = table_of(PlaceRow)
_COMMUNITY = table_of(CommunityRow)
_HOME = _COMMUNITY.alias("home")
"""The community of a place."""


def _is_open(row: FromClause) -> ColumnElement[bool]:
    return row.c.state.in_(("pending", "sending"))


def _is_deferred(row: FromClause) -> ColumnElement[bool]:
    return and_(
        row.c.state == "pending",
        row.c.unsolicited.is_(true()),
        row.c.attempts == 0,
        row.c.not_before > _NOW,
    )


def _is_ready(row: FromClause) -> ColumnElement[bool]:
    is_first_attempt = and_(row.c.attempts == 0, row.c.unsolicited.is_(false()))
    return or_(
        and_(row.c.state == "pending", or_(is_first_attempt, row.c.not_before <= _NOW)),
        and_(row.c.state == "sending", row.c.lease_until <= _NOW),
    )


def _is_held_up() -> ColumnElement[bool]:
    """Whether something of the same destination waits that must not be overtaken."""
    other = _DELIVERY.alias("other")
    waiting = select(other.c.stream).where(
        _is_open(other),
        not_(_is_ready(other)),
        not_(_is_deferred(other)),
        other.c.kind != DeliveryKind.REACT.value,
    )
    return _DELIVERY.c.stream.in_(waiting)


READY = (
    select(
        _DELIVERY,
        func.coalesce(_PLACE.c.platform, _COMMUNITY.c.platform).label("server"),
        _PLACE.c.external_id.label("channel"),
        _COMMUNITY.c.external_id.label("community"),
        func.coalesce(_COMMUNITY.c.left_at, _HOME.c.left_at).label("left_at"),
        _PLACE.c.left_at.label("away_since"),
    )
    .outerjoin_from(_DELIVERY, _PLACE, _PLACE.c.id == _DELIVERY.c.place_id)
    .outerjoin(_HOME, _HOME.c.id == _PLACE.c.community_id)
    .outerjoin(_COMMUNITY, _COMMUNITY.c.id == _DELIVERY.c.community_id)
    .where(
        _is_open(_DELIVERY),
        _is_ready(_DELIVERY),
        not_(_is_held_up()),
        _DELIVERY.c.stream.not_in(bindparam("busy", expanding=True)),
    )
    .order_by(_DELIVERY.c.id)
    .limit(_BATCH)
    .with_for_update(of=_DELIVERY, skip_locked=True)
)
"""The next deliveries to send `now`, save those of the streams that are `busy`."""

NEXT_INSTANT = select(
    func.min(case((_DELIVERY.c.state == "sending", _DELIVERY.c.lease_until), else_=_DELIVERY.c.not_before))
).where(_is_open(_DELIVERY), or_(not_(_is_ready(_DELIVERY)), not_(_is_held_up())))
"""When there is something to send next, seen from `now`."""

LEASE_THEM = (
    update(_DELIVERY)
    .where(_DELIVERY.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state="sending",
        lease_until=bindparam("until", type_=UtcDateTime()),
        attempts=_DELIVERY.c.attempts + 1,
    )
)
_PUT_OFF = (
    update(_DELIVERY)
    .where(_DELIVERY.c.id == bindparam("delivery"))
    .values(state=bindparam("new_state"), not_before=bindparam("at", type_=UtcDateTime()), attempts=0)
)
_SET_CONTENT = (
    update(_DELIVERY)
    .where(_DELIVERY.c.id == bindparam("delivery"))
    .values(content=bindparam("new_content", type_=_DELIVERY.c.content.type))
)
_ACCOUNTS = (
    select(AccountRow.member_id, AccountRow.platform, AccountRow.external_id)
    .where(AccountRow.member_id.in_(bindparam("members", expanding=True)))
    .order_by(AccountRow.preferred_at.is_not(None), AccountRow.preferred_at, AccountRow.seen_at)
)
_ORIGINALS = select(
    _DELIVERY.c.id,
    _DELIVERY.c.external_id,
    _DELIVERY.c.platform,
    _DELIVERY.c.recipient,
    _DELIVERY.c.plugin,
    _DELIVERY.c.key,
).where(_DELIVERY.c.id.in_(bindparam("ids", expanding=True)))
_PEOPLE = (
    select(MemberRow.id, AccountRow.external_id, AccountRow.username)
    .outerjoin(MemberLinkRow, MemberLinkRow.gone_id == MemberRow.id)
    .join(AccountRow, AccountRow.member_id == func.coalesce(MemberLinkRow.kept_id, MemberRow.id))
    .where(
        MemberRow.id.in_(bindparam("members", expanding=True)),
        AccountRow.platform == bindparam("on"),
    )
    .order_by(AccountRow.seen_at)
)
"""The user names of members; who became a part of another member has theirs."""
_OTHERS = select(_DELIVERY.c.external_id).where(
    _DELIVERY.c.stream == bindparam("stream"),
    _DELIVERY.c.state == "sent",
    _DELIVERY.c.id != bindparam("delivery"),
    _DELIVERY.c.external_id.is_not(None),
    _DELIVERY.c.sent_at >= bindparam("since", type_=UtcDateTime()),
)
_ADDRESS = (
    update(_DELIVERY)
    .where(_DELIVERY.c.id == bindparam("delivery"))
    .values(platform=bindparam("to_platform"), recipient=bindparam("to_account"))
)


_IS_FOR = or_(
    _DELIVERY.c.platform == bindparam("on"),
    _DELIVERY.c.place_id.in_(select(_PLACE.c.id).where(_PLACE.c.platform == bindparam("on"))),
    _DELIVERY.c.community_id.in_(select(_COMMUNITY.c.id).where(_COMMUNITY.c.platform == bindparam("on"))),
)
_HURRY = (
    update(_DELIVERY)
    .where(_DELIVERY.c.state == "pending", _DELIVERY.c.attempts > 0, _DELIVERY.c.not_before > _NOW, _IS_FOR)
    .values(not_before=_NOW)
)
_LOOK_AT_UNCLEAR = (
    update(_DELIVERY)
    .where(
        _DELIVERY.c.state == "sending",
        _DELIVERY.c.lease_until > bindparam("leases_end", type_=UtcDateTime()),
        _IS_FOR,
    )
    .values(lease_until=_NOW)
)


async def hurry(session: AsyncSession, platform: str, now: datetime) -> None:
    """Let what a platform could not take, or may have taken, be tried again now: it is back.

    What is under way at this moment is left alone: its lease ends within `LEASE`.
    """
    await session.execute(_HURRY, {"on": platform, "now": now})
    await session.execute(_LOOK_AT_UNCLEAR, {"on": platform, "now": now, "leases_end": now + LEASE})


async def take_over(session: AsyncSession, now: datetime) -> None:
    """Let every lease run out: for the start of a process, when nobody else sends."""
    await session.execute(update(_DELIVERY).where(_DELIVERY.c.state == "sending").values(lease_until=now))


async def lease(session: AsyncSession, now: datetime, busy: Collection[str]) -> tuple[list[Leased], int]:
    """Lease the next deliveries; return them, and how many were looked at.

    A DM that nobody asked for may have waited, for a bot that was off, into the person's quiet hours: it is
    put off once more instead.
    """
    found = (await session.execute(READY, {"now": now, "busy": list(busy)})).all()
    if not found:
        return [], 0
    put_off = await _put_off(session, found, now)
    kept = [row for row in found if row.id not in put_off]
    accounts = await _accounts(session, {row.member_id for row in kept if row.member_id is not None})
    originals = await _originals(session, {row.edits_id for row in kept if row.edits_id is not None})
    leased = []
    for row in kept:
        original = originals.get(row.edits_id)
        account = _account(row, original, accounts)
        if account is not None and row.platform is None:
            address = {"delivery": row.id, "to_platform": account[0], "to_account": account[1]}
            await session.execute(_ADDRESS, address)
        post = await _post(session, row, now)
        people = await people_on(session, post, account[0] if account else row.server)
        leased.append(_leased(row, post, account, original, people, await _others(session, row)))
    if leased:
        await session.execute(LEASE_THEM, {"ids": [row.id for row in kept], "until": now + LEASE})
    return leased, len(found)


async def _put_off(session: AsyncSession, rows: Sequence[Row[Any]], now: datetime) -> set[int]:
    """Put off the unsolicited DMs that may not be sent now; return their ids."""
    put_off: set[int] = set()
    taken: dict[int, list[datetime]] = {}
    for row in rows:
        if not row.unsolicited or row.state != "pending":
            continue
        if row.member_id not in taken:
            ids = [other.id for other in rows]
            taken |= await planned(session, [row.member_id], now, without=ids)
        member = await session.get_one(MemberRow, row.member_id)
        network = network_of(await session.get_one(NetworkRow, row.network_id))
        at = first_allowed(now, zone_of(member) or network.zone, peace_of(member), taken[row.member_id])
        taken[row.member_id].append(at or now)
        if at != now:
            state = "pending" if at else "dead"
            values = {"delivery": row.id, "new_state": state, "at": at or row.not_before}
            await session.execute(_PUT_OFF, values)
            put_off.add(row.id)
    return put_off


async def _accounts(session: AsyncSession, members: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Return, for each member, the platform and id of the account that they chose, else the one seen last."""
    if not members:
        return {}
    rows = await session.execute(_ACCOUNTS, {"members": list(members)})
    return {row.member_id: (row.platform, row.external_id) for row in rows}


async def _originals(session: AsyncSession, ids: Collection[int]) -> Mapping[int, RowMapping]:
    """Return, for each post to change, where it went and the platform's id of it, None if it was not sent."""
    if not ids:
        return {}
    rows = await session.execute(_ORIGINALS, {"ids": list(ids)})
    return {row["id"]: row for row in rows.mappings()}


def _account(
    row: Row[Any], original: RowMapping | None, accounts: Mapping[int, tuple[str, str]]
) -> tuple[str, str] | None:
    """Return the platform and account of a DM: where it, or the post that it changes, went before."""
    if row.platform is not None:
        return row.platform, row.recipient
    if original is not None and original["platform"] is not None:
        return original["platform"], original["recipient"]
    return accounts.get(row.member_id)


async def _post(session: AsyncSession, row: Row[Any], now: datetime) -> Post:
    """Return the post as it is true by now; it says so if it is late.

    What may have been sent already stays as it was, so that it can be found again by its content.
    """
    post = Post.from_json(row.content)
    if row.state == "sending":
        return post
    due = [text for at, text in row.content.get("instead", ()) if datetime.fromisoformat(at) <= now]
    said = due[-1] if due else row.content.get("said", row.content["text"])
    note = row.content.get("late")
    is_late = note is not None and now - row.due_at >= LATE_AFTER
    text = f"{said}\n{note}".lstrip("\n") if is_late else said
    if text != row.content["text"]:
        settled = {"delivery": row.id, "new_content": {**row.content, "text": text, "said": said}}
        await session.execute(_SET_CONTENT, settled)
    return replace(post, text=Markup(text))


async def _others(session: AsyncSession, row: Row[Any]) -> frozenset[str]:
    """Return the ids of what else was sent where a delivery may have been sent already."""
    if not row.attempts:
        return frozenset()
    sent = {"stream": row.stream, "delivery": row.id, "since": row.created_at - _ABOUT}
    found = await session.scalars(_OTHERS, sent)
    return frozenset(post for ids in found for post in ids.split())


async def people_on(session: AsyncSession, post: Post, platform: str | None) -> Mapping[int, Person]:
    """Return the accounts, on a platform, of the members whom a post mentions."""
    members = mentioned("\n".join(map(str, post.texts)))
    if not members:
        return {}
    rows = await session.execute(_PEOPLE, {"members": members, "on": platform})
    return {row.id: Person(row.external_id, row.username) for row in rows}


def _leased(
    row: Row[Any],
    post: Post,
    account: tuple[str, str] | None,
    original: RowMapping | None,
    people: Mapping[int, Person],
    others: frozenset[str],
) -> Leased:
    platform, user = account or (row.server, None)
    origin = (row.plugin, row.key, row.id)
    if original is not None:
        origin = (original["plugin"], original["key"], original["id"])
    plugin, key, number = origin
    reaction = row.content.get("reaction")
    outgoing = Outgoing(
        delivery=row.id,
        key=f"{row.network_id}:{row.plugin}:{row.key}",
        kind=DeliveryKind(row.kind),
        post=post,
        channel=row.channel,
        user=user,
        thread=row.thread,
        edits=reaction["message"] if reaction else original["external_id"] if original is not None else None,
        origin=f"{row.network_id}:{plugin}:{key}",
        original=number,
        people=people,
        tried_since=row.created_at if row.attempts else None,
        others=others,
        gathering=Gathering.from_json(row.content["gathering"]) if "gathering" in row.content else None,
        reaction=Reaction.from_json(reaction) if reaction else None,
        community=row.community,
        may_join=row.away_since is None,
        language=row.language,
    )
    return Leased(
        row.id,
        row.plugin,
        platform,
        outgoing,
        row.stream,
        row.attempts + 1,
        row.created_at,
        retry=row.state == "sending",
        edits=row.edits_id,
        served=row.left_at is None,
        until=datetime.fromisoformat(row.content["until"]) if "until" in row.content else None,
    )
