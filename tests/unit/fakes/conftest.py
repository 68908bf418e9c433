"""A town on the fake server: an administrator, a bot, a counsellor, a channel, and an integration."""

from dataclasses import dataclass

import aiohttp
import pytest

from tests.fakes.mattermost import FakeMattermost, Person
from tests.fakes.mattermost.listener import Listener


@dataclass
class Town:
    server: FakeMattermost
    listener: Listener
    admin: Person
    bot: Person
    eddie: Person
    team: dict
    channel: dict
    bot_account: dict
    bot_token: dict

    @property
    def channel_id(self) -> str:
        return self.channel["id"]

    def buttons(self, *names: str) -> dict:
        """Props with one button for each name, and a context."""
        actions = [
            {
                "id": name.lower(),
                "name": name,
                "type": "button",
                "integration": {"url": f"{self.listener.url}/action", "context": {"name": name}},
            }
            for name in names
        ]
        return {"attachments": [{"text": "Dates", "actions": actions}]}

    async def command(self, trigger: str = "veille", **fields) -> dict:
        body = {
            "team_id": self.team["id"],
            "trigger": trigger,
            "url": f"{self.listener.url}/command",
            "method": "P",
        }
        return await self.admin.post("/commands", body | fields)


async def settle(server: FakeMattermost, listener: Listener) -> Town:
    admin = server.admin
    team = await admin.post("/teams", {"name": "dept42", "display_name": "Loire", "type": "O"})
    channel = await admin.post(
        "/channels", {"team_id": team["id"], "name": "loire-42", "display_name": "Loire 42", "type": "O"}
    )
    account = await admin.post(
        "/bots", {"username": "relais", "display_name": "Relais", "description": "bot"}
    )
    token = await admin.post(f"/users/{account['user_id']}/tokens", {"description": "t"})
    bot = await Person.with_token(server.url, token["token"])
    await bot.listen()
    await admin.post(f"/teams/{team['id']}/members", {"team_id": team["id"], "user_id": bot.id})
    await admin.post(f"/channels/{channel['id']}/members", {"user_id": bot.id})
    eddie = await server.person("eddie", team["id"], channel["id"], locale="fr")
    return Town(server, listener, admin, bot, eddie, team, channel, account, token)


@pytest.fixture
async def town():
    async with Listener.running() as listener, FakeMattermost.running() as server:
        town = await settle(server, listener)
        yield town
        await town.bot.close()


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session
