"""Structures and services of data.inclusion, version 1, checked by the schema's own library."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.language.messages import Message, _
from plugins.partners import hours, kinds
from plugins.partners.content import Content, tidy
from plugins.partners.places import area_of_code, commune_of
from plugins.partners.reading.records import (
    LONGEST_ID,
    LONGEST_SOURCE,
    Known,
    Problem,
    Reading,
    Record,
    ServiceRecord,
    Values,
)
from plugins.partners.reading.spreadsheets import day, phones
from plugins.partners.vocabulary import ACCESS_OF, COST_OF

if TYPE_CHECKING:
    from pydantic import BaseModel

_LONGEST_LIST = 20_000
_SAID: Mapping[str, Message] = {
    "missing": _("this is needed."),
    "string_too_short": _("this is too short."),
    "string_too_long": _("this is too long."),
    "string_pattern_mismatch": _("this code is not written as it should be."),
    "enum": _("the schema of data.inclusion knows no such value."),
    "literal_error": _("the schema of data.inclusion knows no such value."),
    "date_from_datetime_parsing": _("this is not a date written year-month-day, as in “2024-04-02”."),
    "date_parsing": _("this is not a date written year-month-day, as in “2024-04-02”."),
    "float_parsing": _("this is not a number; decimals come after a point, as in “43.52609”."),
    "url_parsing": _("this is not a web address."),
    "url_scheme": _("this is not a web address."),
}
_UNSAID = _("the schema of data.inclusion asks for something else here.")
"""What to say for the types of errors of pydantic, and for all others: https://docs.pydantic.dev/latest/errors/validation_errors/"""


def is_structures(fields: frozenset[str]) -> bool:
    """Return whether a file with these fields is one of structures."""
    return {"source", "id", "nom", "date_maj"} <= fields and "structure_id" not in fields


def is_services(fields: frozenset[str]) -> bool:
    """Return whether a file with these fields is one of services."""
    return {"id", "structure_id", "nom"} <= fields


def read_structure(line: int, values: Values, known: Known) -> Reading:
    """Return the structure of a line, with what is wrong in it."""
    given, problems = _valid("Structure", line, values)
    if given is None or _comes_again(given, line, known, problems):
        return Reading(None, problems)
    town = given.get("commune") or ""
    called = phones(given["telephone"]) if given.get("telephone") else []
    problems += [Problem.of(line, "telephone", given["telephone"], one.told) for one in called if one.told]
    content = tidy(
        Content(
            name=given["nom"],
            kinds=tuple(sorted(given.get("reseaux_porteurs") or ())) or kinds.guess(given["nom"]),
            summary=given.get("description") or "",
            address=_joined(given, "adresse", "complement_adresse"),
            postcode=given.get("code_postal") or "",
            town=town,
            commune=commune_of(given.get("code_insee") or "", given.get("code_postal") or "", town),
            phones=tuple(one.number for one in called if one.number),
            emails=_one(given.get("courriel")),
            websites=_one(given.get("site_web")),
            hours=given.get("horaires_accueil") or "",
            accessibility=given.get("accessibilite_lieu") or "",
        )
    )
    if content.hours and not hours.is_valid(content.hours):
        problems.append(Problem.of(line, "horaires_accueil", content.hours, hours.UNREADABLE))
    record = Record(
        line, given["source"][:LONGEST_SOURCE], given["id"][:LONGEST_ID], content, given["date_maj"]
    )
    return Reading(record, problems)


