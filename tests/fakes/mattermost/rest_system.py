"""REST: the server itself, its settings and its plugins."""

from __future__ import annotations

from typing import Any

from .accounts import User
from .routing import Call, Routes

routes = Routes()


@routes.get("/system/ping", is_open=True)
async def ping(call: Call) -> dict[str, Any]:
    clients = ("AndroidLatest", "AndroidMin", "DesktopLatest", "DesktopMin", "IosLatest", "IosMin")
    answer = {f"{name}Version": "" for name in clients} | {"status": "OK"}
    return answer | {"ActiveSearchBackend": "database"} if call.state.modern else answer


@routes.get("/config/client", is_open=True)
async def client_config(call: Call) -> dict[str, str]:
    """All settings that a client needs, each as a text."""
    shown = {"Version": call.state.version, "BuildNumber": "fake", "BuildEnterpriseReady": "false"}
    names = (
        "SiteURL",
        "SiteName",
        "EnableCommands",
        "EnableBotAccountCreation",
        "EnableUserAccessTokens",
        "EnablePostUsernameOverride",
        "EnablePostIconOverride",
        "EnableOpenServer",
        "PostEditTimeLimit",
        "MaxFileSize",
        "EnableFileAttachments",
    )
    limited = ("SiteURL", "SiteName")
    for name in names if call.session is not None else limited:
        value = call.state.config[name]
        shown[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return shown


@routes.get("/config")
async def config(call: Call) -> dict[str, Any]:
    call.state.need_system_admin(call.user)
    return call.state.config.sections


@routes.put("/config/patch")
async def patch_config(call: Call) -> dict[str, Any]:
    call.state.need_system_admin(call.user)
    call.state.config.patch(call.body("config"))
    return call.state.config.sections


@routes.get("/plugins")
async def plugins(call: Call) -> dict[str, Any]:
    call.state.need_system_admin(call.user)
    return {"active": [_manifest(name) for name in call.state.plugins], "inactive": []}


def _manifest(name: str) -> dict[str, Any]:
    return {"id": name, "name": name, "description": "", "version": "1.0.0", "min_server_version": ""}


@routes.post("/users/status/ids")
async def statuses(call: Call) -> list[dict[str, Any]]:
    users: list[User] = [call.state.users[key] for key in call.ids("user_ids") if key in call.state.users]
    return [{"user_id": user.id, "status": user.status, "manual": False} for user in users]
