"""REST: the application, its commands, the gateway's address (resources/application, interactions)."""

from __future__ import annotations

from typing import Any

from . import limits
from .errors import invalid, refusal
from .flags import APPLICATION_FLAGS
from .routing import Call, Created, Routes

routes = Routes()
_COMMANDS = "/applications/{application_id}/commands"
_GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"


@routes("GET", "/gateway", is_open=True)
async def gateway(call: Call) -> Any:
    return {"url": call.fake.hub.url}


@routes("GET", "/gateway/bot")
async def gateway_bot(call: Call) -> Any:
    """https://docs.discord.com/developers/events/gateway#get-gateway-bot"""
    hub = call.fake.hub
    start = {
        "total": limits.IDENTIFIES_A_DAY,
        "remaining": max(0, hub.identifies_left),
        "reset_after": 86_400_000,
        "max_concurrency": hub.max_concurrency,
    }
    return {"url": hub.url, "shards": hub.shards_needed, "session_start_limit": start}


@routes("GET", "/oauth2/applications/@me")
async def application(call: Call) -> Any:
    return _application(call)


@routes("GET", "/applications/@me")
async def own_application(call: Call) -> Any:
    return _application(call)


@routes("PATCH", "/applications/@me")
async def change_application(call: Call) -> Any:
    """Description, and flags of privileged intents that a small application may switch on by itself."""
    own = call.state.application
    if "description" in call.body:
        own.description = call.body["description"] or ""
    if "flags" in call.body:
        limited = sum(APPLICATION_FLAGS.values())
        if not isinstance(call.body["flags"], int) or call.body["flags"] & ~limited:
            words = "Only the flags of limited privileged intents can be changed"
            raise invalid(("flags",), "APPLICATION_FLAGS_INVALID", words)
        for intent, flag in APPLICATION_FLAGS.items():
            own.granted = own.granted | intent if call.body["flags"] & flag else own.granted & ~intent
    return _application(call)


def _application(call: Call) -> Any:
    bot = call.state.bot
    guilds = [guild for guild in call.state.guilds.values() if bot.id in guild.members]
    return call.state.application.json(len(guilds))


def _scope(call: Call) -> str:
    """The guild of the path, or "" for commands everywhere.

    Raises:
        ApiError: 10002, 10004, 50001.
    """
    if call.id("application_id") != call.state.application.id:
        raise refusal(10002)
    if "guild_id" not in call.request.match_info:
        return ""
    guild = call.guild()
    if "applications.commands" not in guild.scopes:
        raise refusal(50001)
    return guild.id


@routes("GET", _COMMANDS)
@routes("GET", _GUILD_COMMANDS)
async def read(call: Call) -> Any:
    commands = call.fake.commands.of(_scope(call))
    if call.truth("with_localizations"):
        return commands
    hidden = {"name_localizations", "description_localizations"}
    return [{name: value for name, value in one.items() if name not in hidden} for one in commands]


@routes("PUT", _COMMANDS)
@routes("PUT", _GUILD_COMMANDS)
async def replace(call: Call) -> Any:
    if not isinstance(call.content, list):
        raise invalid((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    return call.fake.commands.put(_scope(call), call.content)


@routes("POST", _COMMANDS)
@routes("POST", _GUILD_COMMANDS)
async def create(call: Call) -> Any:
    command, is_new = call.fake.commands.create(_scope(call), call.body)
    return Created(command) if is_new else command


@routes("GET", _COMMANDS + "/{command_id}")
@routes("GET", _GUILD_COMMANDS + "/{command_id}")
async def get(call: Call) -> Any:
    return call.fake.commands.get(_scope(call), call.id("command_id"))


@routes("PATCH", _COMMANDS + "/{command_id}")
@routes("PATCH", _GUILD_COMMANDS + "/{command_id}")
async def change(call: Call) -> Any:
    return call.fake.commands.change(_scope(call), call.id("command_id"), call.body)


@routes("DELETE", _COMMANDS + "/{command_id}")
@routes("DELETE", _GUILD_COMMANDS + "/{command_id}")
async def delete(call: Call) -> None:
    call.fake.commands.delete(_scope(call), call.id("command_id"))
