"""Voters: people of a team on Mattermost who use the bot, by the requests that their server makes of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

import aiohttp

from benchmarks.processes import RunningBot
from benchmarks.worlds import World, Writer
from bot.platforms.mattermost.signing import Signer
from bot.runtime import piecemeal

Json = dict[str, Any]

TOKEN = "token-of-the-slash-command"
_A_DIALOG = 5
"""How many fields a dialog has."""
_PATIENCE = 30.0


def actions_of(post: Json) -> list[Json]:
    """Return the buttons of a post."""
    return [one for each in post["props"].get("attachments", ()) for one in each["actions"]]


class Team:
    """A team whose people use the bot in one channel; `took` has the seconds that each press took.

    What a post in a DM carries to go on with a ballot is signed here, as the bot signs it: nobody waits for
    that post to arrive.
    """

    def __init__(self, world: World, bot: RunningBot, http: aiohttp.ClientSession, channel: str) -> None:
        self.people = world.people
        self._world = world
        self._http = http
        self._channel = channel
        self._signer = Signer(bot.secrets.key.get_secret_value())
        self._url = f"{bot.url}/mattermost/{bot.secrets.path.get_secret_value()}"
        self._serial = 0
        self.took: list[float] = []

    async def propose(self, line: str) -> Json:
        """Have somebody type the command that makes a poll, and return its post."""
        typed, _space, text = line.partition(" ")
        before = {post["id"] for post in await self._posts()}
        form = {**self._from(self.people[0]), "command": typed, "text": text, "token": TOKEN}
        async with self._http.post(f"{self._url}/command", data=form) as answer:
            told = await answer.text()
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            for post in await self._posts():
                if post["id"] not in before and actions_of(post):
                    return post
            await asyncio.sleep(0.05)
        raise AssertionError(f"no poll is posted: {told}")

    async def vote(
        self, voter: Writer, post: Json, dates: int, choose: Callable[[int, int], list[str]]
    ) -> None:
        """Open the ballot, and hand in its dialogs one after the other, with what is chosen for each."""
        opens = actions_of(post)[0]["integration"]["context"]
        ballot = piecemeal.Whole("meetings", "ballot", {"poll": self._poll_of(opens)})
        answered = 0
        for part in range(-(-dates // _A_DIALOG)):
            onwards = self._signer.context(
                plugin="core", action=piecemeal.OPEN_PART, arguments=ballot.carry(part)
            )
            trigger = f"{voter.id} {part}"
            where = self._in_dm(voter) if part else {}
            await self.press(voter, onwards if part else opens, post["id"], trigger, where)
            dialog = await self._ask(f"/floor/dialogs/{trigger}")
            names = [element["name"] for element in dialog["elements"]]
            said = dict(zip(names, choose(answered + 1, len(names)), strict=True))
            answered += len(said)
            filled = {**self._from(voter), **where, "state": dialog["state"], "submission": said}
            told = await self._send("/dialog", filled)
            if told:
                raise AssertionError(f"a ballot is refused: {told}")
        if answered != dates:
            raise AssertionError(f"the ballot asks for {answered} dates")

    async def press(
        self,
        person: Writer,
        context: Json,
        post: str,
        trigger: str = "",
        where: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        """Press a button, in the channel or elsewhere; return what the person is told."""
        pressed = {**self._from(person), **where, "context": context, "trigger_id": trigger, "post_id": post}
        return str((await self._send("/action", pressed)).get("ephemeral_text", ""))

    async def post_to(self, url: str) -> None:
        """Send the press of a button elsewhere."""
        async with self._http.post(url, json=self._from(self.people[0])) as answer:
            await answer.read()

    async def changes(self, post: str) -> tuple[str, list[float]]:
        """Return what a post says now, and when it was changed."""
        told = await self._ask(f"/floor/changes/{post}")
        return told["post"]["message"], told["at"]

    def context_of_closing(self, post: Json) -> Json:
        """Return the context of the button that closes a poll."""
        poll = self._poll_of(actions_of(post)[0]["integration"]["context"])
        return self._signer.context(plugin="meetings", action="close", arguments={"poll": poll})

    def _poll_of(self, context: Json) -> int:
        return int(self._signer.verify(context, datetime.now().astimezone()).arguments["poll"])

    async def _posts(self) -> list[Json]:
        told = await self._ask(f"/channels/{self._channel}/posts")
        return [told["posts"][post] for post in told["order"]]

    async def _ask(self, path: str) -> Json:
        told: Json = await self._world.server.call("GET", path, self.people[0].token)
        return told

    async def _send(self, path: str, payload: Json) -> Json:
        began = time.perf_counter()
        async with self._http.post(f"{self._url}{path}", json=payload) as answer:
            told: Json = await answer.json()
        self.took.append(time.perf_counter() - began)
        if answer.status != 200:
            raise AssertionError(f"{answer.status} {told}")
        return told

    def _in_dm(self, person: Writer) -> dict[str, str]:
        ((bot, channel),) = person.directs.items()
        return {"channel_id": channel, "channel_name": "__".join(sorted((bot, person.id))), "team_id": ""}

    def _from(self, person: Writer) -> dict[str, str]:
        return {
            "user_id": person.id,
            "user_name": person.username,
            "channel_id": self._channel,
            "channel_name": "loire",
            "team_id": self._world.team,
            "team_domain": "bench",
        }
