"""The directory: who can do what, where, and wants to learn what."""

from bot.plugin.neighbours import Colleagues
from plugins.directory import (
    actions,
    chatting,
    commands,
    forms,
    linking,
    looking,
    presenting,
    proposals,
    terminal,
    timers,
)
from plugins.directory.declaration import plugin
from plugins.directory.people import Directory

plugin.provide(Colleagues, Directory())

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
    "terminal",
    "timers",
]
