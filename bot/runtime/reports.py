"""Reports: what the coordinators of a network are told when the bot gives something up."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.addressed import Addressed
from bot.chat.messages import Post
from bot.chat.people import Network
from bot.language.messages import Markup, Text, _
from bot.runtime.handlers import Handlers
from bot.runtime.host import CORE
from bot.runtime.switches import MAX_ATTEMPTS
from bot.store.people import network_of
from bot.store.tables import NetworkRow


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
        told = [
            Addressed(to=coordinator, post=Post(text=text), key=f"{key}:{coordinator.id}")
            for coordinator in await ctx.coordinators()
            if coordinator.id != without
        ]
        await ctx.stage.post(told, unsolicited=False, due_at=None)


async def tell_held(handlers: Handlers, plugin: str, network: int, reference: str, *, key: str) -> None:
    """Tell the coordinators of a timer or an errand that is held; the others go on even if that fails."""
    text = _(
        "Something that I had to do in “{plugin}” failed {count} times, and I stopped trying. The person "
        "who looks after me needs this reference: {reference}.",
        plugin=title(handlers, plugin),
        count=MAX_ATTEMPTS,
        reference=Markup(f"`{reference}`"),
    )
    try:
        async with handlers.store.unit() as session:
            of = network_of(await session.get_one(NetworkRow, network))
            await tell_coordinators(handlers, session, of, text, key=key)
    except Exception as error:  # noqa: BLE001 - it is held already
        handlers.faults.record(plugin, error)


def title(handlers: Handlers, plugin: str) -> Text:
    """Return the name of a plugin for people, even if it is not there any more."""
    loaded = handlers.host.plugins.get(plugin)
    return loaded.title if loaded is not None else Markup(plugin)
