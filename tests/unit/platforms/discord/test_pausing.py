"""Refusals in numbers: sending pauses before a ban, goes on afterwards, and everybody is told why."""

import pytest

from bot.chat.delivery import DeliveryKind, Outgoing, RateLimitedError, SendFailedError, SendRefusedError
from bot.chat.messages import Post
from bot.language.messages import Markup
from bot.platforms.discord import guarding
from tests.fakes.discord import FakeDiscord
from tests.unit.platforms.discord.house import CONNECTED, STOPPED, House


@pytest.fixture
async def house(monkeypatch):
    monkeypatch.setattr(guarding, "PAUSE_AT", 8)
    monkeypatch.setattr(guarding, "RESUME_AT", 4)
    async with FakeDiscord.running() as fake:
        yield House(fake)


def to(channel, number: int = 1) -> Outgoing:
    return Outgoing(
        delivery=number,
        original=number,
        key=f"1:veille:{number}",
        origin=f"1:veille:{number}",
        kind=DeliveryKind.POST,
        post=Post(text=Markup("À lire")),
        channel=str(channel.id),
    )


async def test_many_refusals_pause_what_is_sent_and_tell_why(house):
    house.fake.refuse_channel(house.general)
    async with house.platform() as bot:
        await house.host.until_connected()
        for number in range(1, 9):
            with pytest.raises(SendRefusedError):
                await bot.send(to(house.general, number))
        with pytest.raises(RateLimitedError) as refusal:
            await bot.send(to(house.general, 9))
        assert refusal.value.after > 500
        asked = len(house.fake.requests)
        with pytest.raises(RateLimitedError):
            await bot.find(to(house.general))
        assert len(house.fake.requests) == asked
    assert house.host.state is CONNECTED
    assert "Discord refused many of my requests" in house.host.reasons[-1]
    assert house.counted("maillage_refused_requests_total") == 8


async def test_sending_goes_on_once_the_window_eases(house, monkeypatch):
    house.fake.refuse_channel(house.general)
    other = house.guild.channel("entraide")
    monkeypatch.setattr(guarding, "WINDOW", 0.3)
    monkeypatch.setattr(guarding, "_SLOT", 0.01)
    async with house.platform(sleep=None) as bot:
        await house.host.until_connected()
        for number in range(1, 9):
            with pytest.raises(SendRefusedError):
                await bot.send(to(house.general, number))
        await house.host.until(lambda: house.host.connections[-1].reason is None, within=5)
        await bot.send(to(other, 99))
        said = await house.camille.reads(other, "À lire", by=house.fake.bot)
    assert said.text == "À lire"


async def test_a_page_of_discords_front_is_waited_out(house):
    async with house.platform() as bot:
        await house.host.until_connected()
        bot._guard.note(429, {"Retry-After": "77", "Content-Type": "text/html"}, is_of_token=True)
        with pytest.raises(RateLimitedError) as refusal:
            await bot.send(to(house.general))
    assert 70 < refusal.value.after <= 77
    assert "lets nothing through" in house.host.reasons[-1]


async def test_an_address_that_discord_bans_asks_for_nothing_until_it_is_let_through(house):
    house.fake.refuse_channel(house.general)
    house.fake.rates.refused_most = 3
    async with house.platform() as bot:
        await house.host.until_connected()
        for number in range(1, 6):
            with pytest.raises((SendRefusedError, SendFailedError)):
                await bot.send(to(house.general, number))
        asked = len(house.fake.requests)
        with pytest.raises(RateLimitedError):
            await bot.send(to(house.general, 9))
        assert len(house.fake.requests) == asked
    assert "lets nothing through" in house.host.reasons[-1]


async def test_a_refused_token_stops_what_is_sent_at_once(house):
    async with house.platform() as bot:
        await house.host.until_connected()
        house.fake.state.application.token = house.fake.state.new_token(house.fake.bot)
        with pytest.raises(SendFailedError):
            await bot.send(to(house.general))
        await house.host.until(lambda: house.host.state is STOPPED)
        asked = len(house.fake.requests)
        for number in range(5):
            with pytest.raises(SendFailedError):
                await bot.send(to(house.general, number))
        assert len(house.fake.requests) - asked <= 1
