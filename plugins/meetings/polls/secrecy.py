"""Who a ballot is of: a member, or in an anonymous poll a key that only the poll's secret leads back."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

_LENGTH = 32
"""Bytes, as many as the digest has."""


def new_secret() -> bytes:
    """Return the secret of one anonymous poll."""
    return secrets.token_bytes(_LENGTH)


def voter(member: int, secret: bytes | None) -> str:
    """Return the key of a member's ballot: with a secret it says nothing of who that is.

    >>> voter(12, None)
    'member:12'
    """
    said = f"member:{member}"
    return said if secret is None else hmac.new(secret, said.encode(), sha256).hexdigest()
