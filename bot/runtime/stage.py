"""What stands behind a handler: everything it asks for becomes rows of its own transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.addressed import Addressed
from bot.chat.delivery import DeliveryKind, Outgoing
from bot.chat.gatherings import Gathering
from bot.chat.messages import Post
from bot.chat.people import Author, Member, Network, Role
from bot.chat.places import Location, Place
from bot.chat.reactions import Reaction
from bot.language.catalogue import Words
from bot.language.messages import Markup
from bot.plugin import Lookup
from bot.runtime.calendars import Calendars, content_of, key_in, shown
from bot.runtime.leasing import LEASE, LEASED, Leased, people_on
from bot.runtime.looking import Findings
from bot.runtime.outbox import DELIVERIES_CHANGED, Outbox
from bot.runtime.permissions import Permissions, RightsNeededError
from bot.runtime.setting import CANCEL_TIMER, set_timer
from bot.runtime.switches import errands_changed, timers_changed
from bot.runtime.traffic import CALLED_OFF, OPENED, Traffic
from bot.store.people import coordinators, find_member, find_place
from bot.store.tables import DeliveryRow

S = TypeVar("S")
T = TypeVar("T")

EVENTS = "events"

_OF_THE_WORDS = frozenset(("instead", "said"))
"""What is stored of how a post reads by now, and goes with its words."""
_NOTHING = Post(text=Markup("")).to_json()


class HandlerStage:
    """Implements `bot.plugin.context.Stage` for one handler in one unit of work.

    `errands` are the names of those that the plugin declares: all else that is set for later is a timer.
    `is_on` tells whether a plugin is on in a network.
    """

    def __init__(
        self,
        session: AsyncSession,
        plugin: str,
        network: Network,
        now: datetime,
        *,
        services: Callable[[type], object],
        all_services: Callable[[int, type], Awaitable[Sequence[object]]],
        permissions: Permissions,
        traffic: Traffic,
        errands: Collection[str],
        is_on: Callable[[int, str], Awaitable[bool]],
    ) -> None:
        self._session = session
        self._plugin = plugin
        self._network = network
        self._now = now
        self._services = services
        self._all_services = all_services
        self._permissions = permissions
        self._traffic = traffic
        self._errands = errands
        self._is_on = is_on
        self._outbox = Outbox(session, plugin, network, now)
        self._actor: tuple[Author, str, Member, Place] | None = None
        self._findings: Findings | None = None

    def acts_for(
        self, author: Author, platform: str, member: Member, place: Place, findings: Findings | None
    ) -> None:
        """Say who acts, and where: their rights are checked by `may`; and what was looked up for them."""
        self._actor = (author, platform, member, place)
        self._findings = findings

    async def post(
        self, posts: Sequence[Addressed], *, unsolicited: bool, due_at: datetime | None
    ) -> list[int]:
        """Queue posts and return their deliveries' ids; a key used before gives the earlier one's id."""
        return await self._outbox.post(posts, unsolicited=unsolicited, due_at=due_at)

    async def answer(self, place: Place, location: Location, post: Post, *, thread: str | None) -> None:
        """Queue a rendered post to the place where somebody speaks, which the platform names `location`.

        If nothing else is on its way there, it is leased in the same breath.
        """
        stream, key, now = f"p{place.id}", uuid4().hex, self._now
        await self._session.connection()  # from here on nobody else writes, so what is free stays so
        is_free = self._traffic.is_free(stream) and not self._session.info.get(OPENED)
        lease_until = now + LEASE if is_free else None
        content = post.to_json()
        delivery = await self._insert(
            key=key,
            kind=DeliveryKind.POST.value,
            place_id=place.id,
            thread=thread,
            stream=stream,
            content=content,
            language=(place.language or self._network.language),
            not_before=now,
            state="sending" if is_free else "pending",
            attempts=1 if is_free else 0,
            lease_until=lease_until,
        )
        if not is_free:
            return
        key = f"{self._network.id}:{self._plugin}:{key}"
        people = await people_on(self._session, post, location.platform)
        outgoing = Outgoing(
            delivery=delivery,
            key=key,
            kind=DeliveryKind.POST,
            post=post,
            channel=location.id,
            thread=thread,
            origin=key,
            original=delivery,
            people=people,
            language=place.language or self._network.language,
        )
        self._session.info[LEASED] = Leased(
            delivery, self._plugin, location.platform, outgoing, stream, 1, now, retry=False, edits=None
        )

    async def edit(self, delivery: int, post: Post) -> None:
        """Queue the replacement of a post's content; only the newest content is ever sent.

        A post that can never be sent has nothing to be edited.
        """
        original = await self._session.get_one(DeliveryRow, delivery, with_for_update=True)
        await self._change(original, await self._content_for(original, post))

    async def _change(self, original: DeliveryRow, content: dict[str, Any]) -> None:
        """Queue the replacement of what a delivery holds, unless it can never be sent.

        Its files stay, as those of a post that was sent stay on its platform when it is edited.
        """
        if original.state == "dead":
            return
        if original.state == "pending" and original.attempts == 0:
            files = content["files"] or original.content["files"]
            kept = {name: value for name, value in original.content.items() if name not in _OF_THE_WORDS}
            original.content = {**kept, **content, "files": files}
            await self._session.flush()
            return
        waiting = await self._session.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.edits_id == original.id,
                DeliveryRow.state == "pending",
                DeliveryRow.kind == "edit",
            )
            .values(content=content)
            .returning(DeliveryRow.id)
        )
        if waiting.first() is None:
            await self._follow(original, DeliveryKind.EDIT, content)

    async def delete(self, delivery: int) -> None:
        """Queue the removal of a post; one not sent yet is never sent."""
        original = await self._session.get_one(DeliveryRow, delivery, with_for_update=True)
        if original.state == "pending" and original.attempts == 0:
            original.state = "dead"
            await self._session.flush()
            self._session.info[CALLED_OFF] = (*self._session.info.get(CALLED_OFF, ()), original.stream)
        if original.state == "dead":
            return
        if original.state != "sent":  # where it is not there yet it need not get there
            original.content = {**original.content, "until": self._now.isoformat()}
            await self._session.flush()
        await self._follow(original, DeliveryKind.DELETE, Post(text=words_of(original)).to_json())

    async def react(self, place: Place, message: str, reaction: Reaction) -> None:
        """Queue a reaction to a message of a place, once."""
        key = f"react:{place.id}:{message}:{reaction.name}"
        if await self._outbox.known([key]):
            return
        await self._insert(
            key=key,
            kind=DeliveryKind.REACT.value,
            place_id=place.id,
            thread=place.thread,
            stream=f"p{place.id}",
            content={**_NOTHING, "reaction": {**reaction.to_json(), "message": message}},
            language=place.language or self._network.language,
            not_before=self._now,
        )

    async def announce(self, gathering: Gathering, key: str) -> None:
        """Queue a gathering for the calendars of the network, or its change.

        Where it was called off before it was sent, or could not be sent, it is queued anew.
        """
        content = content_of(self._network, gathering)
        known = await shown(self._session, self._network, self._plugin, key)
        wanted = await self.service(Calendars).to_show_in(self._session, self._network.id)
        for community, original in known.items():
            if original.state != "dead":
                await self._change(original, content)
            elif community in wanted:
                await self._queue_again(original, content)
        for community in wanted:
            if community not in known:
                await self._insert(
                    key=key_in(key, community),
                    kind=DeliveryKind.POST.value,
                    community_id=community,
                    stream=f"c{community}",
                    content=content,
                    language=self._network.language,
                    not_before=self._now,
                )

    async def _queue_again(self, original: DeliveryRow, content: dict[str, Any]) -> None:
        """Have what could not be sent be sent after all, as if it were new."""
        original.content = content
        original.state, original.attempts, original.last_error = "pending", 0, None
        original.created_at = original.not_before = self._now
        await self._session.flush()
        self._session.info[DELIVERIES_CHANGED] = True
        self._session.info[OPENED] = (*self._session.info.get(OPENED, ()), original.stream)

    async def call_off(self, key: str) -> None:
        """Queue the removal of a gathering from the calendars."""
        for original in (await shown(self._session, self._network, self._plugin, key)).values():
            await self.delete(original.id)

    async def later(self, name: str, at: datetime, key: str, arguments: Mapping[str, Any]) -> None:
        """Set the timer or errand of that key, in place of what was set under it before.

        Whoever began before the plugin was turned off may do so after: it is held like all others.
        """
        is_errand = name in self._errands
        is_held = not await self._is_on(self._network.id, self._plugin)
        values = {"name": name, "due_at": at, "run_at": at, "payload": dict(arguments)}
        values |= {"errand": is_errand, "held": is_held}
        await self._session.execute(
            set_timer(self._session.get_bind().dialect.name), {**self._key(key), **values}
        )
        (errands_changed if is_errand else timers_changed)(self._session, at)

    async def cancel(self, key: str) -> bool:
        """Remove the timer or errand of that key; return whether there was one."""
        removed = await self._session.execute(CANCEL_TIMER, self._key(key))
        return removed.first() is not None

    async def outside(self, lookup: Lookup[T]) -> T:
        """Return what a look-up finds; if it is not known yet the unit of work is given up for it."""
        if self._findings is None:
            raise LookupError("nobody waits here for a look-up: set an errand")
        return self._findings.give(lookup)

    async def emit(self, event: object) -> None:
        """Tell the plugins that listen for that type of event, at the end of the same transaction."""
        emitted = self._session.info.get(EVENTS, ())
        self._session.info[EVENTS] = (*emitted, (self._network, event))

    def service(self, kind: type[S]) -> S:
        """Return the service of that kind."""
        found = self._services(kind)
        if found is None:
            raise LookupError(f"nothing offers {kind.__name__}")
        return cast("S", found)

    async def services(self, kind: type[S]) -> Sequence[S]:
        """Return the services of that kind of all plugins that are on."""
        return cast("Sequence[S]", await self._all_services(self._network.id, kind))

    async def member(self, member: int) -> Member | None:
        """Return a member of the network by id."""
        return await find_member(self._session, self._network.id, member)

    async def place(self, place: int) -> Place | None:
        """Return a place of the network by id."""
        return await find_place(self._session, self._network.id, place)

    async def coordinators(self, place: Place | None = None) -> Sequence[Member]:
        """Return who coordinates, as far as that is known without asking the platforms."""
        permissions = self._permissions
        return await coordinators(
            self._session, self._network.id, permissions.admins, permissions.administering.known, place
        )

    async def administers_community(self) -> bool:
        """Return whether the person who acts administers the community where they speak."""
        if self._actor is None:
            return False
        author = self._actor[0]
        if author.ask_rights is not None:
            raise RightsNeededError
        return author.administers_community

    async def may(self, role: Role, place: Place | None, *, asks: bool = False) -> bool:
        """Return whether the person who acts has at least that role there, now.

        If it `asks`, the platform's own rights over another place than here count as well.
        """
        if self._actor is None or role is Role.MEMBER:
            return True
        author, platform, member, here = self._actor
        held = await self._permissions.role(
            self._session,
            self._network,
            member,
            place,
            author=author,
            platform=platform,
            here=here,
            asks=asks,
        )
        return held >= role

    def _key(self, key: str) -> dict[str, Any]:
        return {"network_id": self._network.id, "plugin": self._plugin, "key": key}

    async def _content_for(self, original: DeliveryRow, post: Post) -> dict[str, Any]:
        to = (
            await self.member(original.member_id)
            if original.member_id
            else await self.place(original.place_id or 0)
        )
        words = self._outbox.words_for(to) if to else Words(self._network.language, self._network.zone)
        return post.rendered(words, self._plugin).to_json()

    async def _follow(self, original: DeliveryRow, kind: DeliveryKind, content: dict[str, Any]) -> None:
        await self._insert(
            key=uuid4().hex,
            kind=kind.value,
            place_id=original.place_id,
            member_id=original.member_id,
            community_id=original.community_id,
            thread=original.thread,
            stream=original.stream,
            edits_id=original.id,
            content=content,
            language=original.language,
            not_before=self._now,
        )

    async def _insert(self, **values: object) -> int:
        (delivery,) = await self._outbox.insert([values])
        return delivery


def words_of(row: DeliveryRow) -> Markup:
    """Return the text of a stored post."""
    return Markup(row.content["text"])
