"""Deriving `ordinary.txt.gz`: what a name of one word may mean besides a person.

    python -m bot.store.derive WORDS

WORDS is `index.json` of `an-array-of-french-words` 2.0.0 (MIT), unpacked: `npm pack NAME@VERSION`, then
`tar -x`. Of its words those are listed that the bot knows a meaning of: the common ones. With them stand the
names, of one word, of countries (Babel), of regions, départements and larger towns.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from bot.language.folding import fold
from bot.language.meaning import meanings
from bot.language.ordinary import write
from bot.store.naming import ORDINARY
from bot.territory import Area, Level
from bot.territory.communes import communes_of
from bot.territory.gazetteer import territories

_LARGER = 10_000
"""Towns of so many people are thought of before anybody who is called so."""
_LONGEST = 12


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", type=Path)
    words = json.loads(parser.parse_args().words.read_text(encoding="utf-8"))
    common = [word for word in map(fold, words) if len(word) <= _LONGEST and meanings().of(word)]
    names = [word for name in _places() if len(parts := fold(name).split()) == 1 for word in parts]
    write(ORDINARY, [word for word in [*common, *names] if word.isascii() and word.isalpha()])


def _places() -> Iterator[str]:
    for language in ("fr", "en"):
        yield from map(str, Locale(language).territories.values())
    for territory in territories():
        yield territory.name
        if territory.region is not None:
            yield territory.region.name
        for one in communes_of(Area(Level.DEPARTEMENT, territory.code)):
            if one.population >= _LARGER:
                yield one.name


if __name__ == "__main__":
    main()
