"""Piecemeal: forms that are saved piece by piece, so that whoever forgets to end them loses nothing.

A long one comes in parts: dialogs one after the other, or pages of menus in a message. Nothing is kept
between them but what the plugin saved: a part says which form it is of, and asks the plugin anew what was
answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.incoming import Incoming, Shows
from bot.chat.messages import Button, Menu, Option, Reply, Style, Update
from bot.errors import Refusal
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _, ngettext
from bot.runtime.failures import STALE_FORM
from bot.runtime.fitting import is_integer
from bot.runtime.host import CORE

PART = "part"
"""The name of the core's own form: one part of a piecemeal form."""
OPEN_PART, TURN, CHOOSE, LEAVE = "open_part", "turn_part", "choose_in_part", "leave_parts"
"""The names of the core's own actions: open a part, show it in the place of another, answer, and end it."""
ACTIONS = (OPEN_PART, TURN, CHOOSE, LEAVE)

_MENUS = 4
"""How many menus a message has: with the buttons, as many rows as chat networks take."""
_MOST_OPTIONS = 25
_STEP = _("Step {step} of {count}")
_NAMED = _("{name}: {value}")
_WITH = "with_"
"""Begins the names of the form's own arguments."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Which piecemeal form something is of: its plugin, its name, and with which arguments it is open."""

    plugin: str
    form: str
    arguments: Mapping[str, int | str | bool]

    @classmethod
    def of(cls, form: FormView) -> Whole:
        """Return which form that is."""
        return cls(form.plugin, form.name, form.arguments)

    @classmethod
    def carried(cls, arguments: Mapping[str, int | str | bool]) -> Whole:
        """Return which form a part is of, as its arguments say.

        Raises:
            Refusal: they do not say.
        """
        plugin, _dot, form = str(arguments.get("form", "")).partition(".")
        if not form or not is_integer(arguments.get("part")):
            raise Refusal("stale_form", STALE_FORM)
        own = {name.removeprefix(_WITH): one for name, one in arguments.items() if name.startswith(_WITH)}
        return cls(plugin, form, own)

    def carry(self, part: int, **more: str | int) -> dict[str, int | str | bool]:
        """Return the arguments of one of its parts."""
        own = {f"{_WITH}{name}": value for name, value in self.arguments.items()}
        return {"form": f"{self.plugin}.{self.form}", "part": part, **own, **more}


