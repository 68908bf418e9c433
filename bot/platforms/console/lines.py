"""The console's own lines, those that begin with `:`: what each one asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from bot.chat.markup import clean
from bot.errors import Refusal
from bot.language.messages import Markup, Message, _
from bot.platforms.console.limits import MAX_DIRECTIVE


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
class Pick:
    """Press the control that stands at that index among the buttons, then the menus, of an output."""

    output: int
    index: int
    choice: str | None = None


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
class Reply:
    """Write in the thread of an output."""

    output: int
    text: str


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
    | Pick
    | Submit
    | Cancel
    | React
    | Reply
    | Advance
    | Stop
    | Start
    | Quit
)

USAGE: dict[str, Message] = {
    "as": _(":as USER"),
    "in": _(":in CHANNEL"),
    "role": _(":role USER member|coordinator|admin [in CHANNEL]"),
    "on": _(":on COMMUNITY"),
    "attach": _(":attach PATH"),
    "fail": _(":fail USER|CHANNEL [N]"),
    "mend": _(":mend USER|CHANNEL"),
    "join": _(":join USER"),
    "leave": _(":leave USER"),
    "click": _(":click LABEL [on ID]"),
    "submit": _(":submit NAME=VALUE; NAME=VALUE"),
    "cancel": _(":cancel"),
    "react": _(":react EMOJI on ID"),
    "reply": _(":reply ID TEXT"),
    "advance": _(":advance DURATION (90s, 15m, 2h30m, 7d, 3w)"),
    "stop": _(":stop"),
    "start": _(":start"),
    "quit": _(":quit"),
}
"""How each line is written."""

PURPOSE: dict[str, Message] = {
    "as": _("speak as that person"),
    "in": _("speak in that channel; @bot is the private conversation with the bot"),
    "role": _("grant a role, in the whole community or in one channel"),
    "on": _("continue in another community, as on a second server"),
    "attach": _("attach a file to the next line"),
    "fail": _("make sending there fail, so many times or until mended"),
    "mend": _("make sending there work again"),
    "join": _("that person joins the current channel"),
    "leave": _("that person leaves the current channel"),
    "click": _("press a button; for a menu: MENU=CHOICE"),
    "submit": _("submit the open form"),
    "cancel": _("dismiss the open form"),
    "react": _("add a reaction to a message"),
    "reply": _("write in the thread of a message"),
    "advance": _("move the simulated clock"),
    "stop": _("stop the bot, as in an outage"),
    "start": _("start the bot again"),
    "quit": _("end"),
}
"""What each line is for."""

_NAME = r"[^\s:;/]{1,64}"
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
    "click": re.compile(r"(?P<label>.+)"),
    "submit": re.compile(r"(?P<values>.*)"),
    "react": re.compile(r"(?P<emoji>\S+)\s+on\s+(?P<output>\d{1,12})"),
    "reply": re.compile(r"(?P<output>\d{1,12})\s+(?P<text>.+)"),
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
    if len(line) > MAX_DIRECTIVE:
        raise Refusal(
            "too_long",
            _("This line is too long for the console: {limit} characters at most.", limit=MAX_DIRECTIVE),
        )
    word, _space, rest = clean(line).strip().removeprefix(":").partition(" ")
    word = word.casefold()
    pattern = _PATTERNS.get(word)
    if pattern is None:
        known = Markup(" ".join(f"`:{name}`" for name in USAGE))
        raise Refusal(
            "unknown_line",
            _("The console does not know “:{word}”. It knows {known}.", word=word[:50], known=known),
        )
    match = pattern.fullmatch(rest.strip())
    if match is None:
        raise _badly_written(word)
    return _build(word, match.groupdict())


def person_named(text: str) -> str:
    """Return the name of a person, written with or without `@`.

    Raises:
        Refusal: it cannot be a name.
    """
    match = _PATTERNS["as"].fullmatch(text)
    if match is None:
        raise Refusal(
            "bad_name", _("“{name}” cannot be somebody’s name here: one word is expected.", name=text)
        )
    return match["user"]


def channel_named(text: str) -> str | None:
    """Return the name of a channel, written with or without `#`; None for `@bot`, the DM with the bot.

    Raises:
        Refusal: it cannot be a name.
    """
    if text in ("@bot", f"@{BOT_NAME}"):
        return None
    match = _PATTERNS["in"].fullmatch(text)
    if match is None or text.startswith("@"):
        raise Refusal(
            "bad_name",
            _(
                "“{name}” cannot be a channel here: one word is expected, or {usage} for the private "
                "conversation with the bot.",
                name=text,
                usage=Markup("`@bot`"),
            ),
        )
    return match["channel"]


def _build(word: str, given: dict[str, str | None]) -> Directive:
    """Return the directive of that word; `given` holds what its pattern matched."""
    text = {name: value or "" for name, value in given.items()}
    match word:
        case "as":
            return SpeakAs(text["user"])
        case "in":
            return GoTo(channel_named(text["channel"]))
        case "role":
            return Grant(text["user"], text["role"], given["channel"])
        case "fail":
            return Fail(text["target"], int(text["times"]) if text["times"] else None)
        case "click":
            return _click(text["label"])
        case "submit":
            return Submit(_values(text["values"]))
        case "advance":
            return Advance(_duration(text["duration"]))
        case "attach":
            return Attach(Path(text["path"]).expanduser())
        case _:
            return _SIMPLE[word](*text.values())


def _badly_written(word: str) -> Refusal:
    return Refusal("bad_line", _("This line is written: {usage}", usage=USAGE[word]))


def _click(text: str) -> Click:
    """Return what `LABEL` or `LABEL on ID` presses."""
    words = text.split()
    if len(words) > 2 and words[-2] == "on" and words[-1].isascii() and words[-1].isdigit():
        return Click(" ".join(words[:-2]), int(words[-1][:18]))
    return Click(" ".join(words), None)


_SIMPLE: dict[str, Callable[..., Directive]] = {
    "on": ContinueOn,
    "mend": Mend,
    "join": Join,
    "leave": Leave,
    "react": lambda emoji, output: React(emoji, int(output)),
    "reply": lambda output, text: Reply(int(output), text),
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
            raise _badly_written("submit")
        values[_unescaped(name.strip())] = _unescaped(value.strip())
    return values


def _unescaped(text: str) -> str:
    return re.sub(r"\\([;\\])", r"\1", text)
