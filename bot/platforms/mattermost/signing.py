"""Signatures: what a button or a dialog carries comes back from anybody, so it is signed.

Mattermost signs neither the press of a button nor the submission of a dialog, and it lets the client choose
what it submits. So a button's context and a dialog's state are sealed under a secret of that server: a code
(HMAC-SHA256, RFC 2104) and the JSON that it covers, in one string, which no encoding on the way can change.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import MaillageError
from bot.platforms.mattermost.limits import MAX_SIGNED

_SEALED = "sealed"
_CHOICES = "choices"
_CHOSEN = "selected_option"
"""Where the server tells which option of a menu was chosen."""
_CODE_LENGTH = 43
"""A SHA-256 in base64 without padding."""
_SHORTEST_SECRET = 16
_ACTION, _FORM, _SEVERAL = b"action, version 1", b"form, version 2", b"choices, version 1"
"""What a seal is for: one made for a button is worth nothing in a dialog, nor in another version."""


class ForgedError(MaillageError):
    """What came back was not signed by this bot, or not for that person."""


class ExpiredError(MaillageError):
    """What came back was signed by this bot, but its time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedAction:
    """What a button authorises; `delivery` is the key of the delivery of its post, if it came by one.

    `choice` is the option that was chosen in a menu of its own, None for a button.
    """

    plugin: str
    action: str
    arguments: Mapping[str, int | str | bool]
    delivery: str | None
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What one of several buttons does that are the options of one menu; it is refused from `until` on."""

    plugin: str
    action: str
    arguments: Mapping[str, int | str | bool]
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedForm:
    """What a dialog authorises: to submit those fields, and no others, of that form."""

    plugin: str
    form: str
    arguments: Mapping[str, int | str | bool]
    fields: tuple[str, ...]
    extra: str


class Signer:
    """Seals under one server's secret, and checks what comes back."""

    def __init__(self, secret: bytes | str) -> None:
        key = secret.encode() if isinstance(secret, str) else secret
        if len(key) < _SHORTEST_SECRET:
            raise ValueError(f"a secret has {_SHORTEST_SECRET} bytes at least")
        self._key = key

    def context(
        self,
        *,
        plugin: str,
        action: str,
        arguments: Mapping[str, int | str | bool],
        delivery: str | None = None,
        until: datetime | None = None,
    ) -> dict[str, str]:
        """Return the context of a button, refused from `until` (aware) on.

        Raises:
            ValueError: the arguments are too large.
        """
        content = {"plugin": plugin, "action": action, "arguments": dict(arguments), "delivery": delivery}
        return {_SEALED: self._seal(_ACTION, content, until)}

    def choices(self, choices: Sequence[Choice], delivery: str | None = None) -> dict[str, str]:
        """Return the context of a menu whose options, by their numbers, are buttons.

        Raises:
            ValueError: the arguments are too large.
        """
        content = {
            "choices": [[one.plugin, one.action, dict(one.arguments), _end(one.until)] for one in choices],
            "delivery": delivery,
        }
        return {_CHOICES: self._seal(_SEVERAL, content, None)}

    def verify(self, context: object, now: datetime) -> SignedAction:
        """Return what a context authorises; of what the server added to it only the option chosen is read.

        Raises:
            ForgedError: this bot did not sign it.
            ExpiredError: its time is over.
        """
        if not isinstance(context, Mapping):
            raise ForgedError
        chosen = context.get(_CHOSEN)
        choice = chosen if isinstance(chosen, str) else None
        if _CHOICES in context:
            return self._chosen(context[_CHOICES], choice, now)
        content = self._open(_ACTION, context.get(_SEALED), now)
        return SignedAction(
            plugin=content["plugin"],
            action=content["action"],
            arguments=content["arguments"],
            delivery=content["delivery"],
            choice=choice,
        )

    def _chosen(self, sealed: object, choice: str | None, now: datetime) -> SignedAction:
        content = self._open(_SEVERAL, sealed, now)
        numbered = {str(number): one for number, one in enumerate(content["choices"])}
        if choice not in numbered:  # whoever presses can have their client say anything, of any length
            raise ForgedError
        plugin, action, arguments, end = numbered[choice]
        _check_end(end, now)
        return SignedAction(plugin=plugin, action=action, arguments=arguments, delivery=content["delivery"])

    def state(
        self,
        *,
        user: str,
        plugin: str,
        form: str,
        arguments: Mapping[str, int | str | bool],
        fields: tuple[str, ...],
        until: datetime | None = None,
        extra: str = "",
    ) -> str:
        """Return the state of a dialog that only `user` may submit, before `until` (aware).

        `fields` are the names of those that it asks for; `extra` comes back as it is.

        Raises:
            ValueError: the arguments are too large.
        """
        content = {
            "user": user,
            "plugin": plugin,
            "form": form,
            "arguments": dict(arguments),
            "fields": list(fields),
            "extra": extra,
        }
        return self._seal(_FORM, content, until)

    def verify_state(self, state: object, user: str, now: datetime) -> SignedForm:
        """Return what a state authorises the person who submits it to do.

        Raises:
            ForgedError: this bot did not sign it, or signed it for somebody else.
            ExpiredError: its time is over.
        """
        content = self._open(_FORM, state, now)
        if content["user"] != user:
            raise ForgedError
        return SignedForm(
            plugin=content["plugin"],
            form=content["form"],
            arguments=content["arguments"],
            fields=tuple(content["fields"]),
            extra=content["extra"],
        )

    def _seal(self, purpose: bytes, content: Mapping[str, Any], until: datetime | None) -> str:
        payload = json.dumps(
            {**content, "until": _end(until)}, separators=(",", ":"), sort_keys=True, allow_nan=False
        )
        if len(payload) > MAX_SIGNED - _CODE_LENGTH:
            raise ValueError(f"too much to sign: {len(payload)} characters")
        return self._code(purpose, payload) + payload

    def _open(self, purpose: bytes, sealed: object, now: datetime) -> dict[str, Any]:
        if not isinstance(sealed, str) or len(sealed) > MAX_SIGNED or not sealed.isascii():
            raise ForgedError
        code, payload = sealed[:_CODE_LENGTH], sealed[_CODE_LENGTH:]
        if not hmac.compare_digest(code, self._code(purpose, payload)):
            raise ForgedError
        content: dict[str, Any] = json.loads(payload)
        _check_end(content["until"], now)
        return content

    def _code(self, purpose: bytes, payload: str) -> str:
        digest = hmac.new(self._key, purpose + b"\0" + payload.encode("ascii"), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _end(until: datetime | None) -> int | None:
    return None if until is None else math.ceil(until.timestamp())


def _check_end(end: int | None, now: datetime) -> None:
    if end is not None and now.timestamp() >= end:
        raise ExpiredError
