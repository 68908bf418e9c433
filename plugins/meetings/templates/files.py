"""Templates as files: what an editor of texts wrote."""

from __future__ import annotations

from bot.chat.messages import File
from bot.language.messages import _
from bot.plugin import Refusal

_LARGEST = 32_000
"""Bytes: more than any template has."""


def text_of(file: File) -> str:
    """Return the text of a file, of UTF-8 or as Windows writes it.

    Raises:
        Refusal: it holds no text, or far too much.
    """
    if len(file.content) > _LARGEST:
        raise Refusal("too_large", _("The file is too large to be a template: at most 3,000 characters fit."))
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = file.content.decode("cp1252", errors="replace")
    if "\x00" in text or not text.strip():
        raise Refusal("no_text", _("The file holds no text: save it as plain text (.txt)."))
    return text.strip()
