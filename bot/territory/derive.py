"""Deriving `data/communes.zip` from the package `@etalab/decoupage-administratif` of npm.

    python -m bot.territory.derive FOLDER

FOLDER is that package, unpacked: `npm pack @etalab/decoupage-administratif@6.0.0`, then `tar -x`. The archive
holds columns of text, one thing a line, so that it can be read and compared with `unzip -p`; the same package
always gives the same bytes. What is in no territory of the gazetteer is left out: that is Clipperton, where
nobody lives. Where the package has no population it is 0.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.territory.gazetteer import by_code
from bot.territory.register import ARCHIVE
from bot.territory.spelling import spellings_of_commune, spellings_of_epci, squeezed

Rows = list[dict[str, Any]]

_NOTICE = """communes.zip is derived from @etalab/decoupage-administratif 6.0.0 (npm).

The data, by INSEE (Code officiel géographique 2026, legal populations), DGCL (composition of the EPCI, 2026)
and La Poste (base officielle des codes postaux), are under the Licence Ouverte 2.0 of Etalab:
https://www.etalab.gouv.fr/licence-ouverte-open-licence

The package that brings them together is under this licence:

"""


def main() -> None:
    """Derive the archive, and copy the licence beside it."""
    parser = argparse.ArgumentParser(prog="python -m bot.territory.derive", description=__doc__)
    parser.add_argument("folder", type=Path, help="the unpacked package")
    folder: Path = parser.parse_args().folder
    rows = {name: _rows(folder, name) for name in ("communes", "epci")}
    ARCHIVE.parent.mkdir(exist_ok=True)
    with ZipFile(ARCHIVE, "w") as archive:
        for name, lines in columns(rows["communes"], rows["epci"]).items():
            entry = ZipInfo(f"{name}.txt", date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, "".join(f"{line}\n" for line in lines), ZIP_DEFLATED, compresslevel=9)
    licence = (folder / "LICENSE").read_text(encoding="utf-8")
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
    }


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
