"""Where somebody is, and what they cover, as files and forms say it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.folding import slug
from bot.language.messages import Message, _
from bot.language.remembering import remembering
from bot.territory import Area, Level, commune, exists, find, name_of


class Misplaced(Exception):  # noqa: N818 - it tells what somebody wrote
    """A place cannot be made out; `kind` is a stable name, `text` says what is wrong, in which `column`."""

    def __init__(self, kind: str, text: Message, column: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.text = text
        self.column = column


@remembering(maxsize=50_000)
def commune_of(name: str, code: str, near: tuple[Area, ...] = ()) -> str | None:
    """Return the INSEE code of a commune, known by its name, its code, or both; None if both are empty.

    Raises:
        Misplaced: there is none, there are several, or the two do not mean the same.
    """
    if not code:
        return _commune_named(name, near) if name else None
    found = commune(code.upper().zfill(5))
    if found is None:
        raise Misplaced(
            "unknown_commune", _("there is no commune with the code {code}", code=code[:20]), "code_insee"
        )
    if name and slug(name) != slug(found.name) and not _means(name, found.code):
        raise Misplaced(
            "disagreement",
            _(
                "“{name}” is not the commune with the code {code}, which is {other}",
                name=name[:60],
                code=code,
                other=found.name,
            ),
            "commune",
        )
    return found.code


def _means(name: str, code: str) -> bool:
    return any(area.level is Level.COMMUNE and area.code == code for area in find(name, limit=10))


def _commune_named(name: str, near: tuple[Area, ...]) -> str:
    found = [area for area in find(name[:100], near, limit=10) if area.level is Level.COMMUNE]
    if not found:
        raise Misplaced("unknown_commune", _("there is no commune “{name}”", name=name[:60]), "commune")
    names = {area.code: slug(name_of(area, plain=True)) for area in found}
    same = [area for area in found if names[area.code] == names[found[0].code]]
    if len(same) > 1 and slug(name) == names[found[0].code] and not near:
        raise Misplaced(
            "ambiguous_commune",
            _(
                "several communes are called “{name}”: say its code, or its département ({places})",
                name=name[:60],
                places=", ".join(name_of(area) for area in same[:3]),
            ),
            "commune",
        )
    if slug(name_of(found[0], plain=True)) not in slug(name):
        raise Misplaced(
            "unknown_commune",
            _("there is no commune “{name}”: is it {other}?", name=name[:60], other=name_of(found[0])),
            "commune",
        )
    return found[0].code


def perimeter_of(texts: Sequence[str]) -> tuple[Area, ...]:
    """Return the areas that texts such as `epci:200065886` name, each once.

    Raises:
        Misplaced: one is not written so, or there is none of that code.
    """
    return tuple(dict.fromkeys(map(_area, texts)))


@remembering(maxsize=20_000)
def _area(text: str) -> Area:
    try:
        area = Area.parse(text)
    except ValueError:
        raise Misplaced(
            "unreadable_area",
            _(
                "“{text}” is no area: write commune:CODE, epci:CODE, departement:CODE or region:CODE",
                text=text[:40],
            ),
            "perimetre",
        ) from None
    if area.level is Level.COMMUNE and (found := commune(area.code)) is not None:
        return found.area
    if not exists(area):
        raise Misplaced("unknown_area", _("“{area}” does not exist", area=str(area)[:40]), "perimetre")
    return area


def name_of_commune(code: str | None) -> str:
    """Return the name of a commune as files have it, nothing if there is none."""
    found = commune(code) if code else None
    return found.name if found else ""
