"""Identity: who speaks and where, in the network's own terms; both are created on first sight."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.chat.people import Author, Member, Network
from bot.chat.places import Location, Place, PlaceKind
from bot.language.messages import LANGUAGES
from bot.plugin import MemberMet
from bot.runtime.clock import Clock
from bot.runtime.communities import Communities, NotServedError
from bot.runtime.names import LONGEST_NAME, folded_name, known_zone, location_that_fits, that_fit
from bot.store import Store
from bot.store.people import (
    IDENTITY_CHANGED,
    account_of,
    mark_changed,
    member_of,
    network_of,
    place_at,
    place_of,
    served_community,
)
from bot.store.tables import AccountRow, CommunityRow, MemberRow, NetworkRow, PlaceRow

Tell = Callable[[AsyncSession, Iterable[tuple[Network, object]]], Awaitable[None]]
"""Tells the plugins that listen of events, inside a unit of work."""

_REMEMBERED = 50_000
_A_DAY = timedelta(days=1)
_MOST_LOST = 4
"""Network, community, place and account: each may be created by somebody else at the same instant."""
_IS_WAITED_FOR = or_(MemberRow.left_at.is_not(None), MemberRow.warning_id.is_not(None))
"""The condition that somebody seems to have left, or was told that they will be erased."""
_OTHER = aliased(AccountRow)
_HAS_ANOTHER = exists().where(
    _OTHER.member_id == AccountRow.member_id, _OTHER.platform != AccountRow.platform
)
"""Whether a member has an account on another platform than this one, by which they may be in the network.

