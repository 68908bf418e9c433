"""What leads on from a summary, which says nothing of the entry: “… Read more”, “[…]”, “first appeared on”.

Which words lead on, each site chooses for itself: what shows them is an anchor to the entry itself at the
end, or the mark of what is left out.
"""

from __future__ import annotations

import html
import re

from plugins.watch.pages.canonical import AddressError, canonical
from plugins.watch.reading.plain import Said, plain

_LOOKED_AT = 1_500
"""Characters at the end of a text among which its tail is."""
_ANCHOR = re.compile(
    r"<a\b[^<>]*?\bhref\s*=\s*[\"']?([^\"'\s<>]+)(?=[\"'\s>])[^<>]*>(?:(?!<a\b).)*?</a\s*>",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?:p|div|br|hr|li)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SCHEME = re.compile(r"^(?:https?:)?//(?:www\.)?", re.IGNORECASE)
_OF_A_FOOTER = 60
"""So many characters stand around the anchors of a line that only says where the entry appeared."""
_ARROWS = "→»›>⟶ \u00a0\u202f"
_LEFT_OUT = re.compile(
    r"""(?: \s* [\[(] \s* (?:…|\.{3}) \s* [\])] | \s+ (?:…|\.{3,}+)
          | (?:…|(?<!\.)\.{3,}+) (?=[^.…]{1,40}[→»›>]\s*$) )
        \s* (?: [^\W\d_][\w’'-]* (?:\s[\w’'-]+){0,3} )? [\s→»›>]* $""",
    re.VERBOSE,
)
"""The mark of what is left out: in brackets, after a space or before an arrow; a few words may follow it."""


def without_tail(said: Said, url: str | None) -> Said:
    """Return the text of an entry without an anchor to the entry itself at its end."""
    if url is None or not said.is_markup or ("<a" not in said.text and "<A" not in said.text):
        return said
    text, own = said.text.rstrip(), _untraced(url)
    return said._replace(text=_without_anchor(_without_footer(text, own), own))


def _untraced(url: str) -> str:
    """Return an address without what a feed adds to it to know its readers: anchors are without that."""
    try:
        return canonical(url) if "?" in url else url
    except AddressError:
        return url


def _without_footer(text: str, url: str) -> str:
    head, tail = text[:-_LOOKED_AT], text[-_LOOKED_AT:]
    last = _last_line(tail)
    is_after_others = bool(head or _words(tail[:last]))
    return (head + tail[:last]).rstrip() if is_after_others and _is_footer(tail[last:], url) else text


def _last_line(markup: str) -> int:
    """Return where the last line begins that says anything: there may be hundreds of empty ones after it."""
    end = len(markup)
    for start in reversed([match.start() for match in _BLOCK.finditer(markup)]):
        if html.unescape(_TAG.sub("", markup[start:end])).strip():
            return start
        end = start
    return 0


def _without_anchor(text: str, url: str) -> str:
    head, tail = text[:-_LOOKED_AT], text[-_LOOKED_AT:]
    last = next(reversed(list(_ANCHOR.finditer(tail))), None)
    if last is None or not _leads_to(last[1], url) or _words(tail[last.end() :]).strip(_ARROWS):
        return text
    return head + tail[: last.start()]


def ended(summary: str) -> str:
    """Return a summary whose end is marked in one way, if it was marked that more is to be read.

    >>> ended("Un atelier pour tous [...] Lire la suite →"), ended("Il hésite… Puis il part.")
    ('Un atelier pour tous…', 'Il hésite… Puis il part.')
    """
    has_mark = "…" in summary or "..." in summary  # found a hundred times as fast
    return _LEFT_OUT.sub("…", summary) if has_mark else summary


def _is_footer(block: str, url: str) -> bool:
    """Return whether a last line only says where the entry appeared: it leads there, and to its site."""
    leads = [match[1] for match in _ANCHOR.finditer(block)]
    is_own = any(_leads_to(lead, url) for lead in leads)
    site = _bare(url).partition("/")[0]
    has_site = any(_bare(lead).partition("/")[0] == site and not _leads_to(lead, url) for lead in leads)
    return is_own and has_site and len(_words(_ANCHOR.sub("", block))) <= _OF_A_FOOTER


def _leads_to(written: str, url: str) -> bool:
    """Return whether an address is that of the entry, whatever a site adds to it for counting."""
    found, own = _bare(written), _bare(url)
    return found == own or ("?" not in own and found.partition("?")[0].rstrip("/") == own)


def _bare(url: str) -> str:
    return _SCHEME.sub("", html.unescape(url)).partition("#")[0].rstrip("/").lower()


def _words(markup: str) -> str:
    return plain(Said(markup), _LOOKED_AT)
