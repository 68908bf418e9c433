"""Catching up: after a loss of the connection, what was written meanwhile is read over REST.

DMs, mentions and reactions since the position of each channel are handed in, oldest first in each channel.
What comes twice, from here and from the WebSocket, is known by its key.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog

from bot.chat.hosting import Host
from bot.platforms.mattermost.events import MalformedFrameError, PostSeen, ReactionAdded, parse_post
from bot.platforms.mattermost.failures import NotThereError, RequestError
from bot.platforms.mattermost.line import Entity
from bot.platforms.mattermost.places import DIRECT, OPEN, PRIVATE, Channel, Places
from bot.platforms.mattermost.positions import EVERYWHERE, Position, Positions
from bot.platforms.mattermost.receiving import Receiver
from bot.platforms.mattermost.rest import PAGE, Rest

log = structlog.get_logger(__name__)

MOST_PAGES = 100
"""So many pages of one channel are read at most: 20 000 posts."""
MOST_CHANNELS = 10_000
_AT_ONCE = 4
_SINCE_CUT_OFF = 1000
"""So many posts `posts_since` returns at most: with as many, some may be missing."""

Put = Callable[[str, Callable[[], Awaitable[None]]], Awaitable[None]]


class CatchUp:
    """Reads what was missed; `put` queues work behind what waits for the same channel."""

    def __init__(
        self, rest: Rest, receiver: Receiver, places: Places, positions: Positions, host: Host, put: Put
    ) -> None:
        self._rest = rest
        self._receiver = receiver
        self._places = places
        self._positions = positions
        self._host = host
        self._put = put

    async def run(self) -> None:
        """Read and queue all that was missed.

        Raises:
            RequestError: the server cannot be read now; what was queued stays queued.
        """
        channels = await self._channels()
        await self._host.discovered(
            [
                self._places.channel(channel["id"], channel["name"], channel.get("team_id"))
                for channel in channels
                if channel["type"] in (OPEN, PRIVATE)
            ]
        )
        newest = max((channel.get("last_post_at", 0) for channel in channels), default=0)
        if self._positions.is_new:
            self._positions.reach(EVERYWHERE, Position(newest))
            return
        limit = asyncio.Semaphore(_AT_ONCE)
        failed: list[RequestError] = []
        async with asyncio.TaskGroup() as tasks:
            for channel in channels:
                tasks.create_task(self._one(channel, limit, failed))
        if failed:
            raise failed[0]
        self._positions.reach(EVERYWHERE, Position(newest))

    async def _channels(self) -> list[Entity]:
        """Return the channels where the bot is, DMs first."""
        teams = await self._rest.teams_of_me()
        self._places.teams = {team["id"]: team["name"] for team in teams}
        found: dict[str, Entity] = {}
        for team in teams:
            for channel in await self._rest.channels_of_me(team["id"]):
                if not channel.get("delete_at"):
                    found[channel["id"]] = channel
                    known = Channel(channel["name"], channel["type"], channel.get("team_id") or None)
                    self._places.known[channel["id"]] = known
        ordered = sorted(found.values(), key=lambda channel: channel["type"] != DIRECT)
        if len(ordered) > MOST_CHANNELS:
            log.warning("too many channels to catch up with", channels=len(ordered), most=MOST_CHANNELS)
        return ordered[:MOST_CHANNELS]

    async def _one(self, channel: Entity, limit: asyncio.Semaphore, failed: list[RequestError]) -> None:
        position = self._positions.of(channel["id"])
        is_shared, has_news = channel["type"] in (OPEN, PRIVATE), channel.get("last_post_at", 0) > position.at
        if is_shared or has_news:
            # Until what follows is handled, the channel stays where it was, though all others move on.
            self._positions.reach(channel["id"], position)
        async with limit:
            try:
                if is_shared:
                    await self._changed(channel, position)
                elif has_news:
                    await self._after(channel, position)
            except NotThereError:
                log.info("a channel is gone", channel=channel["id"])
            except RequestError as error:
                failed.append(error)

    async def _changed(self, channel: Entity, position: Position) -> None:
        """Read what is new in a channel, and the new reactions to what is old."""
        posts = await self._rest.posts_since(channel["id"], position.at - 1)
        if len(posts) >= _SINCE_CUT_OFF:
            await self._after(channel, position)
            return
        await self._queue(channel, _not_before(posts, position))
        for post in posts:
            for reaction in _reactions(post, since=position.at):
                await self._queue_reaction(channel, reaction)

    async def _after(self, channel: Entity, position: Position) -> None:
        """Read what followed the last post that was handled, page by page."""
        if not position.post:
            await self._backwards(channel, position)
            return
        for page in range(MOST_PAGES):
            posts = await self._rest.posts_after(channel["id"], position.post, page=page)
            if not posts and page == 0:  # a server knows nothing after a post that was removed for good
                await self._backwards(channel, position)
            await self._queue(channel, posts)
            if len(posts) < PAGE:
                return
        log.warning("too many posts to catch up with", channel=channel["id"])

    async def _backwards(self, channel: Entity, position: Position) -> None:
        """Read a channel from its end back to an instant, for want of a post to begin after."""
        pages: list[list[Entity]] = []
        for page in range(MOST_PAGES):
            posts = await self._rest.newest_posts(channel["id"], page=page)
            pages.append(posts)
            if len(posts) < PAGE or posts[0]["create_at"] < position.at:
                break
        for posts in reversed(pages):
            await self._queue(channel, _not_before(posts, position))

    async def _queue(self, channel: Entity, posts: Iterable[Entity]) -> None:
        for entity in posts:
            if entity.get("delete_at"):
                continue
            try:
                post = parse_post(entity)
            except MalformedFrameError as error:
                log.warning("a post cannot be read", reason=str(error))
                continue
            await self._put(channel["id"], self._take(post, channel))

    def _take(self, post: PostSeen, channel: Entity) -> Callable[[], Awaitable[None]]:
        return lambda: self._receiver.post(post, channel["type"], channel["name"], channel.get("team_id"))

    async def _queue_reaction(self, channel: Entity, reaction: ReactionAdded) -> None:
        name, team = channel["name"], channel.get("team_id")
        await self._put(channel["id"], lambda: self._receiver.reaction(reaction, name, team))


def _not_before(posts: Iterable[Entity], position: Position) -> Iterable[Entity]:
    """Return the posts from an instant on, but for the one that was handled: several may share an instant."""
    return (post for post in posts if post["create_at"] >= position.at and post["id"] != position.post)


def _reactions(post: Entity, since: int) -> list[ReactionAdded]:
    """Return the reactions to a post that are newer than an instant, oldest first."""
    found: list[dict[str, Any]] = (post.get("metadata") or {}).get("reactions") or []
    return [
        ReactionAdded(
            "reaction_added",
            user_id=reaction["user_id"],
            post_id=post["id"],
            emoji_name=reaction["emoji_name"],
            create_at=reaction["create_at"],
            channel_id=post["channel_id"],
        )
        for reaction in sorted(found, key=lambda item: item["create_at"])
        if reaction["create_at"] > since
    ]
