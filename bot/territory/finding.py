"""Finding areas from what somebody types for one: a name, whole or not, right or nearly right, or a code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from heapq import nlargest, nsmallest

from bot.territory.areas import Area, Level
from bot.territory.communes import commune, communes_of_postcode, epci
from bot.territory.gazetteer import by_code
from bot.territory.lands import lands, lands_spelled
from bot.territory.register import register
from bot.territory.relations import areas_of, contains, departements_of, exists, nearness_to, reach
from bot.territory.slips import misspelt, misspelt_among, slips_allowed, slips_between
from bot.territory.spelling import ARTICLES, LINKS, place_words, typed_words

_LONGEST_QUERY = 80
_LONGEST_CODE_OF_A_LAND = 3
_CODE_LENGTHS = frozenset({1, 2, 3, 5, 9})
_SHORTEST_BEGINNING = 2
_SHORTEST_PART = 3
_SIZE_OF_A_PART = 500
"""What was a commune once is thought of less than what is one."""
_SIZE_OF_A_LAND = 20_000
"""Of a département and a town of one name, one thinks first of the town if it is larger than this."""
_NAMED_FOR_A_TOWN = 10
"""By how much an EPCI counts for less: most are named for their chief town, which is what people mean."""
_IN_THE_REGION = 5
"""By how much a place in the asker's region counts for more."""
_ANNOUNCES = frozenset({"ville", "village", "commune", "mairie", "secteur", "canton", "bourg"})
_LEVELS = {
    **dict.fromkeys(("departement", "dept", "dpt", "dep"), Level.DEPARTEMENT),
    "region": Level.REGION,
}
_SAYS_EPCI = frozenset(
    (
        "agglo",
        "agglomeration",
        "ca",
        "cc",
        "comcom",
        "communaute",
        "cu",
        "epci",
        "intercommunalite",
        "metropole",
    )
)
_WELL_KNOWN = 10_000
"""Whoever says Saint-Just means the Saint-Just-Saint-Rambert near by rather than a small one far away."""
_MANY = 400
"""Of more than so many candidates only the largest, and those near by, are looked at closely."""