def read_service(line: int, values: Values, known: Known) -> Reading:
    """Return the service of a line, with what is wrong in it; whom to contact by name is never kept."""
    given, problems = _valid("Service", line, values)
    if given is None or _comes_again(given, line, known, problems):
        return Reading(None, problems)
    areas = (area_of_code(code) for code in given.get("zone_eligibilite") or ())
    record = ServiceRecord(
        line,
        given["source"][:LONGEST_SOURCE],
        given["id"][:LONGEST_ID],
        given["structure_id"][:LONGEST_ID],
        given["nom"],
        given.get("description") or "",
        themes=tuple(sorted(given.get("thematiques") or ())),
        publics=tuple(sorted(given.get("publics") or ())),
        areas=tuple(dict.fromkeys(str(area) for area in areas if area is not None)),
        costs=tuple(COST_OF[cost] for cost in _one(given.get("frais")) if cost in COST_OF),
        access=tuple(
            ACCESS_OF[mode] for mode in sorted(given.get("modes_mobilisation") or ()) if mode in ACCESS_OF
        ),
        link=given.get("lien_mobilisation") or given.get("lien_source") or "",
    )
    return Reading(record, problems, names=bool(given.get("contact_nom_prenom")))


def _valid(model: str, line: int, values: Values) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Return what is valid of a line, by field in JSON values; None if something needed is not."""
    schema, needed, lists = _schema(model)
    given = {
        name: _as_json(value, is_list=name in lists)
        for name, value in values.items()
        if name in schema.model_fields
    }
    given = {name: value for name, value in given.items() if value not in (None, "", [])}
    updated_on = given.get("date_maj")
    if isinstance(updated_on, str):
        given["date_maj"] = day(updated_on)
    problems: list[Problem] = []
    for _attempt in range(2):
        wrong = _wrong(schema, given, line, needed)
        problems += wrong
        if any(problem.fatal for problem in wrong):
            return None, problems
        if not wrong:
            return schema.model_validate(given).model_dump(mode="json", exclude_none=True), problems
        for problem in wrong:
            given.pop(problem.field, None)
    return None, problems


def _wrong(
    schema: type[BaseModel], given: Mapping[str, Any], line: int, needed: frozenset[str]
) -> list[Problem]:
    from pydantic import ValidationError

    try:
        schema.model_validate(given)
    except ValidationError as refused:
        by_field: dict[str, Problem] = {}
        for error in refused.errors(include_url=False):
            name = str(error["loc"][0]) if error["loc"] else ""
            said = _SAID.get(error["type"], _UNSAID)
            value = error.get("input") if error["type"] != "missing" else ""
            by_field.setdefault(name, Problem.of(line, name, value, said, fatal=name in needed or not name))
        return list(by_field.values())
    return []


@cache
def _schema(model: str) -> tuple[type[BaseModel], frozenset[str], frozenset[str]]:
    """Return a model of the schema, the fields that it needs, and those that hold several values."""
    from data_inclusion.schema import v1

    schema: type[BaseModel] = getattr(v1, model)
    needed = {name for name, field in schema.model_fields.items() if field.is_required()}
    lists = {
        name
        for name, field in schema.model_json_schema()["properties"].items()
        if any(option.get("type") == "array" for option in (field, *field.get("anyOf", ())))
    }
    return schema, frozenset(needed), frozenset(lists)


def _as_json(value: object, *, is_list: bool) -> object:
    """Return a value as JSON has it: CSV holds lists as JSON, in braces, or separated by `|` or `,`."""
    if not isinstance(value, str):
        return value
    value = value.strip()
    if not is_list or not value:
        return value
    if value.startswith("["):
        try:
            return json.loads(value[:_LONGEST_LIST].replace("'", '"'))
        except (ValueError, RecursionError):
            return [value]
    parts = value[:_LONGEST_LIST].strip("{}").replace("|", ",").split(",")
    return [part.strip().strip('"') for part in parts if part.strip()]


def _comes_again(given: Mapping[str, Any], line: int, known: Known, problems: list[Problem]) -> bool:
    first = known.first_line(given["source"], given["id"], line)
    if first is None:
        return False
    text = _("line {first} has this id already.", first=first)
    problems.append(Problem.of(line, "id", given["id"], text, fatal=True))
    return True


def _joined(given: Mapping[str, Any], *names: str) -> str:
    return ", ".join(given[name] for name in names if given.get(name))


def _one(value: object) -> tuple[str, ...]:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(str(item) for item in value)
    return (str(value),) if value else ()
