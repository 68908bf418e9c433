"""The register of cards: what may be done with one. Each change writes the index in the same unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from bot.chat.people import Member, account_key
from bot.language.folding import fold
from bot.plugin.neighbours import Asker
from bot.store.tables import AccountRow, CommunityRow, MemberRow
from plugins.directory import entries, visibility
from plugins.directory.cards import (
    Content,
    Kind,
    Origin,
    State,
    Visibility,
    tidy,
    within_bounds,
)
from plugins.directory.models import CardRow
from plugins.directory.rows import content_of, values_of


async def find(session: AsyncSession, network: int, card: int) -> CardRow | None:
    """Return a card of a network, whatever its state."""
    return await session.scalar(select(CardRow).where(CardRow.id == card, CardRow.network_id == network))


async def card_of(session: AsyncSession, network: int, member: int) -> CardRow | None:
    """Return a member's card, None if they have none or refused it."""
    row = await _any_card_of(session, network, member)
    return None if row is None or row.state == State.REFUSED else row


async def has_card(session: AsyncSession, network: int, member: int) -> bool | None:
    """Return whether a member has a card, None if they refused one."""
    row = await _any_card_of(session, network, member)
    if row is None:
        return False
    return None if row.state == State.REFUSED else True


async def by_account(session: AsyncSession, network: int, account: str) -> CardRow | None:
    """Return the card of an account: as it was imported, or as the account of a member who has one."""
    row = await session.scalar(
        select(CardRow).where(CardRow.network_id == network, CardRow.account_folded == account_key(account))
    )
    if row is not None:
        return row
    member = await member_of_account(session, network, account)
    return None if member is None else await _any_card_of(session, network, member)


async def member_of_account(session: AsyncSession, network: int, account: str) -> int | None:
    """Return who has an account (`username`, `platform:username`, `platform:#id`), None if it is not known.

    A user name that several people have, on several platforms, is nobody's.
    """
    platform, colon, name = account_key(account).rpartition(":")
    known = select(AccountRow.member_id).where(AccountRow.network_id == network)
    if colon:
        known = known.where(func.lower(AccountRow.platform) == platform)
    if name.startswith("#") and colon:
        known = known.where(func.lower(AccountRow.external_id) == name[1:])
    else:
        known = known.where(AccountRow.folded == name)
    members = set((await session.scalars(known)).all())
    return members.pop() if len(members) == 1 else None


async def home_platform(session: AsyncSession, network: int) -> str | None:
    """Return the platform of which a file speaks that names none: the one where the network began.

    On another one, a namesake would be given the card of somebody else. None if the network is nowhere yet.
    """
    return await session.scalar(
        select(CommunityRow.platform)
        .where(CommunityRow.network_id == network)
        .order_by(CommunityRow.id)
        .limit(1)
    )


async def shown(
    session: AsyncSession, network: int, asker: Asker, member: int, now: datetime
) -> CardRow | None:
    """Return a member's card, if who asks may see it; their own they always may."""
    row = await card_of(session, network, member)
    if row is None or row.member_id == asker.member:
        return row
    return row if visibility.may_see(row, asker, now) else None


async def write(
    session: AsyncSession, network: int, member: Member, content: Content, now: datetime
) -> CardRow:
    """Write a member's own card, in place of the one that they had: shown, and confirmed now."""
    row = await _any_card_of(session, network, member.id)
    if row is None:
        row = await _blank(session, network, member, now)
    _say(row, tidy(content), now)
    row.origin = Origin.PERSON
    row.state = State.PUBLISHED
    row.confirmed_at = now
    await _store(session, row)
    return row


async def propose(
    session: AsyncSession, network: int, member: Member, content: Content, now: datetime
) -> CardRow | None:
    """Write a draft for a member who has no card, seen by nobody else; None if they have one."""
    if await _any_card_of(session, network, member.id) is not None:
        return None
    row = await _blank(session, network, member, now)
    _say(row, tidy(content), now)
    await _store(session, row)
    return row


async def add(
    session: AsyncSession, row: CardRow, kind: Kind, texts: Sequence[str], now: datetime
) -> tuple[str, ...]:
    """Add values to a list of somebody's own card; return those that were not there yet."""
    content = content_of(row)
    there = {fold(text) for text in content.values(kind)}
    new = tuple(text for text in within_bounds(texts) if fold(text) not in there)
    _say(row, tidy(content.with_values(kind, (*content.values(kind), *new))), now)
    row.origin = Origin.PERSON
    await _store(session, row)
    kept = content_of(row).values(kind)
    return tuple(text for text in new if text in kept)


async def remove(
    session: AsyncSession, row: CardRow, kind: Kind, texts: Sequence[str], now: datetime
) -> tuple[str, ...]:
    """Remove values from a list of somebody's own card; return those that were there."""
    content = content_of(row)
    unwanted = {fold(text) for text in texts}
    gone = tuple(text for text in content.values(kind) if fold(text) in unwanted)
    _say(row, content.with_values(kind, [one for one in content.values(kind) if one not in gone]), now)
    row.origin = Origin.PERSON
    await _store(session, row)
    return gone


