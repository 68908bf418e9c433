"""Refusals of the token: whether the server's 401s mean that it is revoked.

A server also answers 401 while its own database fails it, as it cannot look the token up then
(`createSessionForUserAccessToken` in `server/channels/app/session.go`). So one refusal says nothing to a bot
that stays: the token is revoked once the server has gone on refusing it for a while.
"""

from __future__ import annotations

from collections.abc import Callable

REFUSALS = 3
REFUSED_FOR = 60.0
"""The token is revoked after so many refusals in a row, the last so many seconds after the first."""


class Refusals:
    """Judges the refusals of one token; `is_patient` is false for who asks only once, and stays for no more.

    `on_revoked` is told once when the token is found to be revoked, and again if that comes again.
    """

    def __init__(
        self, monotonic: Callable[[], float], on_revoked: Callable[[str], None] | None, *, is_patient: bool
    ) -> None:
        self._monotonic = monotonic
        self._on_revoked = on_revoked
        self._needed, self._lasting = (REFUSALS, REFUSED_FOR) if is_patient else (1, 0.0)
        self._count = 0
        self._since = 0.0
        self.revoked: str | None = None
        """What the server said last when the token was found to be revoked, None while it may be good."""

    def refused(self, reason: str) -> bool:
        """Take note of a refusal; return whether the token is revoked."""
        now = self._monotonic()
        if self._count == 0:
            self._since = now
        self._count += 1
        if self.revoked is not None:
            return True
        if self._count < self._needed or now - self._since < self._lasting:
            return False
        self.revoked = reason
        if self._on_revoked is not None:
            self._on_revoked(reason)
        return True

    def accepted(self) -> None:
        """Take note that the server did what was asked with the token: it is good, whatever was before."""
        self._count = 0
        self.revoked = None
