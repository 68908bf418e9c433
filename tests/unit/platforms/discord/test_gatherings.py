"""Gatherings as guild scheduled events, on the fake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.delivery import (
    DeliveryKind,
    Outgoing,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.chat.gatherings import Gathering
from bot.chat.messages import Post
from bot.language.messages import Markup
from tests.fakes.discord import FakeDiscord, Permission

from .house import House

NOW = datetime.now(UTC).replace(microsecond=0)
TO_COME = NOW + timedelta(days=7)


def gathering(title="Rencontre de décembre", starts_at=TO_COME, hours=2.0, where="Saint-Étienne", about=""):
    return Gathering(
        title=Markup(title),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        where=Markup(where),
        about=Markup(about),
    )


def outgoing(house, what, kind=DeliveryKind.POST, edits=None, **more):
    return Outgoing(
        delivery=1,
        key="1:meetings:december@1",
        kind=kind,
        post=Post(text=Markup("")),
        edits=edits,
        gathering=what,
        **{"community": str(house.guild.id), **more},
    )


@pytest.fixture
async def house():
    async with FakeDiscord.running() as fake:
        yield House(fake)


@pytest.fixture
async def discord(house):
    async with house.platform() as platform:
        await house.host.until_connected()
        yield platform


def events(house):
    return list(house.guild.events.values())


async def test_a_gathering_becomes_an_event(house, discord):
    event_id = await discord.send(outgoing(house, gathering(about="On parle de **Pix**.")))
    [event] = events(house)
    assert (str(event.id), event.name, event.location) == (event_id, "Rencontre de décembre", "Saint-Étienne")
    assert datetime.fromisoformat(event.fields["scheduled_start_time"]) == TO_COME
    assert datetime.fromisoformat(event.fields["scheduled_end_time"]) == TO_COME + timedelta(hours=2)
    assert (event.fields["description"], house.fake.violations) == ("On parle de **Pix**.", [])


async def test_what_is_too_long_is_cut_at_a_word_and_calls_nobody(house, discord):
    long = gathering(title="mot " * 60, where="salle " * 60, about="@everyone " + "phrase " * 400)
    await discord.send(outgoing(house, long))
    [event] = events(house)
    assert event.name.endswith("mot…")
    assert event.location.endswith("salle…")
    assert len(event.fields["description"]) <= 1000
    assert "@everyone" not in event.fields["description"]
    assert house.fake.violations == []


async def test_a_change_is_followed(house, discord):
    known = await discord.send(outgoing(house, gathering()))
    later = gathering("Rencontre de Noël", TO_COME + timedelta(days=1), where="en ligne")
    assert await discord.send(outgoing(house, later, DeliveryKind.EDIT, known)) == known
    [event] = events(house)
    assert (event.name, event.location) == ("Rencontre de Noël", "en ligne")
    assert datetime.fromisoformat(event.fields["scheduled_start_time"]) == TO_COME + timedelta(days=1)


async def test_one_that_is_called_off_is_cancelled_and_once_more_does_no_harm(house, discord):
    known = await discord.send(outgoing(house, gathering()))
    for _again in range(2):
        await discord.send(outgoing(house, None, DeliveryKind.DELETE, known))
    assert [event.status for event in events(house)] in ([], [4])


async def test_an_event_that_somebody_removed_stays_removed(house, discord):
    known = await discord.send(outgoing(house, gathering()))
    house.guild.events.clear()
    assert await discord.send(outgoing(house, gathering("Autre"), DeliveryKind.EDIT, known)) == known
    await discord.send(outgoing(house, None, DeliveryKind.DELETE, known))
    assert events(house) == []


async def test_one_that_has_begun_is_shown_from_now_on_and_one_that_is_over_is_not(house, discord):
    await discord.send(outgoing(house, gathering(starts_at=NOW - timedelta(minutes=5))))
    [event] = events(house)
    assert datetime.fromisoformat(event.fields["scheduled_start_time"]) > NOW
    with pytest.raises(SendRefusedError):
        await discord.send(outgoing(house, gathering(starts_at=NOW - timedelta(days=1))))


async def test_a_guild_where_it_may_not_make_events_refuses(house, discord):
    house.fake.world.remove_member(house.guild, house.fake.bot)
    house.fake.world.invite_bot(house.guild, Permission.VIEW_CHANNEL)
    await house.fake.until(lambda: discord.client.get_guild(int(house.guild.id)) is not None)
    with pytest.raises(SendRefusedError):
        await discord.send(outgoing(house, gathering()))


async def test_a_guild_that_is_not_there_can_be_tried_again(house, discord):
    with pytest.raises(SendFailedError):
        await discord.send(outgoing(house, gathering(), community="123456789012345678"))


async def test_after_an_unclear_outcome_it_is_found(house, discord):
    house.fake.faults.drop("/scheduled-events", "POST")
    what = outgoing(house, gathering(), tried_since=NOW)
    with pytest.raises(SendUnclearError):
        await discord.send(what)
    [event] = events(house)
    assert await discord.find(what) == str(event.id)
    other_day = outgoing(house, gathering(starts_at=TO_COME + timedelta(days=7)), tried_since=NOW)
    assert await discord.find(other_day) is None
