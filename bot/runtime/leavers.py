"""Who left: the platforms are asked, some people each day, and at once who left a channel."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.delivery import Platform, SendFailedError
from bot.store import Store
from bot.store.base import table_of
from bot.store.people import mark_changed
from bot.store.tables import AccountRow, CommunityRow, MemberRow

_LOOKED_AT_EVERY = 7
"""Days within which everybody is looked at once."""
_ACCOUNT, _MEMBER, _COMMUNITY = table_of(AccountRow), table_of(MemberRow), table_of(CommunityRow)


class Leavers:
    """Finds out who is in no community any more; `platforms` tell."""

    def __init__(self, store: Store, platforms: Mapping[str, Platform]) -> None:
        self._store = store
        self._platforms = platforms
        self._suspects: set[int] = set()

    def suspect(self, member: int) -> None:
        """Take note that a member left a channel: perhaps it was the last one."""
        self._suspects.add(member)

    async def look_at_suspects(self, now: datetime) -> None:
        """Ask about those of whom a channel was left."""
        if self._suspects:
            suspects, self._suspects = self._suspects, set()
            await self._look_at(_ACCOUNT.c.member_id.in_(suspects), now)

    async def look(self, now: datetime) -> None:
        """Ask about the people whose turn it is today: who left, or is back."""
        today = now.toordinal() % _LOOKED_AT_EVERY
        await self._look_at((_ACCOUNT.c.member_id % _LOOKED_AT_EVERY) == today, now)

    async def are_gone(self, member: int) -> bool:
        """Return whether a member left by every account of theirs, as the platforms say now."""
        async with self._store.read() as session:
            accounts = await session.execute(
                select(_ACCOUNT.c.network_id, _ACCOUNT.c.platform, _ACCOUNT.c.external_id).where(
                    _ACCOUNT.c.member_id == member
                )
            )
            communities = await _communities(session)
        return await self._have_left(list(accounts), communities, set()) is True

    async def _look_at(self, some: ColumnElement[bool], now: datetime) -> None:
        async with self._store.read() as session:
            rows = await session.execute(
                select(
                    _ACCOUNT.c.member_id,
                    _ACCOUNT.c.network_id,
                    _ACCOUNT.c.platform,
                    _ACCOUNT.c.external_id,
                    _MEMBER.c.left_at,
                )
                .join(_MEMBER, _MEMBER.c.id == _ACCOUNT.c.member_id)
                .where(some)
            )
            accounts: dict[int, list[Any]] = {}
            for row in rows:
                accounts.setdefault(row.member_id, []).append(row)
            communities = await _communities(session)
        silent: set[str] = set()
        for member, theirs in accounts.items():
            has_left = await self._have_left(theirs, communities, silent)
            if has_left is not None and has_left != (theirs[0].left_at is not None):
                async with self._store.unit() as session:
                    changed = update(_MEMBER).where(_MEMBER.c.id == member)
                    await session.execute(
                        changed.values(
                            left_at=now if has_left else None, warned_at=None, warning_id=None, waited_days=0
                        )
                    )
                    mark_changed(session)  # the next sign of theirs is written down, be it today's second

    async def _have_left(
        self, accounts: list[Any], communities: Mapping[tuple[int, str], Collection[str]], silent: set[str]
    ) -> bool | None:
        """Return whether a person left by every account of theirs, None if that is not known now.

        A platform that cannot tell is one of the `silent` ones: it is not asked again for now.
        """
        is_certain = bool(accounts)
        for account in accounts:
            platform = self._platforms.get(account.platform)
            if platform is None or account.platform in silent:
                return None
            theirs = communities.get((account.network_id, account.platform), ())
            try:
                has_left = await platform.has_left(account.external_id, theirs)
            except SendFailedError:
                silent.add(account.platform)
                return None
            if has_left is False:
                return False
            is_certain = is_certain and has_left is True
        return True if is_certain else None


async def _communities(session: AsyncSession) -> dict[tuple[int, str], list[str]]:
    """Return the communities that are served, by network and platform, be the bot in them still or not."""
    found: dict[tuple[int, str], list[str]] = {}
    for row in await session.execute(
        select(_COMMUNITY.c.network_id, _COMMUNITY.c.platform, _COMMUNITY.c.external_id).where(
            _COMMUNITY.c.left_at.is_(None)
        )
    ):
        found.setdefault((row.network_id, row.platform), []).append(row.external_id)
    return found
