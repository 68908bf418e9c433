"""What a handler is given: who, where, when, one unit of work, and what may be done in it.

Nothing here is specific to a chat network. `Stage` is what stands behind: the runtime implements it for one
unit of work, so everything that a handler asks for is written in the same transaction, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.addressed import Addressed
from bot.chat.gatherings import Gathering
from bot.chat.messages import Post, Reply, Update
from bot.chat.people import Member, Network, Role
from bot.chat.places import Location, Place
from bot.chat.reactions import Reaction
from bot.language.catalogue import Words
from bot.language.messages import Text
from bot.language.moments import Reading
from bot.plugin.errands import Lookup

S = TypeVar("S")
T = TypeVar("T")

LATE_AFTER = timedelta(minutes=5)
"""A timer that runs later than this after its instant is late, and what it sends says so."""


class Stage(Protocol):
    """What the runtime does for a handler, inside the handler's own transaction."""

    async def post(
        self, posts: Sequence[Addressed], *, unsolicited: bool, due_at: datetime | None
    ) -> list[int]:
        """Queue posts and return their deliveries' ids; a key used before gives the earlier one's id."""

    async def answer(self, place: Place, location: Location, post: Post, *, thread: str | None) -> None:
        """Queue a rendered post to the place where somebody speaks, which the platform names `location`."""

    async def edit(self, delivery: int, post: Post) -> None:
        """Queue the replacement of a post's content."""

    async def delete(self, delivery: int) -> None:
        """Queue the removal of a post."""

    async def react(self, place: Place, message: str, reaction: Reaction) -> None:
        """Queue a reaction to a message of a place, which the platform names `message`."""

    async def announce(self, gathering: Gathering, key: str) -> None:
        """Queue a gathering for the calendars of the network, or its change."""

    async def call_off(self, key: str) -> None:
        """Queue the removal of a gathering from the calendars."""

    async def later(self, name: str, at: datetime, key: str, arguments: Mapping[str, Any]) -> None:
        """Set the timer or errand of that key, in place of what was set under it before."""

    async def cancel(self, key: str) -> bool:
        """Remove the timer or errand of that key; return whether there was one."""

    async def outside(self, lookup: Lookup[T]) -> T:
        """Return what a look-up finds; if it is not known yet the unit of work is given up for it."""

    async def emit(self, event: object) -> None:
        """Tell the plugins that listen for that type of event, at the end of the same transaction."""

    def service(self, kind: type[S]) -> S:
        """Return the service of that kind."""

    async def services(self, kind: type[S]) -> Sequence[S]:
        """Return the services of that kind of all plugins that are on."""

    async def member(self, member: int) -> Member | None:
        """Return a member of the network by id."""

    async def place(self, place: int) -> Place | None:
        """Return a place of the network by id."""

    async def coordinators(self, place: Place | None = None) -> Sequence[Member]:
        """Return who coordinates, as far as that is known without asking the platforms."""

    async def administers_community(self) -> bool:
        """Return whether who acts administers, on their platform, the community where they speak."""

    async def may(self, role: Role, place: Place | None, *, asks: bool = False) -> bool:
        """Return whether who acts has at least that role there (None: in the whole network), now."""


@dataclass(slots=True, kw_only=True)
class WorkContext:
    """What every handler is given. `now` is aware, in UTC; `session` is the unit of work."""

    plugin: str
    network: Network
    now: datetime
    session: AsyncSession
    stage: Stage

    async def post(
        self,
        to: Member | Place,
        post: Post,
        *,
        key: str | None = None,
        unsolicited: bool = False,
        until: datetime | None = None,
    ) -> int:
        """Queue a post for a member (by DM) or a place (in its thread, if any); return its delivery's id.

        `key` makes it unique for ever in the plugin: posting again under the same key does nothing. A DM that
        nobody asked for is `unsolicited`: it waits for the end of the person's quiet hours and daily cap.
        What could not be sent `until` an instant (aware) never is.
        """
        one = Addressed(to=to, post=post, key=key, until=until)
        (delivery,) = await self.post_each([one], unsolicited=unsolicited)
        return delivery

    async def post_each(self, posts: Sequence[Addressed], *, unsolicited: bool = False) -> list[int]:
        """Queue many posts as `post` does each, in a few queries; return their deliveries' ids, in order."""
        threaded = [
            replace(one, to=replace(one.to, thread=self._thread(one.to)))
            if isinstance(one.to, Place)
            else one
            for one in posts
        ]
        return await self.stage.post(threaded, unsolicited=unsolicited, due_at=self._due_at())

    async def edit(self, delivery: int, post: Post) -> None:
        """Replace the content of a post sent, or still to be sent, by its delivery's id."""
        await self.stage.edit(delivery, post)

    async def delete(self, delivery: int) -> None:
        """Remove a post by its delivery's id."""
        await self.stage.delete(delivery)

    async def react(self, place: Place, message: str, reaction: Reaction) -> None:
        """React to a message of a place, once: `message` is the platform's id of it, as events give it.

        A reaction that the platform refuses, for the message is gone or has too many, is let go: nobody is
        told.
        """
        await self.stage.react(place, message, reaction)

    async def announce(self, gathering: Gathering, *, key: str) -> None:
        """Show a gathering in the calendars of the chat networks that have one, if the network wants that.

        Announcing it again under its key changes it there. Nobody is told by it: that is what posts are for.
        """
        await self.stage.announce(gathering, key)

    async def call_off(self, *, key: str) -> None:
        """Call off the gathering of that key in those calendars."""
        await self.stage.call_off(key)

    async def later(self, name: str, at: datetime, *, key: str, **arguments: int | str | bool) -> None:
        """Have the plugin's timer or errand `name` run at an instant, with those arguments.

        A key holds one of them: setting it again moves it. An errand that is set again while it runs, by
        itself as well, runs once more.
        """
        await self.stage.later(name, at, key, arguments)

    async def cancel(self, key: str) -> bool:
        """Remove the timer or errand of that key; return whether there was one.

        An errand that runs already is not stopped by it.
        """
        return await self.stage.cancel(key)

    async def emit(self, event: object) -> None:
        """Tell the plugins that listen for that type of event, at the end of this transaction.

        What they do is committed with it; one that fails is taken back alone.
        """
        await self.stage.emit(event)

    def service(self, kind: type[S]) -> S:
        """Return the service of that kind, offered by the runtime or by a plugin.

        Raises:
            LookupError: nothing offers it.
        """
        return self.stage.service(kind)

    async def services(self, kind: type[S]) -> Sequence[S]:
        """Return the services of that kind that plugins offer, of those that are on in this network."""
        return await self.stage.services(kind)

    async def find_member(self, member: int) -> Member | None:
        """Return a member of this network by id, None if there is none."""
        return await self.stage.member(member)

    async def find_place(self, place: int) -> Place | None:
        """Return a place of this network by id, None if there is none."""
        return await self.stage.place(place)

    async def coordinators(self, place: Place | None = None) -> Sequence[Member]:
        """Return who coordinates this network: by a grant, as configured, or as a community's administrator.

        With a `place` it is those who coordinate that one: a grant for another place or another territory
        does not count. Nothing is asked of the chat server: what it told last may be minutes old, and who
        administers one channel alone, by its rights, is not known.
        """
        return await self.stage.coordinators(place)

    def words_for(self, reader: Member | Place | None) -> Words:
        """Return the words for a reader: their language and zone, else the network's."""
        language = (reader.language if reader else None) or self.network.language
        zone = (reader.zone if reader else None) or self.network.zone
        return Words(language, zone)

    def _due_at(self) -> datetime | None:
        return None

    def _thread(self, to: Place) -> str | None:
        return to.thread


