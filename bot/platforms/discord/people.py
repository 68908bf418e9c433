"""The people of Discord: their accounts as the bot needs them, and what they administer.

What somebody administers comes with each event: with an interaction from Discord itself, with anything else
from the roles and the channels that discord.py remembers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import discord

from bot.chat.people import Author
from bot.language.folding import fold
from bot.language.messages import LANGUAGES


class People:
    """Makes authors. Whoever has a role of one of the names `coordinator_roles` administers that guild."""

    def __init__(self, coordinator_roles: Iterable[str] = ()) -> None:
        self._coordinator_roles = frozenset(fold(name) for name in coordinator_roles)

    def of_interaction(self, interaction: discord.Interaction[Any]) -> Author:
        """Return who used a command, a button or a form, with their rights there, as Discord says."""
        return self._author(
            interaction.user,
            interaction.permissions if isinstance(interaction.user, discord.Member) else None,
            language_of(interaction.locale),
        )

    def in_channel(self, person: discord.Member | discord.User, channel: object) -> Author:
        """Return who did something in a channel; their rights there are computed from what is known."""
        return self._author(person, _permissions(person, channel), None)

    def person(self, person: discord.Member | discord.User) -> Author:
        """Return somebody who is named; nothing is said of what they administer."""
        return self._author(person, None, None)

    def administers(self, member: discord.Member) -> bool:
        """Return whether a member administers their guild."""
        permissions = member.guild_permissions
        return permissions.administrator or permissions.manage_guild or self._coordinates(member)

    def told(self, user: Mapping[str, Any], member: Mapping[str, Any] | None = None) -> Author:
        """Return somebody whom an interaction's JSON describes, as a user and, in a guild, as a member."""
        return Author(
            id=str(user["id"]),
            username=user["username"],
            name=(member or {}).get("nick") or user.get("global_name") or user["username"],
            is_bot=bool(user.get("bot")),
        )

    def _author(
        self,
        person: discord.Member | discord.User,
        permissions: discord.Permissions | None,
        language: str | None,
    ) -> Author:
        administers = permissions is not None and (permissions.administrator or permissions.manage_guild)
        return Author(
            id=str(person.id),
            username=person.name,
            name=person.display_name,
            language=language,
            is_bot=person.bot,
            administers_community=administers or self._coordinates(person),
            administers_place=permissions is not None and permissions.manage_channels,
        )

    def _coordinates(self, person: discord.Member | discord.User) -> bool:
        if not isinstance(person, discord.Member):
            return False
        is_owner = person.guild.owner_id == person.id
        return is_owner or any(fold(role.name) in self._coordinator_roles for role in person.roles)


def language_of(locale: discord.Locale | str) -> str | None:
    """Return the language in which somebody's Discord speaks to them, None if the bot does not speak it."""
    language = str(locale)[:2]
    return language if language in LANGUAGES else None


def _permissions(person: discord.Member | discord.User, channel: object) -> discord.Permissions | None:
    """Return what somebody may do in a channel, None if that is not known; a thread is as its parent."""
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    if isinstance(channel, discord.abc.GuildChannel) and isinstance(person, discord.Member):
        return channel.permissions_for(person)
    return None
