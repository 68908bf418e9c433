"""What is to be done so that a team has the slash commands of the bot, and no other of ours.

Commands are known as ours by their address: only those are changed or removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.platforms.mattermost.commands import SlashCommand

Registered = Mapping[str, Any]
"""A slash command as the server's JSON."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a server calls the bot: the address of its web server, and the secret in the path."""

    address: str
    secret: str

    @property
    def url(self) -> str:
        """The address of everything that this server calls; it holds the secret."""
        return f"{self.address}/mattermost/{self.secret}"

    @property
    def command_url(self) -> str:
        """The address that slash commands call."""
        return f"{self.url}/command"

    def owns(self, command: Registered) -> bool:
        """Return whether a command calls this bot, at this address, or at an earlier one with its secret."""
        url = str(command.get("url", ""))
        is_here = url.startswith(f"{self.address}/mattermost/")
        return url.endswith("/command") and (is_here or url.endswith(f"/mattermost/{self.secret}/command"))


@dataclass(frozen=True, slots=True)
class Plan:
    """What to create, update (with `id`), leave and delete; `taken` are the triggers that others have."""

    create: tuple[dict[str, Any], ...]
    update: tuple[dict[str, Any], ...]
    keep: tuple[Registered, ...]
    delete: tuple[Registered, ...]
    taken: tuple[Registered, ...]


def plan(
    team: str, username: str, home: Home, wanted: Iterable[SlashCommand], there: Sequence[Registered]
) -> Plan:
    """Return what makes the wanted commands out of those that are there, all the custom ones of the team."""
    by_trigger = {command["trigger"]: command for command in there}
    create, update, keep, taken = [], [], [], []
    triggers = set()
    for command in wanted:
        triggers.add(command.trigger)
        registration = _registration(team, username, home, command)
        present = by_trigger.get(command.trigger)
        if present is None:
            create.append(registration)
        elif not home.owns(present):
            taken.append(present)
        elif any(present.get(key) != value for key, value in registration.items()):
            update.append({**registration, "id": present["id"], "token": present["token"]})
        else:
            keep.append(present)
    delete = [command for command in there if home.owns(command) and command["trigger"] not in triggers]
    return Plan(tuple(create), tuple(update), tuple(keep), tuple(delete), tuple(taken))


def plugins_before(listed: Iterable[Registered], triggers: Iterable[str]) -> dict[str, str]:
    """Return which plugin of the server answers in place of a trigger, by trigger, as the plugin's id.

    `listed` are all commands of a team, those of plugins included. Servers ask plugins first, then custom
    commands, then their own (`App.ExecuteCommand` in `channels/app/command.go`).
    """
    wanted = set(triggers)
    return {
        command["trigger"]: command["plugin_id"]
        for command in listed
        if command.get("plugin_id") and command["trigger"] in wanted
    }


def _registration(team: str, username: str, home: Home, command: SlashCommand) -> dict[str, Any]:
    return {
        "team_id": team,
        "trigger": command.trigger,
        "method": "P",
        "url": home.command_url,
        "username": username,
        "display_name": command.display_name,
        "description": command.description,
        "auto_complete": True,
        "auto_complete_hint": command.hint,
        "auto_complete_desc": command.completion,
    }
