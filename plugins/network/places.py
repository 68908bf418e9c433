"""Which settings follow from those that a person changed: values in, values out."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.chat import Network, Place, PlaceKind
from bot.territory import Territory, by_code, propose


def suggested_territory(place: Place) -> Territory | None:
    """Return the territory of a channel, else the one that its name says."""
    if place.territory is not None:
        return by_code(place.territory)
    return propose(place.name) if place.kind is PlaceKind.CHANNEL else None


def in_territory(place: Place, territory: Territory | None) -> Place:
    """Return the place bound to a territory; a change of territory is a change of time zone as well."""
    code = territory.code if territory is not None else None
    if code == place.territory:
        return place
    return replace(place, territory=code, zone=ZoneInfo(territory.zone) if territory is not None else None)


def with_zone(place: Place, before: Place, zone: ZoneInfo | None) -> Place:
    """Return the place with the zone that a person gave, unless they left the one that was there `before`.

    Giving none stands for the zone of the territory.
    """
    if zone == before.zone:
        return place
    if zone is None and place.territory is not None:
        territory = by_code(place.territory)
        zone = ZoneInfo(territory.zone) if territory is not None else None
    return replace(place, zone=zone)


def network_zone(network: Network, zone: ZoneInfo | None, territory: Territory | None) -> ZoneInfo:
    """Return the zone of the network: the one given, else that of the territory, else the one it has."""
    if zone is not None:
        return zone
    return ZoneInfo(territory.zone) if territory is not None else network.zone


def could_spread(network: Network, place: Place) -> bool:
    """Return whether the territory of a place could be the whole network's: it has none, or another hour."""
    if place.territory is None:
        return False
    return network.territory is None or (place.zone is not None and place.zone != network.zone)
