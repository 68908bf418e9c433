"""What the bot asks of a Mattermost server over REST, and what it sends there.

Entities are returned as the server's JSON (`Entity`), described in its API reference, version 4. Readings
raise a `RequestError`; `create_post`, `patch_post`, `delete_post`, `react`, `direct_channel` and
`upload_file` are for the courier and raise the errors of `bot.chat.delivery`. It works with 5.37 and 11.x:
where the driver's signature lacks a field, the request goes through its generic client, with the same pool
and token.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bot.chat.delivery import SendFailedError, SendRefusedError
from bot.platforms.mattermost.failures import (
    NotThereError,
    RequestError,
    RequestRefusedError,
    ServerUnavailableError,
)
from bot.platforms.mattermost.line import Entity, Line

PAGE = 200
"""The most that a server returns of anything at a time."""


class Rest:
    """The server at `url`, asked with the bot's token, which is sent nowhere else.

    `on_revoked` is told if the token is not valid any more; without it, the first refusal of the token is
    enough to say so. To be closed at the end.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        on_revoked: Callable[[str], None] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.line = Line(url, token, on_revoked=on_revoked, monotonic=monotonic)
        self._driver = self.line.driver
        self._client = self.line.driver.client

    async def close(self) -> None:
        """Close the connections."""
        await self.line.close()

    async def client_config(self) -> Mapping[str, str]:
        """Return the settings that the server shows to clients (`SiteURL`, `MaxFileSize`…), all as text."""
        return await self.line.ask_openly(self._client.get("/api/v4/config/client", params={"format": "old"}))

    async def me(self) -> Entity:
        """Return the bot's own user."""
        return await self.line.ask(self._driver.users.get_user("me"))

    async def user(self, user: str) -> Entity:
        """Return a user with `roles`, `locale` and `timezone`."""
        return await self.line.ask(self._driver.users.get_user(user))

    async def users_by_ids(self, users: Sequence[str]) -> list[Entity]:
        """Return those of the users who exist, in no order."""
        return await self.line.ask_list(self._driver.users.get_users_by_ids(list(users))) if users else []

    async def users_by_usernames(self, names: Sequence[str]) -> list[Entity]:
        """Return those of the users who exist, in no order."""
        if not names:
            return []
        return await self.line.ask_list(self._driver.users.get_users_by_usernames(list(names)))

    async def administrators(self, team: str) -> list[Entity]:
        """Return the users who administer a team, and those who administer the server and are in it.

        The server joins the two conditions by “or”: `applyMultiRoleFilters` in `store/sqlstore/user_store.go`
        of 5.37. Of more than a page, which no team needs, those who come first in the alphabet.
        """
        request = self._driver.users.get_users(
            in_team=team, per_page=PAGE, active=True, roles="system_admin", team_roles="team_admin"
        )
        return await self.line.ask_list(request)

    async def users_in(self, channel: str, page: int) -> list[Entity]:
        """Return a page of the users who are in a channel and may log in, bots among them."""
        request = self._driver.users.get_users(in_channel=channel, per_page=PAGE, page=page, active=True)
        return await self.line.ask_list(request)

    async def teams_of_me(self) -> list[Entity]:
        """Return the teams in which the bot is."""
        return await self.line.ask_list(self._driver.teams.get_teams_for_user("me"))

    async def team_by_name(self, name: str) -> Entity:
        """Return a team by the name that stands in its addresses."""
        return await self.line.ask(self._driver.teams.get_team_by_name(quote(name, safe="")))

    async def team_member(self, team: str, user: str) -> Entity:
        """Return somebody's `roles` and `scheme_admin` in a team; NotThereError if they are not in it."""
        return await self.line.ask(self._driver.teams.get_team_member(team, user))

    async def channel(self, channel: str) -> Entity:
        """Return a channel."""
        return await self.line.ask(self._driver.channels.get_channel(channel))

    async def channels_of_me(self, team: str) -> list[Entity]:
        """Return the channels of a team in which the bot is, and its DMs (`team_id` is empty)."""
        request = self._driver.channels.get_channels_for_team_for_user("me", team)
        return await self.line.ask_list(request)

    async def channel_by_name(self, team: str, name: str) -> Entity:
        """Return a team's channel by the name that stands in its address."""
        request = self._driver.channels.get_channel_by_name(team, quote(name, safe=""))
        return await self.line.ask(request)

    async def channel_member(self, channel: str, user: str) -> Entity:
        """Return somebody's `roles` and `scheme_admin` in a channel; NotThereError if they are not in it."""
        return await self.line.ask(self._driver.channels.get_channel_member(channel, user))

    async def post(self, post: str) -> Entity:
        """Return a post, without what its buttons carry: servers hide it."""
        return await self.line.ask(self._driver.posts.get_post(post))

    async def posts_after(
        self, channel: str, post: str, *, page: int = 0, per_page: int = PAGE
    ) -> list[Entity]:
        """Return what followed a post in its channel, oldest first: page 0 is what came right after it."""
        return await self._posts(channel, after=post, page=page, per_page=per_page)

    async def newest_posts(self, channel: str, *, page: int = 0, per_page: int = PAGE) -> list[Entity]:
        """Return the newest posts of a channel, oldest first: page 0 ends with the very newest."""
        return await self._posts(channel, page=page, per_page=per_page)

    async def posts_since(self, channel: str, since: int) -> list[Entity]:
        """Return the posts made, edited or deleted (`delete_at` is not 0) since an instant, oldest first.

        `since` is in milliseconds since 1970. The server returns at most 1000, and does not say so.
        """
        return await self._posts(channel, since=since)

    async def file_info(self, file: str) -> Entity:
        """Return a file's `name`, `size` in bytes and `mime_type`."""
        return await self.line.ask(self._driver.files.get_file_info(file))

    async def file_content(self, file: str, most: int) -> bytes:
        """Return what is in a file of at most so many bytes.

        Raises:
            RequestRefusedError: it is larger; nothing was read.
        """
        if (size := (await self.file_info(file))["size"]) > most:
            raise RequestRefusedError(f"{size} bytes, more than {most}")
        return await self.line.ask_bytes(self._client.make_request("get", f"/api/v4/files/{file}"))

    async def open_dialog(self, trigger: str, url: str, dialog: Mapping[str, Any]) -> None:
        """Open a dialog for the person from whose action the trigger comes, within seconds of it."""
        request = self._driver.integration_actions.open_interactive_dialog(trigger, url, dict(dialog))
        await self.line.ask(request)

    async def direct_channel(self, me: str, user: str) -> str:
        """Return the id of the DM of two users, which is made if it is not there."""
        channel = await self.line.send(
            lambda: self._driver.channels.create_direct_channel([me, user]), repeatable=True
        )
        return str(channel["id"])

    async def create_post(
        self,
        channel: str,
        message: str,
        *,
        pending_post_id: str,
        root: str | None = None,
        props: Mapping[str, Any] | None = None,
        file_ids: Sequence[str] = (),
    ) -> Entity:
        """Post. A repeat with the same `pending_post_id` within 30 s returns the same post."""
        post = {
            "channel_id": channel,
            "message": message,
            "pending_post_id": pending_post_id,
            "root_id": root,
            "props": props,
            "file_ids": list(file_ids) or None,
        }
        return await self.line.send(
            lambda: self._client.post("/api/v4/posts", options=post), repeatable=False
        )

    async def patch_post(self, post: str, message: str, props: Mapping[str, Any] | None = None) -> Entity:
        """Give a post another text and, if given, other props (all of them)."""
        options = {"message": message, "props": props}
        path = f"/api/v4/posts/{post}/patch"
        return await self.line.send(lambda: self._client.put(path, options=options), repeatable=True)

    async def delete_post(self, post: str) -> None:
        """Delete a post; one that is not there any more is deleted."""
        try:
            await self.line.send(lambda: self._driver.posts.delete_post(post), repeatable=True)
        except SendRefusedError:  # servers up to 5.37 say so (403) of a post that is not there
            if not await self._is_gone(post):
                raise

    async def react(self, post: str, me: str, name: str) -> None:
        """Put a reaction to a post; one that is there already stays."""
        reaction = {"user_id": me, "post_id": post, "emoji_name": name}
        await self.line.send(
            lambda: self._client.post("/api/v4/reactions", options=reaction), repeatable=True
        )

    async def join(self, channel: str, me: str) -> None:
        """Become a member of a channel of one's teams that is open to all."""
        path = f"/api/v4/channels/{channel}/members"
        await self.line.send(lambda: self._client.post(path, options={"user_id": me}), repeatable=True)

    async def upload_file(self, channel: str, name: str, media_type: str, content: bytes) -> str:
        """Upload a file for a post to come in a channel, and return its id."""
        uploaded = await self.line.send(
            lambda: self._driver.files.upload_file((name, content, media_type), channel), repeatable=True
        )
        return str(uploaded["file_infos"][0]["id"])

    async def _is_gone(self, post: str) -> bool:
        try:
            await self.post(post)
        except NotThereError:
            return True
        except ServerUnavailableError as error:
            raise SendFailedError(str(error)) from error
        except RequestError:
            return False
        return False

    async def _posts(self, channel: str, **which: str | int) -> list[Entity]:
        answer = await self.line.ask(self._driver.posts.get_posts_for_channel(channel, **which))
        return [answer["posts"][post] for post in reversed(answer["order"])]
