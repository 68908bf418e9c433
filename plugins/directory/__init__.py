"""The directory: who can do what, where, and wants to learn what."""

from bot.plugin.neighbours import Colleagues
from plugins.directory import linking, terminal
from plugins.directory.declaration import plugin
from plugins.directory.people import Directory

plugin.provide(Colleagues, Directory())

__all__ = [
    "linking",
    "plugin",
    "terminal",
]
