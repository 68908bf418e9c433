"""REST: accounts, bots, log-ins and tokens."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from .accounts import User
from .errors import ApiError, bad_body, no_permission
from .places import Team
from .routing import OK, Call, Created, Routes, json_response

routes = Routes()


@routes.post("/users", is_open=True)
async def create_user(call: Call) -> Created:
    """The first account administers the server; an administrator makes others, or sign-up is open."""
    state = call.state
    given = call.body("user")
    first = not any(not user.is_bot for user in state.users.values())
    by_admin = call.session is not None and call.user.is_system_admin
    if not (first or by_admin or state.config["EnableOpenServer"]):
        raise ApiError(403, "api.user.create_user.no_open_server")
    user = _new_user(call, given)
    user.roles = "system_admin system_user" if first else "system_user"
    call.hub.publish("new_user", {"user_id": user.id})
    return Created(user.json(full=True))


def _new_user(call: Call, given: dict[str, Any]) -> User:
    username, email = str(given.get("username", "")).lower(), str(given.get("email", "")).lower()
    if not username or "@" not in email or len(str(given.get("password", ""))) < 8:
        raise bad_body("user")
    if call.state.user_named(username):
        raise ApiError(400, "app.user.save.username_exists.app_error")
    if any(user.email == email for user in call.state.users.values()):
        raise ApiError(400, "app.user.save.email_exists.app_error")
    user = User(
        username, email, call.state.moment(), password=given["password"], locale=given.get("locale") or "en"
    )
    for name in ("first_name", "last_name", "nickname", "position"):
        setattr(user, name, given.get(name, ""))
    user.timezone |= given.get("timezone") or {}
    call.state.users[user.id] = user
    return user


@routes.post("/users/login", is_open=True)
async def log_in(call: Call) -> web.Response:
    """The session's token is in the header `Token` of the answer."""
    given = call.body("user")
    login = str(given.get("login_id", "")).lower()
    user = next((one for one in call.state.users.values() if login in {one.username, one.email}), None)
    if user is None or user.is_bot or not user.password or given.get("password") != user.password:
        raise ApiError(401, "api.user.login.invalid_credentials_email_username")
    if user.delete_at:
        raise ApiError(401, "api.user.login.inactive.app_error")
    session = call.state.open_session(user)
    return json_response(user.json(full=True), headers={"Token": session.token})


@routes.post("/users/logout")
async def log_out(call: Call) -> dict[str, str]:
    assert call.session is not None
    call.session.is_active = False
    await call.hub.drop(close_frame=True, token=call.session.token)
    return OK


# Finding people


@routes.get("/users")
async def list_users(call: Call) -> list[dict[str, Any]]:
    users = list(call.state.users.values())
    if "in_channel" in call.query:
        channel = call.state.need_readable(call.user, call.query["in_channel"])
        users = [user for user in users if user.id in channel.members]
    if "in_team" in call.query:
        if not call.state.sees_team(call.user, call.query["in_team"]):
            raise no_permission()
        team = call.state.team(call.query["in_team"])
        users = [user for user in users if user.id in team.members and _has_role(call, user, team)]
    if call.query.get("active") == "true":
        users = [user for user in users if not user.delete_at]
    users.sort(key=lambda user: user.username)
    return [user.json() for user in call.page(users)]


def _has_role(call: Call, user: User, team: Team) -> bool:
    """Whether somebody in a team has one of the roles asked for: `applyMultiRoleFilters`, user_store.go.

    Who administers the server counts among its administrators alone.
    """
    if not call.query.get("roles") and not call.query.get("team_roles"):
        return True
    if user.is_system_admin:
        return "system_admin" in call.query.get("roles", "").split(",")
    return team.members[user.id].admin and "team_admin" in call.query.get("team_roles", "").split(",")


@routes.post("/users/ids")
async def users_by_ids(call: Call) -> list[dict[str, Any]]:
    wanted = call.ids("user_ids")
    return [call.state.users[key].json() for key in dict.fromkeys(wanted) if key in call.state.users]


@routes.post("/users/usernames")
async def users_by_names(call: Call) -> list[dict[str, Any]]:
    wanted = {name.lower() for name in call.ids("usernames")}
    return [user.json() for user in call.state.users.values() if user.username in wanted]


@routes.get("/users/username/{username}")
async def user_by_name(call: Call) -> dict[str, Any]:
    user = call.state.user_named(call.name("username"))
    if user is None:
        raise ApiError(404, "app.user.get_by_username.app_error")
    return user.json(full=user is call.user)


@routes.get("/users/{user_id}")
async def get_user(call: Call) -> dict[str, Any]:
    user = call.state.user(call.id("user_id"))
    return user.json(full=user is call.user)


@routes.get("/users/{user_id}/status")
async def get_status(call: Call) -> dict[str, Any]:
    user = call.state.user(call.id("user_id"))
    return {"user_id": user.id, "status": user.status, "manual": False, "last_activity_at": user.create_at}


# Changing them


@routes.put("/users/{user_id}/patch")
async def patch_user(call: Call) -> dict[str, Any]:
    user = _own_or_administered(call)
    given = call.body("user")
    for name in ("locale", "first_name", "last_name", "nickname", "position", "username", "email"):
        if given.get(name) is not None:
            setattr(user, name, given[name])
    if given.get("timezone") is not None:
        user.timezone |= given["timezone"]
    user.update_at = call.state.moment()
    _tell_updated(call, user)
    return user.json(full=True)


