"""Letters as files: Markdown, HTML for mail clients, plain text, and a whole mail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import cast

from bot.chat.messages import File
from bot.language.messages import Message, _
from plugins.digest.documents import Document

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


def content_of(document: Document, form: str, series: int) -> bytes:
    """Return a letter in one of `FORMATS`, in UTF-8; `series` tells the letters of channels apart.

    The libraries that this needs are loaded here and not when the bot starts.
    """
    write = cast("Callable[[Document, int], bytes]", import_module(f"{__name__}.{form}").write)
    return write(document, series)


async def file_of(document: Document, form: str, series: int) -> File:
    """Return a letter as a file."""
    content = await asyncio.to_thread(content_of, document, form, series)
    return File(name_of(document, form), _TYPES[form], content)


def name_of(document: Document, form: str) -> str:
    """Return the name of the file of a letter: `lettre-12.html`."""
    word = "letter" if document.language == "en" else "lettre"
    return f"{word}-{document.number or 0}.{form}"
