"""Deriving `data/communes.zip` and `data/ordinary.txt` from three packages of npm.

    python -m bot.territory.derive COMMUNES FRENCH ENGLISH

These are `@etalab/decoupage-administratif` 6.0.0, `an-array-of-french-words` 2.0.0 and
`an-array-of-english-words` 2.0.0, each unpacked: `npm pack NAME@VERSION`, then `tar -x`. The archive
holds columns of text, one thing a line, so that it can be read and compared with `unzip -p`; the same package
always gives the same bytes. What is in no territory of the gazetteer is left out: that is Clipperton, where
nobody lives. Where the package has no population it is 0. The list has the names of places that a dictionary
has too: words that mean a place only when something else says so.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.language.folding import slug
from bot.territory.gazetteer import by_code
from bot.territory.ordinary import ORDINARY
from bot.territory.register import ARCHIVE
from bot.territory.slips import signature
from bot.territory.spelling import spellings_of_commune, spellings_of_epci, squeezed

Rows = list[dict[str, Any]]

_SMALL = 1_000
"""A town of more people is better known than an English word that nobody uses in French."""
_TOWN = 5_000
"""Of towns of as many people the misspelt names are recognised."""
_LONG = 7
"""Words of so many letters are taken for misspelt ones of these."""
_SHORT, _SMALL_TOWN = 5, 2_000
"""And shorter ones, of so many letters at least, where towns of as many people are near the asker."""
_ENGLISH = ("nice",)
"""Towns whose English word people do use."""
_ABOUT_ORDINARY = (
    "# Names of places, folded, that are words of French or English too, and French words that nearly spell",
    "# a town: by `derive.py`, from",
    "# an-array-of-french-words 2.0.0 and an-array-of-english-words 2.0.0 (npm, MIT, Zeke Sikelianos).",
)
_NOTICE = """communes.zip is derived from @etalab/decoupage-administratif 6.0.0 (npm).

The data, by INSEE (Code officiel géographique 2026, legal populations), DGCL (composition of the EPCI, 2026)
and La Poste (base officielle des codes postaux), are under the Licence Ouverte 2.0 of Etalab:
https://www.etalab.gouv.fr/licence-ouverte-open-licence

The package that brings them together is under this licence:

"""


def main() -> None:
    """Derive the archive, and copy the licence beside it."""
    parser = argparse.ArgumentParser(prog="python -m bot.territory.derive", description=__doc__)
    for name in ("communes", "french", "english"):
        parser.add_argument(name, type=Path, help="the unpacked package")
    options = parser.parse_args()
    folder: Path = options.communes
    rows = {name: _rows(folder, name) for name in ("communes", "epci")}
    ARCHIVE.parent.mkdir(exist_ok=True)
    derived = columns(rows["communes"], rows["epci"])
    with ZipFile(ARCHIVE, "w") as archive:
        for name, lines in derived.items():
            entry = ZipInfo(f"{name}.txt", date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, "".join(f"{line}\n" for line in lines), ZIP_DEFLATED, compresslevel=9)
    licence = (folder / "LICENSE").read_text(encoding="utf-8")
    spelled = zip(derived["spelling/words"], derived["spelling/place"], strict=True)
    words = ordinary(spelled, derived["commune/population"], _words(options.french), _words(options.english))
    ORDINARY.write_text("".join(f"{line}\n" for line in (*_ABOUT_ORDINARY, *words)), encoding="utf-8")
    ARCHIVE.with_name("communes.LICENSE.txt").write_text(_NOTICE + licence, encoding="utf-8")


def columns(communes: Rows, epci: Rows) -> dict[str, Sequence[object]]:
    """Return the columns of the archive by their names, from the rows of the package's files."""
    communes = [row for row in communes if by_code(row["departement"])]
    current = sorted((row for row in communes if row["type"] == "commune-actuelle"), key=_code)
    former = sorted(_former(communes, {row["code"] for row in current}))
    groups = sorted(epci, key=_code)
    group_of = {member["code"]: row["code"] for row in groups for member in row["membres"]}
    spellings = sorted(set(_spellings(current, former, groups)), key=lambda one: (squeezed(one[0]), *one))
    return {
        "commune/code": [row["code"] for row in current],
        "commune/name": [row["nom"] for row in current],
        "commune/population": [row.get("population", 0) for row in current],
        "commune/epci": [group_of.get(row["code"], 0) for row in current],
        "commune/postcodes": [" ".join(row.get("codesPostaux", ())) for row in current],
        "former/code": [code for code, _name, _commune in former],
        "former/name": [name for _code, name, _commune in former],
        "former/commune": [commune for _code, _name, commune in former],
        "epci/code": [row["code"] for row in groups],
        "epci/kind": [row["type"] for row in groups],
        "epci/name": [" ".join(row["nom"].split()) for row in groups],
        "spelling/words": [words for words, _place in spellings],
        "spelling/place": [place for _words, place in spellings],
        "spelling/letters": [signature(squeezed(words)) for words, _place in spellings],
    }


