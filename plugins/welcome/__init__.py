"""Welcome: one short message for each newcomer."""

from plugins.welcome import actions, arrivals
from plugins.welcome.declaration import plugin

__all__ = ["actions", "arrivals", "plugin"]
