"""The départements and overseas collectivities: their codes, names, regions and time zones."""

from bot.territory.areas import Area, Level
from bot.territory.channels import propose
from bot.territory.gazetteer import Region, Territory, by_code, territories, zone_of
from bot.territory.search import named, search
from bot.territory.zones import find_zone, nearest_zones

__all__ = [
    "Area",
    "Level",
    "Region",
    "Territory",
    "by_code",
    "find_zone",
    "named",
    "nearest_zones",
    "propose",
    "search",
    "territories",
    "zone_of",
]
