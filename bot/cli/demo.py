"""`maillage demo`: a small département to try the bot with; a tour of it when nobody sits at a terminal.

It reads nothing of the web: a few pages come with the script, and no other can be reached.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from bot.app import Bot
from bot.cli.console import Options, Room, Screen, opened, run_until_signalled
from bot.cli.speech import is_terminal
from bot.config import Config
from bot.language.catalogue import Words
from bot.language.messages import Markup, _
from bot.language.typography import typeset
from bot.logs import configure_log
from bot.platforms.console.outputs import Output
from bot.platforms.console.printing import Printer
from bot.plugin.fetching import Fetched, FetchError, FetchProblem
from bot.runtime.clock import SystemClock
from bot.sections import NetworkSection

SCRIPT = Path(__file__).with_suffix(".toml")
_ZONE = "Europe/Paris"
_CHANNEL = "loire-42"


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the tour: why it is typed, whether an error is wanted, and what must be shown."""

    why: str
    line: str
    mistake: bool = False
    expects: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The demonstration. `seed` are lines typed beforehand; `invitation` leads to `tries`, those to try.

    `pages` are the pages of the web that it reads, as HTML, by their address.
    """

    now: str
    network: str
    territory: str
    seed: Sequence[str]
    invitation: str
    tries: Sequence[Step]
    steps: Sequence[Step]
    pages: Mapping[str, str]


def read_script(file: Path = SCRIPT) -> Script:
    """Return the demonstration that a TOML file describes."""
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    return Script(
        read["now"],
        read["network"],
        read["territory"],
        read["seed"],
        read["invitation"],
        [Step(**item) for item in read["try"]],
        [Step(**item) for item in read["step"]],
        {page["url"]: page["html"] for page in read["page"]},
    )


def demo() -> None:
    """Show Maillage: in a console to try it, or as a tour when not at a terminal."""
    configure_log("warning", "text")
    script = read_script()
    if is_terminal():
        run_until_signalled(_try(script))
        return
    failures: list[str] = []
    run_until_signalled(_play(script, failures))
    if failures:
        sys.stderr.write("\n".join(failures) + "\n")
        raise typer.Exit(1)


def _options(script: Script, now: str) -> Options:
    config = Config(network=NetworkSection(name=script.network, territory=script.territory, zone=_ZONE))
    return Options(
        config,
        user="camille",
        channel=_CHANNEL,
        now=now,
        zone=_ZONE,
        language="fr",
        bot=_OffTheWeb,
    )


async def _try(script: Script) -> None:
    """Open a console on the seeded département, this morning, on a clock that moves only when told to."""
    from bot.platforms.console.terminal import Terminal

    today = SystemClock().now().astimezone(ZoneInfo(_ZONE)).date()
    async with opened(_options(script, f"{today}T09:00:00"), _Silenced) as room:
        await _seed(room, script)
        terminal = Terminal(room.screen.words)
        room.screen.shown_by = terminal
        terminal.say(_what_to_try(script))
        await terminal.chat(room.session, room.host, None, room.rehearse)


def _what_to_try(script: Script) -> Markup:
    tries = "\n".join(f"{number}. `{step.line}` : {step.why}" for number, step in enumerate(script.tries, 1))
    return Markup(typeset(f"**{script.network}** (essai)\n\n{tries}\n", "fr"))


async def _play(script: Script, failures: list[str]) -> None:
    """Play the tour as a transcript; what did not go as the script says is added to `failures`."""
    async with opened(_options(script, script.now), _Silenced) as room:
        await _seed(room, script)
        failures += [f"{SCRIPT.name}: {output.post.text}" for output in room.screen.errors]
        room.screen.shown_by = Printer(sys.stdout, room.screen.words, as_json=False)
        for number, step in enumerate(script.steps, 1):
            room.screen.outputs.clear()
            here = room.session.here
            place = f"#{here.channel}" if here.channel else room.screen.words(_("private conversation"))
            sys.stdout.write(f"\n{number}. {typeset(step.why, 'fr')}\n{here.user} · {place} › {step.line}\n")
            sys.stdout.flush()
            await room.session.handle(step.line, number)
            failures += _what_failed(number, step, room.screen)


async def _seed(room: Room[_Silenced], script: Script) -> None:
    for line in script.seed:
        await room.session.handle(line)


def _what_failed(number: int, step: Step, screen: _Silenced) -> list[str]:
    """Return what did not go as the step says."""
    problems = []
    if bool(screen.errors) != step.mistake:
        problems.append("an error was expected" if step.mistake else f"{screen.errors[0].post.text}")
    texts = "\n".join(str(output.post.text) for output in screen.outputs)
    if step.expects is not None and step.expects not in texts.replace("\u202f", " ").replace("\u00a0", " "):
        problems.append(f"“{step.expects}” was not shown")
    return [f"{SCRIPT.name}, step {number}, {step.line}: {problem}" for problem in problems]


class _OffTheWeb(Bot):
    """A bot that finds the pages of the script, and no other."""

    def reads_web_by(self) -> _Pages:
        """Return what reads the pages of the script."""
        return _Pages(read_script().pages)


class _Pages:
    """Implements `bot.plugin.Fetcher` on pages that are there already."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self._pages = pages

    async def fetch(self, url: str, **_asked: object) -> Fetched:
        """Return the page of that address."""
        if url not in self._pages:
            problem = _("this demonstration reads nothing of the web")
            raise FetchError(FetchProblem.UNREACHABLE, problem)
        html = {"content-type": "text/html; charset=utf-8"}
        return Fetched(url, 200, html, self._pages[url].encode())

    async def close(self) -> None:
        """Nothing is open."""


class _Silenced:
    """A screen that remembers, and shows nothing until there is something that shows it (`shown_by`)."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.outputs: list[Output] = []
        self.shown_by: Screen | None = None

    def show(self, output: Output) -> None:
        """Remember an output, and pass it on."""
        self.outputs.append(output)
        if self.shown_by is not None:
            self.shown_by.show(output)

    @property
    def errors(self) -> list[Output]:
        """The errors shown since the list was cleared."""
        return [output for output in self.outputs if output.kind == "error"]
