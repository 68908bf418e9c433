"""Linking accounts: two members who are one person become one, and can be parted again.

The older one stays: they have the longer history, the numbers that people remember, and the marks in posts
that stand already. The row of the other one stays as well, without an account, and the link says whose part
they are. Links are flat: who is a part of a member who becomes a part of another is then a part of that one,
so that each can be parted from the rest, in any order, with what came with them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Member, Network
from bot.errors import Refusal
from bot.language.messages import _
from bot.plugin import MembersMerging, MembersParted
from bot.runtime.handlers import ACCOUNTS_MOVED, LINKED_MEANWHILE
from bot.runtime.outbox import DELIVERIES_CHANGED
from bot.runtime.traffic import CALLED_OFF, OPENED
from bot.store.merging import Baggage, give_back, hand_over
from bot.store.people import find_member, mark_changed
from bot.store.roles import RANKS
from bot.store.tables import AccountRow, DeliveryRow, MemberLinkRow, MemberRow, RoleGrantRow

Tell = Callable[[AsyncSession, Network, object], Awaitable[None]]

_CHOICES = (("language",), ("zone",), ("quiet_from", "quiet_to"), ("daily_cap",))
"""What a member chooses, by what is chosen together."""


async def link(
    session: AsyncSession,
    network: Network,
    accounts: tuple[AccountRow, AccountRow],
    now: datetime,
    tell: Tell,
) -> Member:
    """Make one member of those of two accounts, and return them.

    `tell` is who tells the plugins, and may take it all back.

    Raises:
        Refusal: one of them was linked, or parted, at this very moment.
    """
    rows = await _lock(session, *accounts)
    kept, gone = sorted(rows, key=_age)
    return await _merge(session, network, kept, gone, now, tell)


async def _merge(
    session: AsyncSession, network: Network, kept: MemberRow, gone: MemberRow, now: datetime, tell: Tell
) -> Member:
    notes: dict[str, Any] = {}
    kept_id, gone_id = kept.id, gone.id
    staying, going = await _member(session, network, kept_id), await _member(session, network, gone_id)
    await tell(session, network, MembersMerging(staying, going, notes))
    for member in (kept_id, gone_id):
        await _take_off(session, member)
    made = MemberLinkRow(network_id=network.id, gone_id=gone_id, kept_id=kept_id, linked_at=now, notes=notes)
    made.changed, made.moved, made.aside = {}, [], []
    await hand_over(session, made)
    await _put_on(session, kept_id)
    await _settle(session, kept_id)
    return await _member(session, network, kept_id)


async def part(
    session: AsyncSession, network: Network, account: AccountRow, now: datetime, tell: Tell
) -> None:
    """Make an account, with what came with it, a member of its own again.

    If it is the one to which the others were linked, those leave it together.

    Raises:
        Refusal: its member has no other one, or was linked, or parted, at this very moment.
    """
    await _lock(session, account)
    links = await _links(session, account.member_id)
    brought = [row for row in links if account.id in _accounts_of(row)]
    if not links:
        raise Refusal(
            "one_account",
            _("You have one account only, so there is nothing to undo. `/maillage link` links one."),
        )
    leaving = [row.gone_id for row in brought or links]
    for row_id in [row.id for row in brought or links]:
        await _undo(session, network, await session.get_one(MemberLinkRow, row_id), tell)
    for other in leaving[1:]:
        first = await session.get_one(MemberRow, await _holder(session, leaving[0]))
        kept, gone = sorted((first, await session.get_one(MemberRow, other)), key=_age)
        await _merge(session, network, kept, gone, now, tell)


async def _lock(session: AsyncSession, *accounts: AccountRow) -> list[MemberRow]:
    """Lock the members of accounts, those who are to be one in any order alike, and return them.

    Who waits for the lock may have read whose the accounts are before somebody else moved them.

    Raises:
        Refusal: an account was moved meanwhile.
    """
    before = {account.id: account.member_id for account in accounts}
    locked = select(MemberRow).where(MemberRow.id.in_(before.values())).order_by(MemberRow.id)
    rows = (await session.scalars(locked.with_for_update())).all()
    now = await session.execute(select(AccountRow.id, AccountRow.member_id).where(AccountRow.id.in_(before)))
    if {row.id: row.member_id for row in now} != before:
        raise Refusal("linked_meanwhile", LINKED_MEANWHILE)
    return list(rows)


def _age(member: MemberRow) -> tuple[datetime, int]:
    return member.created_at, member.id


async def _undo(session: AsyncSession, network: Network, row: MemberLinkRow, tell: Tell) -> None:
    kept, gone, notes = row.kept_id, row.gone_id, row.notes
    await _take_off(session, kept)
    await give_back(session, row)
    holder, parted = await session.get_one(MemberRow, kept), await session.get_one(MemberRow, gone)
    parted.paused_at = parted.paused_at or holder.paused_at
    await _put_on(session, kept)
    await _settle(session, kept, gone)
    staying, going = await _member(session, network, kept), await _member(session, network, gone)
    await tell(session, network, MembersParted(staying, going, notes))


async def _put_on(session: AsyncSession, kept: int) -> None:
    """Give a member, of those who are a part of them, what they did not choose, and the higher roles."""
    holder = await session.get_one(MemberRow, kept)
    grants = {(row.scope, row.scope_id): row for row in await _grants(session, kept)}
    for row in await _links(session, kept):
        gone = await session.get_one(MemberRow, row.gone_id)
        holder.paused_at = holder.paused_at or gone.paused_at
        row.changed = {"filled": _fill(holder, gone), "raised": _raise_roles(grants, row)}
    await session.flush()


async def _take_off(session: AsyncSession, kept: int) -> None:
    """Take back what `_put_on` gave, unless it was changed since."""
    holder = await session.get_one(MemberRow, kept)
    for row in reversed(await _links(session, kept)):
        for name, value in row.changed["filled"].items():
            if getattr(holder, name) == value:
                setattr(holder, name, None)
        for grant, before, after in reversed(row.changed["raised"]):
            raised = update(RoleGrantRow).where(RoleGrantRow.id == grant, RoleGrantRow.role == after)
            await session.execute(raised.values(role=before))
    await session.flush()


async def _settle(session: AsyncSession, *members: int) -> None:
    """Have what is on its way to a member go in one order, and everybody know whose an account is."""
    waiting = await session.scalars(
        select(DeliveryRow).where(DeliveryRow.member_id.in_(members), DeliveryRow.state == "pending")
    )
    for row in waiting:
        stream = f"m{row.member_id}"
        if row.stream != stream:
            session.info[CALLED_OFF] = (*session.info.get(CALLED_OFF, ()), row.stream)
            session.info[OPENED] = (*session.info.get(OPENED, ()), stream)
            session.info[DELIVERIES_CHANGED] = True
            row.stream = stream
    accounts = await session.execute(
        select(AccountRow.id, AccountRow.member_id).where(AccountRow.member_id.in_(members))
    )
    session.info[ACCOUNTS_MOVED] = session.info.get(ACCOUNTS_MOVED, {}) | {
        row.id: row.member_id for row in accounts
    }
    mark_changed(session)
    await session.flush()


def _fill(kept: MemberRow, gone: MemberRow) -> dict[str, Any]:
    """Give who stays what they did not choose and the other did; return what."""
    filled = {
        name: getattr(gone, name)
        for names in _CHOICES
        if all(getattr(kept, name) is None for name in names)
        for name in names
        if getattr(gone, name) is not None
    }
    for name, value in filled.items():
        setattr(kept, name, value)
    return filled


def _raise_roles(
    grants: Mapping[tuple[str, str], RoleGrantRow], row: MemberLinkRow
) -> list[tuple[int, str, str]]:
    """Raise roles to those that were set aside with a link, where these are higher; return the changes."""
    raised = []
    for table, values, _hanging in row.aside:
        if table != RoleGrantRow.__tablename__:
            continue
        own = grants.get((values["scope"], values["scope_id"]))
        if own is not None and RANKS[own.role] < RANKS[values["role"]]:
            raised.append((own.id, own.role, values["role"]))
            own.role = values["role"]
    return raised


async def _grants(session: AsyncSession, member: int) -> Sequence[RoleGrantRow]:
    return (await session.scalars(select(RoleGrantRow).where(RoleGrantRow.member_id == member))).all()


async def _links(session: AsyncSession, kept: int) -> Sequence[MemberLinkRow]:
    """Return what became a part of a member, the oldest first."""
    rows = await session.scalars(
        select(MemberLinkRow)
        .where(MemberLinkRow.kept_id == kept)
        .order_by(MemberLinkRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


def _accounts_of(row: MemberLinkRow) -> set[int]:
    """Return the accounts that came with a link."""
    keys = Baggage.of(row).moved.get((AccountRow.__tablename__, "member_id"), ())
    return {key[0] for key in keys}


async def _holder(session: AsyncSession, member: int) -> int:
    """Return of whom a member is a part, else the member."""
    found = await session.scalar(select(MemberLinkRow.kept_id).where(MemberLinkRow.gone_id == member))
    return member if found is None else found


async def _member(session: AsyncSession, network: Network, member: int) -> Member:
    found = await find_member(session, network.id, member)
    if found is None:
        raise LookupError(member)
    return found
