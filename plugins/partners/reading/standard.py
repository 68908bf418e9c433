"""The national standard of places of digital mediation, read by its own schema.

The schema is the file that the standard publishes, in `data/`; what it asks of each field is checked from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from bot.language.folding import nearest
from bot.language.messages import Message, _
from plugins.partners import hours, kinds
from plugins.partners.content import Content, tidy
from plugins.partners.places import commune_of
from plugins.partners.reading.records import (
    LONGEST_ID,
    LONGEST_SOURCE,
    Known,
    Problem,
    Reading,
    Record,
    Values,
)
from plugins.partners.reading.spreadsheets import day, decimal, phones, postcode
from plugins.partners.vocabulary import DATA, PUBLIC_OF

DEFAULT_SOURCE = "lieux-mediation-numerique"
"""The source of lines that name none."""

_LISTED = re.compile(r"\(\?:\(\?:\^\|\\\|\)\((?P<values>.*)\)\)\+\$")
"""How the schema writes the pattern of a list whose values are separated by `|`."""
_LONGEST_CHECKED = 20_000
_ESCAPED = re.compile(r"\\(.)")
_PHONE = "telephone"
_PUT_RIGHT: Mapping[str, Callable[[str], str]] = {
    "number": decimal,
    "date": day,
    "code_postal": postcode,
    "code_insee": postcode,
}
"""What puts values right, by the kind of a field or by its name."""
_EXAMPLES: Mapping[str, Message] = {
    "pivot": _("this is no SIRET or RNA: 9 to 14 digits or letters, such as “43493312300029”."),
    "code_postal": _("this is no postcode: five digits, such as “42300”."),
    "code_insee": _("this is no INSEE code of a commune: five characters, such as “42187”."),
}
"""What to say of fields whose pattern no person could read."""

Check = Callable[[str], Message | None]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the standard: its `kind` is `string`, `number` or `date`.

    `values` are those that it may hold, separated by `|`, if it is a list.
    """

    name: str
    kind: str
    required: bool
    unique: bool
    check: Check
    values: tuple[str, ...] = ()


def is_standard(fields: frozenset[str]) -> bool:
    """Return whether a file with these fields is one of places of digital mediation."""
    return {"id", "nom", "pivot"} <= fields or {"id", "nom", "services", "commune"} <= fields


def missing_columns(fields: frozenset[str]) -> list[str]:
    """Return the required fields that a file does not have."""
    return [field.name for field in schema().values() if field.required and field.name not in fields]


def read(line: int, values: Values, known: Known) -> Reading:
    """Return the place of a line, with what is wrong in it.

    A line without what is required, or with an id that came before, is left out.
    """
    given = {name: _as_text(values.get(name)) for name in schema()}
    problems: list[Problem] = []
    for field in schema().values():
        check = _phones if field.name == _PHONE else _checked
        given[field.name] = check(field, given[field.name], line, problems)
    problems = _missing_told_once(line, problems)
    source = given["source"][:LONGEST_SOURCE] or DEFAULT_SOURCE
    first = known.first_line(source, given["id"], line) if given["id"] else None
    if first is not None:
        problems.append(
            Problem.of(
                line, "id", given["id"], _("line {first} has this id already.", first=first), fatal=True
            )
        )
    if any(problem.fatal for problem in problems):
        return Reading(None, problems)
    content = tidy(_content(given))
    if content.commune is None:
        problems.append(
            Problem.of(
                line,
                "commune",
                f"{given['code_insee'] or given['code_postal']} {given['commune']}",
                _("I know no such commune: the card will be found by its name, not by its place."),
            )
        )
    if content.hours and not hours.is_valid(content.hours):
        problems.append(Problem.of(line, "horaires", content.hours, hours.UNREADABLE))
    return Reading(Record(line, source, given["id"][:LONGEST_ID], content, given["date_maj"]), problems)


def _missing_told_once(line: int, problems: list[Problem]) -> list[Problem]:
    """Return the problems of a line, with one for all that it lacks."""
    missing = [problem for problem in problems if problem.fatal and not problem.value]
    if len(missing) < 2:
        return problems
    fields = ", ".join(problem.field for problem in missing)
    text = _("these fields are needed, and empty: {fields}.", fields=fields)
    return [Problem(line, "", "", text, fatal=True), *(one for one in problems if one not in missing)]


@cache
def schema() -> Mapping[str, Field]:
    """Return the fields of the standard by name."""
    published = json.loads((DATA / "lieux-mediation-numerique.schema.json").read_text(encoding="utf-8"))
    return {field["name"]: _field(field) for field in published["fields"]}


