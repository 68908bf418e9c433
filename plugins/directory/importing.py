"""Importing a file of cards, in units of work of some hundred lines, so that the bot goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import account_key
from bot.language.messages import _
from bot.plugin import Erasures
from bot.plugin.desk import Desk
from bot.store.base import table_of
from bot.store.people import find_member
from bot.store.tables import AccountRow, MemberRow
from bot.territory import Area, Level
from plugins.directory import entries, register, strangers
from plugins.directory.cards import Origin, State, Visibility
from plugins.directory.files import Line, Problem, Table, read_lines
from plugins.directory.models import CardRow
from plugins.directory.rows import values_of

_AT_ONCE = 500
_NEW = "new_"
_CARD = table_of(CardRow)


@dataclass(slots=True)
class Outcome:
    """What became of the lines of a file; `kept` are cards that people wrote themselves, left as they are."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    strangers: int = 0
    """How many of these cards are of people whom the bot has not met."""
    problems: list[Problem] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    """On which line a member stands first."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Whose account is which, of some that a file names: by all the ways in which it may name them."""

    members: dict[str, int]


async def import_table(
    desk: Desk, table: Table, *, dry_run: bool, advance: Callable[[int, int], None]
) -> Outcome:
    """Import a table; with `dry_run` only say what would become of each line."""
    outcome = Outcome()
    territory = desk.network.territory
    near = (Area(Level.DEPARTEMENT, territory),) if territory else ()
    lines = read_lines(table, near)
    erasures = desk.service(Erasures)
    while batch := list(islice(lines, _AT_ONCE)):
        good = [line for line in batch if isinstance(line, Line)]
        for problems in batch:
            if not isinstance(problems, Line):
                outcome.problems += problems
        async with desk.read() if dry_run else desk.unit() as session:
            good = await _not_erased(session, desk.network.id, erasures, good, outcome)
            known = await _accounts(session, desk.network.id, good, locked=not dry_run)
            await _Batch(session, desk, known, outcome).take(good, dry_run=dry_run)
        last = batch[-1]
        advance(last.number if isinstance(last, Line) else last[0].line, table.size)
    if not dry_run:
        await _settle_strangers(desk)
        await _compact(desk, outcome)
    outcome.problems.sort(key=lambda problem: problem.line)
    return outcome


async def _settle_strangers(desk: Desk) -> None:
    """Give cards to who was met while the file was read, and have those of others forgotten one day."""
    network, now = desk.network.id, desk.now
    async with desk.unit() as session:
        for number in await strangers.met_meanwhile(session, network):
            member = await find_member(session, network, number)
            card = await strangers.card_for(session, network, member) if member is not None else None
            if card is not None and card.told_at is None and card.state == State.PUBLISHED:
                await desk.later(session, "tell", now, key=f"tell:{card.id}", card=card.id)
        at = now + strangers.KEPT_FOR
        await desk.later(session, "forget-strangers", at, key=f"strangers:{at.date()}")


async def _compact(desk: Desk, outcome: Outcome) -> None:
    """Have the index quick to search after many cards were written, one batch after the other."""
    if outcome.created + outcome.updated > _AT_ONCE:
        async with desk.unit() as session:
            await entries.index.compact(session)


async def _accounts(session: AsyncSession, network: int, lines: Sequence[Line], *, locked: bool) -> _Known:
    """Return the members of whom lines speak, as they are now: people come and go meanwhile.

    If they are `locked`, nobody of them is erased, or joined with somebody, before the lines are written.
    """
    names = [line.account.strip().rpartition(":")[2] for line in lines]
    ids = {written for name in names if name.startswith("#") for written in (name[1:], name[1:].lower())}
    columns = select(
        AccountRow.member_id, AccountRow.platform, AccountRow.external_id, AccountRow.folded
    ).where(AccountRow.network_id == network)
    if locked:
        columns = columns.join(MemberRow, MemberRow.id == AccountRow.member_id).order_by(MemberRow.id)
        columns = columns.with_for_update(of=MemberRow, read=True, key_share=True)
    named = await session.execute(columns.where(AccountRow.folded.in_({account_key(name) for name in names})))
    numbered = await session.execute(columns.where(AccountRow.external_id.in_(ids)))
    home = await register.home_platform(session, network)
    members: dict[str, int] = {}
    doubtful = set()
    for member, platform, external_id, folded in (*named, *numbered):
        members[account_key(f"{platform}:{folded}")] = member
        members[account_key(f"{platform}:#{external_id}")] = member
        if home in (platform, None) and members.setdefault(account_key(folded), member) != member:
            doubtful.add(account_key(folded))
    for name in doubtful:
        del members[name]
    return _Known(members)


async def _not_erased(
    session: AsyncSession, network: int, erasures: Erasures, lines: Sequence[Line], outcome: Outcome
) -> list[Line]:
    found = []
    for line in lines:
        if await erasures.was_erased(session, network, line.account):
            text = _("this person had their data erased: the line is left out")
            outcome.problems.append(Problem(line.number, "erased", text, "compte"))
        else:
            found.append(line)
    return found


