"""What a person means at the console: which button, which menu's option, which fields of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.messages import Button, Menu, Option
from bot.errors import Refusal
from bot.language.folding import fold
from bot.language.messages import Markup, Text, _
from bot.platforms.console.lines import BOT_NAME
from bot.platforms.console.outputs import Output

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
    menus: list[Menu] = []
    for output in visible:
        for button in output.post.buttons:
            if _is_called(wanted, button.name, str(button.label)):
                return output, button, None
        for menu in output.post.menus:
            if not _is_called(label, menu.name, str(menu.label)):
                continue
            menus.append(menu)
            option = _option(menu.options, choice) if choice else None
            if option is not None:
                return output, menu, option
    if menus:
        raise _not_a_choice(choice, menus[0].label, menus[0].options)
    raise _no_such_button(visible, wanted)


def pick_control(output: Output, index: int, choice: str | None) -> tuple[Output, Button | Menu, str | None]:
    """Return the control that stands at that index among the buttons, then the menus, of an output.

    Raises:
        Refusal: there is none, or the menu has no such option.
    """
    controls: list[Button | Menu] = [*output.post.buttons, *output.post.menus]
    if index >= len(controls):
        raise Refusal("no_such_button", _("There is no button here."))
    control = controls[index]
    if isinstance(control, Button):
        return output, control, None
    option = _option(control.options, choice or "")
    if option is None:
        raise _not_a_choice(choice or "", control.label, control.options)
    return output, control, option


def fill(form: FormView, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values of the form's fields: those given by name or label, else those it was opened with.

    Raises:
        Refusal: a field is not one of the form's.
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


def _value(item: Field, value: str) -> str:
    """Return the value to send: an option may be named by its label; what is none, the form answers."""
    if item.kind is not FieldKind.SELECT:
        return value
    return _option(item.options, value) or value


def _option(options: Sequence[Option], choice: str) -> str | None:
    return next((item.value for item in options if _is_called(choice, item.value, str(item.label))), None)


def _no_such_button(visible: Sequence[Output], wanted: str) -> Refusal:
    names = list(dict.fromkeys(str(name) for output in visible for name in _names(output)))[:8]
    if not names:
        return Refusal("no_such_button", _("There is no button here."))
    known = ", ".join(names)
    return Refusal(
        "no_such_button",
        _("There is no button “{label}”. There is: {names}.", label=wanted[:100], names=Markup(known)),
    )


def _not_a_choice(choice: str, label: Text, options: Sequence[Option]) -> Refusal:
    name, known = Markup(label), Markup(", ".join(str(option.label) for option in options))
    if not choice:
        return Refusal("no_such_choice", _("“{name}” needs a choice: {known}.", name=name, known=known))
    return Refusal(
        "no_such_choice",
        _("“{value}” is not a choice of “{name}”: {known}.", value=choice[:100], name=name, known=known),
    )


def _is_called(wanted: str, name: str | None, label: str) -> bool:
    return fold(wanted) in {fold(name or ""), fold(label)}


def _names(output: Output) -> Iterator[str]:
    yield from (str(button.label) for button in output.post.buttons)
    yield from (f"{menu.label}=…" for menu in output.post.menus)
