"""The least that can be Discord: `python -m benchmarks.floor_discord` prints its address.

It knows one guild with some channels, a gateway that says hello and tells of interactions, and takes whatever
a bot answers: enough for discord.py to connect and for people to use commands, and no more, so that it costs
less than those who are measured. `POST /people/uses` has somebody use a command; it is answered once the bot
acknowledged that, with how it did.
"""

from __future__ import annotations

import asyncio
import json
import time
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

Json = dict[str, Any]
BOT, GUILD = "100000000000000001", "100000000000000002"
_FIRST_CHANNEL = 300000000000000000
_CHANNELS = 120
_API = "/api/v10"
_FIRST_PERSON = 200000000000000000
_EPOCH = 1420070400000
"""Milliseconds: Discord's ids count from the first second of 2015."""
_ALL_PERMISSIONS = str((1 << 53) - 1)
_CLOSES = {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}
_HELLO, _HEARTBEAT, _ACK, _IDENTIFY, _RESUME = 10, 1, 11, 2, 6
_WAITS = 10.0


class FloorDiscord:
    """All that the server knows, and what it answers."""

    def __init__(self) -> None:
        self.url = ""
        self._gateway: web.WebSocketResponse | None = None
        self._sequence = count(1)
        self._numbers = count()
        self._acknowledged: dict[str, asyncio.Future[Json]] = {}
        self._user = {
            "id": BOT,
            "username": "maillage",
            "discriminator": "0",
            "global_name": None,
            "avatar": None,
            "bot": True,
            "flags": 0,
        }

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        if request.path == "/gateway/":
            return await self._listen(request)
        if request.path == "/people/uses":
            return web.json_response(await self._use(await request.json()))
        path = request.path.removeprefix(_API).strip("/").split("/")
        match request.method, path:
            case "POST", ["interactions", interaction, _token, "callback"]:
                self._acknowledged[interaction].set_result(_payload(await request.text()))
                return _json({"interaction": {"id": interaction, "type": 2}})
            case _:
                return _json(self._known(path))

    def _known(self, path: list[str]) -> Any:  # noqa: ANN401 - JSON
        match path:
            case ["gateway", *_]:
                limits = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
                url = f"{self.url.replace('http', 'ws')}/gateway/"
                return {"url": url, "shards": 1, "session_start_limit": limits}
            case ["users", "@me"]:
                return self._user
            case ["users", "@me", "guilds"]:
                return [{"id": GUILD, "name": "Loire", "owner": False, "permissions": _ALL_PERMISSIONS}]
            case ["applications", "@me"] | ["oauth2", "applications", "@me"]:
                return {
                    "id": BOT,
                    "name": "Maillage",
                    "icon": None,
                    "description": "",
                    "bot_public": False,
                    "bot_require_code_grant": False,
                    "verify_key": "",
                    "flags": 0,
                    "owner": {**self._user, "id": str(_FIRST_PERSON), "bot": False},
                    "team": None,
                    "bot": self._user,
                }
            case ["applications", _, "commands"]:
                return []
            case _:
                return {"id": self._new_id(), "channel_id": _channel_of(0), "content": "", **_MESSAGE}

    async def _listen(self, request: web.BaseRequest) -> web.StreamResponse:
        gateway = web.WebSocketResponse(compress=False)
        await gateway.prepare(request)
        await gateway.send_json({"op": _HELLO, "d": {"heartbeat_interval": 41250}, "s": None, "t": None})
        async for frame in gateway:
            if frame.type in _CLOSES:
                break
            asked = json.loads(frame.data)
            if asked["op"] == _HEARTBEAT:
                await gateway.send_json({"op": _ACK, "d": None, "s": None, "t": None})
            elif asked["op"] in (_IDENTIFY, _RESUME):
                self._gateway = gateway
                await self._tell("READY", self._ready())
                await self._tell("GUILD_CREATE", _guild(self._user))
        return gateway

    def _ready(self) -> Json:
        return {
            "v": 10,
            "user": self._user,
            "guilds": [{"id": GUILD, "unavailable": True}],
            "session_id": "session",
            "resume_gateway_url": f"{self.url.replace('http', 'ws')}/gateway/",
            "shard": [0, 1],
            "application": {"id": BOT, "flags": 0},
            "private_channels": [],
            "relationships": [],
        }

    async def _tell(self, event: str, data: Json) -> None:
        if self._gateway is None:
            raise web.HTTPServiceUnavailable
        await self._gateway.send_json({"op": 0, "t": event, "s": next(self._sequence), "d": data})

    async def _use(self, used: Json) -> Json:
        """Have a person use a command; return how the bot acknowledged it."""
        interaction = self._new_id()
        acknowledged: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._acknowledged[interaction] = acknowledged
        await self._tell("INTERACTION_CREATE", _interaction(interaction, used["person"], used["data"]))
        try:
            return await asyncio.wait_for(acknowledged, _WAITS)
        finally:
            del self._acknowledged[interaction]

    def _new_id(self) -> str:
        """Return a snowflake of now."""
        return str((int(time.time() * 1000) - _EPOCH << 22) | (next(self._numbers) & 0x3FFFFF))


