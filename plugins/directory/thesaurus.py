"""The thesaurus: which words mean the same skill, audience or language, and what is a part of what.

The words are in `data/skills.toml`; a network adds its own in a file of the same form. A concept is known by
its key: `s_falc`, `a_seniors`, `l_arabe`, which is also how it stands in the index.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.language.messages import Language, Message, _
from bot.language.terms import Term, terms
from plugins.directory.matching import tokens_of

if TYPE_CHECKING:  # what recognises concepts is loaded with the first list of them
    from plugins.directory.recognising import Recognised

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = frozenset(("fr", "en", "also", "told", "broader", "general"))
_LEAST_TOLD = 2
"""A situation is told by so many words at least."""
_LINE_OF_MISTAKE = re.compile(r"at line (\d+)")
OWN_NAME = "skills"
"""The network’s own list is `skills.toml`."""


class Sort(StrEnum):
    """What a concept is; the values are the sections of the file."""

    SKILL = "skills"
    AUDIENCE = "audiences"
    LANGUAGE = "languages"
    ELSEWHERE = "elsewhere"
    """What is not about digital matters: it is in the file so that it is not taken for something that is."""


_PREFIX = {Sort.SKILL: "s_", Sort.AUDIENCE: "a_", Sort.LANGUAGE: "l_", Sort.ELSEWHERE: "e_"}


@dataclass(frozen=True, slots=True)
class Concept:
    """One skill, audience or language: `also` are the words for it beside its two labels.

    `told` are the situations that people tell instead of naming it: words that stand near each other. Who can
    do what is `general` is asked for its parts as well.
    """

    key: str
    sort: Sort
    fr: str
    en: str
    also: tuple[str, ...]
    broader: tuple[str, ...]
    is_general: bool = False
    told: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        """Return what people read for it."""
        return self.fr if language == "fr" else self.en


class Thesaurus:
    """Concepts, and how to recognise them in a text. It never changes once it is made.

    `shipped` is what it adds to: the list by which cards stand in the index.
    """

    def __init__(self, concepts: Iterable[Concept], shipped: Thesaurus | None = None) -> None:
        from plugins.directory.recognising import Recogniser

        self.concepts = {concept.key: concept for concept in concepts}
        self._shipped = shipped
        self._recogniser = Recogniser(
            ((concept.key, _labels(concept)) for concept in self.concepts.values()),
            ((concept.key, concept.told) for concept in self.concepts.values()),
        )

    @cached_property
    def words(self) -> dict[str, int]:
        """The folded words of all labels, with how many concepts have them: what a typing error may mean."""
        counts: dict[str, int] = {}
        for concept in self.concepts.values():
            for word in {term.word for label in _labels(concept) for term in terms(label)}:
                counts[word] = counts.get(word, 0) + 1
        return counts

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all labels and situations."""
        from plugins.directory.recognising import OR

        return frozenset(
            term.stem
            for concept in self.concepts.values()
            for text in (*_labels(concept), *(one.replace(OR, " ") for one in concept.told))
            for term in terms(text)
        )

    def recognise(self, found: Sequence[Term], *, tells: bool = False) -> list[Recognised]:
        """Return the concepts named by the terms of a text, stop words included: the longest names first.

        Names do not overlap, but one may stand for several concepts. In a text that `tells` what somebody
        needs, situations are recognised as well.
        """
        return self._recogniser.recognise(found, tells=tells)

    def closure(self, key: str) -> tuple[str, ...]:
        """Return a concept and all that it is a part of, the closest first."""
        return tuple(self._heights[key])

    def added(self, key: str) -> tuple[str, ...]:
        """Return by which other tokens cards stand in the index that name a concept in the network's way.

        Of a label of several words it is the longest word: the others would not tell more.
        """
        return self._added.get(key, ())

    @cached_property
    def _added(self) -> dict[str, tuple[str, ...]]:
        if self._shipped is None:
            return {}
        found: dict[str, dict[str, None]] = {}
        for key, concept in self.concepts.items():
            known = self._shipped.concepts.get(key)
            if concept == known:
                continue
            before = set(self._shipped.closure(key)) if known else set()
            labels = set(_labels(concept)).difference(_labels(known) if known else ())
            tokens = [token for label in sorted(labels) for token in _tokens_of(label)]
            for above in self.closure(key):
                marks = [key] if known and above not in before else []
                found.setdefault(above, {}).update(dict.fromkeys((*tokens, *marks)))
        return {key: tuple(tokens) for key, tokens in found.items()}

    @cached_property
    def _heights(self) -> dict[str, dict[str, int]]:
        return {key: self._above(key) for key in self.concepts}

    def _above(self, key: str) -> dict[str, int]:
        """Return what a concept is a part of, with how many steps up that is, the closest first."""
        found = {key: 0}
        level: tuple[str, ...] = (key,)
        while level:
            above = (one for low in level for one in self.concepts[low].broader)
            steps = found[level[0]] + 1
            level = tuple(dict.fromkeys(one for one in above if one in self.concepts and one not in found))
            found.update(dict.fromkeys(level, steps))
        return found

    def is_part(self, narrow: str, broad: str) -> bool:
        """Return whether a concept is another one, or a part of it."""
        return broad in self._heights.get(narrow, ())

    def steps(self, narrow: str, broad: str) -> int | None:
        """Return how many steps up a concept is from another one, None if it is not above it."""
        return self._heights[narrow].get(broad)


def _labels(concept: Concept) -> tuple[str, ...]:
    return (concept.fr, concept.en, *concept.also)


def _tokens_of(label: str) -> tuple[str, ...]:
    words = sorted((term.word for term in terms(label)), key=len)
    return tokens_of(words[-1]) if words else ()


