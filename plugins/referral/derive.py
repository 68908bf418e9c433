"""Deriving `data/ordinary.txt.gz` from a package of npm.

    python -m plugins.referral.derive WORDS

WORDS is `index.json` of `an-array-of-french-words` 2.0.0 (MIT), unpacked: `npm pack NAME@VERSION`, then
`tar -x`. The list has the French words that would else be taken for a misspelt word of the lexicon:
`poisson` is no `prison`. Forms that nobody types are left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.language.folding import fold
from bot.language.speller import Speller
from bot.language.terms import stem
from plugins.referral.lexicon import lexicon_from
from plugins.referral.lexicon_files import read_all
from plugins.referral.reading import LIKELY, ORDINARY

_NEVER_TYPED = re.compile(
    r"(?:ss(?:e|es|ions|iez|ent)|[aiu]mes|[aiu]tes|[aiu]rent|[aeiu]rai(?:s|ent)?|eriez|erions)$"
)
_LONGEST = 12


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", type=Path)
    words = json.loads(parser.parse_args().words.read_text(encoding="utf-8"))
    vocabulary = lexicon_from(read_all(None)[0]).reader.vocabulary
    listed = "\n".join(sorted(set(ordinary(words, Speller(vocabulary)))))
    ORDINARY.write_bytes(gzip.compress(listed.encode("ascii"), mtime=0))


def ordinary(words: Iterable[str], speller: Speller) -> Iterator[str]:
    """Return the words, folded, that a speller would take for others."""
    for word in words:
        plain = fold(word)
        if len(plain) > _LONGEST or not (plain.isascii() and plain.isalpha()) or _NEVER_TYPED.search(plain):
            continue
        best = speller.correct(plain, limit=1)
        if best and best[0][1] >= LIKELY and stem(best[0][0]) != stem(plain):
            yield plain


if __name__ == "__main__":
    main()
