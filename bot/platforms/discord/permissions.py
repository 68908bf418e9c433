"""What the bot may do in a guild and in each of its channels.

The computation is that of https://docs.discord.com/developers/topics/permissions#permission-hierarchy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.platforms.discord.inviting import SEND_MESSAGES, VIEW_CHANNEL, Need

_ADMINISTRATOR = 1 << 3
_ALL = (1 << 64) - 1
_OF_A_ROLE = 0
"""The type of an overwrite for a role; the other is for a member."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member may do in a guild before channels change it: `guild` is its id, `roles` theirs."""

    guild: str
    member: str
    roles: frozenset[str]
    bits: int

    def lacks(self, needs: Iterable[Need]) -> list[Need]:
        """Return what is missing in the guild as a whole."""
        return [need for need in needs if not self.bits & need.bit]

    def lacks_in(self, channel: Mapping[str, Any], needs: Sequence[Need]) -> list[Need]:
        """Return what is missing in a channel; who cannot see it lacks that alone."""
        bits = self._bits_in(channel.get("permission_overwrites") or ())
        if not bits & VIEW_CHANNEL.bit:
            return [VIEW_CHANNEL]
        if not bits & SEND_MESSAGES.bit:
            return [SEND_MESSAGES]
        return [need for need in needs if not bits & need.bit]

    def _bits_in(self, overwrites: Iterable[Mapping[str, Any]]) -> int:
        if self.bits == _ALL:
            return _ALL
        by_id = {item["id"]: item for item in overwrites}
        of_roles = [
            item
            for item in by_id.values()
            if int(item["type"]) == _OF_A_ROLE and item["id"] in self.roles and item["id"] != self.guild
        ]
        bits = _overwritten(self.bits, [by_id[self.guild]] if self.guild in by_id else [])
        bits = _overwritten(bits, of_roles)
        return _overwritten(bits, [by_id[self.member]] if self.member in by_id else [])


def standing(guild: Mapping[str, Any], member: Mapping[str, Any]) -> Standing:
    """Return what a member may do in a guild, both as Discord's JSON."""
    person = member["user"]["id"]
    roles = frozenset(member["roles"])
    bits = 0
    for role in guild["roles"]:
        if role["id"] in roles or role["id"] == guild["id"]:
            bits |= int(role["permissions"])
    if guild.get("owner_id") == person or bits & _ADMINISTRATOR:
        bits = _ALL
    return Standing(guild["id"], person, roles, bits)


def _overwritten(bits: int, overwrites: Iterable[Mapping[str, Any]]) -> int:
    """Return the permissions with those of one level taken, then given."""
    allowed = denied = 0
    for item in overwrites:
        allowed |= int(item["allow"])
        denied |= int(item["deny"])
    return bits & ~denied | allowed
