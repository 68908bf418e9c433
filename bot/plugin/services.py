"""Services that the runtime offers to plugins, so that none needs to know the runtime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Member, Role
from bot.language.messages import Message, Text, _
from bot.plugin.context import Context, WorkContext
from bot.plugin.declared import Command
from bot.store.personal import Section


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A command as the help page shows it.

    `title` is its plugin's; `group` sums up its root word, if that has verbs.
    """

    plugin: str
    title: Message
    group: Message | None
    command: Command


class CommandCatalogue(Protocol):
    """The commands of the plugins that are on in a network."""

    async def commands(self, network: int, role: Role) -> Sequence[CommandHelp]:
        """Return the commands that a person with that role may use: those of a root word together."""


@dataclass(frozen=True, slots=True)
class PluginState:
    """A plugin as the status and configuration pages show it; `always_on` ones cannot be switched off.

    `for_guests` tells whether the guests of a platform, whose accounts are limited, may use it.
    """

    name: str
    title: Message
    is_on: bool
    always_on: bool
    for_guests: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """An unexpected error that somebody met: `reference` is what they were told."""

    at: datetime
    reference: str
    plugin: str
    summary: str


@dataclass(frozen=True, slots=True)
class PlatformFigures:
    """How a platform is connected: since when, and in plain words why it is not."""

    name: str
    state: str
    since: datetime
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """How the bot is doing.

    Timers are late when they should have run already, held when their plugin is off or they failed too
    often; dead deliveries can never be made. `faults` come newest first; `not_loaded` names the plugins that
    failed to load. `reindexed` is the share in percent that is ready of what searches look into, None if all
    of it is.
    """

    version: str
    uptime: timedelta
    pending_timers: int
    late_timers: int
    held_timers: int
    pending_deliveries: int
    dead_deliveries: int
    faults: Sequence[Fault]
    not_loaded: Sequence[str]
    platforms: Sequence[PlatformFigures] = ()
    reindexed: int | None = None


class Status(Protocol):
    """Figures about the running bot."""

    async def figures(self, network: int) -> Figures:
        """Return the figures that concern a network."""


class ChatRights(Protocol):
    """What people administer by the chat servers' own rights, which nobody granted here.

    A server is asked each time: in an errand, or a look-up, and never in a unit of work.
    """

    async def administers(self, member: int, place: int) -> bool:
        """Return whether a member administers a channel by the rights of its own server.

        Raises:
            SendFailedError: the server cannot tell now.
        """


@dataclass(frozen=True, slots=True)
class Present:
    """Who is in a channel: the members that the bot knows, by their ids, and how many others there are."""

    members: frozenset[int]
    strangers: int


class ChannelPeople(Protocol):
    """Who is in channels, as the chat servers tell.

    A server is asked each time: in an errand, or a look-up, and never in a unit of work.
    """

    async def present(self, place: int) -> Present | None:
        """Return who is in a channel, None where its server does not tell.

        Raises:
            SendFailedError: the server cannot tell now.
        """


class Calendars(Protocol):
    """The calendars of the chat networks that have one, in which gatherings are shown."""

    async def is_wanted(self, network: int) -> bool | None:
        """Return whether a network wants its gatherings there, None if it has no such calendar."""

    async def want(self, session: AsyncSession, network: int, *, wanted: bool) -> None:
        """Say whether a network wants its gatherings there."""


class WordLists(Protocol):
    """The lists of words, in TOML, that a network adds to those of its plugins."""

    def find(self, name: str) -> Path | None:
        """Return the network's own list of that name (`NAME.toml`), None if there is none."""

    def missing(self) -> Path | None:
        """Return the folder that is configured for them if it is not there, None if all is well."""


