"""Identity: who speaks and where, in the network's own terms; both are created on first sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Author, Member, Network
from bot.chat.places import Location, Place
from bot.language.folding import fold
from bot.language.messages import LANGUAGES
from bot.runtime.clock import Clock
from bot.store import Store
from bot.store.people import IDENTITY_CHANGED, mark_changed, member_of, network_of, place_of
from bot.store.tables import AccountRow, CommunityRow, MemberRow, NetworkRow, PlaceRow

_REMEMBERED = 50_000
_LONGEST_NAME = 200
_LONGEST_USERNAME = 128


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks and where."""

    network: Network
    member: Member
    place: Place


class SeveralNetworks(Exception):  # noqa: N818 - a question to ask, not a fault
    """The person writes in a DM, belongs to several networks and has not chosen one yet.

    `language` and `zone` are the person's own, else those of a network.
    """

    def __init__(self, networks: list[Network], members: list[Member], author: Author) -> None:
        super().__init__(", ".join(network.name for network in networks))
        self.networks = networks
        spoken = [member.language for member in members] + [
            language for language in LANGUAGES if language == author.language
        ]
        self.language = next((language for language in spoken if language), networks[0].language)
        self.zone = next((member.zone for member in members if member.zone), networks[0].zone)


class Identity:
    """Finds, and remembers, who speaks and where.

    `networks` gives, for each platform, the name of the network to which its unknown communities belong.
    """

    def __init__(self, store: Store, clock: Clock, networks: Mapping[str, str]) -> None:
        self._store = store
        self._clock = clock
        self._networks = networks
        self._known: dict[tuple[str | int | None, ...], Speaker] = {}
        self._changes = 0
        store.after_commit(self._forget)

    async def resolve(
        self, author: Author, location: Location, people: Sequence[Author] = (), network: int | None = None
    ) -> Speaker:
        """Return who speaks and where; `people` are others whom the network gets to know by it.

        `network` says which one is meant, where nothing else does.

        Raises:
            SeveralNetworks: in a DM, when nothing says which network is meant.
        """
        speaker = await self._resolve(author, location, network)
        for person in people:
            await self._resolve(person, location, speaker.network.id)
        return speaker

    async def discover(self, places: Sequence[Location]) -> None:
        """Take note of channels in which nobody needs to have spoken yet."""
        async with self._store.unit() as session:
            for location in map(_with_names_that_fit, places):
                community = await self._community(session, location)
                if community is not None:
                    await self._place(session, community.network_id, location, community)

    async def _resolve(self, author: Author, location: Location, network: int | None) -> Speaker:
        author = replace(author, username=author.username[:_LONGEST_USERNAME])
        location = _with_names_that_fit(location)
        key = (
            location.platform,
            author.id,
            author.username,
            location.id,
            location.name,
            location.community,
            location.community_name,
            network,
        )
        speaker = self._known.get(key)
        if speaker is None:
            changes = self._changes
            speaker = await self._look_up(author, location, network)
            if changes == self._changes:  # else somebody changed it meanwhile
                self._remember(key, speaker)
        if location.thread is None:
            return speaker
        return replace(speaker, place=replace(speaker.place, thread=location.thread))

    async def choose(self, author: Author, platform: str, network: int) -> None:
        """Give the person's DMs on a platform to one of their networks."""
        async with self._store.unit() as session:
            account = await session.scalar(
                select(AccountRow).where(
                    AccountRow.network_id == network,
                    AccountRow.platform == platform,
                    AccountRow.external_id == author.id,
                )
            )
            if account is not None:
                account.chosen_at = self._clock.now()
                mark_changed(session)

    def _remember(self, key: tuple[str | int | None, ...], speaker: Speaker) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[key] = speaker

    def _forget(self, info: Mapping[str, object]) -> None:
        if info.get(IDENTITY_CHANGED):
            self._changes += 1
            self._known.clear()

    async def _look_up(self, author: Author, location: Location, network: int | None) -> Speaker:
        try:
            async with self._store.unit() as session:
                return await self._find_or_create(session, author, location, network)
        except IntegrityError:  # somebody else created it at the same instant
            async with self._store.unit() as session:
                return await self._find_or_create(session, author, location, network)

    async def _find_or_create(
        self, session: AsyncSession, author: Author, location: Location, network: int | None
    ) -> Speaker:
        community = await self._community(session, location)
        if network is not None:
            network_row = await session.get_one(NetworkRow, network)
        else:
            network_row = await self._network(session, author, location, community)
        place = await self._place(session, network_row.id, location, community)
        member = await self._member(session, network_row.id, author, location.platform)
        return Speaker(network_of(network_row), member, place_of(place))

    async def _community(self, session: AsyncSession, location: Location) -> CommunityRow | None:
        if location.community is None:
            return None
        row = await session.scalar(
            select(CommunityRow).where(
                CommunityRow.platform == location.platform, CommunityRow.external_id == location.community
            )
        )
        if row is None:
            network = await self._default_network(session, location.platform)
            row = CommunityRow(
                network_id=network.id,
                platform=location.platform,
                external_id=location.community,
                name=location.community_name or location.community,
                created_at=self._clock.now(),
            )
            session.add(row)
            await session.flush()
        elif location.community_name is not None and row.name != location.community_name:
            row.name = location.community_name
            mark_changed(session)
        return row

    async def _network(
        self, session: AsyncSession, author: Author, location: Location, community: CommunityRow | None
    ) -> NetworkRow:
        if community is not None:
            return await session.get_one(NetworkRow, community.network_id)
        rows = (
            await session.execute(
                select(NetworkRow, AccountRow.chosen_at, MemberRow)
                .join(AccountRow, AccountRow.network_id == NetworkRow.id)
                .join(MemberRow, MemberRow.id == AccountRow.member_id)
                .where(AccountRow.platform == location.platform, AccountRow.external_id == author.id)
                .order_by(AccountRow.seen_at.desc(), NetworkRow.id)
            )
        ).all()
        if not rows:
            return await self._default_network(session, location.platform)
        if len(rows) == 1:
            return rows[0][0]
        chosen = [(at, row) for row, at, _member in rows if at is not None]
        if not chosen:
            raise SeveralNetworks(
                [network_of(row) for row, _at, _member in rows],
                [member_of(member, author.username) for _row, _at, member in rows],
                author,
            )
        return max(chosen, key=lambda pair: pair[0])[1]

    async def _default_network(self, session: AsyncSession, platform: str) -> NetworkRow:
        """Return the configured network; if it was renamed since, the oldest one."""
        name = self._networks[platform]
        rows = await session.scalars(
            select(NetworkRow).order_by(NetworkRow.name != name, NetworkRow.id).limit(1)
        )
        return rows.one()

    async def _place(
        self, session: AsyncSession, network: int, location: Location, community: CommunityRow | None
    ) -> PlaceRow:
        row = await session.scalar(
            select(PlaceRow).where(
                PlaceRow.network_id == network,
                PlaceRow.platform == location.platform,
                PlaceRow.external_id == location.id,
            )
        )
        if row is None:
            row = PlaceRow(
                network_id=network,
                community_id=community.id if community else None,
                platform=location.platform,
                external_id=location.id,
                kind=location.kind.value,
                name=location.name,
                created_at=self._clock.now(),
            )
            session.add(row)
            await session.flush()
        elif row.name != location.name:
            row.name = location.name
            mark_changed(session)
        return row

    async def _member(self, session: AsyncSession, network: int, author: Author, platform: str) -> Member:
        now = self._clock.now()
        account = await session.scalar(
            select(AccountRow).where(
                AccountRow.network_id == network,
                AccountRow.platform == platform,
                AccountRow.external_id == author.id,
            )
        )
        if account is not None:
            if account.username != author.username:
                account.username, account.folded = author.username, _folded(author.username)
                mark_changed(session)
            account.seen_at = now
            return member_of(await session.get_one(MemberRow, account.member_id), author.username)
        row = MemberRow(
            network_id=network,
            name=(author.name or author.username)[:_LONGEST_NAME],
            language=author.language if author.language in LANGUAGES else None,
            zone=_known_zone(author.zone),
            created_at=now,
        )
        session.add(row)
        await session.flush()
        session.add(
            AccountRow(
                network_id=network,
                member_id=row.id,
                platform=platform,
                external_id=author.id,
                username=author.username,
                folded=_folded(author.username),
                seen_at=now,
            )
        )
        await session.flush()
        return member_of(row, author.username)


def _with_names_that_fit(location: Location) -> Location:
    """Return the location with names no longer than they are kept."""
    community_name = location.community_name
    return replace(
        location,
        name=location.name[:_LONGEST_NAME],
        community_name=community_name[:_LONGEST_NAME] if community_name else None,
    )


def _folded(username: str) -> str:
    return fold(username)[:_LONGEST_USERNAME]


def _known_zone(name: str | None) -> str | None:
    """Return the zone that a platform gives for a person, if it is one of the IANA database."""
    if not name:
        return None
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