@routes.put("/users/{user_id}/roles")
async def set_roles(call: Call) -> dict[str, str]:
    call.state.need_system_admin(call.user)
    user = call.state.user(call.id("user_id"))
    user.roles = str(call.body("roles").get("roles", ""))
    user.update_at = call.state.moment()
    call.hub.publish("user_role_updated", {"user_id": user.id, "roles": user.roles}, user_id=user.id)
    _tell_updated(call, user)
    return OK


@routes.put("/users/{user_id}/active")
async def set_active(call: Call) -> dict[str, str]:
    call.state.need_system_admin(call.user)
    user = call.state.user(call.id("user_id"))
    await _activate(call, user, bool(call.body("active").get("active")))
    return OK


@routes.delete("/users/{user_id}")
async def deactivate(call: Call) -> dict[str, str]:
    await _activate(call, _own_or_administered(call), False)
    return OK


async def _activate(call: Call, user: User, active: bool) -> None:
    user.update_at = call.state.moment()
    user.delete_at = 0 if active else user.update_at
    if not active:
        for session in call.state.sessions.values():
            if session.user_id == user.id:
                session.is_active = session.is_active and session.is_personal_token
                await call.hub.drop(close_frame=True, token=session.token)
    _tell_updated(call, user)


def _own_or_administered(call: Call) -> User:
    user = call.state.user(call.id("user_id"))
    if user is not call.user and not call.user.is_system_admin:
        raise no_permission()
    return user


def _tell_updated(call: Call, user: User) -> None:
    call.hub.publish("user_updated", {"user": user.json()})


# Tokens


@routes.post("/users/{user_id}/tokens")
async def create_token(call: Call) -> dict[str, Any]:
    user = call.state.user(call.id("user_id"))
    description = str(call.body("user_access_token").get("description", ""))
    if not description:
        raise bad_body("description")
    if not user.is_bot and not call.state.config["EnableUserAccessTokens"]:
        raise ApiError(501, "app.user_access_token.disabled")
    call.state.need_system_admin(call.user)
    return call.state.open_session(user, description).json(with_token=True)


@routes.get("/users/{user_id}/tokens")
async def list_tokens(call: Call) -> list[dict[str, Any]]:
    user = _own_or_administered(call)
    tokens = [one for one in call.state.sessions.values() if one.user_id == user.id and one.is_personal_token]
    return [session.json() for session in call.page(tokens)]


@routes.get("/users/{user_id}/sessions")
async def list_sessions(call: Call) -> list[dict[str, Any]]:
    user = _own_or_administered(call)
    sessions = [one for one in call.state.sessions.values() if one.user_id == user.id and one.is_active]
    return [one.session_json(user) for one in sessions if one.used or not one.is_personal_token]


@routes.post("/users/tokens/revoke")
async def revoke_token(call: Call) -> dict[str, str]:
    call.state.need_system_admin(call.user)
    wanted = call.body("token_id").get("token_id")
    for session in list(call.state.sessions.values()):
        if session.id == wanted:
            del call.state.sessions[session.token]
            await call.hub.drop(close_frame=True, token=session.token)
            return OK
    raise bad_body("token_id")


# Bots


@routes.post("/bots")
async def create_bot(call: Call) -> Created:
    call.state.need_system_admin(call.user)
    given = call.body("bot")
    if not call.state.config["EnableBotAccountCreation"]:
        raise ApiError(403, "api.bot.create_disabled")
    username = str(given.get("username", "")).lower()
    if not username:
        raise bad_body("bot")
    if call.state.user_named(username):
        raise ApiError(400, "app.user.save.username_exists.app_error")
    bot = User(username, f"{username}@localhost", call.state.moment(), is_bot=True, bot_owner=call.user.id)
    _describe(bot, given)
    call.state.users[bot.id] = bot
    call.hub.publish("new_user", {"user_id": bot.id})
    return Created(bot.bot_json())


def _describe(bot: User, given: dict[str, Any]) -> None:
    bot.first_name = given.get("display_name", bot.first_name)
    bot.bot_description = given.get("description", bot.bot_description)


@routes.get("/bots")
async def list_bots(call: Call) -> list[dict[str, Any]]:
    call.state.need_system_admin(call.user)
    with_deleted = call.query.get("include_deleted") == "true"
    bots = [one for one in call.state.users.values() if one.is_bot and (with_deleted or not one.delete_at)]
    return [bot.bot_json() for bot in call.page(bots)]


def _bot(call: Call) -> User:
    bot = call.state.users.get(call.id("user_id"))
    if bot is None or not bot.is_bot or not (call.user.is_system_admin or bot is call.user):
        raise ApiError(404, "store.sql_bot.get.missing.app_error")
    return bot


@routes.get("/bots/{user_id}")
async def get_bot(call: Call) -> dict[str, Any]:
    bot = _bot(call)
    if bot.delete_at and call.query.get("include_deleted") != "true":
        raise ApiError(404, "store.sql_bot.get.missing.app_error")
    return bot.bot_json()


@routes.put("/bots/{user_id}")
async def patch_bot(call: Call) -> dict[str, Any]:
    call.state.need_system_admin(call.user)
    bot = _bot(call)
    _describe(bot, call.body("bot"))
    bot.update_at = call.state.moment()
    return bot.bot_json()


@routes.post("/bots/{user_id}/{switch:enable|disable}")
async def switch_bot(call: Call) -> dict[str, Any]:
    call.state.need_system_admin(call.user)
    bot = _bot(call)
    await _activate(call, bot, call.name("switch") == "enable")
    return bot.bot_json()
