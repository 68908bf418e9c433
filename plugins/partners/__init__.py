"""Partners: the services around, to whom people can be referred."""

from plugins.partners.declaration import plugin

__all__ = ["plugin"]
