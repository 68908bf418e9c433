"""The probe: a slash command that the bot answers by itself, to show that the server reaches it.

The installation and the checks type it as the bot, so that nobody sees it; it takes the same way as what
people type, through proxies and with the command's token, and ends before any plugin. The answer is told
from that of any other program by a word made anew each time, in a sentence that no echo would give back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_OPTION = "--probe "
_LONGEST = 64


def probe_text(word: str) -> str:
    """Return what is typed after the slash command; `word` is a new one."""
    return f"{_OPTION}{word}"


def probe_answer(text: str) -> dict[str, Any] | None:
    """Return the answer to a slash command if what was typed after it is a probe, else None."""
    word = text.removeprefix(_OPTION)
    if word == text or not word.isalnum() or len(word) > _LONGEST:
        return None
    return {"response_type": "ephemeral", "text": _sentence(word)}


def is_probe_answer(answer: Mapping[str, Any], word: str) -> bool:
    """Return whether the server's answer to a probe is that of a bot like this one."""
    return answer.get("text") == _sentence(word)


def _sentence(word: str) -> str:
    return f"Maillage: {word}"
