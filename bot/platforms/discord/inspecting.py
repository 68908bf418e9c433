"""A look at the bot on Discord, one remark after another: by REST alone, so it may be at work meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.platforms.discord.checking import (
    ACCOUNT,
    MISSING_ACCESS,
    SERVER,
    no_commands_in,
    on_application,
    on_clock,
    on_commands,
    on_guilds,
    on_intents,
    on_left_out,
    on_permissions,
    on_sessions,
    to_invite,
)
from bot.platforms.discord.commands import CommandTable
from bot.platforms.discord.inviting import IN_CHANNELS, IN_GUILDS, invitation
from bot.platforms.discord.permissions import standing
from bot.platforms.discord.rest import AskingError, Entity, RefusedError, Rest, TokenRefusedError
from bot.platforms.remarks import Remark, wrong

_TEXT_CHANNELS = (0, 5)
"""Channels of text and of announcements: resources/channel#channel-object-channel-types."""
_PAGE = 200
"""How many guilds come at a time: resources/user#get-current-user-guilds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Discord as the bot is to work on it.

    `guilds` are ids of the configuration, `linked` those that joined a network since, and `intents` the
    settings that are on and need a privileged intent.
    """

    url: str
    guilds: Sequence[str]
    linked: Collection[str]
    intents: Collection[str]
    commands: CommandTable


async def inspect(target: Target, token: str, now: Callable[[], datetime]) -> AsyncIterator[Remark]:
    """Yield what is to be said; what makes the rest impossible to look at ends it."""
    rest = Rest(target.url, token, now)
    try:
        async for remark in _remarks(target, rest):
            yield remark
    except TokenRefusedError as error:
        yield wrong(ACCOUNT, error.text)
    except AskingError as error:
        yield wrong(SERVER, error.text)
    finally:
        await rest.close()


async def _remarks(target: Target, rest: Rest) -> AsyncIterator[Remark]:
    bot = await rest.get("/users/@me")
    application = await rest.get("/applications/@me")
    link = invitation(application["id"], target.url)
    for remark in on_application(bot, application):
        yield remark
    yield on_intents(int(application.get("flags") or 0), target.intents)
    there = {guild["id"]: guild["name"] for guild in await guilds(rest)}
    for remark in on_guilds(target.guilds, target.linked, there, link):
        yield remark
    path = f"/applications/{application['id']}/commands"
    yield on_commands(target.commands.payload, await rest.get(path, with_localizations="true"))
    for remark in on_left_out(target.commands.left_out):
        yield remark
    for guild, name in there.items():
        if guild in target.guilds or guild in target.linked:
            async for remark in _on_guild(rest, application["id"], bot["id"], guild, name, link):
                yield remark
    yield on_sessions(await rest.get("/gateway/bot"))
    if rest.skew is not None:
        yield on_clock(rest.skew)
    yield to_invite(link)


async def guilds(rest: Rest) -> list[Entity]:
    """Return all guilds in which the bot is, as much of each as is needed to name it.

    Raises:
        AskingError: they cannot be had.
    """
    found: list[Entity] = []
    while True:
        after = {"after": found[-1]["id"]} if found else {}
        page = await rest.get("/users/@me/guilds", limit=_PAGE, **after)
        found += page
        if len(page) < _PAGE:
            return found


async def _on_guild(
    rest: Rest, application: str, bot: str, guild: str, name: str, link: str
) -> AsyncIterator[Remark]:
    try:
        await rest.get(f"/applications/{application}/guilds/{guild}/commands")
    except RefusedError as error:
        if error.code != MISSING_ACCESS:
            raise
        yield no_commands_in(name, link)
    whole = await rest.get(f"/guilds/{guild}")
    may = standing(whole, await rest.get(f"/guilds/{guild}/members/{bot}"))
    channels = [
        (channel["name"], may.lacks_in(channel, IN_CHANNELS))
        for channel in await rest.get(f"/guilds/{guild}/channels")
        if channel["type"] in _TEXT_CHANNELS
    ]
    for remark in on_permissions(name, may.lacks(IN_GUILDS), channels):
        yield remark
