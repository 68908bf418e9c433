"""Arriving: events of the WebSocket go to the lane of their channel, if they are of a team of the bot's."""

from __future__ import annotations

from bot.chat.hosting import Host
from bot.logs import get_logger
from bot.platforms.lanes import Lanes
from bot.platforms.mattermost.events import (
    ChannelConverted,
    ChannelDeleted,
    ChannelRestored,
    Event,
    PostDeleted,
    Posted,
    PostEdited,
    ReactionAdded,
    TeamLeft,
    UserAdded,
    UserRemoved,
    UserUpdated,
)
from bot.platforms.mattermost.failures import RequestError
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.places import OPEN, PRIVATE, Channel, Places
from bot.platforms.mattermost.receiving import Receiver
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.teams import Teams
from bot.platforms.positions import Positions

log = get_logger(__name__)


class Arrivals:
    """Sorts the events of one server."""

    def __init__(
        self,
        rest: Rest,
        people: People,
        places: Places,
        teams: Teams,
        positions: Positions,
        host: Host,
        receiver: Receiver,
        lanes: Lanes,
    ) -> None:
        self._rest = rest
        self._people = people
        self._places = places
        self._teams = teams
        self._positions = positions
        self._host = host
        self._receiver = receiver
        self._lanes = lanes

    async def take(self, event: Event) -> None:
        """Queue an event."""
        match event:
            case Posted():
                await self._posted(event)
            case PostEdited():
                await self._edited(event)
            case PostDeleted():
                await self._deleted(event)
            case ReactionAdded():
                await self._reaction(event)
            case UserAdded() | UserRemoved():
                await self._member(event)
            case TeamLeft() | ChannelDeleted() | ChannelRestored() | ChannelConverted():
                await self._changed(event)
            case UserUpdated(user_id=user):
                self._people.forget(user)

    async def _changed(self, event: TeamLeft | ChannelDeleted | ChannelRestored | ChannelConverted) -> None:
        """Take note of where the bot can post, and of who sees what is posted there."""
        match event:
            case TeamLeft(team_id=team, user_id=user):
                if user == self._places.me:
                    known = self._places.known.items()
                    await self._host.left([key for key, channel in known if channel.team == team])
            case ChannelDeleted(channel_id=channel):
                await self._host.left([channel])
            case ChannelRestored(channel_id=channel):
                await self._look_at(channel)
            case ChannelConverted(channel_id=channel):
                self._places.known.pop(channel, None)
                await self._look_at(channel)

    async def _posted(self, event: Posted) -> None:
        post = event.post
        channel = Channel(event.channel_name, event.channel_type, event.team_id)
        self._places.known[post.channel_id] = channel
        if self._is_ours(channel):
            await self._lanes.put(
                post.channel_id,
                lambda: self._receiver.post(post, channel.type, channel.name, channel.team),
            )

    async def _edited(self, event: PostEdited) -> None:
        post = event.post
        channel = await self._channel(post.channel_id)
        if channel is None:
            self._positions.pin(post.channel_id)  # it is looked for again, once the channel can be read
        elif self._is_ours(channel):
            await self._lanes.put(
                post.channel_id,
                lambda: self._receiver.edited(post, channel.type, channel.name, channel.team),
            )

    async def _deleted(self, event: PostDeleted) -> None:
        channel = await self._channel(event.channel_id)
        if channel is None:
            self._positions.pin(event.channel_id)  # likewise
        elif self._is_ours(channel):
            if event.may_have_answers:
                self._positions.pin(event.channel_id)  # they are looked for
            await self._lanes.put(
                event.channel_id, lambda: self._receiver.deleted(event.channel_id, event.post_id)
            )

    async def _reaction(self, event: ReactionAdded) -> None:
        channel = await self._channel(event.channel_id)
        if channel is None:
            self._positions.pin(event.channel_id)  # it is looked for again, once the channel can be read
        elif self._is_ours(channel):
            await self._lanes.put(
                event.channel_id, lambda: self._receiver.reaction(event, channel.name, channel.team)
            )

    async def _member(self, event: UserAdded | UserRemoved) -> None:
        is_me = event.user_id == self._places.me
        if is_me and isinstance(event, UserRemoved):
            await self._host.left([event.channel_id])
            return
        channel = await self._channel(event.channel_id)
        if channel is None or not self._is_ours(channel):
            return
        if is_me:
            await self._host.discovered([self._places.channel(event.channel_id, channel.name, channel.team)])
            return
        await self._lanes.put(
            event.channel_id, lambda: self._receiver.member(event, channel.name, channel.team)
        )

    async def _look_at(self, key: str) -> None:
        """Take note of a channel that the bot may be in: everybody in the team is told of it."""
        channel = await self._channel(key)
        if channel is None or not self._is_ours(channel):
            return
        try:
            await self._rest.channel_member(key, self._places.me)
        except RequestError:
            return
        await self._host.discovered([self._places.channel(key, channel.name, channel.team)])

    def _is_ours(self, channel: Channel) -> bool:
        """Return whether the bot works there; a channel of an unknown team is not for it."""
        if channel.type not in (OPEN, PRIVATE):
            return True
        if channel.team is None:
            return False
        if not self._places.is_ours(channel.team):
            self._teams.tell_of(channel.team)
            return False
        return True

    async def _channel(self, channel: str) -> Channel | None:
        """Return what is known of a channel, None if the server does not tell."""
        known = self._places.known.get(channel)
        if known is not None:
            return known
        try:
            found = await self._rest.channel(channel)
        except RequestError as error:
            log.warning("a channel cannot be read", reason=str(error))
            return None
        known = Channel(found["name"], found["type"], found.get("team_id") or None)
        self._places.known[channel] = known
        return known
