"""Controls: what buttons, menus and modals carry, in the 100 characters that Discord keeps for each.

What does not fit is kept by the bot, and its number travels instead. Nothing is signed: whatever comes back
comes from Discord alone, which gives the bot's own words for it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import unquote

import discord

from bot.platforms.discord.limits import MAX_CUSTOM_ID, MAX_OPTION_VALUE, units

Keep = Callable[[str], Awaitable[int]]
"""Keeps a text and returns its number; the same text has one number."""
Kept = Callable[[int], Awaitable[str | None]]
"""Returns the text kept under a number, None if there is none."""

_PRESSED, _FILLED = "m1", "f1"
_KEPT = "k"
_BETWEEN = "~"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NUMBER = re.compile(r"-?[0-9a-z]{1,13}")
_MEANINGFUL = re.compile(r"[%~=&\s]")
"""What stands between the parts of a `custom_id`, or may be trimmed; all else stays as it is, and short."""


class UnreadableError(Exception):
    """What came back with a control is not the bot's, or what it stood for is not kept any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What a button or a menu carries.

    `delivery` is the id of the delivery that its message came by, None if it came by none. From `until`
    (aware; minutes, rounded up) on, it is to be refused.
    """

    plugin: str
    action: str
    arguments: Mapping[str, int | str | bool] = field(default_factory=dict)
    delivery: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a modal carries."""

    plugin: str
    form: str
    arguments: Mapping[str, int | str | bool] = field(default_factory=dict)


async def custom_id(what: Pressed | Filled, keep: Keep, serial: int = 0) -> str:
    """Return the `custom_id` of a control; `serial` tells apart those of one message that carry the same."""
    tag, text = _write(what, serial)
    whole = f"{tag}{_BETWEEN}{text}"
    if units(whole) <= MAX_CUSTOM_ID:
        return whole
    return f"{tag}{_KEPT}{_BETWEEN}{_in_base_36(await keep(text))}"


async def read(written: str, kept: Kept) -> Pressed | Filled:
    """Return what a control carries.

    Raises:
        UnreadableError: it is none of ours, or what it stood for is not kept any more.
    """
    tag, _between, text = written.partition(_BETWEEN)
    if tag.endswith(_KEPT):
        text = await kept(_from_base_36(text)) or ""
    try:
        match tag.removesuffix(_KEPT), text.split(_BETWEEN):
            case "m1", [plugin, action, arguments, delivery, until, _serial]:
                return Pressed(
                    plugin=unquote(plugin),
                    action=unquote(action),
                    arguments=_read_arguments(arguments),
                    delivery=_from_base_36(delivery) if delivery else None,
                    until=datetime.fromtimestamp(_from_base_36(until) * 60, UTC) if until else None,
                )
            case "f1", [plugin, form, arguments]:
                return Filled(
                    plugin=unquote(plugin), form=unquote(form), arguments=_read_arguments(arguments)
                )
    except (ValueError, OverflowError, OSError):
        raise UnreadableError(written) from None
    raise UnreadableError(written)


async def choice_value(value: str, keep: Keep) -> str:
    """Return the value of a menu's option; one that is too long, or looks like a number kept, is kept."""
    if value and units(value) <= MAX_OPTION_VALUE and not value.startswith(f"{_KEPT}{_BETWEEN}"):
        return value
    return f"{_KEPT}{_BETWEEN}{_in_base_36(await keep(value))}"


async def read_choice(written: str, kept: Kept) -> str | None:
    """Return what was chosen in a menu, None if it is not known any more."""
    tag, _between, number = written.partition(_BETWEEN)
    if tag != _KEPT or not _between:
        return written
    try:
        return await kept(_from_base_36(number))
    except UnreadableError:
        return None


class Pressable(Protocol):
    """A client that takes presses."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Take a press of a button, or a choice in a menu."""


class Control(discord.ui.DynamicItem[discord.ui.Item[Any]], template=rf"{_PRESSED}{_KEPT}?{_BETWEEN}.*"):
    """Any button or menu of the bot's, whenever its message was sent: nothing is registered for a message."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Control:
        """Return the control that was pressed."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client, which must be `Pressable`."""
        client: Pressable = interaction.client
        await client.pressed(interaction)


def _write(what: Pressed | Filled, serial: int) -> tuple[str, str]:
    match what:
        case Pressed():
            until = "" if what.until is None else _in_base_36(math.ceil(what.until.timestamp() / 60))
            delivery = "" if what.delivery is None else _in_base_36(what.delivery)
            names = (_quoted(what.plugin), _quoted(what.action), _written_arguments(what.arguments))
            parts = (*names, delivery, until, _in_base_36(serial) if serial else "")
            return _PRESSED, _BETWEEN.join(parts)
        case Filled():
            names = (_quoted(what.plugin), _quoted(what.form), _written_arguments(what.arguments))
            return _FILLED, _BETWEEN.join(names)


def _written_arguments(arguments: Mapping[str, int | str | bool]) -> str:
    """Return `name=value` for each: `+` or `-` for a boolean, a quote before a text, else a number."""
    return "&".join(f"{_quoted(name)}={_written(value)}" for name, value in sorted(arguments.items()))


def _written(value: int | str | bool) -> str:
    match value:
        case bool():
            return "+" if value else "-"
        case int():
            return _in_base_36(value)
        case str():
            return f"'{_quoted(value)}"


def _read_arguments(text: str) -> dict[str, int | str | bool]:
    pairs = (pair.split("=", 1) for pair in text.split("&") if pair)
    return {unquote(name): _read_value(value) for name, value in pairs}


def _read_value(value: str) -> int | str | bool:
    if value in ("+", "-"):
        return value == "+"
    return unquote(value[1:]) if value.startswith("'") else _from_base_36(value)


def _quoted(text: str) -> str:
    """Return the text without the signs that mean something here."""
    return _MEANINGFUL.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign.group().encode()), text)


def _in_base_36(number: int) -> str:
    digits = ""
    rest = abs(number)
    while rest or not digits:
        rest, digit = divmod(rest, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return f"-{digits}" if number < 0 else digits


def _from_base_36(text: str) -> int:
    """Return the number.

    Raises:
        UnreadableError: it is none.
    """
    if _NUMBER.fullmatch(text) is None:
        raise UnreadableError(text)
    return int(text, len(_DIGITS))
