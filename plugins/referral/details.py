"""Details that identify somebody and are known by their form: addresses, numbers, dates of birth.

Telephone numbers from abroad are found by a library; French ones by their ten digits, however they are
grouped. Repetitions have bounds, so that a text of any kind is looked through in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from bot.language.messages import Message, pgettext
from plugins.referral.spelt import spelt_numbers

Span = tuple[int, int]


class Kind(StrEnum):
    """What is taken out of a text."""

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

_AT = r"(?:\s{0,2}@\s{0,2}|\s{0,2}[(\[](?:at|a|arobase|arrobase)[)\]]\s{0,2}|\s(?:arr?obase|at sign)\s)"
_DOT = r"(?:\s?[.,]\s?(?=[a-z]{2,6}\b)|\.| (?:point|dot) )"
_STREETS = (
    r"rue|r\.|avenue|ave?\.?|boulevard|boul\.?|bld?|bd|bvd|chemin|che\.?|ch\.|impasse|imp\.?|all[ée]es?|all\.?|place|"
    r"pl\.?|route|rte|quai|cours|square|passage|mont[ée]e|lotissement|lot\.?|hameau|r[ée]sidence|r[ée]s\.?|sentier|"
    r"faubourg|fbg|esplanade|villa|cit[ée]|street|road|lane"
)
_OF_STREET = (
    r"(?:\s+(?!(?:à|au|aux|en|dans|pour|et|ou|qui|vers|a|est|veut|chez|pi[ée]tonne)\b)"
    r"(?:(?:de|du|des|la|le|les|l['’]|d['’])\s*)*[\wÀ-ÿ'’-]*[^\W\d_][\wÀ-ÿ'’-]*)"
)
_FLAT = r"(?:appartement|appart|appt|apt)\b\.?\s?(?:n[°o]\s?)?(?:\d{1,4}[a-z]?|[a-h])\b"
_DOOR = r"(?:b[âa]timent|b[âa]t|porte|chambre|escalier|esc)\b\.?\s?(?:n[°o]\s?)?(?:\d{1,4}[a-z]?|[a-h])\b"
_SEPARATOR = r"[ .\-/,_\u00a0\u202f]{0,3}"
_MONTHS = (
    r"(?:janv|f[ée]vr?|mars|avr|mai|juin|juil|juill|ao[uû]t|sept?|oct|nov|d[ée]c|january|february|march|april|may|"
    r"june|july|august|september|october|november|december)[^\W\d_]{0,8}\.?"
)
_YEAR = r"(?:19\d\d|200\d|201[0-2])"
_DATE_OF_BIRTH = (
    rf"(?:\d{{1,2}}(?:er)?\s?[ ./-]\s?(?:\d{{1,2}}|{_MONTHS})(?:\s?[ ./-]\s?\d{{2,4}})?"
    r"|\d{4}-\d{1,2}-\d{1,2}"
    rf"|{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{2,4}})?"
    rf"|[^\W\d_]{{2,7}}(?:[ -][^\W\d_]{{3,4}})?\s{_MONTHS}"
    r"(?:\s[^\W\d_]{2,9}(?:[ -](?:et )?[^\W\d_]{2,9}){0,5})?"
    r"|\d{4})\b"
)
_CUES_OF_NUMBERS = (
    r"n[°ºo]\.?|num[ée]ro|num|dossiers?|allocataire|matricule|r[ée]f[ée]rences?|r[ée]f\.?|identifiants?|id|code|"
    r"mot de passe|mdp|nir|s[ée]cu\w*|neph|agdref|passeport|passport|cni|carte d['’]identit[ée]|permis|"
    r"titre de s[ée]jour|r[ée]c[ée]piss[ée]|siret|contrat|facture"
)
_PUBLIC = re.compile(
    r"\b(?:cerfa|formulaire|imprim[ée]|article|art\.?|loi|d[ée]cret|d[ée]partement|version|postale?|insee)\b"
    r"[^.!?;,\n]{0,14}$",
    re.IGNORECASE,
)
"""What stands before a number that is everybody's."""
_SERVICE_LINE = re.compile(r"(?:3\d|1\d)\s?\d\d|1\d{2}|116\s?\d{3}")
"""The short numbers of public services."""

