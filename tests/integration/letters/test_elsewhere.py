"""Letters of a network on two chats, each once on both; letters at odd hours; what guests may do."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.app import load_plugins
from bot.chat.incoming import Line, Press
from bot.chat.places import Location
from bot.config import Config
from bot.store.people import mark_changed
from bot.store.tables import PlaceRow
from plugins.digest.models import LetterRow, State
from tests.fakes.bot import JumpingClock, author, bot_on, channel, new_database, scene
from tests.fakes.crashes import Crash, Ground, MortalPlatform, Steps, bury, mortal
from tests.fakes.letters import JEANNE, SATURDAY, SCHEDULED, own_digest
from tests.fakes.news import HourlyNews, news_plugin
from tests.fakes.platform import Fail, TimeOut

UNTIL = SATURDAY + timedelta(days=3)
THERE = Location(platform="other", id="loire-there", name="loire", community="guild", community_name="Guild")


async def work(bot, clock, until=UNTIL):
    """Do in order all that falls due until an instant."""
    await bot.settle()
    while (at := await bot.next_at()) is not None and at <= until:
        clock.move_to(max(at, clock.now()))
        await bot.settle()


class TwoChats(Ground):
    """A network on two chats, whose channels are of one territory, and whose bot may die at any step."""

    def platforms(self, clock, steps):
        """The chat servers: each remembers for itself what it took, and recognises nothing sent twice."""
        here = MortalPlatform(self.folder / "here.db", clock, steps)
        there = MortalPlatform(self.folder / "there.db", clock, steps)
        there._name = "other"
        return here, there

    async def create(self):
        await new_database(self.folder)
        clock = JumpingClock(SATURDAY)
        plugins = [own_digest(), news_plugin(HourlyNews())]
        here, there = self.platforms(clock, Steps())
        bot = bot_on(self.folder, clock, [here, there], plugins, store=self.store)
        await bot.start()
        for where in (channel("loire"), THERE):
            await bot.receive(Line(author=JEANNE, location=where, text="/lettre"))
        async with self.store.unit() as session:
            for place in await session.scalars(select(PlaceRow)):
                place.territory = "42"
            mark_changed(session)
        (answer,) = await bot.receive(Line(author=JEANNE, location=channel("loire"), text=SCHEDULED))
        await bot.settle()
        await bot.stop()
        await self.store.be_born_again()
        here.close()
        there.close()
        await self.keep()
        return str(answer.text)

    async def live(self, now, fatal=None, faults_there=()):
        """Run the bot until it dies, or the letter went; return when it ended, and the steps that it took."""
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        await self.store.be_born_again()
        steps = self.store.steps = Steps(fatal)
        clock = JumpingClock(now)
        here, there = self.platforms(clock, steps)
        there.will(*faults_there)
        plugins = [mortal(own_digest(), steps), news_plugin(HourlyNews())]
        try:
            bot = bot_on(self.folder, clock, [here, there], plugins, store=self.store)
            await bot.start()
            await work(bot, clock)
        except Crash:
            await bury()
        here.close()
        there.close()
        return clock.now(), steps

    def letters(self, name):
        with closing(sqlite3.connect(self.folder / f"{name}.db")) as database:
            rows = database.execute(
                "SELECT text, at FROM taken WHERE kind = 'post' AND text LIKE '**Lettre%'"
            )
            return rows.fetchall()


@pytest.fixture
async def chats(tmp_path):
    made = TwoChats(tmp_path)
    assert "loire (Other)" in await made.create()
    yield made
    await made.store.close()


async def test_a_network_on_two_chats_has_one_letter_on_both(chats):
    await chats.live(SATURDAY)
    ((here, _at),) = chats.letters("here")
    ((there, _at),) = chats.letters("there")
    assert here == there
    assert "Lettre n°\u00a01 — Loire" in here


async def test_a_chat_that_is_down_has_the_letter_later_and_the_other_one_in_time(chats):
    await chats.live(SATURDAY, faults_there=[Fail(), Fail(), Fail()])
    ((here, at_here),) = chats.letters("here")
    ((there, at_there),) = chats.letters("there")
    assert here == there
    assert datetime.fromisoformat(at_here) < datetime.fromisoformat(at_there)


@pytest.mark.parametrize("faults", [(), (Fail(), TimeOut(taken=True))], ids=["well", "unclear"])
async def test_it_goes_once_on_each_of_them_wherever_the_bot_dies(chats, faults):
    fatal, died_of = 0, []
    while True:
        await chats.begin_anew()
        end, steps = await chats.live(SATURDAY, fatal, faults)
        died_of += steps.taken[-1:]
        between = sum(bool(chats.letters(name)) for name in ("here", "there"))
        died_of += ["between the two"] if steps.is_dead and between == 1 else []
        if steps.is_dead:
            await chats.live(end + timedelta(minutes=2))
        for name in ("here", "there"):
            assert len(chats.letters(name)) == 1, (name, fatal, steps.taken[-1:])
        if not steps.is_dead:
            break
        fatal += 1
    assert fatal > 15
    assert {"before commit", "after commit", "between the two"} <= set(died_of)


# Odd hours


async def letters_of(folder, at, rhythm, duration):
    """Return when the letters of a rhythm go."""
    async with scene(folder, own_digest(), news_plugin(HourlyNews()), at=at) as made:
        await made.receive(
            Line(author=JEANNE, location=channel("loire"), text=f"/lettre programmer {rhythm}")
        )
        await made.advance(duration)
        async with made.store.read() as session:
            rows = await session.scalars(
                select(LetterRow.sent_at).where(LetterRow.state == State.SENT).order_by(LetterRow.id)
            )
            sent = [at.astimezone(UTC) for at in rows if at is not None]
        assert len([text for text in made.platform.texts("loire") if "**Lettre" in text]) == len(sent)
        return sent


async def test_an_hour_that_the_clocks_skip_is_the_one_after_it(tmp_path):
    sent = await letters_of(
        tmp_path, datetime(2027, 3, 20, 9, tzinfo=UTC), "chaque dimanche à 2h30", timedelta(days=16)
    )
    assert sent == [
        datetime(2027, 3, 21, 1, 30, tzinfo=UTC),  # 2:30 in Paris
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),  # 3:30: there is no 2:30
        datetime(2027, 4, 4, 0, 30, tzinfo=UTC),  # 2:30 again
    ]


async def test_an_hour_that_comes_twice_has_one_letter(tmp_path):
    sent = await letters_of(
        tmp_path, datetime(2026, 10, 24, 9, tzinfo=UTC), "chaque dimanche à 2h30", timedelta(days=9)
    )
    assert sent == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 11, 1, 1, 30, tzinfo=UTC)]


# Guests


GUEST = author("gus", is_guest=True)


async def as_guest(made, text, who=GUEST):
    return await made.receive(Line(author=who, location=channel("loire"), text=text))


@pytest.fixture
async def guarded(tmp_path):
    """A letter that went once, in a network with guests."""
    network = load_plugins(Config(), ["plugins.network"]).plugins["network"]
    async with scene(tmp_path, own_digest(), news_plugin(HourlyNews()), network, at=SATURDAY) as made:
        await made.receive(Line(author=JEANNE, location=channel("loire"), text=SCHEDULED))
        await made.advance(timedelta(days=3))
        yield made


async def test_guests_have_nothing_to_do_with_letters_unless_they_are_opened_to_them(guarded):
    for line in ("/lettre", "/lettre aperçu", "/lettre historique", "/lettre historique 1", SCHEDULED):
        (refused,) = await as_guest(guarded, line)
        assert refused.code == "not_allowed", line
    (refused,) = await guarded.receive(
        Press(
            author=GUEST,
            location=channel("loire"),
            plugin="digest",
            action="preview",
            arguments={"series": 1},
        )
    )
    assert refused.code == "not_allowed"
    assert len([text for text in guarded.platform.texts("loire") if "**Lettre" in text]) == 1


async def test_guests_to_whom_letters_are_opened_read_them_and_prepare_none(guarded):
    await guarded.receive(
        Press(
            author=JEANNE,
            location=channel("loire"),
            plugin="network",
            action="open-to-guests",
            choice="open:digest",
        )
    )
    (standing,) = await as_guest(guarded, "/lettre")
    assert [button.action for button in standing.buttons] == ["preview", "history"]
    (letter,) = await as_guest(guarded, "/lettre historique 1")
    assert re.search(r"Lettre n°\u00a01", str(letter.text))
    for line in (SCHEDULED, "/lettre envoyer", "/lettre pause", "/lettre retirer", "/lettre réglages"):
        (refused,) = await as_guest(guarded, line)
        assert refused.code == "not_allowed", line
    for action in ("ask-send", "pause", "settings", "ask-remove", "remove"):
        (refused,) = await guarded.receive(
            Press(
                author=GUEST,
                location=channel("loire"),
                plugin="digest",
                action=action,
                arguments={"series": 1},
            )
        )
        assert refused.code == "not_allowed", action
