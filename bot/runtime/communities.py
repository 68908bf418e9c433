"""Communities: which are in which network, because the configuration names them or because they joined."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.places import Location
from bot.runtime.clock import Clock
from bot.store import Store
from bot.store.people import IDENTITY_CHANGED, mark_changed, served_community
from bot.store.tables import CommunityRow, NetworkRow


class NotServedError(Exception):
    """The community is in no network, or, in a DM, the person is in none: nothing is known of either."""


class Communities:
    """Says, and remembers, which communities are served.

    `networks` gives, for each platform, the name of the network to which its communities belong that are in
    none: all of them, or those that were admitted, if the platform says which.
    """

    def __init__(self, store: Store, clock: Clock, networks: Mapping[str, str]) -> None:
        self._store = store
        self._clock = clock
        self._networks = networks
        self._admitted: dict[str, frozenset[str]] = {}
        self._served: dict[tuple[str, str], bool] = {}
        self._changes = 0
        store.after_commit(self._forget)

    async def admit(self, platform: str, communities: Collection[str]) -> None:
        """Say which communities of a platform belong to its network by themselves, and no other ones.

        Those that were named before and are no longer leave; those that are named again are back.
        """
        self._admitted[platform] = frozenset(communities)
        async with self._store.unit() as session:
            network = (await self.default_network(session, platform)).id
            rows = (
                await session.scalars(select(CommunityRow).where(CommunityRow.platform == platform))
            ).all()
            served = {row.external_id for row in rows if row.left_at is None}
            for row in rows:
                is_named = row.external_id in self._admitted[platform]
                if row.left_at is None and row.joined_at is None and not is_named:
                    row.left_at = self._clock.now()
                    mark_changed(session)
                elif is_named and row.network_id == network and row.external_id not in served:
                    row.left_at = None
                    mark_changed(session)

    def are_named(self, platform: str) -> bool:
        """Return whether a platform's communities are in a network only if they are named, or joined it."""
        return platform in self._admitted

    def is_admitted(self, platform: str, community: str) -> bool:
        """Return whether a community belongs to its platform's network by itself."""
        admitted = self._admitted.get(platform)
        return admitted is None or community in admitted

    async def is_joined(self, platform: str, community: str) -> bool:
        """Return whether a community is in a network, by itself or because it joined one."""
        if self.is_admitted(platform, community):
            return True
        key = (platform, community)
        if key not in self._served:
            changes = self._changes
            async with self._store.read() as session:
                served = await served_community(session, platform, community) is not None
            if changes != self._changes:  # somebody changed it meanwhile
                return served
            self._served[key] = served
        return self._served[key]

    async def at(self, session: AsyncSession, location: Location) -> CommunityRow | None:
        """Return the community of a location, under the name that it has now; None for a DM of no community.

        One that belongs to its platform's network by itself is created when first seen.

        Raises:
            NotServedError: it is in no network.
        """
        if location.community is None:
            return None
        row = await served_community(session, location.platform, location.community)
        if row is None:
            return await self._take_in(session, location, location.community)
        if location.community_name is not None and row.name != location.community_name:
            row.name = location.community_name
            mark_changed(session)
        return row

    async def about_to_join(
        self, session: AsyncSession, location: Location, network: int
    ) -> CommunityRow | None:
        """Return the community of a location as one that a network does not serve yet; None for a DM."""
        if location.community is None:
            return None
        row = await _in_network(session, location, network) or self._new(
            session, location, network, left_at=self._clock.now()
        )
        await session.flush()
        return row

    async def default_network(self, session: AsyncSession, platform: str) -> NetworkRow:
        """Return the configured network; if it was renamed since, the oldest one."""
        name = self._networks[platform]
        rows = await session.scalars(
            select(NetworkRow).order_by(NetworkRow.name != name, NetworkRow.id).limit(1)
        )
        return rows.one()

    async def _take_in(self, session: AsyncSession, location: Location, community: str) -> CommunityRow:
        """Have a community served that belongs to its platform's network by itself."""
        if not self.is_admitted(location.platform, community):
            raise NotServedError
        network = (await self.default_network(session, location.platform)).id
        row = await _in_network(session, location, network) or self._new(session, location, network)
        if row.left_at is not None:
            row.left_at = None
            mark_changed(session)
        await session.flush()
        return row

    def _new(
        self, session: AsyncSession, location: Location, network: int, left_at: datetime | None = None
    ) -> CommunityRow:
        row = CommunityRow(
            network_id=network,
            platform=location.platform,
            external_id=location.community,
            name=location.community_name or location.community,
            created_at=self._clock.now(),
            left_at=left_at,
        )
        session.add(row)
        return row

    def _forget(self, info: Mapping[str, object]) -> None:
        if info.get(IDENTITY_CHANGED):
            self._changes += 1
            self._served.clear()


async def _in_network(session: AsyncSession, location: Location, network: int) -> CommunityRow | None:
    return await session.scalar(select(CommunityRow).where(_is(location), CommunityRow.network_id == network))


def _is(location: Location) -> ColumnElement[bool]:
    return and_(CommunityRow.platform == location.platform, CommunityRow.external_id == location.community)
