"""Overhearing: what people write for everyone at the console, as far as the bot hears of it."""

from __future__ import annotations

from uuid import uuid4

from bot.chat.incoming import Answered, Incoming, Line, Linked, Shows
from bot.platforms.console.whereabouts import Whereabouts
from bot.platforms.console.written import WrittenLine
from bot.platforms.links import links_and_tags


def overheard(text: str, where: Whereabouts, number: int | None) -> Incoming:
    """Return what is to the bot that somebody writes for everyone, in the thread of an output if in one.

    `number` is that of the line, if lines are counted.
    """
    links, tags = links_and_tags(text)
    author, location = where.author, where.location
    post = WrittenLine(uuid4().hex[:12], number, where.user).spell()
    under = str(where.thread) if where.thread is not None else None
    if links and tags:
        return Linked(
            author=author,
            location=location,
            shows=Shows.NOTHING,
            text=text,
            links=links,
            tags=tags,
            post=post,
            under=under,
        )
    if under is None:
        return Line(author=author, location=location, text=text)
    return Answered(author=author, location=location, text=text, post=post, under=under)
