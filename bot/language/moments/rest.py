"""What a text says besides its time: the pieces of it, by position, and the words that remain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.language.moments.leads import after_connectors, lead_in
from bot.language.moments.reading import Piece, PieceKind
from bot.language.moments.scan import Scan
from bot.language.moments.values import Cluster

_BEFORE_TIME = frozenset(
    (
        "a", "pour", "de", "d", "du", "des", "de la", "de l", "vers", "vers les", "autour", "autour de",
        "aux alentours de", "aux environs de", "environ", "que", "qu", "au", "en", "et", "aux", "dans",
        "at", "on", "by", "for", "from", "of", "in", "to", "this", "about", "around", "and",
        ":", ",", "-", "(", ";", "=", "[", "/", "|", "@", ">",
    )
)  # fmt: skip
_AFTER_TIME = frozenset(
    (
        "au plus tard",
        "dernier delai",
        "at the latest",
        "inclus",
        "compris",
        "inclusive",
        "included",
        "de",
        "d",
        "pour",
        "que",
        "qu",
        "to",
        "that",
        "about",
        "for",
        ":",
        ",",
        "-",
        ")",
        ";",
        ".",
        "]",
        "=",
        "|",
    )
)
_ENGLISH_ONLY = frozenset(
    ("on", "to", "at", "of", "in", "by", "for", "from", "this", "about", "around", "and", "that")
)
_FRENCH_ONLY = frozenset(
    ("a", "de", "d", "du", "des", "que", "qu", "au", "en", "et", "aux", "dans", "pour", "vers", "environ")
)
_SHORTCODE_AHEAD = re.compile(r":[a-z][a-z0-9_+-]*:(?![^\s])")
_SHORTCODE_BEFORE = re.compile(r"(?:^|\s):[a-z][a-z0-9_+-]*:$")
_LONGEST_SHORTCODE = 40
_PUNCTUATION = frozenset(("Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sm", "Sk"))


def pieces(scan: Scan, text: str, chosen: Iterable[Cluster]) -> tuple[Piece, ...]:
    """Return the text cut in pieces, which put back together give the text."""
    kinds = _kinds(scan, chosen)
    marks: list[tuple[PieceKind, int, int]] = []
    for index, kind in enumerate(kinds):
        word = scan.words[index]
        if marks and marks[-1][0] == kind:
            marks[-1] = (kind, marks[-1][1], word.end)
        else:
            marks.append((kind, word.start, word.end))
    return _filled(marks, len(text))


def _filled(marks: list[tuple[PieceKind, int, int]], length: int) -> tuple[Piece, ...]:
    """Return the pieces with what lies between them, spaces mostly, given to a connector."""
    found: list[Piece] = []
    at = 0
    for kind, start, end in marks:
        if start > at:
            _append(found, "connector", at, start)
        _append(found, kind, start, end)
        at = end
    if at < length:
        _append(found, "connector", at, length)
    return tuple(found)


def _append(found: list[Piece], kind: PieceKind, start: int, end: int) -> None:
    if found and kind == "connector" and found[-1].kind == "connector":
        found[-1] = Piece(kind, found[-1].start, end)
    else:
        found.append(Piece(kind, start, end))


def rest_of(text: str, cut: Iterable[Piece]) -> str:
    """Return the words that remain, joined with a space, or a line break, where something was taken out."""
    said = ""
    before: Piece | None = None
    for piece in cut:
        if piece.kind != "rest":
            continue
        if before is not None:
            said += "\n" if "\n" in text[before.end : piece.start] else " "
        said += text[piece.start : piece.end]
        before = piece
    return said


def _kinds(scan: Scan, chosen: Iterable[Cluster]) -> list[PieceKind]:
    """Return what each lexeme is, whole runs of it at a time."""
    kinds: list[PieceKind] = ["rest"] * len(scan.words)
    for cluster in chosen:
        kinds[cluster.first : cluster.last] = ["connector"] * (cluster.last - cluster.first)
        for atom in cluster.atoms:
            kinds[atom.first : atom.last] = ["time"] * (atom.last - atom.first)
    led = _mark_leads(scan, kinds, 0)
    at = 0
    while at < len(kinds):
        if kinds[at] != "rest":
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] == "rest":
            end += 1
        if at and kinds[at - 1] == "time" and not led:
            led = _mark_leads(scan, kinds, at)
        _trim(scan, kinds, at, end)
        at = end
    return kinds


def _mark_leads(scan: Scan, kinds: list[PieceKind], at: int) -> bool:
    """Mark the lead-in that starts there as a connector, with the `de` after it or after its addressee."""
    start = at + 1 if at == 0 and kinds and scan.text(0).startswith("@") else at
    while start < len(kinds) and start < at + 3 and kinds[start] == "rest" and scan.sign(start, ",:;-./!"):
        start += 1
    end = lead_in(scan, start, opening=at == 0)
    if end == start:
        return False
    tied = after_connectors(scan, end)
    spans = [(start, tied)]
    if tied < len(scan.words) and scan.words[tied].kind == "opaque":
        spans.append((tied + 1, after_connectors(scan, tied + 1)))
    for first, last in spans:
        for place in range(first, last):
            if kinds[place] == "rest":
                kinds[place] = "connector"
    if scan.text(end - 1).endswith("penser"):
        _mark_penser(scan, kinds, end)
    return True


def _mark_penser(scan: Scan, kinds: list[PieceKind], end: int) -> None:
    """Drop the `à` of `fais-moi penser demain à appeler`, which stands after the time."""
    place = end
    while place < len(kinds) and kinds[place] != "rest":
        place += 1
    if place > end and scan.text(place) == "a":
        kinds[place] = "connector"


def _trim(scan: Scan, kinds: list[PieceKind], start: int, end: int) -> None:
    """Turn the connectors at the seams of a run of remaining words into connectors."""
    foreign = _ENGLISH_ONLY if scan.language == "fr" else _FRENCH_ONLY
    first, last = start, end
    while first < last and kinds[first] != "rest":
        first += 1
    if last < len(kinds):
        while last > first and _dangles(scan, last - 1, _BEFORE_TIME - foreign):
            last -= 1
    if first > 0:
        while first < last and _dangles(scan, first, _AFTER_TIME - foreign):
            first += 1
    if all(_punctuates(scan, place) for place in range(first, last)) and (start or end < len(kinds)):
        first = last
    for place in (*range(start, first), *range(last, end)):
        kinds[place] = "connector"


def _punctuates(scan: Scan, at: int) -> bool:
    """Return whether a sign says nothing by itself: a comma, an arrow, but no emoji."""
    return scan.words[at].kind == "sign" and unicodedata.category(scan.text(at)) in _PUNCTUATION


def _dangles(scan: Scan, at: int, connectors: frozenset[str]) -> bool:
    if scan.text(at) not in connectors or scan.words[at].gap == "-":
        return False
    return not (_opens_a_line(scan, at) or _belongs_to_a_word(scan, at))


def _belongs_to_a_word(scan: Scan, at: int) -> bool:
    """Return whether a sign is a part of what follows: `-5 %`, `.env`, the two of `:warning:`."""
    if scan.sign(at, ":"):
        start, end = scan.words[at].start, scan.words[at].end
        return bool(
            _SHORTCODE_AHEAD.match(scan.typed, start)
            or _SHORTCODE_BEFORE.search(scan.typed[max(0, end - _LONGEST_SHORTCODE) : end])
        )
    if not scan.sign(at, "-.") or scan.glued(at) or not scan.glued(at + 1):
        return False
    return bool(scan.digits(at + 1)) or (scan.sign(at, ".") and scan.words[at + 1].kind == "word")


def _opens_a_line(scan: Scan, at: int) -> bool:
    """Return whether a hyphen is the mark of an item in a list."""
    if at == 0 or not scan.sign(at, "-"):
        return False
    return "\n" in scan.typed[scan.words[at - 1].end : scan.words[at].start]
