"""From what a form says to what a card says, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from bot.language.catalogue import Words
from bot.language.messages import Message, Text, _
from bot.territory import Area, Level, commune, find, name_of
from plugins.partners import hours, kinds, vocabulary
from plugins.partners.content import Content, is_address, tidy
from plugins.partners.models import PartnerRow
from plugins.partners.places import places_named
from plugins.partners.words import area_name

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_FEWEST_DIGITS = 4


class Filled(Protocol):
    """A form that was filled in: one line each, "" where nothing was said."""

    name: str
    kind: str
    commune: str
    phone: str
    email: str
    address: str
    website: str
    hours: str
    serves: str
    does: str


def values_of_form(row: PartnerRow, reader: Words) -> Mapping[str, str]:
    """Return what stands in the form when it opens on a card."""
    found = commune(row.commune) if row.commune else None
    return {
        "name": row.name,
        "kind": " ; ".join(kinds.said(row.kinds, reader.language)),
        "commune": name_of(found.area) if found is not None else row.town,
        "phone": " ; ".join(row.phones),
        "email": " ; ".join(row.emails),
        "address": row.address,
        "website": " ; ".join(row.websites),
        "hours": row.hours,
        "serves": " ; ".join(map(area_name, row.areas)),
        "does": row.summary,
    }


def mistakes(typed: Mapping[str, str], near: Sequence[Area]) -> Mapping[str, Text]:
    """Return what is wrong in some of the fields of the form, by their names."""
    wrong: dict[str, Text] = {}
    for field, (is_right, problem) in _CHECKED.items():
        if not all(map(is_right, _items(typed.get(field, "")))):
            wrong[field] = problem
    if "commune" in typed and _commune(typed["commune"], near) is None:
        wrong["commune"] = _("A commune is expected, by its name or its postcode, such as Roanne or 42300.")
    try:
        places_named(typed.get("serves", ""), near)
    except LookupError as unknown:
        wrong["serves"] = _("I know no place called “{typed}”.", typed=str(unknown.args[0])[:80])
    return wrong


def content_of_form(form: Filled, before: Content | None, near: Sequence[Area]) -> Content:
    """Return what a card says once a form is filled in, in which nothing is wrong.

    What the form does not show stays as it was.
    """
    place = _commune(form.commune, near)
    found = commune(place) if place is not None else None
    content = replace(
        before or Content(name=form.name),
        name=form.name,
        kinds=_kinds(form.kind) or kinds.guess(form.name),
        commune=place,
        town=found.name if found is not None else form.commune,
        phones=_items(form.phone),
        emails=_items(form.email),
        websites=tuple(map(_with_scheme, _items(form.website))),
        hours=form.hours,
        areas=tuple(places_named(form.serves, near)),
        address=form.address,
        summary=form.does,
    )
    if found is not None and (before is None or before.commune != place):
        content = replace(content, postcode=found.postcodes[0] if found.postcodes else "")
    if before is None:
        content = replace(content, services=_services(form.does))
    return tidy(content)


def said_of_hours(written: str) -> Message | None:
    """Return what to say of hours that cannot be evaluated: they are shown as they are written."""
    if not written or hours.is_valid(written):
        return None
    return _(
        "The hours are shown as you wrote them. Written as `Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00`, "
        "I can also say whether it is open now."
    )


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(";") if item.strip())


def _is_phone(text: str) -> bool:
    return re.fullmatch(r"[+0-9 .()/-]{4,30}", text) is not None and (
        sum(letter.isdigit() for letter in text) >= _FEWEST_DIGITS
    )


def _is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


def _is_website(text: str) -> bool:
    return is_address(_with_scheme(text))


def _with_scheme(text: str) -> str:
    return text if "://" in text else f"https://{text}"


def _is_kind(text: str) -> bool:
    return bool(_kinds(text))


_CHECKED: Mapping[str, tuple[Callable[[str], bool], Message]] = {
    "kind": (
        _is_kind,
        _(
            "I do not know this kind. Try for example “France Services”, “CCAS” or “mission locale”, or "
            "leave it empty."
        ),
    ),
    "phone": (_is_phone, _("A telephone number is expected, such as 04 77 00 00 00.")),
    "email": (_is_email, _("An e-mail address is expected, such as contact@example.org.")),
    "website": (_is_website, _("A web address is expected, such as https://www.example.org.")),
}
"""What each item of a field has to be, and what to say if one is not."""


def _kinds(text: str) -> tuple[str, ...]:
    """Return the kinds that were typed."""
    found: list[str] = []
    for item in _items(text):
        exact = kinds.find(item)
        found += (exact,) if exact is not None else kinds.named_in(item)
    return tuple(dict.fromkeys(found))


def _commune(text: str, near: Sequence[Area]) -> str | None:
    found = next((area for area in find(text, near) if area.level is Level.COMMUNE), None)
    return found.code if found is not None else None


def _services(text: str) -> tuple[str, ...]:
    """Return the services of the national standard that a text names as it writes them."""
    plain = kinds.plain(text)
    return tuple(service for service in vocabulary.SERVICES if kinds.plain(service) in plain)
