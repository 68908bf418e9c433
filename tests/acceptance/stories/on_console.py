"""The stories on the console: what people do are its lines, what they see its outputs."""

from __future__ import annotations

import asyncio
import math
import re
from base64 import b64decode
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from bot.cli.console import Options, opened
from bot.config import load
from bot.platforms.console.session import Session
from tests.acceptance.console import Tape, escaped
from tests.acceptance.stories.clock import BEGINNING
from tests.acceptance.stories.lines import typed_line
from tests.acceptance.stories.process import privacy
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

_CALLS_ALL = re.compile(r"(?<!\w)@(?:channel|all|here|everyone)\b", re.IGNORECASE)
_OWN_MISTAKES = {
    "bad_line", "no_form", "no_such_button", "no_such_choice", "no_such_field", "no_such_output",
    "unknown_line",
}  # fmt: skip
_BREAKDOWNS = {"internal_error", "not_saved", "store_error"}


class ConsoleTown(Town):
    """A console session; one person at a time sits at it."""

    calls_people = False
    lets_edit = False

    def __init__(self, folder: Path, plugins: Path) -> None:
        self._folder = folder
        self._config = f'[network]\nname = "Loire"\n\n[plugins]\nfolder = "{plugins}"\n\n'
        self._room = AsyncExitStack()
        self._people: list[ConsolePerson] = []
        self._members: dict[str, set[str]] = {}
        self._sits = asyncio.Lock()
        self._lines = 0
        self._broken: list[str] = []

    async def open(self, now: datetime, version: str | None) -> None:
        """Open the console, with that notice of what becomes of people's data."""
        file = self._folder / "config.toml"
        file.write_text(self._config + privacy(version))
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("MAILLAGE_PRIVACY__NOTICE", raising=False)
            options = Options(load(file), self._folder / "data", now=now.isoformat())
        room = await self._room.enter_async_context(opened(options, Tape))
        self._session: Session = room.session
        self._tape: Tape = room.screen
        self._read = 0

    async def close(self) -> None:
        """Close the console."""
        await self._room.aclose()

    def now(self) -> datetime:
        return self._session.now()

    async def informs(self, version: str | None) -> None:
        now = self.now()
        await self.close()
        await self.open(now, version)

    async def channel(self, name: str = "loire") -> Channel:
        name = new_name(name)
        return Channel(name, name)

    async def person(self, name: str, *channels: Channel, coordinator: bool = False) -> Person:
        person = ConsolePerson(self, new_name(name), channels[0])
        self._people.append(person)
        for channel in channels:
            await self.join(person, channel)
        if coordinator:
            await self.types(person, channels[0], f":role {person.name} coordinator")
        return person

    async def join(self, person: ConsolePerson, channel: Channel) -> None:
        """Have somebody join a channel."""
        self._members.setdefault(channel.id, set()).add(person.handle)
        await self.types(person, channel)

    async def settle(self) -> None:
        """Everything is done once a line is."""

    async def stop(self) -> None:
        await self._type(":stop")

    async def start(self) -> None:
        await self._type(":start")

    async def faults(self) -> list[str]:
        broken, self._broken = self._broken, []
        return broken

    async def _go_to(self, instant: datetime) -> None:
        await self._type(f":advance {math.ceil((instant - self.now()).total_seconds())}s")

    async def types(self, person: ConsolePerson, place: Channel | None, *lines: str) -> list[dict]:
        """Have somebody type lines in a channel, or in the DM; return what was shown."""
        async with self._sits:
            before = len(self._tape.outputs)
            for line in (":in @bot", f":as {person.name}", *([f":in {place.name}"] if place else []), *lines):
                await self._type(line, person)
            return self._tape.outputs[before:]

    async def _type(self, line: str, person: ConsolePerson | None = None) -> None:
        self._lines += 1
        await self._session.handle(line, self._lines)
        shown, self._read = self._tape.outputs[self._read :], len(self._tape.outputs)
        for output in shown:
            assert output["code"] not in _OWN_MISTAKES, output
            if output["code"] in _BREAKDOWNS:
                self._broken.append(output["text"])
            self._hand_out(output, person)

    def _hand_out(self, output: dict, actor: ConsolePerson | None) -> None:
        """Show an output to all who see it."""
        is_for_one = output["ephemeral"] or output["kind"] in ("form", "error")
        for person in self._people:
            is_theirs = person is actor if is_for_one else self._sees(person, output["to"])
            if is_theirs and output["kind"] in ("reply", "error", "post", "dm", "update", "form"):
                person.see(output)

    def _sees(self, person: ConsolePerson, to: str) -> bool:
        return to == person.handle or person.handle in self._members.get(to, ())


