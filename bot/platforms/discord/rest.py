"""Discord's REST interface as the installation and the checks use it: a few requests, without a gateway.

https://docs.discord.com/developers/reference. What the bot asks while it works goes through discord.py.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias

import aiohttp
import httpx

from bot.language.messages import Markup, Message, Text, _
from bot.platforms.discord.client import AGENT
from bot.platforms.reaching import Reached, met
from bot.platforms.remarks import obstacle
from bot.platforms.session import open_session

Entity = dict[str, Any]
"""An object of Discord's JSON."""

Json: TypeAlias = Any
"""A value as JSON has them: whoever asks knows what it is."""
_VERSION = "/api/v10"
_WITHIN = aiohttp.ClientTimeout(total=15)
_ATTEMPTS = 4
_PATIENCE = 5.0
"""Waits that Discord asks for are waited, up to so many seconds each."""


class AskingError(Exception):
    """Discord did not do what was asked; `text` says why, in words for whoever installs the bot."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.text if isinstance(text, Message) else str(text))
        self.text = text


class NotReachedError(AskingError):
    """Nothing came back."""

    def __init__(self, url: str, reached: Reached) -> None:
        super().__init__(_("{url} cannot be reached: {reason}", url=Markup(url), reason=obstacle(reached)))


class TokenRefusedError(AskingError):
    """The token is not, or not any more, that of a bot."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Discord does not accept this token: it is mistyped, or was reset since. The Developer "
                "Portal makes another one (your application, “Bot”, “Reset Token”)."
            )
        )


class TooManyRequestsError(AskingError):
    """Discord takes no request for a while; `wait` is in seconds, None if it does not say how long."""

    def __init__(self, wait: float | None) -> None:
        self.wait = wait
        super().__init__(
            _("Discord takes no more requests from this address for a while. Try again in an hour.")
            if wait is None
            else _(
                "Discord takes no more requests for {seconds} seconds. Try again then.", seconds=round(wait)
            )
        )


_OWN_FAULT = 500
"""From this HTTP status on, it is Discord that is in difficulty."""
_NOT_DONE = _("Discord did not do what was asked: {reason}")
_TROUBLED = _("Discord is in difficulty ({reason}). Try again in a few minutes.")


class RefusedError(AskingError):
    """Discord refuses; `code` is its own (topics/opcodes-and-status-codes#json), 0 if it gives none.

    `mistakes` are those of what was sent, each after the way to it: `0.options.1.name`.
    """

    def __init__(self, status: int, code: int, said: str, mistakes: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.code = code
        self.mistakes = mistakes or {}
        reason = f"HTTP {status}, {code}: {said}" if code else f"HTTP {status}: {said}"
        wording = _TROUBLED if status >= _OWN_FAULT else _NOT_DONE
        super().__init__(wording(reason=reason))


class Rest:
    """Requests in the name of a bot. `skew` is how far Discord’s clock was before ours, in seconds.

    `now` tells the instant, aware.
    """

    def __init__(
        self,
        url: str,
        token: str,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.url = url.rstrip("/")
        self._now = now
        self._sleep = sleep
        headers = {"Authorization": f"Bot {token}", "User-Agent": AGENT, "Accept-Encoding": "identity"}
        self._session = open_session(httpx.URL(self.url), headers)
        self.skew: float | None = None

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def get(self, path: str, **query: str | int) -> Json:
        """Return what is at a path.

        Raises:
            AskingError: it cannot be had.
        """
        return await self._ask("GET", path, params={name: str(value) for name, value in query.items()})

    async def put(self, path: str, body: object) -> Json:
        """Put something at a path; raise as `get` does."""
        return await self._ask("PUT", path, json=body)

    async def patch(self, path: str, body: object) -> Json:
        """Change what is at a path; raise as `get` does."""
        return await self._ask("PATCH", path, json=body)

    async def _ask(self, method: str, path: str, **request: Json) -> Json:
        for _attempt in range(_ATTEMPTS):
            wait, content = await self._once(method, path, request)
            if wait is None:
                return content
            await self._sleep(wait)
        raise TooManyRequestsError(wait)

    async def _once(self, method: str, path: str, request: Mapping[str, Any]) -> tuple[float | None, Any]:
        """Return how long to wait before asking again, None if there is an answer, and the answer."""
        try:
            async with self._session.request(
                method, f"{self.url}{_VERSION}{path}", timeout=_WITHIN, allow_redirects=False, **request
            ) as answer:
                content = _json(await answer.read())
        except (TimeoutError, aiohttp.ClientError, httpx.InvalidURL, ValueError) as error:
            raise NotReachedError(self.url, met(error)) from None
        self._compare_clocks(answer.headers.get("Date"))
        if answer.status == 429:
            return _wait(content), None
        if answer.status == 401:
            raise TokenRefusedError
        if not 200 <= answer.status < 300:
            raise _refusal(answer.status, content)
        if content is None:
            raise RefusedError(answer.status, 0, str(answer.content_type))
        return None, content

    def _compare_clocks(self, date: str | None) -> None:
        if date is None:
            return
        try:
            told = parsedate_to_datetime(date)
        except ValueError:
            return
        self.skew = (told - self._now()).total_seconds()


def _json(content: bytes) -> Json:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _wait(content: object) -> float:
    """Return how long to wait; what bans an address does not speak JSON (topics/rate-limits).

    Raises:
        TooManyRequestsError: too long.
    """
    wait = content.get("retry_after") if isinstance(content, dict) else None
    if not isinstance(wait, int | float):
        raise TooManyRequestsError(None)
    if wait > _PATIENCE:
        raise TooManyRequestsError(wait)
    return wait


def _refusal(status: int, content: object) -> RefusedError:
    if not isinstance(content, dict):
        return RefusedError(status, 0, "?")
    mistakes = dict(_mistakes(content.get("errors"), ""))
    return RefusedError(status, int(content.get("code") or 0), str(content.get("message") or "?"), mistakes)


def _mistakes(errors: object, way: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a body, after the way to it: reference#error-messages."""
    if not isinstance(errors, dict):
        return
    for name, inside in errors.items():
        if name == "_errors":
            yield way, " ".join(str(item.get("message", "")) for item in inside)
        else:
            yield from _mistakes(inside, f"{way}.{name}" if way else name)