_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.EMAIL,
        re.compile(
            rf"(?:[\w.+-]{{1,40}} (?:point|dot) ){{0,3}}[\w.+%'-]{{1,64}}{_AT}[\w-]{{1,64}}"
            rf"(?:{_DOT}[\w-]{{1,64}}){{0,4}}",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.EMAIL,
        re.compile(
            r"\b(?:snap(?:chat)?|insta(?:gram)?|facebook|fb|tiktok|messenger|pseudo|login)\b\s?"
            r"(?:(?:de|est|c['’]est)\s)?[:=]?\s?(@[\w.-]{3,64}|[a-z]+[\d._][\w.-]{2,64})",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.ACCOUNT,
        re.compile(
            r"\b[A-Z]{2}\d{2}(?:[ \u00a0.-]?[A-Z0-9]{4}){3,7}(?:[ \u00a0.-]?[A-Z0-9]{1,3})?\b", re.IGNORECASE
        ),
    ),
    (
        Kind.BIRTH,
        re.compile(
            r"(?:\bn[ée]e?s?\s*(?:\(e\)\s*)?(?:le\s*:?|en|du)|\bnaissance\s*[:=]?(?: est)?(?: le)?|"
            r"\bddn\s*[:=]?|\banniversaire\s*:?(?: est)?(?: le)?|\bdob\s*[:=]?|\bborn(?: on| in)?)\s*"
            rf"({_DATE_OF_BIRTH})",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.BIRTH,
        re.compile(
            rf"\b(\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?{_YEAR}|{_YEAR}-\d{{1,2}}-\d{{1,2}}|"
            rf"\d{{1,2}}(?:er)? {_MONTHS} {_YEAR})\b",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.PHONE,
        re.compile(
            r"(?<![\w+])(?<!\d[ .\-/])"
            rf"(?:(?:\+|00){_SEPARATOR}\d{{1,3}}{_SEPARATOR}(?:\(0\))?{_SEPARATOR}|(?:\(0\)|0){_SEPARATOR})"
            rf"[1-9]\)?(?:{_SEPARATOR}\d){{8}}(?!\d)"
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            rf"\b\d{{1,4}}\s?(?:bis|ter|quater|[a-d])?\s?,?\s(?:{_STREETS})(?!\w){_OF_STREET}{{1,3}}"
            r"(?:,?\s\d{5}\b)?",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            r"\b(?:habit\w+|domicili[ée]e?|demeur\w+|log[ée]e?|adresse|vit|r[ée]sid(?:e|ant))\s?:?"
            r"(?: au| à la| dans la| à| a la| la| l['’])?\s*"
            rf"((?:{_STREETS})(?!\w){_OF_STREET}{{1,3}})",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            rf"\b(?:{_FLAT}|{_DOOR}(?=[ ,]+(?:{_FLAT}|{_DOOR}|r[ée]s)))(?:[ ,]+(?:{_FLAT}|{_DOOR})){{0,3}}"
            rf"(?:[ ,]+(?:{_STREETS})(?!\w){_OF_STREET}{{1,3}})?",
            re.IGNORECASE,
        ),
    ),
    (Kind.ADDRESS, re.compile(rf"\blieu[ -]?dit\b{_OF_STREET}{{1,2}}", re.IGNORECASE)),
    (Kind.NUMBER, re.compile(r"\b(?:[A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2}|[a-z]{2}-?\d{3}-?[a-z]{2})\b")),
    (
        Kind.NUMBER,
        re.compile(
            r"\b(?:plaques?|immat\w{0,12}|v[ée]hicule|voiture|moto|scooter|auto)\b[ :]{0,3}(?:n[°o] ?)?"
            r"([a-z]{2}[ -]\d{3}[ -][a-z]{2}|\d{1,4}[ -]?[a-z]{2,3}[ -]?(?:\d{2,3}|2[ab]))\b",
            re.IGNORECASE,
        ),
    ),
    (Kind.NUMBER, re.compile(r"\b(?=\w{8,20}\b)(?:[A-Z]+\d+[A-Z]+[A-Z\d]*\d|\d+[A-Z]+\d[A-Z\d]*)[A-Z\d]*\b")),
    (
        Kind.NUMBER,
        re.compile(
            r"\b(?:mot de passe|mdp|password|pwd|code(?: [^\W\d_]{1,12})?)\s*"
            r"(?:est|c['’ ]?est|is|:|=)\s*(?:est )?"
            r"(?=\S{0,30}\d)(\S{3,40})",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.NUMBER,
        re.compile(
            rf"(?<![^\W\d_])(?:{_CUES_OF_NUMBERS})(?![^\W\d_])\s*(?:[^\W\d_]{{1,12}}\s+){{0,2}}"
            r"(?:n[°ºo]\.?\s*)?(?:est|:|=)?\s*"
            r"([A-Z0-9]*(?:-[A-Z]+-?)?\d[A-Z0-9/.-]*\d[A-Z0-9/.-]*\d[A-Z0-9/.-]*\d[A-Z0-9-]*)(?![\w*])",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.NUMBER,
        re.compile(
            r"(?<![\w.,])[12](?:[ .-]?\d){4}[ .-]?2[ab](?:[ .-]?\d){6,8}(?!\w)", re.IGNORECASE
        ),
    ),
    (Kind.NUMBER, re.compile(r"(?<![\w.,])\d(?:[ .\-/\u00a0\u202f]?\d){5,}(?: ?[A-Z](?![\w'’]))?(?![\w*])")),
)  # fmt: skip
"""The group, if there is one, is what is taken out; the first form that fits a place has it."""
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)")
_DATE = re.compile(r"\d{1,2}[ ./-]\d{1,2}[ ./-](?:\d{4}|\d{2})|\d{4}[ ./-]\d{1,2}[ ./-]\d{1,2}")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ ./-]?){2,}")
_ROUND = re.compile(r"\d{1,3}(?:[ .\u00a0\u202f]\d{3}){0,3}[ .\u00a0\u202f]000|\d{1,3}000")
_ON_THE_NET = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_CALLED = re.compile(r"[^\s@]+\s+@[\w-]+(?:,\s.*)?", re.DOTALL)
"""A word and somebody of the chat who is called after it: `avec @karim`."""
_MONEY = re.compile(r"[ \u00a0\u202f]?(?:€|euros?\b|k€)", re.IGNORECASE)
_ABROAD = re.compile(r"(?:\+|00)\s?[1-9]")


def details_in(text: str) -> Iterator[tuple[Kind, Span]]:
    """Yield the details in a text, those of the surest forms first; they may overlap."""
    for kind, form in _FORMS:
        for match in form.finditer(text):
            span = match.span(form.groups)
            if not _is_harmless(text, kind, span):
                yield kind, span
        if kind is Kind.PHONE:
            yield from ((Kind.PHONE, span) for span in _numbers_abroad(text))
            yield from ((Kind.PHONE, span) for span in spelt_numbers(text))


def _numbers_abroad(text: str) -> Iterator[Span]:
    if _ABROAD.search(text) is None:
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    for found in PhoneNumberMatcher(text, "FR", leniency=Leniency.POSSIBLE):
        if _ABROAD.match(found.raw_string):
            yield found.start, found.end


def _is_harmless(text: str, kind: Kind, span: Span) -> bool:
    """Return whether this is nobody's: a date, an amount, a form, a service's line; or calls a colleague."""
    start, end = span
    number = text[start:end]
    if kind is Kind.PHONE:
        return _DAY.match(number) is not None
    if kind is Kind.EMAIL:
        return _CALLED.fullmatch(number) is not None
    if kind is not Kind.NUMBER:
        return False
    shapes = (_DATE, _YEARS, _ROUND, _ON_THE_NET)
    return (
        any(shape.fullmatch(number) for shape in shapes)
        or _MONEY.match(text, end) is not None
        or _SERVICE_LINE.fullmatch(number) is not None
        or _PUBLIC.search(text[max(0, start - 40) : start]) is not None
    )
