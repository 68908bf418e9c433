"""The console as a person at a keyboard sees it, in this process: one line at a time, and what it answers."""

import asyncio
import json
import tempfile
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from bot.cli.console import Options, opened
from bot.config import Config, load
from bot.platforms.console.outputs import Output
from bot.sections import StoreSection
from tests.fakes.databases import ON_POSTGRESQL, new_elsewhere, new_file, url_of

NOW = "2026-11-21T10:00:00+01:00"
"""A Saturday."""


class Tape:
    """The screen of the tests: it keeps the JSON of what is shown."""

    def __init__(self, _words):
        self.outputs: list[dict] = []
        self.instants: dict[int, datetime] = {}

    def show(self, output: Output) -> None:
        self.instants[output.id] = output.at
        self.outputs.append(json.loads(json.dumps(output.as_json())))


class Console:
    """A `maillage console --json` without a process of its own.

    Every line that is said returns the outputs that were shown until it was done. `now=None` takes the real
    clock. Without a folder a temporary one is used. If MAILLAGE_TEST_ON_POSTGRESQL is set, a database on
    PostgreSQL stands for that of the folder.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        *,
        user: str = "camille",
        channel: str = "loire-42",
        now: str | None = NOW,
        zone: str | None = None,
        language: str | None = None,
        config: Path | None = None,
    ):
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._lines = 0
        folder = data_dir or Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        options = Options(load(config), folder, user, channel, now, zone, language)
        try:
            if options.config.store.url is None:
                _settle(options.config, folder)
            room = self._runner.run(self._stack.enter_async_context(opened(options, Tape)))
        except BaseException:
            self._runner.close()
            raise
        self._is_open = True
        self.session = room.session
        self._shown = room.screen.outputs
        self.outputs = self._shown
        """Everything shown so far, oldest first."""
        self.instants = room.screen.instants
        """When each of the outputs was shown, to a part of a second."""

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    @property
    def now(self) -> str:
        """The present instant, as `done` tells it."""
        return self.session.now().isoformat(timespec="seconds")

    def say(self, line: str) -> list[dict]:
        """Type a line; return what was shown until it was done."""
        self._lines += 1
        before = len(self._shown)
        self._runner.run(self.session.handle(line, self._lines))
        return self._shown[before:]

    def ask(self, line: str) -> dict:
        """Type a line; return the only output that it caused."""
        (output,) = self.say(line)
        return output

    def click(self, label: str, on: dict | None = None) -> list[dict]:
        """Press a button, the newest of that label or the one of an output."""
        return self.say(f":click {label} on {on['id']}" if on else f":click {label}")

    def submit(self, **values: str) -> list[dict]:
        """Submit the open form with those values."""
        return self.say(f":submit {'; '.join(f'{name}={escaped(value)}' for name, value in values.items())}")

    def advance(self, duration: str) -> list[dict]:
        """Move the clock; return what was shown meanwhile."""
        return self.say(f":advance {duration}")

    def wait(self, seconds: float) -> list[dict]:
        """Let real time pass, for a console on the real clock; return what was shown meanwhile."""
        before = len(self._shown)
        self._runner.run(asyncio.sleep(seconds))
        return self._shown[before:]

    def close(self) -> int:
        """End the input; return 0 once everything due is done. Closing twice changes nothing."""
        if self._is_open:
            self._is_open = False
            self._runner.run(self._stack.aclose())
            self._runner.close()
        return 0


def _settle(config: Config, folder: Path) -> None:
    """Have a database with all its tables in a folder, or on PostgreSQL in its place, if there is none."""
    if not ON_POSTGRESQL:
        if not (folder / "maillage.db").exists():
            new_file(folder / "maillage.db")
        return
    if not (folder / "maillage.url").exists():
        new_elsewhere(folder)
    config.store = StoreSection(data_dir=folder, url=url_of(folder))


def said(console: Console, line: str) -> str:
    """Type a line; return all the text that it was answered with, with ordinary spaces."""
    return "\n".join(plain(output["text"]) for output in console.say(line) if output["text"])


def of_kind(outputs: list[dict], kind: str) -> list[dict]:
    """Return the outputs of that kind: `reply`, `post`, `dm`, `form`, `update`, `error`…"""
    return [output for output in outputs if output["kind"] == kind]


def escaped(value: str) -> str:
    """Return a value as `:submit` takes it."""
    return value.replace("\\", "\\\\").replace(";", "\\;")


def fields(form_output: dict) -> dict[str, dict]:
    """Return the fields of a form that was opened, by name."""
    assert form_output["kind"] == "form"
    return {field["name"]: field for field in form_output["form"]["fields"]}


def button_names(output: dict) -> list[str]:
    """Return the stable names of an output's buttons."""
    return [button["name"] for button in output["buttons"]]


def plain(text: str) -> str:
    """Return a text with ordinary spaces in place of no-break ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
