"""The directory: who can do what, where, and wants to learn what."""

from plugins.directory.declaration import plugin

__all__ = ["plugin"]
