"""Deriving `data/ordinary.txt.gz` from a package of npm.

    python -m plugins.directory.derive WORDS

WORDS is `index.json` of `an-array-of-french-words` 2.0.0 (MIT), unpacked: `npm pack NAME@VERSION`, then
`tar -x`. The list has the French words that would else be taken for a misspelt word of the thesaurus.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot.language.ordinary import misread, write
from plugins.directory.slips import ORDINARY, SURE, speller_of
from plugins.directory.thesaurus import thesaurus


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", type=Path)
    words = json.loads(parser.parse_args().words.read_text(encoding="utf-8"))
    write(ORDINARY, misread(words, speller_of(thesaurus()), SURE))


if __name__ == "__main__":
    main()
