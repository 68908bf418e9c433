"""Erasing a person: what plugins hold, what tables declare, the journal, and what the runtime remembers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Member, Network
from bot.language.messages import _
from bot.logs import get_logger
from bot.plugin import DataAsked, MemberErasing, Refusal, Responsible, WorkContext
from bot.runtime.handlers import ACCOUNTS_MOVED, NOBODY
from bot.runtime.outbox import DELIVERIES_CHANGED
from bot.runtime.traffic import CALLED_OFF
from bot.store import Store
from bot.store.engine import UNDONE, WIPED
from bot.store.erasures import (
    Entry,
    ErasureJournal,
    accounts_of,
    erased_again,
    known_entries,
    note_erasure,
    unknown_entries,
    was_erased,
)
from bot.store.holdings import erase as erase_rows
from bot.store.holdings import everyone, gather, named_accounts
from bot.store.people import find_member, network_of
from bot.store.personal import Section, personal_tables
from bot.store.search import indexes
from bot.store.tables import AccountRow, DeliveryRow, MemberRow, NetworkRow

log = get_logger(__name__)

Tell = Callable[[AsyncSession, Network, object], Awaitable[None]]


class LiveErasures:
    """Implements `bot.plugin.Erasures` on a journal."""

    def __init__(self, journal: ErasureJournal) -> None:
        self._journal = journal

    async def was_erased(self, session: AsyncSession, network: int, account: str) -> bool:
        """Return whether an account is of somebody who was erased."""
        return await was_erased(session, self._journal, network, account)


class LivePersonalData:
    """Implements `bot.plugin.PersonalData`; `tell` is how plugins hear of it.

    `rehearsed_on` are the platforms of a bot whose clock somebody moves, None on the machine's clock: what
    is erased there is erased for good only if all people of the database are of these platforms.
    """

    def __init__(
        self,
        journal: ErasureJournal,
        responsible: Responsible,
        tell: Tell,
        rehearsed_on: Collection[str] | None = None,
    ) -> None:
        self._journal = journal
        self._responsible = responsible
        self._tell = tell
        self._rehearsed_on = rehearsed_on

    @property
    def responsible(self) -> Responsible:
        """Who answers for what is held, and how long it is kept."""
        return self._responsible

    async def gather(self, ctx: WorkContext, member: Member) -> Sequence[Section]:
        """Return all that is held on a member."""
        members = await everyone(ctx.session, member.id)
        sections = await gather(ctx.session, members)
        await self._tell(ctx.session, ctx.network, DataAsked(member, members, sections))
        return sections

    async def erase(self, ctx: WorkContext, member: Member) -> None:
        """Erase a member, with all that is held on them.

        Raises:
            Refusal: the clock is one that somebody moves, and the data are of people of other platforms.
        """
        if await self.is_rehearsal(ctx.session):
            raise Refusal(
                "simulated_clock",
                _(
                    "Nothing was erased: this clock is simulated, and the data are those of other chats too. "
                    "There, or here on the real clock, it is possible."
                ),
            )
        await self.erase_in(ctx.session, ctx.network, member, ctx.now, was_asked=True)

    async def is_rehearsal(self, session: AsyncSession) -> bool:
        """Return whether somebody moves the clock over data of people whom this bot does not serve."""
        if self._rehearsed_on is None:
            return False
        others = select(AccountRow.id).where(AccountRow.platform.not_in(self._rehearsed_on))
        return await session.scalar(others.limit(1)) is not None

    async def erase_in(
        self, session: AsyncSession, network: Network, member: Member, now: datetime, *, was_asked: bool
    ) -> None:
        """Erase a member in a unit of work, whose last change this is to be.

        It stands in the journal before it is committed; if it cannot be, that is taken back there. Whoever
        did not ask for it may be in a file of cards again.
        """
        await _lock(session, member.id)
        members = await everyone(session, member.id)
        accounts = await accounts_of(session, members)
        texts = await named_accounts(session, members) if was_asked else None
        entry = self._journal.entry(network.id, accounts, now, texts)
        await self.erase_again(session, network, member)
        await note_erasure(session, entry)
        session.info.setdefault(UNDONE, []).append(lambda: self._journal.cancel(entry))
        self._journal.append([entry])

    async def erase_again(self, session: AsyncSession, network: Network, member: Member) -> None:
        """Erase a member in a unit of work, of whom the journal says so already."""
        await _lock(session, member.id)
        members = await everyone(session, member.id)
        await self._tell(session, network, MemberErasing(member, members))
        await _forget_in_memory(session, members)
        await erase_rows(session, network.id, members)
        for index in indexes():
            await index.compact(session)
        session.info[WIPED] = self._journal.nothing_is_left

    async def wipe(self, store: Store) -> None:
        """Leave nothing of who was erased in free pages of the database, if anything may be there."""
        if self._journal.may_leave_rests:
            await store.wipe(self._journal.nothing_is_left)


async def replay(store: Store, journal: ErasureJournal, data: LivePersonalData) -> int:
    """Make the database and the journal of erasures agree; return how many people were erased again.

    Who stands in the journal and is in the database as they were before, since that is an older copy or the
    bot stopped halfway, is erased. What only the database knows is written into the journal.
    """
    async with store.read() as session:
        waiting = await unknown_entries(session, journal)
        missing = await known_entries(session, journal)
    if missing:
        journal.append(missing)
    count = await _replay(store, journal, data, waiting) if waiting else 0
    # the bot may have been killed before it had looked to what is left in the file
    await data.wipe(store)
    return count


async def _replay(
    store: Store, journal: ErasureJournal, data: LivePersonalData, waiting: Sequence[Entry]
) -> int:
    count = 0
    async with store.unit() as session:
        for network_id, members in (await erased_again(session, journal, waiting)).items():
            network = network_of(await session.get_one(NetworkRow, network_id))
            for member_id in members:
                member = await find_member(session, network_id, member_id)
                if member is not None and await session.get(MemberRow, member.id) is not None:
                    await data.erase_again(session, network, member)
                    count += 1
        await _forget_imported(session, journal, waiting)
        for entry in waiting:
            await note_erasure(session, entry)
        session.info[WIPED] = journal.nothing_is_left
    log.info("erasures done again", people=count, entries=len(waiting))
    return count


async def _lock(session: AsyncSession, member: int) -> None:
    locked = select(MemberRow.id).where(MemberRow.id == member).with_for_update()
    if await session.scalar(locked) is None:
        raise LookupError(member)


async def _forget_in_memory(session: AsyncSession, members: Sequence[int]) -> None:
    """See that what is remembered of the person, or on its way to them, goes with the commit."""
    accounts = await session.scalars(select(AccountRow.id).where(AccountRow.member_id.in_(members)))
    moved = dict.fromkeys(accounts, NOBODY)
    session.info[ACCOUNTS_MOVED] = session.info.get(ACCOUNTS_MOVED, {}) | moved
    streams = await session.scalars(
        select(DeliveryRow.stream).where(
            DeliveryRow.member_id.in_(members), DeliveryRow.state.in_(("pending", "sending"))
        )
    )
    session.info[CALLED_OFF] = (*session.info.get(CALLED_OFF, ()), *streams)
    session.info[DELIVERIES_CHANGED] = True


async def _forget_imported(session: AsyncSession, journal: ErasureJournal, entries: Sequence[Entry]) -> None:
    """Remove the rows that name, by its text, an account of somebody in these entries."""
    erased = {digest for entry in entries for digest in entry.digests}
    for table, declaration in personal_tables():
        for name in declaration.accounts:
            key = next(iter(table.primary_key.columns))
            rows = await session.execute(select(key, table.c.network_id, table.c[name]))
            gone = [row[0] for row in rows if erased.intersection(journal.knows(row[1], row[2] or ""))]
            if gone:
                await session.execute(delete(table).where(key.in_(gone)))
