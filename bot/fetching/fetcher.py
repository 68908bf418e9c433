"""The service by which plugins read what lies on the web, as the bot holds it.

It weighs nothing until the first request: aiohttp's client, the machine's certificates and what reads
addresses are loaded then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.fetching.unpacking import Bound
from bot.language.messages import Language, _
from bot.plugin.fetching import DEADLINE, LIMIT, Fetched, FetchError, FetchProblem

if TYPE_CHECKING:
    from bot.fetching.connecting import LookUp
    from bot.fetching.following import Following


class WebFetcher:
    """Implements `bot.plugin.Fetcher`.

    `version` and `contact` tell each site what the bot is and how to reach whoever runs it. `allowed_hosts`
    are names, addresses and networks that may be asked though they are private. `look_up` finds the addresses
    of names in place of the machine.
    """

    def __init__(
        self,
        *,
        version: str,
        contact: str,
        language: Language,
        allowed_hosts: Sequence[str],
        now: Callable[[], datetime],
        look_up: LookUp | None = None,
    ) -> None:
        self._version = version
        self._contact = contact
        self._language = language
        self._allowed_hosts = allowed_hosts
        self._now = now
        self._look_up = look_up
        self._opening = asyncio.Lock()
        self._opened: Following | None = None
        self._is_closed = False

    async def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = LIMIT,
        deadline: timedelta = DEADLINE,
        partly: bool = False,
    ) -> Fetched:
        """Ask for what is at an address, and follow it where it was moved to.

        Raises:
            FetchError: nothing could be read, or not all of it.
        """
        following = self._opened or await self._open()
        return await following.fetch(url, headers, Bound(limit, partly=partly), deadline)

    async def close(self) -> None:
        """Close the connections; nothing is read any more."""
        async with self._opening:
            self._is_closed = True
            opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    async def _open(self) -> Following:
        async with self._opening:
            if self._is_closed:
                raise FetchError(FetchProblem.UNREACHABLE, _("I am being stopped"))
            if self._opened is None:
                begin = await asyncio.to_thread(self._load)
                self._opened = begin()
            return self._opened

    def _load(self) -> Callable[[], Following]:
        """Load what the first request needs, in a thread, since it takes a while; return how to begin."""
        import ssl

        from bot.fetching.addresses import Allowed
        from bot.fetching.following import Following
        from bot.fetching.headers import own_headers
        from bot.fetching.locating import ascii_host

        return partial(
            Following,
            Allowed(host if "/" in host else ascii_host(host) for host in self._allowed_hosts),
            ssl.create_default_context(),
            own_headers(self._version, self._contact, self._language),
            self._now,
            self._look_up,
        )