class ConsolePerson(Person):
    """Somebody at the console."""

    town: ConsoleTown

    def __init__(self, town: ConsoleTown, name: str, here: Channel) -> None:
        super().__init__(town, f"@{name}", here)
        self.name = name
        self._screen: list[Message | Form] = []
        self._said: list[dict] = []
        """What came since they said something last: a sign may come by a press."""

    def see(self, output: dict) -> None:
        """Have something appear on their screen."""
        self._screen.append(_form(output["form"]) if output["kind"] == "form" else _message(output))

    async def presses_twice(self, label: str) -> None:
        """Nobody is faster than the console: once pressed, the message is another."""
        await self.presses(label)

    async def _use(self, root: str, verb: str, arguments: Mapping[str, str], place: Channel | None) -> None:
        await self.town.types(self, place, typed_line(root, verb, arguments))

    async def _write(self, text: str, files: Mapping[str, bytes]) -> None:
        with TemporaryDirectory() as folder:
            for name, content in files.items():
                (Path(folder) / name).write_bytes(content)
            attached = [f":attach {Path(folder) / name}" for name in files]
            await self.town.types(self, None, *attached, text)

    async def opens_files(self, message: Message) -> dict[str, bytes]:
        return {
            file["name"]: file["text"].encode() if "text" in file else b64decode(file["base64"])
            for file in message.raw["files"]
        }

    async def _say(self, text: str, *, to_bot: bool) -> None:
        self._said = await self.town.types(self, self.here, f"@maillage {text}" if to_bot else text)

    async def _edit(self, text: str) -> None:
        raise NotImplementedError("on the console, what is said is said")

    async def _delete(self, message: Message | None) -> None:
        raise NotImplementedError("on the console, what is said is said")

    def _signs(self) -> Collection[str]:
        shown = [one for one in self._said if one["kind"] == "reaction" and one["by"] == "maillage"]
        assert all(one["edits"] is None and self.name in one["text"] for one in shown)
        return [one["text"].split()[0] for one in shown]

    async def _join(self, channel: Channel) -> None:
        await self.town.join(self, channel)

    async def _press(self, message: Message, label: str) -> None:
        self._said += await self.town.types(self, self.here, f":click {label} on {message.id}")

    async def _choose(self, message: Message, menu: str, option: str) -> None:
        await self.town.types(self, self.here, f":click {menu}={option} on {message.id}")

    async def _submit(self, form: Form, values: Mapping[str, str]) -> None:
        line = "; ".join(f"{name}={escaped(value)}" for name, value in values.items())
        await self.town.types(self, self.here, f":submit {line}")

    def _look(self) -> Sequence[Message | Form]:
        seen, self._screen = self._screen, []
        return seen


@asynccontextmanager
async def console_town(folder: Path, plugins: Path) -> AsyncIterator[ConsoleTown]:
    """The bot at work on a console."""
    town = ConsoleTown(folder, plugins)
    await town.open(BEGINNING, None)
    try:
        yield town
    finally:
        await town.close()


def _message(output: dict) -> Message:
    return Message(
        id=str(output["edits"] or output["id"]),
        text=read_aloud(output["text"]),
        place=None if output["to"].startswith("@") else output["to"],
        buttons=tuple(read_aloud(button["label"]) for button in output["buttons"]),
        menus={
            read_aloud(menu["label"]): tuple(read_aloud(option["label"]) for option in menu["options"])
            for menu in output["menus"]
        },
        alone=output["ephemeral"],
        calls=frozenset({EVERYBODY} if _CALLS_ALL.search(output["text"]) else ()),
        raw=output,
    )


def _form(form: dict[str, Any]) -> Form:
    return Form(read_aloud(form["title"]), tuple(_field(item) for item in form["fields"]))


def _field(item: dict[str, Any]) -> Field:
    value = item["value"] or ""
    labels = {option["value"]: option["label"] for option in item["options"]}
    return Field(
        name=item["name"],
        label=read_aloud(item["label"]),
        value=read_aloud(labels.get(value, value)),
        options=tuple(labels.values()),
        error=read_aloud(item["error"] or ""),
    )
