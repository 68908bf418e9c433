"""Letters at work: each occurrence is sent once, whatever happens, and nothing is told in two of them."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.chat.incoming import Line, Press, Submission
from bot.language.messages import Markup
from bot.plugin import Plugin
from bot.plugin.letters import DigestItem
from bot.plugin.neighbours import Agenda, Occasion
from bot.store.people import mark_changed
from bot.store.tables import CommunityRow, DeliveryRow, MemberRow, PlaceRow
from plugins.digest.models import DestinationRow, DraftRow, ItemRow, LetterRow, SeriesRow, State
from tests.fakes.bot import START, JumpingClock, author, bot_on, channel, dm, scene
from tests.fakes.crashes import Crash, Ground, MortalPlatform, Steps, bury, mortal
from tests.fakes.letters import JEANNE, SATURDAY, letters, own_digest
from tests.fakes.news import HourlyNews, news_plugin
from tests.fakes.platform import Fail, TimeOut

WEEK = timedelta(days=7)


@asynccontextmanager
async def town(folder, news=None, at=SATURDAY):
    async with scene(folder, own_digest(), news_plugin(news or HourlyNews()), at=at) as made:
        yield made


async def says(made, text, place="loire"):
    return await made.receive(Line(author=JEANNE, location=channel(place), text=text))


async def presses(made, action, choice=None, *, in_dm=True, **arguments):
    location = dm("jeanne") if in_dm else channel("loire")
    return await made.receive(
        Press(
            author=JEANNE,
            location=location,
            plugin="digest",
            action=action,
            arguments=arguments,
            choice=choice,
        )
    )


async def fills(made, form, values, **arguments):
    return await made.receive(
        Submission(
            author=JEANNE,
            location=dm("jeanne"),
            plugin="digest",
            form=form,
            values=values,
            arguments=arguments,
        )
    )


def hours(text):
    return re.findall(r"hour (\d+)", text)


async def waiting(made):
    async with made.store.read() as session:
        return await session.scalar(select(LetterRow).where(LetterRow.state == State.WAITING))


async def items_of(made, letter):
    async with made.store.read() as session:
        rows = await session.scalars(
            select(ItemRow).where(ItemRow.letter_id == letter.id).order_by(ItemRow.position)
        )
        return rows.all()


async def test_each_occurrence_has_its_letter_and_each_letter_its_number(tmp_path):
    async with town(tmp_path) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        await made.advance(3 * WEEK)
        sent = letters(made)
    assert [re.findall(r"Lettre n°\u00a0(\d) — loire, lundi (\d+)", text)[0] for text in sent] == [
        ("1", "23"),
        ("2", "30"),
        ("3", "7"),
    ]
    told = [hour for text in sent for hour in hours(text)]
    assert len(told) == 15
    assert max(Counter(told).values()) == 1


async def test_what_happens_after_the_draft_comes_in_the_next_letter(tmp_path):
    async with town(tmp_path, HourlyNews(size=20)) as made:
        await says(made, "/lettre programmer chaque jour à 9h")
        await made.advance(timedelta(hours=10))
        draft = await waiting(made)
        before = [row.key for row in await items_of(made, draft)]
        await made.advance(timedelta(hours=14))
        (sent,) = letters(made)
    assert [f"news:{hour}" for hour in hours(sent)] == before


async def test_weeks_of_outage_are_one_late_letter_that_tells_of_all_of_them(tmp_path):
    async with town(tmp_path) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        await made.advance(timedelta(days=3))
    async with town(tmp_path, at=SATURDAY + timedelta(days=26)) as made:
        await made.advance(timedelta(hours=1))
        first, late = letters(made)
        assert "Lettre n°\u00a02" in late
        assert "Cette lettre vaut aussi pour les 2 précédentes" in late
        assert "retard" in late
        last = int((SATURDAY + timedelta(days=26)).timestamp() // 3600)
        assert max(map(int, hours(late))) >= last
        assert not set(hours(first)) & set(hours(late))
        await made.advance(WEEK)
        assert len(letters(made)) == 3


async def test_a_draft_that_was_ready_before_an_outage_is_completed_by_what_came_since(tmp_path):
    news = HourlyNews(size=8)
    async with town(tmp_path, news) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        await made.advance(timedelta(days=1, hours=10))
        draft = await waiting(made)
        dropped = (await items_of(made, draft))[0]
        await presses(made, "draft-drop", str(dropped.id), letter=draft.id)
    async with town(tmp_path, news, at=SATURDAY + timedelta(days=20)) as made:
        await made.advance(timedelta(hours=1))
        (late,) = letters(made)
    assert len(hours(late)) == 8
    assert dropped.key.removeprefix("news:") not in hours(late)


async def test_what_is_withdrawn_after_the_draft_is_not_sent(tmp_path):
    news = HourlyNews()
    async with town(tmp_path, news) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        await made.advance(timedelta(days=1, hours=10))
        first, *others = await items_of(made, await waiting(made))
        news.gone.add(first.key)
        await made.advance(timedelta(days=1))
        (sent,) = letters(made)
    assert hours(sent) == [row.key.removeprefix("news:") for row in others]


async def test_a_section_that_fails_is_left_out_and_named_in_the_log(tmp_path, caplog):
    broken, news = HourlyNews(), HourlyNews()
    broken.name, broken.fails = "broken", True
    plugin = news_plugin(news)
    plugin.provide(next(iter(plugin.services)), broken)
    async with scene(tmp_path, own_digest(), plugin, at=SATURDAY) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        await made.advance(timedelta(days=3))
        (sent,) = letters(made)
    assert len(hours(sent)) == 5
    assert "a section is left out of a letter: broken" in caplog.text


async def test_a_letter_with_nothing_to_tell_is_not_sent_and_takes_no_number(tmp_path):
    news = HourlyNews(size=0)
    async with town(tmp_path, news) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        await made.advance(timedelta(days=3))
        assert letters(made) == []
        news.size = 5
        await made.advance(WEEK)
        (sent,) = letters(made)
    assert "Lettre n°\u00a01" in sent


async def test_one_goes_to_the_channels_of_the_same_territory_on_other_chats(tmp_path):
    async with town(tmp_path) as made:
        await says(made, "/lettre")
        async with made.store.unit() as session:
            home = await session.scalar(select(PlaceRow).where(PlaceRow.name == "loire"))
            home.territory = "42"
            session.add(
                PlaceRow(
                    network_id=1,
                    community_id=home.community_id,
                    platform="other",
                    external_id="loire-there",
                    kind="channel",
                    name="loire-there",
                    territory="42",
                    created_at=SATURDAY,
                )
            )
            mark_changed(session)
        (answer,) = await says(made, "/lettre programmer chaque lundi à 9h")
        assert "loire-there" in str(answer)
        await made.advance(timedelta(days=3))
        async with made.store.read() as session:
            queued = await session.scalars(
                select(PlaceRow.name)
                .join(DeliveryRow, DeliveryRow.place_id == PlaceRow.id)
                .where(DeliveryRow.key.startswith("letter:"))
            )
            assert sorted(queued) == ["loire", "loire-there"]
        assert letters(made)[0].startswith("**Lettre n°\u00a01 — Loire, lundi 23 novembre 2026**")


async def test_two_who_press_at_once_send_it_once(tmp_path):
    async with town(tmp_path) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        both = [
            made.receive(
                Press(
                    author=JEANNE,
                    location=channel("loire"),
                    plugin="digest",
                    action="send",
                    arguments={"series": 1, "number": 1},
                )
            )
            for _one in range(2)
        ]
        answers = [str(answer) for found in await asyncio.gather(*both) for answer in found]
        assert len(letters(made)) == 1
        assert sum("est partie entre-temps" in answer for answer in answers) == 1


async def _operate(made, dice):
    """Do one thing that a coordinator may do, at random."""
    letter = await waiting(made)
    if letter is not None and dice.random() < 0.7:
        rows = await items_of(made, letter)
        kind = dice.choice(("drop", "raise", "restore", "postpone", "skip", "send", "editorial"))
        if kind in ("drop", "raise", "restore") and rows:
            await presses(made, f"draft-{kind}", str(dice.choice(rows).id), letter=letter.id)
        elif kind == "postpone":
            await fills(made, "postpone", {"when": f"dans {dice.randrange(1, 30)} heures"}, letter=letter.id)
        elif kind == "editorial":
            await fills(made, "editorial", {"text": "Bonjour"}, letter=letter.id)
        else:
            await presses(made, f"draft-{kind}", letter=letter.id)
        return
    kind = dice.randrange(4)
    if kind == 0:
        await says(made, dice.choice(("/lettre pause", "/lettre reprendre")))
    elif kind == 1:
        rhythm = dice.choice(("chaque lundi à 9h", "chaque jour à 18h", "chaque jour à 9h"))
        await says(made, f"/lettre programmer {rhythm}")
    elif kind == 2:
        async with made.store.read() as session:
            number = await session.scalar(select(SeriesRow.number))
        await presses(made, "send", in_dm=False, series=1, number=(number or 0) + 1)
    else:
        made.clock.jump(timedelta(hours=dice.randrange(1, 200)))
        await made.bot.settle()


@pytest.mark.parametrize("seed", range(8))
async def test_nothing_is_ever_told_in_two_letters_whatever_coordinators_do(tmp_path, seed):
    dice = random.Random(seed)
    async with town(tmp_path, HourlyNews(size=4)) as made:
        await says(made, "/lettre programmer chaque jour à 9h")
        for _turn in range(25):
            await made.advance(timedelta(hours=dice.randrange(1, 40)))
            await _operate(made, dice)
        await says(made, "/lettre reprendre")
        await made.advance(timedelta(days=3))
        sent = letters(made)
        async with made.store.read() as session:
            numbers = (
                await session.scalars(select(LetterRow.number).where(LetterRow.number.is_not(None)))
            ).all()
    assert len(sent) > 3
    told = Counter(hour for text in sent for hour in hours(text))
    assert {hour: times for hour, times in told.items() if times > 1} == {}
    assert sorted(numbers) == list(range(1, len(sent) + 1))


class MortalTown(Ground):
    """A town whose bot may die at any step; its chat server recognises nothing that is sent twice."""

    async def create(self):
        async with town(self.folder) as made:
            await says(made, "/lettre programmer chaque lundi à 9h")
        await self.keep()

    async def live(self, now, until, fatal=None, faults=()):
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        await self.store.be_born_again()
        steps = self.store.steps = Steps(fatal)
        clock = JumpingClock(now)
        platform = MortalPlatform(self.folder / "server.db", clock, steps)
        platform.will(*faults)
        plugins = [mortal(own_digest(), steps), news_plugin(HourlyNews())]
        try:
            bot = bot_on(self.folder, clock, [platform], plugins, store=self.store)
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


@pytest.mark.parametrize("faults", [(), (Fail(), TimeOut(taken=True))], ids=["well", "unclear"])
async def test_a_letter_goes_once_wherever_the_bot_dies(tmp_path, faults):
    around = MortalTown(tmp_path)
    await around.create()
    until = SATURDAY + timedelta(days=3)
    fatal, died_of = 0, Counter()
    while True:
        await around.begin_anew()
        end, steps = await around.live(SATURDAY, until, fatal, faults)
        died_of.update(steps.taken[-1:])
        if steps.is_dead:
            await around.live(end + timedelta(minutes=2), until)
        (letter,) = around.posts()
        assert "Lettre n°\u00a01" in letter
        assert len(set(hours(letter))) == len(hours(letter)) == 5
        if not steps.is_dead:
            break
        fatal += 1
    await around.store.close()
    assert fatal > 15
    assert {"before commit", "after commit", "handler begins", "before send", "after send"} <= set(died_of)


class Calendar:
    """An agenda of one channel: what is on, by its instant."""

    elsewhere = None

    def __init__(self, on):
        self.on = on

    async def occasions(self, _session, _place, start, end):
        return [Occasion(at, title) for at, title in sorted(self.on.items()) if start <= at < end]


async def test_what_is_called_off_or_over_when_the_letter_goes_is_not_coming_any_more(tmp_path):
    early, called_off, kept = (SATURDAY + timedelta(days=days) for days in (1.6, 4, 5))
    on = {early: Markup("premier"), called_off: Markup("annulé"), kept: Markup("maintenu")}
    plugin = Plugin("calendar", Markup("Calendar"))
    plugin.provide(Agenda, Calendar(on))
    async with scene(tmp_path, own_digest(), plugin, at=SATURDAY) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        await made.advance(timedelta(days=1, hours=10))
        assert len(await items_of(made, await waiting(made))) == 3
        del on[called_off]
        await made.advance(timedelta(days=1))
        (sent,) = letters(made)
    assert "maintenu" in sent
    assert "annulé" not in sent
    assert "premier" not in sent


async def _set_left(made, at):
    async with made.store.unit() as session:
        await session.execute(update(CommunityRow).values(left_at=at))
        mark_changed(session)


async def test_where_the_bot_was_taken_away_no_letter_goes_and_nothing_is_used_up(tmp_path):
    async with town(tmp_path) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        await made.advance(timedelta(days=1, hours=10))
        drafted = [row.key for row in await items_of(made, await waiting(made))]
        await _set_left(made, made.clock.now())
        await made.advance(WEEK)
        async with made.store.read() as session:
            assert (await session.scalars(select(LetterRow.state))).all() == [State.WAITING]
        await _set_left(made, None)
        await made.advance(timedelta(days=1))
        (sent,) = letters(made)
    assert "Lettre n°\u00a01" in sent
    assert "retard" in sent
    assert drafted[0].removeprefix("news:") in hours(sent)


async def test_no_draft_is_sent_to_who_left(tmp_path):
    async with town(tmp_path) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        async with made.store.unit() as session:
            await session.execute(update(MemberRow).values(left_at=SATURDAY))
            mark_changed(session)
        await made.advance(timedelta(days=1, hours=10))
        assert await waiting(made) is not None
        async with made.store.read() as session:
            assert (await session.scalars(select(DraftRow.member_id))).all() == []


@pytest.mark.parametrize("is_private", [False, True])
async def test_where_nobody_coordinates_any_more_the_draft_goes_to_those_who_coordinate_elsewhere(
    tmp_path, is_private
):
    loire = replace(channel("loire"), is_private=is_private)
    async with town(tmp_path) as made:
        await made.bot.grant(author("karim"), channel("autre"), "coordinator", everywhere=False)
        await made.bot.grant(author("nadia"), loire, "coordinator", everywhere=False)
        await made.receive(
            Line(author=author("nadia"), location=loire, text="/lettre programmer chaque lundi à 9h")
        )
        async with made.store.unit() as session:
            await session.execute(update(MemberRow).where(MemberRow.name == "nadia").values(left_at=SATURDAY))
            mark_changed(session)
        (shown,) = await made.receive(Line(author=author("ali"), location=loire, text="/lettre"))
        await made.advance(timedelta(days=1, hours=10))
        drafted = [text for text in made.platform.texts("@id-karim") if "Brouillon" in text]
    assert len(drafted) == (0 if is_private else 1)
    assert ("à personne" if is_private else "coordonnent ailleurs") in shown.text


async def test_the_list_of_a_channel_does_not_open_letters_of_another(tmp_path):
    async with town(tmp_path) as made:
        for place in ("loire", "privé"):
            await says(made, "/lettre programmer chaque lundi à 9h", place)
        await made.advance(timedelta(days=3))
        async with made.store.read() as session:
            other = await session.scalar(select(LetterRow.id).where(LetterRow.series_id == 2))
        (refused,) = await presses(made, "read", str(other), in_dm=False, series=1)
        (opened,) = await presses(made, "read", str(other), in_dm=False, series=2)
    assert refused.code == "unknown_letter"
    assert "Lettre n°" in str(opened)


async def test_a_letter_that_was_removed_goes_on_with_its_settings_and_says_so(tmp_path):
    async with town(tmp_path) as made:
        (first,) = await says(made, "/lettre programmer chaque lundi à 9h")
        async with made.store.unit() as session:
            await session.execute(update(SeriesRow).values(tells_empty=True))
            await session.execute(delete(DestinationRow))
            mark_changed(session)
        (again,) = await says(made, "/lettre programmer chaque mardi à 9h")
    assert "comme avant" not in first.text
    assert "Ses rubriques et son brouillon sont comme avant" in again.text


async def test_what_was_dropped_stays_dropped_when_the_letter_is_programmed_anew(tmp_path):
    async with town(tmp_path) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        await made.advance(timedelta(days=1, hours=10))
        draft = await waiting(made)
        dropped, *_others = await items_of(made, draft)
        await presses(made, "draft-drop", str(dropped.id), letter=draft.id)
        for _again in range(2):
            await says(made, "/lettre pause")
            await says(made, "/lettre programmer chaque lundi à 9h")
            await made.advance(timedelta(minutes=1))
        await made.advance(timedelta(days=1))
        (sent,) = letters(made)
    assert len(hours(sent)) == 5
    assert dropped.key.removeprefix("news:") not in hours(sent)


class Hostile(HourlyNews):
    """A section whose item would deceive."""

    async def items(self, _session, _network, window):
        return [DigestItem("news:1", Markup("hour 1 \u202egnp.exe\x00 fin"))]


async def test_nothing_turns_round_what_follows_it(tmp_path):
    async with town(tmp_path, Hostile()) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        await made.advance(timedelta(days=1, hours=10))
        (item,) = await items_of(made, await waiting(made))
    assert item.text == "hour 1 gnp.exe fin"


async def test_a_letter_keeps_its_hour_when_the_clocks_change_and_leaves_public_holidays_out(tmp_path):
    async with town(tmp_path, at=datetime(2027, 3, 20, 9, tzinfo=UTC)) as made:
        await says(made, "/lettre programmer chaque lundi à 9h sauf jours fériés")
        await made.advance(3 * WEEK)
        async with made.store.read() as session:
            sent = (await session.scalars(select(LetterRow.sent_at).order_by(LetterRow.id))).all()
        assert [at.astimezone(UTC) for at in sent] == [
            datetime(2027, 3, 22, 8, tzinfo=UTC),
            datetime(2027, 4, 5, 7, tzinfo=UTC),
        ]
        assert len(letters(made)) == 2
