"""`/maillage aide`, and the plain sentences that ask for the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.chat import Reply
from bot.language.messages import Markup, _
from bot.plugin import Arg, CommandHelp, Context, Refusal, Rest
from plugins.network.commands import commands_for
from plugins.network.completing import complete_topic
from plugins.network.declaration import maillage, plugin
from plugins.network.guide import details, overview
from plugins.network.topics import asks_for_help, find_topic, is_greeting, nearest_topics, topic_of

_TOPIC = Arg(
    label=_("command"),
    help=_("the command that you want to know more about."),
    example=_("remind"),
    max_length=80,
    complete=complete_topic,
)


@maillage.command(
    "aide",
    english="help",
    default=True,
    summary=_("What I can do for you here"),
    examples=_("/maillage help\n/maillage help remind"),
)
async def explain(ctx: Context, topic: Annotated[Rest, _TOPIC] = "") -> Reply:
    """Answer all that the person may do here, or one command in detail."""
    return Reply(text=_page(ctx, topic, await commands_for(ctx)))


@plugin.sentence(asks_for_help)
async def answer(ctx: Context, text: str) -> Reply:
    """Answer a person who says hello or asks for help in their own words."""
    page = _page(ctx, topic_of(text), await commands_for(ctx))
    if not is_greeting(text):
        return Reply(text=page)
    return Reply(text=_("Hello {name}!\n{page}", name=ctx.member.name, page=page))


def _page(ctx: Context, topic: str, entries: Sequence[CommandHelp]) -> Markup:
    if not topic.strip("/ "):
        return overview(ctx.words, ctx.network.name, entries)
    found = find_topic(topic, entries)
    if found:
        return details(ctx.words, found)
    close = nearest_topics(topic, entries, ctx.words.language)
    if not close:
        raise Refusal(
            "unknown_topic",
            _(
                "I have no command “{word}” for you here. `/maillage help` lists those that I have.",
                word=topic,
            ),
        )
    names = Markup(", ".join(f"`/{name}`" for name in close))
    raise Refusal(
        "unknown_topic",
        _("I have no command “{word}” for you here. Is it {names}?", word=topic, names=names),
    )
