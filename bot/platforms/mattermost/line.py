"""The line to one Mattermost server: its driver, one pool of connections, and what is known of both.

The driver's own retries are switched off: the courier decides when to send again, the others are asked by
people who wait.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import httpx
from mattermostautodriver import AsyncTypedDriver
from mattermostautodriver.exceptions import InvalidMattermostError

from bot.chat.delivery import RateLimitedError
from bot.platforms.mattermost.failures import Failure, failure_of
from bot.platforms.mattermost.refusals import Refusals
from bot.platforms.mattermost.transport import Transport

Entity = dict[str, Any]
"""Something that the server keeps, as its JSON."""
_Answer = TypeVar("_Answer")
TIMEOUT = httpx.Timeout(15.0, connect=5.0, pool=5.0)
"""Seconds: to connect, for a free connection of the pool, and between two pieces of a question or answer."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_FAULTS = (httpx.HTTPError, InvalidMattermostError, ValueError, KeyError)
"""What the driver raises: the last two when an answer is not JSON or has no type."""
_CHATTY = {
    "mattermostautodriver.websocket": logging.CRITICAL,  # what it tells as an error is also raised
    "httpx": logging.WARNING,  # tells every request
}

for _name, _least in _CHATTY.items():
    logging.getLogger(_name).setLevel(_least)


class Line:
    """Asks the server at `url` (`http` or `https`, with port and sub-path if any) in the name of a token.

    `on_revoked` is told if the token is revoked, which takes a few refusals (`bot.platforms.mattermost.
    refusals`); without it, the first one counts.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        on_revoked: Callable[[str], None] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._limited_until = 0.0
        self._refusals = Refusals(monotonic, on_revoked, is_patient=on_revoked is not None)
        self._transport = Transport(httpx.URL(url))
        self.driver = _driver(url, token, self._transport)

    @property
    def revoked(self) -> str | None:
        """What the server said when the token was found to be revoked, None while it may be good."""
        return self._refusals.revoked

    async def renew(self) -> None:
        """Drop all connections, which may be dead without a word; the next request opens new ones."""
        await self._transport.renew()

    async def ask(self, request: Awaitable[object]) -> Entity:
        """Await a request of the driver and return the entity that is its answer.

        Raises:
            RequestError: of the kind that tells what went wrong.
        """
        return await self._read(request, _entity)

    async def ask_openly(self, request: Awaitable[object]) -> Entity:
        """Like `ask`, for what a server answers to anybody: nothing is learnt of the token."""
        return await self._read(request, _entity, is_open=True)

    async def ask_list(self, request: Awaitable[object]) -> list[Entity]:
        """Await a request of the driver and return the list that is its answer; raises like `ask`."""
        return await self._read(request, _entities)

    async def ask_bytes(self, request: Awaitable[object]) -> bytes:
        """Await a request of the driver's client and return the bytes of its answer; raises like `ask`."""
        return await self._read(request, _content)

    async def send(self, request: Callable[[], Awaitable[object]], *, repeatable: bool) -> Entity:
        """Make a request of the driver for the courier and return the decoded answer.

        While the server wants to be left alone, nothing is sent.

        Raises:
            SendRefusedError: it can never work.
            SendFailedError: it was not taken, or is `repeatable`.
            SendUnclearError: it may have been taken.
        """
        wait = self._limited_until - self._monotonic()
        if wait > 0:
            raise RateLimitedError(wait)
        try:
            answer = _entity(await request())
        except _FAULTS as error:
            raise self._noted(failure_of(error)).for_courier(repeatable=repeatable) from None
        self._refusals.accepted()
        return answer

    async def close(self) -> None:
        """Close the connections."""
        await self.driver.close()

    async def _read(
        self, request: Awaitable[object], decode: Callable[[object], _Answer], *, is_open: bool = False
    ) -> _Answer:
        try:
            answer = decode(await request)
        except _FAULTS as error:
            raise self._noted(failure_of(error)).for_reader() from None
        if not is_open:
            self._refusals.accepted()
        return answer

    def _noted(self, failure: Failure) -> Failure:
        """Remember what a failure tells about the requests to come, and return it with what is known now."""
        if failure.after is not None:
            self._limited_until = self._monotonic() + failure.after
        if failure.is_refusal_of_token and self._refusals.refused(failure.reason):
            return replace(failure, is_revoked=True)
        return failure


def _driver(url: str, token: str, transport: Transport) -> AsyncTypedDriver:
    """Return a driver that has a token and needs no login."""
    address = httpx.URL(url)
    driver = AsyncTypedDriver(
        {
            "scheme": address.scheme,
            "url": f"[{address.host}]" if ":" in address.host else address.host,
            "port": address.port or _DEFAULT_PORTS[address.scheme],
            "request_timeout": TIMEOUT,
            "max_retries": 0,
            "transport": transport,
        }
    )
    driver.client.token = token
    return driver


def _decoded(answer: object) -> object:
    """Return the JSON of an answer that the driver did not decode, for its type has a parameter."""
    return answer.json() if isinstance(answer, httpx.Response) else answer


def _entity(answer: object) -> Entity:
    decoded = _decoded(answer)
    if not isinstance(decoded, dict):
        raise ValueError("no object")  # noqa: TRY004 - the content is wrong, not the program
    return decoded


def _entities(answer: object) -> list[Entity]:
    """Return a list; servers say `null` for an empty one."""
    decoded = [] if (decoded := _decoded(answer)) is None else decoded
    if not isinstance(decoded, list):
        raise ValueError("no list")  # noqa: TRY004 - the content is wrong, not the program
    return decoded


def _content(answer: object) -> bytes:
    if not isinstance(answer, httpx.Response):
        raise ValueError("no content")  # noqa: TRY004 - the content is wrong, not the program
    return answer.content
