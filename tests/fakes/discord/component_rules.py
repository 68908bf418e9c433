"""What Discord accepts as components of a message (components/reference)."""

from __future__ import annotations

from typing import Any

from . import limits
from .errors import Form
from .messages import SELECTS, walk
from .users import Json

At = tuple[str | int, ...]
ROW, BUTTON, STRING_SELECT, INPUT = 1, 2, 3, 4
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LINK_STYLE, PREMIUM_STYLE = 5, 6
_IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)


def check_components(form: Form, components: list[Json], *, v2: bool) -> None:
    """Check the components of a message; `v2` if it has the flag IS_COMPONENTS_V2."""
    if v2:
        _check_layout(form, components)
    else:
        form.count(("components",), components, limits.ROWS)
        for number, one in enumerate(components):
            if form.one_of(("components", number, "type"), one.get("type"), (ROW,)):
                check_row(form, ("components", number), one)
    check_custom_ids(form, components)


def check_custom_ids(form: Form, components: list[Json]) -> None:
    """No two components of a message or modal have the same `custom_id`, nor the same `id`."""
    seen: set[str] = set()
    numbers: set[int] = set()
    for one in walk(components):
        custom_id, number = one.get("custom_id"), one.get("id")
        if custom_id in seen:
            words = "Component custom id cannot be duplicated"
            form.refuse(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", words)
        if number and number in numbers:
            form.refuse(("components",), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
        if custom_id is not None:
            seen.add(custom_id)
        if number:
            numbers.add(number)


def check_custom_id(form: Form, at: At, component: Json) -> None:
    if form.required((*at, "custom_id"), component.get("custom_id")):
        form.length((*at, "custom_id"), component["custom_id"], limits.CUSTOM_ID, least=1)


def check_row(form: Form, at: At, row: Json) -> None:
    """A row holds five buttons at most, or one menu."""
    inside = row.get("components") or []
    form.count((*at, "components"), inside, limits.BUTTONS_A_ROW, least=1)
    if len(inside) > 1 and any(one.get("type") in SELECTS for one in inside):
        words = "The components in this row take more than its width."
        form.refuse((*at, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words)
    for number, one in enumerate(inside):
        place = (*at, "components", number)
        if form.one_of((*place, "type"), one.get("type"), (BUTTON, *SELECTS)):
            _check_button(form, place, one) if one["type"] == BUTTON else check_select(form, place, one)


def _check_button(form: Form, at: At, button: Json) -> None:
    style = button.get("style")
    form.length((*at, "label"), button.get("label"), limits.BUTTON_LABEL)
    if not form.one_of((*at, "style"), style, (1, 2, 3, 4, LINK_STYLE, PREMIUM_STYLE)):
        return
    if style == PREMIUM_STYLE:
        form.required((*at, "sku_id"), button.get("sku_id"))
        return
    if not button.get("label") and not button.get("emoji"):
        words = "A button needs a label or an emoji"
        form.refuse(at, "BUTTON_COMPONENT_REQUIRES_LABEL_OR_EMOJI", words)
    _check_emoji(form, at, button.get("emoji"))
    if style == LINK_STYLE:
        _check_link(form, at, button)
        return
    check_custom_id(form, at, button)
    if button.get("url") is not None:
        words = "A url and custom id cannot both be specified"
        form.refuse(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", words)


def _check_emoji(form: Form, at: At, emoji: Json | None) -> None:
    """An emoji without an id is a character; a name such as `:ok:` is none."""
    if emoji and not emoji.get("id") and str(emoji.get("name") or "").isascii():
        form.refuse((*at, "emoji", "name"), "COMPONENT_INVALID_EMOJI", "Invalid emoji")


def _check_link(form: Form, at: At, button: Json) -> None:
    if button.get("custom_id") is not None:
        words = "A custom id and url cannot both be specified"
        form.refuse(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", words)
    url = button.get("url")
    if form.required((*at, "url"), url):
        form.length((*at, "url"), url, limits.BUTTON_URL, least=1)
        check_url(form, (*at, "url"), url, ("http://", "https://", "discord://"))


def check_url(form: Form, at: At, url: Any, schemes: tuple[str, ...] = ("http://", "https://")) -> None:
    if not str(url).startswith(schemes):
        words = f'Scheme "{str(url).split(":")[0]}" is not supported. Scheme must be one of {schemes}.'
        form.refuse(at, "URL_TYPE_INVALID_SCHEME", words)


def check_select(form: Form, at: At, select: Json) -> None:
    """A menu of a message or modal."""
    check_custom_id(form, at, select)
    form.length((*at, "placeholder"), select.get("placeholder"), limits.PLACEHOLDER)
    least, most = _number(select, "min_values", 1), _number(select, "max_values", 1)
    if not 0 <= least <= limits.SELECT_VALUES:
        form.refuse((*at, "min_values"), "NUMBER_TYPE_MAX", "int value should be between 0 and 25.")
    if not max(1, least) <= most <= limits.SELECT_VALUES:
        form.refuse((*at, "max_values"), "NUMBER_TYPE_MAX", "int value should be between 1 and 25.")
    defaults = select.get("default_values") or []
    if defaults and not least <= len(defaults) <= most:
        words = "The number of defaults has to be between min_values and max_values"
        form.refuse((*at, "default_values"), "SELECT_COMPONENT_INVALID_DEFAULT_VALUES", words)
    if select["type"] == STRING_SELECT:
        _check_options(form, at, select, most)


def _check_options(form: Form, at: At, select: Json, most: int) -> None:
    options = select.get("options") or []
    form.count((*at, "options"), options, limits.SELECT_OPTIONS, least=1)
    if _number(select, "max_values", 1) > len(options):
        words = f"The number of options ({len(options)}) is smaller than max_values."
        form.refuse((*at, "options"), "COMPONENT_MAX_VALUES_TOO_LARGE", words)
    if sum(bool(option.get("default")) for option in options) > most:
        words = "Too many options are chosen by default."
        form.refuse((*at, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS", words)
    values: set[str] = set()
    for number, option in enumerate(options):
        place = (*at, "options", number)
        for part in ("label", "value"):
            if form.required((*place, part), option.get(part)):
                form.length((*place, part), option[part], limits.OPTION_TEXT, least=1)
        form.length((*place, "description"), option.get("description"), limits.OPTION_TEXT)
        _check_emoji(form, place, option.get("emoji"))
        if option.get("value") in values:
            words = "The specified option value is already used"
            form.refuse((*place, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)
        values.add(str(option.get("value")))


def _number(component: Json, name: str, default: int) -> int:
    value = component.get(name)
    return value if isinstance(value, int) else default


# Layouts


def _check_layout(form: Form, components: list[Json]) -> None:
    every = list(walk(components))
    if len(every) > limits.COMPONENTS_IN_ALL:
        words = f"The total number of components exceeds the maximum of {limits.COMPONENTS_IN_ALL}."
        form.refuse(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
    written = sum(len(str(one.get("content") or "")) for one in every if one.get("type") == TEXT)
    if written > limits.TEXT_DISPLAYS_TOGETHER:
        words = f"Must be {limits.TEXT_DISPLAYS_TOGETHER} or fewer in length."
        form.refuse(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)
    for number, one in enumerate(components):
        at = ("components", number)
        if form.one_of((*at, "type"), one.get("type"), (*_IN_CONTAINER, CONTAINER)):
            _check_block(form, at, one)


def _check_block(form: Form, at: At, block: Json) -> None:
    kind = block["type"]
    if kind == ROW:
        check_row(form, at, block)
    elif kind == TEXT:
        if form.required((*at, "content"), block.get("content") or None):
            form.length((*at, "content"), block["content"], limits.TEXT_DISPLAYS_TOGETHER)
    elif kind == SECTION:
        _check_section(form, at, block)
    elif kind == GALLERY:
        form.count((*at, "items"), block.get("items") or [], limits.GALLERY_ITEMS, least=1)
    elif kind == CONTAINER:
        _check_container(form, at, block)


def _check_section(form: Form, at: At, block: Json) -> None:
    texts = block.get("components") or []
    form.count((*at, "components"), texts, limits.SECTION_TEXTS, least=1)
    for number, one in enumerate(texts):
        form.one_of((*at, "components", number, "type"), one.get("type"), (TEXT,))
    accessory = block.get("accessory") or {}
    if form.required((*at, "accessory"), accessory or None) and accessory.get("type") == BUTTON:
        _check_button(form, (*at, "accessory"), accessory)


def _check_container(form: Form, at: At, block: Json) -> None:
    inside = block.get("components") or []
    form.required((*at, "components"), inside or None)
    for number, one in enumerate(inside):
        place = (*at, "components", number)
        if form.one_of((*place, "type"), one.get("type"), _IN_CONTAINER):
            _check_block(form, place, one)
