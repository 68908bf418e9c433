"""Members, places, communities and networks: look-ups, and the changes that others must hear of.

Whoever changes one of these calls `mark_changed`, so that what the runtime remembers of them is forgotten
with the commit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import time
from types import MappingProxyType
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, FromClause, String, and_, bindparam, func, or_, select
from sqlalchemy import cast as cast_to
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Member, Network, Peace
from bot.chat.places import Location, Place, PlaceKind
from bot.language.folding import fold
from bot.language.messages import Language
from bot.store.base import table_of
from bot.store.tables import (
    AccountRow,
    CommunityRow,
    MemberLinkRow,
    MemberRow,
    NetworkRow,
    PlaceRow,
    RoleGrantRow,
)

IDENTITY_CHANGED = "identity_changed"
_HOLDER = select(MemberLinkRow.kept_id).where(MemberLinkRow.gone_id == bindparam("gone")).scalar_subquery()
"""Of whom a member is a part, null if they are nobody's."""
_MEMBER, _ACCOUNT = table_of(MemberRow), table_of(AccountRow)
_MEMBERS = (
    select(
        _ACCOUNT.c.folded,
        _MEMBER.c.id,
        _MEMBER.c.name,
        _ACCOUNT.c.username,
        _MEMBER.c.language,
        _MEMBER.c.zone,
    )
    .join(_ACCOUNT, _ACCOUNT.c.member_id == _MEMBER.c.id)
    .where(_MEMBER.c.network_id == bindparam("network"))
    .order_by(_ACCOUNT.c.platform == bindparam("platform"), _ACCOUNT.c.seen_at)
)


def mark_changed(session: AsyncSession) -> None:
    """Say that a network, a member, an account, a place or a community changes in this unit of work."""
    session.info[IDENTITY_CHANGED] = True


def network_of(row: NetworkRow) -> Network:
    """Return the network of a row."""
    return Network(
        id=row.id,
        name=row.name,
        language=cast("Language", row.language),
        zone=ZoneInfo(row.zone),
        territory=row.territory,
    )


def member_of(row: MemberRow, username: str) -> Member:
    """Return the member of a row, under the user name of one of their accounts."""
    return Member(
        id=row.id,
        name=row.name,
        username=username,
        language=cast("Language | None", row.language),
        zone=zone_of(row),
    )


def zone_of(row: MemberRow) -> ZoneInfo | None:
    """Return the zone that the member of a row chose, None if they did not."""
    return ZoneInfo(row.zone) if row.zone else None


def peace_of(row: MemberRow) -> Peace:
    """Return how the member of a row is to be left in peace now: wholly, while they are on pause."""
    chosen = chosen_peace_of(row)
    return chosen if row.paused_at is None else replace(chosen, daily_cap=0)


def chosen_peace_of(row: MemberRow) -> Peace:
    """Return what the member of a row chose; what they did not choose is the default."""
    default = Peace()
    return Peace(
        quiet_from=time.fromisoformat(row.quiet_from) if row.quiet_from else default.quiet_from,
        quiet_to=time.fromisoformat(row.quiet_to) if row.quiet_to else default.quiet_to,
        daily_cap=default.daily_cap if row.daily_cap is None else row.daily_cap,
    )


def place_of(row: PlaceRow, thread: str | None = None) -> Place:
    """Return the place of a row."""
    return Place(
        id=row.id,
        name=row.name,
        kind=PlaceKind(row.kind),
        community_id=row.community_id,
        territory=row.territory,
        language=cast("Language | None", row.language),
        zone=ZoneInfo(row.zone) if row.zone else None,
        thread=thread,
        is_private=row.is_private,
    )


async def find_member(session: AsyncSession, network: int, member: int) -> Member | None:
    """Return a member by id, None if the network has none.

    Who became a part of another member is that one. They have the user name of the account seen last.
    """
    found = (
        await session.execute(
            select(MemberRow, AccountRow.username)
            .join(AccountRow, AccountRow.member_id == MemberRow.id)
            .where(MemberRow.id == func.coalesce(_HOLDER, member), MemberRow.network_id == network)
            .order_by(AccountRow.seen_at.desc())
            .limit(1),
            {"gone": member},
        )
    ).first()
    return member_of(found[0], found[1]) if found else None