class _Batch:
    """Some lines, in one unit of work."""

    def __init__(self, session: AsyncSession, desk: Desk, known: _Known, outcome: Outcome) -> None:
        self._session = session
        self._desk = desk
        self._known = known
        self._outcome = outcome

    async def take(self, lines: Sequence[Line], *, dry_run: bool) -> None:
        """Write what lines say, or only count what would be written."""
        by_account, by_member = await self._there(lines)
        new: list[Line] = []
        changed: list[tuple[int, Line]] = []
        same: list[int] = []
        for line in lines:
            key = account_key(line.account)
            card = by_account.get(key)
            member = self._known.members.get(key)
            if card is None and member is not None:
                card = by_member.get(member)
            if self._is_second(line, member if card is None else card.member_id):
                continue
            if card is None:
                new.append(line)
            elif not self._may_change(card, line):
                continue
            elif card.imported_digest == line.digest:
                same.append(card.id)
            else:
                changed.append((card.id, line))
            self._outcome.strangers += member is None and (card is None or card.member_id is None)
        self._outcome.created += len(new)
        self._outcome.updated += len(changed)
        self._outcome.unchanged += len(same)
        if not dry_run:
            await self._insert(new)
            await self._update(changed)
            await strangers.are_named_again(self._session, same, self._desk.now)

    def _is_second(self, line: Line, member: int | None) -> bool:
        """Return whether an earlier line is about the same person, under another name of theirs."""
        first = line.number if member is None else self._outcome.taken.setdefault(member, line.number)
        if first == line.number:
            return False
        text = _("this person stands on line {line} already, under another account", line=first)
        self._outcome.problems.append(Problem(line.number, "twice", text, "compte"))
        return True

    async def _there(self, lines: Sequence[Line]) -> tuple[dict[str, Any], dict[int, Any]]:
        network = self._desk.network.id
        keys = [account_key(line.account) for line in lines]
        members = [self._known.members[key] for key in keys if key in self._known.members]
        columns = select(
            _CARD.c.id,
            _CARD.c.account_folded,
            _CARD.c.member_id,
            _CARD.c.state,
            _CARD.c.origin,
            _CARD.c.imported_digest,
        ).where(_CARD.c.network_id == network)
        named = (await self._session.execute(columns.where(_CARD.c.account_folded.in_(keys)))).all()
        owned = (await self._session.execute(columns.where(_CARD.c.member_id.in_(members)))).all()
        return {row.account_folded: row for row in named}, {row.member_id: row for row in owned}

    def _may_change(self, card: Row[Any], line: Line) -> bool:
        if card.state == State.REFUSED:
            text = _("this person refused their card: the line is left out")
            self._outcome.problems.append(Problem(line.number, "refused", text, "compte"))
        elif card.origin != Origin.IMPORT:
            self._outcome.kept += 1
        else:
            return True
        return False

    async def _insert(self, lines: Sequence[Line]) -> None:
        if not lines:
            return
        now = self._desk.now
        rows = [self._row(line, now) for line in lines]
        ids = (
            await self._session.scalars(
                insert(_CARD).returning(_CARD.c.id, sort_by_parameter_order=True), rows
            )
        ).all()
        for card, row in zip(ids, rows, strict=True):
            if row["member_id"] is not None:
                await self._desk.later(self._session, "tell", now, key=f"tell:{card}", card=card)
        await self._index(zip(ids, lines, strict=True))

    async def _update(self, changed: Sequence[tuple[int, Line]]) -> None:
        if not changed:
            return
        rows = [{"card": card, **_new(self._said(line, self._desk.now))} for card, line in changed]
        names = [name for name in rows[0] if name != "card"]
        await self._session.execute(
            update(_CARD)
            .where(_CARD.c.id == bindparam("card"))
            .values({name.removeprefix(_NEW): bindparam(name) for name in names}),
            rows,
        )
        await self._index(changed)

    def _row(self, line: Line, now: datetime) -> dict[str, Any]:
        return {
            "network_id": self._desk.network.id,
            "account": line.account,
            "account_folded": account_key(line.account),
            "member_id": self._known.members.get(account_key(line.account)),
            "state": State.PUBLISHED.value,
            "contact": "",
            "origin": Origin.IMPORT.value,
            "created_at": now,
            **self._said(line, now),
        }

    @staticmethod
    def _said(line: Line, now: datetime) -> dict[str, Any]:
        values = values_of(line.content)
        del values["contact"]
        return {
            **values,
            "imported_at": now,
            "imported_digest": line.digest,
            "updated_at": now,
        }

    async def _index(self, written: Iterable[tuple[int, Line]]) -> None:
        """Have the index say the same of cards as these lines."""
        network = self._desk.network.id
        shown, hidden = [], []
        for card, line in written:
            if line.content.visibility is Visibility.HIDDEN:
                hidden.append(card)
            else:
                shown.append(entries.entry(card, network, line.account, line.content))
        await entries.index.put(self._session, shown)
        await entries.index.remove(self._session, hidden)


def _new(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a row under names that are no columns: those of the parameters of an update."""
    return {f"{_NEW}{name}": value for name, value in values.items()}


async def export_cards(session: AsyncSession, network: int) -> list[CardRow]:
    """Return the cards that a file holds: those that are shown, in the order of their accounts."""
    rows = await session.scalars(
        select(CardRow)
        .where(CardRow.network_id == network, CardRow.state == State.PUBLISHED)
        .order_by(CardRow.account_folded)
    )
    return list(rows)
