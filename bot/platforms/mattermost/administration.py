"""What the installation asks of a Mattermost server in the name of an administrator.

Everything raises a `RequestError`; that of a refusal has the server's name of the error as `id`, such as
`api.command.duplicate_trigger.app_error`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bot.platforms.mattermost.failures import NotThereError
from bot.platforms.mattermost.line import Entity, Line


class Administration:
    """The installation's requests over the line of an administrator."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._driver = line.driver
        self._client = line.driver.client

    async def user_by_username(self, name: str) -> Entity | None:
        """Return the user, bot or not (`is_bot`), deactivated or not (`delete_at`); None if there is none."""
        try:
            return await self._line.ask(self._driver.users.get_user_by_username(quote(name, safe="")))
        except NotThereError:
            return None

    async def create_bot(self, name: str, display_name: str, description: str) -> Entity:
        """Create a bot account; its id is `user_id`."""
        return await self._line.ask(self._driver.bots.create_bot(name, display_name, description))

    async def enable_bot(self, bot: str) -> None:
        """Make a bot's account active again."""
        await self._line.ask(self._driver.bots.enable_bot(bot))

    async def create_user_access_token(self, user: str, description: str) -> str:
        """Create a token that does not expire and return it: the server shows it this once."""
        answer = await self._line.ask(self._driver.users.create_user_access_token(user, description))
        return str(answer["token"])

    async def add_team_member(self, team: str, user: str) -> None:
        """Add somebody to a team; who is in it stays."""
        await self._line.ask(self._driver.teams.add_team_member(team, user))

    async def add_channel_member(self, channel: str, user: str) -> None:
        """Add somebody to a channel; who is in it stays."""
        await self._line.ask(self._driver.channels.add_channel_member(channel, user))

    async def commands(self, team: str) -> list[Entity]:
        """Return a team's custom slash commands, with their tokens."""
        return await self._line.ask_list(self._driver.commands.list_commands(team, custom_only="true"))

    async def all_commands(self, team: str) -> list[Entity]:
        """Return a team's commands as people can type them, those of plugins (`plugin_id`) included.

        Tokens and addresses are left out. Who may not manage commands sees those that are suggested.
        """
        return await self._line.ask_list(self._driver.commands.list_commands(team, custom_only="false"))

    async def create_command(self, command: Mapping[str, Any]) -> Entity:
        """Create a slash command (`team_id`, `trigger`, `method`, `url`…) and return it with its token."""
        return await self._line.ask(self._client.post("/api/v4/commands", options=dict(command)))

    async def update_command(self, command: Mapping[str, Any]) -> Entity:
        """Replace a slash command, all of it: it is named by its `id` and `team_id`, and keeps its token."""
        return await self._line.ask(self._driver.commands.update_command(command["id"], dict(command)))

    async def delete_command(self, command: str) -> None:
        """Delete a slash command."""
        await self._line.ask(self._driver.commands.delete_command(command))

    async def execute_command(self, channel: str, text: str) -> Entity:
        """Do what somebody does who types the text in a channel, and return the answer."""
        return await self._line.ask(self._driver.commands.execute_command(channel, text))

    async def active_plugins(self) -> Sequence[Entity]:
        """Return the manifests (`id`, `name`, `version`) of the server's plugins that are active."""
        answer = await self._line.ask(self._driver.plugins.get_plugins())
        return answer.get("active") or []

    async def config(self) -> Entity:
        """Return the server's settings by section, secrets masked."""
        return await self._line.ask(self._driver.system.get_config())
