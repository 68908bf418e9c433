"""Catching up: after a loss of the connection, what was written meanwhile is read over REST.

DMs, mentions, reactions, edits and deletions since the position of each channel are handed in, oldest first
in each channel; channels where the bot was and is no more are told. What comes twice, from here and from the
WebSocket, is known by its key. A channel that cannot be read now stays pinned at its position, and is read in
a later round; it keeps no other from it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator

from bot.chat.hosting import Host
from bot.chat.incoming import Reacted
from bot.logs import get_logger
from bot.platforms.mattermost.events import MalformedFrameError, PostSeen, ReactionAdded, parse_post
from bot.platforms.mattermost.failures import (
    NotPermittedError,
    NotThereError,
    RequestError,
    RequestRefusedError,
)
from bot.platforms.mattermost.line import Entity
from bot.platforms.mattermost.places import DIRECT, OPEN, PRIVATE, Channel, Places
from bot.platforms.mattermost.receiving import Receiver
from bot.platforms.mattermost.rest import PAGE, Rest
from bot.platforms.mattermost.teams import Teams
from bot.platforms.positions import EVERYWHERE, Pin, Position, Positions

log = get_logger(__name__)

MOST_PAGES = 100
"""So many pages of one channel are read at most: 20 000 posts."""
MOST_CHANNELS = 10_000
"""So many channels are read in one round; the others wait for the next."""
MOST_FAILURES = 3
"""After so many channels that cannot be read, a round ends: the server is in difficulty."""
RECENT = 7 * 24 * 3600 * 1000
"""Milliseconds: in a DM whose last post is older than that, nobody reacts to anything any more."""
_AT_ONCE = 4
_SINCE_CUT_OFF = 1000
"""So many posts `posts_since` returns at most: with as many, some may be missing."""
_ARRIVALS = {"system_add_to_channel", "system_join_channel", "system_add_to_team", "system_join_team"}
"""The types of the posts by which a server tells that somebody is in a channel from then on."""

Work = Callable[[], Awaitable[None]]
Put = Callable[[str, Work], Awaitable[None]]


class CatchUp:
    """Reads what was missed; `put` queues work behind what waits for the same channel."""

    def __init__(
        self,
        rest: Rest,
        receiver: Receiver,
        places: Places,
        teams: Teams,
        positions: Positions,
        host: Host,
        put: Put,
    ) -> None:
        self._rest = rest
        self._receiver = receiver
        self._places = places
        self._teams = teams
        self._positions = positions
        self._host = host
        self._put = put
        self._one_round = asyncio.Lock()

    async def run(self) -> None:
        """Read and queue what was missed: one round, after which some of it may be missing still.

        Raises:
            RequestError: the server does not even tell the channels now.
        """
        async with self._one_round:
            missed, known = self._positions.pin_of(EVERYWHERE), self._positions.channels()
            channels = await self._channels()
            here = {channel["id"] for channel in channels}
            await self._host.left([channel for channel in known if channel not in here])
            await self._host.discovered(
                [
                    self._places.channel(channel["id"], channel["name"], channel.get("team_id"))
                    for channel in channels
                    if channel["type"] in (OPEN, PRIVATE)
                ]
            )
            if missed is not None:
                self._spread(missed, channels)
            await self._read(channels)

    def _spread(self, missed: Pin, channels: list[Entity]) -> None:
        """Pin each channel where something may have been missed, instead of all of them."""
        newest = max((channel.get("last_post_at", 0) for channel in channels), default=0)
        if not self._positions.is_new:
            for channel in channels:
                if self._may_have_missed(channel, newest):
                    self._positions.pin(channel["id"])
        missed.heard = Position(newest + 1)
        self._positions.release(EVERYWHERE, missed)

    def _may_have_missed(self, channel: Entity, newest: int) -> bool:
        if channel["type"] in (OPEN, PRIVATE):
            return True
        position, last = self._positions.of(channel["id"]), channel.get("last_post_at", 0)
        if last > position.at or (last == position.at and not position.post):
            return True
        return last >= newest - RECENT and self._host.listens(Reacted)

    async def _channels(self) -> list[Entity]:
        """Return the channels where the bot is, but for those of teams in which it does not work."""
        teams = await self._rest.teams_of_me()
        self._teams.found(teams)
        found: dict[str, Entity] = {}
        for team in teams:
            for channel in await self._rest.channels_of_me(team["id"]):
                known = Channel(channel["name"], channel["type"], channel.get("team_id") or None)
                if not channel.get("delete_at") and self._places.is_ours(known.team):
                    found[channel["id"]] = channel
                    self._places.known[channel["id"]] = known
        return list(found.values())

    async def _read(self, channels: list[Entity]) -> None:
        """Read the channels that are pinned; those that failed before come last, and DMs first."""
        here = {channel["id"]: channel for channel in channels}
        waiting: list[tuple[Entity, Pin]] = []
        for key, pin in self._positions.waiting().items():
            if key in here:
                waiting.append((here[key], pin))
            elif key != EVERYWHERE:
                log.info("a channel is gone", channel=key)
                self._positions.release(key, pin)
        waiting.sort(key=lambda item: (item[1].failures, item[0]["type"] != DIRECT))
        limit, failed = asyncio.Semaphore(_AT_ONCE), _Failures()
        async with asyncio.TaskGroup() as tasks:
            for channel, pin in waiting[:MOST_CHANNELS]:
                tasks.create_task(self._one(channel, pin, limit, failed))
        if len(waiting) > MOST_CHANNELS:
            log.info("many channels to catch up with: some wait", channels=len(waiting), most=MOST_CHANNELS)

    async def _one(self, channel: Entity, pin: Pin, limit: asyncio.Semaphore, failed: _Failures) -> None:
        async with limit:
            if failed.count >= MOST_FAILURES:
                return
            try:
                await self._changed(channel, self._positions.of(channel["id"]))
            except NotThereError:
                log.info("a channel is gone", channel=channel["id"])
            except (NotPermittedError, RequestRefusedError) as error:
                log.warning(
                    "a channel may not be read: it is skipped", channel=channel["id"], reason=str(error)
                )
            except RequestError as error:
                log.warning("a channel cannot be read now", channel=channel["id"], reason=str(error))
                failed.note(pin)
                return
            except Exception:
                log.exception("a channel cannot be read now", channel=channel["id"])
                failed.note(pin)
                return
        pin.is_queued = True
        await self._put(channel["id"], self._release(channel["id"], pin))

    def _release(self, channel: str, pin: Pin) -> Work:
        async def release() -> None:
            self._positions.release(channel, pin)

        return release

    async def _changed(self, channel: Entity, position: Position) -> None:
        """Read what is new in a channel, and what changed about what is old, and queue it in its order."""
        posts = await self._rest.posts_since(channel["id"], position.at - 1)
        new: Iterable[tuple[int, Work]] = ()
        if len(posts) >= _SINCE_CUT_OFF:
            await self._after(channel, position)
            position = self._since_arrival(posts, position)
        else:
            position = self._since_arrival(posts, position)
            new = self._taken(channel, _not_before(posts, position))
        changes = self._changes(channel, posts, since=max(position.at, position.changed))
        for _at, take in sorted([*new, *changes], key=lambda item: item[0]):
            await self._put(channel["id"], take)

    def _changes(self, channel: Entity, posts: Iterable[Entity], since: int) -> Iterator[tuple[int, Work]]:
        """Return what is to be done for what changed after an instant about posts, with its own instant.

        A server keeps what a post said before an edit as a post that is deleted, of another id, and tells it
        along with the others: it is nobody's post.
        """
        is_channel = channel["type"] in (OPEN, PRIVATE)
        for post in posts:
            if post.get("original_id"):
                continue
            for reaction in _reactions(post, since):
                yield reaction["create_at"], self._take_reaction(post, reaction, channel)
            if is_channel and post.get("delete_at", 0) > since:
                yield post["delete_at"], self._take_deletion(post, channel)
            elif is_channel and not post.get("delete_at") and post.get("edit_at", 0) > since:
                yield from self._taken_edit(post, channel)

    def _since_arrival(self, posts: Iterable[Entity], position: Position) -> Position:
        """Return from where to go on: what was written before the bot came to the channel is not for it."""
        for post in posts:
            if post["create_at"] >= position.at and self._is_arrival(post):
                position = Position(post["create_at"], post["id"], position.changed)
        return position

    def _is_arrival(self, post: Entity) -> bool:
        who = (post.get("props") or {}).get("addedUserId") or post["user_id"]
        return post.get("type") in _ARRIVALS and who == self._places.me

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
            position = self._since_arrival(posts, position)
            if len(posts) < PAGE or posts[0]["create_at"] < position.at:
                break
        for posts in reversed(pages):
            await self._queue(channel, _not_before(posts, position))

    async def _queue(self, channel: Entity, posts: Iterable[Entity]) -> None:
        for _at, take in self._taken(channel, posts):
            await self._put(channel["id"], take)

    def _taken(self, channel: Entity, posts: Iterable[Entity]) -> Iterator[tuple[int, Work]]:
        """Return what is to be done for each post, with its instant."""
        for entity in posts:
            if not entity.get("delete_at") and (post := _read(entity)) is not None:
                yield post.create_at, self._take(post, channel)

    def _taken_edit(self, entity: Entity, channel: Entity) -> Iterator[tuple[int, Work]]:
        if (post := _read(entity)) is not None:
            yield (
                post.edit_at,
                lambda: self._receiver.edited(post, channel["type"], channel["name"], channel.get("team_id")),
            )

    def _take_deletion(self, post: Entity, channel: Entity) -> Work:
        return lambda: self._receiver.deleted(channel["id"], post["id"], post["delete_at"])

    def _take(self, post: PostSeen, channel: Entity) -> Work:
        return lambda: self._receiver.post(post, channel["type"], channel["name"], channel.get("team_id"))

    def _take_reaction(self, post: Entity, reaction: Entity, channel: Entity) -> Work:
        event = ReactionAdded(
            "reaction_added",
            user_id=reaction["user_id"],
            post_id=post["id"],
            emoji_name=reaction["emoji_name"],
            create_at=reaction["create_at"],
            channel_id=channel["id"],
        )
        return lambda: self._receiver.reaction(event, channel["name"], channel.get("team_id"))


class _Failures:
    """How many channels could not be read in one round."""

    def __init__(self) -> None:
        self.count = 0

    def note(self, pin: Pin) -> None:
        self.count += 1
        pin.failures += 1


def _read(entity: Entity) -> PostSeen | None:
    """Return a post, None if it is not what the server's protocol describes."""
    try:
        return parse_post(entity)
    except MalformedFrameError as error:
        log.warning("a post cannot be read", reason=str(error))
        return None


def _not_before(posts: Iterable[Entity], position: Position) -> Iterable[Entity]:
    """Return the posts from an instant on, but for the one that was handled: several may share an instant."""
    return (post for post in posts if post["create_at"] >= position.at and post["id"] != position.post)


def _reactions(post: Entity, since: int) -> list[Entity]:
    """Return the reactions to a post that are newer than an instant."""
    found: list[Entity] = (post.get("metadata") or {}).get("reactions") or []
    return [reaction for reaction in found if reaction["create_at"] > since]