def read_concepts(document: Mapping[str, Any], known: Iterable[Concept] = ()) -> list[Concept]:
    """Return the concepts of a file, added to those already known.

    Raises:
        ValueError: the file has mistakes; `mistakes` names them.
    """
    if mistakes(document, known):
        raise ValueError("the list of skills has mistakes")
    found = {concept.key: concept for concept in known}
    for sort in Sort:
        for name, entry in document.get(sort.value, {}).items():
            key = key_of(sort, name)
            old = found.get(key)
            broader = tuple(key_of(sort, one) for one in entry.get("broader", ()))
            found[key] = Concept(
                key,
                sort,
                entry.get("fr") or (old.fr if old else name),
                entry.get("en") or (old.en if old else name),
                (*(old.also if old else ()), *entry.get("also", ())),
                tuple(dict.fromkeys((*(old.broader if old else ()), *broader))),
                bool(entry.get("general", old.is_general if old else False)),
                (*(old.told if old else ()), *entry.get("told", ())),
            )
    return list(found.values())


def key_of(sort: Sort, name: str) -> str:
    """Return the key of a concept by its name in the file.

    >>> key_of(Sort.SKILL, "retouche-photo")
    's_retouche_photo'
    """
    return _PREFIX[sort] + name.replace("-", "_")


def mistakes(document: Mapping[str, Any], known: Iterable[Concept] = ()) -> list[Message]:
    """Return what is wrong in a file of concepts, each mistake with the name of its entry."""
    keys = {concept.key for concept in known}
    for sort in Sort:
        section = document.get(sort.value, {})
        if isinstance(section, dict):
            keys |= {key_of(sort, name) for name in section}
    found = [
        _(
            "{section}: there is no such section; there are skills, audiences, languages and elsewhere",
            section=name,
        )
        for name in document
        if name not in tuple(Sort)
    ]
    for sort in Sort:
        section = document.get(sort.value, {})
        if not isinstance(section, dict):
            found.append(_("{section}: a section has one entry a line", section=sort.value))
            continue
        for name, entry in section.items():
            found += _mistakes_of(sort, name, entry, keys)
    return found


def _mistakes_of(sort: Sort, name: str, entry: object, keys: set[str]) -> list[Message]:
    from plugins.directory.recognising import slots_of

    where = f"{sort.value}.{name}"
    if not _ID.fullmatch(name):
        return [_("{where}: a name has lower-case letters, digits and hyphens only", where=where)]
    if not isinstance(entry, dict):
        return [_("{where}: an entry has `fr`, `en`, `also`, `told`, `broader` and `general`", where=where)]
    found = [
        _("{where}: `{key}` is not known here", where=where, key=key) for key in entry if key not in _KEYS
    ]
    found += [
        _("{where}: `{key}` has to be a text", where=where, key=key)
        for key in ("fr", "en")
        if key in entry and not (isinstance(entry[key], str) and entry[key].strip())
    ]
    if not isinstance(entry.get("general", False), bool):
        found.append(_("{where}: `general` has to be true or false", where=where))
    for key in ("also", "told", "broader"):
        values = entry.get(key, [])
        if not isinstance(values, list) or any(not isinstance(one, str) or not one.strip() for one in values):
            return [*found, _("{where}: `{key}` has to be a list of texts", where=where, key=key)]
    found += [
        _(
            "{where}: “{situation}” in `told` needs two words or more, and each has to tell something",
            where=where,
            situation=one,
        )
        for one in entry.get("told", ())
        if len(one.split()) < _LEAST_TOLD or not all(slots_of(one))
    ]
    return found + [
        _("{where}: `broader` names `{other}`, which is nowhere in the list", where=where, other=one)
        for one in entry.get("broader", ())
        if key_of(sort, one) not in keys
    ]


def thesaurus(own: Path | None = None) -> Thesaurus:
    """Return the thesaurus, with the network's own list added if it has one; each version is read once.

    Raises:
        ValueError: the network's list has mistakes.
    """
    if own is None:
        return _shipped()
    status = own.stat()
    return _extended(own, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _shipped() -> Thesaurus:
    text = resources.files("plugins.directory").joinpath("data/skills.toml").read_text(encoding="utf-8")
    return Thesaurus(read_concepts(tomllib.loads(text)))


@lru_cache(maxsize=4)
def _extended(own: Path, _changed: int, _size: int) -> Thesaurus:
    document = tomllib.loads(own.read_text(encoding="utf-8"))
    return Thesaurus(read_concepts(document, _shipped().concepts.values()), _shipped())


class OwnList:
    """Implements `bot.plugin.neighbours.ListCheck`: the network's own words for skills."""

    list_name = OWN_NAME

    def mistakes(self, own: Path) -> Sequence[Message]:
        """Return what is wrong in the network's list: nothing if it can be used."""
        return problems(own)


def problems(own: Path) -> list[Message]:
    """Return what is wrong in a network's own list: nothing if it can be used."""
    try:
        document = tomllib.loads(own.read_text(encoding="utf-8"))
    except OSError:
        return [_("this file cannot be read")]
    except UnicodeDecodeError:
        return [_("this file is no UTF-8 text")]
    except tomllib.TOMLDecodeError as problem:
        # The reader of TOML says what it expected in English only, and where in brackets at the end.
        where = _LINE_OF_MISTAKE.search(str(problem))
        if where is None:
            return [_("this is no TOML: is something missing at the end?")]
        return [_("this is no TOML: line {line} cannot be read", line=int(where[1]))]
    return mistakes(document, _shipped().concepts.values())