@dataclass(slots=True, kw_only=True)
class Context(WorkContext):
    """What the handler of a command, an action or a form is given: a person speaks in a place.

    `words` speak to that person, who speaks by one of their accounts (`account` is its id). `choice` is what
    was chosen in a menu. `said_at` is when the person spoke, if that is known and may be a while ago; `now`
    is the present all the same. `verb` is the one that was typed in a line, folded: an alias may say more
    than its command (`avancer` than `modifier`); it is empty where none was.
    """

    member: Member
    place: Place
    words: Words
    account: int
    choice: str | None = None
    said_at: datetime | None = None
    verb: str = ""

    @property
    def reading(self) -> Reading:
        """How the person's expressions of time are to be read: as they were meant when they were written."""
        territory = self.place.territory or self.network.territory
        spoken = min(self.said_at or self.now, self.now)
        return Reading(now=spoken, zone=self.words.zone, language=self.words.language, territory=territory)

    async def may(self, role: Role, place: Place | None = None) -> bool:
        """Return whether the person has at least that role in a place (default: here), now."""
        return await self.stage.may(role, place or self.place)

    async def may_there(self, role: Role, place: Place) -> bool:
        """Return whether the person has at least that role in another place, or in the whole network, now.

        In a direct message, the chat server's own rights over that channel alone are not seen: it is asked.
        """
        return await self.may_everywhere(role) or await self.stage.may(role, place, asks=True)

    async def may_everywhere(self, role: Role) -> bool:
        """Return whether the person has at least that role in the whole network, now."""
        return await self.stage.may(role, None)

    async def outside(self, lookup: Lookup[T]) -> T:
        """Return what a look-up finds outside: on the Web, or wherever a transaction must not wait.

        The first time that it is asked for, all that the handler did is taken back; the look-up is made with
        no transaction open, and the handler begins anew, to be given the answer here. What `lookup.look`
        raises is raised here: a `Refusal` is told to the person. So ask first, and change nothing before.

        Raises:
            LookupError: the handler runs for nobody who waits for an answer (a suggestion), or needs more
                look-ups than are made for one event.
        """
        return await self.stage.outside(lookup)

    async def administers_community(self) -> bool:
        """Return whether the person administers, on their platform, the community where they speak, now."""
        return await self.stage.administers_community()

    def _thread(self, to: Place) -> str | None:
        return self.place.thread if to.id == self.place.id else to.thread


@dataclass(slots=True, kw_only=True)
class TimerContext(WorkContext):
    """What a timer's handler is given; `due_at` is the instant for which it was set."""

    due_at: datetime

    def _due_at(self) -> datetime | None:
        return self.due_at


@dataclass(slots=True, kw_only=True)
class ErrandContext(TimerContext):
    """One unit of work of an errand; what it posts does not say that it is late."""

    def _due_at(self) -> datetime | None:
        return None


@dataclass(slots=True, kw_only=True)
class EventContext(WorkContext):
    """What a listener is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """What a handler answers to open one of its plugin's forms.

    `values` fills the fields, `arguments` come back to the form's handler, `errors` mark fields. The
    `introduction` stands above the fields.
    """

    form: str
    values: Mapping[str, str] = field(default_factory=dict)
    arguments: Mapping[str, int | str | bool] = field(default_factory=dict)
    errors: Mapping[str, Text] = field(default_factory=dict)
    introduction: Text | None = None


HandlerAnswer = Reply | Update | OpenForm | Sequence[Reply | Update | OpenForm] | None
