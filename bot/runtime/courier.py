"""The courier: turns deliveries into messages, in order for each destination, none lost and none doubled.

A delivery goes pending → sending → sent or dead. It is leased before it is sent; whoever finds a lease that
ran out cannot know whether the platform took the message, so asks the platform before sending again. The
destinations are served side by side: one that is slow, or refuses, holds up no other.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.chat.delivery import (
    DeliveryKind,
    NotInPlaceError,
    Platform,
    RateLimitedError,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.logs import get_logger
from bot.runtime.handlers import Handlers
from bot.runtime.leasing import LEASE, LEASED, NEXT_INSTANT, Leased, hurry, lease, take_over
from bot.runtime.ledger import Ledger, Outcome
from bot.runtime.obituary import Obituary
from bot.runtime.outbox import DELIVERIES_CHANGED
from bot.runtime.traffic import OPENED
from bot.store import Store

log = get_logger(__name__)

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
"""A delivery that a platform could not take for so long, in so many attempts, is dead."""
GIVE_UP_ATTEMPTS = 12
GIVE_UP_REACTION_AFTER = timedelta(minutes=30)
GIVE_UP_REACTION_ATTEMPTS = 6
"""A reaction is given up much sooner."""
SEND_TIMEOUT = timedelta(seconds=20)
"""After so long it is not known any more whether a platform takes the message."""
_STREAMS = 64
"""How many destinations are served at once."""


def back_off(attempts: int, jitter: float) -> timedelta:
    """Return how long to wait after that many failed attempts; `jitter`, from 0 to 1, spreads the retries."""
    wait = min(FIRST_RETRY * (1 << min(attempts - 1, 20)), LONGEST_RETRY)
    return wait * (0.75 + jitter / 2)


class Courier:
    """Sends what is to be sent. `platforms` are the connections by name."""

    def __init__(self, store: Store, platforms: Mapping[str, Platform], handlers: Handlers) -> None:
        self._store = store
        self._clock = handlers.clock
        self._counters = handlers.counters
        self._platforms = platforms
        self._traffic = handlers.traffic
        self._ledger = Ledger(store, handlers.clock, Obituary(handlers), handlers.tell, handlers.traffic)
        self._random = random.Random()  # noqa: S311 - jitter needs no secrecy
        self._queued = asyncio.Event()
        self._leased: deque[Leased] = deque()
        self._may_wait = True
        self._next_at: datetime | None = None
        self._stopping = False
        store.after_commit(self._on_commit)

    async def recover(self) -> None:
        """Take over the leases of a process that is gone: to be called at start, when nobody else sends."""
        async with self._store.unit() as session:
            await take_over(session, self._clock.now())
            if self._store.is_sqlite:
                await self._traffic.learn(session)

    async def next_at(self) -> datetime | None:
        """Return when there is something to do next, None if nothing waits."""
        if self._traffic.is_none:
            self._next_at = None
            return None
        async with self._store.read() as session:
            self._next_at = await session.scalar(NEXT_INSTANT, {"now": self._clock.now()})
        return self._next_at

    async def hurry(self, platform: str) -> None:
        """Try again now what waits for a platform that is back, however long it was to wait."""
        async with self._store.unit() as session:
            await hurry(session, platform, self._clock.now())
            session.info[DELIVERIES_CHANGED] = True

    def look(self) -> None:
        """Look for what waits in the database at the next occasion, whatever is known of it."""
        self._may_wait = True

    async def drain(self) -> int:
        """Send all that can be sent now, what is queued meanwhile included; return how many were dealt with.

        Raises:
            NothingSavedError: the disk is full or read-only; what was sent is found again later.
        """
        count = 0
        under_way: dict[str, asyncio.Task[int]] = {}
        if self._next_at is not None and self._next_at <= self._clock.now():
            self.look()
        try:
            while True:
                self._queued.clear()
                for stream, leased in (await self._lease(under_way)).items():
                    under_way[stream] = asyncio.create_task(self._send_stream(leased), name=stream)
                if not under_way:
                    return count
                for done in await self._first_done(under_way.values()):
                    stream = done.get_name()
                    del under_way[stream]
                    self._may_wait |= not self._traffic.is_free(stream)
                    count += done.result()
        finally:
            await asyncio.gather(*under_way.values(), return_exceptions=True)

    def stop(self) -> None:
        """Begin nothing new: what is leased but not sent is put back."""
        self._stopping = True

    def _on_commit(self, info: Mapping[str, Any]) -> None:
        if not info.get(DELIVERIES_CHANGED):
            return
        self._queued.set()
        leased = info.get(LEASED)
        if isinstance(leased, Leased):
            self._leased.append(leased)
        if leased is None or len(info[OPENED]) > 1:
            self.look()

    async def _lease(self, busy: Collection[str]) -> Mapping[str, Sequence[Leased]]:
        """Lease what can be sent now to destinations that are not busy, by destination."""
        streams = self._leased_at_once(busy)
        while self._may_wait and not streams and len(busy) < _STREAMS and not self._stopping:
            self._may_wait = False
            async with self._store.unit() as session:
                leased, looked_at = await lease(session, self._clock.now(), busy)
            self._may_wait |= looked_at > 0
            for delivery in leased:
                streams.setdefault(delivery.stream, []).append(delivery)
        return streams

    def _leased_at_once(self, busy: Collection[str]) -> dict[str, list[Leased]]:
        """Return what was leased as it was written, by destination; what is for a busy one goes on waiting.

        What waited too long is left to be found in the database, once its lease has run out.
        """
        streams: dict[str, list[Leased]] = {}
        waiting: deque[Leased] = deque()
        while self._leased and not self._stopping:
            delivery = self._leased.popleft()
            if self._clock.now() > delivery.created_at + LEASE - SEND_TIMEOUT:
                continue
            if delivery.stream in busy or len(busy) + len(streams) >= _STREAMS:
                waiting.append(delivery)
            else:
                streams.setdefault(delivery.stream, []).append(delivery)
        self._leased = waiting
        return streams

    async def _first_done(self, tasks: Collection[asyncio.Task[int]]) -> list[asyncio.Task[int]]:
        """Wait until a destination is served or something is queued; return the tasks that are done."""
        queued = asyncio.create_task(self._queued.wait())
        try:
            await asyncio.wait([*tasks, queued], return_when=asyncio.FIRST_COMPLETED)
        finally:
            queued.cancel()
        return [task for task in tasks if task.done()]

    async def _send_stream(self, leased: Sequence[Leased]) -> int:
        """Send one destination's deliveries one after another; return how many were dealt with.

        Those that wait behind one that could not be sent, unless it is a reaction, or for which the lease
        could become too short, are put back.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + (LEASE - SEND_TIMEOUT).total_seconds()
        sent: dict[int | None, str] = {}
        notes: list[asyncio.Future[None]] = []
        for index, delivery in enumerate(leased):
            if self._stopping or loop.time() > end:
                notes += [self._ledger.note(_put_back(waiting)) for waiting in leased[index:]]
                break
            outcome = await self._send(_after(delivery, sent))
            notes.append(self._ledger.note(outcome))
            self._count(outcome)
            if outcome.values["state"] == "sent":
                sent[delivery.id] = outcome.values["external_id"]
            elif outcome.values["state"] == "dead":
                await notes[-1]  # before the next goes out: after a crash it would be tried again, too late
            elif delivery.outgoing.kind is not DeliveryKind.REACT:
                notes += [self._ledger.note(_put_back(waiting)) for waiting in leased[index + 1 :]]
                break
        await asyncio.gather(*notes)
        return len(notes)

    async def _send(self, leased: Leased) -> Outcome:
        if leased.platform is None:
            return self._dead(leased, "the person has no account any more")
        if not leased.served:
            return self._dead(leased, "the community left the network")
        platform = self._platforms.get(leased.platform)
        if platform is None:
            return self._later(leased, f"{leased.platform} is not connected", None)
        if leased.outgoing.kind is not DeliveryKind.POST and leased.outgoing.edits is None:
            return replace(self._dead(leased, "the post to change was never sent"), died=None)
        return await self._hand_over(platform, leased)

    async def _hand_over(self, platform: Platform, leased: Leased) -> Outcome:
        """Give a delivery to its platform; if it may have it already, ask first, and send only if not."""
        try:
            if _may_be_there(leased) and (found := await self._find(platform, leased)) is not None:
                return self._sent(leased, found)
            if leased.until is not None and leased.until <= self._clock.now():
                return self._expired(leased)
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return self._sent(leased, await platform.send(leased.outgoing))
        except SendRefusedError as error:
            is_post = leased.outgoing.kind is DeliveryKind.POST
            is_away = is_post and isinstance(error, NotInPlaceError)
            dead = replace(self._dead(leased, str(error)), because=error.text, is_away=is_away)
            # what stands where the bot is no more stays as it is: nobody can do anything about that
            return dead if is_post or leased.outgoing.may_join else replace(dead, died=None)
        except RateLimitedError as error:
            return self._later(leased, "rate limited", error.after)
        except (SendUnclearError, TimeoutError) as error:
            return self._unclear(leased, str(error) or "no answer in time")
        except SendFailedError as error:
            return self._later(leased, str(error), None)
        except Exception as error:  # a platform's fault may have come after the message was taken
            log.exception("sending failed", delivery=leased.id, platform=leased.platform)
            return self._unclear(leased, type(error).__name__)

    async def _find(self, platform: Platform, leased: Leased) -> str | None:
        """Return the platform's id of the post if it has it.

        Raises:
            SendUnclearError: it cannot be known now, so nothing is to be sent.
            SendRefusedError: the destination is gone.
        """
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return await platform.find(leased.outgoing)
        except SendRefusedError:
            raise
        except Exception as error:
            raise SendUnclearError(f"{type(error).__name__}: {error}") from error

    def _count(self, outcome: Outcome) -> None:
        platform = outcome.leased.platform or "none"
        self._counters.add("maillage_deliveries_total", platform=platform, outcome=outcome.values["state"])

    def _sent(self, leased: Leased, external_id: str) -> Outcome:
        now = self._clock.now()
        moved = external_id if leased.edits is not None and external_id != leased.outgoing.edits else None
        return Outcome(
            leased,
            {
                "state": "sent",
                "external_id": external_id if leased.outgoing.kind is not DeliveryKind.REACT else None,
                "sent_at": now,
                "lease_until": None,
                "last_error": None,
            },
            moved=moved,
        )

    def _dead(self, leased: Leased, reason: str) -> Outcome:
        """Give a delivery up; nobody hears of a reaction, for nothing is lost by it."""
        log.warning("delivery is dead", delivery=leased.id, plugin=leased.plugin, reason=reason)
        died = reason if leased.outgoing.kind is not DeliveryKind.REACT else None
        return Outcome(leased, {"state": "dead", "last_error": reason, "lease_until": None}, died=died)

    def _expired(self, leased: Leased) -> Outcome:
        """Let go what is not worth sending any more: that was said when it was queued, so nobody is told."""
        log.info("delivery came too late", delivery=leased.id, plugin=leased.plugin)
        return Outcome(leased, {"state": "dead", "last_error": "too late", "lease_until": None})

    def _later(self, leased: Leased, reason: str, after: float | None) -> Outcome:
        if self._is_hopeless(leased):
            return self._dead(leased, reason)
        wait = self._back_off(leased) if after is None else timedelta(seconds=after)
        return Outcome(
            leased,
            {
                "state": "pending",
                "not_before": self._clock.now() + wait,
                "lease_until": None,
                "last_error": reason,
            },
        )

    def _unclear(self, leased: Leased, reason: str) -> Outcome:
        """Keep the lease until it is time to look whether the platform took it."""
        if self._is_hopeless(leased):
            return self._dead(leased, reason)
        until = self._clock.now() + self._back_off(leased)
        return Outcome(leased, {"state": "sending", "lease_until": until, "last_error": reason})

    def _is_hopeless(self, leased: Leased) -> bool:
        """Whether it was tried long and often enough: an outage of the bot itself is no attempt."""
        age = self._clock.now() - leased.created_at
        if leased.outgoing.kind is DeliveryKind.REACT:  # a sign that comes so late says nothing any more
            return age >= GIVE_UP_REACTION_AFTER and leased.attempts >= GIVE_UP_REACTION_ATTEMPTS
        return age >= GIVE_UP_AFTER and leased.attempts >= GIVE_UP_ATTEMPTS

    def _back_off(self, leased: Leased) -> timedelta:
        return back_off(leased.attempts, self._random.random())


def _may_be_there(leased: Leased) -> bool:
    """Whether a post may have been taken earlier; an edit or a removal can simply be done once more."""
    return leased.retry and leased.outgoing.kind is DeliveryKind.POST


def _after(delivery: Leased, sent: Mapping[int | None, str]) -> Leased:
    """Return the delivery, knowing the post that it changes if that was sent just now."""
    if delivery.edits not in sent:
        return delivery
    return replace(delivery, outgoing=replace(delivery.outgoing, edits=sent[delivery.edits]))


def _put_back(leased: Leased) -> Outcome:
    """Put back a delivery that was not tried; one that may have been sent before stays so."""
    if leased.retry:
        return Outcome(leased, {"state": "sending", "lease_until": leased.created_at})
    return Outcome(leased, {"state": "pending", "lease_until": None, "attempts": leased.attempts - 1})