@dataclass(frozen=True, slots=True)
class Parts:
    """A rendered piecemeal form, as it is shown where somebody is: `size` fields at a time."""

    form: FormView
    size: int
    is_sheet: bool

    @classmethod
    def for_(cls, form: FormView, incoming: Incoming) -> Parts:
        """Return how a form is shown to who did something."""
        if Shows.SHEET in incoming.shows and all(map(_is_menu, form.fields)):
            return cls(form, _MENUS, is_sheet=True)
        return cls(form, incoming.longest_form or max(len(form.fields), 1), is_sheet=False)

    @property
    def count(self) -> int:
        """In how many parts it comes, one at least."""
        return max(-(-len(self.form.fields) // self.size), 1)

    def opened(self, part: int, words: Words) -> FormView | Reply:
        """Return what to show of a part: a dialog, or a message with menus."""
        return self.sheet(part, words) if self.is_sheet else self._dialog(part, words)

    def sheet(self, part: int, words: Words, said: Text | None = None) -> Reply:
        """Return a part as a message with a menu a field; it says what was `said` to the last choice."""
        part = min(max(part, 0), self.count - 1)
        fields = self._fields(part)
        title = Markup(f"**{self.form.title}**")
        head = [title, self._place(part, words), self.form.introduction, said]
        lines = [text for text in head if text] + [_line(one, words) for one in fields]
        return Reply(
            text=words.join(lines),
            menus=tuple(self._menu(one, part, words) for one in fields),
            buttons=self._turning(part),
            private=True,
        )

    def ended(self) -> Update:
        """Return what stands in the place of a sheet once the person is done."""
        count = sum(1 for one in self.form.fields if one.value)
        saved = ngettext("{count} answer is saved.", "{count} answers are saved.", count)
        return Update(text=_NAMED(name=self.form.title, value=saved))

    def _dialog(self, part: int, words: Words) -> FormView:
        """Return a part as a form, which knows what was answered when it was shown: what is emptied shows."""
        fields = self._fields(part)
        answered = ",".join(one.name for one in fields if one.value)
        head = [self.form.introduction if part == 0 else None, self._place(part, words)]
        lines = [text for text in head if text]
        return replace(
            self.form,
            plugin=CORE,
            name=PART,
            fields=fields,
            arguments=Whole.of(self.form).carry(part, answered=answered, of=self.count),
            introduction=words.join(lines) if lines else None,
            piecemeal=False,  # a part is handed in whole
        )

    def _fields(self, part: int) -> tuple[Field, ...]:
        return self.form.fields[part * self.size : (part + 1) * self.size]

    def _place(self, part: int, words: Words) -> Text | None:
        if self.count == 1:
            return None
        return words(_STEP(step=part + 1, count=self.count))

    def _turning(self, part: int) -> tuple[Button, ...]:
        before = (self._button(_("Previous page"), TURN, part - 1),) if part else ()
        if part + 1 == self.count:
            return (*before, self._button(_("Finish"), LEAVE, part, Style.PRIMARY))
        after = self._button(_("Next page"), TURN, part + 1, Style.PRIMARY)
        return (*before, after, self._button(_("Finish"), LEAVE, part))

    def _button(self, label: Text, action: str, part: int, style: Style = Style.DEFAULT) -> Button:
        return Button(label, action, Whole.of(self.form).carry(part), style, plugin=CORE)

    def _menu(self, field: Field, part: int, words: Words) -> Menu:
        """Return the menu of a field; once something is chosen only that shows, so it names the field."""
        return Menu(
            label=field.label,
            action=CHOOSE,
            options=tuple(
                Option(one.value, words(_NAMED(name=field.label, value=one.label))) for one in field.options
            ),
            arguments=Whole.of(self.form).carry(part, field=field.name),
            name=field.name,
            plugin=CORE,
            chosen=field.value or "",
        )


def changed(arguments: Mapping[str, int | str | bool], values: Mapping[str, str]) -> dict[str, str]:
    """Return what a part that was filled in says: a field that was empty, and stayed so, says nothing.

    Elsewhere the person may have answered it meanwhile.
    """
    before = str(arguments.get("answered", "")).split(",")
    return {name: value for name, value in values.items() if value.strip() or name in before}


def onwards(whole: Whole, part: int, of: int, said: Reply, words: Words) -> Reply:
    """Return what is said to a part that was handed in, with a button that opens the next one of so many."""
    if part + 1 >= of:
        return said
    told = words.join([said.text, words(_STEP(step=part + 2, count=of))])
    forth = Button(_("Continue"), OPEN_PART, whole.carry(part + 1), Style.PRIMARY, plugin=CORE)
    back = Button(_("Go back"), OPEN_PART, whole.carry(part), plugin=CORE)
    return replace(said, text=told, buttons=(*said.buttons, forth, back))


def opener(arguments: Mapping[str, int | str | bool]) -> Button:
    """Return the button that opens the part with these arguments."""
    label = _("Continue") if arguments["part"] else _("Open the form")
    return Button(label, OPEN_PART, arguments, Style.PRIMARY, plugin=CORE)


def _is_menu(field: Field) -> bool:
    return field.kind is FieldKind.SELECT and 0 < len(field.options) <= _MOST_OPTIONS


def _line(field: Field, words: Words) -> Text:
    """Return a field in a line: the whole of what it asks, and what is answered."""
    chosen: Any = next((one.label for one in field.options if one.value == field.value), None)
    asked = field.help or field.label
    said = asked if chosen is None else words(_NAMED(name=asked, value=chosen))
    return Markup(f"- {said}")
