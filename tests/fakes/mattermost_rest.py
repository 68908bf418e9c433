"""A stand-in for a server's REST interface: it keeps posts and people, and fails when it is told to."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.delivery import SendRefusedError
from bot.platforms.mattermost.failures import NotPermittedError, NotThereError
from bot.platforms.mattermost.rest import PAGE

Entity = dict[str, Any]
BOT = "b" * 26


def person(name: str, **more: Any) -> Entity:
    """Return the profile of somebody."""
    return {"id": name[0] * 26, "username": name, "roles": "system_user", "locale": "en", **more}


class Standing:
    """Answers as `bot.platforms.mattermost.rest.Rest` does, from what a test put there."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.posts: dict[str, Entity] = {}
        self.users: dict[str, Entity] = {}
        self.teams: list[Entity] = []
        self.channels: dict[str, list[Entity]] = defaultdict(list)
        self.known_channels: dict[str, Entity] = {}
        self.hidden: set[str] = set()
        self.team_members: dict[tuple[str, str], Entity] = {}
        self.channel_members: dict[tuple[str, str], Entity] = {}
        self.files: dict[str, tuple[Entity, bytes]] = {}
        self.dialogs: list[tuple[str, str, Entity]] = []
        self.page = PAGE
        self.since_cut_off = 1000
        self._faults: dict[str, deque[Exception | asyncio.Event | None]] = defaultdict(deque)

    def will(self, what: str, *faults: Exception | asyncio.Event | None) -> None:
        """Meet the next calls of a method with these: an error, an event to wait for, or nothing."""
        self._faults[what].extend(faults)

    def times(self, what: str) -> int:
        """Return how often a method was called."""
        return sum(asked[0] == what for asked in self.asked)

    async def _called(self, what: str, *arguments: Any) -> None:
        self.asked.append((what, *arguments))
        await asyncio.sleep(0)
        fault = self._faults[what].popleft() if self._faults[what] else None
        if isinstance(fault, asyncio.Event):
            await fault.wait()
        elif fault is not None:
            raise fault

    # People

    def add(self, *people: Entity) -> None:
        """Have these people on the server."""
        self.users |= {profile["id"]: profile for profile in people}

    async def user(self, user: str) -> Entity:
        await self._called("user", user)
        return _found(self.users, user)

    async def users_by_ids(self, users: Sequence[str]) -> list[Entity]:
        if users:
            await self._called("users_by_ids", tuple(users))
        return [self.users[user] for user in users if user in self.users]

    async def users_by_usernames(self, names: Sequence[str]) -> list[Entity]:
        if names:
            await self._called("users_by_usernames", tuple(names))
        return [profile for profile in self.users.values() if profile["username"] in names]

    async def team_member(self, team: str, user: str) -> Entity:
        await self._called("team_member", team, user)
        return _found(self.team_members, (team, user))

    async def channel_member(self, channel: str, user: str) -> Entity:
        await self._called("channel_member", channel, user)
        return _found(self.channel_members, (channel, user))

    # Places

    async def teams_of_me(self) -> list[Entity]:
        await self._called("teams_of_me")
        return self.teams

    async def channels_of_me(self, team: str) -> list[Entity]:
        await self._called("channels_of_me", team)
        return self.channels[team]

    async def channel(self, channel: str) -> Entity:
        await self._called("channel", channel)
        if channel in self.hidden:
            raise forbidden()
        return self.known_channels.get(channel, {"id": channel, "type": "O", "name": channel})

    async def direct_channel(self, me: str, user: str) -> str:
        await self._called("direct_channel", me, user)
        return f"dm-{user}"

    # Posts

    def has(self, channel: str, at: int, message: str = "", **more: Any) -> Entity:
        """Have a post in a channel."""
        post = {
            "id": f"{channel}-{len(self.posts)}",
            "channel_id": channel,
            "user_id": "m" * 26,
            "message": message,
            "create_at": at,
            "update_at": at,
            "delete_at": 0,
            **more,
        }
        self.posts[post["id"]] = post
        return post

    def _in(self, channel: str, *, deleted: bool = False) -> list[Entity]:
        found = [post for post in self.posts.values() if post["channel_id"] == channel]
        alive = [post for post in found if deleted or not post["delete_at"]]
        return sorted(alive, key=lambda post: post["create_at"])

    async def post(self, post: str) -> Entity:
        await self._called("post", post)
        found = _found(self.posts, post)
        if found["delete_at"]:
            raise NotThereError("404")
        return found

    async def newest_posts(self, channel: str, *, page: int = 0) -> list[Entity]:
        await self._called("newest_posts", channel, page)
        backwards = self._in(channel)[::-1]
        return backwards[page * self.page : (page + 1) * self.page][::-1]

    async def posts_after(self, channel: str, post: str, *, page: int = 0) -> list[Entity]:
        await self._called("posts_after", channel, post, page)
        if post not in self.posts:  # it compares with nothing
            return []
        after = [one for one in self._in(channel) if one["create_at"] > self.posts[post]["create_at"]]
        return after[page * self.page : (page + 1) * self.page]

    async def posts_since(self, channel: str, since: int) -> list[Entity]:
        await self._called("posts_since", channel, since)
        changed = [one for one in self._in(channel, deleted=True) if one["update_at"] > since]
        return changed[-self.since_cut_off :]

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
        await self._called("create_post", channel, message)
        more = {"props": props or {}, "root_id": root or "", "pending_post_id": pending_post_id}
        at = max((post["create_at"] for post in self.posts.values()), default=0) + 1
        return self.has(channel, at, message, user_id=BOT, file_ids=list(file_ids), **more)

    async def patch_post(self, post: str, message: str, props: Mapping[str, Any] | None = None) -> Entity:
        await self._called("patch_post", post, message)
        if post not in self.posts or self.posts[post]["delete_at"]:
            raise SendRefusedError("403")
        self.posts[post] |= {"message": message} | ({"props": props} if props is not None else {})
        return self.posts[post]

    async def delete_post(self, post: str) -> None:
        await self._called("delete_post", post)
        if post not in self.posts or self.posts[post]["delete_at"]:
            raise SendRefusedError("403")
        self.posts[post]["delete_at"] = 1

    async def react(self, post: str, me: str, name: str) -> None:
        await self._called("react", post, me, name)

    async def join(self, channel: str, me: str) -> None:
        await self._called("join", channel, me)

    async def upload_file(self, channel: str, name: str, media_type: str, content: bytes) -> str:
        await self._called("upload_file", channel, name)
        key = f"file-{len(self.files)}"
        self.files[key] = ({"name": name, "mime_type": media_type, "size": len(content)}, content)
        return key

    async def file_info(self, file: str) -> Entity:
        await self._called("file_info", file)
        return _found(self.files, file)[0]

    async def file_content(self, file: str, most: int) -> bytes:
        await self._called("file_content", file, most)
        return _found(self.files, file)[1]

    async def open_dialog(self, trigger: str, url: str, dialog: Mapping[str, Any]) -> None:
        await self._called("open_dialog", trigger)
        self.dialogs.append((trigger, url, dict(dialog)))


def _found(things: Mapping[Any, Any], key: Any) -> Any:
    if key not in things:
        raise NotThereError("404")
    return things[key]


def forbidden() -> NotPermittedError:
    """Return what a server says to who may not do that."""
    return NotPermittedError("HTTP 403")
