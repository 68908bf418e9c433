"""Message attachments with buttons and menus: their full shape, what of them is hidden, and cookies."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import json
from typing import Any

from .errors import ApiError
from .ids import new_id

_EMPTY = {
    "author_icon": "",
    "author_link": "",
    "author_name": "",
    "color": "",
    "fallback": "",
    "fields": None,
    "footer": "",
    "footer_icon": "",
    "id": 0,
    "image_url": "",
    "pretext": "",
    "text": "",
    "thumb_url": "",
    "title": "",
    "title_link": "",
    "ts": None,
}
_ACTION_KEYS = (
    "id",
    "type",
    "name",
    "disabled",
    "style",
    "data_source",
    "options",
    "default_option",
    "integration",
)
RETAINED = ("from_webhook", "override_username", "override_icon_url")
"""Props that the update after an action can neither set nor remove."""


def normalised(props: dict[str, Any] | None) -> dict[str, Any]:
    """Props as the server stores them: attachments in full, every action with an id, unknown keys lost."""
    props = copy.deepcopy(props or {})
    attachments = props.get("attachments")
    if isinstance(attachments, list):
        props["attachments"] = [_attachment(one) for one in attachments if isinstance(one, dict)]
    return props


def _attachment(given: dict[str, Any]) -> dict[str, Any]:
    attachment = {key: given.get(key, default) for key, default in _EMPTY.items()}
    actions = [_action(one) for one in given.get("actions") or [] if isinstance(one, dict)]
    return attachment | {"actions": actions} if actions else attachment


def _action(given: dict[str, Any]) -> dict[str, Any]:
    action = {key: given[key] for key in _ACTION_KEYS if given.get(key)}
    action.setdefault("id", new_id())
    return action


def actions(props: dict[str, Any]) -> list[dict[str, Any]]:
    """Every action of every attachment; the dictionaries themselves, not copies."""
    return [action for one in props.get("attachments") or [] for action in one.get("actions") or []]


def stripped(props: dict[str, Any]) -> dict[str, Any]:
    """Props as anybody sees them: the server never shows an `integration`."""
    props = copy.deepcopy(props)
    for action in actions(props):
        action.pop("integration", None)
    return props


def retained(props: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The protected props that are there, and the names of those that are not."""
    there = {key: props[key] for key in RETAINED if key in props}
    return there, [key for key in RETAINED if key not in props]


class Cookies:
    """Sealed actions of ephemeral posts, which the server does not keep: the client brings them back."""

    def __init__(self) -> None:
        self._secret = new_id().encode()

    def bake(self, post: dict[str, Any], props: dict[str, Any]) -> dict[str, Any]:
        """The props to show for an ephemeral post: without integrations, with a cookie on every action."""
        there, missing = retained(props)
        shown = copy.deepcopy(props)
        for action in actions(shown):
            held = {
                "channel_id": post["channel_id"],
                "data_source": action.get("data_source", ""),
                "integration": action.pop("integration", None),
                "post_id": post["id"],
                "remove_props": missing,
                "retain_props": there,
                "root_post_id": post["root_id"] or post["id"],
                "type": action.get("type", ""),
            }
            action["cookie"] = self._seal(json.dumps(held).encode())
        return shown

    def open(self, cookie: str) -> dict[str, Any]:
        try:
            sealed = base64.b64decode(cookie, validate=True)
        except ValueError as error:
            raise ApiError(
                400, "api.post.do_action.action_integration.app_error", detail=f"err={error}"
            ) from None
        signature, held = sealed[:32], sealed[32:]
        if not hmac.compare_digest(signature, self._sign(held)):
            raise ApiError(400, "api.post.do_action.action_integration.app_error", detail="err=cookie")
        opened: dict[str, Any] = json.loads(held)
        return opened

    def _seal(self, held: bytes) -> str:
        return base64.b64encode(self._sign(held) + held).decode()

    def _sign(self, held: bytes) -> bytes:
        return hmac.digest(self._secret, held, hashlib.sha256)
