"""Events of the runtime that plugins may listen for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.messages import Text
from bot.store.personal import Section


@dataclass(frozen=True, slots=True)
class DeliveryDied:
    """A post of a plugin can never be sent: `key` is the one it was queued under.

    `reason` is the platform's own, for the log; `because` says it to people, if the platform has words.
    """

    plugin: str
    key: str
    delivery: int
    reason: str
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class MemberMet:
    """The bot saw an account of a member for the first time: they spoke, or were spoken of.

    `platform` and `external_id` name the account for that platform; `member.username` is its user name.
    """

    member: Member
    platform: str
    external_id: str


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """A member joined a place.

    `community` says that they joined the whole community: the place is merely where people are greeted.
    """

    member: Member
    place: Place
    community: bool = False


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """A member left a place."""

    member: Member
    place: Place


@dataclass(frozen=True, slots=True)
class ReactionAdded:
    """A member reacted to a message; `post` is the platform's id of that message."""

    member: Member
    place: Place
    emoji: str
    post: str


@dataclass(frozen=True, slots=True)
class PostAnswered:
    """A member wrote under a post of a plugin's, in its thread or as a reply, without calling the bot.

    `plugin` and `key` are those that the post was queued under, `delivery` is its id. `text` is what they
    wrote, empty where the platform does not show that to the bot; `post` is the platform's id of it.
    """

    member: Member
    place: Place
    plugin: str
    key: str
    delivery: int
    text: str
    post: str


@dataclass(frozen=True, slots=True)
class LinksPosted:
    """A member posted a message with links and tags for everyone in a place.

    `post` is the platform's id of that message; `tags` are without their sign. `posted_at` (aware) is when it
    was posted, as far as that is known. Listeners in plugins that are not open to guests are not told of
    those by a guest (`is_guest`).
    """

    member: Member
    place: Place
    text: str
    links: tuple[str, ...]
    tags: tuple[str, ...]
    post: str
    is_guest: bool = False
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """The author of a message in a place changed it; `post` is the platform's id of it.

    `links` are those that it holds now. `posted` is what would be told of it had it been posted as it is now:
    None if it has no links or no tags, and nobody is known by it then. What a guest changed so that it has
    both is told as `LinksPosted` is.
    """

    place: Place
    post: str
    links: tuple[str, ...]
    posted: LinksPosted | None


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """The bot cannot post in a channel any more, or can again: `is_there`.

    It was removed from it, it may not see it any more, or the channel is gone. Of a whole community that left
    the network it is not told; `bot.store.people.bot_is_in`, which asks for it at any time, knows that, too.
    """

    place: Place
    is_there: bool


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """A message was deleted in a place, by whomever, by itself; `post` is the platform's id of it."""

    place: Place
    post: str


@dataclass(frozen=True, slots=True)
class MembersMerging:
    """Two members are found to be one person: `gone` becomes a part of `kept`, now.

    What points at a member by a foreign key is moved right after this, and what has no room beside the
    other's own is set aside: a plugin makes room first, and changes what is said of members elsewhere. What
    it writes into `notes`, under its name and in JSON values, it is given when the link is undone. This
    event is told at once, to plugins that are switched off as well, and one that fails takes the link back.
    What protects somebody else from either, a refusal of theirs, is never set aside: the plugin sees to it.
    """

    kept: Member
    gone: Member
    notes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MembersParted:
    """A link was undone: `gone` is a member again, and has back what came with them; it is told likewise."""

    kept: Member
    gone: Member
    notes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MemberErasing:
    """A member is about to be erased: what tables declare of them goes right after this.

    A plugin removes what stands elsewhere: what timers carry, rows that name an account by its text, a search
    index, what it remembers. `members` are the ids of the member and of those who became a part of them. It
    is told at once, to plugins that are switched off as well, and one that fails stops the erasure.
    """

    member: Member
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DataAsked:
    """A member asks for all that is held on them: a plugin adds what no table declares as theirs.

    It is told likewise; `sections` is added to.
    """

    member: Member
    members: tuple[int, ...]
    sections: list[Section]


@dataclass(frozen=True, slots=True)
class MemberPaused:
    """A member wants to be left in peace, or no longer: nobody is sent to them while they are `paused`."""

    member: Member
    paused: bool


@dataclass(frozen=True, slots=True)
class DayPassed:
    """A day passed, of those that the bot lived: a plugin removes what it holds for a while only.

    It is told for each network, to plugins that are switched off as well; one that fails is told again the
    next day.
    """
