"""Receiving: what a server tells over its WebSocket, or told while the bot was away, as neutral events.

Whoever wrote in a DM or a channel waits for no answer of a request: what the bot says is posted.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bot.chat.answers import Answer
from bot.chat.hosting import Host
from bot.chat.incoming import Answered, Edited, Incoming, Joined, Left, Line, Linked, Reacted, Shows
from bot.chat.messages import File, Reply
from bot.chat.places import Location
from bot.logs import get_logger
from bot.platforms.lingering import Lingering
from bot.platforms.links import links_and_tags
from bot.platforms.mattermost.events import PostSeen, ReactionAdded, UserAdded, UserRemoved
from bot.platforms.mattermost.failures import RequestError
from bot.platforms.mattermost.limits import MAX_ELEMENTS, MAX_RECEIVED_FILE, MAX_RECEIVED_FILES
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.places import DIRECT, GROUP, OPEN, PRIVATE, Places
from bot.platforms.mattermost.rendering import markdown
from bot.platforms.mattermost.rest import Rest
from bot.platforms.positions import Position, Positions

log = get_logger(__name__)

MOST_TRIES = 10
"""After so many failures of the bot's own, an event is given up: the log has them all."""


class Receiver:
    """Hands events to the host, in the order of each channel, and keeps account of how far it got.

    `lingering` hands in what people write.
    """

    def __init__(
        self,
        rest: Rest,
        people: People,
        places: Places,
        host: Host,
        positions: Positions,
        counted: Callable[[str], None],
        lingering: Lingering,
    ) -> None:
        self._rest = rest
        self._people = people
        self._places = places
        self._host = host
        self._positions = positions
        self._counted = counted
        self._lingering = lingering
        self._apologised: set[str] = set()
        self._tries: Counter[str] = Counter()
        self._mentions: re.Pattern[str] | None = None

    def answers_to(self, username: str) -> None:
        """Take note of the bot's user name, by which it is mentioned."""
        name = re.escape(username)
        self._mentions = re.compile(rf"(?<![\w@.-])@{name}(?![\w-]|\.\w)", re.IGNORECASE)

    async def post(self, post: PostSeen, channel_type: str, name: str, team: str | None) -> None:
        """Take a post; one that is not for the bot is only counted as seen."""
        with self._handing_in(post.channel_id, post.id):
            incoming = await self._incoming(post, channel_type, name, team)
            if incoming is None:
                self._positions.reach(post.channel_id, Position(post.create_at, post.id))
                return
            self._counted("message")

            async def handled(answers: list[Answer]) -> None:
                if answers:
                    self._positions.pin(post.channel_id)
                    await self._apologise(post, channel_type, answers)
                    return
                self._apologised.discard(post.id)
                self._positions.reach(post.channel_id, Position(post.create_at, post.id))

            await self._lingering.hand_in(post.channel_id, incoming, handled)

    @contextlib.contextmanager
    def _handing_in(self, channel: str, key: str) -> Iterator[None]:
        """Have what cannot be handed in looked for again, but not for ever: it may be at fault itself."""
        try:
            yield
        except Exception:
            self._tries[key] += 1
            if self._tries[key] < MOST_TRIES:
                self._positions.pin(channel)
            else:
                del self._tries[key]
            raise
        self._tries.pop(key, None)

    async def reaction(self, event: ReactionAdded, name: str, team: str | None) -> None:
        """Take a reaction."""
        with self._handing_in(event.channel_id, _key(event)):
            if event.user_id != self._places.me and self._host.listens(Reacted):
                self._counted("reaction")
                if await self._host.receive(await self._reacted(event, name, team)):
                    self._positions.pin(event.channel_id)
                    return
            self._positions.change(event.channel_id, event.create_at)

    async def edited(self, post: PostSeen, channel_type: str, name: str, team: str | None) -> None:
        """Take what a person changed about a post of theirs that is not for the bot."""
        if not post.edit_at or not self._is_overheard(post, channel_type) or not self._host.listens(Edited):
            return
        key = f"{post.id}:{post.edit_at}"
        links, tags = links_and_tags(post.message)
        with self._handing_in(post.channel_id, key):
            self._counted("edit")
            if links and tags:
                edited = await self._as_edited(post, links, tags, key, name, team)
                if await self._host.receive(edited):
                    self._positions.pin(post.channel_id)
                    return
            else:
                await self._host.message_edited(post.channel_id, post.id, links, key)
            self._positions.change(post.channel_id, post.edit_at)

    async def deleted(self, channel: str, post: str, at: int | None = None) -> None:
        """Take note that a post was deleted, and `at` what instant, if that is known."""
        with self._handing_in(channel, f"deleted:{post}"):
            await self._host.message_deleted(channel, post)
            if at is not None:
                self._positions.change(channel, at)

    async def member(self, event: UserAdded | UserRemoved, name: str, team: str | None) -> None:
        """Take somebody's coming or going."""
        kind = Joined if isinstance(event, UserAdded) else Left
        if not self._host.listens(kind):
            return
        self._counted("member")
        author = await self._people.author(event.user_id, team=team, channel=event.channel_id)
        location = self._location(event.channel_id, name, team, author.username)
        await self._host.receive(kind(author=author, location=location, shows=Shows.NOTHING))

    async def _reacted(self, event: ReactionAdded, name: str, team: str | None) -> Reacted:
        author = await self._people.author(event.user_id, team=team, channel=event.channel_id)
        return Reacted(
            author=author,
            location=self._location(event.channel_id, name, team, author.username),
            at=_instant(event.create_at),
            key=_key(event),
            shows=Shows.NOTHING,
            emoji=event.emoji_name,
            post=event.post_id,
        )

    async def _incoming(
        self, post: PostSeen, channel_type: str, name: str, team: str | None
    ) -> Incoming | None:
        """Return what a post is to the bot, None if it is nothing."""
        if not self._is_by_a_person(post):
            return None
        if self._places.is_own_dm(name):
            return await self._direct(post)
        if channel_type not in (OPEN, PRIVATE, GROUP):
            return None
        if self._mentions is not None and self._calls_bot(post):
            return await self._mention(post, self._mentions.sub("", post.message, count=1), name, team)
        return None if channel_type == GROUP else await self._overheard(post, name, team)

    def _is_by_a_person(self, post: PostSeen) -> bool:
        return not (post.user_id == self._places.me or post.type or post.from_bot or post.from_webhook)

    def _calls_bot(self, post: PostSeen) -> bool:
        return self._mentions is not None and self._mentions.search(post.message) is not None

    def _is_overheard(self, post: PostSeen, channel_type: str) -> bool:
        """Return whether a person wrote it in a channel, without calling the bot."""
        return channel_type in (OPEN, PRIVATE) and self._is_by_a_person(post) and not self._calls_bot(post)

    async def _overheard(self, post: PostSeen, name: str, team: str | None) -> Incoming | None:
        """Return what a post that is not for the bot is to plugins that listen, None if it is nothing."""
        links, tags = links_and_tags(post.message)
        if links and tags and self._host.listens(Linked):
            return await self._linked(post, links, tags, name, team)
        if post.root_id is not None and self._host.listens(Answered):
            return await self._answered(post, post.root_id, name, team)
        return None

    async def _answered(self, post: PostSeen, under: str, name: str, team: str | None) -> Answered:
        author = await self._people.author(post.user_id, team=team, channel=post.channel_id)
        return Answered(
            author=author,
            location=self._places.channel(post.channel_id, name, team, under),
            at=_instant(post.create_at),
            key=post.id,
            shows=Shows.NOTHING,
            text=post.message,
            post=post.id,
            under=under,
        )

    async def _direct(self, post: PostSeen) -> Line:
        author = await self._people.author(post.user_id, team=None, channel=post.channel_id)
        return Line(
            author=author,
            location=self._places.dm(post.channel_id, author.username),
            at=_instant(post.create_at),
            key=post.id,
            shows=Shows.NOTHING,
            people=await self._people.named_in(post.message),
            longest_form=MAX_ELEMENTS,
            text=self._without_call(post.message),
            to_bot=True,
            files=await self._files(post),
        )

    def _without_call(self, message: str) -> str:
        """Return a message without the bot's name before it: in a DM too, some people begin with it."""
        if self._mentions is None or (call := self._mentions.match(message)) is None:
            return message
        return message[call.end() :].strip(" ,:\n")

    async def _mention(self, post: PostSeen, text: str, name: str, team: str | None) -> Line:
        author = await self._people.author(post.user_id, team=team, channel=post.channel_id)
        return Line(
            author=author,
            location=self._places.channel(post.channel_id, name, team, post.root_id),
            at=_instant(post.create_at),
            key=post.id,
            shows=Shows.NOTHING,
            reply_to=post.root_id or post.id,
            people=await self._people.named_in(text),
            longest_form=MAX_ELEMENTS,
            text=text.strip(" ,:\n"),
            to_bot=True,
            files=await self._files(post),
        )

    async def _linked(
        self, post: PostSeen, links: tuple[str, ...], tags: tuple[str, ...], name: str, team: str | None
    ) -> Linked:
        author = await self._people.author(post.user_id, team=team, channel=post.channel_id)
        return Linked(
            author=author,
            location=self._places.channel(post.channel_id, name, team, post.root_id),
            at=_instant(post.create_at),
            key=post.id,
            shows=Shows.NOTHING,
            text=post.message,
            links=links,
            tags=tags,
            post=post.id,
            under=post.root_id,
        )

    async def _as_edited(
        self,
        post: PostSeen,
        links: tuple[str, ...],
        tags: tuple[str, ...],
        key: str,
        name: str,
        team: str | None,
    ) -> Edited:
        author = await self._people.author(post.user_id, team=team, channel=post.channel_id)
        return Edited(
            author=author,
            location=self._places.channel(post.channel_id, name, team, post.root_id),
            at=_instant(post.edit_at),
            key=key,
            shows=Shows.NOTHING,
            text=post.message,
            links=links,
            tags=tags,
            post=post.id,
            posted_at=_instant(post.create_at),
        )

    async def _files(self, post: PostSeen) -> tuple[File, ...]:
        """Return the files of a post; those that are too large, or gone, are left out."""
        if len(post.file_ids) > MAX_RECEIVED_FILES:
            log.warning(
                "a message has too many files: the last are left out",
                files=len(post.file_ids),
                most=MAX_RECEIVED_FILES,
            )
        files = []
        for file in post.file_ids[:MAX_RECEIVED_FILES]:
            try:
                info = await self._rest.file_info(file)
                content = await self._rest.file_content(file, MAX_RECEIVED_FILE)
            except RequestError as error:
                log.warning("a file cannot be read", reason=str(error))
                continue
            files.append(File(str(info["name"]), str(info["mime_type"]), content))
        return tuple(files)

    def _location(self, channel: str, name: str, team: str | None, username: str) -> Location:
        if self._places.is_own_dm(name):
            return self._places.dm(channel, username)
        return self._places.channel(channel, name, team)

    async def _apologise(self, post: PostSeen, channel_type: str, answers: list[Answer]) -> None:
        """Say once, there and then, that a post could not be saved; it is looked for again once it can."""
        if post.id in self._apologised:
            return
        self._apologised.add(post.id)
        root = post.root_id or (None if channel_type == DIRECT else post.id)
        for answer in answers:
            if isinstance(answer, Reply):
                try:
                    await self._rest.create_post(
                        post.channel_id,
                        markdown(answer.text, {}),
                        root=root,
                        pending_post_id=f"not-saved:{post.id}",
                    )
                except Exception as error:  # noqa: BLE001 - it was worth a try, no more
                    log.warning("an answer could not be posted", reason=str(error))


def _key(event: ReactionAdded) -> str:
    """Return a name of the event that is as short as that of a post, however long the emoji's."""
    parts = f"{event.post_id}:{event.user_id}:{event.emoji_name}:{event.create_at}"
    return f"reaction:{hashlib.sha256(parts.encode()).hexdigest()[:32]}"


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
