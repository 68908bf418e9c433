"""REST: teams and their members."""

from __future__ import annotations

import json
from typing import Any

from .errors import ApiError, bad_body, no_permission
from .membership import DEFAULT_CHANNELS, join_team, leave_team, new_channel
from .places import Channel, Team
from .routing import OK, Call, Created, Routes

routes = Routes()


def _seen_team(call: Call) -> Team:
    team = call.state.team(call.id("team_id"))
    if not call.state.sees_team(call.user, team.id):
        raise no_permission()
    return team


def _managed_team(call: Call) -> Team:
    team = call.state.team(call.id("team_id"))
    if not call.state.manages_team(call.user, team.id):
        raise no_permission()
    return team


@routes.post("/teams")
async def create_team(call: Call) -> Created:
    given = call.body("team")
    name = str(given.get("name", ""))
    if not name or not given.get("display_name") or given.get("type") not in {"O", "I"}:
        raise bad_body("team")
    if any(team.name == name for team in call.state.teams.values()):
        raise ApiError(400, "app.team.save.existing.app_error")
    moment = call.state.moment()
    team = Team(name, given["display_name"], moment, email=call.user.email, type=given["type"])
    call.state.teams[team.id] = team
    for channel_name, display_name in DEFAULT_CHANNELS.items():
        new_channel(call, Channel(channel_name, "O", moment, team_id=team.id, display_name=display_name))
    join_team(call, team, call.user, admin=True)
    return Created(team.json())


@routes.get("/teams")
async def list_teams(call: Call) -> list[dict[str, Any]]:
    teams = [team for team in call.state.teams.values() if call.state.sees_team(call.user, team.id)]
    return [team.json() for team in call.page(sorted(teams, key=lambda team: team.display_name))]


@routes.get("/users/{user_id}/teams")
async def teams_of(call: Call) -> list[dict[str, Any]]:
    user_id = _self_or_administered(call)
    return [
        team.json() for team in call.state.teams.values() if user_id in team.members and not team.delete_at
    ]


@routes.get("/users/{user_id}/teams/members")
async def memberships_of(call: Call) -> list[dict[str, Any]]:
    user_id = _self_or_administered(call)
    return [
        team.members[user_id].team_json(team) for team in call.state.teams.values() if user_id in team.members
    ]


def _self_or_administered(call: Call) -> str:
    user_id = call.id("user_id")
    if user_id != call.user.id and not call.user.is_system_admin:
        raise no_permission()
    return user_id


@routes.get("/teams/name/{name}")
async def team_by_name(call: Call) -> dict[str, Any]:
    team = next((one for one in call.state.teams.values() if one.name == call.name("name")), None)
    if team is None:
        raise ApiError(404, "app.team.get_by_name.missing.app_error")
    if not call.state.sees_team(call.user, team.id):
        raise no_permission()
    return team.json()


@routes.get("/teams/{team_id}")
async def get_team(call: Call) -> dict[str, Any]:
    return _seen_team(call).json()


@routes.delete("/teams/{team_id}")
async def delete_team(call: Call) -> dict[str, str]:
    """Archive a team; `permanent` is not for the fake, nor for a real server by default."""
    team = _managed_team(call)
    team.delete_at = call.state.moment()
    call.hub.publish("delete_team", {"team": json.dumps(team.json())}, team_id=team.id)
    return OK


@routes.get("/teams/{team_id}/members")
async def list_team_members(call: Call) -> list[dict[str, Any]]:
    team = _seen_team(call)
    return [member.team_json(team) for member in call.page(list(team.members.values()))]


@routes.post("/teams/{team_id}/members")
async def add_team_member(call: Call) -> Created:
    """Members may add others."""
    given = call.body("team_member")
    team = _seen_team(call)
    if given.get("team_id", team.id) != team.id:
        raise bad_body("team_id")
    user = call.state.users.get(given.get("user_id", ""))
    if user is None:
        raise bad_body("user_id")
    return Created(join_team(call, team, user).team_json(team))


@routes.get("/teams/{team_id}/members/{user_id}")
async def get_team_member(call: Call) -> dict[str, Any]:
    team = _seen_team(call)
    return call.state.team_member(team, call.id("user_id")).team_json(team)


@routes.delete("/teams/{team_id}/members/{user_id}")
async def remove_team_member(call: Call) -> dict[str, str]:
    team = call.state.team(call.id("team_id"))
    user = call.state.user(call.id("user_id"))
    if user is not call.user and not call.state.manages_team(call.user, team.id):
        raise no_permission()
    call.state.team_member(team, user.id)
    leave_team(call, team, user)
    return OK


@routes.put("/teams/{team_id}/members/{user_id}/schemeRoles")
async def set_team_scheme_roles(call: Call) -> dict[str, str]:
    given = call.body("scheme_roles")
    team = _managed_team(call)
    member = call.state.team_member(team, call.id("user_id"))
    member.admin, member.guest = bool(given.get("scheme_admin")), not given.get("scheme_user")
    call.hub.publish(
        "memberrole_updated", {"member": json.dumps(member.team_json(team))}, user_id=member.user_id
    )
    return OK


@routes.put("/teams/{team_id}/members/{user_id}/roles")
async def set_team_roles(call: Call) -> dict[str, str]:
    roles = str(call.body("roles").get("roles", "")).split()
    team = _managed_team(call)
    member = call.state.team_member(team, call.id("user_id"))
    member.admin = "team_admin" in roles
    call.hub.publish(
        "memberrole_updated", {"member": json.dumps(member.team_json(team))}, user_id=member.user_id
    )
    return OK
