"""Forms as a platform shows them: a dialog, a modal or prompts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.chat.messages import Option
from bot.language.messages import Renderer, Text


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A form to show: `plugin`, `name` and `arguments` come back with what the person fills in.

    `title` and the labels are short, 24 bytes at most; `introduction` says more above the fields.
    """

    plugin: str
    name: str
    title: Text
    fields: tuple[Field, ...]
    arguments: Mapping[str, int | str | bool] = field(default_factory=dict)
    submit: Text | None = None
    introduction: Text | None = None

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
        )
