"""What Discord accepts as a modal (interactions/receiving-and-responding, components/reference)."""

from __future__ import annotations

from . import limits
from .component_rules import INPUT, ROW, TEXT, At, check_custom_id, check_custom_ids, check_select
from .errors import Form
from .messages import SELECTS
from .users import Json

LABEL, UPLOAD, RADIOS, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23
_IN_LABEL = (INPUT, *SELECTS, UPLOAD, RADIOS, CHECKBOXES, CHECKBOX)
_SHORT, _LONG = 1, 2
_LONGEST_GROUP = 10


def check_modal(modal: Json) -> None:
    """Check the data of a callback that opens a modal.

    Raises:
        ApiError: 50035.
    """
    form = Form()
    check_custom_id(form, (), modal)
    if form.required(("title",), modal.get("title")):
        form.length(("title",), modal["title"], limits.MODAL_TITLE, least=1)
    components = modal.get("components") or []
    form.count(("components",), components, limits.MODAL_COMPONENTS, least=1)
    check_custom_ids(form, components)
    for number, one in enumerate(components):
        at: At = ("components", number)
        if form.one_of((*at, "type"), one.get("type"), (ROW, TEXT, LABEL)):
            _check_top(form, at, one)
    form.done()


def _check_top(form: Form, at: At, component: Json) -> None:
    if component["type"] == TEXT:
        form.required((*at, "content"), component.get("content") or None)
    elif component["type"] == LABEL:
        _check_label(form, at, component)
    else:
        _check_old_row(form, at, component)


def _check_old_row(form: Form, at: At, row: Json) -> None:
    inside = row.get("components") or []
    form.count((*at, "components"), inside, 1, least=1)
    for number, one in enumerate(inside):
        place = (*at, "components", number)
        if form.one_of((*place, "type"), one.get("type"), (INPUT,)):
            if form.required((*place, "label"), one.get("label")):
                form.length((*place, "label"), one["label"], limits.MODAL_LABEL, least=1)
            _check_input(form, place, one)


def _check_label(form: Form, at: At, label: Json) -> None:
    if form.required((*at, "label"), label.get("label")):
        form.length((*at, "label"), label["label"], limits.MODAL_LABEL, least=1)
    form.length((*at, "description"), label.get("description"), limits.MODAL_DESCRIPTION)
    field = label.get("component")
    if not form.required((*at, "component"), field) or not isinstance(field, dict):
        return
    place = (*at, "component")
    if not form.one_of((*place, "type"), field.get("type"), _IN_LABEL):
        return
    if field.get("disabled"):
        words = "A component of a modal cannot be disabled"
        form.refuse((*place, "disabled"), "COMPONENT_DISABLED_NOT_ALLOWED_IN_MODAL", words)
    if field["type"] == INPUT:
        if field.get("label") is not None:
            words = "The label field cannot be used in a text input inside a label component"
            form.refuse((*place, "label"), "COMPONENT_LABEL_IN_LABEL", words)
        _check_input(form, place, field)
    elif field["type"] in SELECTS:
        check_select(form, place, field)
        _check_required(form, place, field)
    else:
        check_custom_id(form, place, field)
        _check_group(form, place, field)


def _check_required(form: Form, at: At, select: Json) -> None:
    if select.get("required", True) in {True, None} and select.get("min_values") == 0:
        words = "min_values must be at least 1 when required is true"
        form.refuse((*at, "min_values"), "NUMBER_TYPE_MIN", words)


def _check_group(form: Form, at: At, field: Json) -> None:
    if field["type"] not in {RADIOS, CHECKBOXES}:
        return
    options = field.get("options") or []
    least = 2 if field["type"] == RADIOS else 1
    form.count((*at, "options"), options, _LONGEST_GROUP, least=least)
    for number, option in enumerate(options):
        for part in ("label", "value"):
            form.length((*at, "options", number, part), option.get(part), limits.OPTION_TEXT, least=1)


def _check_input(form: Form, at: At, field: Json) -> None:
    check_custom_id(form, at, field)
    form.one_of((*at, "style"), field.get("style"), (_SHORT, _LONG))
    form.length((*at, "placeholder"), field.get("placeholder"), limits.TEXT_INPUT_PLACEHOLDER)
    least, most = field.get("min_length") or 0, field.get("max_length")
    if not 0 <= least <= limits.TEXT_INPUT:
        form.refuse((*at, "min_length"), "NUMBER_TYPE_MAX", "int value should be between 0 and 4000.")
    if most is not None and not max(1, least) <= most <= limits.TEXT_INPUT:
        form.refuse((*at, "max_length"), "NUMBER_TYPE_MAX", "int value should be between 1 and 4000.")
    value = field.get("value")
    if value:
        form.length((*at, "value"), value, limits.TEXT_INPUT if most is None else most)
        if len(value) < least:
            form.refuse((*at, "value"), "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more in length.")
