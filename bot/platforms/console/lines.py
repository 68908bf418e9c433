"""The console's own lines, those that begin with `:`: what each one asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from bot.errors import Refusal
from bot.language.messages import Markup, _


@dataclass(frozen=True, slots=True)
class SpeakAs:
    """Speak as somebody."""

    user: str


@dataclass(frozen=True, slots=True)
class GoTo:
    """Speak in a channel; None is the DM with the bot."""

    channel: str | None


@dataclass(frozen=True, slots=True)
class Grant:
    """Give somebody a role, in one channel or in the whole community."""

    user: str
    role: str
    channel: str | None


@dataclass(frozen=True, slots=True)
class ContinueOn:
    """Continue in another community."""

    community: str


@dataclass(frozen=True, slots=True)
class Attach:
    """Attach a file to the next line."""

    path: Path


@dataclass(frozen=True, slots=True)
class Fail:
    """Make sending to a person or channel fail, so many times or until mended."""

    target: str
    times: int | None


@dataclass(frozen=True, slots=True)
class Mend:
    """Make sending to a person or channel work again."""

    target: str


@dataclass(frozen=True, slots=True)
class Join:
    """Somebody joins the current channel."""

    user: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody leaves the current channel."""

    user: str


@dataclass(frozen=True, slots=True)
class Click:
    """Press a button, or choose in a menu; on a given output, or on the newest."""

    label: str
    output: int | None


@dataclass(frozen=True, slots=True)
class Submit:
    """Submit the newest open form."""

    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cancel:
    """Dismiss the newest open form."""


@dataclass(frozen=True, slots=True)
class React:
    """Add a reaction to an output."""

    emoji: str
    output: int


@dataclass(frozen=True, slots=True)
class Advance:
    """Move the simulated clock."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop the bot."""


@dataclass(frozen=True, slots=True)
class Start:
    """Start the bot again."""


@dataclass(frozen=True, slots=True)
class Quit:
    """End."""


BOT_NAME = "maillage"
"""The bot's own user name on the console."""

Directive: TypeAlias = (
    SpeakAs
    | GoTo
    | Grant
    | ContinueOn
    | Attach
    | Fail
    | Mend
    | Join
    | Leave
    | Click
    | Submit
    | Cancel
    | React
    | Advance
    | Stop
    | Start
    | Quit
)

USAGE: dict[str, str] = {
    "as": ":as USER",
    "in": ":in CHANNEL",
    "role": ":role USER member|coordinator|admin [in CHANNEL]",
    "on": ":on COMMUNITY",
    "attach": ":attach PATH",
    "fail": ":fail USER|CHANNEL [N]",
    "mend": ":mend USER|CHANNEL",
    "join": ":join USER",
    "leave": ":leave USER",
    "click": ":click LABEL [on ID]",
    "submit": ":submit NAME=VALUE; NAME=VALUE",
    "cancel": ":cancel",
    "react": ":react EMOJI on ID",
    "advance": ":advance DURATION",
    "stop": ":stop",
    "start": ":start",
    "quit": ":quit",
}
"""How each line is written; DURATION is like 90s, 15m, 2h30m, 7d or 3w."""

_NAME = r"[^\s:;]+"
_PATTERNS: dict[str, re.Pattern[str]] = {
    "as": re.compile(rf"@?(?P<user>{_NAME})"),
    "in": re.compile(rf"[#~]?(?P<channel>{_NAME})"),
    "role": re.compile(
        rf"@?(?P<user>{_NAME})\s+(?P<role>member|coordinator|admin)(?:\s+in\s+[#~]?(?P<channel>{_NAME}))?"
    ),
    "on": re.compile(rf"(?P<community>{_NAME})"),
    "attach": re.compile(r"(?P<path>.+)"),
    "fail": re.compile(rf"[@#~]?(?P<target>{_NAME})(?:\s+(?P<times>\d{{1,6}}))?"),
    "mend": re.compile(rf"[@#~]?(?P<target>{_NAME})"),
    "join": re.compile(rf"@?(?P<user>{_NAME})"),
    "leave": re.compile(rf"@?(?P<user>{_NAME})"),
    "click": re.compile(r"(?P<label>.+?)(?:\s+on\s+(?P<output>\d{1,12}))?"),
    "submit": re.compile(r"(?P<values>.*)"),
    "react": re.compile(r"(?P<emoji>\S+)\s+on\s+(?P<output>\d{1,12})"),
    "advance": re.compile(r"(?P<duration>(?:\d{1,6}[wdhms])+)"),
    "cancel": re.compile(""),
    "stop": re.compile(""),
    "start": re.compile(""),
    "quit": re.compile(""),
}
_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_LONGEST_ADVANCE = timedelta(days=366 * 100)


