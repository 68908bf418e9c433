"""Rendering: posts and answers as Discord's messages, buttons and menus as its components.

https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import zip_longest
from typing import Any

import discord

from bot.chat.messages import Button, File, Menu, Option, Post, Style
from bot.chat.people import Person
from bot.chat.plain import plain
from bot.language.messages import Markup, Renderer, _
from bot.platforms.discord.controls import Control, Keep, Pressed, choice_value, custom_id
from bot.platforms.discord.embeds import Card, in_messages
from bot.platforms.discord.embeds import cards as as_cards
from bot.platforms.discord.limits import (
    MAX_BUTTON_LABEL,
    MAX_FILE,
    MAX_FILES,
    MAX_MENU_LABEL,
    MAX_OPTION_LABEL,
    MAX_OPTIONS,
    MAX_REQUEST,
    MAX_ROW_BUTTONS,
    MAX_ROWS,
    fit,
)
from bot.platforms.discord.markdown import markdown, split_text, without_previews

_STYLES = {
    Style.DEFAULT: discord.ButtonStyle.secondary,
    Style.PRIMARY: discord.ButtonStyle.primary,
    Style.DANGER: discord.ButtonStyle.danger,
}
NO_WORDS = "…"
"""What stands where there are no words, since Discord takes no message, and shows no button, without any."""
_CALLED = re.compile(r"<@(\d+)>")
_MEGABYTE = 1024 * 1024
_ENVELOPE = 64 * 1024
"""Room for what is no file in a request with files, in bytes: more than the text and the components take."""

_TOO_BIG = _(
    "The file {name} is too big to be sent here: {size} MB, while Discord takes {most} MB at most.",
    most=MAX_FILE // _MEGABYTE,
)

Row = tuple[Button | Menu, ...]


@dataclass(frozen=True, slots=True)
class Controls:
    """What a rendered message needs of the bot: where long texts are kept, and the reader's words.

    `spell` says how the commands in a text are used here. `delivery` is the id of the delivery that the
    message comes by, None if it comes by none.
    """

    keep: Keep
    words: Renderer
    delivery: int | None = None
    spell: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Part:
    """One message of Discord's. `rows` are its components, as discord.py has them; `called` are user ids."""

    content: str
    embeds: tuple[Card, ...] = ()
    rows: tuple[tuple[Control, ...], ...] = ()
    files: tuple[File, ...] = ()
    called: tuple[int, ...] = ()

    @property
    def custom_ids(self) -> tuple[str, ...]:
        """The ids of the components, in order."""
        return tuple(control.custom_id for row in self.rows for control in row)

    def sending(self) -> dict[str, Any]:
        """Return the keywords for sending it as a message or as the answer to an interaction."""
        keywords: dict[str, Any] = {"content": self.content, "allowed_mentions": self._mentions()}
        if self.embeds:
            keywords["embeds"] = [card.as_sent() for card in self.embeds]
        if self.rows:
            keywords["view"] = self._view()
        if self.files:
            keywords["files"] = [discord.File(BytesIO(file.content), file.name) for file in self.files]
        return keywords

    def editing(self) -> dict[str, Any]:
        """Return the keywords for making an earlier message what this one is; files stay as they were."""
        return {
            "content": self.content,
            "embeds": [card.as_sent() for card in self.embeds],
            "allowed_mentions": self._mentions(),
            "view": self._view() if self.rows else None,
        }

    def _mentions(self) -> discord.AllowedMentions:
        """Return who may be called: no message has room for more than the 100 people that Discord takes."""
        people = [discord.Object(user) for user in self.called]
        return discord.AllowedMentions(everyone=False, users=people, roles=False, replied_user=False)

    def _view(self) -> discord.ui.View:
        """Return the components; discord.py remembers no view that is stopped, and presses need none."""
        view = discord.ui.View(timeout=None)
        for number, row in enumerate(self.rows):
            for control in row:
                control.row = number
                view.add_item(control)
        view.stop()
        return view


async def render(post: Post, controls: Controls, people: Mapping[int, Person]) -> tuple[Part, ...]:
    """Return a rendered post as the messages that it takes, one at least.

    `people` are the accounts there of the members mentioned. Embeds stand under the text, buttons, menus and
    files under the last of them; what is too much for one message comes in more of them.

    Of one address in a text people like a preview, of many nobody, and none beside embeds.
    """
    too_big = [file for file in post.files if len(file.content) > MAX_FILE]
    notes = [controls.words(_TOO_BIG(name=file.name, size=_megabytes(file))) for file in too_big]
    post = post.changed(lambda text: Markup(controls.spell(str(text))))
    text = without_previews(
        markdown(Markup("\n".join([str(post.text), *notes])), people), even_of_one=bool(post.embeds)
    )
    *others, (last, cards) = _bodies(split_text(text), in_messages(as_cards(post.embeds, people)))
    called = {person.id for person in people.values()}
    parts = [Part(text, embeds, called=_called(text, called)) for text, embeds in others]
    below = zip_longest(
        _in_messages(_rows((*post.buttons, *post.menus))),
        _parcels([file for file in post.files if file not in too_big]),
        fillvalue=(),
    )
    for index, (rows, files) in enumerate(list(below) or [((), ())]):
        content, embeds = (last, cards) if index == 0 else ("", ())
        parts.append(
            Part(
                content if content or embeds or files else NO_WORDS,
                embeds,
                await _components(rows, controls),
                tuple(files),
                _called(content, called),
            )
        )
    return tuple(parts)


