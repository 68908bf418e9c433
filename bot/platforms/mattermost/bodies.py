"""Bodies of the requests that a Mattermost server makes: forms for slash commands, JSON for all else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

_MOST_FIELDS = 1000
"""A command has a few fields, and two more for each person or channel that it mentions."""

Form = Mapping[str, Sequence[str]]
"""The values of each field, one at least, in their order."""


class NoBodyError(Exception):
    """What came is nothing that a server sends."""


def form_of(body: bytes) -> Form:
    """Return the fields of a form.

    Raises:
        NoBodyError: it is none.
    """
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise NoBodyError from None


def firsts(form: Form) -> dict[str, str]:
    """Return the first value of each field."""
    return {name: values[0] for name, values in form.items()}


def payload_of(body: bytes) -> Mapping[str, Any]:
    """Return a JSON object.

    Raises:
        NoBodyError: it is none.
    """
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        raise NoBodyError from None
    if not isinstance(payload, dict):
        raise NoBodyError
    return payload


def text_in(payload: Mapping[str, Any], name: str) -> str | None:
    """Return the text of that name; an empty one is none."""
    value = payload.get(name)
    return value if isinstance(value, str) and value else None
