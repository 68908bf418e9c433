"""The stage of the stories: a town with channels, people and a clock, whatever the chat network.

A story says what people do and see. How it is done on one network, a driver knows (`on_console`,
`on_mattermost`, `on_discord`): it is all that may differ.
"""

from __future__ import annotations

import asyncio
import secrets
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from itertools import count
from typing import Any

from bot.chat.reactions import Reaction
from bot.language.dates import spell
from tests.acceptance.console import plain

PATIENCE = 15.0
"""Seconds to wait for something that should happen."""
LOOK_EVERY = 0.01
EVERYBODY = "everybody"
OPENERS = frozenset({"Ouvrir le formulaire", "Open the form", "Continuer", "Continue", "Corriger", "Correct"})
"""What is written on the button of a form where a network cannot open it at once."""
NEXT_PAGE = "Page suivante"
_MORNING = 10
_STILL_MORNING = timedelta(seconds=20)
_WORDS = count(1)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of the town; `id` is its driver's own."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Message:
    """What the bot says, as one reader sees it at one moment: see `read_aloud`.

    `id` stays when the message is changed. `place` is the id of a channel, None for the DM. Nobody else sees
    it if it is `alone`. What menus show as `chosen` stands there by their names. `calls` holds the handles of
    those whom it notifies, and `EVERYBODY`.
    """

    id: str
    text: str
    place: str | None
    buttons: tuple[str, ...] = ()
    menus: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False
    calls: frozenset[str] = frozenset()
    raw: Any = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, with what stands in it; a choice is its label."""

    name: str
    label: str
    value: str = ""
    options: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is open for somebody."""

    title: str
    fields: tuple[Field, ...]
    raw: Any = None

    def __getitem__(self, label: str) -> Field:
        for item in self.fields:
            if label in (item.label, item.name):
                return item
        raise AssertionError(f"the form has no field {label!r} but {self.labels}")

    def __contains__(self, label: str) -> bool:
        return any(label in (item.label, item.name) for item in self.fields)

    @property
    def labels(self) -> list[str]:
        """What is written on its fields."""
        return [item.label for item in self.fields]


class Town(ABC):
    """Where a story plays: a community of the network, and the bot at work in it.

    In a town that never `calls_people`, nobody is notified of anything. Where the bot never `hears_all`, it
    knows nothing of what people write to each other. Where nothing `lets_edit`, what is said is said.
    """

    calls_people = True
    hears_all = True
    lets_edit = True

    @abstractmethod
    def now(self) -> datetime:
        """The present instant there, in the zone of the network."""

    @abstractmethod
    async def channel(self, name: str = "loire") -> Channel:
        """A new channel where the bot is; its name begins so."""

    @abstractmethod
    async def person(self, name: str, *channels: Channel, coordinator: bool = False) -> Person:
        """Somebody new, in these channels: the first is where they are.

        A coordinator coordinates the whole community.
        """

    @abstractmethod
    async def settle(self) -> None:
        """Let the bot do all that it has to do now."""

    @abstractmethod
    async def stop(self) -> None:
        """Stop the bot."""

    @abstractmethod
    async def start(self) -> None:
        """Start the bot again."""

    @abstractmethod
    async def informs(self, version: str | None) -> None:
        """Restart the bot, which tells people from now on what becomes of their data: by that notice.

        None: they are told nothing, as in every other story.
        """

    @abstractmethod
    async def faults(self) -> list[str]:
        """What went wrong in the bot since this was last asked."""

    @abstractmethod
    async def _go_to(self, instant: datetime) -> None:
        """Move the clock; what falls due on the way is done at its own instant."""

    async def dismiss(self) -> None:  # noqa: B027 - where telling many is quick there is nothing to do
        """Have nobody coordinate any more who did in a story that is told."""

    async def restart(self) -> None:
        """Stop the bot, and start it again."""
        await self.stop()
        await self.start()

    async def advance(self, **duration: float) -> None:
        """Move the clock forward."""
        await self._go_to(self.now() + timedelta(**duration))

    async def wait_for_morning(self) -> None:
        """Move the clock on to ten o’clock, if it has not just struck."""
        now = self.now()
        morning = now.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
        if not morning <= now < morning + _STILL_MORNING:
            await self._go_to(morning if morning > now else morning + timedelta(days=1))

    def spelled(self, hour: int, *, days: int = 1, language: Any = "fr") -> str:
        """How the bot says that hour of a day: of tomorrow, if not told otherwise."""
        day = self.now() + timedelta(days=days)
        return plain(spell(day.replace(hour=hour, minute=0, second=0, microsecond=0), language))


