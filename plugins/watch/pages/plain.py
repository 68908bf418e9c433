"""Words of pages as plain text: one line, decoded, without markup or signs that only deceive, bounded."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from itertools import pairwise

from bot.chat.markup import clean
from plugins.watch.pages.mending import mended

_TAG = re.compile(
    r"</?(?:p|br|hr|em|strong|b|i|u|s|small|mark|span|a|abbr|div|sup|sub|h[1-6]|ul|ol|li|font|center|img)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
"""Markup that content management leaves in attributes; not every `<word>`: a title may speak of tags."""
_SPACES = re.compile(r"\s+")
_STACKED = re.compile(
    r"([\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20f0\ufe00-\ufe0f]{3})[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20f0\ufe00-\ufe0f]+"
)
"""More accents on one letter than any language has: they overprint the lines around."""
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))


def plain(words: str, longest: int) -> str:
    """Return words of a page as plain text in one line of at most `longest` characters, perhaps empty.

    Entities are decoded, twice if somebody encoded them twice, and so are letters if that is sure. What
    cannot be seen is left out: controls, overrides of direction, characters without width, those that have no
    meaning. It is not escaped.
    """
    raw = words[: longest * 20]
    raw = mended(unescape(unescape(raw)) if "&" in raw else raw)
    spaced = _SPACES.sub(" ", clean(_TAG.sub(" ", _SPACES.sub(" ", raw))))
    seen = spaced if spaced.isascii() else _visible(spaced)
    return bounded(_SPACES.sub(" ", seen).strip(), longest)


def bounded(words: str, longest: int) -> str:
    """Return at most `longest` characters of a text, ended between words by `…` if it is cut."""
    if len(words) <= longest:
        return words
    cut = words[: longest - 1]
    at = cut.rfind(" ")
    return f"{(cut[:at] if at > longest * 3 // 4 else cut).rstrip(' ,;:.-–—')}…"


def _visible(words: str) -> str:
    """Return the words in composed form, without the characters that nobody sees."""
    whole = unicodedata.normalize("NFC", words)
    shown = "".join(
        letter
        for before, letter in pairwise(f" {whole}")
        if unicodedata.category(letter) not in _UNSEEN or _is_of_an_emoji(before, letter)
    )
    return _STACKED.sub(r"\1", shown)


def _is_of_an_emoji(before: str, letter: str) -> bool:
    """Return whether what nobody sees joins the emoji before it to another, or says which flag it is."""
    if letter == "\u200d":
        return before == "\ufe0f" or unicodedata.category(before) in ("So", "Sk")
    is_tag = "\U000e0020" <= letter <= "\U000e007f"
    return is_tag and (before == "🏴" or "\U000e0020" <= before <= "\U000e007f")
