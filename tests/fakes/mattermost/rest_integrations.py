"""REST: slash commands, actions and dialogs."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from .commands import BUILT_IN, Command
from .dialogs import faults_of
from .errors import ApiError, bad_body, no_permission
from .ids import is_id
from .integrations import Asked
from .routing import OK, Call, Created, Routes

routes = Routes()


# Slash commands


def _check_trigger(call: Call, trigger: str, team_id: str, own: Command | None = None) -> None:
    taken = [one.trigger for one in call.state.commands_of(team_id) if one is not own]
    if trigger in taken or trigger in BUILT_IN:
        raise ApiError(400, "api.command.duplicate_trigger.app_error")


@routes.post("/commands")
async def create_command(call: Call) -> Created:
    given = call.body("command")
    team_id = str(given.get("team_id", ""))
    if not call.state.manages_team(call.user, team_id):
        raise no_permission()
    call.state.team(team_id)
    _check_trigger(call, str(given.get("trigger", "")).lower(), team_id)
    command = Command(team_id, call.user.id, "", "", call.state.moment())
    command.set(given)
    call.state.commands[command.id] = command
    return Created(command.json())


@routes.get("/commands")
async def list_commands(call: Call) -> list[dict[str, Any]]:
    """With `custom_only` those of the team; else also the plugins' and the server's own, tokens hidden."""
    team_id = call.query.get("team_id", "")
    if not team_id:
        raise bad_body("team_id")
    if not call.state.sees_team(call.user, team_id):
        raise no_permission()
    manages = call.state.manages_team(call.user, team_id)
    if call.query.get("custom_only") in {"true", "1"}:
        if not manages:
            raise no_permission()
        return [command.json() for command in call.state.commands_of(team_id)]
    own = [_listed(trigger, "") for trigger in sorted(BUILT_IN)]
    plugins = [
        _listed(trigger, name) for name, triggers in call.state.plugins.items() for trigger in triggers
    ]
    custom = [
        command.json()
        | {"token": "", "creator_id": "", "url": "", "method": "", "username": "", "icon_url": ""}
        for command in call.state.commands_of(team_id)
        if manages or command.auto_complete
    ]
    return [*own, *plugins, *custom]


def _listed(trigger: str, plugin: str) -> dict[str, Any]:
    """A command that is not in the database: it has neither id nor team."""
    command = Command(
        "", "", trigger, "", 0, method="", auto_complete=True, plugin_id=plugin, token="", id=""
    )
    return command.json()


def _managed_command(call: Call) -> Command:
    """The command, for those who manage its team; others do not learn that it exists."""
    command = call.state.command(call.id("command_id"))
    if not call.state.manages_team(call.user, command.team_id):
        raise ApiError(404, "store.sql_command.get.missing.app_error")
    return command


@routes.get("/commands/{command_id}")
async def get_command(call: Call) -> dict[str, Any]:
    return _managed_command(call).json()


@routes.put("/commands/{command_id}")
async def update_command(call: Call) -> dict[str, Any]:
    given = call.body("command")
    command = _managed_command(call)
    if given.get("id") != command.id:
        raise bad_body("command")
    if given.get("team_id") != command.team_id:
        raise ApiError(400, "api.command.team_mismatch.app_error")
    _check_trigger(call, str(given.get("trigger", "")).lower(), command.team_id, own=command)
    command.set(given)
    command.update_at = call.state.moment()
    return command.json()


@routes.delete("/commands/{command_id}")
async def delete_command(call: Call) -> dict[str, str]:
    del call.state.commands[_managed_command(call).id]
    return OK


@routes.put("/commands/{command_id}/regen_token")
async def regenerate_token(call: Call) -> dict[str, str]:
    command = _managed_command(call)
    command.token = Command("", "", "", "", 0).token
    command.update_at = call.state.moment()
    return {"token": command.token}


@routes.post("/commands/execute")
async def execute_command(call: Call) -> dict[str, Any]:
    given = call.body("command_args")
    typed, channel_id = str(given.get("command", "")), given.get("channel_id", "")
    if len(typed) <= 1 or not typed.startswith("/") or not is_id(channel_id):
        raise ApiError(400, "api.command.execute_command.start.app_error")
    if not call.state.config["EnableCommands"]:
        raise ApiError(501, "api.command.disabled.app_error")
    channel = call.state.need_channel(call.user, channel_id)
    team_id = given.get("team_id", "") if channel.is_direct else channel.team_id
    if channel.is_direct and not call.state.sees_team(call.user, team_id):
        raise no_permission()
    root_id = str(given.get("root_id") or "")
    asked = Asked(typed, call.user, channel, call.state.team(team_id), root_id)
    return await call.integrations.execute(asked)


@routes.post("//hooks/commands/{hook_id}", is_open=True)
async def answer_later(call: Call) -> web.Response:
    kind = call.request.headers.get("Content-Type", "").split(";")[0].strip()
    call.integrations.answer_later(call.name("hook_id"), kind, call.raw)
    return web.Response(text="ok", content_type="text/plain")


# Actions and dialogs


@routes.post("/posts/{post_id}/actions/{action_id:[A-Za-z0-9]+}")
async def press(call: Call) -> dict[str, str]:
    given = call.body("action") if call.raw.strip() else {}
    selected, cookie = str(given.get("selected_option") or ""), str(given.get("cookie") or "")
    post_id = call.id("post_id")
    if cookie:
        channel_id = call.state.cookies.open(cookie)["channel_id"]
    else:
        post = call.state.posts.get(post_id)
        if post is None:
            raise no_permission()
        channel_id = post.channel_id
    call.state.need_readable(call.user, channel_id)
    trigger_id = await call.integrations.press(post_id, call.name("action_id"), call.user, selected, cookie)
    return {"status": "OK", "trigger_id": trigger_id}


@routes.post("/actions/dialogs/open", is_open=True)
async def open_dialog(call: Call) -> dict[str, str]:
    """Open a dialog for the person whom the trigger id names; no session is needed."""
    given = call.body("dialog")
    if not given.get("url"):
        raise bad_body("url")
    client_id, user_id = call.integrations.triggers.open(str(given.get("trigger_id", "")))
    version = tuple(int(part) for part in call.state.version.split("."))
    faults = faults_of(given.get("dialog") or {}, version)
    if faults:
        raise ApiError(400, "fake.invalid_dialog", detail="; ".join(faults))
    call.integrations.show_dialog(user_id, given | {"trigger_id": client_id})
    return OK


@routes.post("/actions/dialogs/submit")
async def submit_dialog(call: Call) -> dict[str, Any]:
    given = call.body("dialog")
    if not given.get("url"):
        raise bad_body("url")
    channel_id, team_id = str(given.get("channel_id", "")), str(given.get("team_id", ""))
    if not call.state.is_in_channel(call.user, channel_id) or not call.state.sees_team(call.user, team_id):
        raise no_permission()
    return await call.integrations.submit(call.user, given)
