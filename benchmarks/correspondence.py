"""Correspondence: people write numbered DMs to a bot, and its answers are seen as they appear."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from benchmarks.worlds import Account, World, Writer

PATIENCE = 60.0
"""Seconds to wait for an answer."""
_NUMBER = re.compile(r"dossier (\d+)")
_PAGE = 200


class Correspondence:
    """The DMs of all people with one bot."""

    def __init__(self, world: World, bot: Account, websocket: aiohttp.ClientWebSocketResponse) -> None:
        self._world = world
        self._bot = bot
        self._websocket = websocket
        self._by_bot = re.compile(rf'\\"user_id\\":\s?\\"{bot.id}\\"')
        self._awaited: dict[int, asyncio.Future[None]] = {}
        self.answered: dict[int, int] = {}
        self.last_answer = 0.0
        self._asked: dict[str, list[int]] = {}

    def writer_of(self, number: int) -> Writer:
        """Return who writes the message of a number."""
        return self._world.people[number % len(self._world.people)]

    async def write(self, number: int) -> None:
        """Write one DM that asks for a durable write."""
        writer = self.writer_of(number)
        channel = writer.directs[self._bot.id]
        self._asked.setdefault(channel, []).append(number)
        message = f"rappelle-moi demain à 9h d'appeler la mairie, dossier {number}"
        body = {"channel_id": channel, "message": message}
        await self._world.server.call("POST", "/posts", writer.token, body)

    async def ask(self, number: int) -> None:
        """Write one DM and wait until its answer appears."""
        answer = self._awaited.setdefault(number, asyncio.get_running_loop().create_future())
        await self.write(number)
        async with asyncio.timeout(PATIENCE):
            await answer

    async def until_answered(self, numbers: set[int], patience: float) -> float:
        """Wait until all those messages are answered; return the longest time in seconds without any answer.

        None at all for `patience` seconds is too long.
        """
        known, longest = -1, 0.0
        loop = asyncio.get_running_loop()
        since = loop.time()
        while missing := len(numbers - self.answered.keys()):
            if missing != known:
                longest = max(longest, loop.time() - since)
                known, since = missing, loop.time()
            if loop.time() - since > patience:
                raise AssertionError(f"{missing} messages are not answered")
            await asyncio.sleep(0.05)
        return longest

    async def check(self, numbers: set[int]) -> None:
        """Read every DM back: each of these messages has one answer, in the order of the messages."""
        writers = {self.writer_of(number).id: self.writer_of(number) for number in numbers}
        for writer in writers.values():
            channel = writer.directs[self._bot.id]
            told = [number for number in await self._told(writer, channel) if number in numbers]
            asked = [number for number in self._asked[channel] if number in numbers]
            if told != asked:
                raise AssertionError(f"asked {asked[:20]}…, told {told[:20]}… ({len(asked)}, {len(told)})")

    async def _told(self, writer: Writer, channel: str) -> list[int]:
        """Return the numbers that the bot's posts in a DM speak of, oldest first."""
        told: list[int] = []
        page = 0
        while True:
            path = f"/channels/{channel}/posts?page={page}&per_page={_PAGE}"
            answer = await self._world.server.call("GET", path, writer.token)
            for post in (answer["posts"][key] for key in answer["order"]):
                found = _number_of(post["message"]) if post["user_id"] == self._bot.id else None
                if found is not None:
                    told.append(found)
            if len(answer["order"]) < _PAGE:
                return told[::-1]
            page += 1

    async def listen(self) -> None:
        """Note the answers as they appear, until cancelled."""
        loop = asyncio.get_running_loop()
        async for frame in self._websocket:
            text: Any = frame.data
            if frame.type is not aiohttp.WSMsgType.TEXT or not self._by_bot.search(text):
                continue
            number = _number_of(text)
            if number is None:
                continue
            self.answered[number] = self.answered.get(number, 0) + 1
            self.last_answer = loop.time()
            awaited = self._awaited.pop(number, None)
            if awaited is not None and not awaited.done():
                awaited.set_result(None)


def _number_of(text: str) -> int | None:
    found = _NUMBER.search(text)
    return int(found[1]) if found else None


@asynccontextmanager
async def correspondence(world: World, bot: Account) -> AsyncIterator[Correspondence]:
    """Listen, with the bot's own token, to what it posts: one connection sees the answers to all."""
    headers = {"Authorization": f"Bearer {bot.token}"}
    url = f"{world.server.url}/api/v4/websocket"
    async with world.server.http.ws_connect(url, headers=headers) as websocket:
        letters = Correspondence(world, bot, websocket)
        listening = asyncio.create_task(letters.listen())
        try:
            yield letters
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
