"""What letters tell of agendas: the questions that a meeting left open, until somebody answers them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.chat.places import Place
from bot.language.messages import Text, _, escape
from bot.plugin.letters import DigestItem, DigestSection, DigestWindow
from plugins.meetings.agenda.carrying import question_key
from plugins.meetings.agenda.models import ItemRow, Outcome, Topic
from plugins.meetings.declaration import plugin
from plugins.meetings.models import MeetingRow


class OpenQuestions:
    """The section of questions that a meeting of the places of a letter did not come to."""

    name = "questions"
    title: Text = _("Questions left open")
    size = 5

    async def items(
        self, session: AsyncSession, network: Network, window: DigestWindow
    ) -> Sequence[DigestItem]:
        """Return the questions that were proposed in these places and are open, the oldest first."""
        found = await _open(session, network, [place.id for place in window.places])
        kept = [row for key, row in found.items() if key not in window.excluded]
        return [await _item(session, row) for row in kept[: window.most]]

    def elsewhere(self, _window: DigestWindow) -> Text:
        """Return the command that shows those that come again."""
        return _("`/meeting topics`")

    async def still(
        self, session: AsyncSession, network: Network, keys: Collection[str], places: Sequence[Place]
    ) -> Collection[str]:
        """Return those that are open still."""
        return set(keys).intersection(await _open(session, network, [place.id for place in places]))


async def _open(session: AsyncSession, network: Network, places: Collection[int]) -> Mapping[str, ItemRow]:
    """Return the questions that were left, and neither treated nor withdrawn since, by their keys.

    Each is as it stood at the last meeting that left it.
    """
    thread = func.coalesce(ItemRow.origin_id, ItemRow.id)
    left = select(thread).where(
        ItemRow.network_id == network.id,
        ItemRow.place_id.in_(places),
        ItemRow.kind == Topic.QUESTION,
        ItemRow.outcome == Outcome.LEFT,
    )
    rows = await session.scalars(
        select(ItemRow).where(ItemRow.network_id == network.id, thread.in_(left)).order_by(ItemRow.id)
    )
    by_key: dict[str, list[ItemRow]] = {}
    for row in rows:
        by_key.setdefault(question_key(row), []).append(row)
    return {
        key: [row for row in thread_of_it if row.outcome == Outcome.LEFT][-1]
        for key, thread_of_it in by_key.items()
        if _is_open(thread_of_it[-1])
    }


def _is_open(last: ItemRow) -> bool:
    return last.dropped_at is None and last.outcome != Outcome.TREATED and last.kind == Topic.QUESTION


async def _item(session: AsyncSession, row: ItemRow) -> DigestItem:
    meeting = await session.get(MeetingRow, row.meeting_id) if row.meeting_id is not None else None
    text: Text = escape(row.text)
    if meeting is not None:
        text = _("“{question}”, left open at “{title}”", question=row.text, title=meeting.title)
    return DigestItem(question_key(row), text)


plugin.provide(DigestSection, OpenQuestions())
