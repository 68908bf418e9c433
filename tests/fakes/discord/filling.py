"""How the client shows a modal, and what it sends when somebody submits it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import limits
from .choosing import Choosing, ClientRefusedError
from .interactions import Interaction
from .messages import SELECTS, NotThereError
from .modal_rules import CHECKBOX, CHECKBOXES, LABEL, RADIOS, UPLOAD
from .users import Json, User

_TEXT_INPUT, _STRING_SELECT, _TEXT_DISPLAY = 4, 3, 10


@dataclass(eq=False)
class Modal:
    """A form that is open for somebody."""

    interaction: Interaction

    @property
    def content(self) -> Json:
        assert self.interaction.modal is not None
        return self.interaction.modal

    @property
    def title(self) -> str:
        return str(self.content["title"])

    @property
    def texts(self) -> list[str]:
        """Texts that stand between the fields."""
        return [one["content"] for one in self.content["components"] if one["type"] == _TEXT_DISPLAY]

    @property
    def labels(self) -> list[str]:
        """Labels of the fields, from top to bottom."""
        return [label for label, _, _ in self._fields()]

    @property
    def values(self) -> dict[str, Any]:
        """What the fields hold when it opens, by label."""
        return {label: _initial(field) for label, field, _ in self._fields()}

    def field(self, label: str) -> Json:
        """The field with a label (or custom_id).

        Raises:
            NotThereError: there is none.
        """
        for name, field, _ in self._fields():
            if label in {name, field["custom_id"]}:
                return field
        raise NotThereError(f"no field {label!r} among {self.labels} of {self.title!r}")

    def description(self, label: str) -> str:
        """What stands below a label; empty if nothing does."""
        for name, field, described in self._fields():
            if label in {name, field["custom_id"]}:
                return described
        raise NotThereError(f"no field {label!r} among {self.labels} of {self.title!r}")

    def options(self, label: str) -> list[str]:
        """Labels of the options of a menu."""
        return [option["label"] for option in self.field(label).get("options", [])]

    def _fields(self) -> list[tuple[str, Json, str]]:
        fields = []
        for one in self.content["components"]:
            if one["type"] == LABEL:
                fields.append((one["label"], one["component"], one.get("description") or ""))
            elif one["type"] != _TEXT_DISPLAY:
                field = one["components"][0]
                fields.append((field["label"], field, ""))
        return fields

    def filled(self, values: Mapping[str, Any], choosing: Choosing) -> Json:
        """The data of the submission; what is not given keeps its initial value.

        Raises:
            ClientRefusedError: the client would not send it.
            NotThereError: a label is unknown.
        """
        given = {self.field(label)["custom_id"]: value for label, value in values.items()}
        components = []
        for number, one in enumerate(self.content["components"], start=1):
            place = {"type": one["type"], "id": one.get("id") or number}
            if one["type"] == LABEL:
                place["component"] = _answer(one["component"], one["label"], given, choosing)
            elif one["type"] != _TEXT_DISPLAY:
                field = one["components"][0]
                place["components"] = [_answer(field, field["label"], given, choosing)]
            components.append(place)
        data: Json = {"custom_id": self.content["custom_id"], "components": components}
        if choosing.resolved:
            data["resolved"] = choosing.resolved
        return data


def _initial(field: Json) -> Any:
    if field["type"] == _TEXT_INPUT:
        return field.get("value") or ""
    if field["type"] == CHECKBOX:
        return bool(field.get("default"))
    chosen = [option["value"] for option in field.get("options") or [] if option.get("default")]
    chosen += [one["id"] for one in field.get("default_values") or []]
    return (chosen[0] if chosen else None) if field["type"] == RADIOS else chosen


def _answer(field: Json, label: str, given: Mapping[str, Any], choosing: Choosing) -> Json:
    told: Json = {"type": field["type"], "custom_id": field["custom_id"], "id": field.get("id") or 0}
    value = given.get(field["custom_id"], _initial(field))
    if field["type"] == _TEXT_INPUT:
        return told | {"value": _text(field, label, value)}
    if field["type"] == CHECKBOX:
        return told | {"value": bool(value)}
    if field["type"] == RADIOS:
        chosen = None if value is None else option_value(field, value)
        _check_count(field, label, 0 if chosen is None else 1, 1, 1)
        return told | {"value": chosen}
    values = [value] if not isinstance(value, Sequence) or isinstance(value, str | tuple) else list(value)
    least, most = field.get("min_values", 1), field.get("max_values", 1)
    if field["type"] == CHECKBOXES:
        most = field.get("max_values") or len(field["options"])
    _check_count(field, label, len(values), 1 if least is None else least, 1 if most is None else most)
    return told | {"values": [chosen_value(field, one, choosing) for one in values]}


def _text(field: Json, label: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ClientRefusedError(f"{label}: {value!r} is no text")
    least, most = field.get("min_length") or 0, field.get("max_length") or limits.TEXT_INPUT
    required = field.get("required", True) is not False
    if not value and not required:
        return value
    if required and not value.strip():
        raise ClientRefusedError(f"{label} is required")
    if not least <= len(value) <= most:
        raise ClientRefusedError(f"{label}: {len(value)} characters, {least} to {most} fit")
    if field["style"] == 1 and "\n" in value:
        raise ClientRefusedError(f"{label} has one line")
    return value


def _check_count(field: Json, label: str, count: int, least: int, most: int) -> None:
    required = field.get("required", True) is not False
    if count == 0 and not required:
        return
    if not max(least, 1 if required else 0) <= count <= most:
        raise ClientRefusedError(f"{label}: {count} chosen, {least} to {most} fit")


def option_value(field: Json, wanted: Any) -> str:
    """The value of the option with a label or value.

    Raises:
        NotThereError: there is none.
    """
    for option in field.get("options") or []:
        if wanted in {option["label"], option["value"]}:
            return str(option["value"])
    raise NotThereError(f"no option {wanted!r} among {[one['label'] for one in field.get('options') or []]}")


def chosen_value(field: Json, wanted: Any, choosing: Choosing) -> str:
    """What a menu sends for something that somebody chose: an option, person, role, channel or file."""
    kind = field["type"]
    if kind in {_STRING_SELECT, CHECKBOXES}:
        return option_value(field, wanted)
    if kind == UPLOAD:
        return choosing.attach(*wanted)
    if isinstance(wanted, str):
        return wanted
    user = getattr(wanted, "user", wanted)
    if isinstance(user, User) and kind in {5, 7}:
        choosing.resolve_user(user)
        return user.id
    if kind == 8:
        return choosing.resolve_channel(wanted)
    if kind in {6, 7}:
        return choosing.resolve_role(wanted)
    raise ClientRefusedError(f"{wanted!r} cannot be chosen there")


def chosen_from(menu: Json, wanted: Sequence[Any], choosing: Choosing) -> list[str]:
    """What a menu of a message sends.

    Raises:
        ClientRefusedError: too many or too few are chosen.
    """
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    if menu["type"] not in SELECTS or not least <= len(wanted) <= most:
        raise ClientRefusedError(f"{len(wanted)} chosen, {least} to {most} fit")
    return [chosen_value(menu, one, choosing) for one in wanted]