_MESSAGE: Json = {
    "type": 0,
    "author": {"id": BOT, "username": "maillage", "discriminator": "0", "avatar": None, "bot": True},
    "attachments": [],
    "embeds": [],
    "mentions": [],
    "mention_roles": [],
    "mention_everyone": False,
    "pinned": False,
    "tts": False,
    "timestamp": "2026-01-01T00:00:00+00:00",
    "edited_timestamp": None,
    "flags": 0,
    "components": [],
}


def _json(content: object) -> web.Response:
    """Return an answer as bytes: discord.py reads JSON only from a type that names no charset."""
    return web.Response(body=json.dumps(content).encode(), content_type="application/json")


def _payload(text: str) -> Json:
    """Return the JSON of an answer, which may be one part of several."""
    start = text.index("{")
    payload: Json = json.JSONDecoder().raw_decode(text[start:])[0]
    return payload


def _channel_of(person: int) -> str:
    """Return the id of the channel where somebody uses commands."""
    return str(_FIRST_CHANNEL + person % _CHANNELS)


def _channel(number: int) -> Json:
    return {
        "id": str(_FIRST_CHANNEL + number),
        "type": 0,
        "name": f"canal-{number}",
        "position": number,
        "permission_overwrites": [],
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "last_message_id": None,
    }


def _guild(bot: Json) -> Json:
    everyone = {
        "id": GUILD,
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": _ALL_PERMISSIONS,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": GUILD,
        "name": "Loire",
        "owner_id": str(_FIRST_PERSON),
        "icon": None,
        "splash": None,
        "afk_timeout": 60,
        "afk_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "fr",
        "system_channel_id": None,
        "system_channel_flags": 0,
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [everyone],
        "members": [_member(bot)],
        "channels": [_channel(number) for number in range(_CHANNELS)],
        "threads": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "large": False,
        "member_count": 600,
        "unavailable": False,
    }


def _member(user: Json) -> Json:
    joined_at = "2026-01-01T00:00:00+00:00"
    return {"user": user, "roles": [], "joined_at": joined_at, "deaf": False, "mute": False, "flags": 0}


def _interaction(interaction: str, person: int, data: Json) -> Json:
    user = {
        "id": str(_FIRST_PERSON + person),
        "username": f"person{person}",
        "discriminator": "0",
        "global_name": f"Person {person}",
        "avatar": None,
    }
    return {
        "id": interaction,
        "application_id": BOT,
        "type": 2,
        "token": f"token-{interaction}",
        "version": 1,
        "guild_id": GUILD,
        "channel_id": _channel_of(person),
        "channel": {**_channel(person % _CHANNELS), "guild_id": GUILD, "permissions": "0"},
        "member": {**_member(user), "permissions": "2147483648"},
        "locale": "fr",
        "guild_locale": "fr",
        "app_permissions": _ALL_PERMISSIONS,
        "entitlements": [],
        "authorizing_integration_owners": {"0": GUILD},
        "context": 0,
        "attachment_size_limit": 10485760,
        "data": data,
    }


async def _main() -> None:
    floor = FloorDiscord()
    runner = web.ServerRunner(web.Server(floor.serve))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    floor.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    print(floor.url, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main())