class Way(IntEnum):
    """How what was typed names an area, the surest first."""

    WHOLE = 0
    BEGINNING = 1
    PART = 2
    SLIP = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An area that may be meant: `size` is people, or what stands for them; `slips` are letters."""

    area: Area
    way: Way
    size: int
    slips: int = 0


def find(text: str, near: Sequence[Area] = (), limit: int = 5) -> list[Area]:
    """Return at most `limit` areas that `text` may mean, the likeliest first; [] if it means none.

    It is a name, a postcode, a code, or a name with one of these (`Roanne (42)`, `42300 Roanne`). Names that
    are spelled so come before those that begin so, then those with such words in them, then, only if there
    are none, those that it nearly spells. Among equals `near`, where the asker is, decides, then size.

    >>> [str(area) for area in find("st etienne", limit=1)], [str(area) for area in find("Forez", limit=2)]
    (['commune:42218'], ['epci:200065886', 'epci:200065894'])
    """
    words, level = _announced(typed_words(text) if len(text) <= _LONGEST_QUERY else [])
    codes = [word for word in words if _is_code(word)]
    names = [word for word in words if not _is_code(word)]
    if not names:
        return _of_code(codes[0], near)[:limit] if len(codes) == 1 else []
    if codes and not any(spelled_whole("".join(words))):
        found = _in_areas_of(codes, names, near)
    else:
        found = _named(words, near)
        if not any(one.way is Way.WHOLE for one in found):
            found = _in_a_land(names) or found or _nearly("".join(words), near)
    found = [one for one in found if one.area.level is level] or found
    return _likeliest(found, near, limit)


def _named(words: Sequence[str], near: Sequence[Area]) -> list[Found]:
    """Return what folded words name, in no order."""
    place = place_words(words)
    found = [*_lands(words), *_spelled(words, near), *_holding(place, near)]
    if len(place) < len(words) and not _SAYS_EPCI.isdisjoint(words):
        found += _epci_of(place)
    return found


def _in_areas_of(codes: Sequence[str], words: Sequence[str], near: Sequence[Area]) -> list[Found]:
    """Return what words name inside the areas of codes; anywhere, if the codes agree with none of it."""
    outer = [area for code in codes for area in _of_code(code, near)]
    everywhere = _named(words, near) or _nearly("".join(words), near)
    return [one for one in everywhere if any(contains(area, one.area) for area in outer)] or everywhere


def _in_a_land(words: Sequence[str]) -> list[Found]:
    """Return what the first words name inside the département or region that the last ones name."""
    for end in range(1, len(words)):
        outer = lands_spelled().get("".join(words[end:]), ())
        name = list(words[:end])
        while outer and name and name[-1] in LINKS | {"en"}:
            name.pop()
        inside = [
            one for one in spelled_whole("".join(name)) if any(contains(area, one.area) for area in outer)
        ]
        if inside:
            return inside
    return []


def spelled_whole(word: str) -> Iterator[Found]:
    """Return the communes and EPCI of which one spelling, in one word, is this."""
    return (found_at(number, Way.WHOLE) for number in register().squeezed.equal_to(word))


def nearly_spelled(word: str, near: Sequence[Area], most: int = 2) -> list[Found]:
    """Return the communes and EPCI that a word in one piece nearly spells, with at most so many slips.

    A town around the asker that is better known than all of these may have one slip more, which then does not
    count: who types Rouane at Roanne does not mean Rouans, far away.
    """
    found = [found_at(number, Way.SLIP, slips) for slips, number in misspelt(word, most)]
    around = _departements_around(near)
    if not found or any(not around.isdisjoint(departements_of(one.area)) for one in found):
        return found
    slips, size = found[0].slips, max(one.size for one in found)
    towns = tuple(register().in_departement(code) for code in sorted(around))
    more = (found_at(number, Way.SLIP, slips) for number in misspelt_among(word, slips + 1, towns))
    return [*found, *(one for one in more if one.size > size)]


def nearest_first(found: Iterable[Found], near: Sequence[Area]) -> list[Found]:
    """Return what was found, the likeliest first."""
    reached = reach(near)
    return sorted(found, key=lambda one: _unlikelihood(one, reached))


def _announced(words: list[str]) -> tuple[list[str], Level | None]:
    """Return the words without those that announce a place, and the level that these say, if any."""
    level = None
    rest = words
    while len(rest) > 1 and (rest[0] in _ANNOUNCES or rest[0] in _LEVELS):
        level = _LEVELS.get(rest[0])
        rest = rest[1:]
        while len(rest) > 1 and rest[0] in LINKS - ARTICLES:
            rest = rest[1:]
    whole = rest is not words and any(spelled_whole("".join(words)))
    return (words, None) if whole else (rest, level)


def _is_code(word: str) -> bool:
    if len(word) not in _CODE_LENGTHS:
        return False
    return word.isdigit() or (word[:2] in ("2a", "2b") and (word[2:].isdigit() or len(word) == len("2a")))


def _of_code(code: str, near: Sequence[Area]) -> list[Area]:
    """Return the areas of a postcode, of the code of a département or commune, or of a SIREN."""
    if len(code) <= _LONGEST_CODE_OF_A_LAND:
        territory = by_code(code)
        return [Area(Level.DEPARTEMENT, territory.code)] if territory else []
    served = [Found(town.area, Way.WHOLE, town.population) for town in communes_of_postcode(code)]
    areas = [one.area for one in nearest_first(served, near)]
    its_own = [town.area] if (town := commune(code)) else []
    group = Area(Level.EPCI, code)
    return list(dict.fromkeys((*areas, *its_own, *([group] if exists(group) else []))))


def _likeliest(found: Iterable[Found], near: Sequence[Area], limit: int) -> list[Area]:
    reached = reach(near)
    best: dict[Area, tuple[float, ...]] = {}
    for one in found:
        rank = _unlikelihood(one, reached)
        if one.area not in best or rank < best[one.area]:
            best[one.area] = rank
    return nsmallest(limit, best, key=lambda area: (best[area], area.level, area.code))


def _worth_a_look(numbers: Collection[int], near: Sequence[Area]) -> Iterable[int]:
    """Return, of many spellings, those of the largest communes, of the communes near by, and of EPCI."""
    if len(numbers) <= _MANY:
        return numbers
    its = register()
    around = [its.in_departement(code) for code in _departements_around(near)]
    groups = len(its.codes) + len(its.former_codes)
    large = nlargest(
        _MANY,
        (n for n in numbers if its.spelled[n] < len(its.codes)),
        lambda n: its.populations[its.spelled[n]],
    )
    close = (
        n
        for n in numbers
        if its.spelled[n] >= groups or any(its.spelled[n] in communes for communes in around)
    )
    return dict.fromkeys((*large, *close))


def _departements_around(near: Sequence[Area]) -> set[str]:
    """Return the codes of the départements in which the asker is; a region would be too much."""
    return {code for area in near if area.level is not Level.REGION for code in departements_of(area)}


def _unlikelihood(one: Found, reached: Mapping[Level, frozenset[str]]) -> tuple[float, ...]:
    nearest = _DISTANCES.get(nearness_to(one.area, reached), _FAR)
    size = one.size * (_IN_THE_REGION if nearest < _FAR else 1)
    nearest = min(nearest, _DISTANCES[Level.REGION])
    is_obscure = reached[Level.DEPARTEMENT] and nearest == _DISTANCES[Level.REGION] and one.size < _WELL_KNOWN
    way = Way.BEGINNING if one.way is Way.WHOLE and is_obscure else one.way
    return (way, one.slips, nearest, one.way, -size)


_DISTANCES: dict[Level | None, int] = {level: rank for rank, level in enumerate(Level)}
_FAR = len(_DISTANCES)


def found_at(number: int, way: Way, slips: int = 0) -> Found:
    """Return the place that has a number in the list of spellings."""
    its = register()
    place = its.spelled[number]
    if place < len(its.codes):
        return Found(Area(Level.COMMUNE, its.codes[place]), way, its.populations[place], slips)
    part = place - len(its.codes)
    if part < len(its.former_codes):
        area = Area(Level.COMMUNE, its.former_communes[part])
        in_a_city = its.former_names[part].endswith("Arrondissement")
        people = its.populations[its.commune(area.code) or 0] if in_a_city else _SIZE_OF_A_PART
        return Found(area, way, people, slips)
    code = its.epci_codes[part - len(its.former_codes)]
    people = _people_of(code)
    return Found(
        Area(Level.EPCI, code), way, people if way is Way.PART else people // _NAMED_FOR_A_TOWN, slips
    )


@cache
def _people_of(code: str) -> int:
    group = epci(code)
    return group.population if group else 0


def _spelled(words: Sequence[str], near: Sequence[Area]) -> Iterator[Found]:
    """Yield what is spelled so, or begins with these words, the last of them perhaps cut short."""
    word = "".join(words)
    if len(word) < _SHORTEST_BEGINNING:
        return
    its = register()
    yield from spelled_whole(word)
    longer = [number for number in its.squeezed.from_to(word) if its.squeezed.length(number) > len(word)]
    beginning = f"{'-'.join(words)}-"
    for number in _worth_a_look(longer, near):
        cut_short = not its.spellings[number].startswith(beginning)
        yield found_at(number, Way.PART if cut_short else Way.BEGINNING)


def _holding(words: Sequence[str], near: Sequence[Area]) -> Iterator[Found]:
    """Yield what has, in its name, words that begin with each of these; an EPCI with just these is sure."""
    longest = max(words, key=len, default="")
    if len(longest) < _SHORTEST_PART:
        return
    spellings = register().spellings
    for number in _worth_a_look(list(spellings.lines_with(f"-{longest}".encode())), near):
        parts = spellings[number].split("-")
        if not all(any(part.startswith(word) for part in parts) for word in words):
            continue
        one = found_at(number, Way.PART)
        whole = one.area.level is Level.EPCI and set(words) <= set(parts)
        yield Found(one.area, Way.BEGINNING, one.size) if whole else one


def _epci_of(place: Sequence[str]) -> Iterator[Found]:
    """Yield the EPCI that are named for a place, or to which it belongs."""
    for one in spelled_whole("".join(place)):
        if one.area.level is Level.EPCI:
            yield Found(one.area, Way.WHOLE, one.size * _NAMED_FOR_A_TOWN)
        else:
            groups = (area for area in areas_of(one.area.code) if area.level is Level.EPCI)
            yield from (Found(area, Way.WHOLE, one.size) for area in groups)


def _nearly(word: str, near: Sequence[Area]) -> list[Found]:
    found = nearly_spelled(word, near)
    most = min((one.slips for one in found), default=slips_allowed(word))
    for spelling, areas in lands_spelled().items():
        if most and abs(len(spelling) - len(word)) <= most:
            slips = slips_between(word, spelling)
            if slips <= most:
                found += [Found(area, Way.SLIP, _SIZE_OF_A_LAND, slips) for area in areas]
    return found


def _lands(words: Sequence[str]) -> Iterator[Found]:
    """Yield the départements and regions that words may name; with its article, one is sure."""
    word = "".join(words)
    bare = "".join(words[1:]) if words[0] in ARTICLES else word
    size = _SIZE_OF_A_LAND if bare == word else _SIZE_OF_A_LAND * 1000
    for rank, land in enumerate(lands()):
        if word in land.spellings or bare in land.spellings:
            way = Way.WHOLE
        elif len(word) >= _SHORTEST_PART and any(its.startswith(word) for its in land.spellings):
            way = Way.BEGINNING
        elif land.words.issuperset(words):
            way = Way.PART
        else:
            continue
        yield from (Found(area, way, size - rank) for area in land.areas)
