"""What comes in from a platform, in neutral terms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Flag, auto
from typing import Self

from bot.chat.messages import File
from bot.chat.people import Author
from bot.chat.places import Location


class Shows(Flag):
    """What a platform can show at once to the person who did something, and to all in the place (`PUBLIC`).

    `SAME_FORM` means that a form that is handed in stays open, with what is wrong in it, until it is right;
    `SHEET` that a form of choices, saved piece by piece, is a message with menus that changes at each choice.
    What it cannot show so is posted: a row of the same transaction, which no stop of the bot can lose.
    """

    NOTHING = 0
    TEXT = auto()
    BUTTONS = auto()
    FILES = auto()
    FORM = auto()
    PUBLIC = auto()
    SAME_FORM = auto()
    SHEET = auto()
    ALL = TEXT | BUTTONS | FILES | FORM | PUBLIC | SAME_FORM


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Something that a person did somewhere.

    `at` (aware) says when, if it is known and may be a while ago: what was written while the bot was away.
    `key` is the platform's id of the event, unique on that platform: one that comes twice is handled once.
    `shows` is what the answer can be made of; what goes beyond is posted, under `reply_to` if given. `people`
    are those whom it names, bots among them, and `longest_form` is how many fields a form can show at a time.
    """

    author: Author
    location: Location
    at: datetime | None = None
    key: str | None = None
    shows: Shows = Shows.ALL
    reply_to: str | None = None
    people: tuple[Author, ...] = ()
    longest_form: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Incoming):
    """What a person asks of the bot in words, maybe with files.

    A platform that has to fetch the files gives `ask_files` instead, which is called once they are wanted,
    and raises `bot.errors.Refusal` where they cannot be had.
    """

    files: tuple[File, ...] = ()
    ask_files: Callable[[], Awaitable[tuple[File, ...]]] | None = field(
        default=None, compare=False, repr=False
    )

    async def with_files(self) -> Self:
        """Return the order with its files."""
        if self.ask_files is None:
            return self
        return replace(self, files=await self.ask_files(), ask_files=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Order):
    """A text that a person typed: a slash command if it begins with `/`, else a plain message.

    `to_bot` is true in a DM with the bot and when the message mentions the bot.
    """

    text: str
    to_bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation(Order):
    """A command chosen from a platform's own list, its arguments by name, as text."""

    root: str
    verb: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press(Incoming):
    """A button pressed, or a menu's option chosen (`choice`).

    `post` is the platform's id of the message, `delivery` the key of the delivery that it came by, or its id
    on platforms whose buttons hold little, if any.
    """

    plugin: str
    action: str
    arguments: Mapping[str, int | str | bool] = field(default_factory=dict)
    choice: str | None = None
    post: str | None = None
    delivery: str | int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Incoming):
    """A form filled in: every value is text."""

    plugin: str
    form: str
    values: Mapping[str, str]
    arguments: Mapping[str, int | str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion(Incoming):
    """A person types one argument of a command chosen from a platform's own list, and is offered choices.

    `argument` is the name of the parameter, `typed` what they typed of it so far, `options` the others that
    are filled in already, as text.
    """

    root: str
    verb: str | None = None
    argument: str
    typed: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChosenMessage:
    """A message on which somebody chose a command: `link` opens it, `at` (aware) is when it was written.

    `is_own` says whether who chose it wrote it.
    """

    id: str
    text: str
    author: str
    link: str
    at: datetime
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut(Incoming):
    """A plugin's command chosen on a message, or on a person, from a platform's own menu."""

    plugin: str
    name: str
    message: ChosenMessage | None = None
    person: Author | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Incoming):
    """The author joined the place.

    `community` says that they joined the whole community: the place is merely where people are greeted.
    """

    community: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(Incoming):
    """The author left the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted(Incoming):
    """The author added a reaction to a message; `post` is the platform's id of that message."""

    emoji: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Incoming):
    """The author wrote in the thread of a message, or as a reply to it, without calling the bot.

    `post` is the platform's id of what they wrote, `under` that of the message. `text` is empty where the
    platform does not show the bot what people write to each other.
    """

    text: str
    post: str
    under: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Incoming):
    """The author posted a message with links and tags, for everyone in the place.

    `post` is the platform's id of that message, `tags` are without their sign. `under` is the message in
    whose thread they wrote it, if it was one.
    """

    text: str
    links: tuple[str, ...]
    tags: tuple[str, ...]
    post: str
    under: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Incoming):
    """The author changed a message of theirs, for everyone in the place, which holds links and tags now.

    `post` is the platform's id of that message, `posted_at` (aware) when it was posted, and `at` when it was
    changed. Of a message that holds no links or no tags now, `Host.message_edited` is told instead.
    """

    text: str
    links: tuple[str, ...]
    tags: tuple[str, ...]
    post: str
    posted_at: datetime
