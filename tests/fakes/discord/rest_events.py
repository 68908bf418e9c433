"""REST: scheduled events of a guild (resources/guild-scheduled-event)."""

from __future__ import annotations

from typing import Any

from . import limits
from .errors import refusal
from .event_rules import ACTIVE, CANCELED, COMPLETED, SCHEDULED, check_event, check_status
from .events import Scheduled, in_utc
from .flags import Intent, Permission
from .places import Guild
from .routing import Call, Routes

routes = Routes()
_EVENTS = "/guilds/{guild_id}/scheduled-events"
_EVENT = _EVENTS + "/{guild_scheduled_event_id}"


def _event(call: Call, guild: Guild) -> Scheduled:
    event = guild.events.get(call.id("guild_scheduled_event_id"))
    if event is None:
        raise refusal(10070)
    return event


def _may_change(call: Call, guild: Guild, event: Scheduled) -> None:
    """MANAGE_EVENTS, or CREATE_EVENTS for its own.

    Raises:
        ApiError: 50013.
    """
    own = event.creator["id"] == call.state.bot.id
    if own and Permission.CREATE_EVENTS in guild.base_rights(call.state.bot):
        return
    call.needs_in(guild, Permission.MANAGE_EVENTS)


def _tell(call: Call, name: str, guild: Guild, event: Scheduled) -> None:
    call.fake.hub.tell(name, event.json(), guild, Intent.GUILD_SCHEDULED_EVENTS)
    call.talk.changed()


@routes("GET", _EVENTS)
async def read(call: Call) -> Any:
    return [event.json() for event in call.guild().events.values()]


@routes("POST", _EVENTS)
async def create(call: Call) -> Any:
    guild = call.guild()
    call.needs_in(guild, Permission.CREATE_EVENTS)
    check_event(call.body, call.state.now(), moved=True)
    pending = sum(event.status in {SCHEDULED, ACTIVE} for event in guild.events.values())
    if pending >= limits.EVENTS:
        raise refusal(30038)
    event = Scheduled(call.state.new_id(), guild.id, call.state.bot.json(), in_utc(call.body))
    guild.events[event.id] = event
    _tell(call, "GUILD_SCHEDULED_EVENT_CREATE", guild, event)
    return event.json()


@routes("GET", _EVENT)
async def get(call: Call) -> Any:
    return _event(call, call.guild()).json()


@routes("PATCH", _EVENT)
async def change(call: Call) -> Any:
    guild = call.guild()
    event = _event(call, guild)
    _may_change(call, guild, event)
    if event.status in {COMPLETED, CANCELED}:
        raise refusal(180000)
    changes = dict(call.body)
    status = changes.pop("status", None)
    if status is not None:
        check_status(event.status, status)
    merged = event.fields | changes
    check_event(merged, call.state.now(), moved="scheduled_start_time" in changes)
    event.fields = in_utc(merged)
    event.status = status or event.status
    _tell(call, "GUILD_SCHEDULED_EVENT_UPDATE", guild, event)
    return event.json()


@routes("DELETE", _EVENT)
async def delete(call: Call) -> None:
    guild = call.guild()
    event = _event(call, guild)
    _may_change(call, guild, event)
    del guild.events[event.id]
    _tell(call, "GUILD_SCHEDULED_EVENT_DELETE", guild, event)


@routes("GET", _EVENT + "/users")
async def interested(call: Call) -> Any:
    event = _event(call, call.guild())
    return [
        {"guild_scheduled_event_id": event.id, "user_id": one, "user": call.state.users[one].json()}
        for one in sorted(event.interested, key=int)
    ]
