"""Partners from a file: what is read, checked and freed of personal data becomes cards, a batch at a time.

Every batch is one transaction: the bot goes on meanwhile, and after a crash the same file goes on from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import Message, _
from bot.plugin.desk import Advance, Desk
from plugins.partners import indexing, register
from plugins.partners.content import FIELDS, LONGEST_NAME, Content
from plugins.partners.models import PartnerRow, PartnerServiceRow
from plugins.partners.personal import LeftOut, redacted, without_personal_data
from plugins.partners.reading import inclusion, standard
from plugins.partners.reading.files import FileRefusedError, OpenFile, open_file
from plugins.partners.reading.records import Known, Problem, Reading, Record, ServiceRecord

BATCH = 500
_READ_BEFORE_TELLING = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its `name` for scripts, its title for people, and how one line of it is read."""

    name: str
    title: Message
    read: Callable[[int, Mapping[str, Any], Known], Reading]


STANDARD = Format("lieux-mediation-numerique", _("places of digital mediation"), standard.read)
STRUCTURES = Format("data-inclusion-structures", _("structures of data.inclusion"), inclusion.read_structure)
SERVICES = Format("data-inclusion-services", _("services of data.inclusion"), inclusion.read_service)


@dataclass(slots=True)
class Report:
    """What an import did, or would do; `missing` are the names of cards that the file has no more."""

    format: Format
    lines: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed_here: int = 0
    problems: list[Problem] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)
    missing: list[str] = field(default_factory=list)

    @property
    def lines_left_out(self) -> int:
        """How many lines became nothing."""
        return len({problem.line for problem in self.problems if problem.fatal})


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: the partners or the services in it, and the report so far."""

    report: Report
    partners: Sequence[Record]
    services: Sequence[ServiceRecord]


def recognise(file: OpenFile) -> Format:
    """Return what a file holds, by the names of its fields.

    Raises:
        FileRefusedError: it is none of the kinds of files that can be read, or lacks a field that is needed.
    """
    if inclusion.is_services(file.fields):
        return SERVICES
    if standard.is_standard(file.fields):
        missing = standard.missing_columns(file.fields)
        if missing:
            raise FileRefusedError(
                _(
                    "This looks like the national standard of places of digital mediation, but these columns "
                    "are missing: {columns}.",
                    columns=", ".join(missing),
                )
            )
        return STANDARD
    if inclusion.is_structures(file.fields):
        return STRUCTURES
    raise FileRefusedError(
        _(
            "I do not recognise this file: it should hold places of digital mediation (the national "
            "standard), or structures or services of data.inclusion, version 1."
        )
    )


def read_file(content: bytes, *, with_personal_data: bool, advance: Advance) -> ReadFile:
    """Return what a file holds, checked and, unless asked otherwise, without personal data.

    Raises:
        FileRefusedError: nothing can be read from it.
    """
    file = open_file(content)
    kind = recognise(file)
    report, known = Report(kind, len(file.lines)), Known()
    partners: list[Record] = []
    services: list[ServiceRecord] = []
    for done, line in enumerate(file.lines, 1):
        if done % _READ_BEFORE_TELLING == 0:
            advance(done, len(file.lines))
        if line.wrong is not None:
            report.problems.append(Problem(line.number, "", "", line.wrong, fatal=True))
            continue
        reading = kind.read(line.number, line.values, known)
        report.problems += reading.problems
        report.left_out.names += reading.names
        record = reading.record
        if isinstance(record, Record):
            if not with_personal_data:
                record = replace(record, content=without_personal_data(record.content, report.left_out))
            partners.append(record)
        elif record is not None:
            if not with_personal_data:
                record = _without_names(record, report.left_out)
            services.append(record)
    return ReadFile(report, partners, services)


def _without_names(record: ServiceRecord, left_out: LeftOut) -> ServiceRecord:
    return replace(record, name=redacted(record.name, left_out), summary=redacted(record.summary, left_out))


async def write(desk: Desk, read: ReadFile, *, dry_run: bool, advance: Advance) -> Report:
    """Make cards of what was read, or only say what would become of it; return the report."""
    if read.report.format is SERVICES:
        await _write_services(desk, read, dry_run=dry_run, advance=advance)
    else:
        await _write_partners(desk, read, dry_run=dry_run, advance=advance)
    if not dry_run and read.report.added + read.report.changed > BATCH:
        async with desk.unit() as session:
            await indexing.index.compact(session)  # after many batches it would be slower to search
    return read.report


async def _write_partners(desk: Desk, read: ReadFile, *, dry_run: bool, advance: Advance) -> None:
    report, records = read.report, read.partners
    async with desk.read() as session:
        known = await _known(session, desk.network.id, {record.source for record in records})
    fresh = [record for record in records if (record.source, record.external_id) not in known]
    report.added = len(fresh)
    differing: list[Record] = []
    for record in records:
        before = known.get((record.source, record.external_id))
        if before is None:
            continue
        report.removed_here += before.is_removed
        if before.digest == _digest(record):
            report.unchanged += 1
        else:
            differing.append(record)
    report.changed = len(differing)
    given = {(record.source, record.external_id) for record in records}
    report.missing = sorted(
        before.name for key, before in known.items() if key not in given and not before.is_removed
    )
    if dry_run:
        return
    done = 0
    for batch in _batches(fresh):
        async with desk.unit() as session:
            await _insert(session, desk, batch)
        advance(done := done + len(batch), len(fresh) + len(differing))
    for batch in _batches(differing):
        async with desk.unit() as session:
            await _update(session, desk, batch)
        advance(done := done + len(batch), len(fresh) + len(differing))


@dataclass(frozen=True, slots=True)
class _Before:
    """A card that is there already."""

    name: str
    digest: str
    is_removed: bool


async def _known(session: AsyncSession, network: int, sources: set[str]) -> dict[tuple[str, str], _Before]:
    """Return the cards of these sources by source and id."""
    row = PartnerRow
    found = await session.execute(
        select(row.source, row.external_id, row.name, row.digest, row.removed_at).where(
            row.network_id == network, row.source.in_(sources)
        )
    )
    return {
        (source, external_id): _Before(name, digest, removed_at is not None)
        for source, external_id, name, digest, removed_at in found
    }


async def _insert(session: AsyncSession, desk: Desk, records: Sequence[Record]) -> None:
    now = desk.now
    values = [
        {
            "network_id": desk.network.id,
            "source": record.source,
            "external_id": record.external_id,
            **register.values_of(record.content),
            "relation": None,
            "changed": [],
            "digest": _digest(record),
            "updated_on": record.updated_on[:10],
            "created_at": now,
            "imported_at": now,
            "added_by": None,
            "checked_at": None,
            "checked_by": None,
            "removed_at": None,
        }
        for record in records
    ]
    rows = await session.scalars(insert(PartnerRow).returning(PartnerRow), values)
    await indexing.put(session, rows.all())


async def _update(session: AsyncSession, desk: Desk, records: Sequence[Record]) -> None:
    """Change cards to what their source says now, save what was corrected here."""
    rows = await _rows(session, desk.network.id, records)
    for record in records:
        row = rows[record.source, record.external_id]
        left = [name for name in FIELDS if name not in row.changed]
        for name, value in register.values_of(record.content, left).items():
            setattr(row, name, value)
        row.digest, row.updated_on, row.imported_at = _digest(record), record.updated_on[:10], desk.now
    await session.flush()
    await indexing.put(session, list(rows.values()))


async def _rows(
    session: AsyncSession, network: int, records: Sequence[Record]
) -> dict[tuple[str, str], PartnerRow]:
    found = await session.scalars(
        select(PartnerRow).where(
            PartnerRow.network_id == network,
            PartnerRow.source.in_({record.source for record in records}),
            PartnerRow.external_id.in_([record.external_id for record in records]),
        )
    )
    return {(row.source, row.external_id): row for row in found}


async def _write_services(desk: Desk, read: ReadFile, *, dry_run: bool, advance: Advance) -> None:
    """Attach services to their partners; one whose partner nobody knows is told."""
    report, network = read.report, desk.network.id
    async with desk.read() as session:
        partners = await _partner_ids(session, network)
        known = await _known_services(session, network)
    attached: list[tuple[ServiceRecord, int]] = []
    for record in read.services:
        partner = partners.get((record.source, record.partner_id)) or partners.get(("", record.partner_id))
        if partner is None:
            text = _("no card has this structure: import the structures first.")
            report.problems.append(
                Problem.of(record.line, "structure_id", record.partner_id, text, fatal=True)
            )
            continue
        before = known.get((record.source, record.external_id))
        if before is None:
            report.added += 1
        elif before == (partner, *_service_values(record).values()):
            report.unchanged += 1
            continue
        else:
            report.changed += 1
        attached.append((record, partner))
    if dry_run:
        return
    done = 0
    for batch in _batches(attached):
        async with desk.unit() as session:
            await _attach(session, network, batch)
        advance(done := done + len(batch), len(attached))


async def _partner_ids(session: AsyncSession, network: int) -> dict[tuple[str, str], int]:
    """Return the ids of cards by source and id, and by id alone, under no source."""
    rows = await session.execute(
        select(PartnerRow.source, PartnerRow.external_id, PartnerRow.id)
        .where(PartnerRow.network_id == network, PartnerRow.removed_at.is_(None))
        .order_by(PartnerRow.id.desc())
    )
    found: dict[tuple[str, str], int] = {}
    for source, external_id, partner in rows:
        found[source, external_id] = found["", external_id] = partner
    return found


async def _known_services(session: AsyncSession, network: int) -> dict[tuple[str, str], tuple[Any, ...]]:
    rows = await session.scalars(select(PartnerServiceRow).where(PartnerServiceRow.network_id == network))
    return {
        (row.source, row.external_id): (row.partner_id, *(getattr(row, name) for name in _SERVICE_FIELDS))
        for row in rows
    }


_SERVICE_FIELDS = ("name", "summary", "themes", "publics", "areas", "costs", "access", "link")


def _service_values(record: ServiceRecord) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in _SERVICE_FIELDS:
        value = getattr(record, name)
        values[name] = list(value) if isinstance(value, tuple) else value
    values["name"], values["summary"] = values["name"][:LONGEST_NAME], values["summary"][:4_000]
    values["link"] = values["link"] if len(values["link"]) <= 300 else ""
    return values


async def _attach(session: AsyncSession, network: int, batch: Sequence[tuple[ServiceRecord, int]]) -> None:
    rows = await session.scalars(
        select(PartnerServiceRow).where(
            PartnerServiceRow.network_id == network,
            PartnerServiceRow.external_id.in_([record.external_id for record, _partner in batch]),
        )
    )
    there = {(row.source, row.external_id): row for row in rows}
    touched: set[int] = set()
    for record, partner in batch:
        row = there.get((record.source, record.external_id))
        touched.add(partner)
        if row is None:
            row = PartnerServiceRow(network_id=network, source=record.source, external_id=record.external_id)
            session.add(row)
        else:
            touched.add(row.partner_id)
        row.partner_id = partner
        for name, value in _service_values(record).items():
            setattr(row, name, value)
    await session.flush()
    partners = await session.scalars(select(PartnerRow).where(PartnerRow.id.in_(touched)))
    await indexing.put(session, partners.all())


def _digest(record: Record) -> str:
    """Return what tells whether a record changed since it was imported."""
    content: Content = record.content
    said = repr([getattr(content, name) for name in FIELDS] + [record.updated_on])
    return hashlib.blake2b(said.encode(errors="replace"), digest_size=16).hexdigest()


def _batches(records: Sequence[T]) -> list[Sequence[T]]:
    return [records[start : start + BATCH] for start in range(0, len(records), BATCH)]
