"""Deriving `data/ordinary.txt.gz` from a package of npm.

    python -m plugins.referral.derive WORDS

WORDS is `index.json` of `an-array-of-french-words` 2.0.0 (MIT), unpacked: `npm pack NAME@VERSION`, then
`tar -x`. The list has the French words that would else be taken for a misspelt word of the lexicon:
`poisson` is no `prison`. Forms that nobody types are left out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot.language.ordinary import misread, write
from bot.language.speller import Speller
from plugins.referral.lexicon import lexicon_from
from plugins.referral.lexicon_files import read_all
from plugins.referral.reading import LIKELY, ORDINARY


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", type=Path)
    words = json.loads(parser.parse_args().words.read_text(encoding="utf-8"))
    vocabulary = lexicon_from(read_all(None)[0]).reader.vocabulary
    write(ORDINARY, misread(words, Speller(vocabulary), LIKELY))


if __name__ == "__main__":
    main()
