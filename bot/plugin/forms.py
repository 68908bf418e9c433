"""Forms from pydantic models and from commands: the fields are the same typed arguments."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.chat.forms import Field
from bot.language.messages import Markup, Message, Text, _
from bot.plugin.choices import ChoiceArgument
from bot.plugin.parameters import Parameter, parameter

_MESSAGES: dict[str, Message] = {
    "missing": _("This is needed."),
    "string_too_short": _("This is needed."),
    "greater_than_equal": _("The least is {ge}."),
    "less_than_equal": _("The most is {le}."),
    "greater_than": _("This must be more than {gt}."),
    "less_than": _("This must be less than {lt}."),
}
"""What to say for pydantic's error types: https://docs.pydantic.dev/latest/errors/validation_errors/"""


def parameters_of_model(model: type[BaseModel]) -> tuple[Parameter, ...]:
    """Return the model's fields as parameters, in order."""
    hints = typing.get_type_hints(model, include_extras=True)
    return tuple(
        parameter(name, hints[name], required=info.is_required()) for name, info in model.model_fields.items()
    )


def fields(
    parameters: tuple[Parameter, ...], values: Mapping[str, str], errors: Mapping[str, Text]
) -> tuple[Field, ...]:
    """Return the fields of a form for these parameters, filled with `values`, marked with `errors`."""
    return tuple(
        Field(
            name=item.name,
            label=item.about.label,
            kind=item.type.kind,
            required=item.required,
            value=values.get(item.name),
            help=item.about.help,
            options=item.type.options() if isinstance(item.type, ChoiceArgument) else (),
            max_length=item.about.max_length,
            error=errors.get(item.name),
        )
        for item in parameters
    )


def validate(model: type[BaseModel], values: Mapping[str, Any]) -> BaseModel | dict[str, Text]:
    """Return the filled model, or what is wrong by field (`""` for the form as a whole)."""
    try:
        return model.model_validate(dict(values))
    except ValidationError as problem:
        return {
            str(error["loc"][0]) if error["loc"] else "": _explain(
                error["type"], error.get("ctx", {}), error["msg"]
            )
            for error in problem.errors(include_url=False)
        }


def _explain(kind: str, facts: Mapping[str, Any], message: str) -> Text:
    if kind == "string_too_long":
        return _("{limit} characters at most are accepted: shorten it a little.", limit=facts["max_length"])
    if kind == "value_error":
        return _explain_value_error(facts)
    if kind in _MESSAGES:
        return _MESSAGES[kind](**facts)
    return Markup(message)


def _explain_value_error(facts: Mapping[str, Any]) -> Text:
    """A model's own validator raises `ValueError(message)`, the message being one of the catalogue."""
    error = facts.get("error")
    reason = error.args[0] if isinstance(error, ValueError) and error.args else ""
    return reason if isinstance(reason, Message) else Markup(reason)
