"""Trigger ids: for a few seconds they let an integration open a dialog for the person who acted."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from .errors import ApiError
from .ids import new_id
from .state import Clock


class Triggers:
    """Makes and checks trigger ids.

    Args:
        now: seconds since 1970.
        seconds: how long they live: 3 on 5.37, 30 on 11.
    """

    def __init__(self, now: Clock, seconds: float) -> None:
        self._now = now
        self._secret = new_id().encode()
        self.seconds = seconds

    def make(self, user_id: str) -> tuple[str, str]:
        """What the client of the person gets, and what the integration gets."""
        client_id = new_id()
        claim = f"{client_id}:{user_id}:{int(self._now() * 1000)}:"
        return client_id, base64.b64encode(claim.encode() + self._sign(claim)).decode()

    def open(self, trigger_id: str) -> tuple[str, str]:
        """The client's trigger id and the person's id.

        Raises:
            ApiError: 400 when it is malformed, too old or forged.
        """
        try:
            parts = base64.b64decode(trigger_id, validate=True).decode().split(":")
        except (binascii.Error, UnicodeDecodeError):
            raise ApiError(400, "interactive_message.decode_trigger_id.base64_decode_failed") from None
        if len(parts) != 4 or not parts[2].isdecimal():
            raise ApiError(400, "interactive_message.decode_trigger_id.missing_data")
        client_id, user_id, moment, signature = parts
        if self._now() * 1000 - int(moment) > self.seconds * 1000:
            raise ApiError(400, "interactive_message.decode_trigger_id.expired", Seconds=int(self.seconds))
        if not hmac.compare_digest(signature.encode(), self._sign(f"{client_id}:{user_id}:{moment}:")):
            raise ApiError(400, "interactive_message.decode_trigger_id.verify_signature_failed")
        return client_id, user_id

    def _sign(self, claim: str) -> bytes:
        return base64.b64encode(hmac.digest(self._secret, claim.encode(), hashlib.sha256))
