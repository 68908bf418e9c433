"""Who an answer is of: a member, or where answers are anonymous a key that only a secret leads back to them.

Each anonymous poll, and each anonymous survey, has a secret of its own, which is destroyed when it ends.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

_LENGTH = 32
"""Bytes, as many as the digest has."""


def new_secret() -> bytes:
    """Return the secret of one anonymous poll or survey."""
    return secrets.token_bytes(_LENGTH)


def voter(member: int, secret: bytes | None) -> str:
    """Return the key of a member's ballot or answer: with a secret it says nothing of who that is.

    >>> voter(12, None)
    'member:12'
    """
    said = f"member:{member}"
    return said if secret is None else hmac.new(secret, said.encode(), sha256).hexdigest()
