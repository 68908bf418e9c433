"""Redacting: what a need says of a person is taken out of it before anybody else sees it.

E-mail addresses, telephone and other long numbers, bank accounts and dates of birth are found by their form,
postal addresses by what streets are called, names by `plugins.referral.naming`. Too much is taken out rather
than too little: whoever asks sees the text first, and can put a word back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.language.messages import Message, pgettext
from plugins.referral.naming import Span, names_in


class Kind(StrEnum):
    """What is taken out."""

    EMAIL = "email"
    ACCOUNT = "account"
    BIRTH = "birth"
    PHONE = "phone"
    ADDRESS = "address"
    NUMBER = "number"
    NAME = "name"


ARGUABLE = frozenset((Kind.ADDRESS, Kind.NAME))
"""What is found by its words, so that it may be a mistake: a person can insist on it, and on nothing else."""

MASKS: Mapping[Kind, Message] = {
    Kind.EMAIL: pgettext("masked", "(e-mail)"),
    Kind.ACCOUNT: pgettext("masked", "(bank account)"),
    Kind.BIRTH: pgettext("masked", "(date of birth)"),
    Kind.PHONE: pgettext("masked", "(phone)"),
    Kind.ADDRESS: pgettext("masked", "(address)"),
    Kind.NUMBER: pgettext("masked", "(number)"),
    Kind.NAME: pgettext("masked", "(name)"),
}
"""What stands in the place of each."""

_STREETS = (
    r"rue|avenue|av\.?|boulevard|bd|bvd|chemin|che\.?|impasse|imp\.?|all[ée]es?|place|pl\.?|route|rte|quai|cours|square|"
    r"passage|mont[ée]e|lotissement|lot\.?|hameau|r[ée]sidence|sentier|faubourg|fbg|esplanade|villa|cit[ée]"
)
_OF_STREET = (
    r"(?:\s+(?!(?:à|au|aux|en|dans|pour|et|ou|qui|vers|a|est|veut)\b)"
    r"(?:(?:de|du|des|la|le|les|l['’]|d['’])\s*)*[\wÀ-ÿ'’-]*[^\W\d_][\wÀ-ÿ'’-]*)"
)
_SEPARATOR = r"[ .\-/\u00a0\u202f]"
_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.EMAIL, re.compile(r"[\w.+%'-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)),
    (Kind.EMAIL, re.compile(r"[\w.+%-]{1,64} arobase [\w-]+(?:(?:\.| point )[\w-]+)+", re.IGNORECASE)),
    (
        Kind.ACCOUNT,
        re.compile(
            r"\b[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]{4}){3,7}(?:[ \u00a0-]?[A-Z0-9]{1,3})?\b", re.IGNORECASE
        ),
    ),
    (
        Kind.BIRTH,
        re.compile(
            r"(?:\bnée?s?\s*(?:\(e\)\s*)?(?:le\s*:?|en)|\bdate de naissance\s*:?(?: est)?(?: le)?)\s*"
            r"(\d{1,2}(?:er)?[ ./-](?:\d{1,2}|[^\W\d_]{3,9}\.?)(?:[ ./-]\d{2,4})?|\d{4})\b",
            re.IGNORECASE,
        ),
    ),
    (Kind.BIRTH, re.compile(r"\b(\d{1,2}[./-]\d{1,2}[./-](?:19\d\d|200\d|201[0-2]))\b")),
    (
        Kind.PHONE,
        re.compile(rf"(?<![\w+])(?:(?:\+|00){_SEPARATOR}?\d{{1,3}}{_SEPARATOR}?(?:\(0\))?{_SEPARATOR}?|0)"
                   rf"[1-9](?:{_SEPARATOR}?\d\d){{4}}(?!\d)"),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            rf"\b\d{{1,4}}\s?(?:bis|ter|quater|[a-d])?\s?,?\s(?:{_STREETS})\b{_OF_STREET}{{1,3}}"
            r"(?:,?\s\d{5}\b)?",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            r"\b(?:habit\w+|domicili[ée]e?|demeur\w+|log[ée]e?|adresse)\s?:?"
            r"(?: au| à la| dans la| à| la| l['’])?\s*"
            rf"((?:{_STREETS})\b{_OF_STREET}{{1,3}})",
            re.IGNORECASE,
        ),
    ),
    (Kind.NUMBER, re.compile(r"\b[A-Z]{2}-?\d{3}-?[A-Z]{2}\b")),
    (
        Kind.NUMBER,
        re.compile(
            r"(?:\bn[°ºo]\.?|\bnum[ée]ro|\bdossier|\ballocataire|\bmatricule|\br[ée]f[ée]rence|\br[ée]f|\bidentifiant|"
            r"\bcode|\bmot de passe|\bmdp|\bnir|\bs[ée]cu\w*)\s*(?:[^\W\d_]{1,12}\s+){0,2}(?:n[°ºo]\.?\s*)?"
            r"(?:est|:)?\s*"
            r"([A-Z0-9]*\d[A-Z0-9-]*\d[A-Z0-9-]*\d[A-Z0-9-]*\d[A-Z0-9-]*)\b",
            re.IGNORECASE,
        ),
    ),
    (Kind.NUMBER, re.compile(rf"(?<![\w])\d(?:{_SEPARATOR}?\d){{5,}}[A-Z]?(?!\w)")),
)  # fmt: skip
"""The group, if there is one, is what is taken out; the first form that fits a place has it.

