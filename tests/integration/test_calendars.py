"""Gatherings in the calendars of chat networks: shown once, changed and called off in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from bot.app import load_plugins
from bot.chat import Gathering, Press
from bot.chat.delivery import DeliveryKind
from bot.config import Config
from bot.language.messages import Markup
from bot.plugin import Calendars
from bot.store.tables import CommunityRow, DeliveryRow
from tests.fakes.bot import START, author, channel, scene
from tests.fakes.platform import FakePlatform, Refuse, TimeOut

WITH_CALENDAR = partial(FakePlatform, has_calendar=True)


def meeting(title="Rencontre de décembre", days=7):
    starts_at = START + timedelta(days=days)
    return Gathering(
        title=Markup(title),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        where=Markup("Saint-Étienne"),
        about=Markup(""),
    )


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path, platform=WITH_CALENDAR) as stage:
        await want(stage, wanted=True)
        yield stage


async def want(stage, *, wanted):
    async with stage.working() as ctx:
        await ctx.service(Calendars).want(ctx.session, ctx.network.id, wanted=wanted)


async def announce(stage, gathering, key="december"):
    async with stage.working() as ctx:
        await ctx.announce(gathering, key=key)
    await stage.bot.settle()


async def call_off(stage, key="december"):
    async with stage.working() as ctx:
        await ctx.call_off(key=key)
    await stage.bot.settle()


def sent(stage):
    return [outgoing for _at, outgoing in stage.platform.attempts]


async def test_a_gathering_goes_to_the_calendar_of_each_community(stage):
    await announce(stage, meeting())
    [outgoing] = sent(stage)
    assert (outgoing.community, outgoing.channel, outgoing.user) == ("team", None, None)
    assert outgoing.gathering == meeting()


async def test_a_place_that_is_not_known_yet_is_to_be_decided(stage):
    await announce(stage, replace(meeting(), where=Markup(" ")))
    [outgoing] = sent(stage)
    assert str(outgoing.gathering.where) in ("À préciser", "To be decided")


async def test_a_change_and_a_cancellation_follow_in_order(stage):
    await announce(stage, meeting())
    await announce(stage, meeting("Rencontre de Noël"))
    await call_off(stage)
    created, changed, removed = sent(stage)
    assert [item.kind for item in sent(stage)] == [DeliveryKind.POST, DeliveryKind.EDIT, DeliveryKind.DELETE]
    assert str(changed.gathering.title) == "Rencontre de Noël"
    assert created.community == changed.community == removed.community == "team"
    assert changed.edits == removed.edits == str(stage.platform.taken()[0].id)


async def test_what_changes_before_it_was_sent_is_sent_once_as_it_is_now(stage):
    async with stage.working() as ctx:
        await ctx.announce(meeting(), key="december")
        await ctx.announce(meeting("Rencontre de Noël"), key="december")
    await stage.bot.settle()
    [outgoing] = sent(stage)
    assert str(outgoing.gathering.title) == "Rencontre de Noël"


async def test_what_is_called_off_before_it_was_sent_never_is(stage):
    async with stage.working() as ctx:
        await ctx.announce(meeting(), key="december")
        await ctx.call_off(key="december")
    await stage.bot.settle()
    assert sent(stage) == []


async def test_what_was_called_off_before_it_was_sent_and_announced_again_is_shown(stage):
    async with stage.working() as ctx:
        await ctx.announce(meeting(), key="december")
        await ctx.call_off(key="december")
    await stage.bot.settle()
    await stage.advance(timedelta(days=5))
    await announce(stage, meeting("Rencontre de Noël"))
    await announce(stage, meeting("Rencontre de janvier"))
    assert [(item.kind, str(item.gathering.title)) for item in sent(stage)] == [
        (DeliveryKind.POST, "Rencontre de Noël"),
        (DeliveryKind.EDIT, "Rencontre de janvier"),
    ]


async def leave(stage, *, at):
    """Have the community leave, or be back; who speaks in it is remembered, so it is not taken in again."""
    async with stage.store.unit() as session:
        await session.execute(update(CommunityRow).values(left_at=at))


async def test_a_community_that_left_is_sent_nothing_and_nobody_hears_of_it(stage):
    await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
    await announce(stage, meeting())
    await leave(stage, at=START)
    await announce(stage, meeting("Rencontre de Noël"))
    await announce(stage, meeting("another"), key="january")
    await call_off(stage)
    assert [str(item.post.text) for item in sent(stage)] == ["Rencontre de décembre"]
    async with stage.working() as ctx:
        assert await ctx.service(Calendars).is_wanted(ctx.network.id) is None


async def test_what_a_community_missed_is_shown_there_once_it_is_back_and_the_gathering_changes(stage):
    await leave(stage, at=START)
    await announce(stage, meeting())
    await leave(stage, at=None)
    await announce(stage, meeting("Rencontre de Noël"))
    assert [str(item.gathering.title) for item in sent(stage)] == ["Rencontre de Noël"]


async def test_gatherings_whose_keys_begin_alike_are_told_apart(stage):
    await announce(stage, meeting("one"), key="m")
    await announce(stage, meeting("two"), key="m@1")
    await call_off(stage, key="m")
    assert [item.kind for item in sent(stage)] == [DeliveryKind.POST, DeliveryKind.POST, DeliveryKind.DELETE]


async def test_a_network_that_does_not_want_it_shows_nothing(stage):
    await want(stage, wanted=False)
    await announce(stage, meeting())
    assert sent(stage) == []


async def test_what_is_shown_already_is_kept_in_step_when_a_network_wants_no_more(stage):
    await announce(stage, meeting())
    await want(stage, wanted=False)
    await announce(stage, meeting("Rencontre de Noël"))
    assert [item.kind for item in sent(stage)] == [DeliveryKind.POST, DeliveryKind.EDIT]


async def test_a_platform_without_calendar_gets_none(tmp_path):
    async with scene(tmp_path) as stage:
        await want(stage, wanted=True)
        await announce(stage, meeting())
        async with stage.working() as ctx:
            assert await ctx.service(Calendars).is_wanted(ctx.network.id) is None
        assert sent(stage) == []


async def test_an_unclear_outcome_is_looked_into(stage):
    stage.platform.will(TimeOut(taken=True))
    await announce(stage, meeting())
    await stage.advance(timedelta(minutes=5))
    assert len(stage.platform.taken()) == 1
    [looked_for] = stage.platform.looked_for
    assert looked_for.gathering is not None


async def test_a_refused_one_is_reported_and_tried_again_once_it_is_announced_again(stage):
    await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
    stage.platform.will(Refuse())
    await announce(stage, meeting())
    assert [bool(item.gathering) for item in sent(stage)] == [True, False]
    assert "Team" in str(sent(stage)[1].post.text)
    await announce(stage, meeting("Rencontre de Noël"))
    again = sent(stage)[2]
    assert (again.kind, str(again.gathering.title)) == (DeliveryKind.POST, "Rencontre de Noël")
    async with stage.store.read() as session:
        rows = list(await session.scalars(select(DeliveryRow).where(DeliveryRow.community_id.is_not(None))))
    assert [row.state for row in rows] == ["sent"]


async def test_a_refused_one_is_followed_by_no_cancellation(stage):
    stage.platform.will(Refuse())
    await announce(stage, meeting())
    await call_off(stage)
    assert [item.kind for item in sent(stage) if item.gathering] == [DeliveryKind.POST]


async def test_a_coordinator_says_whether_the_network_wants_it(tmp_path):
    host = load_plugins(Config())
    async with scene(tmp_path, *host.plugins.values(), platform=WITH_CALENDAR) as stage:
        await stage.say("/maillage état")
        await stage.bot.grant(author("camille"), channel("general"), "coordinator", everywhere=True)
        for wanted in (True, False):
            press = Press(
                author=author("camille"),
                location=channel("general"),
                plugin="network",
                action="calendar",
                arguments={"on": wanted},
            )
            [page] = await stage.receive(press)
            assert str(page.text).endswith("oui" if wanted else "non")
            async with stage.working(plugin="network") as ctx:
                assert await ctx.service(Calendars).is_wanted(ctx.network.id) is wanted
