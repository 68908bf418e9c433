"""A sentence in two forms side by side: folded, in which cues are looked for, and as it was typed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.language.folding import fold, nearest

_TOKEN = re.compile(r"[^\W_](?:(?:[\w+#&-]|\.(?=[a-z\d]))*[\w+#])?['’ʼ]?|[^\w\s]|_")
_CONTRACTED: Mapping[str, str] = {
    "chui": "je suis",
    "chuis": "je suis",
    "jsuis": "je suis",
    "jsui": "je suis",
    "jsais": "je sais",
    "jsai": "je sais",
    "jveux": "je veux",
    "jpeux": "je peux",
    "jpe": "je peux",
    "jfais": "je fais",
    "jparle": "je parle",
    "jconnais": "je connais",
    "jmaitrise": "je maitrise",
    "sui": "suis",
    "mieu": "mieux",
    "surtt": "surtout",
    "avc": "avec",
    "pr": "pour",
    "ds": "dans",
    "bcp": "beaucoup",
    "svt": "souvent",
    "qd": "quand",
    "mtn": "maintenant",
    "mnt": "maintenant",
    "tt": "tout",
    "tte": "toute",
    "im": "i'm",
    "id": "i'd",
    "g": "j'ai",
    "jai": "j'ai",
    "fe": "fait",
    "jcone": "je connais",
    "jconai": "je connais",
    "jconnai": "je connais",
}
"""What people write in one word, in full."""
_ELIDED = re.compile(r"j(?:aim|adore|anim|appren|aid|accomp|accueil|inter|util|enseign|habit|ai$|ador)")
_ELIDED_ME = re.compile(r"m(?:interess|initi|amelior|occup|adress)")
"""Verbs before which the apostrophe is forgotten: `jaimerais`."""
_APART = re.compile(r"(?<![\w'’ʼ])[lLdDmMtT] (?=[aeiouyhAEIOUYHéèêàâîïôÉÈÀ])")
"""One letter apart, before a vowel: `a l aise`."""
_AFTER = frozenset(
    (
        "je",
        "j'",
        "suis",
        "d'",
        "bien",
        "me",
        "m'",
        "a",
        "aimerais",
        "aimerai",
        "voudrais",
        "voudrai",
        "veux",
        "de",
        "mieux",
    )
)
"""Words after which one may be the slip of a word that matters."""
_SHORTEST_SLIP = 5


@dataclass(frozen=True, slots=True)
class Aligned:
    """`folded` is what cues are looked for in; `typed(start, end)` gives back what stood there."""

    text: str
    folded: str
    _starts: tuple[int, ...]
    _spans: tuple[tuple[int, int], ...]

    def typed(self, start: int, end: int) -> str:
        """Return what was typed for a part of the folded text, whole words."""
        while start < end and self.folded[start] == " ":
            start += 1
        if start >= end:
            return ""
        first = self._token_at(start)
        last = self._token_at(end - 1)
        return self.text[self._spans[first][0] : self._spans[last][1]].strip()

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the folded text the words stand that were typed between two places."""
        inside = [place for place, span in enumerate(self._spans) if span[0] < end and span[1] > start]
        if not inside:
            return 0, 0
        last = inside[-1]
        stop = self._starts[last + 1] if last + 1 < len(self._starts) else len(self.folded)
        return self._starts[inside[0]], stop

    def _token_at(self, place: int) -> int:
        return max(bisect_right(self._starts, place) - 1, 0)


def align(text: str, known: Collection[str] = (), right: Collection[str] = ()) -> Aligned:
    """Return a text with its folded form; a slip of one of the words `known` after a pronoun is corrected.

    The words of `right` are no slips.

    Words of the folded form are parted by one space, but none stands after an apostrophe.
    """
    pieces: list[str] = []
    starts: list[int] = []
    spans: list[tuple[int, int]] = []
    length = 0
    before = ""
    for token in _TOKEN.finditer(text):
        is_elided = _APART.match(text, token.start()) is not None
        whole = f"{token.group()}'" if is_elided else "et" if token.group() == "é" else token.group()
        for word in _words(fold(whole), before, known, right):
            if pieces and not before.endswith("'"):
                pieces.append(" ")
                length += 1
            starts.append(length)
            spans.append(token.span())
            pieces.append(word)
            length += len(word)
            before = word
    return Aligned(text, "".join(pieces), tuple(starts), tuple(spans))


def _words(word: str, before: str, known: Collection[str], right: Collection[str]) -> list[str]:
    if word in _CONTRACTED:
        return _CONTRACTED[word].split()
    if _ELIDED_ME.match(word):
        return ["m'", word[1:]]
    if _ELIDED.match(word):
        return ["j'", _corrected(word[1:], "j'", known, right)]
    if word == "j":
        return ["j'"]
    return [_corrected(word, before, known, right)]


def _corrected(word: str, before: str, known: Collection[str], right: Collection[str]) -> str:
    """Return the known word of which this one is a slip, if it stands where one is expected."""
    if before not in _AFTER or len(word) < _SHORTEST_SLIP or word in known or word in right:
        return word
    for meant in nearest(word, known, 1):
        if meant[0] == word[0] and abs(len(meant) - len(word)) <= 2:
            return meant
    return word
