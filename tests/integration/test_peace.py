"""DMs that nobody asked for: quiet hours and the daily cap, in the person's own zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.chat import Post
from bot.language.messages import Markup
from bot.store.people import mark_changed
from bot.store.tables import DeliveryRow, MemberRow
from tests.fakes.bot import scene
from tests.fakes.platform import Fail

EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
"""21:30 in Paris, 16:30 in Martinique."""
CLIENT = "@id-camille"


async def settle_in(stage, zone: str, cap: int | None = None) -> None:
    await stage.say("/garder x")
    async with stage.store.unit() as session:
        member = (await session.scalars(select(MemberRow))).one()
        member.zone, member.daily_cap = zone, cap
        mark_changed(session)


async def send(stage, *texts: str, unsolicited: bool = True) -> None:
    async with stage.working() as ctx:
        for text in texts:
            await ctx.post(ctx.member, Post(text=Markup(text)), unsolicited=unsolicited)
    await stage.bot.settle()


def instants(stage) -> list[datetime]:
    return [taken.at for taken in stage.platform.taken(CLIENT)]


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("Europe/Paris", datetime(2026, 11, 24, 7, tzinfo=UTC)),
        ("America/Martinique", EVENING),
        ("Indian/Reunion", datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ("Pacific/Noumea", datetime(2026, 11, 23, 21, tzinfo=UTC)),
    ],
)
async def test_it_waits_for_the_end_of_quiet_hours_where_the_person_is(tmp_path, zone, at):
    async with scene(tmp_path, at=EVENING) as stage:
        await settle_in(stage, zone)
        await send(stage, "digest")
        await stage.advance(timedelta(days=1))
        assert instants(stage) == [at]


async def test_it_holds_up_no_dm_that_somebody_asked_for(tmp_path):
    async with scene(tmp_path, at=EVENING) as stage:
        await settle_in(stage, "Europe/Paris")
        await send(stage, "digest")
        await send(stage, "reminder", unsolicited=False)
        assert stage.platform.texts(CLIENT) == ["reminder"]
        await stage.advance(timedelta(days=1))
        assert stage.platform.texts(CLIENT) == ["reminder", "digest"]


async def test_the_daily_cap_spreads_them_over_the_days(tmp_path):
    async with scene(tmp_path, at=EVENING) as stage:
        await settle_in(stage, "Europe/Paris", cap=2)
        await send(stage, *"abcde")
        await stage.advance(timedelta(days=5))
        assert [at.day for at in instants(stage)] == [24, 24, 25, 25, 26]
        assert stage.platform.texts(CLIENT) == list("abcde")


async def test_a_cap_of_zero_means_never(tmp_path):
    async with scene(tmp_path) as stage:
        await settle_in(stage, "Europe/Paris", cap=0)
        await send(stage, "digest")
        await stage.advance(timedelta(days=9))
        assert instants(stage) == []


async def test_after_an_outage_quiet_hours_and_the_cap_still_hold(tmp_path):
    async with scene(tmp_path, at=EVENING) as stage:
        await settle_in(stage, "Europe/Paris", cap=2)
        await send(stage, *"abcde")
    async with scene(tmp_path, at=EVENING + timedelta(days=10)) as stage:
        await stage.bot.settle()
        assert instants(stage) == []
        await stage.advance(timedelta(days=5))
        assert [at.isoformat() for at in instants(stage)[::2]] == [
            f"2026-12-0{day}T07:00:00+00:00" for day in (4, 5, 6)
        ]


async def test_one_that_fails_until_the_evening_is_put_off_without_holding_up_the_others(tmp_path):
    async with scene(tmp_path, at=EVENING - timedelta(hours=3)) as stage:
        await settle_in(stage, "Europe/Paris")
        stage.platform.will(*[Fail()] * 30, at=CLIENT)
        await send(stage, "digest")
        await stage.advance(timedelta(hours=5))
        assert max(at for at, _outgoing in stage.platform.attempts) < EVENING - timedelta(hours=1, minutes=30)
        stage.platform.works_again(CLIENT)
        await send(stage, "reminder", unsolicited=False)
        assert stage.platform.texts(CLIENT) == ["reminder"]
        await stage.advance(timedelta(days=1))
        assert stage.platform.texts(CLIENT) == ["reminder", "digest"]
        assert instants(stage)[1] == datetime(2026, 11, 24, 7, tzinfo=UTC)


async def test_one_that_waited_on_purpose_is_not_called_late(tmp_path):
    async with scene(tmp_path, at=EVENING) as stage:
        await settle_in(stage, "Europe/Paris")
        await send(stage, "digest")
        async with stage.store.read() as session:
            [content] = await session.scalars(select(DeliveryRow.content))
        assert "late" not in content
