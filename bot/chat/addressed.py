"""What is to be sent to whom, and until when it is still worth sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.chat.messages import Post
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.messages import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """A post for a member (by DM) or a place (in its thread, if any).

    `key` makes it unique for ever in the plugin. What could not be sent `until` then (aware) never is, and
    nobody hears of it. What goes out at one of the instants of `instead` (aware) or later says that text, the
    last one that is due, in the place of its own: “tomorrow” is not true for long.
    """

    to: Member | Place
    post: Post
    key: str | None = None
    until: datetime | None = None
    instead: tuple[tuple[datetime, Text], ...] = ()
