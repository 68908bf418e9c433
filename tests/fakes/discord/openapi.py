"""Discord's own OpenAPI description, when a file with it is at hand: bodies are validated against it.

The environment variable MAILLAGE_DISCORD_OPENAPI names the file (github.com/discord/discord-api-spec,
`specs/openapi.json`). Its schemas are JSON Schema, draft 2020-12.
"""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

VARIABLE = "MAILLAGE_DISCORD_OPENAPI"
_TOLD, _SENT = "urn:discord:told", "urn:discord:sent"
_SENT_ID = {"anyOf": [{"type": "string", "pattern": "^(0|[1-9][0-9]*)$"}, {"type": "integer", "minimum": 0}]}
"""reference: Snowflakes; told as strings, taken as integers as well (discord.py sends some)."""
_SHOWN = 300
_ANSWERED = ("200", "201", "202")


@dataclass(frozen=True)
class Wrong:
    """What does not fit: where in the body, and why."""

    path: tuple[str | int, ...]
    why: str

    def __str__(self) -> str:
        return f"{'.'.join(str(step) for step in self.path)}: {self.why}"


class OpenApi:
    """The description, with a validator for each operation that was asked for."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._paths = document["paths"]
        components = document["components"]
        schemas = components["schemas"] | {"SnowflakeType": _SENT_ID}
        sent = document | {"components": components | {"schemas": schemas}}
        described = [(_TOLD, _resource(document)), (_SENT, _resource(sent))]
        self._registry: Registry[Any] = Registry().with_resources(described)
        self._validators: dict[str, Draft202012Validator] = {}

    def describes(self, method: str, template: str) -> bool:
        """Whether there is such an operation."""
        return method.lower() in self._paths.get(template, {})

    def wrong_request(self, method: str, template: str, body: Any) -> Wrong | None:
        """What is wrong with a body; None if nothing is or the operation is not described."""
        operation = self._paths.get(template, {}).get(method.lower())
        content = (operation or {}).get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return None
        steps = (template, method.lower(), "requestBody", "content", "application/json", "schema")
        return self._wrong(_SENT, steps, body)

    def wrong_answer(self, method: str, template: str, status: int, body: Any) -> Wrong | None:
        """What is wrong with an answer of the fake; None if nothing is."""
        operation = self._paths.get(template, {}).get(method.lower())
        if operation is None:
            return None
        responses = operation["responses"]
        if str(status) not in responses:
            described = any(one in responses for one in _ANSWERED)
            return Wrong((), f"status {status} is not described") if described and status < 300 else None
        if "application/json" not in responses[str(status)].get("content", {}):
            return None
        steps = (template, method.lower(), "responses", str(status), "content", "application/json", "schema")
        return self._wrong(_TOLD, steps, body)

    def _wrong(self, base: str, steps: tuple[str, ...], instance: Any) -> Wrong | None:
        pointer = "/".join(step.replace("~", "~0").replace("/", "~1") for step in ("paths", *steps))
        validator = self._validators.get(pointer)
        if validator is None:
            schema = {"$ref": f"{base}#/{pointer}"}
            validator = Draft202012Validator(schema, registry=self._registry)
            self._validators[pointer] = validator
        if validator.is_valid(instance):
            return None
        error = best_match(validator.iter_errors(instance))
        assert isinstance(error, ValidationError)
        return Wrong(tuple(error.absolute_path), error.message[:_SHOWN])


def _resource(document: dict[str, Any]) -> Resource[Any]:
    return Resource.from_contents(document, default_specification=DRAFT202012)


@functools.cache
def description() -> OpenApi | None:
    """The description that the environment names, read once; None without."""
    path = os.environ.get(VARIABLE)
    if not path:
        return None
    return OpenApi(json.loads(Path(path).read_text(encoding="utf-8")))
