"""A bot of raw discord.py that connects to the fake, as a program with that library does."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord import FakeDiscord


class Bot(discord.Client):
    """A client that keeps what it hears."""

    def __init__(self, intents: discord.Intents, **settings: Any) -> None:
        # discord.py waits so long (2 s unless told otherwise) after the last guild before it is ready.
        super().__init__(intents=intents, guild_ready_timeout=0.05, **settings)
        self.tree = app_commands.CommandTree(self)
        self.heard: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.events: list[str] = []
        self.resumed = asyncio.Event()
        self.set_up = asyncio.Event()
        self.running: asyncio.Task[None]

    async def setup_hook(self) -> None:
        self.set_up.set()

    async def until_ready(self) -> None:
        """Wait until it is ready; may be called before `start`."""
        await self.set_up.wait()
        await self.wait_until_ready()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Nothing: discord.py would wait five seconds before it identifies once more."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.put_nowait(message)

    async def on_socket_event_type(self, event: str) -> None:
        self.events.append(event)

    async def on_resumed(self) -> None:
        self.resumed.set()


def point_at(fake: FakeDiscord) -> None:
    """Have discord.py talk to the fake."""
    Route.BASE = f"{fake.url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.hub.url)


@contextlib.asynccontextmanager
async def connected(
    fake: FakeDiscord,
    *,
    intents: discord.Intents | None = None,
    prepare: Callable[[Bot], None] = lambda _: None,
    token: str | None = None,
    **settings: Any,
) -> AsyncIterator[Bot]:
    """A bot that is ready, until the end of the block."""
    point_at(fake)
    bot = Bot(intents or discord.Intents(guilds=True, messages=True, reactions=True), **settings)
    prepare(bot)
    running = bot.running = asyncio.create_task(bot.start(token or fake.token))
    ready = asyncio.create_task(bot.until_ready())
    try:
        await asyncio.wait({running, ready}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        assert bot.is_ready()
        yield bot
    finally:
        await bot.close()
        ready.cancel()
        running.cancel()
        await asyncio.gather(running, ready, return_exceptions=True)
