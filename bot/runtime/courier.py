"""The courier: turns deliveries into messages, in order for each destination, none lost and none doubled.

A delivery goes pending → sending → sent or dead. It is leased before it is sent; whoever finds a lease that
ran out cannot know whether the platform took the message, so asks the platform before sending again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.chat.delivery import (
    DeliveryKind,
    Outgoing,
    Platform,
    RateLimitedError,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.chat.messages import Post
from bot.language.messages import Markup
from bot.plugin.context import LATE_AFTER
from bot.runtime.handlers import Handlers
from bot.runtime.obituary import Obituary
from bot.store import Store
from bot.store.tables import AccountRow, DeliveryRow, PlaceRow

log = structlog.get_logger(__name__)

_BATCH = 64
LEASE = timedelta(minutes=1)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
"""A delivery that a platform could not take for so long is dead."""


@dataclass(frozen=True, slots=True)
class Leased:
    """A delivery that this courier holds; `retry` means that it may have been sent before."""

    id: int
    plugin: str
    platform: str | None
    outgoing: Outgoing
    stream: str
    attempts: int
    created_at: datetime
    retry: bool
    edits: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a leased delivery: the columns to write, and why it died if it did."""

    leased: Leased
    values: Mapping[str, Any]
    died: str | None = None


def back_off(attempts: int, jitter: float) -> timedelta:
    """Return how long to wait after that many failed attempts; `jitter`, from 0 to 1, spreads the retries."""
    wait = min(FIRST_RETRY * (1 << min(attempts - 1, 20)), LONGEST_RETRY)
    return wait * (0.75 + jitter / 2)


