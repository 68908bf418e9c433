"""Attachments: the files that came with a command or a message, read within bounds once they are wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord

from bot.chat.messages import File
from bot.errors import Refusal
from bot.logs import get_logger
from bot.platforms.discord import excuses
from bot.platforms.discord.limits import MAX_RECEIVED_FILE, MAX_RECEIVED_FILES

log = get_logger(__name__)

_WITHIN = 20.0
"""Seconds within which a file must be there."""
_AT_ONCE = 4
"""How many files are read at a time: each is in memory as a whole."""


class Attachments:
    """Reads files for whoever may send them: nothing is read before."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def read(self, told: Sequence[Mapping[str, Any]]) -> tuple[File, ...]:
        """Return files; `told` is what Discord says of each.

        Raises:
            Refusal: there are too many, one is too large, or one is not to be had.
        """
        if len(told) > MAX_RECEIVED_FILES:
            raise Refusal("too_many_files", excuses.too_many(MAX_RECEIVED_FILES))
        for file in told:
            if file["size"] > MAX_RECEIVED_FILE:
                raise Refusal("too_large", excuses.too_large(file["filename"], MAX_RECEIVED_FILE))
        return tuple(await asyncio.gather(*(self._read(file) for file in told)))

    async def _read(self, file: Mapping[str, Any]) -> File:
        try:
            async with self._free, asyncio.timeout(_WITHIN):
                content = await self._client.http.get_from_cdn(file["url"])
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("a file cannot be read", reason=type(error).__name__)
            raise Refusal("unread_file", excuses.not_read(file["filename"])) from None
        kind = (file.get("content_type") or "application/octet-stream").partition(";")[0]
        return File(file["filename"], kind, content)
