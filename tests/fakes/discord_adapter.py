"""Discord's side of the answers to interactions, in place of discord.py's HTTP, and what people do."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import discord
from discord.utils import time_snowflake
from discord.webhook.async_ import AsyncWebhookAdapter

APPLICATION, GUILD, CHANNEL, DM, PERSON, BOT = (str(10**17 + number) for number in range(6))
MALFORMED = "malformed"
COMMAND, COMPONENT, COMPLETION, SUBMISSION = 2, 3, 4, 5
_SEEING = str(discord.Permissions(view_channel=True, send_messages=True).value)


class Adapter(AsyncWebhookAdapter):
    """Takes what is answered, in order; `outcomes` are what happens to the next requests, None being success.

    While `gate` is not set, whoever asks waits. What is `malformed` is taken and answered strangely.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str, dict[str, Any]]] = []
        self.outcomes: deque[Exception | str | None] = deque()
        self.gate = asyncio.Event()
        self.gate.set()

    async def request(self, route, session, *, payload=None, multipart=None, **_options) -> Any:
        await self.gate.wait()
        where = route.path.rsplit("/", 1)[-1].replace("{webhook_token}", "followup")
        self.sent.append((route.method, where, payload or {}))
        outcome = self.outcomes.popleft() if self.outcomes else None
        if isinstance(outcome, Exception):
            raise outcome
        if outcome == MALFORMED:
            return {}
        return _message() if where in ("followup", "@original") else _callback()

    @property
    def said(self) -> list[str]:
        """What was shown, in order: the texts of all messages that were sent or changed."""
        bodies = [body.get("data", body) or {} for _method, _where, body in self.sent]
        return [body["content"] for body in bodies if body.get("content")]

    @property
    def kinds(self) -> list[int | str]:
        """What was done, in order: the type of a callback, or the method and the end of the path."""
        return [
            body["type"] if where == "callback" else f"{method} {where}" for method, where, body in self.sent
        ]


def refused(status: int, code: int) -> discord.HTTPException:
    """Return the refusal of a request."""
    kind = {404: discord.NotFound, 403: discord.Forbidden}.get(status, discord.HTTPException)
    return kind(SimpleNamespace(status=status, reason="refused"), {"code": code, "message": "refused"})


def client() -> discord.Client:
    """Return a client that knows who it is and one guild with one channel, and is connected to nothing."""
    made = discord.Client(intents=discord.Intents.default(), allowed_mentions=discord.AllowedMentions.none())
    state = made._connection
    state.user = discord.ClientUser(state=state, data=user(BOT, "maillage"))
    state._add_guild(discord.Guild(data=guild(), state=state))
    return made


def user(id_: str, username: str, **more: Any) -> dict[str, Any]:
    """Return a user's JSON."""
    return {
        "id": id_,
        "username": username,
        "discriminator": "0",
        "avatar": None,
        "global_name": None,
        **more,
    }


def guild(**more: Any) -> dict[str, Any]:
    """Return a guild's JSON."""
    everyone = {"id": GUILD, "name": "@everyone", "permissions": _SEEING, "position": 0, "color": 0}
    return {
        "id": GUILD,
        "name": "Loire",
        "owner_id": "1",
        "roles": [everyone | {"colors": {}, "hoist": False, "managed": False, "mentionable": False}],
        "channels": [channel(CHANNEL, "général")],
        "members": [],
        "member_count": 1,
        "emojis": [],
        "features": [],
        **more,
    }


def channel(id_: str, name: str, kind: int = 0, **more: Any) -> dict[str, Any]:
    """Return a channel's JSON."""
    return {
        "id": id_,
        "type": kind,
        "name": name,
        "guild_id": GUILD,
        "position": 0,
        "permission_overwrites": [],
        **more,
    }


def thread(id_: str, parent: str) -> dict[str, Any]:
    """Return the JSON of a thread that hangs under a channel."""
    archived = {
        "archived": False,
        "auto_archive_duration": 60,
        "archive_timestamp": "2026-11-23T09:00:00+00:00",
    }
    return {
        "id": id_,
        "parent_id": parent,
        "owner_id": "1",
        "guild_id": GUILD,
        "name": "fil",
        "type": 11,
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": archived,
    }


def interaction(
    of: discord.Client,
    kind: int,
    now: datetime,
    data: dict[str, Any] | None = None,
    *,
    in_dm: bool = False,
    locale: str = "fr",
    permissions: int = 0,
    roles: tuple[str, ...] = (),
    **more: Any,
) -> discord.Interaction[Any]:
    """Return an interaction that somebody began just now."""
    person = user(PERSON, "camille", global_name="Camille Roux")
    told: dict[str, Any] = {
        "id": str(time_snowflake(now)),
        "application_id": APPLICATION,
        "type": kind,
        "token": "token",
        "version": 1,
        "data": data or {},
        "locale": locale,
        "attachment_size_limit": 10,
        "context": 1 if in_dm else 0,
        "channel_id": DM if in_dm else CHANNEL,
    }
    if in_dm:
        told |= {"user": person, "channel": {"id": DM, "type": 1, "recipients": [person]}}
    else:
        member = {"user": person, "roles": list(roles), "joined_at": now.isoformat(), "flags": 0}
        told |= {
            "guild_id": GUILD,
            "member": member | {"permissions": str(permissions), "nick": None, "deaf": False, "mute": False},
            "channel": channel(CHANNEL, "général"),
        }
    return discord.Interaction(data=told | more, state=of._connection)


def message_of(bot: str = BOT, **more: Any) -> dict[str, Any]:
    """Return the JSON of the message on which a button stands."""
    return _message() | {"author": user(bot, "maillage", bot=True), **more}


def _callback() -> dict[str, Any]:
    return {"interaction": {"id": "1", "type": 2}}


def _message() -> dict[str, Any]:
    return {
        "id": "77",
        "channel_id": CHANNEL,
        "author": user(BOT, "maillage", bot=True),
        "content": "",
        "timestamp": "2026-11-23T09:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
    }


class Sleeper:
    """Sleeps until it is woken: the waits that are asked for, in seconds."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._asleep: list[asyncio.Event] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        woken = asyncio.Event()
        self._asleep.append(woken)
        await woken.wait()

    def wake(self) -> None:
        """End the waits that are under way."""
        for woken in self._asleep:
            woken.set()
        self._asleep.clear()


async def happens(condition: Callable[[], Any]) -> None:
    """Let things happen until something holds."""
    for _turn in range(1000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it did not come to that")
