"""Services by which the plugins that come with the bot meet: one offers it, others ask for it.

Each works inside the session that it is given, writes nothing unless its docstring says so, and shows to
somebody only what they may see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.messages import Button, Reply
from bot.chat.people import Member, Network
from bot.chat.places import Place
from bot.language.messages import Message, Text
from bot.language.moments.plans import Plan
from bot.plugin.context import Context, WorkContext
from bot.plugin.services import WordLists
from bot.territory import Area


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as others know them: their card, if they have one, decides what they may see.

    `areas` are their commune and perimeter, the commune first; () where nothing is known.
    """

    member: int | None = None
    card: int | None = None
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can help: `account` is as in the directory's files, `member` their id once they are known.

    `score` goes from 0 to 1; `why` are the reasons, the strongest first, the last of them when they said that
    their card is true: `confirmed_at`, None if they never did.
    """

    card: int
    member: int | None
    account: str
    name: str
    score: float
    why: tuple[Text, ...]
    confirmed_at: datetime | None


class Colleagues(Protocol):
    """The directory, for those who look for people. Offered by `directory`."""

    async def asker(self, session: AsyncSession, network: Network, who: Member | str | None) -> Asker:
        """Return what is known of who asks: a member, an account as in the directory's files, or nobody.

        Raises:
            LookupError: nobody has that account.
        """

    async def find(
        self,
        session: AsyncSession,
        network: Network,
        need: str,
        *,
        asker: Asker,
        now: datetime,
        near: Sequence[Area] = (),
        limit: int = 3,
        lists: WordLists | None = None,
        loads: Mapping[int, int] | None = None,
    ) -> Sequence[Colleague]:
        """Return who can help with a need, the best first: nobody rather than somebody who cannot.

        `near` are places that the need names; without any, nearness is to where the asker is. The asker, and
        whoever is masked, paused or not visible to them, is never among them. `lists` are the network's own
        words; `loads` says how often people were asked lately, by card: those come later.
        """

    async def is_shown(
        self, session: AsyncSession, network: Network, member: int, *, asker: Asker, now: datetime
    ) -> bool:
        """Return whether a member may be named to who asks; without a card they may.

        They may not if their card is masked, paused, or not for who asks.
        """

    async def has_card(self, session: AsyncSession, network: Network, member: int) -> bool | None:
        """Return whether a member has a card, None if they refused one: they want none."""

    def skill_of(self, ctx: WorkContext, need: str) -> str | None:
        """Return how cards say the one skill that a need is about, in its language; None if not one."""

    async def propose_skill(self, ctx: WorkContext, member: Member, skill: str) -> None:
        """Ask a member, by DM and once, whether this should stand on their card; writes, and posts."""


class Asking(Protocol):
    """Asking the colleagues of a channel for help. Offered by `referral`."""

    async def offer(self, ctx: Context, need: str) -> Button | None:
        """Return the button by which the person asks colleagues about a need, None where that cannot be."""

    async def emergency(self, ctx: Context, text: str) -> Reply | None:
        """Return the numbers to call if a text tells of danger or distress, None otherwise; they go alone."""

    async def discreet(self, ctx: WorkContext, text: str, *, is_place: bool = False) -> str:
        """Return a text without the names, numbers and addresses in it: so it may be shown, and kept.

        Where it `is_place` that the text is about, addresses stay.
        """


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need that was asked in a channel, and that nobody answered yet: `text` says nothing of anybody.

    `key` is the same for ever: "need:12". `DigestWithdrawn` tells that it is to be forgotten.
    """

    key: str
    text: str
    asked_at: datetime


class UnansweredNeeds(Protocol):
    """The needs that wait for an answer, for those who may find one. Offered by `referral`."""

    async def waiting(
        self, session: AsyncSession, network: Network, places: Collection[int], now: datetime
    ) -> Sequence[OpenNeed]:
        """Return the needs that everybody in one of those channels was asked, and nobody answered in time.

        Those that have waited longest come first.
        """


class Greeting(Protocol):
    """Greeting newcomers. Offered by `welcome`."""

    async def along(self, ctx: WorkContext, member: Member) -> Sequence[Text]:
        """Return what a newcomer is told of the network in a message that another plugin sends them anyway.

        They are greeted by no other message then; writes. () for whoever does not wait to be greeted.
        """


@dataclass(frozen=True, slots=True)
class PartnerFound:
    """A partner: `why` says what speaks for it, `contact` and `hours` are for people, None where unknown."""

    id: int
    name: str
    kind: str
    where: str
    contact: Text | None
    hours: Text | None
    why: tuple[Text, ...]
    score: float


class PartnerRegister(Protocol):
    """The partners of a network, for those who refer people. Offered by `partners`."""

    async def nearest(
        self,
        session: AsyncSession,
        network: Network,
        kinds: Sequence[str],
        *,
        near: Sequence[Area],
        now: datetime,
        words: str = "",
        limit: int = 3,
    ) -> Sequence[PartnerFound]:
        """Return the partners of these kinds that serve a place, the nearest first.

        Kinds are data.inclusion's `reseaux_porteurs`, or the extra codes. `words` of the need prefer, among
        them, those that do what it is about.
        """


class ListCheck(Protocol):
    """How `maillage lexicon check` reads the words a network adds to a plugin; offered by `directory`."""

    list_name: str
    """The list is `NAME.toml` in the network's folder of lists."""

    def mistakes(self, own: Path) -> Sequence[Message]:
        """Return what is wrong in the network's list: nothing if it can be used."""


LOOK_AHEAD = timedelta(days=31)
"""How far ahead letters and greetings ask agendas."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that happens: `at` is aware.

    `key` is the same for ever, whatever becomes of its date and its title: "reminder:12". It is empty where
    it is not known again once they change. `plan` says how it recurs, None where it comes once: `at` is then
    the first of the dates that were asked for. Of what is `all_day` only the day of `at` counts.
    """

    at: datetime
    title: Text
    key: str = ""
    plan: Plan | None = None
    all_day: bool = False


class Agenda(Protocol):
    """What is on in a place. Offered by whichever plugin knows of such things; ask for all of them."""

    @property
    def elsewhere(self) -> Text | None:
        """Where people see all of it: a command, None if there is none."""

    async def occasions(
        self, session: AsyncSession, place: Place, start: datetime, end: datetime
    ) -> Sequence[Occasion]:
        """Return what is on there between two instants, in order."""


@dataclass(frozen=True, slots=True)
class PlaceConfigured:
    """The territory or the time zone of a channel was set, or the network's: emitted by `network`.

    `place` is the channel as it is now, None for the whole network.
    """

    place: Place | None


@dataclass(frozen=True, slots=True)
class LinkShared:
    """Somebody shared a link with a channel: emitted by `watch`, once a link and network.

    It is told once the page was read, or once it is clear that it cannot be: `title` is empty then. `share`
    is its number, `url` its canonical address; `tags` are without their sign. `member` shared it, None if
    they were erased since, and it was first posted in `place`.
    """

    share: int
    url: str
    title: str
    description: str
    tags: tuple[str, ...]
    member: Member | None
    place: Place
