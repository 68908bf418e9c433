"""Texts that are shown in short: on one line, cut after a word, and marked so."""

from __future__ import annotations

MARK = "…"
_BEFORE_THE_MARK = " ,;:.…–—-(«\u00a0\u202f\u200d"
"""What says nothing more before the mark: the last is the joiner of an emoji that was cut in two."""


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` characters, cut after a word where it is too long, and marked so.

    One word that takes more than half of the room is cut itself, rather than all of it left out.

    >>> shortened("Préparer l’atelier photo", 20)
    'Préparer l’atelier…'
    """
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    if not text[most - 1].isspace():
        before = cut.rpartition(" ")[0]
        cut = before if len(before) > most // 2 else cut
    return cut.rstrip(_BEFORE_THE_MARK) + MARK


def in_one_line(text: str, most: int) -> str:
    """Return a text on one line, shortened if it is long."""
    return shortened(" ".join(text.split()), most)