class Person(ABC):
    """Somebody in the channel `here`; `handle` is how messages name them and call them."""

    def __init__(self, town: Town, handle: str, here: Channel) -> None:
        self.town = town
        self.handle = handle
        self.here = here
        self.client_language: Any = "fr"
        self.client_zone: tzinfo | None = None
        """In which language and zone (by default the town's) their client spells instants given as such."""
        self.saw: list[Message] = []
        """All that they ever saw, oldest first."""
        self._unread: list[Message] = []
        self._shown: dict[str, Message] = {}
        self._since_acting: list[Message] = []
        self._forms: list[Form] = []
        self._open: Form | None = None

    # What a driver does

    @abstractmethod
    async def _use(self, root: str, verb: str, arguments: Mapping[str, str], place: Channel | None) -> None:
        """Use a command there, or in the DM."""

    @abstractmethod
    async def _write(self, text: str, files: Mapping[str, bytes]) -> None:
        """Write to the bot in the DM, with files by name."""

    @abstractmethod
    async def opens_files(self, message: Message) -> dict[str, bytes]:
        """The files of a message, by name."""

    @abstractmethod
    async def _say(self, text: str, *, to_bot: bool) -> None:
        """Say something here, for all; the bot is mentioned if it is `to_bot`."""

    @abstractmethod
    async def _edit(self, text: str) -> None:
        """Have what they said last say something else."""

    @abstractmethod
    async def _delete(self, message: Message | None) -> None:
        """Delete a message, or what they said last."""

    @abstractmethod
    def _signs(self) -> Collection[str]:
        """The reactions of the bot to what they said last, each by its sign or by its name."""

    @abstractmethod
    async def _join(self, channel: Channel) -> None:
        """Join a channel."""

    @abstractmethod
    async def _press(self, message: Message, label: str) -> None:
        """Press a button."""

    @abstractmethod
    async def _choose(self, message: Message, menu: str, option: str) -> None:
        """Choose from a menu."""

    @abstractmethod
    async def _submit(self, form: Form, values: Mapping[str, str]) -> None:
        """Hand in a form with these values, by the names of its fields; the others stay as they are."""

    @abstractmethod
    def _look(self) -> Sequence[Message | Form]:
        """What has come up on their screen since they last looked, in order."""

    # What they do

    async def uses(self, root: str, verb: str = "", *, in_dm: bool = False, **arguments: str) -> None:
        """Use a command of the bot, its arguments by name, in the order in which people say them."""
        self._act()
        await self._use(root, verb, arguments, None if in_dm else self.here)

    async def writes(self, text: str, files: Mapping[str, bytes] | None = None) -> None:
        """Write to the bot in the DM, in plain words or a command, with files by name."""
        self._act()
        await self._write(text, files or {})

    async def says(self, text: str) -> None:
        """Say something here, for all."""
        self._act()
        await self._say(text, to_bot=False)

    async def edits(self, text: str) -> None:
        """Have what they said last say something else."""
        self._act()
        await self._edit(text)

    async def deletes(self, message: Message | None = None) -> None:
        """Delete what they said last; or any message, as who moderates the channel."""
        self._act()
        await self._delete(message)

    async def asks_here(self, text: str) -> None:
        """Mention the bot here, and say something to it."""
        self._act()
        await self._say(text, to_bot=True)

    async def goes_to(self, channel: Channel) -> None:
        """Join a channel, to speak there from now on."""
        await self._join(channel)
        self.here = channel

    async def presses(self, label: str, on: Message | None = None) -> None:
        """Press a button: on the newest message that has it, or on one as it was seen."""
        message = on or await self._showing(label)
        self._act()
        await self._press(message, label)

    async def presses_twice(self, label: str) -> None:
        """Press a button twice, before anything can change."""
        message = await self._showing(label)
        self._act()
        await asyncio.gather(self._press(message, label), self._press(message, label))

    async def chooses(self, menu: str, option: str) -> None:
        """Choose the option that begins so from the newest menu of that name."""
        message = await self._showing(menu)
        self._act()
        whole = [one for one in message.menus[menu] if one.startswith(option)]
        assert whole, f"{option!r} is not in {message.menus[menu]}"
        await self._choose(message, menu, whole[0])

    async def fills(self, values: Mapping[str, str]) -> None:
        """Hand in the form that is open, or about to be: values by label or name; the others stay."""
        form = self._open or await self.form()
        self._open = None
        self._act()
        await self._submit(form, {form[label].name: value for label, value in values.items()})

    async def fills_in_steps(self, values: Mapping[str, str]) -> None:
        """Hand in a form that comes in as many steps as the network needs."""
        left = dict(values)
        while left:
            form = await self.form()
            here = {label: left.pop(label) for label in list(left) if label in form}
            assert here, f"{form.labels} has nothing of {list(left)}"
            await self.fills(here)

    async def answers(self, values: Mapping[str, str]) -> None:
        """Answer questions with a few answers each: in a form, in its steps, or by menus on its pages."""
        left = dict(values)
        while left:
            asked = await self._wait(self._first_questions, "is asked anything")
            if isinstance(asked, Message) and asked.menus:
                await self._answer_page(asked, left)
            else:
                form = await self.form()
                await self.fills({label: left.pop(label) for label in list(left) if label in form})

    async def answered(self, label: str) -> str:
        """What stands as the answer to a question that they are asked now, "" for nothing yet."""
        asked = await self._wait(self._first_questions, "is asked anything")
        if isinstance(asked, Message) and asked.menus:
            return asked.chosen.get(label, "").removeprefix(f"{label} : ")
        form = self._open = await self.form()
        self._forms.insert(0, form)  # it is still open
        return form[label].value

    async def _answer_page(self, page: Message, left: dict[str, str]) -> None:
        for label in [label for label in left if label in page.menus]:
            await self.chooses(label, f"{label} : {left.pop(label)}")
        if left:
            await self.presses(NEXT_PAGE)

    def _first_questions(self) -> Form | Message | None:
        pages = (one for one in reversed(self._since_acting) if one.alone and one.menus)
        return self._first_form() or next(pages, None)

    # What they see

    async def sees(self, *what: str, button: str = "") -> Message:
        """The next message, or changed message, in which all that stands; each is seen once.

        If a `button` is named it has that button.
        """
        message = await self._wait(lambda: self._first(what, button), f"sees {what} {button}")
        self._unread.remove(message)
        return message

    async def does_not_see(self, what: str) -> None:
        """Nothing in which that stands has come, and nothing will."""
        await self.town.settle()
        self._read()
        assert [message.text for message in self._unread if what in message.text] == []

    def screen(self) -> str:
        """All that stands on their screen, as it is now."""
        self._read()
        return "\n".join(message.text for message in self._shown.values())

    def to_press(self, label: str) -> int:
        """How many messages that stay on their screen have such a button."""
        self._read()
        return sum(label in message.buttons and not message.alone for message in self._shown.values())

    async def form(self) -> Form:
        """The form that opens, if need be by the button that the bot gives for it."""
        self._open = None
        opened = await self._wait(self._first_form, "has a form")
        if isinstance(opened, Message):
            (label,) = OPENERS.intersection(opened.buttons)
            self._since_acting.remove(opened)
            await self._press(opened, label)
            opened = await self._wait(lambda: self._forms[0] if self._forms else None, "has a form")
        assert isinstance(opened, Form)
        self._forms.remove(opened)
        self._open = opened
        return opened

    async def sees_sign(self, reaction: Reaction) -> None:
        """What they said last bears that reaction of the bot's, and no other."""
        signs = await self._wait(self._signs, f"sees {reaction}")
        assert len(signs) == 1
        assert {reaction.unicode, reaction.name}.intersection(signs)

    async def shown(self, label: str) -> Message:
        """The newest message on which such a button or menu is."""
        return await self._showing(label)

    def _act(self) -> None:
        self._read()
        self._since_acting.clear()
        self._forms.clear()

    def _read(self) -> None:
        for thing in self._look():
            if isinstance(thing, Form):
                self._forms.append(thing)
                continue
            self.saw.append(thing)
            self._unread = [one for one in self._unread if one.id != thing.id]
            self._unread.append(thing)
            self._since_acting.append(thing)
            self._shown.pop(thing.id, None)
            self._shown[thing.id] = thing

    def _first(self, what: Sequence[str], button: str) -> Message | None:
        for one in self._unread:
            if all(part in one.text for part in what) and (not button or button in one.buttons):
                return one
        return None

    def _first_form(self) -> Form | Message | None:
        if self._forms:
            return self._forms[0]
        return next((one for one in self._since_acting if OPENERS.intersection(one.buttons)), None)

    async def _showing(self, label: str) -> Message:
        def newest() -> Message | None:
            having = (one for one in self._shown.values() if label in one.buttons or label in one.menus)
            return next(iter(reversed(list(having))), None)

        return await self._wait(newest, f"sees a button {label!r}")

    async def _wait(self, look: Any, what: str) -> Any:
        """Look again and again until there is something to see, and return it."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    self._read()
                    if found := look():
                        return found
                    await asyncio.sleep(LOOK_EVERY)
        except TimeoutError:
            seen = "\n".join(f"- {one.text!r} {one.buttons}" for one in self._unread)
            raise AssertionError(f"{self.handle} never {what}; unread:\n{seen or 'nothing'}") from None


def read_aloud(text: str) -> str:
    """A text as a reader takes it in: all spaces are alike, and what has no width is not there."""
    return plain(text).replace("\u200b", "")


def new_name(name: str) -> str:
    """A name that nobody else has."""
    return f"{name}-{secrets.token_hex(3)}"


def new_word() -> str:
    """A word that no other story says, for what is looked for by it.

    Its digits keep it from being taken for a slip of another one, or of its own with a letter more.
    """
    return f"x{next(_WORDS):05}"
