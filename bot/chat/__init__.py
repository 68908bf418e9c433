"""The neutral vocabulary: what plugins and platforms say to each other, whatever the chat network."""

from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.gatherings import Gathering
from bot.chat.incoming import (
    ChosenMessage,
    Completion,
    Edited,
    Incoming,
    Invocation,
    Joined,
    Left,
    Line,
    Linked,
    Press,
    Reacted,
    Shortcut,
    Shows,
    Submission,
)
from bot.chat.messages import Button, Embed, File, Menu, Option, Post, Reply, Style, Update
from bot.chat.people import Author, Member, Network, Peace, Role
from bot.chat.places import Location, Place, PlaceKind
from bot.chat.reactions import Reaction

__all__ = [
    "Author",
    "Button",
    "ChosenMessage",
    "Completion",
    "Edited",
    "Embed",
    "Field",
    "FieldKind",
    "File",
    "FormView",
    "Gathering",
    "Incoming",
    "Invocation",
    "Joined",
    "Left",
    "Line",
    "Linked",
    "Location",
    "Member",
    "Menu",
    "Network",
    "Option",
    "Peace",
    "Place",
    "PlaceKind",
    "Post",
    "Press",
    "Reacted",
    "Reaction",
    "Reply",
    "Role",
    "Shortcut",
    "Shows",
    "Style",
    "Submission",
    "Update",
]
