"""Receiving: what happens in channels and DMs, or happened while the bot was away, as neutral events.

Whoever wrote a message waits for no answer of a request: what the bot says is posted.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import discord

from bot.chat.answers import Answer
from bot.chat.hosting import Host
from bot.chat.incoming import Answered, Edited, Incoming, Joined, Left, Line, Linked, Reacted, Shows
from bot.chat.messages import Reply
from bot.chat.people import Author
from bot.chat.places import Location
from bot.language.catalogue import Words
from bot.logs import get_logger
from bot.platforms.crowding import Writers
from bot.platforms.discord import excuses
from bot.platforms.discord.anchors import Anchor
from bot.platforms.discord.attachments import Attachments
from bot.platforms.discord.heard import Heard
from bot.platforms.discord.limits import MAX_MODAL_COMPONENTS
from bot.platforms.discord.membership import Membership
from bot.platforms.discord.naming import Named, Naming
from bot.platforms.discord.people import People
from bot.platforms.discord.places import Places
from bot.platforms.discord.replying import reply
from bot.platforms.discord.texts import as_typed, calls
from bot.platforms.excuses import too_much
from bot.platforms.lingering import Lingering
from bot.platforms.links import links_and_tags
from bot.platforms.positions import Position, Positions

log = get_logger(__name__)

MOST_TRIES = 10
"""After so many failures of the bot's own, an event is given up: the log has them all."""
_WRITTEN = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""The types of what people write; all others are Discord's own sentences."""
_MOST_NAMED = 20


