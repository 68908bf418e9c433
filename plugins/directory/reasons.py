"""Why somebody is proposed, in words."""

from __future__ import annotations

from datetime import datetime

from bot.language.messages import Instant, Text, _
from bot.territory import Area, Level, commune, epci, name_of
from plugins.directory.cards import Kind

_VALUES = {
    Kind.SPECIALITIES: _("speciality: {what}"),
    Kind.SKILLS: _("skill: {what}"),
    Kind.APPETENCES: _("would like to learn: {what}"),
    Kind.AUDIENCES: _("works with: {what}"),
    Kind.LANGUAGES: _("speaks: {what}"),
}


def of_value(kind: Kind | None, text: str) -> Text:
    """Return the reason that a value of a card is; None stands for the structure."""
    if kind is None:
        return _("works at: {what}", what=text)
    return _VALUES.get(kind, _VALUES[Kind.SKILLS])(what=text)


def is_available(value: str) -> Text:
    """Return the reason that somebody is there when they are asked for."""
    return _("available: {when}", when=value)


def is_named(name: str) -> Text:
    """Return the reason that somebody is who was asked for by name."""
    return _("is called {name}", name=name)


def is_in(home: Area, place: Area) -> Text:
    """Return the reason that somebody is in a place that was asked for."""
    if place.level is Level.COMMUNE:
        return _("in {commune}", commune=name_of(home, plain=True))
    if place.level is Level.EPCI:
        return is_near(home, Level.EPCI)
    return _("in {commune}, {place}", commune=name_of(home, plain=True), place=name_of(place))


def is_near(home: Area, level: Level | None) -> Text:
    """Return the reason that somebody is near: in the same area of that level."""
    where = name_of(home, plain=True)
    if level is Level.COMMUNE:
        return _("in {commune}", commune=where)
    if level is Level.EPCI:
        return _same_epci(where, home)
    if level is Level.DEPARTEMENT:
        return _("in {commune}, same département", commune=where)
    if level is Level.REGION:
        return _("in {commune}, same region", commune=where)
    return lives(home)


def lives(home: Area) -> Text:
    """Return where somebody is, when that is not near."""
    return _("in {commune}", commune=name_of(home))


def covers(area: Area) -> Text:
    """Return the reason that somebody covers a place."""
    return _("covers {place}", place=name_of(area))


def confirmed(at: datetime) -> Text:
    """Return when somebody last said that their card is true."""
    return _("confirmed on {day}", day=Instant(at, all_day=True))


def _same_epci(where: str, home: Area) -> Text:
    found = commune(home.code)
    group = epci(found.epci) if found and found.epci else None
    if group is not None and group.kind == "CA":
        return _("in {commune}, same communauté d’agglomération", commune=where)
    if group is not None and group.kind == "CC":
        return _("in {commune}, same communauté de communes", commune=where)
    if group is not None and group.kind == "METRO":
        return _("in {commune}, same métropole", commune=where)
    return _("in {commune}, same communauté urbaine", commune=where)
