"""The places of Discord: channels, threads and DMs as the bot names them."""

from __future__ import annotations

import discord

from bot.chat.places import Location, PlaceKind


class Places:
    """Makes locations. `platform` is the configured name of the connection."""

    def __init__(self, platform: str) -> None:
        self._platform = platform

    def location(self, channel: object, person: discord.Member | discord.User) -> Location | None:
        """Return the place where somebody does something, None if nothing is known of it.

        A DM is named after the person. A message in a forum stands in a thread; what is written beside a
        voice channel stands in the channel itself; a DM of several people is a channel of no guild.
        """
        match channel:
            case discord.DMChannel():
                return self.dm(channel.id, person)
            case discord.GroupChannel():
                return Location(
                    platform=self._platform, id=str(channel.id), name=channel.name or str(channel.id)
                )
            case discord.abc.GuildChannel() | discord.Thread():
                return self.channel(channel)
            case _:
                return None

    def channel(self, channel: discord.abc.GuildChannel | discord.Thread) -> Location:
        """Return a channel of a guild, or a thread: the channel under which it hangs, and its own id."""
        name, id_, thread = channel.name, channel.id, None
        if isinstance(channel, discord.Thread):
            name = channel.parent.name if channel.parent else name
            id_, thread = channel.parent_id, str(channel.id)
        return Location(
            platform=self._platform,
            id=str(id_),
            name=name,
            community=str(channel.guild.id),
            community_name=channel.guild.name,
            thread=thread,
            is_private=_is_private(channel),
        )

    def dm(self, channel: int, person: discord.Member | discord.User) -> Location:
        """Return the DM of somebody with the bot; it belongs to no guild."""
        return Location(platform=self._platform, id=str(channel), name=person.name, kind=PlaceKind.DM)


def _is_private(channel: discord.abc.GuildChannel | discord.Thread) -> bool | None:
    """Return whether some people of the guild cannot see a channel, None if that is not known."""
    shown = channel.parent if isinstance(channel, discord.Thread) else channel
    everyone = channel.guild.get_role(channel.guild.id)
    if shown is None or everyone is None:
        return None
    return not shown.permissions_for(everyone).view_channel
