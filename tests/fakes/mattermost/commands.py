"""Slash commands and the URLs for late answers, as the server keeps them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .errors import ApiError
from .ids import new_id

_BUILT_IN = """
away code collapse custom_status dnd echo expand groupmsg header help invite invite_people join kick leave
logout me msg mute offline online open purpose remove rename search settings shortcuts shrug status
"""
BUILT_IN = frozenset(_BUILT_IN.split())
HOOK_USES = 5
HOOK_SECONDS = 30 * 60
_TRIGGER = re.compile(r"[a-z0-9_.-][a-z0-9_./-]{0,127}")


@dataclass
class Command:
    """A custom slash command of a team."""

    team_id: str
    creator_id: str
    trigger: str
    url: str
    create_at: int
    method: str = "P"
    username: str = ""
    icon_url: str = ""
    auto_complete: bool = False
    auto_complete_desc: str = ""
    auto_complete_hint: str = ""
    display_name: str = ""
    description: str = ""
    plugin_id: str = ""
    update_at: int = 0
    delete_at: int = 0
    token: str = field(default_factory=new_id)
    id: str = field(default_factory=new_id)

    SETTABLE = (
        "trigger",
        "url",
        "method",
        "username",
        "icon_url",
        "auto_complete",
        "auto_complete_desc",
        "auto_complete_hint",
        "display_name",
        "description",
    )

    def set(self, given: dict[str, Any]) -> None:
        """Take the fields of a request; those that it leaves out become empty, as on a real server."""
        for name in self.SETTABLE:
            empty = False if name == "auto_complete" else ""
            setattr(self, name, given.get(name, empty))
        self.trigger = self.trigger.lower()
        self._check()

    def _check(self) -> None:
        if not _TRIGGER.fullmatch(self.trigger):
            raise _invalid("trigger")
        if not self.url or len(self.url.encode()) > 1024:
            raise _invalid("url")
        if urlsplit(self.url).scheme not in {"http", "https"} or not urlsplit(self.url).hostname:
            raise _invalid("url_http")
        if self.method not in {"P", "G"}:
            raise _invalid("method")
        if len(self.display_name.encode()) > 64:
            raise _invalid("display_name")
        if len(self.description.encode()) > 128:
            raise _invalid("description")

    def json(self) -> dict[str, Any]:
        names = ("id", "token", "create_at", "update_at", "delete_at", "creator_id", "team_id", "plugin_id")
        return {name: getattr(self, name) for name in (*names, *self.SETTABLE)} | {
            "update_at": self.update_at or self.create_at
        }


@dataclass
class Hook:
    """Where an integration may answer a command later: five times, for half an hour."""

    command_id: str
    user_id: str
    channel_id: str
    root_id: str
    created: float
    uses: int = 0
    id: str = field(default_factory=new_id)


def _invalid(name: str) -> ApiError:
    return ApiError(400, f"model.command.is_valid.{name}.app_error")
