"""Texts of messages as people typed them, and the links and tags in them."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"<(?:a?(?P<emoji>:\w+:)\d+|(?P<command>/[^:<>]+):\d+)>")
_LINK = re.compile(r"https?://[^\s<>()\[\]\"']+[^\s<>()\[\]\"'.,;:!?…»]")
_TAG = re.compile(r"(?<![\w#&/])#([^\W\d_][\w-]{0,63})")
_MOST_LINKS = 10


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


def links_and_tags(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses in a text, some at most, and its tags without their sign.

    >>> links_and_tags("https://a.example/x#y #veille")
    (('https://a.example/x#y',), ('veille',))
    """
    tags = dict.fromkeys(_TAG.findall(_LINK.sub(" ", text)))
    return tuple(_LINK.findall(text)[:_MOST_LINKS]), tuple(tags)