Another one on the same platform does not count: anybody can have several there, all of them outside.
"""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks and where; `account` is the id of the account by which they do."""

    network: Network
    member: Member
    place: Place
    account: int


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
    """Finds, and remembers, who speaks and where."""

    def __init__(self, store: Store, clock: Clock, communities: Communities, tell: Tell) -> None:
        self._store = store
        self._clock = clock
        self._communities = communities
        self._tell = tell
        self._known: dict[tuple[str | int | None, ...], Speaker] = {}
        self._used: dict[int, tuple[int, date]] = {}
        """By which account each member spoke last, and on which day (UTC)."""
        self._dms: set[int] = set()
        """The direct messages of which it is written down whose they are."""
        self._heard: dict[tuple[str, str], date] = {}
        """On which day (UTC) each account was heard last, whoever was meant."""
        self._changes = 0
        store.after_commit(self._forget)

    async def resolve(
        self, author: Author, location: Location, people: Sequence[Author] = (), network: int | None = None
    ) -> Speaker:
        """Return who speaks and where; `people` are others whom the network gets to know by it.

        `network` says which one is meant, where nothing else does.

        Raises:
            SeveralNetworks: in a DM, when nothing says which network is meant.
            NotServedError: this place, or this person, is in no network.
        """
        speaker = await self._resolve(author, location, network)
        await self._note_use(speaker)
        for person in people:
            await self._resolve(person, location, speaker.network.id)
        return speaker

    async def network_there(
        self, session: AsyncSession, author: Author, location: Location
    ) -> tuple[NetworkRow, CommunityRow | None]:
        """Return the network that serves who is there, and the community; nothing is written by it.

        Raises:
            SeveralNetworks: in a DM, when nothing says which network is meant.
            NotServedError: this place, or this person, is in no network.
        """
        if location.community is None:
            return await self._network(session, author, location, None), None
        community = await served_community(session, location.platform, location.community)
        if community is not None:
            return await session.get_one(NetworkRow, community.network_id), community
        if not self._communities.is_admitted(location.platform, location.community):
            raise NotServedError
        return await self._communities.default_network(session, location.platform), None

    async def discover(self, places: Sequence[Location]) -> None:
        """Take note of channels in which nobody needs to have spoken yet."""
        async with self._store.unit() as session:
            for location in map(location_that_fits, places):
                try:
                    community = await self._communities.at(session, location)
                except NotServedError:
                    continue
                if community is not None:
                    await self._place(session, community.network_id, location, community)

    async def meet(self, session: AsyncSession, author: Author, location: Location, network: int) -> Speaker:
        """Return who speaks and where for a network that is about to serve them, if they do what it takes.

        All that this creates is in the given unit of work; a community is not served by it yet.
        """
        author, location = that_fit(author, location)
        community = await self._communities.about_to_join(session, location, network)
        mark_changed(session)
        row = await session.get_one(NetworkRow, network)
        speaker = await self._speaker(session, author, location, row, community)
        await self._use(session, speaker)
        return speaker

    async def _resolve(self, author: Author, location: Location, network: int | None) -> Speaker:
        author, location = that_fit(author, location)
        key = _key(author, location, network)
        speaker = self._known.get(key)
        if speaker is None:
            changes = self._changes
            speaker = await self._look_up(author, location, network)
            if changes == self._changes:  # else somebody changed it meanwhile
                self._remember(key, speaker)
        return _in_thread(speaker, location)

    def known(self, author: Author, location: Location) -> Speaker | None:
        """Return who speaks and where if that was settled before, without looking anything up."""
        author, location = that_fit(author, location)
        speaker = self._known.get(_key(author, location, None))
        return _in_thread(speaker, location) if speaker is not None else None

    async def choose(self, author: Author, platform: str, network: int) -> None:
        """Give the person's DMs on a platform to one of their networks."""
        async with self._store.unit() as session:
            account = await account_of(session, network, author.id, platform)
            if account is not None:
                account.chosen_at = self._clock.now()
                mark_changed(session)

    async def _note_use(self, speaker: Speaker) -> None:
        """Write down, once a day, that a member speaks by an account; more often if they change it."""
        use = speaker.account, self._clock.now().date()
        is_dm = speaker.place.kind is PlaceKind.DM
        if self._used.get(speaker.member.id) == use and not (is_dm and speaker.place.id not in self._dms):
            return
        changes = self._changes
        async with self._store.unit() as session:
            await self._use(session, speaker)
        if changes == self._changes:
            self._used[speaker.member.id] = use
            if is_dm:
                self._dms.add(speaker.place.id)

    async def hear(self, author: Author, location: Location) -> None:
        """Take note, once a day, that somebody who is known is still there: what they said was for others.

        Nobody becomes known by it.
        """
        account, now = (location.platform, author.id), self._clock.now()
        if self._heard.get(account) == now.date():
            return
        theirs = (
            select(AccountRow.id, AccountRow.member_id)
            .join(MemberRow, MemberRow.id == AccountRow.member_id)
            .where(AccountRow.platform == location.platform, AccountRow.external_id == author.id)
            .where(or_(AccountRow.seen_at < now - _A_DAY, _IS_WAITED_FOR))
        )
        async with self._store.read() as session:
            found = (await session.execute(theirs)).all()
        if found:
            async with self._store.unit() as session:
                await _are_there(session, [row.member_id for row in found])
                heard = update(AccountRow).where(AccountRow.id.in_([row.id for row in found]))
                await session.execute(heard.values(seen_at=now))
        if len(self._heard) >= _REMEMBERED:
            self._heard.clear()
        self._heard[account] = now.date()

    async def _use(self, session: AsyncSession, speaker: Speaker) -> None:
        await _are_there(session, [speaker.member.id])
        if speaker.place.kind is PlaceKind.DM:
            theirs = update(PlaceRow).where(
                PlaceRow.id == speaker.place.id, PlaceRow.member_id.is_distinct_from(speaker.member.id)
            )
            await session.execute(theirs.values(member_id=speaker.member.id))
        used = update(AccountRow).where(AccountRow.id == speaker.account)
        await session.execute(used.values(seen_at=self._clock.now()))

    def _remember(self, key: tuple[str | int | None, ...], speaker: Speaker) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[key] = speaker

    def _forget(self, info: Mapping[str, object]) -> None:
        if info.get(IDENTITY_CHANGED):
            self._changes += 1
            self._known.clear()
            self._used.clear()
            self._heard.clear()
            self._dms.clear()

    async def _look_up(self, author: Author, location: Location, network: int | None) -> Speaker:
        for _lost in range(_MOST_LOST):
            try:
                async with self._store.unit() as session:
                    return await self._find_or_create(session, author, location, network)
            except IntegrityError:  # somebody else created one of them at the same instant
                continue
        async with self._store.unit() as session:
            return await self._find_or_create(session, author, location, network)

    async def _find_or_create(
        self, session: AsyncSession, author: Author, location: Location, network: int | None
    ) -> Speaker:
        community = await self._communities.at(session, location)
        if network is not None:
            network_row = await session.get_one(NetworkRow, network)
        else:
            network_row = await self._network(session, author, location, community)
        return await self._speaker(session, author, location, network_row, community)

    async def _speaker(
        self,
        session: AsyncSession,
        author: Author,
        location: Location,
        network: NetworkRow,
        community: CommunityRow | None,
    ) -> Speaker:
        place = await self._place(session, network.id, location, community)
        account, member = await self._member(session, network, author, location.platform)
        return Speaker(network_of(network), member, place_of(place), account)

    async def _network(
        self, session: AsyncSession, author: Author, location: Location, community: CommunityRow | None
    ) -> NetworkRow:
        if community is not None:
            return await session.get_one(NetworkRow, community.network_id)
        known = (
            select(NetworkRow, AccountRow.chosen_at, MemberRow)
            .join(AccountRow, AccountRow.network_id == NetworkRow.id)
            .join(MemberRow, MemberRow.id == AccountRow.member_id)
            .where(AccountRow.platform == location.platform, AccountRow.external_id == author.id)
            .order_by(AccountRow.seen_at.desc(), NetworkRow.id)
        )
        rows = (await session.execute(known.where(_HAS_ANOTHER) if author.is_outside else known)).all()
        if not rows:
            if self._communities.are_named(location.platform):
                raise NotServedError
            return await self._communities.default_network(session, location.platform)
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

    async def _place(
        self, session: AsyncSession, network: int, location: Location, community: CommunityRow | None
    ) -> PlaceRow:
        row = await place_at(session, network, location)
        if row is None:
            row = PlaceRow(
                network_id=network,
                community_id=community.id if community and location.kind is not PlaceKind.DM else None,
                platform=location.platform,
                external_id=location.id,
                kind=location.kind.value,
                name=location.name,
                created_at=self._clock.now(),
                is_private=bool(location.is_private),
            )
            session.add(row)
            await session.flush()
            return row
        is_private = row.is_private if location.is_private is None else location.is_private
        if (row.name, row.is_private) != (location.name, is_private):
            row.name, row.is_private = location.name, is_private
            mark_changed(session)
        return row

    async def _member(
        self, session: AsyncSession, network: NetworkRow, author: Author, platform: str
    ) -> tuple[int, Member]:
        """Return the account and the member; whoever listens hears of one who was not known before."""
        now = self._clock.now()
        account = await account_of(session, network.id, author.id, platform)
        if account is not None:
            if account.username != author.username:
                account.username, account.folded = author.username, folded_name(author.username)
                mark_changed(session)
            return account.id, member_of(await session.get_one(MemberRow, account.member_id), author.username)
        row = MemberRow(
            network_id=network.id,
            name=(author.name or author.username)[:LONGEST_NAME],
            language=author.language if author.language in LANGUAGES else None,
            zone=known_zone(author.zone),
            created_at=now,
        )
        session.add(row)
        await session.flush()
        account = AccountRow(
            network_id=network.id,
            member_id=row.id,
            platform=platform,
            external_id=author.id,
            username=author.username,
            folded=folded_name(author.username),
            seen_at=now,
        )
        session.add(account)
        await session.flush()
        member = member_of(row, author.username)
        await self._tell(session, [(network_of(network), MemberMet(member, platform, author.id))])
        return account.id, member


def _key(author: Author, location: Location, network: int | None) -> tuple[str | int | None, ...]:
    return (
        location.platform,
        author.id,
        author.username,
        author.is_outside,
        location.id,
        location.name,
        location.community,
        location.community_name,
        location.is_private,
        network,
    )


def _in_thread(speaker: Speaker, location: Location) -> Speaker:
    if location.thread is None:
        return speaker
    return replace(speaker, place=replace(speaker.place, thread=location.thread))


async def _are_there(session: AsyncSession, members: Collection[int]) -> None:
    """Wait no more for members who gave a sign.

    Whoever changes both does so before their accounts: an erasure locks the member first, too.
    """
    waited_for = update(MemberRow).where(MemberRow.id.in_(members), _IS_WAITED_FOR)
    await session.execute(waited_for.values(left_at=None, warned_at=None, warning_id=None, waited_days=0))
