"""Neutral Markdown: plain Markdown, plus marks that each platform turns into its own form.

A mention of a member is a mark, never a typed `@name`: so a platform can make every `@` that stands outside a
mark harmless, whoever wrote it. `clean` removes the characters that delimit marks from all that comes in.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.marks import CLOSE, OPEN
from bot.language.messages import Markup

_MARK = re.compile(f"{OPEN}([mt])\\|([^|{CLOSE}]*)\\|([^{CLOSE}]*){CLOSE}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_AT = re.compile(
    r"""(?<!\w)https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?/[^\s<>()\[\]"',]*   # an address may hold an @
      | (?<![\w.+-])[\w.+-]*\w@\w[\w-]*\.\w[\w.-]*   # so does an e-mail address; in linear time
      | @(?P<name>[^\W_]+)                   # whatever stands around it: servers trim signs away
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What is no whole address to a server, such as `https://@all`, is not spared: it would call all the same."""


def clean(text: str) -> str:
    """Return what somebody typed without the characters that only deceive: controls, overrides, our marks.

    Nor does it keep what made a copied `@name` harmless, nor halves of characters, which no database takes.
    """
    whole = text.encode(errors="ignore").decode().replace("@\u200b", "@")
    return _CONTROL.sub("", _PRIVATE.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")))


def mention(member: int, username: str) -> Markup:
    """Return the mark that names a member and calls their attention."""
    return Markup(f"{OPEN}m|{member}|{username}{CLOSE}")


def translate(
    text: str,
    *,
    mention_form: Callable[[int, str], str],
    timestamp_form: Callable[[int, str], str],
    calls: Callable[[str], bool],
) -> str:
    """Return `text` in a platform's own Markdown.

    `mention_form` is given a member's id and user name, `timestamp_form` a Unix time in seconds and the words
    for it. `calls` tells whether a typed `@name` would call somebody's attention on that platform: those are
    made harmless with a zero-width space, save in web and e-mail addresses.
    """

    def silence(at: re.Match[str]) -> str:
        name = at.group("name")
        return f"@\u200b{name}" if name is not None and calls(name) else at.group()

    pieces: list[str] = []
    start = 0
    for mark in _MARK.finditer(text):
        pieces.append(_AT.sub(silence, text[start : mark.start()]))
        kind, value, words = mark.groups()
        form = mention_form if kind == "m" else timestamp_form
        pieces.append(form(int(value), words))
        start = mark.end()
    pieces.append(_AT.sub(silence, text[start:]))
    return "".join(pieces)


def mentioned(text: str) -> list[int]:
    """Return the ids of the members that the text mentions, in order, each once."""
    return list(dict.fromkeys(int(mark.group(2)) for mark in _MARK.finditer(text) if mark.group(1) == "m"))
