"""Identifiers as Mattermost makes them: 26 characters of its base 32 alphabet."""

import re
import secrets

_ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769"
_LENGTH = 26
_SHAPE = re.compile(r"[A-Za-z0-9]{26}")


def new_id() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def is_id(text: object) -> bool:
    return isinstance(text, str) and _SHAPE.fullmatch(text) is not None
