"""REST: channels and their members."""

from __future__ import annotations

import json
import re
from typing import Any

from .accounts import User
from .errors import ApiError, bad_body, no_permission
from .membership import join_channel, leave_channel, new_channel
from .places import Channel, Membership
from .routing import OK, Call, Created, Routes

routes = Routes()
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@routes.post("/channels")
async def create_channel(call: Call) -> Created:
    given = call.body("channel")
    team_id, name, kind = given.get("team_id", ""), str(given.get("name", "")), given.get("type")
    if kind not in {"O", "P"} or not _NAME.fullmatch(name) or not given.get("display_name"):
        raise bad_body("channel")
    if not call.state.sees_team(call.user, team_id):
        raise no_permission()
    channel = Channel(
        name,
        kind,
        call.state.moment(),
        team_id=team_id,
        display_name=given["display_name"],
        creator_id=call.user.id,
        header=given.get("header", ""),
        purpose=given.get("purpose", ""),
    )
    shown = new_channel(call, channel).json()
    created = {"channel_id": channel.id, "team_id": team_id}
    call.hub.publish("channel_created", created, user_id=call.user.id)
    join_channel(call, channel, call.user, admin=True)
    return Created(shown)


@routes.post("/channels/direct")
async def create_direct(call: Call) -> Created:
    """The channel of two people, made once; anybody may open one, for themselves."""
    ids = call.ids("user_ids")
    if len(ids) != 2 or any(key not in call.state.users for key in ids):
        raise bad_body("user_ids")
    if call.user.id not in ids and not call.user.is_system_admin:
        raise no_permission()
    name = "__".join(sorted(ids))
    channel = call.state.channel_named("", name)
    if channel is None:
        channel = _open(call, Channel(name, "D", call.state.moment(), creator_id=ids[0]), ids)
        other = next((key for key in ids if key != call.user.id), call.user.id)
        told = {"creator_id": call.user.id, "teammate_id": other}
        call.hub.publish("direct_added", told, channel_id=channel.id)
    return Created(channel.json())


@routes.post("/channels/group")
async def create_group(call: Call) -> Created:
    ids = list(dict.fromkeys([*call.ids("user_ids"), call.user.id]))
    if not 3 <= len(ids) <= 8 or any(key not in call.state.users for key in ids):
        raise bad_body("user_ids")
    name = "group-" + "".join(sorted(ids))[:40].lower()
    channel = call.state.channel_named("", name)
    if channel is None:
        names = ", ".join(sorted(call.state.users[key].username for key in ids))
        made = Channel(name, "G", call.state.moment(), display_name=names, creator_id=call.user.id)
        channel = _open(call, made, ids)
        call.hub.publish("group_added", {"teammate_ids": json.dumps(ids)}, channel_id=channel.id)
    return Created(channel.json())


def _open(call: Call, channel: Channel, ids: list[str]) -> Channel:
    for key in ids:
        channel.members[key] = Membership(key, updated_at=channel.create_at)
    return new_channel(call, channel)


@routes.get("/teams/{team_id}/channels/name/{name}")
async def channel_by_name(call: Call) -> dict[str, Any]:
    return _named(call, call.id("team_id"), call.name("name")).json()


@routes.get("/teams/name/{team}/channels/name/{name}")
async def channel_by_names(call: Call) -> dict[str, Any]:
    team = next((one for one in call.state.teams.values() if one.name == call.name("team")), None)
    if team is None:
        raise ApiError(404, "app.team.get_by_name.missing.app_error")
    return _named(call, team.id, call.name("name")).json()


def _named(call: Call, team_id: str, name: str) -> Channel:
    channel = call.state.channel_named(team_id, name)
    hidden = channel is not None and channel.delete_at and call.query.get("include_deleted") != "true"
    if channel is None or hidden or not call.state.reads_channel(call.user, channel):
        raise ApiError(404, "app.channel.get_by_name.missing.app_error")
    return channel


@routes.get("/teams/{team_id}/channels")
async def public_channels(call: Call) -> list[dict[str, Any]]:
    team = call.state.team(call.id("team_id"))
    if not call.state.sees_team(call.user, team.id):
        raise no_permission()
    channels = [one for one in call.state.channels.values() if one.team_id == team.id and one.type == "O"]
    shown = [one for one in channels if not one.delete_at]
    return [one.json() for one in call.page(sorted(shown, key=lambda one: one.display_name))]


@routes.get("/users/{user_id}/teams/{team_id}/channels")
async def channels_of(call: Call) -> list[dict[str, Any]]:
    """The channels of somebody in a team, and those of no team: direct and group messages."""
    team_id = call.id("team_id")
    if not call.state.sees_team(call.user, team_id):
        raise no_permission()
    return [one.json() for one in _joined(call) if one.team_id in {team_id, ""}]


@routes.get("/users/{user_id}/channels")
async def all_channels_of(call: Call) -> list[dict[str, Any]]:
    return [one.json() for one in _joined(call)]


