"""Rate limits and the ban of who is refused too often (topics/rate-limits).

Discord does not publish the limits of its routes and tells bots not to assume any: so the routes have none
until a test sets one. The global limit is on.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from . import limits
from .errors import ApiError

Ticks = Callable[[], float]
_GENEROUS = 10_000
_EXEMPT = ("/interactions/", "/webhooks/")
_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")


@dataclass
class Window:
    """Requests that were made, and when they are forgotten."""

    limit: int
    seconds: float
    used: int = 0
    ends: float = 0

    def take(self, now: float) -> bool:
        """Count a request; False if the limit was reached before."""
        if now >= self.ends:
            self.used, self.ends = 0, now + self.seconds
        if self.used >= self.limit:
            return False
        self.used += 1
        return True


class BannedError(Exception):
    """The address is banned: the answer comes from the proxy in front of Discord."""


@dataclass
class Rates:
    """Counts requests.

    Attributes:
        ticks: seconds of a clock that never goes back; real time, because clients really wait.
        refused_most: refused requests in ten minutes from which the address is banned.
        exceeded: requests that met a limit, as `(method, template)`.
    """

    ticks: Ticks = time.monotonic
    refused_most: int = limits.REFUSED_REQUESTS
    exceeded: list[tuple[str, str]] = field(default_factory=list)
    _global: Window = field(default_factory=lambda: Window(limits.REQUESTS_A_SECOND, 1.0))
    _limits: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)
    _windows: dict[tuple[str, ...], Window] = field(default_factory=dict)
    _refused: list[float] = field(default_factory=list)

    def limit(self, method: str, template: str, requests: int, seconds: float) -> None:
        """Let so many requests pass in so many seconds, for each channel, guild or webhook.

        `template` is a path of the OpenAPI, such as `/channels/{channel_id}/messages`.
        """
        self._limits[method, template] = (requests, seconds)
        self._windows.clear()

    def limit_all(self, requests: int, seconds: float = 1.0) -> None:
        """Set the global limit."""
        self._global = Window(requests, seconds)

    def take(self, method: str, template: str, values: dict[str, str]) -> dict[str, str]:
        """Count a request; gives the headers of its answer.

        Raises:
            BannedError: too many requests were refused before.
            ApiError: 429; its headers are in `headers` of the exception's body.
        """
        now = self.ticks()
        self._refused = [moment for moment in self._refused if moment > now - limits.REFUSED_WITHIN]
        if len(self._refused) >= self.refused_most:
            raise BannedError
        if not template.startswith(_EXEMPT) and not self._global.take(now):
            self.exceeded.append((method, template))
            raise TooManyError(self._global.ends - now, {"X-RateLimit-Global": "true"}, "global")
        window = self._window(method, template, values)
        passed = window.take(now)
        headers = self._headers(method, template, window, now)
        if not passed:
            self.exceeded.append((method, template))
            raise TooManyError(window.ends - now, headers, "user")
        return headers

    def count_refused(self, status: int) -> None:
        """Count an answer; those that count are 401, 403 and 429 (of a bot's own doing)."""
        if status in {401, 403, 429}:
            self._refused.append(self.ticks())

    @property
    def refused(self) -> int:
        """How many requests were refused lately."""
        return len(self._refused)

    def _window(self, method: str, template: str, values: dict[str, str]) -> Window:
        major = tuple(values[name] for name in _MAJOR if name in values)
        key = (method, template, *major)
        if key not in self._windows:
            requests, seconds = self._limits.get((method, template), (_GENEROUS, 1.0))
            self._windows[key] = Window(requests, seconds)
        return self._windows[key]

    def _headers(self, method: str, template: str, window: Window, now: float) -> dict[str, str]:
        bucket = hashlib.sha256(f"{method} {template}".encode()).hexdigest()[:32]
        left = max(0.0, window.ends - now)
        return {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(window.limit - window.used),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": bucket,
        }


class TooManyError(ApiError):
    """429: when to come back stands in headers and body."""

    def __init__(self, after: float, headers: dict[str, str], scope: str) -> None:
        more: dict[str, Any] = {"retry_after": round(after, 3), "global": scope == "global"}
        super().__init__(429, 0, "You are being rate limited.", **more)
        del self.body["code"]
        self.headers = headers | {
            "Retry-After": str(max(1, math.ceil(after))),
            "X-RateLimit-Scope": scope,
        }


BAN_PAGE = (
    "<!doctype html><html><head><title>Access denied | discord.com used Cloudflare to restrict access</title>"
    "</head><body><h1>Error 1015</h1><p>You are being rate limited</p></body></html>"
)


def banned() -> web.Response:
    """The page of the proxy: no JSON, no `Via`."""
    return web.Response(status=429, text=BAN_PAGE, content_type="text/html", headers={"Retry-After": "3600"})
