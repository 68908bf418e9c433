"""Arguments that only the network can complete: the members and places that somebody named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.incoming import Incoming
from bot.chat.people import Member
from bot.chat.places import Place
from bot.errors import Refusal
from bot.language.folding import nearest
from bot.language.messages import _
from bot.plugin.arguments import NamedMember, NamedPlace
from bot.runtime.failures import ROBOT
from bot.runtime.identity import Speaker
from bot.store.people import member_named, place_named, usernames


async def resolve(
    session: AsyncSession, speaker: Speaker, incoming: Incoming, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values with every named member and place looked up.

    Raises:
        Refusal: nobody, or no place, has that name.
    """
    resolved, unknown = await look_up(session, speaker, incoming, values)
    for refusal in unknown.values():
        raise refusal
    return resolved


async def look_up(
    session: AsyncSession, speaker: Speaker, incoming: Incoming, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Refusal]]:
    """Return the values with the members and places that are known, and what to say of those that are not."""
    resolved: dict[str, Any] = {}
    unknown: dict[str, Refusal] = {}
    for name, value in values.items():
        items = value if isinstance(value, list) else [value]
        try:
            found = [await _resolve_one(session, speaker, incoming, item) for item in items]
        except Refusal as refusal:
            unknown[name] = refusal
        else:
            resolved[name] = found if isinstance(value, list) else found[0]
    return resolved, unknown


async def _resolve_one(session: AsyncSession, speaker: Speaker, incoming: Incoming, value: object) -> object:
    match value:
        case NamedMember(username, may_be_unknown=True):
            network, platform = speaker.network.id, incoming.location.platform
            return await member_named(session, network, username, platform) or username
        case NamedMember(username):
            return await _member(session, speaker, incoming, username)
        case NamedPlace(None):
            return speaker.place
        case NamedPlace(str(name)):
            return await _place(session, speaker, incoming.location.platform, name)
        case _:
            return value


async def _member(session: AsyncSession, speaker: Speaker, incoming: Incoming, username: str) -> Member:
    member = await member_named(session, speaker.network.id, username, incoming.location.platform)
    if member is not None:
        return member
    if username.casefold() in {person.username.casefold() for person in incoming.people if person.is_bot}:
        raise Refusal("bot_chosen", ROBOT)
    close = nearest(username, await usernames(session, speaker.network.id))
    if close:
        names = ", ".join(f"@{name}" for name in close)
        raise Refusal(
            "unknown_member",
            _("I know nobody called @{name} here. Is it {names}?", name=username, names=names),
        )
    raise Refusal(
        "unknown_member",
        _(
            "I know nobody called @{name} here yet. If they are here, type “@” and choose them from the "
            "list; else they have to write to me once.",
            name=username,
        ),
    )


async def _place(session: AsyncSession, speaker: Speaker, platform: str, name: str) -> Place:
    place = await place_named(session, speaker.network.id, name, platform, speaker.place.community_id)
    if place is None:
        raise Refusal(
            "unknown_place",
            _("I know no channel called “{name}” here. Write to me there once first.", name=name),
        )
    return place