def _joined(call: Call) -> list[Channel]:
    user_id = call.id("user_id")
    if user_id != call.user.id and not call.user.is_system_admin:
        raise no_permission()
    deleted = call.query.get("include_deleted") == "true"
    channels = call.state.channels.values()
    return [one for one in channels if user_id in one.members and (deleted or not one.delete_at)]


@routes.get("/channels/{channel_id}")
async def get_channel(call: Call) -> dict[str, Any]:
    return call.state.need_readable(call.user, call.id("channel_id")).json()


@routes.delete("/channels/{channel_id}")
async def archive_channel(call: Call) -> dict[str, str]:
    channel = call.state.need_channel(call.user, call.id("channel_id"))
    if not (call.state.manages_channel(call.user, channel) or channel.type == "O"):
        raise no_permission()
    text = f"{call.user.username} archived the channel."
    call.talk.say(channel, call.user, "system_channel_deleted", text)
    channel.delete_at = call.state.moment()
    told = {"channel_id": channel.id, "delete_at": channel.delete_at}
    call.hub.publish("channel_deleted", told, team_id=channel.team_id)
    return OK


@routes.post("/channels/{channel_id}/restore")
async def restore_channel(call: Call) -> dict[str, Any]:
    channel = call.state.channel(call.id("channel_id"))
    if not call.state.manages_team(call.user, channel.team_id):
        raise no_permission()
    if not channel.delete_at:
        raise ApiError(400, "api.channel.restore_channel.restored.app_error")
    channel.delete_at = 0
    call.hub.publish("channel_restored", {"channel_id": channel.id}, team_id=channel.team_id)
    text = f"{call.user.username} unarchived the channel."
    call.talk.say(channel, call.user, "system_channel_restored", text)
    return channel.json()


@routes.put("/channels/{channel_id}/privacy")
async def set_privacy(call: Call) -> dict[str, Any]:
    channel = call.state.channel(call.id("channel_id"))
    privacy = call.body("privacy").get("privacy")
    if privacy not in {"O", "P"}:
        raise bad_body("privacy")
    if not call.state.manages_channel(call.user, channel):
        raise no_permission()
    channel.type = privacy
    text = "This channel has been converted to a Private Channel."
    call.talk.say(channel, call.user, "system_change_chan_privacy", text)
    call.hub.publish("channel_converted", {"channel_id": channel.id}, team_id=channel.team_id)
    return channel.json()


# Members


@routes.get("/channels/{channel_id}/members")
async def list_members(call: Call) -> list[dict[str, Any]]:
    channel = call.state.need_readable(call.user, call.id("channel_id"))
    return [member.channel_json(channel) for member in call.page(list(channel.members.values()))]


@routes.post("/channels/{channel_id}/members")
async def add_member(call: Call) -> Created:
    """Members may add to an open channel; to a private one, too (a permission of every member by default)."""
    given = call.body("member")
    channel = call.state.channel(call.id("channel_id"))
    user = call.state.users.get(given.get("user_id", ""))
    if user is None:
        raise bad_body("user_id")
    joins_alone = user is call.user and channel.type == "O" and call.state.sees_team(user, channel.team_id)
    if not joins_alone:
        call.state.need_channel(call.user, channel.id)
    return Created(join_channel(call, channel, user).channel_json(channel))


def _member(call: Call) -> tuple[Channel, User, Membership]:
    channel = call.state.need_readable(call.user, call.id("channel_id"))
    member = call.state.channel_member(channel, call.id("user_id"))
    return channel, call.state.user(member.user_id), member


@routes.get("/channels/{channel_id}/members/{user_id}")
async def get_member(call: Call) -> dict[str, Any]:
    channel, _, member = _member(call)
    return member.channel_json(channel)


@routes.delete("/channels/{channel_id}/members/{user_id}")
async def remove_member(call: Call) -> dict[str, str]:
    channel, user, _ = _member(call)
    if user is not call.user:
        call.state.need_channel(call.user, channel.id)
    leave_channel(call, channel, user)
    return OK


@routes.put("/channels/{channel_id}/members/{user_id}/schemeRoles")
async def set_scheme_roles(call: Call) -> dict[str, str]:
    given = call.body("scheme_roles")
    channel, _, member = _member(call)
    if not call.state.manages_channel(call.user, channel):
        raise no_permission()
    member.admin, member.guest = bool(given.get("scheme_admin")), not given.get("scheme_user")
    _tell_role(call, channel, member)
    return OK


@routes.put("/channels/{channel_id}/members/{user_id}/roles")
async def set_roles(call: Call) -> dict[str, str]:
    roles = str(call.body("roles").get("roles", "")).split()
    channel, _, member = _member(call)
    if not call.state.manages_channel(call.user, channel):
        raise no_permission()
    member.admin = "channel_admin" in roles
    _tell_role(call, channel, member)
    return OK


def _tell_role(call: Call, channel: Channel, member: Membership) -> None:
    member.updated_at = call.state.moment()
    told = {"channelMember": json.dumps(member.channel_json(channel))}
    call.hub.publish("channel_member_updated", told, user_id=member.user_id)
