"""Dialogs: forms as Mattermost shows them, and what comes back from them.

https://developers.mattermost.com/integrate/plugins/interactive-dialogs/
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any

from bot.chat.answers import Answer, Failure
from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.markup import clean
from bot.chat.plain import plain
from bot.language.messages import Text
from bot.platforms.mattermost.limits import (
    MAX_HELP,
    MAX_LABEL,
    MAX_SUBMITTED_FIELDS,
    MAX_SUBMITTED_VALUE,
    MAX_TEXT_VALUE,
    MAX_TEXTAREA_VALUE,
    MAX_TICK_LABEL,
    MAX_TITLE,
    fit,
)
from bot.platforms.mattermost.rendering import markdown


def dialog_of(form: FormView, state: str) -> dict[str, Any]:
    """Return the `dialog` of a request to open it; `state` comes back with what the person fills in.

    No element can be marked as wrong when a dialog opens: the errors of the fields stand in its introduction.
    """
    dialog = {
        "callback_id": form.name,
        "title": fit(plain(str(form.title)), MAX_TITLE),
        "introduction_text": _introduction(form),
        "elements": [_element(field) for field in form.fields],
        "state": state,
        "notify_on_cancel": False,
    }
    if form.submit:
        dialog["submit_label"] = plain(str(form.submit))
    return dialog


def values_of(submission: object) -> dict[str, str]:
    """Return what was filled in as text, by the name of the field; what has no text is empty."""
    if not isinstance(submission, Mapping):
        return {}
    return {str(name): _typed(value) for name, value in islice(submission.items(), MAX_SUBMITTED_FIELDS)}


def errors_of(answers: Sequence[Answer], fields: Collection[str]) -> dict[str, Any]:
    """Return the answer to a submission that keeps the dialog open with what is wrong, empty if nothing is.

    `fields` are the names of those that the dialog shows: an error of any other one is said for the whole, as
    the clients show only the errors of their own elements.
    """
    marked: dict[str, str] = {}
    elsewhere: list[str] = []
    for field in (field for answer in answers if isinstance(answer, FormView) for field in answer.fields):
        if field.error and field.name in fields:
            marked[field.name] = plain(str(field.error))
        elif field.error:
            elsewhere.append(f"{plain(str(field.label))} – {plain(str(field.error))}")
    if not marked and not elsewhere:
        elsewhere = [plain(str(answer.text)) for answer in answers if isinstance(answer, Failure)]
    errors: dict[str, Any] = {"errors": marked} if marked else {}
    return errors | ({"error": "\n".join(elsewhere)} if elsewhere else {})


def _introduction(form: FormView) -> str:
    errors = [
        f"- **{_here(field.label)}** – {_here(field.error)}"
        for field in form.fields
        if field.error is not None
    ]
    introduction = [_here(form.introduction)] if form.introduction else []
    return "\n\n".join(["\n".join(errors), *introduction] if errors else introduction)


def _here(text: Text) -> str:
    return markdown(text, {})


def _element(field: Field) -> dict[str, Any]:
    element: dict[str, Any] = {
        "name": field.name,
        "display_name": fit(plain(str(field.label)), MAX_LABEL),
        "optional": not field.required,
    }
    if field.kind is FieldKind.BOOLEAN:
        return element | _tick_box(field)
    if field.help:
        element["help_text"] = fit(plain(str(field.help)), MAX_HELP)
    return element | (_select(field) if field.kind is FieldKind.SELECT else _text(field))


def _tick_box(field: Field) -> dict[str, Any]:
    """A required box must be ticked, in the clients of 5.37: so none is, "no" being an answer too."""
    beside = fit(plain(str(field.help or field.label)), MAX_TICK_LABEL)
    box: dict[str, Any] = {"type": "bool", "placeholder": beside, "optional": True}
    return box | ({"default": field.value} if field.value in ("true", "false") else {})


def _select(field: Field) -> dict[str, Any]:
    options = [{"text": plain(str(option.label)), "value": option.value} for option in field.options]
    select: dict[str, Any] = {"type": "select", "options": options}
    is_known = any(option.value == field.value for option in field.options)
    return select | ({"default": field.value} if field.value and is_known else {})


def _text(field: Field) -> dict[str, Any]:
    """A line, or several where the value needs them: no value is cut, it would be saved so.

    A line has the room of several, as on other platforms: addresses of pages do not fit in the usual one.
    Members and channels are typed too. The server's lists of users and channels know neither "here" nor
    "myself", give an id and not what was typed, and in the clients of 5.37 they do not show a value that is
    there already.
    """
    value = field.value or ""
    is_long = len(value.encode()) > MAX_TEXT_VALUE or "\n" in value
    several = field.kind is FieldKind.TEXTAREA or is_long
    text: dict[str, Any] = {"type": "textarea" if several else "text"}
    if value:
        text["default"] = value
    text["max_length"] = max(field.max_length or MAX_TEXTAREA_VALUE, len(value))
    # An input for numbers shows nothing of a value that is not one, as when the form is opened again.
    if field.kind is FieldKind.NUMBER and (not value or value.removeprefix("-").isdecimal()):
        text["subtype"] = "number"
    return text


def _typed(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float() if math.isfinite(value):
            return str(int(value)) if value.is_integer() else str(value)
        case str():
            # JSON can hold half of a surrogate pair, which no database takes.
            return clean(value[:MAX_SUBMITTED_VALUE].encode(errors="ignore").decode())
        case _:
            return ""
