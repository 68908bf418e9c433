"""The journal of erasures: a file beside the database, so that no copy of that brings an erased person back.

It holds no name: each line has keyed digests (HMAC-SHA-256) of the accounts of one person, and when they were
erased. The key is a file of its own. Neither is in a copy of the database, so that whoever has a copy cannot
try names out. A line is on the disk before the erasure is committed: what a crash interrupts is finished at
the next start. What could not be committed is cancelled by another line, and never done later by surprise.
The database keeps the digests too, so that it is known which lines it has seen.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import account_key
from bot.logs import get_logger
from bot.replacing import OWNER_ONLY
from bot.store.base import table_of
from bot.store.records import ErasedAccountRow
from bot.store.tables import AccountRow, MemberRow
from bot.store.upsert import upsert

log = get_logger(__name__)

_KEY_FILE, _JOURNAL_FILE, _REST_FILE = "erasures.key", "erasures.jsonl", "erasures.rest"
_KEY_BYTES = 32
_AS_IT_IS = "surrogateescape"
"""What a broken disk left in the journal is no text perhaps: it stops nothing, and stays as it is."""
_AT_ONCE = 500
_ERASED = table_of(ErasedAccountRow)
_ACCOUNT, _MEMBER = table_of(AccountRow), table_of(MemberRow)


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a person on a platform: `external_id` is the platform's, `username` what people type."""

    platform: str
    external_id: str
    username: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One person who was erased at an instant, by digests.

    By `ids`, of their accounts, a copy of the database is seen to hold them. `names` are the ways in which a
    file may name them, if no file is to bring them back: they asked to be erased.
    """

    at: datetime
    network: int
    ids: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def digests(self) -> tuple[str, ...]:
        """All the digests."""
        return (*self.ids, *self.names)


class ErasureJournal:
    """The journal in a folder; its key is made when somebody is erased for the first time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / _JOURNAL_FILE

    def entry(
        self, network: int, accounts: Sequence[Account], at: datetime, texts: Sequence[str] | None = ()
    ) -> Entry:
        """Return what is written down of a person with those accounts.

        `texts` are further ones by which files name them, None if files may bring them back.
        """
        ids = [self.id_digest(network, account.platform, account.external_id) for account in accounts]
        names = [
            name
            for account in accounts
            for name in (
                f"{account.platform}:#{account.external_id}",
                f"{account.platform}:{account.username}",
                account.username,
            )
        ]
        if texts is None:
            return Entry(at, network, tuple(ids), ())
        digests = [digest for name in (*names, *texts) for digest in self.knows(network, name)]
        return Entry(at, network, tuple(ids), tuple(dict.fromkeys(digests)))

    def append(self, entries: Iterable[Entry]) -> None:
        """Write entries down; they are on the disk when this returns.

        Raises:
            OSError: they cannot be written.
        """
        (self._folder / _REST_FILE).touch(mode=OWNER_ONLY)
        self._write("".join(_line(entry) for entry in entries))

    def cancel(self, entry: Entry) -> None:
        """Take an entry back: the erasure could not be committed, and is not to be done later."""
        try:
            self._write(_line(entry, cancelled=True))
        except OSError as error:  # a sign of the person, later, says the same
            log.error("the journal of erasures cannot be written", reason=error.strerror)  # noqa: TRY400 - a full disk

    def _write(self, text: str) -> None:
        is_new = not self._file.exists()
        descriptor = os.open(self._file, os.O_CREAT | os.O_APPEND | os.O_RDWR, OWNER_ONLY)
        with os.fdopen(descriptor, "rb+") as journal:
            journal.seek(0, os.SEEK_END)
            if journal.tell() and not _ends_a_line(journal.fileno()):  # a line that a crash cut short
                text = f"\n{text}"
            journal.write(text.encode())
            journal.flush()
            os.fsync(journal.fileno())
        if is_new:
            _sync(self._folder)

    @property
    def may_leave_rests(self) -> bool:
        """Whether something of those erased may still stand in free pages of the database."""
        return (self._folder / _REST_FILE).exists()

    def nothing_is_left(self) -> None:
        """Take note that nothing is left of who was erased."""
        (self._folder / _REST_FILE).unlink(missing_ok=True)

    def entries(self) -> Iterator[Entry]:
        """Yield all entries, the oldest first; what was cancelled, or cut short by a crash, is none."""
        if not self._file.exists():
            return
        found: dict[Entry, None] = {}
        with self._file.open(encoding="utf-8", errors=_AS_IT_IS) as journal:
            for line in journal:
                entry, is_cancelled = _entry(line)
                if entry is not None and is_cancelled:
                    found.pop(entry, None)
                elif entry is not None:
                    found[entry] = None
        yield from found

    def knows(self, network: int, account: str) -> tuple[str, ...]:
        """Return the digests that stand for an account: `username`, `platform:username`, `platform:#id`."""
        key = self._key()
        if key is None:
            return ()
        return (_digest(key, network, account_key(account)),)

    def id_digest(self, network: int, platform: str, external_id: str) -> str:
        """Return the digest of an account's id: another one than that of a text that names the account."""
        return _digest(self._key(create=True), network, f"{platform}\0{external_id}")

    def forget_before(self, instant: datetime) -> None:
        """Forget the entries of those who were erased before an instant; what cannot be read stays.

        Raises:
            OSError: the journal cannot be written.
        """
        from bot.replacing import replace

        if not self._file.exists():
            return
        lines = self._file.read_text(encoding="utf-8", errors=_AS_IT_IS).splitlines(keepends=True)
        kept = [line for line in lines if (entry := _entry(line)[0]) is None or entry.at >= instant]
        if len(kept) < len(lines):
            replace(self._file, "".join(kept), mode=OWNER_ONLY, errors=_AS_IT_IS)

    def _key(self, *, create: bool = False) -> bytes | None:
        file = self._folder / _KEY_FILE
        if not file.exists():
            if not create:
                return None
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            staged = file.with_name(f".{file.name}.{os.getpid()}")
            staged.unlink(missing_ok=True)
            descriptor = os.open(staged, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
            with os.fdopen(descriptor, "w") as written:
                written.write(secrets.token_hex(_KEY_BYTES))
                written.flush()
                os.fsync(written.fileno())
            staged.replace(file)
            _sync(self._folder)
        return bytes.fromhex(file.read_text().strip())


async def accounts_of(session: AsyncSession, members: Sequence[int]) -> list[Account]:
    """Return the accounts of members."""
    rows = await session.execute(
        select(_ACCOUNT.c.platform, _ACCOUNT.c.external_id, _ACCOUNT.c.username)
        .where(_ACCOUNT.c.member_id.in_(members))
        .order_by(_ACCOUNT.c.id)
    )
    return [Account(row.platform, row.external_id, row.username) for row in rows]


async def note_erasure(session: AsyncSession, entry: Entry) -> None:
    """Have the database know an entry of the journal."""
    statement = upsert(session.get_bind().dialect.name, _ERASED, ("network_id", "digest"), {"erased_at": ...})
    values = [
        {"network_id": entry.network, "digest": digest, "erased_at": entry.at} for digest in entry.digests
    ]
    if values:  # of somebody without an account nothing is to be known again
        await session.execute(statement, values)


async def was_erased(session: AsyncSession, journal: ErasureJournal, network: int, account: str) -> bool:
    """Return whether an account, as a file or the configuration names it, is of somebody who was erased."""
    digests = journal.knows(network, account)
    if not digests:
        return False
    found = select(_ERASED.c.id).where(_ERASED.c.network_id == network, _ERASED.c.digest.in_(digests))
    return await session.scalar(found.limit(1)) is not None


async def unknown_entries(session: AsyncSession, journal: ErasureJournal) -> list[Entry]:
    """Return the entries of the journal of which the database knows nothing, or an earlier erasure."""
    rows = await session.execute(select(_ERASED.c.network_id, _ERASED.c.digest, _ERASED.c.erased_at))
    known = {(row.network_id, row.digest): row.erased_at for row in rows}
    oldest = datetime.min.replace(tzinfo=UTC)
    return [
        entry
        for entry in journal.entries()
        if any(known.get((entry.network, digest), oldest) < entry.at for digest in entry.digests)
    ]


async def known_entries(session: AsyncSession, journal: ErasureJournal) -> list[Entry]:
    """Return, as entries, the digests in the database that the journal does not have: it was lost."""
    written = {(entry.network, digest) for entry in journal.entries() for digest in entry.digests}
    rows = await session.execute(select(_ERASED.c.network_id, _ERASED.c.digest, _ERASED.c.erased_at))
    return [
        Entry(row.erased_at, row.network_id, (row.digest,), ())
        for row in rows
        if (row.network_id, row.digest) not in written
    ]


async def erased_again(
    session: AsyncSession, journal: ErasureJournal, entries: Iterable[Entry]
) -> dict[int, list[int]]:
    """Return, by network, the members of entries who are there all the same, as they were before.

    Who was met anew after their erasure stays, and so does who gave a sign since.
    """
    erased_at: dict[tuple[int, str], datetime] = {}
    for entry in entries:
        for digest in entry.ids:
            erased_at[entry.network, digest] = entry.at
    found: dict[int, list[int]] = {}
    accounts = await session.execute(
        select(
            _ACCOUNT.c.network_id,
            _ACCOUNT.c.platform,
            _ACCOUNT.c.external_id,
            _ACCOUNT.c.member_id,
            _ACCOUNT.c.seen_at,
            _MEMBER.c.created_at,
        ).join(_MEMBER, _MEMBER.c.id == _ACCOUNT.c.member_id)
    )
    rows = accounts.all()
    signs: dict[int, datetime] = {}
    for row in rows:
        signs[row.member_id] = max(row.created_at, row.seen_at, signs.get(row.member_id, row.created_at))
    for row in rows:
        at = erased_at.get((row.network_id, journal.id_digest(row.network_id, row.platform, row.external_id)))
        members = found.setdefault(row.network_id, [])
        if at is not None and signs[row.member_id] <= at and row.member_id not in members:
            members.append(row.member_id)
    return found


async def forget_marks(session: AsyncSession, before: datetime) -> None:
    """Forget the digests of those who were erased before an instant."""
    await session.execute(delete(_ERASED).where(_ERASED.c.erased_at < before))


def _digest(key: bytes | None, network: int, account: str) -> str:
    return hmac.new(key or b"", f"{network}\0{account}".encode(), "sha256").hexdigest()


def _line(entry: Entry, *, cancelled: bool = False) -> str:
    document: dict[str, object] = {
        "at": entry.at.isoformat(),
        "network": entry.network,
        "ids": entry.ids,
        "names": entry.names,
    }
    if cancelled:
        document["cancelled"] = True
    return json.dumps(document, separators=(",", ":")) + "\n"


def _entry(line: str) -> tuple[Entry | None, bool]:
    """Return the entry of a line, None if it has none, and whether the line takes it back."""
    if not line.strip():
        return None, False
    try:
        read = json.loads(line)
        at = datetime.fromisoformat(read["at"])
        entry = Entry(at, read["network"], tuple(read["ids"]), tuple(read["names"]))
        return entry, read.get("cancelled") is True
    except (ValueError, KeyError, TypeError):
        log.warning("a line of the journal of erasures cannot be read")
        return None, False


def _ends_a_line(descriptor: int) -> bool:
    return os.pread(descriptor, 1, os.fstat(descriptor).st_size - 1) == b"\n"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
