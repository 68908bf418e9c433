"""Series at work: each date has one meeting, announced once, whatever becomes of the bot and its channel."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bot.chat.incoming import Line
from bot.store.tables import PlaceRow
from plugins.meetings import plugin as meetings
from plugins.meetings.models import MeetingRow
from tests.fakes.bot import START, JumpingClock, author, bot_on, channel, scene
from tests.fakes.crashes import Crash, Ground, MortalPlatform, Steps, bury, mortal

JEANNE = author("jeanne")
SATURDAY = datetime(2026, 11, 21, 9, tzinfo=UTC)
LINE = "/rencontre série chaque jeudi 10h-11h ; Café ; annoncée 3 jours avant"


def own_meetings():
    return replace(meetings, timers=dict(meetings.timers), errands=dict(meetings.errands))


@asynccontextmanager
async def town(folder):
    async with scene(folder, own_meetings(), at=SATURDAY) as made:
        yield made


async def says(made, text):
    return await made.receive(Line(author=JEANNE, location=channel("loire"), text=text))


def announced(texts):
    return [text.splitlines()[0] for text in texts if text.startswith("**Café**") and "change" not in text]


async def made_of(store):
    async with store.read() as session:
        rows = await session.scalars(select(MeetingRow).order_by(MeetingRow.starts_at))
        return [row.occurs_at for row in rows]


class MortalTown(Ground):
    """A town whose bot may die at any step; its chat server recognises nothing that is sent twice."""

    async def create(self):
        async with town(self.folder) as made:
            await says(made, LINE)
        await self.keep()

    async def live(self, now, until, fatal=None):
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        await self.store.be_born_again()
        steps = self.store.steps = Steps(fatal)
        clock = JumpingClock(now)
        platform = MortalPlatform(self.folder / "server.db", clock, steps)
        try:
            bot = bot_on(self.folder, clock, [platform], [mortal(own_meetings(), steps)], store=self.store)
            await bot.start()
            await bot.settle()
            while (at := await bot.next_at()) is not None and at <= until:
                clock.move_to(at)
                await bot.settle()
        except Crash:
            await bury()
        platform.close()
        return clock.now(), steps

    def posts(self):
        platform = MortalPlatform(self.folder / "server.db", JumpingClock(START), Steps())
        found = [one.text for one in platform.taken("loire") if one.kind == "post"]
        platform.close()
        return found


async def test_a_meeting_is_made_and_announced_once_wherever_the_bot_dies(tmp_path):
    around = MortalTown(tmp_path)
    await around.create()
    until = SATURDAY + timedelta(days=3)  # on Monday the first one is announced
    fatal, died_of = 0, Counter()
    while True:
        await around.begin_anew()
        end, steps = await around.live(SATURDAY, until, fatal)
        died_of.update(steps.taken[-1:])
        if steps.is_dead:
            await around.live(end + timedelta(minutes=2), until)
        assert len(announced(around.posts())) == 1
        dates = await made_of(around.store)
        assert len(dates) == len(set(dates)) == 6
        if not steps.is_dead:
            break
        fatal += 1
    await around.store.close()
    assert {"before commit", "after commit", "handler begins", "before send", "after send"} <= set(died_of)


async def test_where_the_bot_was_removed_it_announces_once_it_is_back(tmp_path):
    async with town(tmp_path) as made:
        await says(made, LINE)
        async with made.store.unit() as session:
            await session.execute(update(PlaceRow).values(left_at=SATURDAY))
        await made.advance(timedelta(days=10))
        assert announced(made.platform.texts("loire")) == []
        async with made.store.unit() as session:
            await session.execute(update(PlaceRow).values(left_at=None))
        await made.advance(timedelta(days=7))
        found = announced(made.platform.texts("loire"))
    assert found
    assert len(found) == len(set(found))


async def test_two_people_who_set_the_same_series_at_once_have_one(tmp_path):
    async with town(tmp_path) as made:
        await asyncio.gather(*(says(made, LINE) for _time in range(4)))
        dates = await made_of(made.store)
    assert len(dates) == len(set(dates)) == 6
