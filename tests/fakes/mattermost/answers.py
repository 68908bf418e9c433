"""What an integration may answer to a slash command."""

from __future__ import annotations

import json
from typing import Any

from . import attachments

NO_ANSWER = {
    "attachments": None,
    "channel_id": "",
    "extra_responses": None,
    "goto_location": "",
    "icon_url": "",
    "props": None,
    "response_type": "",
    "skip_slack_parsing": False,
    "text": "",
    "trigger_id": "",
    "type": "",
    "username": "",
}


def parsed_answer(kind: str, content: bytes) -> dict[str, Any]:
    """An answer to a command, with every field; anything that is not called JSON is plain text.

    Raises:
        ValueError: JSON was announced and is not there.
    """
    if kind != "application/json":
        return NO_ANSWER | {"text": content.decode(errors="replace")}
    given = json.loads(content)
    if isinstance(given, dict):
        return _filled(given)
    raise ValueError("not an object")


def _filled(given: dict[str, Any]) -> dict[str, Any]:
    answer = NO_ANSWER | {key: given[key] for key in NO_ANSWER if given.get(key) is not None}
    if answer["attachments"]:
        answer["attachments"] = attachments.normalised({"attachments": answer["attachments"]})["attachments"]
    if answer["extra_responses"]:
        answer["extra_responses"] = [_filled(one) for one in answer["extra_responses"]]
    return answer
