"""Letters and those who have something to tell in them: the protocols and events by which they meet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.chat.places import Place
from bot.language.messages import Text
from bot.language.moments.plans import Plan


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