def parse(line: str) -> Directive:
    """Return what a line that begins with `:` asks for.

    Raises:
        Refusal: the line is not one of the console's; the message shows how it is written.
    """
    word, _space, rest = line.removeprefix(":").partition(" ")
    pattern = _PATTERNS.get(word)
    if pattern is None:
        known = Markup(" ".join(f"`:{name}`" for name in USAGE))
        raise Refusal(
            "unknown_line",
            _("The console does not know “:{word}”. It knows {known}.", word=word, known=known),
        )
    match = pattern.fullmatch(rest.strip())
    if match is None:
        raise Refusal("bad_line", _("This line is written {usage}.", usage=Markup(f"`{USAGE[word]}`")))
    return _build(word, match.groupdict())


def _build(word: str, given: dict[str, str | None]) -> Directive:
    """Return the directive of that word; `given` holds what its pattern matched."""
    text = {name: value or "" for name, value in given.items()}
    match word:
        case "as":
            return SpeakAs(text["user"])
        case "in":
            return _go_to(text["channel"])
        case "role":
            return Grant(text["user"], text["role"], given["channel"])
        case "fail":
            return Fail(text["target"], int(text["times"]) if text["times"] else None)
        case "click":
            return Click(text["label"], int(text["output"]) if text["output"] else None)
        case "submit":
            return Submit(_values(text["values"]))
        case "react":
            return React(text["emoji"], int(text["output"]))
        case "advance":
            return Advance(_duration(text["duration"]))
        case "attach":
            return Attach(Path(text["path"]).expanduser())
        case _:
            return _SIMPLE[word](*text.values())


def _go_to(channel: str) -> GoTo:
    if channel in ("@bot", f"@{BOT_NAME}"):
        return GoTo(None)
    if channel.startswith("@"):
        raise Refusal(
            "bad_line", _("The only DM here is the one with the bot: {usage}.", usage=Markup("`:in @bot`"))
        )
    return GoTo(channel)


_SIMPLE: dict[str, Callable[..., Directive]] = {
    "on": ContinueOn,
    "mend": Mend,
    "join": Join,
    "leave": Leave,
    "cancel": Cancel,
    "stop": Stop,
    "start": Start,
    "quit": Quit,
}


def _duration(text: str) -> timedelta:
    seconds = sum(int(number) * _SECONDS[unit] for number, unit in re.findall(r"(\d+)([wdhms])", text))
    duration = timedelta(seconds=min(seconds, int(_LONGEST_ADVANCE.total_seconds()) + 1))
    if duration > _LONGEST_ADVANCE:
        raise Refusal("bad_line", _("The clock moves by a hundred years at most."))
    return duration


def _values(text: str) -> dict[str, str]:
    r"""Return the fields of `NAME=VALUE; NAME=VALUE`, where `\;` and `\\` stand for themselves."""
    values: dict[str, str] = {}
    for part in re.findall(r"(?:\\.|[^;\\]|\\$)+", text):
        name, equals, value = part.partition("=")
        if not name.strip():
            continue
        if not equals:
            raise Refusal(
                "bad_line", _("This line is written {usage}.", usage=Markup(f"`{USAGE['submit']}`"))
            )
        values[name.strip()] = re.sub(r"\\(.)", r"\1", value.strip())
    return values