def _field(published: Mapping[str, Any]) -> Field:
    constraints = published.get("constraints", {})
    pattern = constraints.get("pattern")
    listed = _LISTED.fullmatch(pattern) if pattern else None
    values: tuple[str, ...] = ()
    if listed is not None:
        values = tuple(_ESCAPED.sub(r"\1", value) for value in re.split(r"(?<!\\)\|", listed["values"]))
        pattern = None
    return Field(
        published["name"],
        published["type"],
        bool(constraints.get("required")),
        bool(constraints.get("unique")),
        _check(published["name"], published["type"], pattern, constraints.get("maxLength")),
        values,
    )


def _check(name: str, kind: str, pattern: str | None, longest: int | None) -> Check:
    """Return the check of one value that is there; lists of known values are checked one by one elsewhere."""
    compiled = re.compile(pattern) if pattern else None

    def check(value: str) -> Message | None:
        if kind == "number" and not _is_number(value):
            return _("this is not a number; decimals come after a point, as in “43.52609”.")
        if kind == "date" and not _is_date(value):
            return _("this is not a date written year-month-day, as in “2024-04-02”.")
        if longest is not None and len(value) > longest:
            return _("this is too long: {limit} characters at most.", limit=longest)
        if compiled is not None and not compiled.match(value):
            return _EXAMPLES.get(name) or _("this is not written as the standard asks.")
        return None

    return check


def _checked(field: Field, value: str, line: int, problems: list[Problem]) -> str:
    """Return the value of a field, without what is wrong in it; what is wrong is told."""
    if not value:
        if field.required:
            problems.append(Problem.of(line, field.name, "", _("this is needed."), fatal=True))
        return ""
    if field.values:
        return _listed(field, value, line, problems)
    value = (_PUT_RIGHT.get(field.name) or _PUT_RIGHT.get(field.kind, str))(value)
    wrong = field.check(value[:_LONGEST_CHECKED])
    if wrong is None:
        return value
    problems.append(Problem.of(line, field.name, value, wrong, fatal=field.required))
    return value if field.name == "presentation_resume" else ""


def _phones(field: Field, value: str, line: int, problems: list[Problem]) -> str:
    """Return the telephone numbers of a line; what a spreadsheet made of them is told."""
    numbers = []
    for written in (part.strip() for part in value[:_LONGEST_CHECKED].split("|")):
        for found in phones(written) if written else ():
            if found.told is not None:
                problems.append(Problem.of(line, field.name, written, found.told))
            if found.number:
                numbers.append(found.number)
    return "|".join(numbers)


def _listed(field: Field, value: str, line: int, problems: list[Problem]) -> str:
    """Return the values of a list that the standard knows; the others are told, with the nearest one."""
    kept = []
    for item in (part.strip() for part in value[:_LONGEST_CHECKED].split("|")):
        if item in field.values:
            kept.append(item)
            continue
        close = nearest(item, field.values, 1)
        said = (
            _("the standard knows no such value; the nearest is “{value}”.", value=close[0])
            if close
            else _("the standard knows no such value.")
        )
        problems.append(Problem.of(line, field.name, item, said))
    return "|".join(kept)


def _content(given: Mapping[str, str]) -> Content:
    def several(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in given[name].split("|") if part.strip())

    commune = commune_of(given["code_insee"], given["code_postal"], given["commune"])
    address = ", ".join(part for part in (given["adresse"], given["complement_adresse"]) if part)
    return Content(
        name=given["nom"],
        kinds=kinds.guess(given["nom"], several("dispositif_programmes_nationaux"), several("typologie")),
        services=several("services"),
        publics=tuple(PUBLIC_OF[one] for one in several("publics_specifiquement_adresses")),
        summary=given["presentation_resume"] or given["presentation_detail"],
        address=address,
        postcode=given["code_postal"],
        town=given["commune"],
        commune=commune,
        phones=several("telephone"),
        emails=several("courriels"),
        websites=several("site_web"),
        hours=given["horaires"],
        accessibility=given["fiche_acces_libre"],
        booking=given["prise_rdv"],
        support=several("prise_en_charge_specifique"),
        costs=several("frais_a_charge"),
        access=several("modalites_acces"),
    )


def _as_text(value: object) -> str:
    """Return a value as CSV would hold it: lists of JSON become values separated by `|`."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return "|".join(_as_text(item) for item in value[:100])
    return str(value).strip()


def _is_number(value: str) -> bool:
    return re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,20})?([eE][+-]?\d{1,3})?", value) is not None


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
