"""Fetching: where an address leads in the end, whose turn it is, and how long it may take."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.fetching.addresses import Allowed
from bot.fetching.connecting import LookUp
from bot.fetching.exchanging import Answer, Exchange
from bot.fetching.headers import retry_after
from bot.fetching.locating import Target, locate, locate_next
from bot.fetching.turns import Turns
from bot.fetching.unpacking import Bound
from bot.language.messages import _
from bot.plugin.fetching import SOMEBODY_WAITS, Fetched, FetchError, FetchProblem

AT_ONCE = 32
AT_ONE_HOST = 4
REDIRECTS = 5
_PERMANENT = (301, 308)
_CONDITIONS = ("if-none-match", "if-modified-since")


class Following:
    """Asks servers, and follows their answers."""

    def __init__(
        self,
        allowed: Allowed,
        trusted: ssl.SSLContext,
        headers: dict[str, str],
        now: Callable[[], datetime],
        look_up: LookUp | None,
    ) -> None:
        self._allowed = allowed
        self._exchange = Exchange(allowed, trusted, headers, AT_ONCE, look_up)
        self._now = now
        self._turns = Turns(AT_ONCE, AT_ONE_HOST)

    async def fetch(
        self, url: str, headers: Mapping[str, str] | None, bound: Bound, deadline: timedelta
    ) -> Fetched:
        """Ask for what is at an address, and follow it where it was moved to.

        Raises:
            FetchError: nothing could be read, or not all of it.
        """
        target = locate(url, self._allowed)
        left = deadline.total_seconds()
        passed: list[str] = []
        is_permanent = True
        while True:
            answer, left = await self._ask(target, headers, bound, left)
            if answer.elsewhere is None:
                break
            passed.append(target.url)
            following = locate_next(answer.elsewhere, self._allowed, target.url)
            _check(following, passed)
            is_downgrade = target.is_secure and not following.is_secure
            is_permanent = is_permanent and answer.status in _PERMANENT and not is_downgrade
            if following.host != target.host:
                headers = _unconditional(headers)
            target = following
        return Fetched(
            target.url,
            answer.status,
            answer.headers,
            answer.content,
            target.url if passed and is_permanent else None,
            retry_after(answer.headers, self._now()),
            answer.is_partial,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._exchange.close()

    async def _ask(
        self, target: Target, headers: Mapping[str, str] | None, bound: Bound, seconds: float
    ) -> tuple[Answer, float]:
        """Ask one server when it is its turn; return its answer, and how many seconds are left."""
        loop = asyncio.get_running_loop()
        async with self._turns.of(target.host, in_haste=SOMEBODY_WAITS.get()):
            try:
                async with asyncio.timeout(seconds) as deadline:
                    answer = await self._answer(target, headers, bound, deadline)
            except TimeoutError:
                raise FetchError(
                    FetchProblem.TOO_SLOW, _("“{host}” takes too long to answer", host=target.host)
                ) from None
            return answer, (deadline.when() or 0.0) - loop.time()

    async def _answer(
        self, target: Target, headers: Mapping[str, str] | None, bound: Bound, deadline: asyncio.Timeout
    ) -> Answer:
        """Return what a server answers.

        One that sends content with a 304, as some do, is not understood: it is asked for all of it instead.
        """
        try:
            return await self._exchange.ask(target, headers, bound, deadline)
        except FetchError as error:
            whole = _unconditional(headers)
            if error.problem is not FetchProblem.NOT_HTTP or whole == (headers or {}):
                raise
        return await self._exchange.ask(target, whole, bound, deadline)


def _unconditional(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Return what is asked of whoever did not say what the conditions hold: it is not theirs to know."""
    return {name: value for name, value in (headers or {}).items() if name.lower() not in _CONDITIONS}


def _check(following: Target, passed: list[str]) -> None:
    """Refuse to go in circles, or too far."""
    if following.url in passed:
        raise FetchError(
            FetchProblem.REDIRECT_LOOP, _("it leads in circles and sends me back to where I was")
        )
    if len(passed) > REDIRECTS:
        raise FetchError(
            FetchProblem.TOO_MANY_REDIRECTS, _("it sends me on from one address to another without an end")
        )
