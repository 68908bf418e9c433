"""What spreadsheets make of values, put right where nothing is lost: telephone numbers, decimals, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.language.messages import Message, _

_BETWEEN_DIGITS = re.compile(r"[\s.\-/()\u2010-\u2013]")
_POWER_OF_TEN = re.compile(r"(\d)(?:[.,](\d{1,20}))?e\+?(\d{1,2})", re.IGNORECASE)
_ZERO_AFTER_THE_COUNTRY = re.compile(r"\+(33|262|590|594|596)0")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{6,13}")
_NATIONAL = re.compile(r"0?([1-9]\d{8})")
_WITHOUT_PLUS = re.compile(r"(?:33|262|590|594|596)[1-9]\d{8}")
_SHORT = re.compile(r"3\d{3}|1\d{1,3}|118\d{3}|116\d{3}")
"""Numbers that are called as they are, such as 3949 or 115."""
_OVERSEAS: Mapping[str, str] = {
    "262 263 269 639 692 693": "+262",
    "590 690 691": "+590",
    "594 694": "+594",
    "596 696 697": "+596",
}
"""The prefixes of numbers that begin so: the French numbering plan, https://www.arcep.fr."""
_DECIMAL = re.compile(r"[+-]?\d{1,3},\d{1,20}")
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T]0?0:00(?::00)?)?")
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00(?::00)?(?:\.0+)?Z?")

DIGITS_LOST = _(
    "a spreadsheet wrote this number in powers of ten, and its last digits are lost: the card is made "
    "without it. Give the column the format “text”, and type the number again."
)
NO_NUMBER = _(
    "this is no telephone number, such as “+33477112233” or “04 77 11 22 33”: the card is made without it."
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as it is called from anywhere, "" if there is none; `told` is what became of it."""

    number: str
    told: Message | None = None


def phone(written: str) -> Phone:
    """Return the number that a cell holds, whatever a spreadsheet made of it.

    >>> phone("04 77 11 22 33").number, phone("612345678").number, phone("3949").number
    ('+33477112233', '+33612345678', '3949')
    >>> phone("6,12E+08").number, phone("6,12345678E+08").number
    ('', '+33612345678')
    """
    digits = _BETWEEN_DIGITS.sub("", written)
    power = _POWER_OF_TEN.fullmatch(digits)
    if power is not None:
        digits = power[1] + (power[2] or "")
        if len(digits) != int(power[3]) + 1:
            return Phone("", DIGITS_LOST)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    digits = _ZERO_AFTER_THE_COUNTRY.sub(r"+\1", digits)
    if _INTERNATIONAL.fullmatch(digits) or _SHORT.fullmatch(digits):
        return Phone(digits)
    if _WITHOUT_PLUS.fullmatch(digits):
        return _guessed(f"+{digits}")
    national = _NATIONAL.fullmatch(digits)
    if national is None:
        return Phone("", NO_NUMBER)
    number = f"{_country(national[1])}{national[1]}"
    return Phone(number) if digits.startswith("0") and power is None else _guessed(number)


def phones(written: str) -> list[Phone]:
    """Return the numbers that a cell holds, be there several, or words beside them.

    >>> [one.number for one in phones("04 77 11 22 33 (accueil) ou 06 12 34 56 78")]
    ['+33477112233', '+33612345678']
    """
    import phonenumbers

    found = phone(written)
    if found.told is not NO_NUMBER:
        return [found]
    among = phonenumbers.PhoneNumberMatcher(written, "FR")
    e164 = phonenumbers.PhoneNumberFormat.E164
    return [Phone(phonenumbers.format_number(one.number, e164)) for one in among] or [found]


def decimal(written: str) -> str:
    """Return a number with a point where French spreadsheets write a comma.

    >>> decimal("45,5281"), decimal("45.5281")
    ('45.5281', '45.5281')
    """
    return written.replace(",", ".") if _DECIMAL.fullmatch(written) else written


def postcode(written: str) -> str:
    """Return a code of five digits whose first zero a spreadsheet took off.

    >>> postcode("1000"), postcode("42110"), postcode("2A004")
    ('01000', '42110', '2A004')
    """
    return f"0{written}" if len(written) == 4 and written.isdecimal() else written


def day(written: str) -> str:
    """Return a date as the standards ask, also where a spreadsheet wrote it day first, or with an hour.

    >>> day("02/04/2026"), day("2026-04-02 00:00:00"), day("31/02/2026")
    ('2026-04-02', '2026-04-02', '31/02/2026')
    """
    whole = _MIDNIGHT.fullmatch(written)
    if whole is not None:
        return whole[1]
    found = _DAY.fullmatch(written)
    if found is None:
        return written
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return written


def _guessed(number: str) -> Phone:
    return Phone(number, _("a spreadsheet changed this number; I read it as {number}.", number=number))


def _country(national: str) -> str:
    """Return the prefix of a number without its first zero: its first digits tell the overseas ones."""
    return next((prefix for starts, prefix in _OVERSEAS.items() if national[:3] in starts.split()), "+33")
