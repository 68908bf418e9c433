"""What people administer by the chat servers' own rights: the servers are asked when it matters."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from bot.chat.delivery import Platform
from bot.store import Store
from bot.store.tables import AccountRow, PlaceRow


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
