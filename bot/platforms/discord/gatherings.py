"""Gatherings as guild scheduled events, kept in step when they change or are called off.

https://docs.discord.com/developers/resources/guild-scheduled-event. An event has no nonce: after an unclear
outcome it is looked for among those that the bot made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

from bot.chat.delivery import (
    DeliveryKind,
    Outgoing,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.chat.gatherings import Gathering
from bot.chat.plain import plain
from bot.logs import get_logger
from bot.platforms.discord.failures import for_courier
from bot.platforms.discord.limits import MAX_EVENT_ABOUT, MAX_EVENT_NAME, MAX_EVENT_WHERE, fit
from bot.platforms.discord.markdown import markdown

log = get_logger(__name__)

_SOONEST = timedelta(minutes=1)
"""An event must begin in the future: what has begun already begins, there, a little after now."""
_SKEW = timedelta(minutes=5)
"""By how much the clocks of the bot and of Discord may differ."""


@dataclass(frozen=True, slots=True)
class _Event:
    """A gathering in Discord's terms."""

    name: str
    location: str
    description: str
    start_time: datetime
    end_time: datetime

    @classmethod
    def of(cls, gathering: Gathering) -> _Event:
        return cls(
            name=fit(plain(str(gathering.title)), MAX_EVENT_NAME),
            location=fit(plain(str(gathering.where)), MAX_EVENT_WHERE),
            description=fit(markdown(gathering.about), MAX_EVENT_ABOUT),
            start_time=gathering.starts_at,
            end_time=gathering.ends_at,
        )

    def is_shown_by(self, event: discord.ScheduledEvent) -> bool:
        """Return whether that is what an event shows."""
        return (event.name, event.location, event.end_time) == (self.name, self.location, self.end_time)


class Gatherings:
    """Shows gatherings in the guilds' events. `now` is the bot's clock."""

    def __init__(self, client: discord.Client, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    async def send(self, outgoing: Outgoing) -> str:
        """Show, change or call off a gathering, and return the id of its event.

        Raises:
            SendRefusedError, SendFailedError, RateLimitedError, SendUnclearError: see `bot.chat.delivery`.
        """
        guild = self._guild(outgoing)
        try:
            match outgoing.kind:
                case DeliveryKind.POST:
                    return await self._create(guild, _gathering(outgoing))
                case DeliveryKind.EDIT:
                    return await self._change(guild, outgoing.edits or "", _gathering(outgoing))
                case DeliveryKind.DELETE:
                    await self._call_off(guild, outgoing.edits or "")
        except (SendRefusedError, SendFailedError, SendUnclearError):
            raise
        except Exception as error:
            raise for_courier(error, repeatable=True) from error
        return outgoing.edits or ""

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the id of the event that shows a gathering, None if there is none.

        Raises:
            SendFailedError: Discord cannot tell now.
        """
        wanted = _Event.of(_gathering(outgoing))
        since = (outgoing.tried_since or self._now()) - _SKEW
        try:
            events = await self._guild(outgoing).fetch_scheduled_events(with_counts=False)
        except Exception as error:
            raise for_courier(error, repeatable=True) from error
        for event in events:
            is_own = self._client.user is not None and event.creator_id == self._client.user.id
            if is_own and wanted.is_shown_by(event) and discord.utils.snowflake_time(event.id) >= since:
                return str(event.id)
        return None

    def _guild(self, outgoing: Outgoing) -> discord.Guild:
        guild = self._client.get_guild(int(outgoing.community or 0))
        if guild is None:
            raise SendFailedError("the guild is not known now")
        return guild

    async def _create(self, guild: discord.Guild, gathering: Gathering) -> str:
        event = _Event.of(gathering)
        if event.end_time <= self._now() + _SOONEST:
            raise SendRefusedError("it is over")
        try:
            created = await guild.create_scheduled_event(
                name=event.name,
                description=event.description,
                start_time=max(event.start_time, self._now() + _SOONEST),
                end_time=event.end_time,
                entity_type=discord.EntityType.external,
                privacy_level=discord.PrivacyLevel.guild_only,
                location=event.location,
            )
        except Exception as error:
            raise for_courier(error, repeatable=False) from error
        return str(created.id)

    async def _change(self, guild: discord.Guild, known: str, gathering: Gathering) -> str:
        """Change an event; one that is over cannot be, so another takes its place if there is one to come."""
        shown = await self._shown(guild, known)
        if shown is None:
            return known
        if shown.status not in (discord.EventStatus.scheduled, discord.EventStatus.active):
            is_to_come = gathering.ends_at > self._now() + _SOONEST
            return await self._create(guild, gathering) if is_to_come else known
        event = _Event.of(gathering)
        has_begun = shown.status is discord.EventStatus.active
        soonest = max(event.start_time, self._now() + _SOONEST)
        await shown.edit(
            name=event.name,
            description=event.description,
            start_time=discord.utils.MISSING if has_begun else soonest,
            end_time=event.end_time,
            entity_type=discord.EntityType.external,
            location=event.location,
        )
        return known

    async def _call_off(self, guild: discord.Guild, known: str) -> None:
        """Call an event off, or end it if it has begun: no other change of its state is possible."""
        shown = await self._shown(guild, known)
        if shown is None:
            return
        if shown.status is discord.EventStatus.scheduled:
            await shown.cancel()
        elif shown.status is discord.EventStatus.active:
            await shown.end()

    async def _shown(self, guild: discord.Guild, known: str) -> discord.ScheduledEvent | None:
        """Return an event, None if somebody removed it: they meant that."""
        try:
            return await guild.fetch_scheduled_event(int(known), with_counts=False)
        except discord.NotFound:
            log.info("an event is gone: somebody removed it", id=known)
            return None


def _gathering(outgoing: Outgoing) -> Gathering:
    if outgoing.gathering is None:
        raise SendRefusedError("there is no gathering to show")
    return outgoing.gathering
