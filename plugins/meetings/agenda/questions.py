"""What letters tell of agendas: the questions that a meeting left open, until somebody answers them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.chat.places import Place
from bot.language.messages import Instant, Text, _, escape
from bot.plugin import WorkContext
from bot.plugin.letters import DigestItem, DigestSection, DigestWindow, Letters
from plugins.meetings.agenda.carrying import question_key
from plugins.meetings.agenda.models import ItemRow, Outcome, Topic
from plugins.meetings.declaration import plugin
from plugins.meetings.models import MeetingRow

_IN_LETTER = _("The letter of {channel} asks the questions left open, {at}.")
_NO_LETTER = _(
    "{channel} has no letter that would ask the questions left open: they wait on the next agenda. Who "
    "coordinates can have one: `/letter schedule`."
)
_ONCE_ANSWERED = _("Where one has its answer meanwhile: `/meeting topics drop 1`.")


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


async def where_asked(ctx: WorkContext, rows: Sequence[ItemRow]) -> list[Text]:
    """Return which letters ask the questions left open among some items, and where none does."""
    left = [row for row in rows if row.kind == Topic.QUESTION and row.outcome == Outcome.LEFT]
    lines: list[Text] = []
    for number in dict.fromkeys(row.place_id for row in left):
        place = await ctx.find_place(number)
        if place is None:
            continue
        rhythms = [
            await letters.rhythm(ctx.session, number, ctx.now) for letters in await ctx.services(Letters)
        ]
        rhythm = next((one for one in rhythms if one is not None), None)
        if rhythm is None:
            lines.append(_NO_LETTER(channel=place.name))
        elif rhythm.next_at is None:
            lines.append(_("The next letter of {channel} asks the questions left open.", channel=place.name))
        else:
            lines.append(_IN_LETTER(channel=place.name, at=Instant(rhythm.next_at)))
    return [*lines, _ONCE_ANSWERED] if lines else []


plugin.provide(DigestSection, OpenQuestions())
