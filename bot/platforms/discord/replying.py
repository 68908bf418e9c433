"""Replying: what the bot says under a message by itself, there and then, past the courier."""

from __future__ import annotations

import discord

from bot.language.messages import Text
from bot.logs import get_logger
from bot.platforms.discord.markdown import markdown

log = get_logger(__name__)


async def reply(message: discord.Message, text: Text) -> None:
    """Say a sentence under a message of a channel, or in a DM; it never raises.

    The same message is answered once, even if it is read twice within a few minutes.
    """
    said = markdown(text)
    try:
        if message.guild is None:
            await message.channel.send(said, nonce=message.id)
        else:
            under = message.to_reference(fail_if_not_exists=False)
            await message.channel.send(said, nonce=message.id, reference=under)
    except Exception as error:  # noqa: BLE001 - it was worth a try, no more
        log.warning("an answer could not be posted", reason=type(error).__name__)