Repetitions have bounds, so that a text of any kind is looked through in linear time.
"""
_DATE = re.compile(r"\d{1,2}[ ./-]\d{1,2}[ ./-](?:\d{4}|\d{2})|\d{4}[ ./-]\d{1,2}[ ./-]\d{1,2}")
_MONEY = re.compile(r"[ \u00a0\u202f]?(?:€|euros?\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without what was taken out of it, and what that was."""

    text: str
    kinds: frozenset[Kind]


def redact(
    text: str,
    masks: Mapping[Kind, str],
    *,
    kept: Collection[str] = frozenset(),
    places: Callable[[str], Iterable[Span]] = lambda _text: (),
    spared: Collection[Kind] = frozenset(),
) -> Redacted:
    """Return a text without what it says of people; doing it again changes nothing.

    `masks` stand in its place: no letters in capitals, no digits. `kept` are folded words that name nobody,
    `places` finds the places in a text: both stay. What is `spared` stays as well.
    """
    found: set[Kind] = set()
    while True:
        spans = _free(list(_spans(text, kept, list(places(text)), spared)))
        if not spans:
            return Redacted(text, frozenset(found))
        pieces, start = [], 0
        for kind, (first, last) in spans:
            pieces += [text[start:first], masks[kind]]
            start = last
            found.add(kind)
        text = "".join([*pieces, text[start:]])


def _spans(
    text: str, kept: Collection[str], places: list[Span], spared: Collection[Kind]
) -> Iterable[tuple[Kind, Span]]:
    for kind, form in _FORMS:
        if kind in spared:
            continue
        for match in form.finditer(text):
            if kind is not Kind.NUMBER or not _is_harmless(text, match):
                yield kind, match.span(form.groups)
    if Kind.NAME not in spared:
        for span in names_in(text, kept, places):
            yield Kind.NAME, span


def _is_harmless(text: str, number: re.Match[str]) -> bool:
    """Return whether a number with many digits is a date, or an amount of money."""
    return _DATE.fullmatch(number.group()) is not None or _MONEY.match(text, number.end()) is not None


def _free(found: list[tuple[Kind, Span]]) -> list[tuple[Kind, Span]]:
    """Return what does not overlap with anything before it in the list, in the order of the text."""
    taken: list[tuple[Kind, Span]] = []
    for kind, (start, end) in found:
        if all(end <= first or last <= start for _kind, (first, last) in taken):
            taken.append((kind, (start, end)))
    return sorted(taken, key=lambda item: item[1])
