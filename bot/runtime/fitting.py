"""Whether the arguments that came back with a button or a form are those that its handler takes."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_INTEGERS = range(-(2**63), 2**63)
"""The integers that a database keeps."""


def fits(handler: Callable[..., Any], arguments: Mapping[str, object], *before: str) -> bool:
    """Return whether a handler takes these arguments, after its context and what stands `before` them.

    An old or forged button or form may carry others, or values of other types.
    """
    try:
        inspect.signature(handler).bind(None, *before, **arguments)
    except TypeError:
        return False
    types = _types(handler)
    return all(_is_a(value, types.get(name)) for name, value in arguments.items())


def is_integer(value: object) -> TypeGuard[int]:
    """Return whether a value is an integer that a database keeps; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool) and value in _INTEGERS


def _is_a(value: object, kind: TypeAdapter[Any] | None) -> bool:
    from pydantic import ValidationError

    if isinstance(value, int) and value not in _INTEGERS:
        return False
    if kind is None:
        return True
    try:
        kind.validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


@cache
def _types(handler: Callable[..., Any]) -> Mapping[str, TypeAdapter[Any]]:
    """Return what each argument of a handler must be, by name: those that come after its context."""
    from pydantic import TypeAdapter

    hints = typing.get_type_hints(handler, include_extras=True)
    _context, *names = inspect.signature(handler).parameters
    return {name: TypeAdapter(hints[name]) for name in names if name in hints}
