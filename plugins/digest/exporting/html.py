"""A letter as HTML for mail clients: one table, inline styles only, nothing from outside, no script.

Colours are always given in pairs, of the text and of what is behind it: a client that darkens one darkens the
other, and their contrast holds. What `render` makes is HTML already, and holds none that anybody wrote. What
mail clients render is collected at https://www.caniemail.com. What is not shown at the top of the page is
what they show of a mail in their list, beside its subject. Outlook for Windows knows no `max-width`: what
stands in comments holds the page together there, and is nothing anywhere else.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.chat.plain import plain
from bot.language.messages import _
from plugins.digest.documents import Document
from plugins.digest.exporting.reading import render, render_inline

INK, PAPER, AROUND, QUIET, LINK, LINE = "#1b1b1b", "#ffffff", "#eef1f6", "#4a4a4a", "#0b4f9e", "#c3cad6"
"""The colours: of text, of the page, of what is around it, of the foot, of links, of rules."""

_FONT = "font-family:Arial,Helvetica,sans-serif"
_WRAP = "overflow-wrap:anywhere;word-wrap:break-word;word-break:break-word"
"""An address without a place to break would widen the page beyond the screen of a phone."""
_STYLES = {
    "p": f"margin:0 0 12px 0;{_FONT};font-size:16px;line-height:24px;color:{INK}",
    "a": f"color:{LINK};text-decoration:underline",
    "ul": "margin:0 0 12px 0;padding:0 0 0 24px",
    "ol": "margin:0 0 12px 0;padding:0 0 0 24px",
    **{
        tag: f"margin:16px 0 8px 0;{_FONT};font-size:{size}px;line-height:24px;font-weight:bold;color:{INK}"
        for tag, size in (("h3", 18), ("h4", 17), ("h5", 16), ("h6", 16))
    },
    "blockquote": f"margin:0 0 12px 0;padding:0 0 0 12px;border-left:3px solid {LINE}",
    "hr": f"margin:16px 0;border:0;border-top:1px solid {LINE}",
    "li": f"margin:0 0 8px 0;{_FONT};font-size:16px;line-height:24px;color:{INK}",
}
_IN_LISTS = {**_STYLES, "p": f"margin:0 0 4px 0;{_FONT};font-size:16px;line-height:24px;color:{INK}"}


@cache
def _environment() -> Environment:
    folder = Path(__file__).parents[1] / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html(document: Document) -> str:
    """Return a letter as a whole HTML page."""
    words = document.words
    sections = [
        {
            "title": plain(section.title),
            "groups": [
                {
                    "heading": render_inline(group.heading, _STYLES) if group.heading else None,
                    "items": [render(item, _IN_LISTS) for item in group.items],
                }
                for group in section.groups
            ],
            "more": render(section.more, _STYLES) if section.more else None,
        }
        for section in document.sections
    ]
    nothing = words(_("Nothing new this time: there is nothing that you missed."))
    return (
        _environment()
        .get_template("letter.html")
        .render(
            language=document.language,
            title=plain(document.title),
            note=plain(document.note),
            editorial=render(document.editorial, _STYLES, is_editorial=True) if document.editorial else None,
            nothing=plain(nothing) if document.is_empty else None,
            sections=sections,
            foot=plain(words(_("A letter composed by Maillage from what the network shares."))),
            glance=", ".join(plain(section.title) for section in document.sections),
            font=_FONT,
            wrap=_WRAP,
            styles=_STYLES,
            ink=INK,
            paper=PAPER,
            around=AROUND,
            quiet=QUIET,
            line=LINE,
        )
    )


def write(document: Document, _series: str) -> bytes:
    """Return the file of a letter."""
    return html(document).encode()
