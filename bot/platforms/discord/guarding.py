"""Guarding: the bot stops asking long before Discord bans its address for what it refused.

Discord bans an address for 10 000 refused requests (401, 403, 429) in 10 minutes, those told to wait by a
limit shared with others excepted; its front then answers 429 with a page of its own
(https://docs.discord.com/developers/topics/rate-limits, “Invalid Request Limit”).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from types import SimpleNamespace

import aiohttp

from bot.logs import get_logger

log = get_logger(__name__)

WINDOW = 600.0
BANNED_AT = 10_000
PAUSE_AT, RESUME_AT = 2_000, 1_000
"""So many refusals in the window make a pause, which lasts until there are so few."""
LONGEST_BAN = 3600.0
_SLOT = 5.0
_REFUSED = frozenset({401, 403, 429})


class Guard:
    """Counts refusals in a window that slides by `_SLOT`, in seconds of `monotonic`.

    `on_refusal` is called at each refusal, `on_pause` once as a pause begins, `on_unauthorised` when the
    token is refused.
    """

    def __init__(
        self,
        monotonic: Callable[[], float],
        *,
        on_refusal: Callable[[int], None],
        on_pause: Callable[[], None],
        on_unauthorised: Callable[[], None],
    ) -> None:
        self._monotonic = monotonic
        self._on_refusal = on_refusal
        self._on_pause = on_pause
        self._on_unauthorised = on_unauthorised
        self._slots: deque[tuple[float, int]] = deque()
        self._count = 0
        self._is_paused = False
        self._banned_until = 0.0

    @property
    def is_banned(self) -> bool:
        """Whether Discord's front turns this address away."""
        return self._monotonic() < self._banned_until

    def wait(self) -> float | None:
        """Return for how many seconds nothing is to be asked of Discord, None if it may be."""
        now = self._monotonic()
        self._slide(now)
        if now < self._banned_until:
            return self._banned_until - now
        if self._is_paused and self._count <= RESUME_AT:
            self._is_paused = False
            log.info("requests are sent again", refused=self._count)
        return self._until_few(now) if self._is_paused else None

    def note(self, status: int, headers: Mapping[str, str], *, is_of_token: bool) -> None:
        """Take note of an answer; `is_of_token` tells that the request stood on the bot's token."""
        if status not in _REFUSED:
            return
        self._on_refusal(status)
        if status == 401 and is_of_token:
            self._on_unauthorised()
        if status == 429 and "via" not in {name.lower() for name in headers}:
            self._ban(headers)
        if headers.get("X-RateLimit-Scope") == "shared":
            return
        now = self._monotonic()
        self._slide(now)
        self._count += 1
        if self._slots and now - self._slots[-1][0] < _SLOT:
            at, count = self._slots.pop()
            self._slots.append((at, count + 1))
        else:
            self._slots.append((now, 1))
        if self._count >= PAUSE_AT and not self._is_paused:
            self._is_paused = True
            log.error("Discord refuses many requests: a pause", refused=self._count, banned_at=BANNED_AT)
            self._on_pause()

    def trace(self, is_of_token: Callable[[str], bool]) -> aiohttp.TraceConfig:
        """Return what has aiohttp tell every answer; `is_of_token` is asked with the address."""

        async def ended(
            _session: aiohttp.ClientSession,
            _context: SimpleNamespace,
            request: aiohttp.TraceRequestEndParams,
        ) -> None:
            answer = request.response
            self.note(answer.status, answer.headers, is_of_token=is_of_token(str(request.url)))

        config = aiohttp.TraceConfig()
        config.on_request_end.append(ended)
        return config

    def _ban(self, headers: Mapping[str, str]) -> None:
        asked = headers.get("Retry-After", "")
        wait = float(asked) if asked.replace(".", "", 1).isdecimal() else WINDOW
        was_banned = self.is_banned
        self._banned_until = self._monotonic() + min(max(wait, 1.0), LONGEST_BAN)
        if not was_banned:
            log.error("Discord turns this address away", seconds=round(wait))
            self._on_pause()

    def _slide(self, now: float) -> None:
        while self._slots and now - self._slots[0][0] >= WINDOW:
            self._count -= self._slots.popleft()[1]

    def _until_few(self, now: float) -> float:
        """Return after how many seconds so few refusals are left in the window that the pause ends."""
        left = self._count
        for at, count in self._slots:
            left -= count
            if left <= RESUME_AT:
                return at + WINDOW - now
        return WINDOW