async def find_members(session: AsyncSession, network: int, members: Collection[int]) -> dict[int, Member]:
    """Return members by their ids, as `find_member` does one; whom the network has not is left out."""
    links = await session.execute(
        select(MemberLinkRow.gone_id, MemberLinkRow.kept_id).where(MemberLinkRow.gone_id.in_(members))
    )
    holders: dict[int, int] = {row.gone_id: row.kept_id for row in links}
    wanted = {member: holders.get(member, member) for member in members}
    found = await session.execute(
        select(MemberRow, AccountRow.username)
        .join(AccountRow, AccountRow.member_id == MemberRow.id)
        .where(MemberRow.id.in_(set(wanted.values())), MemberRow.network_id == network)
        .order_by(AccountRow.seen_at)
    )
    known = {row.id: member_of(row, username) for row, username in found}
    return {member: known[holder] for member, holder in wanted.items() if holder in known}


async def served_community(session: AsyncSession, platform: str, community: str) -> CommunityRow | None:
    """Return a community, by the platform's id, if it is in a network now."""
    return await session.scalar(
        select(CommunityRow).where(
            CommunityRow.platform == platform,
            CommunityRow.external_id == community,
            CommunityRow.left_at.is_(None),
        )
    )


async def find_place(session: AsyncSession, network: int, place: int) -> Place | None:
    """Return a place by id, None if the network has none."""
    row = await session.scalar(select(PlaceRow).where(PlaceRow.id == place, PlaceRow.network_id == network))
    return place_of(row) if row else None


async def member_named(session: AsyncSession, network: int, username: str, platform: str) -> Member | None:
    """Return the member of that user name, on the given platform first; accents and case do not matter."""
    found = (
        await session.execute(
            select(MemberRow, AccountRow.username)
            .join(AccountRow, AccountRow.member_id == MemberRow.id)
            .where(AccountRow.network_id == network, AccountRow.folded == fold(username))
            .order_by((AccountRow.platform != platform), AccountRow.seen_at.desc())
            .limit(1)
        )
    ).first()
    return member_of(found[0], found[1]) if found else None


def bot_is_in() -> ColumnElement[bool]:
    """Return the condition that the bot can post in a place, as far as is known, for its network."""
    left = select(CommunityRow.id).where(CommunityRow.left_at.is_not(None))
    return and_(
        PlaceRow.left_at.is_(None),
        or_(PlaceRow.community_id.is_(None), PlaceRow.community_id.not_in(left)),
    )


async def place_named(
    session: AsyncSession, network: int, name: str, platform: str, community: int | None = None
) -> Place | None:
    """Return the channel of that name: in the given community first, then on the given platform, then any.

    The id that the given platform has for a channel stands for it as well: names need not be unique there.
    Channels where the bot is not any more are none.
    """
    rows = await session.scalars(
        select(PlaceRow).where(
            PlaceRow.network_id == network, PlaceRow.kind == PlaceKind.CHANNEL.value, bot_is_in()
        )
    )
    wanted = fold(name)
    found = [
        row for row in rows if fold(row.name) == wanted or (row.platform, row.external_id) == (platform, name)
    ]
    row = min(
        found,
        key=lambda row: (
            community is None or row.community_id != community,
            row.platform != platform,
            row.id,
        ),
        default=None,
    )
    return place_of(row) if row else None


async def account_of(
    session: AsyncSession, network: int, external_id: str, platform: str
) -> AccountRow | None:
    """Return the account that the platform calls `external_id`, None if the network does not know it."""
    return await session.scalar(
        select(AccountRow).where(
            AccountRow.network_id == network,
            AccountRow.platform == platform,
            AccountRow.external_id == external_id,
        )
    )


async def place_at(session: AsyncSession, network: int, location: Location) -> PlaceRow | None:
    """Return the place of a location, None if the network does not know it."""
    return await session.scalar(
        select(PlaceRow).where(
            PlaceRow.network_id == network,
            PlaceRow.platform == location.platform,
            PlaceRow.external_id == location.id,
        )
    )