def _bodies(texts: Sequence[str], groups: Sequence[tuple[Card, ...]]) -> list[tuple[str, tuple[Card, ...]]]:
    """Return what the messages say: the first embeds stand under the last text."""
    if not groups:
        return [(text, ()) for text in texts] or [("", ())]
    *before, last = texts or [""]
    first, *others = groups
    return [*((text, ()) for text in before), (last, first), *(("", group) for group in others)]


def _called(content: str, people: set[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(user) for user in _CALLED.findall(content) if user in people))


def _rows(controls: Sequence[Button | Menu]) -> list[Row]:
    """Return the controls in rows, in order: buttons side by side, each menu alone, a long one in several.

    Menus that are questions with their answers stand above what is done with these.
    """
    rows: list[Row] = []
    for control in sorted(controls, key=lambda one: not (isinstance(one, Menu) and one.chosen is not None)):
        if isinstance(control, Menu):
            rows += [(menu,) for menu in _menus(control)]
        elif rows and isinstance(rows[-1][0], Button) and len(rows[-1]) < MAX_ROW_BUTTONS:
            rows[-1] = (*rows[-1], control)
        else:
            rows.append((control,))
    return rows


def _menus(menu: Menu) -> list[Menu]:
    """Return the menu, in several of the same label and a number if it has too many options for one."""
    starts = range(0, len(menu.options), MAX_OPTIONS)
    if len(starts) < 2:
        return [menu] if menu.options else []
    label = plain(str(menu.label))
    numbers = [f" ({number}/{len(starts)})" for number in range(1, len(starts) + 1)]
    return [
        replace(
            menu,
            label=Markup(f"{fit(label, MAX_MENU_LABEL - len(number))}{number}"),
            options=menu.options[start : start + MAX_OPTIONS],
        )
        for start, number in zip(starts, numbers, strict=True)
    ]


def _in_messages(rows: Sequence[Row]) -> list[Sequence[Row]]:
    return [rows[start : start + MAX_ROWS] for start in range(0, len(rows), MAX_ROWS)]


def _parcels(files: Sequence[File]) -> list[list[File]]:
    """Return the files in groups that each fit in one message."""
    parcels: list[list[File]] = []
    room = 0
    for file in files:
        size = len(file.content)
        if not parcels or len(parcels[-1]) == MAX_FILES or size > room:
            parcels.append([])
            room = MAX_REQUEST - _ENVELOPE
        parcels[-1].append(file)
        room -= size
    return parcels


def _megabytes(file: File) -> str:
    return str(-(-len(file.content) // _MEGABYTE))


async def _components(rows: Sequence[Row], controls: Controls) -> tuple[tuple[Control, ...], ...]:
    """Return the components of one message; two that carry the same are told apart by a number."""
    serials: Counter[str] = Counter()
    return tuple([tuple([await _component(control, controls, serials) for control in row]) for row in rows])


async def _component(control: Button | Menu, controls: Controls, serials: Counter[str]) -> Control:
    carried = Pressed(
        plugin=control.plugin or "",
        action=control.action,
        arguments=control.arguments,
        delivery=controls.delivery,
        until=control.until if isinstance(control, Button) else None,
    )
    serial = serials[repr(carried)]
    serials[repr(carried)] += 1
    identity = await custom_id(carried, controls.keep, serial)
    label = plain(str(control.label)) or NO_WORDS
    if isinstance(control, Button):
        style = _STYLES[control.style]
        button = discord.ui.Button[Any](label=fit(label, MAX_BUTTON_LABEL), custom_id=identity, style=style)
        return Control(button)
    options = [await _option(option, controls, control.chosen) for option in control.options]
    return Control(
        discord.ui.Select[Any](placeholder=fit(label, MAX_MENU_LABEL), custom_id=identity, options=options)
    )


async def _option(option: Option, controls: Controls, chosen: str | None) -> discord.SelectOption:
    label = fit(plain(str(option.label)) or NO_WORDS, MAX_OPTION_LABEL)
    value = await choice_value(option.value, controls.keep)
    return discord.SelectOption(label=label, value=value, default=option.value == chosen)
