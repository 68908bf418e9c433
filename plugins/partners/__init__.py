"""Partners: the services around, to whom people can be referred."""

from plugins.partners import actions, commands, forms, indexing, offering, suggesting, terminal, timers
from plugins.partners.declaration import plugin

__all__ = [
    "actions",
    "commands",
    "forms",
    "indexing",
    "offering",
    "plugin",
    "suggesting",
    "terminal",
    "timers",
]