class Courier:
    """Sends what is to be sent. `platforms` are the connections by name."""

    def __init__(self, store: Store, platforms: Mapping[str, Platform], handlers: Handlers) -> None:
        self._store = store
        self._clock = handlers.clock
        self._platforms = platforms
        self._obituary = Obituary(handlers)
        self._tell = handlers.tell
        self._random = random.Random()  # noqa: S311 - jitter needs no secrecy

    async def recover(self) -> None:
        """Take over the leases of a process that is gone: to be called at start, when nobody else sends."""
        async with self._store.unit() as session:
            await session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.state == "sending")
                .values(lease_until=self._clock.now())
            )

    async def next_at(self) -> datetime | None:
        """Return when there is something to do next, None if nothing waits."""
        async with self._store.read() as session:
            at: datetime | None = await session.scalar(
                select(
                    func.min(
                        case(
                            (DeliveryRow.state == "sending", DeliveryRow.lease_until),
                            else_=DeliveryRow.not_before,
                        )
                    )
                ).where(DeliveryRow.state.in_(("pending", "sending")))
            )
            return at

    async def drain(self) -> int:
        """Send all that can be sent now; return how many deliveries were dealt with."""
        count = 0
        while leased := await self._lease():
            await self._send_all(leased)
            count += len(leased)
        return count

    async def _lease(self) -> list[Leased]:
        """Lease the next deliveries, never one that would overtake an earlier one to the same destination."""
        now = self._clock.now()
        other = aliased(DeliveryRow)
        blocked = select(other.stream).where(
            or_(
                and_(other.state == "sending", other.lease_until > now),
                and_(other.state == "pending", other.attempts > 0, other.not_before > now),
            )
        )
        async with self._store.unit() as session:
            rows = (
                await session.scalars(
                    select(DeliveryRow)
                    .where(
                        or_(
                            and_(DeliveryRow.state == "pending", DeliveryRow.not_before <= now),
                            and_(DeliveryRow.state == "sending", DeliveryRow.lease_until <= now),
                        ),
                        DeliveryRow.stream.not_in(blocked),
                    )
                    .order_by(DeliveryRow.id)
                    .limit(_BATCH)
                    .with_for_update()
                )
            ).all()
            leased = [await self._read(session, row, now) for row in rows]
            await session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id.in_([row.id for row in rows]))
                .values(state="sending", lease_until=now + LEASE, attempts=DeliveryRow.attempts + 1)
            )
        return leased

    async def _read(self, session: AsyncSession, row: DeliveryRow, now: datetime) -> Leased:
        platform: str | None = None
        channel = user = edits = None
        if row.place_id is not None:
            place = await session.get_one(PlaceRow, row.place_id)
            platform, channel = place.platform, place.external_id
        else:
            account = await session.scalar(
                select(AccountRow)
                .where(AccountRow.member_id == row.member_id)
                .order_by(AccountRow.seen_at.desc())
                .limit(1)
            )
            if account is not None:
                platform, user = account.platform, account.external_id
        if row.edits_id is not None:
            edits = await session.scalar(
                select(DeliveryRow.external_id).where(DeliveryRow.id == row.edits_id)
            )
        post = Post.from_json(row.content)
        if row.due_at is not None and now - row.due_at >= LATE_AFTER and "late" in row.content:
            post = replace(post, text=Markup(f"{post.text}\n{row.content['late']}"))
        outgoing = Outgoing(
            delivery=row.id,
            key=f"{row.network_id}:{row.plugin}:{row.key}",
            kind=DeliveryKind(row.kind),
            post=post,
            channel=channel,
            user=user,
            thread=row.thread,
            edits=edits,
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
        )

    async def _send_all(self, leased: Sequence[Leased]) -> None:
        """Send each destination's deliveries one after another, and the destinations side by side."""
        streams: dict[str, list[Leased]] = {}
        for delivery in leased:
            streams.setdefault(delivery.stream, []).append(delivery)
        outcomes: asyncio.Queue[Outcome | None] = asyncio.Queue()
        writer = asyncio.create_task(self._write(outcomes))
        try:
            await asyncio.gather(*(self._send_stream(stream, outcomes) for stream in streams.values()))
        finally:
            outcomes.put_nowait(None)
            await writer

    async def _send_stream(self, leased: Sequence[Leased], outcomes: asyncio.Queue[Outcome | None]) -> None:
        sent: dict[int | None, str] = {}
        for index, delivery in enumerate(leased):
            if delivery.edits in sent:
                outgoing = replace(delivery.outgoing, edits=sent[delivery.edits])
                delivery = replace(delivery, outgoing=outgoing)  # noqa: PLW2901 - its post was sent just now
            outcome = await self._send(delivery)
            outcomes.put_nowait(outcome)
            if outcome.values["state"] == "sent":
                sent[delivery.id] = outcome.values["external_id"]
            if outcome.values["state"] in ("pending", "sending"):
                for waiting in leased[index + 1 :]:
                    outcomes.put_nowait(_put_back(waiting))
                return

    async def _write(self, outcomes: asyncio.Queue[Outcome | None]) -> None:
        """Write down the outcomes: those that came while one commit was under way share the next."""
        ended = False
        while not ended:
            batch = [await outcomes.get()]
            while not outcomes.empty():
                batch.append(outcomes.get_nowait())
            ended = None in batch
            known = [outcome for outcome in batch if outcome is not None]
            if not known:
                continue
            events = []
            async with self._store.unit() as session:
                for outcome in known:
                    await session.execute(
                        update(DeliveryRow)
                        .where(DeliveryRow.id == outcome.leased.id)
                        .values(**outcome.values)
                    )
                    if outcome.died is not None:
                        events += await self._obituary.announce(session, outcome.leased.id, outcome.died)
            await self._tell(events)

    async def _send(self, leased: Leased) -> Outcome:
        platform = self._platforms.get(leased.platform) if leased.platform else None
        if leased.platform is None:
            return self._dead(leased, "the person has no account any more")
        if platform is None:
            return self._later(leased, f"{leased.platform} is not connected", None)
        if leased.outgoing.kind is not DeliveryKind.POST and leased.outgoing.edits is None:
            return self._dead(leased, "the post to change was never sent")
        if leased.retry:
            try:
                found = await platform.find(leased.outgoing)
            except Exception as error:  # noqa: BLE001 - as long as it cannot be known, nothing is sent again
                return self._unclear(leased, f"{type(error).__name__}: {error}")
            if found is not None:
                return self._sent(leased, found)
        return await self._hand_over(platform, leased)

    async def _hand_over(self, platform: Platform, leased: Leased) -> Outcome:
        try:
            return self._sent(leased, await platform.send(leased.outgoing))
        except SendRefusedError as error:
            return self._dead(leased, str(error))
        except RateLimitedError as error:
            return self._later(leased, "rate limited", error.after)
        except SendUnclearError as error:
            return self._unclear(leased, str(error))
        except SendFailedError as error:
            return self._later(leased, str(error), None)
        except Exception as error:  # a platform's fault may have come after the message was taken
            log.exception("sending failed", delivery=leased.id, platform=leased.platform)
            return self._unclear(leased, type(error).__name__)

    def _sent(self, leased: Leased, external_id: str) -> Outcome:
        now = self._clock.now()
        return Outcome(
            leased,
            {
                "state": "sent",
                "external_id": external_id,
                "sent_at": now,
                "lease_until": None,
                "last_error": None,
            },
        )

    def _dead(self, leased: Leased, reason: str) -> Outcome:
        log.warning("delivery is dead", delivery=leased.id, plugin=leased.plugin, reason=reason)
        return Outcome(leased, {"state": "dead", "last_error": reason, "lease_until": None}, died=reason)

    def _later(self, leased: Leased, reason: str, after: float | None) -> Outcome:
        now = self._clock.now()
        if now - leased.created_at >= GIVE_UP_AFTER and leased.attempts > 1:
            return self._dead(leased, reason)
        wait = (
            timedelta(seconds=after)
            if after is not None
            else back_off(leased.attempts, self._random.random())
        )
        return Outcome(
            leased,
            {"state": "pending", "not_before": now + wait, "lease_until": None, "last_error": reason},
        )

    def _unclear(self, leased: Leased, reason: str) -> Outcome:
        """Keep the lease until it is time to look whether the platform took it."""
        wait = back_off(leased.attempts, self._random.random())
        return Outcome(
            leased, {"state": "sending", "lease_until": self._clock.now() + wait, "last_error": reason}
        )


def _put_back(leased: Leased) -> Outcome:
    """Put back a delivery that waits behind one that could not be sent; it was not tried."""
    if leased.retry:
        return Outcome(leased, {"state": "sending", "lease_until": leased.created_at})
    return Outcome(leased, {"state": "pending", "lease_until": None, "attempts": leased.attempts - 1})
