"""Plain text of what feeds hold: no markup, no entities, nothing that deceives the eye, and not too long."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from bot.chat.markup import clean
from bot.language.shortening import MARK, shortened
from plugins.watch.pages.mending import mended

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCKS = (
    "address|article|aside|blockquote|br|caption|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main"
    "|nav|ol|option|p|pre|section|table|td|th|tr|ul"
)
_BLOCK = re.compile(rf"<(?=/?(?:{_BLOCKS}|{_BLOCKS.upper()})\b)")
"""Where words end that no space parts. Ten times as fast as ignoring case."""
_MARKUP = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <(script|style|template)\b.*?(?:</\1\b[^>]*>|\Z)
      | <[a-z/!?](?:"[^"]*"|'[^']*'|[^<>])*>?
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
"""Comments, elements that nobody reads, tags. Linear in the length of any text, unlike what builds trees."""
_LATIN_CONTROL = re.compile("[\x80-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u061c\u2060\ufeff\ufffe\uffff]")
"""Soft hyphens, spaces of no width, marks of direction."""
_LOOK = 2
"""How many times the characters that are wanted are looked at first: markup and text."""
_LONGEST_LOOK = 262_144
"""What is looked at where this was not enough: pictures may be written in a text, and are long."""


class Said(NamedTuple):
    """A text as a feed has it: `is_markup` if it is HTML."""

    text: str
    is_markup: bool = True


def plain(said: Said, most: int) -> str:
    """Return a text of a feed as one line of plain text, of at most `most` characters."""
    if len(said.text) <= _LOOK * most:
        return shortened(_line(said.text, said.is_markup), most)
    line = _line(_beginning(said.text, _LOOK * most), said.is_markup)
    return shortened(line if len(line) > most else _line(said.text[:_LONGEST_LOOK], said.is_markup), most)


def _beginning(text: str, length: int) -> str:
    """Return the beginning of a text, cut in no word, if it has any, and in no tag."""
    text = text[:length]
    last = text.rfind("<")
    if last > text.rfind(">") and text[last + 1 :].isascii():
        return text[:last]
    return text[: text.rfind(" ")] if " " in text else text


def _line(text: str, is_markup: bool) -> str:
    if is_markup and "<" in text:
        text = _without_markup(text)
    elif is_markup and "&" in text:
        text = html.unescape(text)
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    line = " ".join(mended(text).replace("\x85", MARK).split())
    return line if line.isprintable() else _without_oddities(line)


def _without_oddities(line: str) -> str:
    return " ".join(clean(_INVISIBLE.sub("", _LATIN_CONTROL.sub(_as_meant, line))).split())


def _without_markup(text: str) -> str:
    bare = _MARKUP.sub("", _BLOCK.sub(" <", text))
    return html.unescape(bare) if "&" in bare else bare


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity.group())


def _as_meant(control: re.Match[str]) -> str:
    """Return what somebody wrote in Windows-1252 where the text has a control of Latin-1."""
    return control.group().encode("latin-1").decode("cp1252", "ignore")
