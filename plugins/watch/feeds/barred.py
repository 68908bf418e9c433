"""Addresses of a list that must not be asked, found out before they are followed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.language.messages import Text
from bot.plugin import Fetcher, FetchError, Outside
from bot.plugin.fetching import OF_THE_ADDRESS
from plugins.watch.pages.canonical import AddressError, canonical

_MOST = 50
"""Addresses that are asked, so that somebody does not wait for long."""
_PATIENCE, _LITTLE = timedelta(seconds=5), 64 * 1024


@dataclass(frozen=True, slots=True)
class Barred:
    """Finds out which of some addresses are refused whatever lies there: private ones, ports of others.

    Which hosts are allowed all the same the fetcher knows: it is asked for those alone that look like it.
    """

    urls: tuple[str, ...]

    async def look(self, outside: Outside) -> Mapping[str, Text]:
        """Return the addresses that are refused, and why."""
        doubtful = [url for url in dict.fromkeys(self.urls) if _is_doubtful(url)][:_MOST]
        reasons = await asyncio.gather(*(_reason(outside.service(Fetcher), url) for url in doubtful))
        return {url: why for url, why in zip(doubtful, reasons, strict=True) if why is not None}


async def _reason(fetcher: Fetcher, url: str) -> Text | None:
    try:
        await fetcher.fetch(url, limit=_LITTLE, deadline=_PATIENCE)
    except FetchError as error:
        return error.text if error.problem in OF_THE_ADDRESS else None
    return None


def _is_doubtful(url: str) -> bool:
    """Return whether an address is in numbers, of this machine, or names a port."""
    try:
        parsed = urlsplit(canonical(url))
        host, port = parsed.hostname or "", parsed.port
    except (AddressError, ValueError):
        return False  # it is refused as it is
    if port is not None or "." not in host.strip("."):
        return True
    try:
        ip_address(host)
    except ValueError:
        return host.endswith((".localhost", ".local", ".internal"))
    return True
