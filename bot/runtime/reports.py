"""Reports: what the coordinators of a network are told when the bot gives something up."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.messages import Post
from bot.chat.people import Network
from bot.language.messages import Markup, Text
from bot.runtime.handlers import Handlers
from bot.runtime.host import CORE


async def tell_coordinators(
    handlers: Handlers,
    session: AsyncSession,
    network: Network,
    text: Text,
    *,
    key: str,
    without: int | None = None,
) -> None:
    """Queue a word to everybody who coordinates the network, save the member `without`, once for each key."""
    async with handlers.for_timer(session, CORE, network, handlers.clock.now()) as ctx:
        for coordinator in await ctx.coordinators():
            if coordinator.id != without:
                await ctx.stage.post(
                    coordinator,
                    Post(text=text),
                    key=f"{key}:{coordinator.id}",
                    unsolicited=False,
                    due_at=None,
                    thread=None,
                )


def title(handlers: Handlers, plugin: str) -> Text:
    """Return the name of a plugin for people, even if it is not there any more."""
    loaded = handlers.host.plugins.get(plugin)
    return loaded.title if loaded is not None else Markup(plugin)
