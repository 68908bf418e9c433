"""The départements and overseas collectivities: their codes, names, regions and time zones."""

from bot.territory.channels import propose
from bot.territory.gazetteer import Region, Territory, by_code, territories, zone_of
from bot.territory.search import search

__all__ = ["Region", "Territory", "by_code", "propose", "search", "territories", "zone_of"]
