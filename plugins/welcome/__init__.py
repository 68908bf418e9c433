"""Welcome: one short message for each newcomer."""

from plugins.welcome.declaration import plugin

__all__ = ["plugin"]
