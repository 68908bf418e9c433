"""What chat servers know of people, and are asked when it matters: what they administer, where they are."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from bot.chat.delivery import Platform
from bot.plugin import Present
from bot.store import Store
from bot.store.tables import AccountRow, MemberRow, PlaceRow


class LiveChatRights:
    """Implements `bot.plugin.ChatRights`; `platforms` tell."""

    def __init__(self, store: Store, platforms: Mapping[str, Platform]) -> None:
        self._store = store
        self._platforms = platforms

    async def administers(self, member: int, place: int) -> bool:
        """Return whether a member administers a channel; where its platform is not served, nobody does.

        Raises:
            SendFailedError: the platform cannot tell now.
        """
        async with self._store.read() as session:
            row = await session.get(PlaceRow, place)
            if row is None or row.platform not in self._platforms:
                return False
            channel, platform = row.external_id, self._platforms[row.platform]
            accounts = await session.scalars(
                select(AccountRow.external_id)
                .where(AccountRow.member_id == member, AccountRow.platform == row.platform)
                .order_by(AccountRow.id)
            )
            users = accounts.all()
        for user in users:
            if await platform.administers(user, channel):
                return True
        return False


class LiveChannelPeople:
    """Implements `bot.plugin.ChannelPeople`; `platforms` tell."""

    def __init__(self, store: Store, platforms: Mapping[str, Platform]) -> None:
        self._store = store
        self._platforms = platforms

    async def present(self, place: int) -> Present | None:
        """Return who is in a channel; of one whose platform is not served nothing is known.

        Raises:
            SendFailedError: the platform cannot tell now.
        """
        async with self._store.read() as session:
            row = await session.get(PlaceRow, place)
        if row is None or row.platform not in self._platforms:
            return None
        users = await self._platforms[row.platform].people_in(row.external_id)
        if users is None:
            return None
        async with self._store.read() as session:
            known = (
                await session.execute(
                    select(AccountRow.external_id, AccountRow.member_id)
                    .join(MemberRow, MemberRow.id == AccountRow.member_id)
                    .where(
                        MemberRow.network_id == row.network_id,
                        AccountRow.platform == row.platform,
                        AccountRow.external_id.in_(users),
                    )
                )
            ).all()
        members = {account.external_id: account.member_id for account in known}
        return Present(frozenset(members.values()), sum(user not in members for user in users))
