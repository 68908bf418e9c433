"""A bot with the shared watch on a web of one page, and what people do there: for tests of shared links."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.answers import Answer
from bot.chat.delivery import DeliveryKind
from bot.chat.incoming import Edited, Linked, Press
from bot.chat.messages import Button, Post, Reply
from bot.platforms.links import links_and_tags
from bot.plugin import EventContext
from bot.plugin.neighbours import LinkShared
from bot.runtime.host import PluginHost
from bot.store.tables import AccountRow
from plugins.watch.models import NoteRow, ShareRow, TagRow
from tests.fakes.bot import Scene, author, channel, dm, rows, scene
from tests.fakes.plugin import probe
from tests.fakes.web import Web

GUIDE = "https://mairie.example/guide"
_EDITS = count()
_HTML = """<!doctype html><html lang="{lang}"><head><title>{title}</title>
<meta name="description" content="{about}"><link rel="canonical" href="{url}"></head><body>x</body></html>"""


def html(
    title: str = "Le guide", about: str = "Pour accompagner les seniors.", url: str = GUIDE, lang: str = "fr"
) -> str:
    """Return a page that says this of itself."""
    return _HTML.format(title=title, about=about, url=url, lang=lang)


def web_with_the_guide(monkeypatch: pytest.MonkeyPatch) -> Web:
    """Return the web that all bots of a test read: one page lies there."""
    web = Web.of_all_bots(monkeypatch)
    web.page(GUIDE, html())
    return web


@asynccontextmanager
async def the_watch(folder: Path, told: list[LinkShared] | None = None) -> AsyncIterator[Scene]:
    """Begin a scene with the shared watch, on an empty database; others hear of the links `told`."""
    host = PluginHost()
    host.load(("plugins.watch",))
    assert host.errors == []
    ear = probe()

    @ear.on(LinkShared)
    async def hear(_ctx: EventContext, event: LinkShared) -> None:
        if told is not None:
            told.append(event)

    async with scene(folder, *host.plugins.values(), ear) as stage:
        yield stage


async def press(
    stage: Scene,
    button: Button,
    user: str = "camille",
    where: str | None = "general",
    choice: str | None = None,
    **rights: bool,
) -> list[Answer]:
    """Press a button of an answer or a card, in a channel or, with None, in a direct message."""
    return await stage.receive(
        Press(
            author=author(user, **rights),
            location=channel(where) if where else dm(user),
            plugin=button.plugin,
            action=button.action,
            arguments=button.arguments,
            choice=choice,
        )
    )


def labelled(post: Post | Reply, label: str) -> Button:
    """Return the only button whose label begins so."""
    (button,) = [one for one in post.buttons if str(one.label).startswith(label)]
    return button


def cards(stage: Scene, to: str = "general", kind: DeliveryKind = DeliveryKind.POST) -> list[Post]:
    """Return the cards that were sent to a channel, oldest first."""
    sent = [outgoing for _at, outgoing in stage.platform.attempts]
    return [one.post for one in sent if one.channel == to and one.kind is kind and one.post.embeds]


def dms(stage: Scene, user: str) -> list[str]:
    """Return what the bot wrote to a person, oldest first."""
    return stage.platform.texts(f"@id-{user}")


async def standing(stage: Scene) -> list[str]:
    """Return the addresses that stand in the watch."""
    return [row.url for row in await rows(stage, ShareRow) if row.removed_at is None]


async def notes_and_tags(stage: Scene) -> tuple[list[str], list[str]]:
    """Return what is said of all shares."""
    notes = [note.text for note in await rows(stage, NoteRow)]
    return notes, [tag.name for tag in await rows(stage, TagRow)]


async def link_posted(
    stage: Scene,
    text: str,
    links: Sequence[str],
    tags: Sequence[str],
    user: str = "camille",
    post: str = "m1",
    where: str = "general",
) -> None:
    """Have somebody write a message with links."""
    await stage.receive(
        Linked(
            author=author(user),
            location=channel(where),
            text=text,
            links=tuple(links),
            tags=tuple(tags),
            post=post,
        )
    )


async def member(stage: Scene, username: str) -> int | None:
    """Return the id of a member."""
    async with stage.store.read() as session:
        return await session.scalar(select(AccountRow.member_id).where(AccountRow.username == username))


async def message_edited(
    stage: Scene,
    text: str,
    user: str = "camille",
    post: str = "m1",
    where: str = "general",
    posted: timedelta = timedelta(),
) -> None:
    """Have somebody change a message that was posted a while ago, as platforms tell it, each time anew."""
    links, tags = links_and_tags(text)
    key = f"{post}:{next(_EDITS)}"
    if not (links and tags):
        await stage.platform.host.message_edited(where, post, links, key)
        return
    await stage.receive(
        Edited(
            author=author(user),
            location=channel(where),
            key=key,
            text=text,
            links=links,
            tags=tags,
            post=post,
            posted_at=stage.clock.now() - posted,
        )
    )
