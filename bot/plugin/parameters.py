"""Parameters: what a handler's annotations declare, once for every platform."""

from __future__ import annotations

import enum
import inspect
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from bot.language.folding import fold
from bot.language.messages import Message, Text, pgettext
from bot.plugin.arguments import (
    BooleanArgument,
    FilesArgument,
    IntegerArgument,
    RestArgument,
)
from bot.plugin.choices import ChoiceArgument
from bot.plugin.completion import Completer, Completing
from bot.plugin.finding import ArgumentType, names_of


@dataclass(frozen=True, slots=True)
class Arg:
    """What people read about one argument.

    `label` is its name (`quand`), also typed as `quand: demain`; `prepositions` introduce it in a sentence
    (`près de`); `choices` name the values of a `Literal` or an enumeration, and `said` are other ways to say
    them, one a line; `complete` offers what it may become while it is typed, rather than its type.
    """

    label: Message
    help: Message | None = None
    example: Text | None = None
    prepositions: tuple[str, ...] = ()
    choices: Mapping[Any, Text] = field(default_factory=dict)
    said: Mapping[Any, Text] = field(default_factory=dict)
    max_length: int | None = None
    complete: Completer | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a handler."""

    name: str
    type: ArgumentType
    about: Arg
    required: bool
    many: bool = False
    """The argument is a list; the items are split on `;`."""

    @property
    def takes_the_rest(self) -> bool:
        """Whether it takes whatever the others leave."""
        return isinstance(self.type, RestArgument)

    @property
    def takes_files(self) -> bool:
        """Whether it takes the files that came with the line."""
        return isinstance(self.type, FilesArgument)

    @property
    def completer(self) -> Completer | None:
        """What offers something while it is typed: its own completer, else its type's, None without any."""
        if self.about.complete is not None:
            return self.about.complete
        return self.type.complete if isinstance(self.type, Completing) else None

    def names(self) -> frozenset[str]:
        """The folded names that introduce it as `name: value`."""
        return frozenset({fold(self.name), *names_of(self.about.label)})


_PLAIN: dict[Any, ArgumentType] = {
    int: IntegerArgument(),
    bool: BooleanArgument(),
    str: RestArgument(),
}


def parameter(name: str, annotation: object, *, required: bool) -> Parameter:
    """Return the parameter that an annotation declares.

    Raises:
        TypeError: nothing is known about such an annotation.
    """
    metadata: list[Any] = []
    annotation = _unwrap(annotation, metadata)
    many = False
    if typing.get_origin(annotation) is list and not any(_is_type(item) for item in metadata):
        many = True
        annotation = _unwrap(typing.get_args(annotation)[0], metadata)
    about = next((item for item in metadata if isinstance(item, Arg)), None) or Arg(
        pgettext("argument", name)
    )
    kind = next((item for item in metadata if _is_type(item)), None) or _plain_type(annotation, about)
    if kind is None:
        raise TypeError(f"argument {name!r}: no argument type for {annotation!r}")
    return Parameter(name, kind, about, required, many)


def _unwrap(annotation: object, metadata: list[Any]) -> object:
    """Return the bare type, with `Annotated` and `| None` taken off; their metadata is collected."""
    while True:
        origin = typing.get_origin(annotation)
        if origin is Annotated:
            annotation, *extra = typing.get_args(annotation)
            metadata.extend(extra)
        elif origin in (typing.Union, types.UnionType) and not any(_is_type(item) for item in metadata):
            inner = [item for item in typing.get_args(annotation) if item is not type(None)]
            if len(inner) != 1:
                return annotation
            annotation = inner[0]
        else:
            return annotation


def _is_type(item: object) -> bool:
    return hasattr(item, "find") and hasattr(item, "read")


def _plain_type(annotation: object, about: Arg) -> ArgumentType | None:
    if typing.get_origin(annotation) is Literal:
        return ChoiceArgument(typing.get_args(annotation), about.choices, said=about.said)
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return ChoiceArgument(tuple(annotation), about.choices, said=about.said)
    return _PLAIN.get(annotation)


def parameters_of(handler: Callable[..., Any]) -> tuple[Parameter, ...]:
    """Return the parameters of a handler, without its context.

    Raises:
        TypeError: an annotation is missing or unknown.
    """
    hints = typing.get_type_hints(handler, include_extras=True)
    _context, *rest = inspect.signature(handler).parameters.values()
    for item in rest:
        if item.name not in hints:
            raise TypeError(f"argument {item.name!r}: its type is not declared")
    return tuple(
        parameter(item.name, hints[item.name], required=item.default is inspect.Parameter.empty)
        for item in rest
    )
