"""Letters as files: Markdown, HTML for mail clients, plain text, and a whole mail."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import UTC
from hashlib import sha256
from importlib import import_module
from types import MappingProxyType
from typing import cast

from bot.chat.markup import clean, translate
from bot.chat.messages import File
from bot.language.folding import fold
from bot.language.messages import Markup, Message, _
from plugins.digest.documents import Document
from plugins.digest.models import SeriesRow

FORMATS: Mapping[str, Message] = MappingProxyType(
    {
        "md": _("As Markdown"),
        "html": _("As a web page"),
        "txt": _("As plain text"),
        "eml": _("As an e-mail"),
    }
)
"""The forms of a letter, by the end of their files' names, as people choose them."""

_TYPES = {
    "md": "text/markdown",
    "html": "text/html",
    "txt": "text/plain",
    "eml": "message/rfc822",
}


_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_LONGEST_CHANNEL = 40
_CALL_BY_NUMBER = re.compile(r"<@(?=[!&]?\d)")
"""How Discord writes that somebody, or all who have a role, are called; it minds no backslash."""


def name_of_series(series: SeriesRow) -> str:
    """Return what tells the letters of a channel from those of all others, also of another installation."""
    begun = series.created_at.astimezone(UTC).isoformat()
    return f"{series.id}-{sha256(f'{series.id} {begun}'.encode()).hexdigest()[:16]}"


def content_of(document: Document, form: str, series: str) -> bytes:
    """Return a letter in one of `FORMATS`, in UTF-8; `series` is as `name_of_series` gives it.

    Whatever stands in it calls nobody in the chat into which it is copied. The libraries that this needs are
    loaded here and not when the bot starts.
    """
    write = cast("Callable[[Document, str], bytes]", import_module(f"{__name__}.{form}").write)
    return write(document.changed(harmless), series)


def harmless(text: str) -> Markup:
    """Return a text that calls nobody, in any chat, and turns round nothing that follows it."""
    quiet = translate(
        clean(text),
        mention_form=lambda _member, username: username,
        timestamp_form=lambda _seconds, spelled: spelled,
        calls=lambda _name: True,
    )
    return Markup(_CALL_BY_NUMBER.sub("<@\u200b", quiet))


async def file_of(document: Document, form: str, series: str, channel: str) -> File:
    """Return a letter of a channel as a file."""
    content = await asyncio.to_thread(content_of, document, form, series)
    return File(name_of(document, form, channel), _TYPES[form], content)


def name_of(document: Document, form: str, channel: str) -> str:
    """Return the name of the file of a letter: `lettre-loire-42-12.html`, of a-z, 0-9 and `-` alone."""
    word = "letter" if document.language == "en" else "lettre"
    named = _NOT_IN_NAMES.sub("-", fold(channel))[:_LONGEST_CHANNEL].strip("-")
    return "-".join(part for part in (word, named, str(document.number or 0)) if part) + f".{form}"
