"""Services by which the plugins that come with the bot meet: one offers it, others ask for it.

Each works inside the session that it is given, writes nothing unless its docstring says so, and shows to
somebody only what they may see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
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
class DigestWindow:
    """What a letter covers: the places that it goes to, and the time from `since` to `until` (aware).

    Both ends belong to it: what was told at one of them already is excluded by its key.
    `excluded` are the keys of items that stood in an earlier letter of these places, or were dropped from
    one: of these also what they are of (`thing_of`), in whichever version. `limit` is how many items the
    section may have, and `counted` how many more are worth counting. `earlier` (aware) is since when the
    letter before told, None if there was none.
    """

    places: tuple[Place, ...]
    since: datetime
    until: datetime
    excluded: Collection[str]
    limit: int
    counted: int = 0
    earlier: datetime | None = None

    @property
    def most(self) -> int:
        """How many items are worth looking for: those that are told, and those that are only counted."""
        return self.limit + self.counted

    @property
    def reach(self) -> datetime:
        """Since when what was told nowhere may be told: what the letter before had no room for comes now."""
        return self.since if self.earlier is None else min(self.earlier, self.since)


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One thing that a letter tells: a line or a short paragraph of Markdown, whatever chat it goes to.

    `key` is the same for ever, and no other thing has it: "share:12". What stands in it after an “@” says in
    which version: of what changed since it was drafted, a letter tells as it is at its hour. What is not the
    bot's own in `text` is escaped, and links stand in it. Items of one `group` stand together under it.
    """

    key: str
    text: Text
    group: Text | None = None


def versioned(thing: str, *said: str) -> str:
    """Return the key of a thing as it is told now: by what is said of it."""
    version = sha256("\0".join(said).encode()).hexdigest()[:16]
    return f"{thing}@{version}"


def thing_of(key: str) -> str:
    """Return what a key is of, in whichever version.

    >>> thing_of(versioned("share:12", "a title")), thing_of("share:12")
    ('share:12', 'share:12')
    """
    return key.partition("@")[0]


class DigestSection(Protocol):
    """A section of the letters. A plugin offers one or several; `digest` asks for all of them.

    It only reads, in the session that it is given, and one that fails is left out of the letter.
    """

    @property
    def name(self) -> str:
        """Its name, the same for ever, which no other section has: "shares"."""

    @property
    def title(self) -> Text:
        """What stands above it."""

    @property
    def size(self) -> int:
        """How many items it has at most where nobody chose otherwise."""

    async def items(
        self, session: AsyncSession, network: Network, window: DigestWindow
    ) -> Sequence[DigestItem]:
        """Return what there is to tell, the most useful first, of what everybody in the places may see.

        Nothing whose key is excluded, and `limit` items at most. After them up to `counted` more, which are
        only counted: their texts may be empty. What came up before `since` and was told nowhere yet may be
        told too, where it is still of use; what came up since `window.reach` should.
        """

    def elsewhere(self, window: DigestWindow) -> Text | None:
        """Return where people see what there was no room for: a command; None if it is the next letter."""

    async def still(
        self, session: AsyncSession, network: Network, keys: Collection[str], places: Sequence[Place]
    ) -> Collection[str]:
        """Return those of the keys that may still be told in these places: asked right before a letter goes.

        What was withdrawn, erased, hidden or settled since the letter was composed is left out, and so is
        what these places know by now.
        """


@dataclass(frozen=True, slots=True)
class LetterRhythm:
    """When the letter of a channel goes: `plan` is None if only by hand; the last one went at `last_at`.

    The next one goes at `next_at`, None if none does by itself. `here` is whether it is the channel's own: if
    not, it receives that of another one.
    """

    plan: Plan | None
    last_at: datetime | None
    next_at: datetime | None
    here: bool


class Letters(Protocol):
    """What letters told, and when they go. Offered by `digest`.

    It is for those who tell things by themselves, and not twice, and for what comes in turn with a letter.
    """

    async def told_in(
        self, session: AsyncSession, network: Network, place: int, since: datetime
    ) -> Collection[str]:
        """Return the keys of the items of letters that were sent to a place since an instant (aware)."""

    async def rhythm(self, session: AsyncSession, place: int, now: datetime) -> LetterRhythm | None:
        """Return when the letter of a channel goes, None if it has none."""

    async def leave_out(
        self, session: AsyncSession, network: Network, place: int, times: Sequence[tuple[datetime, datetime]]
    ) -> Sequence[tuple[datetime, datetime]]:
        """Have the letter of a channel not go in these times (each from, and before, an instant); writes.

        They take the place of those that were said before, which are returned if they are free again, and
        hold for a letter that is set later, too. Whoever calls it emits `LetterTimesChanged`.
        """


@dataclass(frozen=True, slots=True)
class LetterTimesChanged:
    """The times changed in which the letter of a channel does not go: emitted by who left them out.

    `freed` are those that are free again: where all dates of the letter in one of them have passed, it goes
    all the same in what is left of it.
    """

    place: int
    freed: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class DigestWithdrawn:
    """Somebody withdrew what items of letters are about: emitted by the plugin that offers their section.

    What has this key, an occasion of an agenda too, leaves the letters that are still to be sent, the posts
    of those that were, and their archive; so does what stands below it: "card:7" takes "card:7:skills" along.
    Where it was withdrawn from some places only, `stays_in` has the ids of those where it still stands: the
    letters that go to one of them keep it.
    """

    key: str
    stays_in: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class DigestRenamed:
    """What items of letters are about goes by other keys from now on: emitted by the plugin of their section.

    `keys` has the new key of each former one. What letters told, and what drafts hold, counts under the new
    ones; of two in one letter's series the former stays as it is.
    """

    keys: Mapping[str, str]


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