class Plugins(Protocol):
    """Plugins on or off in a network."""

    async def states(self, network: int) -> Sequence[PluginState]:
        """Return every loaded plugin and whether it is on."""

    async def switch(self, session: AsyncSession, network: int, on: Sequence[str]) -> None:
        """Turn on the named plugins and off all others; timers of those that are off are held."""

    async def open_to_guests(self, session: AsyncSession, network: int, names: Sequence[str]) -> None:
        """Open the named plugins to guests, and no other."""


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A code to be typed on the other side, once, until an instant (aware)."""

    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LinkedAccount:
    """An account of a member; an account that is `preferred` was chosen for what is sent to them by DM."""

    id: int
    platform: str
    username: str
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class AccountsFound:
    """The accounts of who made a code, that one first; it works until an instant (aware)."""

    accounts: Sequence[LinkedAccount]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CommunityJoined:
    """A community joined a network."""

    community: str
    network: str


class Links(Protocol):
    """Accounts linked to one member, communities joined to a network: in the context's unit of work."""

    async def offer(self, ctx: Context, *, community: bool) -> LinkCode:
        """Return a new code, for an account of the person's or for a community.

        Raises:
            NotAllowed: they do not coordinate the network.
        """

    async def enter(self, ctx: Context, code: str) -> AccountsFound | CommunityJoined:
        """Have the community here join by its code, or return with whom an account's code would link.

        Nothing is linked by it, and the code stays unused: the person sees first whom they would become.

        Raises:
            Refusal: the code cannot be used, or not here.
        """

    async def link(self, ctx: Context, code: str) -> Sequence[LinkedAccount]:
        """Link the person with who made a code, and return the accounts that they have then.

        `ctx.member` is whoever the person is from then on.

        Raises:
            Refusal: the code cannot be used, or not here.
        """

    async def accounts(self, ctx: Context) -> Sequence[LinkedAccount]:
        """Return the person's accounts, the oldest link first."""

    async def part(self, ctx: Context, account: int) -> LinkedAccount:
        """Make one of the person's accounts a member of its own again, and return it.

        Raises:
            Refusal: it is not theirs, or their only one.
        """

    async def prefer(self, ctx: Context, account: int | None) -> None:
        """Say to which of their accounts a person wants their DMs: None for the one that they used last."""

    async def leave(self, ctx: Context) -> str:
        """Have the community where the person speaks leave its network, and return its name.

        Raises:
            Refusal: there is none here, or it is in the network by the configuration.
            NotAllowed: they do not coordinate the network.
        """


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for what becomes of people's data, as the notice says: None where nobody is named.

    `version` and `date` (a day) are the notice's; `url` is where there is more to read. `is_shown` tells
    whether the notice goes with the first answer.
    """

    controller: str | None
    contact: str | None
    url: str | None
    version: str
    date: date
    is_shown: bool
    inactive_days: int
    left_days: int

    def in_short(self) -> Text:
        """Return what stands in a message to somebody who has not read the notice yet."""
        text = _(
            "Responsible for what I keep about you: {controller}. To see, correct or erase it: "
            "`/maillage my-data`.",
            controller=self.controller or _("the team that coordinates the network"),
        )
        if not self.contact:
            return text
        return _("{text} Questions: {contact}.", text=text, contact=self.contact)


class Erasures(Protocol):
    """Who was erased: nobody can read that off it, but for an account that they name themselves."""

    async def was_erased(self, session: AsyncSession, network: int, account: str) -> bool:
        """Return whether an account is of somebody who was erased.

        It is named as in files: `username`, `platform:username` or `platform:#id`.
        """


class PersonalData(Protocol):
    """What is held on a person, in the context's unit of work."""

    @property
    def responsible(self) -> Responsible:
        """Who answers for it, and how long it is kept."""

    async def gather(self, ctx: WorkContext, member: Member) -> Sequence[Section]:
        """Return all that is held on a member, by table; what is empty is left out."""

    async def erase(self, ctx: WorkContext, member: Member) -> None:
        """Erase a member, with all that is held on them; after that nothing can be written for them.

        It is written into the journal of erasures, so that a crash from here on does not leave it half done;
        if the unit of work fails, the journal says that it was not done. So do it last.

        Raises:
            Refusal: the clock is one that somebody moves, over the data of people of other platforms.
        """
