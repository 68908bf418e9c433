"""Forms as a platform shows them: a dialog, a modal or prompts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from bot.chat.messages import Option
from bot.language.messages import Markup, Renderer, Text


class FieldKind(StrEnum):
    """What a field takes. Every value travels as text; a boolean is `true` or `false`."""

    TEXT = "text"
    TEXTAREA = "textarea"
    NUMBER = "number"
    BOOLEAN = "boolean"
    SELECT = "select"
    MEMBER = "member"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form; `max_length` counts characters."""

    name: str
    label: Text
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    value: str | None = None
    help: Text | None = None
    options: tuple[Option, ...] = ()
    max_length: int | None = None
    error: Text | None = None

    def rendered(self, words: Renderer) -> Field:
        """Return the field in the reader's words."""
        return Field(
            name=self.name,
            label=words(self.label),
            kind=self.kind,
            required=self.required,
            value=self.value,
            help=words(self.help) if self.help else None,
            options=tuple(Option(option.value, words(option.label)) for option in self.options),
            max_length=self.max_length,
            error=words(self.error) if self.error else None,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the rendered field as JSON values."""
        return {
            "name": self.name,
            "label": str(self.label),
            "kind": self.kind.value,
            "required": self.required,
            "value": self.value,
            "help": _plain(self.help),
            "options": [[option.value, str(option.label)] for option in self.options],
            "max_length": self.max_length,
            "error": _plain(self.error),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the rendered field that `to_json` stored."""
        return cls(
            name=stored["name"],
            label=Markup(stored["label"]),
            kind=FieldKind(stored["kind"]),
            required=stored["required"],
            value=stored["value"],
            help=_markup(stored["help"]),
            options=tuple(Option(value, Markup(label)) for value, label in stored["options"]),
            max_length=stored["max_length"],
            error=_markup(stored["error"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A form to show: `plugin`, `name` and `arguments` come back with what the person fills in.

    `title` and the labels are short, 24 bytes at most; `introduction` says more above the fields. What is
    `piecemeal` is saved piece by piece: any of its fields may be handed in alone.
    """

    plugin: str
    name: str
    title: Text
    fields: tuple[Field, ...]
    arguments: Mapping[str, int | str | bool] = field(default_factory=dict)
    submit: Text | None = None
    introduction: Text | None = None
    piecemeal: bool = False

    def is_same(self, plugin: str, name: str, arguments: Mapping[str, int | str | bool]) -> bool:
        """Return whether it is the form of that plugin and name, with those arguments."""
        return (self.plugin, self.name, dict(self.arguments)) == (plugin, name, dict(arguments))

    def rendered(self, words: Renderer) -> FormView:
        """Return the form in the reader's words."""
        return FormView(
            plugin=self.plugin,
            name=self.name,
            title=words(self.title),
            fields=tuple(item.rendered(words) for item in self.fields),
            arguments=self.arguments,
            submit=words(self.submit) if self.submit else None,
            introduction=words(self.introduction) if self.introduction else None,
            piecemeal=self.piecemeal,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the rendered form as JSON values, to be stored until it is shown again."""
        return {
            "plugin": self.plugin,
            "name": self.name,
            "title": str(self.title),
            "fields": [item.to_json() for item in self.fields],
            "arguments": dict(self.arguments),
            "submit": _plain(self.submit),
            "introduction": _plain(self.introduction),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the rendered form that `to_json` stored."""
        return cls(
            plugin=stored["plugin"],
            name=stored["name"],
            title=Markup(stored["title"]),
            fields=tuple(Field.from_json(item) for item in stored["fields"]),
            arguments=stored["arguments"],
            submit=_markup(stored["submit"]),
            introduction=_markup(stored["introduction"]),
        )


def _plain(text: Text | None) -> str | None:
    return None if text is None else str(text)


def _markup(text: str | None) -> Markup | None:
    return None if text is None else Markup(text)
