"""The directory: who can do what, where, and wants to learn what."""

from bot.plugin.neighbours import Colleagues, ListCheck
from plugins.directory import (
    actions,
    chatting,
    commands,
    forms,
    linking,
    looking,
    presenting,
    proposals,
    sections,
    terminal,
    timers,
)
from plugins.directory.declaration import plugin
from plugins.directory.people import Directory
from plugins.directory.thesaurus import OwnList

plugin.provide(Colleagues, Directory())
plugin.provide(ListCheck, OwnList())

__all__ = [
    "actions",
    "chatting",
    "commands",
    "forms",
    "linking",
    "looking",
    "plugin",
    "presenting",
    "proposals",
    "sections",
    "terminal",
    "timers",
]
