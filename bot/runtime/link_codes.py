"""The codes that link: made on one side, typed on the other within ten minutes, once.

Nine characters of twenty-seven make 42 bits; the letters and digits that look like others are left out, and
the vowels, so that no code is a word. Before them, the code of a community has a letter of its own, so that
nobody who is asked to type one takes an account's for it. Only the digest of a code is stored.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.language.messages import Instant, _
from bot.plugin import LinkCode
from bot.store.tables import LinkCodeRow

VALID_FOR = timedelta(minutes=10)
USED = "code_used"
"""In `session.info`: the unit of work used a code up."""
MOST_WRONG = 5
"""How many wrong codes one account may enter in the time for which a code is valid."""

_CHARACTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
_LENGTH = 9
_COMMUNITY = "C"
_GROUP = 3
_SEPARATORS = str.maketrans("", "", " -\u2010\u2011\u2012\u2013\u2014.`")
_REMEMBERED = 10_000


class CodeKind(StrEnum):
    """What a code links."""

    ACCOUNT = "account"
    COMMUNITY = "community"


class WrongEntries:
    """Counts, in memory, the wrong codes that each account entered lately, of the last accounts that did.

    An account is the name of its platform and its id there.
    """

    def __init__(self) -> None:
        self._entries: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()

    def check(self, account: tuple[str, str], now: datetime) -> None:
        """Check that an account may enter a code.

        Raises:
            Refusal: it entered too many wrong ones lately.
        """
        entries = self._entries.get(account)
        while entries and entries[0] <= now - VALID_FOR:
            entries.popleft()
        if entries is not None and not entries:
            del self._entries[account]
        elif entries is not None and len(entries) >= MOST_WRONG:
            raise Refusal(
                "too_many_codes",
                _(
                    "That was {count} wrong codes in a row. To be on the safe side I take no other one from "
                    "you before {at}; ask for a new code then, and type it as it stands.",
                    count=MOST_WRONG,
                    at=Instant(entries[0] + VALID_FOR),
                ),
            )

    def add(self, account: tuple[str, str], now: datetime) -> None:
        """Count a wrong code."""
        self._entries.setdefault(account, deque(maxlen=MOST_WRONG)).append(now)
        self._entries.move_to_end(account)
        while len(self._entries) > _REMEMBERED:
            self._entries.popitem(last=False)


async def give(session: AsyncSession, network: int, account: int, kind: CodeKind, now: datetime) -> LinkCode:
    """Make a code for an account, in place of the one of that kind that it was given before."""
    await session.execute(
        delete(LinkCodeRow).where(LinkCodeRow.account_id == account, LinkCodeRow.kind == kind.value)
    )
    await session.execute(delete(LinkCodeRow).where(LinkCodeRow.expires_at <= now))
    code = "".join(secrets.choice(_CHARACTERS) for _character in range(_LENGTH))
    mark = _COMMUNITY if kind is CodeKind.COMMUNITY else ""
    session.add(
        LinkCodeRow(
            network_id=network,
            account_id=account,
            kind=kind.value,
            digest=_digest(mark + code),
            expires_at=now + VALID_FOR,
        )
    )
    await session.flush()
    groups = (code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
    return LinkCode("-".join(filter(None, (mark, *groups))), now + VALID_FOR)


async def find(session: AsyncSession, typed: str, now: datetime) -> LinkCodeRow | None:
    """Return a code that is not too old; it may have been used.

    Raises:
        Refusal: what was typed is no code at all.
    """
    code = typed.translate(_SEPARATORS).upper()
    is_whole = len(code) == _LENGTH or (len(code) > _LENGTH and code[:-_LENGTH] == _COMMUNITY)
    if not is_whole or not set(code) <= set(_CHARACTERS):
        raise Refusal(
            "not_a_code",
            _(
                "“{typed}” is no code: a code has three groups of three letters or digits, such as "
                "{example}, after “C-” if it is for a community. `/maillage link` gives one on the other "
                "side.",
                typed=typed[:50],
                example="K7M-4QR-XJ2",
            ),
        )
    return await session.scalar(
        select(LinkCodeRow).where(LinkCodeRow.digest == _digest(code), LinkCodeRow.expires_at > now)
    )


async def use(session: AsyncSession, row: LinkCodeRow, now: datetime) -> None:
    """Use a code up.

    Raises:
        Refusal: somebody else used it at the same instant.
    """
    used = await session.execute(
        update(LinkCodeRow)
        .where(LinkCodeRow.id == row.id, LinkCodeRow.used_at.is_(None))
        .values(used_at=now)
        .returning(LinkCodeRow.id)
    )
    if used.first() is None:
        raise wrong_code()
    session.info[USED] = True


def wrong_code() -> Refusal:
    """Return the refusal of a code that cannot be used; who guesses does not learn why."""
    return Refusal(
        "wrong_code",
        _(
            "I cannot use this code: it is mistyped, used already, or older than ten minutes. Type "
            "`/maillage link` again where it was given, and enter the new one here."
        ),
    )


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
