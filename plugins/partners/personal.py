"""Personal data in what others publish about places: named people, their addresses and mobile numbers.

A card is about a place. What is told apart here is what speaks of somebody by name; it is left out unless who
imports asks for it. No rule finds all of it: see the tests for what these do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from bot.language.folding import fold
from plugins.partners.content import Content
from plugins.partners.vocabulary import DATA

LEFT_OUT = "[…]"
"""Stands in a text for what was left out of it."""

_NAME = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]*\.?)"
_PARTICLE = r"(?:(?:[Dd]e|[Dd]u|[Dd]es|[Ll]e|[Ll]a|[Ll]es)[ ])"
_NAMES = rf"{_PARTICLE}{{0,2}}{_NAME}(?:[ \u00a0]+{_PARTICLE}{{0,2}}{_NAME}){{0,3}}"
_CIVILITY = r"(?:M\.|MM\.|Mr\.?|Mme\.?|Mmes|Mlle\.?|Monsieur|Madame|Mademoiselle|Dr\.?|Docteur)"
_CUE = (
    r"(?:[Cc]ontact(?:er|ez)?|CONTACT|[Rr]éférente?|[Rr]esponsable|[Mm]édiat(?:eur|rice)|[Cc]onseill(?:er|ère)"
    r"|[Aa]nimat(?:eur|rice)|[Ii]nterlocut(?:eur|rice)|[Dd]emander|[Pp]ersonne à contacter"
    r"|[Dd]irect(?:eur|rice)|[Cc]oordinat(?:eur|rice)|[Pp]résidente?)(?: numérique)?"
)
_NAMED = re.compile(
    rf"\b{_CIVILITY}[ \u00a0]+{_NAMES}"
    rf"|(?:(?<=\W)|^)(?P<cue>{_CUE}[ \u00a0]*:?[ \u00a0]*)(?P<who>{_NAME}[ \u00a0]+{_NAMES})"
)
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_NUMBER = re.compile(r"(?<![\w+])(?:\+|00)?\d(?:[ .\u00a0\u202f/-]?\(?\d\)?){7,14}(?!\w)")
_FRENCH = frozenset({33, 262, 590, 594, 596})
"""The prefixes under which numbers in 06 and 07 are mobiles, those not yet given out included."""
_PARTS = re.compile(r"[._-]+|\d+")
_WORD = re.compile(r"[a-z0-9]+")

_LITTLE = frozenset(
    {"de", "du", "des", "le", "la", "les", "et", "en", "sur", "sous", "a", "au", "aux", "d", "l"}
)


@dataclass(slots=True)
class LeftOut:
    """How much personal data was left out: names of people, e-mail addresses and mobile numbers."""

    names: int = 0
    emails: int = 0
    numbers: int = 0

    @property
    def total(self) -> int:
        """How many in all."""
        return self.names + self.emails + self.numbers


def without_personal_data(content: Content, left_out: LeftOut) -> Content:
    """Return the content of a card without personal data; what is left out is counted."""
    place = frozenset(_WORD.findall(fold(f"{content.name} {content.town}")))
    emails = [one for one in content.emails if not _counted_email(one, place, left_out)]
    phones = [one for one in content.phones if not _counted_mobile(one, left_out)]
    return replace(
        content,
        name=_redacted(content.name, place, left_out),
        summary=_redacted(content.summary, place, left_out),
        address=_redacted(content.address, place, left_out, named=False),
        hours=_redacted(content.hours, place, left_out),
        emails=tuple(emails),
        phones=tuple(phones),
    )


def redacted(text: str, left_out: LeftOut) -> str:
    """Return a text without personal data; what is left out is counted."""
    return _redacted(text, frozenset(), left_out)


def of_place(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Return where a text says what belongs to places of these names, in order, without overlaps.

    These are their names, telephone numbers that are no mobile's, e-mail addresses that name nobody.
    """
    names = [name for name in names if name.strip()]
    place = frozenset(_WORD.findall(fold(" ".join(names))))
    spans = [one.span() for name in names for one in re.finditer(re.escape(name), text, re.IGNORECASE)]
    spans += [one.span() for one in _NUMBER.finditer(text) if not is_mobile(one.group())]
    spans += [one.span() for one in _EMAIL.finditer(text) if not is_nominative(one.group(), place)]
    free: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if not free or first >= free[-1][1]:
            free.append((first, last))
    return free


def is_nominative(address: str, place: Iterable[str] = ()) -> bool:
    """Return whether an e-mail address names somebody; `place` are folded words of the place it is for.

    >>> is_nominative("marie.durand@exemple.fr"), is_nominative("mairie.feurs@exemple.fr")
    (True, False)
    """
    local, _at, domain = fold(address).partition("@")
    parts = [part for part in _PARTS.split(local) if part and part not in _LITTLE]
    known = _of_places() | frozenset(place) | frozenset(_WORD.findall(domain.rpartition(".")[0]))
    if len(parts) < 2 or any(part in known or _holds_known(part) for part in parts):
        return False
    return all(part.isalpha() for part in parts)


def is_mobile(number: str) -> bool:
    """Return whether a telephone number is that of a mobile, in France or overseas."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE:
        return True
    return parsed.country_code in _FRENCH and str(parsed.national_number)[:1] in {"6", "7"}


@cache
def _of_places() -> frozenset[str]:
    """Return the words of places, from `data/words-of-places.txt`."""
    lines = (DATA / "words-of-places.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _holds_known(part: str) -> bool:
    """Return whether several words of places are written as one: `franceservices`, `ccasfeurs`."""
    return any(len(word) > 3 and word in part for word in _of_places())


def _redacted(text: str, place: frozenset[str], left_out: LeftOut, *, named: bool = True) -> str:
    if "@" in text:
        text = _EMAIL.sub(
            lambda found: LEFT_OUT if _counted_email(found.group(), place, left_out) else found.group(), text
        )
    text = _NUMBER.sub(
        lambda found: LEFT_OUT if _counted_mobile(found.group(), left_out) else found.group(), text
    )
    return _NAMED.sub(lambda found: _without_name(found, left_out), text) if named else text


def _without_name(found: re.Match[str], left_out: LeftOut) -> str:
    """Return what stands for a name; after a word such as "contact" it may be that of a place."""
    if found["who"] and not _of_places().isdisjoint(_WORD.findall(fold(found["who"]))):
        return found.group()
    left_out.names += 1
    return f"{found['cue'] or ''}{LEFT_OUT}"


def _counted_email(address: str, place: frozenset[str], left_out: LeftOut) -> bool:
    is_it = is_nominative(address, place)
    left_out.emails += is_it
    return is_it


def _counted_mobile(number: str, left_out: LeftOut) -> bool:
    is_it = is_mobile(number)
    left_out.numbers += is_it
    return is_it
