"""The installation of the bot on Discord: what can be done in its own name, by its token.

It can be run again at any time. Only people can make an application, reset its token and invite the bot.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.language.messages import Markup, _
from bot.platforms.discord.checking import COMMANDS, INTENTS, INTENTS_KNOWN
from bot.platforms.discord.commands import CommandTable
from bot.platforms.discord.inspecting import guilds
from bot.platforms.discord.rest import Entity, RefusedError, Rest
from bot.platforms.discord.syncing import reason_at
from bot.platforms.remarks import Remark, good, to_see_to, wrong


@dataclass(frozen=True, slots=True)
class Met:
    """Whose token it is, by user name, its application, and the guilds in which the bot is, names by id."""

    username: str
    application: Entity
    guilds: dict[str, str]


async def meet(rest: Rest) -> Met:
    """Return whose token it is and where the bot is.

    Raises:
        AskingError: the token is not accepted, or Discord cannot be asked.
    """
    bot = await rest.get("/users/@me")
    application = await rest.get("/applications/@me")
    there = {guild["id"]: str(guild["name"]) for guild in await guilds(rest)}
    return Met(str(bot["username"]), application, there)


async def register(rest: Rest, application: str, commands: CommandTable) -> Remark:
    """Put the commands in the place of those that are registered.

    Raises:
        AskingError: Discord cannot be asked.
    """
    try:
        await rest.put(f"/applications/{application}/commands", commands.payload)
    except RefusedError as error:
        if not error.mistakes:
            raise
        reasons = [reason_at(way, reason, commands.payload) for way, reason in error.mistakes.items()]
        text = _("Discord does not take the commands: {reasons}", reasons="; ".join(reasons))
        return wrong(COMMANDS, text)
    return good(COMMANDS, Markup(", ".join(f"/{name}" for name in commands.names)))


async def switch_on(rest: Rest, application: Entity, settings: Collection[str]) -> Remark | None:
    """Switch on the intents that these settings need; return what was done, None if nothing had to be.

    An application may do so by itself, as long as it is in few guilds: resources/application
    (edit-current-application).

    Raises:
        AskingError: Discord cannot be asked.
    """
    flags = int(application.get("flags") or 0)
    missing = [item for item in INTENTS_KNOWN if item.setting in settings and not item.is_granted(flags)]
    if not missing:
        return None
    titles = Markup(", ".join(item.title for item in missing))
    limited = sum(item.limited for item in INTENTS_KNOWN if item in missing or flags & item.limited)
    try:
        await rest.patch("/applications/@me", {"flags": limited | flags & _PRESENCE})
    except RefusedError:
        return to_see_to(
            INTENTS,
            _("{intents} is to be switched on by hand (Developer Portal, “Bot”).", intents=titles),
        )
    return good(INTENTS, _("{intents}: switched on", intents=titles))


_PRESENCE = 1 << 13
"""The flag of the third privileged intent, which the bot does not need: it stays as it is."""
