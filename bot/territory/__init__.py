"""Communes, EPCI, départements and regions: their codes and names, who is in whom, their time zones."""

from bot.territory.areas import Area, Level
from bot.territory.channels import propose
from bot.territory.communes import Commune, Epci, commune, communes_of, communes_of_postcode, epci, region
from bot.territory.finding import find
from bot.territory.gazetteer import Region, Territory, by_code, territories, zone_of
from bot.territory.naming import name_of
from bot.territory.relations import areas_of, contains, departements_of, exists, nearness
from bot.territory.search import named, search
from bot.territory.zones import find_zone, nearest_zones

__all__ = [
    "Area",
    "Commune",
    "Epci",
    "Level",
    "Region",
    "Territory",
    "areas_of",
    "by_code",
    "commune",
    "communes_of",
    "communes_of_postcode",
    "contains",
    "departements_of",
    "epci",
    "exists",
    "find",
    "find_zone",
    "name_of",
    "named",
    "nearest_zones",
    "nearness",
    "propose",
    "region",
    "search",
    "territories",
    "zone_of",
]
