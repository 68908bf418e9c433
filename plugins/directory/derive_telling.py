"""Deriving `data/telling.txt.gz` from the package wordfreq 3.1.1 (`pip install wordfreq==3.1.1`).

    python -m plugins.directory.derive_telling

Its data are under CC BY-SA 4.0, and so is what is derived from them. Each line has the stems of words that
are about as common, in French or in English, the commonest ones first.
"""

from __future__ import annotations

import gzip
from importlib import import_module
from math import log10
from typing import Any

from bot.language.folding import fold
from bot.language.terms import stem
from plugins.directory.telling import DATA

_ZIPF = (5.2, 4.9, 4.6, 4.2, 3.8, 3.3)
"""How common the words of each line are at least: the logarithm of how often they are among 10^9 words."""
_ENGLISH = 4.5
"""English words are on the list if they are so common: rarer ones are the names of things in French."""


def main() -> None:
    """Write the list."""
    frequencies: dict[str, float] = {}
    package: Any = import_module("wordfreq")
    for language, least in (("fr", _ZIPF[-1]), ("en", _ENGLISH)):
        for word in package.iter_wordlist(language, "large"):
            plain = fold(word)
            zipf = package.zipf_frequency(word, language)
            if zipf >= least and plain.isascii() and plain.isalpha():
                its_stem = stem(plain)
                frequencies[its_stem] = frequencies.get(its_stem, 0.0) + 10**zipf
    lines: list[list[str]] = [[] for _ in _ZIPF]
    for one in sorted(frequencies):
        zipf = log10(frequencies[one])
        lines[next(line for line, least in enumerate(_ZIPF) if zipf >= least)].append(one)
    text = "\n".join(" ".join(line) for line in lines)
    DATA.write_bytes(gzip.compress(text.encode("ascii"), mtime=0))


if __name__ == "__main__":
    main()
