"""What may go wrong with a server: each a switch that a test turns on."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

Answer = Callable[[], Awaitable[web.StreamResponse]]
_LOOK_EVERY = 0.02


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
        status: answered instead of the real status; 0 to answer nothing at all.
        taken: whether the request takes effect although its answer is lost.
        hangs: with `status` 0, whether the connection stays open until the client leaves.
        slow: seconds before the answer.
        until: what the request waits for, before it takes effect.
        token: whose requests only; of everybody if None.
        met: how many requests it happened to.
    """

    method: str | None
    path: re.Pattern[str]
    times: int | None
    status: int | None = None
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    taken: bool = False
    hangs: bool = False
    slow: float = 0
    until: Hold | None = None
    token: str | None = None
    met: int = 0

    def matches(self, request: web.Request) -> bool:
        if self.times is not None and self.met >= self.times:
            return False
        if self.token is not None and not request.headers.get("Authorization", "").endswith(self.token):
            return False
        return self.method in {None, request.method} and self.path.search(request.path) is not None


class Faults:
    """The faults that are on.

    A path is a regular expression, searched in the path of the request. `token` restricts a fault to the
    requests of one account: of the bot, say, while people go on.
    """

    def __init__(self) -> None:
        self._on: list[Fault] = []
        self._closing = asyncio.Event()

    def _add(self, fault: Fault) -> Fault:
        self._on.append(fault)
        return fault

    def answer(
        self,
        status: int,
        path: str = "",
        method: str | None = None,
        *,
        times: int | None = 1,
        taken: bool = False,
        token: str | None = None,
    ) -> Fault:
        """Answer 500, 502, 503…: with the JSON of the server for 500, with the page of a proxy otherwise."""
        if status == 500:
            body = (
                '{"id":"api.fault","message":"fault","detailed_error":"","request_id":"","status_code":500}'
            )
            headers = {"Content-Type": "application/json"}
        else:
            body, headers = f"<html><body><h1>{status}</h1></body></html>", {"Content-Type": "text/html"}
        return self._add(Fault(method, re.compile(path), times, status, body, headers, taken, token=token))

    def limit_rate(
        self,
        retry_after: int,
        path: str = "",
        method: str | None = None,
        *,
        times: int | None = 1,
        token: str | None = None,
    ) -> Fault:
        """Answer 429 as the rate limiter does: plain text, and headers that say when to come back."""
        headers = {
            "Content-Type": "text/plain; charset=utf-8",
            "Retry-After": str(retry_after),
            "X-RateLimit-Limit": "101",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(retry_after),
        }
        return self._add(
            Fault(method, re.compile(path), times, 429, "limit exceeded\n", headers, token=token)
        )

    def cut(
        self,
        path: str = "",
        method: str | None = None,
        *,
        taken: bool,
        times: int | None = 1,
        token: str | None = None,
    ) -> Fault:
        """Close the connection without an answer, after the request took effect or before."""
        return self._add(Fault(method, re.compile(path), times, 0, taken=taken, token=token))

    def time_out(
        self,
        path: str = "",
        method: str | None = None,
        *,
        taken: bool,
        times: int | None = 1,
        token: str | None = None,
    ) -> Fault:
        """Accept the request and never answer; the connection stays open until the client gives up."""
        return self._add(Fault(method, re.compile(path), times, 0, taken=taken, hangs=True, token=token))

    def slow(
        self,
        seconds: float,
        path: str = "",
        method: str | None = None,
        *,
        times: int | None = None,
        token: str | None = None,
    ) -> Fault:
        """Answer late."""
        return self._add(Fault(method, re.compile(path), times, slow=seconds, token=token))

    def hold(
        self, path: str = "", method: str | None = None, *, times: int | None = 1, token: str | None = None
    ) -> Hold:
        """Make requests wait, before they take effect, until the hold that is returned releases them."""
        fault = self._add(Fault(method, re.compile(path), times, until=Hold(), token=token))
        assert fault.until is not None
        return fault.until

    def lift(self, fault: Fault | None = None) -> None:
        """Switch off one fault, or all."""
        self._on = [one for one in self._on if fault is not None and one is not fault]

    def close(self) -> None:
        """Let go of everything that hangs."""
        self._closing.set()
        for fault in self._on:
            if fault.until is not None:
                fault.until.release()

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Answer a request, or let the first fault that matches do its worst."""
        fault = next((one for one in self._on if one.matches(request)), None)
        if fault is None:
            return await answer()
        fault.met += 1
        if fault.until is not None:
            await fault.until.wait()
        if fault.slow:
            await asyncio.sleep(fault.slow)
        if fault.status is None:
            return await answer()
        if fault.taken:
            await answer()
        if fault.status:
            return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
        await request.read()
        if fault.hangs:
            await self._until_gone(request)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    async def _until_gone(self, request: web.Request) -> None:
        """The server is told of no client that leaves: it has to look."""
        while request.transport is not None and not request.transport.is_closing():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), _LOOK_EVERY)
                return
