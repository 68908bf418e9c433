"""Dialogs: forms as Discord's modals, and what comes back from them.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import discord

from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.markup import clean
from bot.chat.plain import plain
from bot.language.messages import Renderer, Text, _
from bot.platforms.discord.limits import (
    MAX_CUSTOM_ID,
    MAX_DESCRIPTION,
    MAX_LABEL,
    MAX_MODAL_COMPONENTS,
    MAX_OPTION_LABEL,
    MAX_OPTION_VALUE,
    MAX_OPTIONS,
    MAX_SUBMITTED_FIELDS,
    MAX_TEXT_DISPLAY,
    MAX_TEXT_VALUE,
    MAX_TITLE,
    fit,
    units,
)
from bot.platforms.discord.markdown import markdown, split_text
from bot.platforms.discord.rendering import NO_WORDS

_BETWEEN = " – "
_TOO_LONG = _(
    "What stands here has {count} characters and does not fit: write it anew, {most} at most.",
    most=MAX_TEXT_VALUE,
)


def modal_of(form: FormView, custom_id: str, words: Renderer) -> discord.ui.Modal:
    """Return the modal of a rendered form; `custom_id` comes back with what the person fills in.

    Discord can mark nothing as wrong: what is wrong with a field stands under its label. The introduction
    stands above the fields, or, since it counts as one of five, under the label of the first of five.

    Raises:
        ValueError: the form has more fields than a modal.
    """
    modal = discord.ui.Modal(title=fit(plain(str(form.title)) or NO_WORDS, MAX_TITLE), custom_id=custom_id)
    introduction = form.introduction
    if introduction is not None and len(form.fields) < MAX_MODAL_COMPONENTS:
        modal.add_item(discord.ui.TextDisplay(_above(introduction)))
        introduction = None
    for index, field in enumerate(form.fields):
        modal.add_item(_label(field, introduction if index == 0 else None, words))
    modal.stop()
    return modal


def values_of(submitted: object) -> dict[str, str]:
    """Return what was filled in as text, by the name of the field, from the data of an interaction."""
    filled = islice(_filled(submitted), MAX_SUBMITTED_FIELDS)
    return {str(item["custom_id"]): _typed(item) for item in filled}


def _above(introduction: Text) -> str:
    first, *more = split_text(markdown(introduction, {})) or [NO_WORDS]
    return fit("\n".join([first, *more]), MAX_TEXT_DISPLAY)


def _label(field: Field, introduction: Text | None, words: Renderer) -> discord.ui.Label[Any]:
    value = field.value or ""
    too_long = _TOO_LONG(count=len(value)) if units(value) > MAX_TEXT_VALUE else None
    below = [field.error, words(too_long) if too_long else None, introduction, field.help]
    description = _BETWEEN.join(plain(str(text)) for text in below if text)
    return discord.ui.Label(
        text=fit(plain(str(field.label)) or NO_WORDS, MAX_LABEL),
        description=fit(description, MAX_DESCRIPTION) or None,
        component=_component(field),
    )


def _component(field: Field) -> discord.ui.Item[Any]:
    if field.kind is FieldKind.BOOLEAN:
        return discord.ui.Checkbox(custom_id=field.name, default=field.value == "true")
    if field.kind is FieldKind.SELECT and _can_be_chosen(field):
        return _select(field)
    return _text(field)


def _can_be_chosen(field: Field) -> bool:
    """Whether a menu holds the options; where it does not, one of them is typed."""
    values = {option.value for option in field.options}
    return (
        0 < len(field.options) <= MAX_OPTIONS
        and len(values) == len(field.options)
        and all(0 < units(value) <= MAX_OPTION_VALUE for value in values)
    )


def _select(field: Field) -> discord.ui.Select[Any]:
    options = [
        discord.SelectOption(
            label=fit(plain(str(option.label)) or NO_WORDS, MAX_OPTION_LABEL),
            value=option.value,
            default=option.value == field.value,
        )
        for option in field.options
    ]
    least = 1 if field.required else 0
    return discord.ui.Select(
        custom_id=field.name, options=options, required=field.required, min_values=least, max_values=1
    )


def _text(field: Field) -> discord.ui.TextInput[Any]:
    """Return a line, or several where the value has them; no value is cut, for it would be saved so.

    Members and channels are typed too: Discord's own lists of them know neither “here” nor “myself”.
    """
    value = field.value or ""
    if units(value) > MAX_TEXT_VALUE:
        value = ""
    several = field.kind is FieldKind.TEXTAREA or "\n" in value
    room = max(field.max_length or MAX_TEXT_VALUE, units(value))
    return discord.ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if several else discord.TextStyle.short,
        default=value or None,
        required=field.required,
        max_length=min(room, MAX_TEXT_VALUE),
    )


def _filled(submitted: object) -> Iterator[Mapping[str, Any]]:
    """Yield the components of a modal that were filled in, out of their labels and rows."""
    if not isinstance(submitted, Mapping):
        return
    match submitted:
        case {"custom_id": str(name), "type": int()} if len(name) <= MAX_CUSTOM_ID:
            yield submitted
        case {"component": inner}:
            yield from _filled(inner)
        case {"components": [*inner]}:
            for item in inner:
                yield from _filled(item)


def _typed(item: Mapping[str, Any]) -> str:
    match item:
        case {"value": bool(is_ticked)}:
            return "true" if is_ticked else "false"
        case {"value": str(text)}:
            return clean(text[:MAX_TEXT_VALUE])
        case {"values": [str(chosen), *_others]}:
            return clean(chosen)
        case _:
            return ""
