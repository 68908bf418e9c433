"""Texts of messages as people typed them."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"<(?:a?(?P<emoji>:\w+:)\d+|(?P<command>/[^:<>]+):\d+)>")


def as_typed(text: str, me: int = 0, role: int = 0) -> str:
    """Return a text without the mention by which the bot, of the id `me`, is called, or its own `role`.

    An emoji of a guild, and a command to click on, are as they were typed.

    >>> as_typed("<@42>, </rappel:7> demain 9h CAF <:oui:8>", 42)
    '/rappel demain 9h CAF :oui:'
    """
    call = _call(text, me, role)
    if call is not None:
        text = f"{text[: call.start()]}{text[call.end() :]}".strip(" ,:\n")
    return _SPECIAL.sub(lambda found: found["emoji"] or found["command"], text)


def calls(text: str, me: int, role: int = 0) -> bool:
    """Return whether the bot, of the id `me`, is mentioned in a text, or the `role` that is its own.

    Discord also counts as mentioned whoever wrote what a message replies to: that is talk about the bot's
    post, and not to the bot.

    >>> calls("merci <@42> !", 42), calls("merci !", 42)
    (True, False)
    """
    return _call(text, me, role) is not None


def _call(text: str, me: int, role: int) -> re.Match[str] | None:
    return re.search(rf"<@(?:!?{me}|&{role})>", text)
