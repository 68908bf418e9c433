"""Plain sentences without a link: `mes liens`, `cherche un lien sur les seniors`, `désabonne-moi`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.chat.messages import Reply
from bot.language.messages import Text, _
from bot.plugin import Context, Suggestion
from bot.plugin.finding import Found, Misread
from plugins.watch import search_commands, subscribing
from plugins.watch.arguments import tags_in, without_links
from plugins.watch.authors import author_in
from plugins.watch.commands import my_links
from plugins.watch.declaration import plugin
from plugins.watch.feeds.commands import feeds
from plugins.watch.frequency import FREQUENCY
from plugins.watch.since import SinceArgument
from plugins.watch.wanted import without_links_named

SURELY = 0.93


def claims(text: str) -> float:
    """Return how surely a sentence asks something of the watch."""
    from plugins.watch.questions import asked

    return SURELY if asked(text) is not None else 0


@plugin.sentence(claims)
async def answer(ctx: Context, text: str) -> Reply:
    """Do what a sentence asks of the watch, as its command would."""
    from plugins.watch.questions import asked

    name, about = asked(text) or ("mine", "")
    tags = tuple(tag.name for tag in tags_in(text))
    ways: dict[str, Callable[[], Awaitable[Reply]]] = {
        "end": lambda: subscribing.unsubscribe(ctx, tags, "" if tags else about),
        "stop": lambda: subscribing.unsubscribe(ctx, tags, "" if tags else about),
        "begin": lambda: _subscribe(ctx, tags, about),
        "search": lambda: _search(ctx, tags, about, text),
        "mine": lambda: my_links(ctx, None, tags, about),
        "subscribed": lambda: subscribing.subscribe(ctx),
        "tags": lambda: search_commands.tags(ctx),
        "feeds": lambda: feeds(ctx),
        "latest": lambda: search_commands.latest_links(ctx),
        "how": lambda: _how(ctx),
        "by": lambda: search_commands.search(ctx, None, tags, f"@{about.removeprefix('@')}"),
    }
    return await ways[name]()


async def _how(ctx: Context) -> Reply:
    lines: list[Text] = [
        _("The shared watch keeps what colleagues found, for all to find again:"),
        _(
            "- share a link: `/watch https://www.example.org #seniors a clear guide`, or a message in a "
            "channel with the link and `#veille`"
        ),
        _("- find one again: `/watch search digital identity`; the latest: `/watch latest`"),
        _(
            "- keep one for yourself: `/watch save` and the link; change or take back yours: `/watch edit`, "
            "`/watch remove`"
        ),
        _("- have a channel follow a site: `/watch follow https://www.example.org`"),
        _("- be told by DM of a subject: `/watch subscribe #seniors`"),
        _("All of it: `/maillage help watch`."),
    ]
    return Reply(text=ctx.words.join(lines), private=True)


async def _subscribe(ctx: Context, tags: tuple[str, ...], about: str) -> Reply:
    found = FREQUENCY.find(about, ctx.reading)
    if found is None:
        return await subscribing.subscribe(ctx, tags, None, "" if tags else about)
    return await subscribing.subscribe(ctx, tags, found.value, "" if tags else found.rest)


@plugin.suggestion
async def suggest(_ctx: Context, _text: str) -> Suggestion:
    """Offer to look for a link, and to share one."""
    return Suggestion(
        _("Find what colleagues shared: “find links about digital identity”, or share it: `/watch LINK`")
    )


async def _search(ctx: Context, tags: tuple[str, ...], about: str, text: str) -> Reply:
    from plugins.watch.questions import asked, bare, of_whom

    since: datetime | None = None
    said = _dated(ctx, bare(without_links(text)))
    if said is not None:
        since, text = said.value, said.rest
        about = (asked(text) or ("", without_links_named(text)))[1]
    who = of_whom(text)
    if who is not None:
        whose = await author_in(ctx, who)
        if whose.member is not None:
            about = f"@{whose.member.username} {bare(whose.words)}"
    return await search_commands.search(ctx, since, tags, about)


def _dated(ctx: Context, text: str) -> Found | None:
    """Return the day since which links are asked for, and what is left of the text; None if none is named."""
    try:
        return SinceArgument().find(text, ctx.reading)
    except Misread:
        return None
