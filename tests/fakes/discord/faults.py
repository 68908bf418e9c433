"""What may go wrong with requests: each a switch that a test turns on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

Answer = Callable[[], Awaitable[web.StreamResponse]]


class Hold:
    """Requests wait here, before they take effect, until they are released."""

    def __init__(self) -> None:
        self._released = asyncio.Event()
        self._arrivals: asyncio.Queue[None] = asyncio.Queue()

    def release(self) -> None:
        """Let everybody go on, also who comes later."""
        self._released.set()

    async def arrived(self, requests: int = 1) -> None:
        """Wait until so many requests, not counted before, have come."""
        for _ in range(requests):
            await self._arrivals.get()

    async def wait(self) -> None:
        self._arrivals.put_nowait(None)
        await self._released.wait()


@dataclass
class Fault:
    """Something that happens to the requests which match, for a number of times or until it is lifted.

    Attributes:
        status: answered instead of the real status; 0 to answer nothing at all, None to answer as usual.
        taken: whether the request takes effect although its answer is lost.
        after: what the answer waits for, once the request took effect.
        until: what the request waits for, before it takes effect.
        met: how many requests it happened to.
    """

    method: str | None
    path: re.Pattern[str]
    times: int | None
    status: int | None = None
    taken: bool = False
    after: Hold | None = None
    until: Hold | None = None
    met: int = 0

    def matches(self, method: str, path: str) -> bool:
        if self.times is not None and self.met >= self.times:
            return False
        return self.method in {None, method} and self.path.search(path) is not None


class Faults:
    """The faults that are on. A path is a regular expression, searched in the path of the request."""

    def __init__(self) -> None:
        self._on: list[Fault] = []

    def answer(
        self,
        status: int,
        path: str = "",
        method: str | None = None,
        *,
        times: int | None = 1,
        taken: bool = False,
    ) -> Fault:
        """Answer 500, 502, 503…, as the proxies in front of Discord do."""
        return self._add(Fault(method, re.compile(path), times, status, taken))

    def drop(
        self, path: str = "", method: str | None = None, *, times: int | None = 1, taken: bool = True
    ) -> Fault:
        """Cut the connection instead of an answer; after the request took effect, unless not `taken`."""
        return self._add(Fault(method, re.compile(path), times, 0, taken))

    def hold(self, path: str = "", method: str | None = None, *, times: int | None = 1) -> Hold:
        """Have requests wait, before they take effect, until the hold is released."""
        hold = Hold()
        self._add(Fault(method, re.compile(path), times, until=hold))
        return hold

    def hold_answer(self, path: str = "", method: str | None = None, *, times: int | None = 1) -> Hold:
        """Have answers wait, after the request took effect, until the hold is released."""
        hold = Hold()
        self._add(Fault(method, re.compile(path), times, after=hold))
        return hold

    def lift(self) -> None:
        """End all faults; who was held goes on."""
        for fault in self._on:
            for hold in (fault.until, fault.after):
                if hold is not None:
                    hold.release()
        self._on.clear()

    def _add(self, fault: Fault) -> Fault:
        self._on.append(fault)
        return fault

    async def apply(self, request: web.Request, path: str, answer: Answer) -> web.StreamResponse:
        """Answer a request, with what goes wrong with it."""
        fault = next((one for one in self._on if one.matches(request.method, path)), None)
        if fault is None:
            return await answer()
        fault.met += 1
        if fault.until is not None:
            await fault.until.wait()
        if fault.status is None:
            response = await answer()
            if fault.after is not None:
                await fault.after.wait()
            return response
        if fault.taken:
            await answer()
        if fault.status == 0:
            return self._cut(request)
        return web.Response(status=fault.status, text="upstream connect error", content_type="text/plain")

    def _cut(self, request: web.Request) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
