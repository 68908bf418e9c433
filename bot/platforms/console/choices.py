"""What a person means at the console: which button, which menu's option, which fields of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.messages import Button, Menu, Option
from bot.errors import Refusal
from bot.language.folding import fold
from bot.language.messages import Markup, _
from bot.platforms.console.lines import BOT_NAME
from bot.platforms.console.outputs import Output, plain_text

_MENTION = re.compile(rf"(?<!\S)@(?:{BOT_NAME}|bot)\b[,:]?\s*", re.IGNORECASE)


def without_mention(text: str) -> tuple[str, bool]:
    """Return what was said to the bot without its name, and whether its name was there."""
    remaining, count = _MENTION.subn("", text, count=1)
    return (remaining, True) if count else (text, False)


def find_control(visible: Sequence[Output], wanted: str) -> tuple[Output, Button | Menu, str | None]:
    """Return the newest button of that label or name, or the newest menu with the option chosen in it.

    Raises:
        Refusal: there is none; what can be pressed is named.
    """
    label, _equals, choice = wanted.partition("=")
    for output in visible:
        for button in output.post.buttons:
            if _is_called(wanted, button.name, str(button.label)):
                return output, button, None
        for menu in output.post.menus:
            if choice and _is_called(label, menu.name, str(menu.label)):
                option = _option(menu.options, choice)
                if option is not None:
                    return output, menu, option
    names = list(dict.fromkeys(str(name) for output in visible for name in _names(output)))[:8]
    if not names:
        raise Refusal("no_such_button", _("There is no button here."))
    raise Refusal(
        "no_such_button",
        _("There is no button “{label}”. There is: {names}.", label=wanted, names=", ".join(names)),
    )


def fill(form: FormView, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values of the form's fields: those given by name or label, else those it was opened with.

    Raises:
        Refusal: a field or a choice is not one of the form's.
    """
    filled = {item.name: item.value or "" for item in form.fields}
    for name, value in values.items():
        item = next((item for item in form.fields if _is_called(name, item.name, str(item.label))), None)
        if item is None:
            known = ", ".join(item.name for item in form.fields)
            raise Refusal(
                "no_such_field", _("The form has no field “{name}”. It has: {known}.", name=name, known=known)
            )
        filled[item.name] = _value(item, value)
    return filled


def plain(form: FormView) -> FormView:
    """Return the form with its texts in the console's own words."""
    return replace(
        form,
        title=plain_text(form.title),
        fields=tuple(
            replace(
                item,
                label=plain_text(item.label),
                help=plain_text(item.help) if item.help else None,
                error=plain_text(item.error) if item.error else None,
            )
            for item in form.fields
        ),
    )


def _value(item: Field, value: str) -> str:
    if item.kind is not FieldKind.SELECT or not value:
        return value
    option = _option(item.options, value)
    if option is None:
        known = ", ".join(str(option.label) for option in item.options)
        raise Refusal(
            "no_such_choice",
            _(
                "“{value}” is not a choice of “{name}”: {known}.",
                value=value,
                name=Markup(item.label),
                known=known,
            ),
        )
    return option


def _option(options: Sequence[Option], choice: str) -> str | None:
    return next((item.value for item in options if _is_called(choice, item.value, str(item.label))), None)


def _is_called(wanted: str, name: str | None, label: str) -> bool:
    return fold(wanted) in {fold(name or ""), fold(label)}


def _names(output: Output) -> Iterator[str]:
    yield from (str(button.label) for button in output.post.buttons)
    yield from (f"{menu.label}=…" for menu in output.post.menus)