async def all_members(session: AsyncSession, network: int, platform: str) -> list[Member]:
    """Return the members of the network, each once, in alphabetical order of their user names.

    They come under the user name that they have on the given platform, else the one that they used last.
    """
    rows = await session.execute(_MEMBERS, {"network": network, "platform": platform})
    found = {row.id: row for row in rows}
    return [
        Member(member, name, username, cast("Language | None", language), ZoneInfo(zone) if zone else None)
        for _folded, member, name, username, language, zone in sorted(
            found.values(), key=lambda row: row.folded
        )
    ]


async def channels_of(session: AsyncSession, community: int | None) -> list[Place]:
    """Return the channels of a community, in alphabetical order."""
    rows = await session.scalars(
        select(PlaceRow)
        .where(PlaceRow.community_id == community, PlaceRow.kind == PlaceKind.CHANNEL.value)
        .order_by(PlaceRow.name, PlaceRow.id)
    )
    return [place_of(row) for row in rows]


async def usernames(session: AsyncSession, network: int) -> list[str]:
    """Return the user names of the network, each once, in alphabetical order."""
    names = await session.scalars(
        select(AccountRow.username).where(AccountRow.network_id == network).order_by(AccountRow.folded)
    )
    return list(dict.fromkeys(names))


async def coordinators(
    session: AsyncSession,
    network: int,
    admins: Collection[str] = (),
    administering: Mapping[tuple[str, str], Collection[str]] = MappingProxyType({}),
    place: Place | None = None,
) -> list[Member]:
    """Return the members who hold a coordinator's or an administrator's role anywhere in the network.

    Whoever left is not among them. With a `place` it is a role that counts there: for it, its territory, or a
    whole community or network.

    `admins` are the configured administrators, each as `platform:username` or `platform:#id`. `administering`
    are who administers a community, by platform and the platform's id of it: the network's own count.
    """
    grants = select(RoleGrantRow.member_id).where(
        RoleGrantRow.role.in_(("coordinator", "admin")), is_in_force(table_of(RoleGrantRow))
    )
    if place is not None:
        grants = grants.where(
            or_(
                RoleGrantRow.scope.in_(("network", "community")),
                and_(RoleGrantRow.scope == "place", RoleGrantRow.scope_id == str(place.id)),
                and_(RoleGrantRow.scope == "territory", RoleGrantRow.scope_id == str(place.territory)),
            )
        )
    rows = await session.execute(
        select(MemberRow, AccountRow.username)
        .join(AccountRow, AccountRow.member_id == MemberRow.id)
        .where(
            MemberRow.network_id == network,
            MemberRow.left_at.is_(None),
            or_(
                MemberRow.id.in_(grants),
                *map(_is_account, admins),
                *await _administer(session, network, administering),
            ),
        )
        .order_by(MemberRow.id, AccountRow.seen_at)
    )
    return list({row.id: member_of(row, username) for row, username in rows}.values())


async def _administer(
    session: AsyncSession, network: int, administering: Mapping[tuple[str, str], Collection[str]]
) -> list[ColumnElement[bool]]:
    """Return the conditions that an account administers a community which the network serves."""
    if not any(administering.values()):
        return []
    served = await session.execute(
        select(CommunityRow.platform, CommunityRow.external_id).where(
            CommunityRow.network_id == network, CommunityRow.left_at.is_(None)
        )
    )
    theirs = [(platform, administering.get((platform, community), ())) for platform, community in served]
    return [
        and_(AccountRow.platform == platform, AccountRow.external_id.in_(accounts))
        for platform, accounts in theirs
        if accounts
    ]


def _is_account(configured: str) -> ColumnElement[bool]:
    """Return the condition that an account is the one which the configuration names so."""
    platform, _colon, name = configured.partition(":")
    is_it = AccountRow.external_id == name[1:] if name.startswith("#") else AccountRow.username == name
    return and_(AccountRow.platform == platform, is_it)


def is_in_force(grant: FromClause) -> ColumnElement[bool]:
    """Return the condition that a grant counts: that it is not for a community which left the network."""
    left = select(cast_to(CommunityRow.id, String)).where(CommunityRow.left_at.is_not(None))
    return or_(grant.c.scope != "community", grant.c.scope_id.not_in(left))
