"""What letters and agendas tell of referral: needs that nobody answered yet, and answers that helped.

The texts were redacted when they were written down. Who asked is never named, and who answered only if they
agreed to be.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Member, Network
from bot.chat.places import Place
from bot.language.messages import Instant, Text, _
from bot.plugin.letters import DigestItem, DigestSection, DigestWindow
from bot.plugin.neighbours import OpenNeed, UnansweredNeeds
from bot.store.people import find_members
from plugins.referral.declaration import plugin
from plugins.referral.models import COMING, AnswerRow, HelpRow, NeedRow, State, answer_key, need_key
from plugins.referral.wording import at_a_glance, named

WAITED = timedelta(hours=48)
"""A need without an answer comes into a letter after so long."""


class OpenNeeds:
    """The section of needs that were asked in the places of a letter, and that nobody took up."""

    name = "needs"
    title: Text = _("Still without an answer")
    size = 5

    async def items(
        self, session: AsyncSession, network: Network, window: DigestWindow
    ) -> Sequence[DigestItem]:
        """Return the needs that have waited for two days at least, those that have waited longest first."""
        rows = await _waiting(session, network, [place.id for place in window.places], window.until)
        kept = [row for row in rows if need_key(row.id) not in window.excluded]
        return [_need(row) for row in kept[: window.most]]

    def elsewhere(self, _window: DigestWindow) -> Text:
        """Return the command that shows all of them."""
        return _("`/who-can questions`")

    async def still(
        self, session: AsyncSession, network: Network, keys: Collection[str], places: Sequence[Place]
    ) -> Collection[str]:
        """Return those that were asked there, and that nobody answered yet."""
        numbers = {_number(key) for key in keys}
        open_ones = await session.scalars(
            select(NeedRow.id).where(
                *_unanswered(network),
                NeedRow.id.in_(numbers),
                NeedRow.place_id.in_([place.id for place in places]),
            )
        )
        return {need_key(number) for number in open_ones}


class HelpfulAnswers:
    """The section of answers that helped in the places of a letter, and that their authors let us keep."""

    name = "answers"
    title: Text = _("Answers that helped")
    size = 3

    async def items(
        self, session: AsyncSession, network: Network, window: DigestWindow
    ) -> Sequence[DigestItem]:
        """Return the answers of the time of the letter to what was asked in its places, the newest first."""
        rows = await session.scalars(
            select(AnswerRow)
            .where(
                AnswerRow.network_id == network.id,
                AnswerRow.place_id.in_([place.id for place in window.places]),
                AnswerRow.answered_at >= window.reach,
                AnswerRow.answered_at <= window.until,
            )
            .order_by(AnswerRow.answered_at.desc(), AnswerRow.id.desc())
        )
        kept = [row for row in rows if answer_key(row.id) not in window.excluded]
        told = kept[: window.most]
        authors = {row.member_id for row in told if row.is_named and row.member_id is not None}
        members = await find_members(session, network.id, authors)
        return [_answer(row, members.get(row.member_id or 0)) for row in told]

    def elsewhere(self, _window: DigestWindow) -> None:
        """Return nothing: answers that there was no room for come into the next letter."""

    async def still(
        self, session: AsyncSession, network: Network, keys: Collection[str], places: Sequence[Place]
    ) -> Collection[str]:
        """Return those that are remembered still, of what was asked there."""
        numbers = {_number(key) for key in keys}
        there = {place.id for place in places}
        # asked for the network as well, SQLite would go through all of its answers
        found = await session.execute(
            select(AnswerRow.id, AnswerRow.network_id, AnswerRow.place_id).where(AnswerRow.id.in_(numbers))
        )
        return {
            answer_key(number)
            for number, network_of, place in found
            if network_of == network.id and place in there
        }


class Waiting(UnansweredNeeds):
    """Implements `bot.plugin.neighbours.UnansweredNeeds`."""

    async def waiting(
        self, session: AsyncSession, network: Network, places: Collection[int], now: datetime
    ) -> Sequence[OpenNeed]:
        """Return the needs that were asked in those channels and that nobody took up, the oldest first."""
        rows = await _waiting(session, network, places, now)
        return [
            OpenNeed(need_key(row.id), at_a_glance(row.text), row.asked_at or row.created_at) for row in rows
        ]


async def _waiting(
    session: AsyncSession, network: Network, places: Collection[int], until: datetime
) -> Sequence[NeedRow]:
    rows = await session.scalars(
        select(NeedRow)
        .where(*_unanswered(network), NeedRow.place_id.in_(places), NeedRow.asked_at <= until - WAITED)
        .order_by(NeedRow.asked_at, NeedRow.id)
    )
    return rows.all()


def _unanswered(network: Network) -> tuple[ColumnElement[bool], ...]:
    helped = exists().where(HelpRow.need_id == NeedRow.id, HelpRow.state.in_(COMING))
    return (
        NeedRow.network_id == network.id,
        NeedRow.state.in_((State.ASKED, State.OPEN)),
        ~helped,
    )


def _number(key: str) -> int:
    return int(key.partition(":")[2])


def _need(row: NeedRow) -> DigestItem:
    day = Instant(row.asked_at or row.created_at, all_day=True)
    text = _("“{need}”, asked on {day}", need=at_a_glance(row.text), day=day)
    return DigestItem(need_key(row.id), text)


def _answer(row: AnswerRow, author: Member | None) -> DigestItem:
    """Return what a letter tells of an answer; `author` is None where nobody is to be named."""
    values = {"need": at_a_glance(row.need), "answer": " ".join(row.text.split())}
    if author is None or not row.is_named:
        return DigestItem(answer_key(row.id), _("“{need}” — {answer}", **values))
    text = _("“{need}” — {answer} ({name})", name=named(author), **values)
    return DigestItem(answer_key(row.id), text)


plugin.provide(DigestSection, OpenNeeds())
plugin.provide(DigestSection, HelpfulAnswers())
plugin.provide(UnansweredNeeds, Waiting())
