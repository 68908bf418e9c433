"""Forming: the fields of a plugin's forms, which a model declares, or which are asked for each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from bot.chat.forms import FormView
from bot.errors import FormRefusal
from bot.plugin import Context, OpenForm, Plugin
from bot.plugin.declared import FormDeclaration
from bot.plugin.forms import fields, parameters_of_model, validate
from bot.plugin.parameters import Parameter


async def opened(ctx: Context, plugin: Plugin, answer: OpenForm) -> FormView:
    """Return the form that a handler opens."""
    declared = plugin.forms[answer.form]
    values = answer.values
    if declared.answered is not None:
        values = {**await declared.answered(ctx, **answer.arguments), **values}
    return FormView(
        plugin=plugin.name,
        name=answer.form,
        title=declared.title,
        fields=fields(tuple(await parameters_of(ctx, declared, answer.arguments)), values, answer.errors),
        arguments=answer.arguments,
        submit=declared.submit,
        introduction=answer.introduction,
        piecemeal=declared.answered is not None,
    )


async def parameters_of(
    ctx: Context, declared: FormDeclaration, arguments: Mapping[str, int | str | bool]
) -> Sequence[Parameter]:
    """Return the fields of a form as parameters, in order."""
    if declared.model is not None:
        return parameters_of_model(declared.model)
    if declared.questions is None:
        raise TypeError("a form has a model or asks questions")
    return await declared.questions(ctx, **arguments)


def filled(
    declared: FormDeclaration, read: Mapping[str, Any], asked: Sequence[Parameter] = ()
) -> BaseModel | Mapping[str, Any]:
    """Return what a form's handler is given, from the values that were read of the fields `asked`.

    Raises:
        FormRefusal: the model does not accept them.
    """
    if declared.answered is not None:
        return {item.name: read.get(item.name) for item in asked}
    if declared.model is None:
        return read
    found = validate(declared.model, read)
    if isinstance(found, dict):
        raise FormRefusal(found)
    return found
