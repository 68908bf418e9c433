"""Attachments: the files that came with a command, read within bounds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import aiohttp
import discord
import structlog

from bot.chat.messages import File
from bot.language.messages import Text
from bot.platforms.discord import excuses
from bot.platforms.discord.limits import MAX_RECEIVED_FILE

log = structlog.get_logger(__name__)

_WITHIN = 20.0
"""Seconds within which a file must be there."""


class UnreadFileError(Exception):
    """A file was not taken; `text` tells the person why."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text


async def read_attachments(
    client: discord.Client, told: Mapping[str, Mapping[str, Any]], wanted: Iterable[str]
) -> tuple[File, ...]:
    """Return the files of these ids; `told` is what the interaction says of each, by id.

    Raises:
        UnreadFileError: one is too large, or is not to be had.
    """
    chosen = [told[key] for key in wanted if key in told]
    for file in chosen:
        if file["size"] > MAX_RECEIVED_FILE:
            raise UnreadFileError(excuses.too_large(file["filename"], MAX_RECEIVED_FILE))
    return tuple(await asyncio.gather(*(_read(client, file) for file in chosen)))


async def _read(client: discord.Client, file: Mapping[str, Any]) -> File:
    try:
        async with asyncio.timeout(_WITHIN):
            content = await client.http.get_from_cdn(file["url"])
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.warning("a file cannot be read", reason=type(error).__name__)
        raise UnreadFileError(excuses.not_read(file["filename"])) from None
    return File(file["filename"], file.get("content_type") or "application/octet-stream", content)