class Receiver:
    """Hands events to the host, in the order of each channel, and keeps account of how far it got.

    `lingering` hands in what people write.
    """

    def __init__(
        self,
        client: discord.Client,
        people: People,
        places: Places,
        heard: Heard,
        membership: Membership,
        host: Host,
        positions: Positions,
        counted: Callable[[str], None],
        words: Words,
        writers: Writers,
        lingering: Lingering,
    ) -> None:
        self._client = client
        self._people = people
        self._naming = Naming(client, people)
        self._attachments = Attachments(client)
        self._places = places
        self._heard = heard
        self._membership = membership
        self._host = host
        self._positions = positions
        self._counted = counted
        self._words = words
        self._writers = writers
        self._lingering = lingering
        self._apologised: set[int] = set()
        self._tries: Counter[int] = Counter()

    async def message(self, message: discord.Message) -> None:
        """Take a message; one that is not for the bot is only counted as seen."""
        lane = lane_of(message)
        with self._handing_in(lane, message.id):
            incoming = await self._incoming(message)
            if incoming is None:
                self._positions.reach(lane, Position(message.id))
                return
            self._counted("message")

            async def handled(answers: list[Answer]) -> None:
                if answers:
                    self._positions.pin(lane)
                    await self._apologise(message, answers)
                    return
                self._apologised.discard(message.id)
                self._positions.reach(lane, Position(message.id))

            await self._lingering.hand_in(lane, incoming, handled)

    async def edited(self, message: discord.Message) -> None:
        """Take what a person changed about a message of theirs in a guild that is not for the bot.

        One that changes while the bot is away is not looked for: Discord tells only what messages say now.
        """
        at = message.edited_at
        is_told = bool(message.content) or self._client.intents.message_content
        if at is None or not is_told or not _is_by_a_person(message) or calls_bot(message, self._client.user):
            return
        self._counted("edit")
        key = f"{message.id}:{int(at.timestamp() * 1000)}"
        links, tags = links_and_tags(message.content)
        if not (links and tags):
            await self._host.message_edited(self.place_of(message.channel.id), str(message.id), links, key)
            return
        located = await self._located(message)
        if located is None:
            return
        author, location = located
        text, _named = await self._typed(message)
        await self._host.receive(
            Edited(
                author=author,
                location=location,
                at=at,
                key=key,
                shows=Shows.NOTHING,
                text=text,
                links=links,
                tags=tags,
                post=str(message.id),
                posted_at=message.created_at,
            )
        )

    def place_of(self, channel: int) -> str:
        """Return the id of the place that a channel is, or is a thread of."""
        known = self._client.get_channel(channel)
        return str(known.parent_id if isinstance(known, discord.Thread) else channel)

    async def reaction(self, reaction: discord.RawReactionActionEvent) -> None:
        """Take a reaction."""
        person = reaction.member or await self._client.fetch_user(reaction.user_id)
        channel = self._client.get_channel(reaction.channel_id)
        if reaction.guild_id is None:
            location: Location | None = self._places.dm(reaction.channel_id, person)
        else:
            location = self._places.location(channel, person)
        if location is None or person.bot:
            return
        self._counted("reaction")
        await self._host.receive(
            Reacted(
                author=self._people.in_channel(person, channel),
                location=location,
                shows=Shows.NOTHING,
                emoji=reaction.emoji.name,
                post=str(reaction.message_id),
            )
        )

    async def member(
        self, person: discord.Member | discord.User, guild: discord.Guild, *, is_new: bool
    ) -> None:
        """Take somebody's coming to a guild, or going; it is told of the channel where people are greeted."""
        channel = guild.system_channel or next(iter(guild.text_channels), None)
        if channel is None or person.bot:
            return
        self._counted("member")
        author, location = self._people.in_channel(person, channel), self._places.channel(channel)
        if is_new:
            joined = Joined(author=author, location=location, shows=Shows.NOTHING, community=True)
            await self._host.receive(joined)
        else:
            await self._host.receive(Left(author=author, location=location, shows=Shows.NOTHING))

    @contextlib.contextmanager
    def _handing_in(self, lane: str, key: int) -> Iterator[None]:
        """Have what cannot be handed in looked for again, but not for ever: it may be at fault itself."""
        try:
            yield
        except Exception:
            self._tries[key] += 1
            if self._tries[key] < MOST_TRIES:
                self._positions.pin(lane)
            else:
                del self._tries[key]
            raise
        self._tries.pop(key, None)

    async def _incoming(self, message: discord.Message) -> Incoming | None:
        """Return what a message is to the bot, None if it is nothing."""
        if not _is_by_a_person(message):
            return None
        if message.guild is None or calls_bot(message, self._client.user):
            return await self._call(message)
        if not (self._host.listens(Linked) or self._host.listens(Answered)):
            return None
        return await self._overheard(message) if await self._heard.is_ours(message.guild.id) else None

    async def _overheard(self, message: discord.Message) -> Incoming | None:
        """Return what a message that is not for the bot is to plugins that listen, None if it is nothing."""
        links, tags = links_and_tags(message.content)
        if links and tags and self._host.listens(Linked):
            return await self._linked(message, links, tags)
        under = under_what(message)
        if under is None or not self._host.listens(Answered):
            return None
        located = await self._located(message)
        if located is None:
            return None
        author, location = located
        text, _named = await self._typed(message)
        return Answered(
            author=author,
            location=location,
            at=message.created_at,
            key=str(message.id),
            shows=Shows.NOTHING,
            text=text,
            post=str(message.id),
            under=under,
        )

    async def _call(self, message: discord.Message) -> Line | None:
        """Return what somebody asks for, None if it is nothing, or too much at once, and they were told."""
        is_unreadable = _calls_role_unreadably(message)
        if not message.content and not message.attachments and not is_unreadable:  # a sticker
            return None
        rush = self._writers.rush_of(
            str(message.id), str(message.author.id), lane_of(message), message.created_at.timestamp()
        )
        if rush is not None:
            if rush.is_to_be_told:
                await reply(message, self._words(too_much(rush.wait)))
            return None
        if is_unreadable:
            await reply(message, self._words(excuses.ROLE_CALLED))
            return None
        return await (self._direct(message) if message.guild is None else self._mention(message))

    async def _direct(self, message: discord.Message) -> Line:
        author, location = await self._membership.in_dm(
            self._people.person(message.author), self._places.dm(message.channel.id, message.author)
        )
        return await self._line(message, author, location)

    async def _mention(self, message: discord.Message) -> Line | None:
        located = await self._located(message)
        if located is None:
            return None
        author, location = located
        line = await self._line(message, author, location)
        return replace(line, reply_to=Anchor(location.thread, str(message.id)).spell())

    async def _linked(
        self, message: discord.Message, links: tuple[str, ...], tags: tuple[str, ...]
    ) -> Linked | None:
        located = await self._located(message)
        if located is None:
            return None
        author, location = located
        text, _named = await self._typed(message)
        return Linked(
            author=author,
            location=location,
            at=message.created_at,
            key=str(message.id),
            shows=Shows.NOTHING,
            text=text,
            links=links,
            tags=tags,
            post=str(message.id),
            under=under_what(message),
        )

    async def _located(self, message: discord.Message) -> tuple[Author, Location] | None:
        """Return who wrote a message in a guild, with their rights there, and where.

        A thread may be unknown, and what is read back says nothing of the author's roles: Discord is asked.
        """
        channel: object = message.channel
        if isinstance(channel, discord.PartialMessageable):
            channel = await self._client.fetch_channel(channel.id)
        person = message.author
        if isinstance(person, discord.User) and message.guild is not None:
            try:
                person = await message.guild.fetch_member(person.id)
            except discord.NotFound:
                log.info("the author of a message left the guild")
        location = self._places.location(channel, person)
        return None if location is None else (self._people.in_channel(person, channel), location)

    async def _line(self, message: discord.Message, author: Author, location: Location) -> Line:
        text, people = await self._typed(message)
        files = [attached.to_dict() for attached in message.attachments]
        return Line(
            author=author,
            location=location,
            at=message.created_at,
            key=str(message.id),
            shows=Shows.NOTHING,
            people=people,
            longest_form=MAX_MODAL_COMPONENTS,
            text=text,
            to_bot=True,
            ask_files=partial(self._attachments.read, files) if files else None,
        )

    async def _typed(self, message: discord.Message) -> tuple[str, tuple[Author, ...]]:
        """Return the text as it was typed, without the call of the bot, and the people whom it names."""
        me = self._client.user
        others = [person for person in message.mentions if person != me][:_MOST_NAMED]
        named = Named({str(person.id): self._people.person(person) for person in others})
        text = as_typed(message.content, 0 if me is None else me.id, _own_role(message))
        translated = await self._naming.translate({"text": text}, message.author, named)
        return translated["text"], named.authors

    async def _apologise(self, message: discord.Message, answers: Sequence[Answer]) -> None:
        """Say once, there and then, that a message could not be saved; it is looked for again once it can."""
        if message.id in self._apologised:
            return
        self._apologised.add(message.id)
        for answer in answers:
            if isinstance(answer, Reply):
                await reply(message, answer.text)


