"""What an interactive dialog may hold. All lengths are in bytes of UTF-8.

The limits are those of the server's source (`server/public/model/integration_action.go`, v11). A real server
writes a warning in its log and opens the dialog all the same; its own clients then refuse or cut what is too
long. This one refuses, so that a test notices.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TITLE = 24
LABEL = 24
NAME = 300
HELP = 150
CONTENT = {"text": 150, "textarea": 3000, "select": 3000, "date": 150, "datetime": 150}
PLACEHOLDER = CONTENT | {"bool": 150}
SUBTYPES = {"", "text", "email", "number", "tel", "url", "password"}
OLD_TYPES = {"text", "textarea", "select", "bool", "radio"}
NEW_TYPES = {"date", "datetime"}
NEW_TYPES_SINCE = (11, 1)

_SHOWN = {
    "callback_id": "",
    "title": "",
    "introduction_text": "",
    "icon_url": "",
    "elements": None,
    "submit_label": "",
    "notify_on_cancel": False,
    "state": "",
}
_SHOWN_ELEMENT = {
    "display_name": "",
    "name": "",
    "type": "",
    "subtype": "",
    "default": "",
    "placeholder": "",
    "help_text": "",
    "optional": False,
    "min_length": 0,
    "max_length": 0,
    "data_source": "",
    "options": None,
}


def shown(dialog: dict[str, Any]) -> dict[str, Any]:
    """A dialog as clients get it: every field is there."""
    elements = dialog.get("elements")
    filled = [_SHOWN_ELEMENT | element for element in elements] if elements else None
    return _SHOWN | dialog | {"elements": filled}


def faults_of(dialog: dict[str, Any], version: tuple[int, ...]) -> list[str]:
    """What is wrong with a dialog for a server of a version; nothing when it is valid."""
    faults = []
    title = str(dialog.get("title") or "")
    if not title or _bytes(title) > TITLE:
        faults.append(f"invalid dialog title {title!r}")
    elements = dialog.get("elements") or []
    names = [element.get("name") for element in elements]
    faults += [
        f"duplicate dialog element {name!r}" for name in {one for one in names if names.count(one) > 1}
    ]
    for element in elements:
        faults += [f"{element.get('name')!r}: {fault}" for fault in _element(element, version)]
    return faults


def _element(element: dict[str, Any], version: tuple[int, ...]) -> Iterator[str]:
    kind = element.get("type")
    types = OLD_TYPES | NEW_TYPES if version >= NEW_TYPES_SINCE else OLD_TYPES
    if kind not in types:
        yield f"invalid element type {kind!r}"
        return
    yield from _lengths(element, str(kind))
    if kind in {"text", "textarea"}:
        yield from _text(element)
    elif kind in {"select", "radio"}:
        yield from _choice(element, str(kind))
    elif kind == "bool" and element.get("default") not in {None, "", "true", "false"}:
        yield "invalid default of bool"
    if element.get("multiselect") and (kind != "select" or version < NEW_TYPES_SINCE):
        yield "multiselect is not for this element"


def _lengths(element: dict[str, Any], kind: str) -> Iterator[str]:
    limits = {"display_name": LABEL, "name": NAME, "help_text": HELP}
    limits |= {"default": CONTENT[kind]} if kind in CONTENT else {}
    limits |= {"placeholder": PLACEHOLDER[kind]} if kind in PLACEHOLDER else {}
    for field, limit in limits.items():
        given = element.get(field) or ""
        if not isinstance(given, str):
            yield f"{field} is not a text"
        elif _bytes(given) > limit:
            yield f"{field} cannot be longer than {limit} bytes, got {_bytes(given)}"
        elif not given and field in {"display_name", "name"}:
            yield f"{field} cannot be empty"


def _text(element: dict[str, Any]) -> Iterator[str]:
    """`max_length` is optional, but a `min_length` above it is refused: it counts as 0 when left out."""
    least, most = element.get("min_length") or 0, element.get("max_length") or 0
    if least < 0 or least > most:
        yield f"min length {least} is not between 0 and max length {most}"
    if (element.get("subtype") or "") not in SUBTYPES:
        yield f"invalid subtype {element['subtype']!r}"


def _choice(element: dict[str, Any], kind: str) -> Iterator[str]:
    source = element.get("data_source") or ""
    options = element.get("options") or []
    if source not in {"", "users", "channels", "dynamic"}:
        yield f"invalid data source {source!r}"
    if source:
        return
    if not options:
        yield f"{kind} without options"
    if any(not option.get("text") or not option.get("value") for option in options):
        yield "an option without text or value"
    default = element.get("default") or ""
    chosen = default.split(",") if element.get("multiselect") else [default]
    values = {option.get("value") for option in options}
    if default and not set(chosen) <= values:
        yield f"default value {default!r} does not exist in options"


def _bytes(text: str) -> int:
    return len(text.encode())
