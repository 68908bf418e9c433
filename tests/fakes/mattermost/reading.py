"""What somebody sees of a post or a dialog: labels rather than ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class NotThereError(AssertionError):
    """There is no such button, option or field."""


def actions_of(post: Json) -> list[Json]:
    """The buttons and menus of a post, in order."""
    attachments = post.get("props", {}).get("attachments") or []
    return [action for one in attachments for action in one.get("actions") or []]


def labels_of(post: Json) -> list[str]:
    """What is written on the buttons and menus of a post."""
    return [action["name"] for action in actions_of(post)]


def text_of(post: Json) -> str:
    """All the text of a post: the message, then that of its attachments."""
    parts = [post["message"]]
    for one in post.get("props", {}).get("attachments") or []:
        fields = [f"{field['title']}: {field['value']}" for field in one.get("fields") or []]
        parts += [
            one.get("pretext", ""),
            one.get("title", ""),
            one.get("text", ""),
            *fields,
            one.get("footer", ""),
        ]
    return "\n".join(part for part in parts if part)


def action_named(post: Json, label: str) -> Json:
    """The button or menu with a label (or, failing that, an id)."""
    for action in [one for key in ("name", "id") for one in actions_of(post) if one[key] == label]:
        return action
    raise NotThereError(f"no button or menu {label!r}, there are {labels_of(post)}")


def option_named(action: Json, option: str) -> str:
    """The value of the option of a menu with a text or value; as given for menus of people or channels."""
    options = action.get("options") or []
    if not option or not options:
        return option
    for one in options:
        if option in {one["text"], one["value"]}:
            return str(one["value"])
    raise NotThereError(f"no option {option!r} in {[one['text'] for one in options]}")


@dataclass(frozen=True)
class Dialog:
    """A dialog that opened, as the `open_dialog` event brings it."""

    request: Json

    @property
    def content(self) -> Json:
        return dict(self.request["dialog"])

    @property
    def url(self) -> str:
        return str(self.request["url"])

    @property
    def title(self) -> str:
        return str(self.content["title"])

    @property
    def fields(self) -> list[Json]:
        return list(self.content["elements"] or [])

    def field(self, name: str) -> Json:
        """The field with a name, or with a label."""
        for field in [one for key in ("name", "display_name") for one in self.fields if one[key] == name]:
            return field
        raise NotThereError(f"no field {name!r}, there are {[one['display_name'] for one in self.fields]}")

    def filled(self, values: Json) -> Json:
        """What a client submits: the defaults and the given values.

        Raises:
            NotThereError: a value is for no field, or a required field is empty: no client would submit that.
        """
        submission = {field["name"]: _default(field) for field in self.fields}
        for name, value in values.items():
            field = self.field(name)
            by_text = isinstance(value, str) and not field.get("data_source")
            submission[field["name"]] = option_named(field, value) if by_text else value
        for field in self.fields:
            if not field["optional"] and submission[field["name"]] in {None, ""}:
                raise NotThereError(f"nothing in the required field {field['display_name']!r}")
        return submission


def _default(field: Json) -> Any:
    if field["type"] == "bool":
        return str(field.get("default", "")).lower() == "true"
    return field.get("default")
