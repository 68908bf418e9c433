"""Happenings: what people do without asking the bot for anything, told to the plugins that listen.

Somebody joins or leaves, reacts, posts a link, changes or deletes a message, or answers under a post of the
bot's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, cast

from sqlalchemy import select

from bot.chat.incoming import Answered, Edited, Incoming, Joined, Left, Linked, Reacted
from bot.chat.markup import clean
from bot.chat.people import Network
from bot.chat.places import Place
from bot.plugin import (
    LinksPosted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    PostAnswered,
    ReactionAdded,
)
from bot.runtime.handlers import Handlers
from bot.runtime.host import CORE
from bot.runtime.identity import Speaker
from bot.runtime.receipts import HandledBeforeError, sign_for
from bot.runtime.retention import Retention
from bot.runtime.threads import Thread, Threads
from bot.store.people import network_of, place_of
from bot.store.tables import NetworkRow, PlaceRow

Happening: TypeAlias = Joined | Left | Reacted | Linked | Edited | Answered
"""What nobody asks the bot for anything by."""

_HEARD_AS: Mapping[type[Incoming], type] = {
    Linked: LinksPosted,
    Edited: MessageEdited,
    Reacted: ReactionAdded,
    Answered: PostAnswered,
}
"""As what plugins hear of what nobody becomes a member by, unless a plugin listens."""


class Happenings:
    """Tells plugins what happened."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers
        self._threads = Threads(handlers.store)

    def listens(self, kind: type[Incoming]) -> bool:
        """Return whether anything comes of what is of that kind: plugins listen for it, or none need to."""
        heard = _HEARD_AS.get(kind)
        return heard is None or self._handlers.host.listens_for(heard)

    async def is_nothing(self, incoming: Incoming) -> bool:
        """Return whether this is an answer to a post that is none of the bot's."""
        return isinstance(incoming, Answered) and await self._thread(incoming) is None

    async def receive(self, happening: Incoming, speaker: Speaker) -> None:
        """Tell the plugins that listen, in one unit of work."""
        events = [*_events(happening, speaker), *await self._answers(happening, speaker)]
        if isinstance(happening, Left):
            cast("Retention", self._handlers.service(Retention)).may_have_left(speaker.member.id)
        async with self._handlers.for_person(CORE, speaker, happening) as ctx:
            for event in events:
                await ctx.emit(event)

    async def message_deleted(self, platform: str, channel: str, message: str) -> None:
        """Tell the plugins that listen that a message was deleted, in each network that knows its place."""
        if self._handlers.host.listens_for(MessageDeleted):
            key = f"deleted:{message}"
            await self._tell_once(platform, channel, key, lambda place: MessageDeleted(place, message))

    async def message_edited(
        self, platform: str, channel: str, message: str, links: Sequence[str], key: str
    ) -> None:
        """Tell them that a message was changed, and holds no links, or no tags, now."""
        if self.listens(Edited):
            held = tuple(links)
            await self._tell_once(
                platform, channel, key, lambda place: MessageEdited(place, message, held, None)
            )

    async def _tell_once(
        self, platform: str, channel: str, key: str, event_of: Callable[[Place], object]
    ) -> None:
        """Tell of what happened in a place, in each network that knows it, unless that was told before."""
        found = await self._known(platform, channel)
        if not found:
            return
        with contextlib.suppress(HandledBeforeError):
            async with self._handlers.unit() as session:
                await sign_for(session, platform, key, self._handlers.clock.now())
                await self._handlers.tell(session, [(network, event_of(place)) for place, network in found])

    async def _known(self, platform: str, channel: str) -> list[tuple[Place, Network]]:
        """Return a place in each network that knows it."""
        known = (
            select(PlaceRow, NetworkRow)
            .join(NetworkRow, NetworkRow.id == PlaceRow.network_id)
            .where(PlaceRow.platform == platform, PlaceRow.external_id == channel)
        )
        async with self._handlers.store.read() as session:
            rows = await session.execute(known)
            return [(place_of(place), network_of(network)) for place, network in rows]

    async def _answers(self, happening: Incoming, speaker: Speaker) -> list[object]:
        """Return that a post of the bot's was answered, if it was."""
        if not isinstance(happening, Linked | Answered):
            return []
        thread = await self._thread(happening)
        if thread is None:
            return []
        text = clean(happening.text)
        about = thread.plugin, thread.key, thread.delivery
        return [PostAnswered(speaker.member, speaker.place, *about, text, happening.post)]

    async def _thread(self, happening: Linked | Answered) -> Thread | None:
        """Return the bot's own post under which somebody wrote, if any plugin wants to hear of it."""
        if happening.under is None or not self.listens(Answered):
            return None
        return await self._threads.find(happening.location.platform, happening.under)


def _events(happening: Incoming, speaker: Speaker) -> list[object]:
    """Return what plugins hear of it, whatever it is under."""
    member, place = speaker.member, speaker.place
    match happening:
        case Joined(community=community):
            return [MemberJoined(member, place, community)]
        case Left():
            return [MemberLeft(member, place)]
        case Reacted(emoji=emoji, post=post):
            return [ReactionAdded(member, place, emoji, post)]
        case Linked(text=text, links=links, tags=tags, post=post, at=at):
            is_guest = happening.author.is_guest
            return [LinksPosted(member, place, clean(text), links, tags, post, is_guest, at)]
        case Edited(text=text, links=links, tags=tags, post=post, posted_at=at):
            is_guest = happening.author.is_guest
            posted = LinksPosted(member, place, clean(text), links, tags, post, is_guest, at)
            return [MessageEdited(place, post, links, posted)]
        case _:
            return []