async def pause(session: AsyncSession, row: CardRow, now: datetime, until: datetime | None = None) -> None:
    """Have somebody found by nobody, until an instant or until they come back."""
    row.paused_at, row.paused_until = now, until
    await _store(session, row)


async def resume(session: AsyncSession, row: CardRow) -> None:
    """End a pause."""
    row.paused_at = row.paused_until = None
    await _store(session, row)


async def show_to(session: AsyncSession, row: CardRow, who: Visibility, now: datetime) -> None:
    """Change who sees a card."""
    row.visibility, row.updated_at = who.value, now
    await _store(session, row)


async def reindex(session: AsyncSession, row: CardRow) -> None:
    """Have the index say again what a card says."""
    await _store(session, row)


async def publish(session: AsyncSession, row: CardRow, now: datetime) -> None:
    """Show a draft that the person accepts; a card that is shown already is confirmed."""
    row.state, row.confirmed_at, row.origin = State.PUBLISHED, now, Origin.PERSON
    await _store(session, row)


async def refuse(session: AsyncSession, row: CardRow, now: datetime) -> None:
    """Empty a card that the person does not want, and keep its account so that no file brings it back."""
    _say(row, Content(name=""), now)
    row.state = State.REFUSED
    row.imported_digest = row.confirmed_at = None
    row.paused_at = row.paused_until = None
    await _store(session, row)
    await entries.index.compact(session)


async def erase(session: AsyncSession, row: CardRow) -> None:
    """Remove a card and all that is known by it."""
    await entries.index.remove(session, [row.id])
    await session.delete(row)
    await session.flush()
    await entries.index.compact(session)


async def told(session: AsyncSession, row: CardRow, now: datetime) -> None:
    """Write down that the person was told of the card that was imported."""
    row.told_at = now
    await session.flush()


async def bind(
    session: AsyncSession, network: int, member: Member, platform: str, external_id: str
) -> CardRow | None:
    """Give an imported card to the member whose account it names; None if there is none for them.

    Who wrote a card themselves keeps that one, and the imported one goes; that somebody refused one holds.
    """
    names = [f"{platform}:{member.username}", f"{platform}:#{external_id}"]
    home = await home_platform(session, network)
    if home in (platform, None):
        names.append(member.username)
    keys = {account_key(name) for name in names}
    rows = (
        await session.scalars(
            select(CardRow).where(
                CardRow.network_id == network,
                CardRow.account_folded.in_(keys),
                CardRow.member_id.is_(None),
            )
        )
    ).all()
    bound = await _any_card_of(session, network, member.id)
    for row in rows:
        is_sure = ":" in row.account or home is not None
        if not is_sure and await member_of_account(session, network, row.account) != member.id:
            continue
        if bound is None:
            row.member_id = member.id
            bound = row
            await session.flush()
        else:
            await erase(session, row)
    return bound if bound is not None and bound in rows else None


def _say(row: CardRow, content: Content, now: datetime) -> None:
    for name, value in values_of(content).items():
        setattr(row, name, value)
    row.updated_at = now


async def _blank(session: AsyncSession, network: int, member: Member, now: datetime) -> CardRow:
    account = await _account_text(session, network, member)
    row = CardRow(
        network_id=network,
        member_id=member.id,
        account=account,
        account_folded=account_key(account),
        state=State.DRAFT,
        origin=Origin.BOT,
        created_at=now,
    )
    paused_at = await session.scalar(select(MemberRow.paused_at).where(MemberRow.id == member.id))
    session.add(row)
    set_committed_value(row, "person_paused_at", paused_at)
    return row


async def _account_text(session: AsyncSession, network: int, member: Member) -> str:
    """Return under which account a member's card stands: their user name, if it means nobody else."""
    taken = await session.scalar(
        select(CardRow.id).where(
            CardRow.network_id == network, CardRow.account_folded == account_key(member.username)
        )
    )
    if taken is None and await member_of_account(session, network, member.username) == member.id:
        return member.username
    found = await session.execute(
        select(AccountRow.platform, AccountRow.external_id)
        .where(AccountRow.member_id == member.id)
        .order_by(AccountRow.seen_at.desc(), AccountRow.id)
        .limit(1)
    )
    platform, external_id = found.one()
    return f"{platform}:#{external_id}"


async def _any_card_of(session: AsyncSession, network: int, member: int) -> CardRow | None:
    return await session.scalar(
        select(CardRow).where(CardRow.network_id == network, CardRow.member_id == member)
    )


async def _store(session: AsyncSession, row: CardRow) -> None:
    """Write a card, and have the index say the same of it."""
    await session.flush()
    if entries.is_indexed(row):
        await entries.index.put(session, [entries.entry_of(row)])
    else:
        await entries.index.remove(session, [row.id])
