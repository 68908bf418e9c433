"""Autocompleting: what somebody is offered while they type an argument of a command."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.chat.hosting import Host
from bot.chat.incoming import Completion
from bot.chat.messages import Option
from bot.logs import get_logger
from bot.platforms.discord.limits import MAX_CHOICE, MAX_CHOICES, fit, units

log = get_logger(__name__)

WITHIN = 2.0
"""Seconds after which nothing is offered: Discord waits for 3, and people type on."""


class Offers:
    """Answers what is being typed, always: late or at fault, with nothing to choose from."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._late: set[asyncio.Task[list[Option]]] = set()

    async def offer(
        self, interaction: discord.Interaction[Any], completion: Completion | None, host: Host | None
    ) -> None:
        """Offer what an argument may become; without a completion or a host there is nothing to offer."""
        options = await self._in_time(completion, host) if completion and host else []
        try:
            await interaction.response.autocomplete(_choices(options))
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.info("what was offered came too late", reason=str(error) or type(error).__name__)

    async def _in_time(self, completion: Completion, host: Host) -> list[Option]:
        """Return the options, none if they are not there in time: what looks for them then ends by itself."""
        asked = asyncio.create_task(host.complete(completion))
        late = asyncio.ensure_future(self._sleep(WITHIN))
        await asyncio.wait({asked, late}, return_when=asyncio.FIRST_COMPLETED)
        late.cancel()
        if asked.done():
            return asked.result()
        self._late.add(asked)
        asked.add_done_callback(self._late.discard)
        return []


def _choices(options: Sequence[Option]) -> list[app_commands.Choice[str]]:
    """Return the options as Discord takes them; one whose value is too long cannot be chosen."""
    fitting = [option for option in options if option.value and units(option.value) <= MAX_CHOICE]
    return [
        app_commands.Choice(name=fit(str(option.label), MAX_CHOICE), value=option.value)
        for option in fitting[:MAX_CHOICES]
    ]
