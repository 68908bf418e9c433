"""REST: guilds, members, roles and users (resources/guild, resources/user)."""

from __future__ import annotations

from typing import Any

from .errors import refusal
from .flags import Intent
from .routing import Call, Routes

routes = Routes()


@routes("GET", "/guilds/{guild_id}")
async def get(call: Call) -> Any:
    guild = call.guild()
    told = guild.json()
    if call.truth("with_counts"):
        told |= {"approximate_member_count": len(guild.members), "approximate_presence_count": 0}
    return told


@routes("GET", "/guilds/{guild_id}/channels")
async def channels(call: Call) -> Any:
    return [channel.json() for channel in call.guild().text_channels]


@routes("GET", "/guilds/{guild_id}/threads/active")
async def threads(call: Call) -> Any:
    active = [thread.json() for thread in call.guild().threads if not thread.archived]
    return {"threads": active, "members": [], "has_more": False}


@routes("GET", "/guilds/{guild_id}/roles")
async def roles(call: Call) -> Any:
    return [role.json() for role in call.guild().roles.values()]


@routes("GET", "/guilds/{guild_id}/members/{user_id}")
async def member(call: Call) -> Any:
    guild = call.guild()
    user_id = call.id("user_id")
    if user_id not in call.state.users:
        raise refusal(10013)
    if user_id not in guild.members:
        raise refusal(10007)
    return guild.members[user_id].json()


@routes("GET", "/guilds/{guild_id}/members")
async def members(call: Call) -> Any:
    """https://docs.discord.com/developers/resources/guild#list-guild-members (needs the privileged intent)"""
    guild = call.guild()
    if Intent.GUILD_MEMBERS not in call.state.application.granted:
        raise refusal(50001)
    after = int(call.query.get("after", "0"))
    found = sorted((one for one in guild.members.values() if int(one.user.id) > after), key=_by_id)
    return [one.json() for one in found[: call.number("limit", 1, 1000)]]


@routes("GET", "/guilds/{guild_id}/members/search")
async def search(call: Call) -> Any:
    guild = call.guild()
    wanted = call.query.get("query", "").lower()
    found = [
        one
        for one in guild.members.values()
        if one.user.username.lower().startswith(wanted) or one.shown_name.lower().startswith(wanted)
    ]
    return [one.json() for one in found[: call.number("limit", 1, 1000)]]


def _by_id(member: Any) -> int:
    return int(member.user.id)


@routes("GET", "/users/@me")
async def me(call: Call) -> Any:
    own = {"mfa_enabled": False, "locale": "en-US", "premium_type": 0, "email": None, "verified": True}
    return call.state.bot.json() | own


@routes("GET", "/users/{user_id}")
async def user(call: Call) -> Any:
    found = call.state.users.get(call.id("user_id"))
    if found is None:
        raise refusal(10013)
    return found.json()


@routes("GET", "/users/@me/guilds")
async def my_guilds(call: Call) -> Any:
    bot = call.state.bot
    after = int(call.query.get("after", "0"))
    guilds = [one for one in call.state.guilds.values() if bot.id in one.members and int(one.id) > after]
    guilds = sorted(guilds, key=lambda guild: int(guild.id))[: call.number("limit", 200, 200)]
    return [
        {
            "id": guild.id,
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": guild.owner is bot,
            "permissions": str(int(guild.base_rights(bot))),
            "features": [],
        }
        for guild in guilds
    ]


@routes("DELETE", "/users/@me/guilds/{guild_id}")
async def leave(call: Call) -> None:
    call.fake.world.remove_member(call.guild(), call.state.bot)
