"""The stories on Discord: people with their clients, a Discord (the fake), and `maillage run`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.language.dates import spell
from tests.acceptance.stories.clock import TownClock
from tests.acceptance.stories.process import ServedProcess
from tests.acceptance.stories.stage import (
    EVERYBODY,
    Channel,
    Field,
    Form,
    Message,
    Person,
    Town,
    new_name,
    read_aloud,
)
from tests.fakes import discord as fake
from tests.fakes.discord import FakeDiscord, Guild, Modal, Permission
from tests.fakes.discord.choosing import command_named, names_of, offered
from tests.fakes.discord.command_rules import CHAT, INTEGER, OF_USER, SUBCOMMAND
from tests.fakes.discord.users import Role, User

_MENTION = re.compile(r"<@!?(\d+)>")
_WITHOUT_PREVIEW = re.compile(r"<(https?://[^<>\s]+)>")
_INSTANT = re.compile(r"<t:(-?\d+):F>")


class DiscordTown(Town):
    """A guild."""

    hears_all = False

    def __init__(self, server: FakeDiscord, guild: Guild, process: ServedProcess, clock: TownClock) -> None:
        self.server = server
        self.guild = guild
        self.process = process
        self.clock = clock
        self._coordinators: list[tuple[User, Role]] = []
        self.people: list[DiscordPerson] = []

    def now(self) -> datetime:
        return self.clock.now()

    async def channel(self, name: str = "loire") -> Channel:
        channel = self.guild.channel(new_name(name))
        return Channel(channel.id, channel.name)

    async def person(self, name: str, *channels: Channel, coordinator: bool = False) -> Person:
        account = self.server.person(new_name(name), self.guild)
        if coordinator:
            role = self.guild.role("coordination", Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES)
            self.guild.give_role(account.user, role)
            self._coordinators.append((account.user, role))
        person = DiscordPerson(self, account, channels)
        self.people.append(person)
        return person

    async def dismiss(self) -> None:
        """Take their roles from those who coordinate: what is told to all of them is told slowly."""
        for user, role in self._coordinators:
            self.guild.take_role(user, role)
        self._coordinators.clear()

    async def settle(self) -> None:
        await self._go_to(self.now())

    async def stop(self) -> None:
        await self.process.stop()

    async def start(self) -> None:
        await self.process.start()

    async def informs(self, version: str | None) -> None:
        await self.process.informs(version)

    async def faults(self) -> list[str]:
        broken = [*await self.process.faults(), *self.server.violations, *self.server.drifts]
        self.server.violations.clear()
        self.server.drifts.clear()
        return broken

    async def _go_to(self, instant: datetime) -> None:
        await self.process.go_to(instant)

    def called(self, text: str) -> str:
        """A text as a client writes it, with those whom it names called."""
        for person in self.people:
            text = text.replace(person.handle, person.account.mention)
        return text

    def handle(self, user: str) -> str:
        """What stands on the screen where an account is called."""
        return next((one.handle for one in self.people if one.account.id == user), user)


class DiscordPerson(Person):
    """Somebody with a client, in a guild; it shows the channels that the story is about."""

    town: DiscordTown

    def __init__(self, town: DiscordTown, account: fake.Person, channels: Sequence[Channel]) -> None:
        super().__init__(town, f"@{account.user.username}", channels[0])
        self.account = account
        self._places = [account.dm, *(self._place(channel) for channel in channels)]
        self._seen: dict[str, tuple[Any, ...]] = {}
        self._opened: list[Form] = []

    def _place(self, channel: Channel) -> fake.Channel:
        return self.town.guild.channels[channel.id]

    async def _use(self, root: str, verb: str, arguments: Mapping[str, str], place: Channel | None) -> None:
        where = self._place(place) if place is not None else self.account.dm
        values = self._values(where, root, verb, arguments)
        self._notice(await self.account.command(where, root, *([verb] if verb else []), **values))

    def _values(
        self, where: fake.Channel, root: str, verb: str, arguments: Mapping[str, str]
    ) -> dict[str, Any]:
        """The arguments as the client takes them: numbers as numbers, people as it names them."""
        locale = self.account.user.locale
        command = command_named(
            offered(self.town.server.commands, self.account.user, where), CHAT, root, locale
        )
        declared = command.get("options") or []
        if declared and declared[0]["type"] == SUBCOMMAND:
            declared = next(one for one in declared if verb in names_of(one, locale)).get("options") or []
        kinds = {name: one["type"] for one in declared for name in names_of(one, locale)}
        return {name: self._value(kinds.get(name), value) for name, value in arguments.items()}

    def _value(self, kind: int | None, value: str) -> Any:
        if kind == INTEGER:
            return int(value)
        if kind == OF_USER:
            return next(one.account.user for one in self.town.people if one.handle == value)
        return self.town.called(value)

    async def _write(self, text: str, files: Mapping[str, bytes]) -> None:
        await self.account.say_to_bot(text, files=list(files.items()))

    async def opens_files(self, message: Message) -> dict[str, bytes]:
        shown: fake.Message = message.raw
        return shown.files

    async def _say(self, text: str, *, to_bot: bool) -> None:
        mention = f"{self.town.server.bot.mention} " if to_bot else ""
        self._said = await self.account.say(self._place(self.here), mention + self.town.called(text))

    async def _edit(self, text: str) -> None:
        await self.account.edit(self._said, self.town.called(text))

    async def _delete(self, message: Message | None) -> None:
        await self.account.delete(message.raw if message else self._said)

    def _signs(self) -> Collection[str]:
        bot = str(self.town.server.bot.id)
        return [sign for sign, by in self._said.reactions.items() if bot in by]

    async def _join(self, channel: Channel) -> None:
        self._places.append(self._place(channel))

    async def _press(self, message: Message, label: str) -> None:
        shown: fake.Message = message.raw
        written = next((one for one in shown.buttons if read_aloud(one) == label), label)
        self._notice(await self.account.press(shown, written))

    async def _choose(self, message: Message, menu: str, option: str) -> None:
        shown: fake.Message = message.raw
        written = next(one for one in shown.menus if read_aloud(one) == menu)
        chosen = next(one for one in shown.options(written) if read_aloud(one) == option)
        self._notice(await self.account.choose(shown, written, chosen))

    async def _submit(self, form: Form, values: Mapping[str, str]) -> None:
        modal: Modal = form.raw
        self._notice(await self.account.fill(modal, dict(values)))

    def _notice(self, asked: fake.Asked) -> None:
        """Have the form that opened on their screen, if one did."""
        if asked.interaction.modal is not None:
            self._opened.append(_form(asked.modal))

    def _look(self) -> Sequence[Message | Form]:
        opened, self._opened = self._opened, []
        return [*self._news(), *opened]

    def _news(self) -> Iterator[Message]:
        for place in self._places:
            for message in self.account.sees(place):
                if message.author is not self.town.server.bot or message.is_thinking:
                    continue
                chosen = tuple(chosen_in(message, menu) for menu in message.menus)
                looks = (message.text, tuple(message.buttons), tuple(message.menus), chosen)
                if self._seen.get(message.id) != looks:
                    self._seen[message.id] = looks
                    yield self._message(message)

    def _spelled(self, seconds: int) -> str:
        """An instant as the client shows it: in the person's own zone and language."""
        zone = self.client_zone or self.town.now().tzinfo
        return spell(datetime.fromtimestamp(seconds, zone), self.client_language)

    def _message(self, message: fake.Message) -> Message:
        called = set() if message.channel.is_dm else message.pinged
        text = _MENTION.sub(lambda found: self.town.handle(found[1]), message.text)
        text = _WITHOUT_PREVIEW.sub(r"\1", text)
        text = _INSTANT.sub(lambda found: self._spelled(int(found[1])), text)
        return Message(
            id=message.id,
            text=read_aloud(text),
            place=None if message.channel.is_dm else message.channel.id,
            buttons=tuple(read_aloud(label) for label in message.buttons),
            menus={
                read_aloud(menu): tuple(read_aloud(option) for option in message.options(menu))
                for menu in message.menus
            },
            chosen={read_aloud(menu): read_aloud(chosen_in(message, menu)) for menu in message.menus},
            alone=message.is_ephemeral,
            calls=frozenset(EVERYBODY if one == "@everyone" else self.town.handle(one) for one in called),
            raw=message,
        )


def chosen_in(message: fake.Message, menu: str) -> str:
    """The label of the option that a menu shows as chosen."""
    options = message.menu(menu).get("options", [])
    return next((option["label"] for option in options if option.get("default")), "")


def _form(modal: Modal) -> Form:
    return Form(
        title=read_aloud(modal.title),
        fields=tuple(_field(modal, label) for label in modal.labels),
        raw=modal,
    )


def _field(modal: Modal, label: str) -> Field:
    item = modal.field(label)
    value = modal.values[label]
    if isinstance(value, list):
        labels = {option["value"]: option["label"] for option in item.get("options") or []}
        value = labels.get(value[0], value[0]) if value else ""
    return Field(
        name=item["custom_id"],
        label=read_aloud(label),
        value=read_aloud(str(value)),
        options=tuple(option["label"] for option in item.get("options") or []),
        error=read_aloud(modal.description(label)),
    )