def ordinary(
    spelled: Iterable[tuple[Any, Any]], populations: Sequence[Any], french: set[str], english: set[str]
) -> list[str]:
    """Return, in order, the spellings that are words of French, or of English if the place is small.

    A name of several words counts if all of them are French; that of a saint never does. French words one
    slip away from a town are there too: whoever writes `à l'accueil` does not misspell Arcueil. So are short
    words of both languages.
    """
    found = set(_ENGLISH)
    names: set[str] = set()
    nearly: set[str] = set()
    for words, place in spelled:
        names.add(squeezed(words))
        parts = words.split("-")
        people = populations[place] if place < len(populations) else 0
        is_saint = "saint" in parts or "sainte" in parts
        is_french = not is_saint and all(part in french or len(part) == 1 for part in parts)
        if is_french or (words in english and people < _SMALL):
            found.add(words)
        found.update(part for part in parts if place >= len(populations) and part in french)
        if people >= _SMALL_TOWN:
            nearly.update(
                word
                for word in _one_slip_away(squeezed(words))
                if (_SHORT <= len(word) < _LONG and (word in french or word in english))
                or (people >= _TOWN and len(word) >= _LONG and word in french)
            )
    return sorted(found | (nearly - names))


def _one_slip_away(word: str) -> Iterable[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in ascii_lowercase:
            yield f"{before}{letter}{after}"
            yield f"{before}{letter}{after[1:]}"
        yield f"{before}{after[1:]}"
        yield f"{before}{after[1:2]}{after[:1]}{after[2:]}"


def _words(folder: Path) -> set[str]:
    return {slug(word) for word in json.loads((folder / "index.json").read_text(encoding="utf-8"))}


def _rows(folder: Path, name: str) -> Rows:
    rows: Rows = json.loads((folder / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return rows


def _code(row: dict[str, Any]) -> str:
    return str(row["code"])


def _former(communes: Rows, current: set[str]) -> Iterable[tuple[str, str, str]]:
    """Yield code, name and commune of what is a part of one, or was: of that the name is unknown, and ""."""
    parts = [row for row in communes if row["type"] != "commune-actuelle"]
    for row in parts:
        yield row["code"], row["nom"], row.get("commune") or row["chefLieu"]
    known = current | {row["code"] for row in parts}
    for row in communes:
        if row["type"] == "commune-actuelle":
            for code in set(row.get("anciensCodes", ())) - known:
                yield code, "", row["code"]


def _spellings(
    current: Rows, former: Sequence[tuple[str, str, str]], groups: Rows
) -> Iterable[tuple[str, int]]:
    """Yield what is written, and the number of the place: communes first, then their parts, then EPCI."""
    names = [*(row["nom"] for row in current), *(name for _code, name, _commune in former)]
    for number, name in enumerate(names):
        yield from ((words, number) for words in spellings_of_commune(name))
    for number, row in enumerate(groups, len(names)):
        yield from ((words, number) for words in spellings_of_epci(row["nom"]))


if __name__ == "__main__":
    main()
