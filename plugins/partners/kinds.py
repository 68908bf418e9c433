"""The kinds of partners: what they are called, and how a place is recognised as one of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.language.folding import fold
from bot.language.messages import Language
from plugins.partners.vocabulary import DATA

_BETWEEN = re.compile(r"[^a-z0-9]+")
_SHORT = 3
"""Words of so many letters take no “s”: they are articles, or initials."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of partner, as `data/kinds.toml` has it."""

    code: str
    fr: str
    en: str
    names: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def said(self, language: Language) -> str:
        """Return the name of the kind, as plain text."""
        return self.en if language == "en" else self.fr


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds by code, in the order of the file."""
    lists = tomllib.loads((DATA / "kinds.toml").read_text(encoding="utf-8"))
    return {
        code: Kind(
            code,
            entry["fr"],
            entry["en"],
            *(tuple(entry.get(key, ())) for key in ("names", "programmes", "types")),
        )
        for code, entry in lists.items()
    }


def guess(name: str, programmes: Iterable[str] = (), types: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the kinds that the name of a place, its national programmes and its types tell.

    >>> guess("Espace France Services de Feurs")
    ('france-service',)
    """
    by_programme, by_type = _by("programmes"), _by("types")
    found = [by_programme[programme] for programme in programmes if programme in by_programme]
    found += [by_type[code] for code in types if code in by_type]
    return tuple(dict.fromkeys([*named_in(name), *found]))


def named_in(text: str) -> tuple[str, ...]:
    """Return the kinds that a text names, in the order of the list."""
    words = f" {plain(text)} "
    return tuple(dict.fromkeys(kind for form, kind in _forms() if f" {form} " in words))


def forms_of(code: str) -> list[str]:
    """Return the words by which texts name a kind, folded, singular and plural, the longest first."""
    return sorted((form for form, kind in _forms() if kind == code), key=len, reverse=True)


def find(text: str) -> str | None:
    """Return the kind that a whole text is: its code, its name in either language, or one of its words."""
    return _exact().get(plain(text))


def said(codes: Sequence[str], language: Language) -> list[str]:
    """Return the names of kinds, those that the list does not know left out."""
    return [kinds()[code].said(language) for code in codes if code in kinds()]


def plain(text: str) -> str:
    """Return folded words with one space between them, as kinds are compared."""
    return _BETWEEN.sub(" ", fold(text)).strip()


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    named = ((plain(form), kind.code) for kind in kinds().values() for form in kind.names)
    return tuple((form, code) for name, code in named for form in dict.fromkeys((name, _plural(name))))


def _plural(form: str) -> str:
    """Return a name with an "s" at the end of each long word that may take one.

    >>> _plural("banque alimentaire")
    'banques alimentaires'
    """
    return " ".join(
        word + "s" if len(word) > _SHORT and word[-1] not in "sxz" else word for word in form.split()
    )


@cache
def _exact() -> Mapping[str, str]:
    exact: dict[str, str] = {}
    for kind in kinds().values():
        for form in (kind.code, kind.fr, kind.en, *kind.names):
            exact.setdefault(plain(form), kind.code)
    return exact


@cache
def _by(field: str) -> Mapping[str, str]:
    return {value: kind.code for kind in kinds().values() for value in getattr(kind, field)}