DM_LANE = "dm/"


def _is_by_a_person(message: discord.Message) -> bool:
    return not message.author.bot and message.webhook_id is None and message.type in _WRITTEN


def under_what(message: discord.Message) -> str | None:
    """Return the id of the message to which one replies, or from which its thread was made, if any.

    A thread has the id of its message: https://docs.discord.com/developers/topics/threads.
    """
    if message.type is discord.MessageType.reply and message.reference is not None:
        return str(message.reference.message_id)
    in_thread = isinstance(message.channel, discord.Thread)
    return str(message.channel.id) if in_thread else None


def calls_bot(message: discord.Message, me: discord.ClientUser | None) -> bool:
    """Return whether a message in a guild is for the bot, which is `me`: by its name, or its own role's."""
    if _calls_role_unreadably(message):
        return True
    return me is not None and calls(message.content, me.id, _own_role(message))


def _calls_role_unreadably(message: discord.Message) -> bool:
    """Return whether a message calls the role of the bot alone, which does not let the bot read it.

    Without the intent for it, the content of a message is only told to whom it mentions by name:
    https://docs.discord.com/developers/events/gateway#message-content-intent.
    """
    return not message.content and any(role.id == _own_role(message) for role in message.role_mentions)


def _own_role(message: discord.Message) -> int:
    """Return the id of the role that Discord made for the bot in a guild, 0 if there is none.

    It bears the bot's name, so that many people take one for the other.
    """
    role = None if message.guild is None else message.guild.self_role
    return 0 if role is None else role.id


def lane_of(message: discord.Message) -> str:
    """Return the name of the lane of a message, under which the position of its channel is remembered."""
    return dm_lane(message.channel.id) if message.guild is None else str(message.channel.id)


def dm_lane(channel: int | str) -> str:
    """Return the name of the lane of a DM: a bot cannot list its DMs, so they are told from the channels."""
    return f"{DM_LANE}{channel}"
