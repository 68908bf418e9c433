"""The life of the platform on a Discord that fails it in all its ways: it comes back by itself."""

import asyncio

import pytest

from bot.language.messages import Markup
from bot.platforms.discord.identifying import WRITTEN_UNDER
from bot.platforms.discord.staying import Pace
from bot.plugin import Context, Plugin
from bot.runtime.clock import SystemClock
from tests.fakes.discord import FakeDiscord, Intent
from tests.unit.platforms.discord.house import CONNECTED, LOST, STOPPED, House


@pytest.fixture
async def house():
    async with FakeDiscord.running() as fake:
        yield House(fake)


async def test_it_connects_and_hands_in_a_dm(house):
    async with house.platform():
        await house.host.until_connected()
        await house.camille.say_to_bot("rappel demain 9h le pain")
        await house.host.until(lambda: house.host.texts)
    assert house.host.texts == ["rappel demain 9h le pain"]
    assert house.host.states[:2] == ["connecting", CONNECTED]


async def test_an_op_7_is_followed_by_a_resume_and_nothing_is_lost(house):
    async with house.platform():
        await house.host.until_connected()
        house.fake.hub.ask_to_reconnect()
        await house.host.until(lambda: LOST in house.host.states)
        await house.camille.say_to_bot("pendant la coupure")
        await house.host.until(lambda: house.host.texts)
        await house.host.until_connected(2)
    assert house.host.texts == ["pendant la coupure"]
    assert house.sessions == (1, 1)
    assert "Discord asked me to connect again" in house.host.reasons
    assert house.counted("maillage_socket_losses_total") == 1
    assert house.counted("maillage_socket_resumes_total") == 1


async def test_a_connection_that_breaks_off_is_resumed(house):
    async with house.platform():
        await house.host.until_connected()
        house.fake.hub.close(4000)
        await house.host.until_connected(2)
    assert house.sessions == (1, 1)
    assert "Discord met an error of its own (code 4000)" in house.host.reasons


async def test_a_session_that_is_no_more_begins_anew_and_what_was_missed_is_read(house):
    async with house.platform():
        await house.host.until_connected()
        await house.camille.say_to_bot("avant")
        await house.host.until(lambda: house.host.texts)
        await house.fake.down()
        await house.host.until(lambda: house.host.state is LOST)
        house.fake.hub.close(4009, forget=True)
        await house.camille.say(house.general, f"{house.fake.bot.mention} un")
        await house.camille.say_to_bot("deux")
        await house.camille.say_to_bot("trois")
        await house.fake.up()
        await house.host.until(lambda: len(house.host.texts) == 4)
    assert sorted(house.host.texts) == ["avant", "deux", "trois", "un"]
    assert house.host.texts.index("deux") < house.host.texts.index("trois")
    assert house.sessions == (2, 0)
    assert house.counted("maillage_socket_reconnects_total") == 1


async def test_an_invalid_session_waits_a_little_and_begins_anew(house):
    async with house.platform():
        await house.host.until_connected()
        house.fake.hub.invalidate()
        await house.host.until_connected(2)
    assert house.sessions == (2, 0)
    assert "Discord does not know my session any more" in house.host.reasons
    assert any(1 <= nap <= 5 for nap in house.naps)


async def test_a_silent_connection_is_given_up_and_resumed(house):
    async with house.platform(pace=Pace(silence=0.4, ready_after=0.05)):
        await house.host.until_connected()
        house.fake.hub.go_silent(True)
        await house.host.until(lambda: "nothing came from Discord any more" in house.host.reasons)
        house.fake.hub.go_silent(False)
        await house.host.until_connected(2)
        await house.camille.say_to_bot("toujours là ?")
        await house.host.until(lambda: house.host.texts)
    assert house.host.texts == ["toujours là ?"]


async def test_a_token_that_was_reset_stops_it_and_it_goes_on_once_accepted(house):
    token = house.fake.token
    async with house.platform():
        await house.host.until_connected()
        house.fake.reset_token()
        await house.host.until(lambda: house.host.state is STOPPED)
        assert "`maillage discord install`" in house.host.reasons[-1]
        asked = len(house.fake.requests)
        house.fake.state.application.token = token
        await house.host.until_connected(2)
    assert 300.0 in house.naps
    assert len(house.fake.requests) - asked < 20


async def test_a_wrong_token_is_asked_about_once_in_a_while_and_no_session_is_begun(house):
    async with house.platform(token="wrong"):
        await house.host.until(lambda: house.host.state is STOPPED)
        await asyncio.sleep(0.2)
    refused = [request for request in house.fake.requests if request.status == 401]
    assert len(refused) <= house.naps.count(300.0) + 1
    assert house.sessions == (0, 0)


async def test_intents_that_are_switched_off_stop_it_with_what_to_do_and_it_goes_on_once_they_are_on(house):
    async with house.platform(message_content=True):
        await house.host.until(lambda: house.host.state is STOPPED)
        assert "`Message Content Intent`" in house.host.reasons[-1]
        assert "`message_content`" in house.host.reasons[-1]
        house.fake.grant(Intent.MESSAGE_CONTENT)
        await house.host.until_connected()
    assert 300.0 in house.naps


async def test_discord_asks_for_several_connections_and_gets_them(house):
    async with house.platform():
        await house.host.until_connected()
        house.fake.hub.shards = 2
        house.fake.hub.close(4009, forget=True)
        await house.host.until_connected(2)
        await house.camille.say_to_bot("à deux")
        await house.host.until(lambda: house.host.texts)
    assert any("4011" in reason for reason in house.host.reasons)
    assert house.host.texts == ["à deux"]


async def test_a_plugin_that_discord_would_not_take_stops_nothing(house, capsys):
    plugin = Plugin("essai", Markup("Essai"))
    for word, english in (("…", "…"), ("dire", "say")):

        @plugin.command(word, english=english, summary=Markup("Faire"))
        async def handler(ctx: Context) -> None: ...

    async with house.platform(plugin):
        await house.host.until_connected()
        await house.fake.until(house.fake.commands.of)
    assert [item["name"] for item in house.fake.commands.of()] == ["dire"]
    assert "command=/…" in capsys.readouterr().out


async def test_an_outage_at_the_start_is_waited_out(house):
    house.fake.faults.answer(503, "/gateway/bot", times=2)
    await house.fake.down()
    async with house.platform():
        await house.host.until(lambda: house.host.state is LOST)
        await house.fake.up()
        await house.host.until_connected()
    assert house.sessions == (1, 0)


async def test_a_name_that_is_not_found_is_waited_out(house):
    async with house.platform(url="http://nowhere.invalid"):
        await house.host.until(lambda: len(house.naps) > 3)
    assert house.host.state is LOST
    assert "nowhere.invalid" in house.host.reasons[-1]


async def test_what_goes_wrong_in_the_bot_itself_begins_anew(house):
    house.host.failures = [OSError("disk"), RuntimeError("database")]
    async with house.platform():
        await house.host.until_connected()
    assert LOST in house.host.states


async def test_ready_twice_starts_nothing_twice(house):
    async with house.platform():
        await house.host.until_connected()
        for times in range(2, 5):
            house.fake.hub.invalidate()
            await house.host.until_connected(times)
        await house.camille.say_to_bot("une fois")
        await house.host.until(lambda: house.host.texts)
        keeping = [task for task in asyncio.all_tasks() if task.get_name() == "discord: keeping up"]
        assert len(keeping) == 1
    assert house.host.texts == ["une fois"]


async def test_it_stops_at_once_while_discord_is_away(house):
    await house.fake.down()
    async with house.platform():
        await house.host.until(lambda: house.host.state is LOST)
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("discord")]


async def test_an_event_that_cannot_be_read_costs_no_other(house):
    async with house.platform() as bot:
        await house.host.until_connected()
        parsers = bot.client._connection.parsers
        read = parsers["MESSAGE_CREATE"]

        def fail(_data) -> None:
            parsers["MESSAGE_CREATE"] = read
            raise KeyError("what Discord never sent before")

        parsers["MESSAGE_CREATE"] = fail
        await house.camille.say_to_bot("illisible")
        await house.host.until_connected(2)
        await house.camille.say_to_bot("lisible")
        await house.host.until(lambda: house.host.texts)
    assert house.host.texts == ["lisible"]
    assert house.sessions == (1, 1)


async def test_sessions_of_earlier_processes_count(house):
    now = SystemClock().now().timestamp()
    house.host.stored[WRITTEN_UNDER] = " ".join(f"{now - 20 + at:.0f}" for at in range(15))
    async with house.platform():
        await house.host.until(lambda: house.host.state is LOST)
        assert house.sessions == (0, 0)
    assert "I wait" in house.host.reasons[-1]
    assert max(house.naps) > 100


async def test_the_last_sessions_that_discord_allows_are_kept(house):
    house.fake.hub.identifies_left = 5
    async with house.platform():
        await house.host.until(lambda: house.host.state is LOST)
        assert house.sessions == (0, 0)
        house.fake.hub.identifies_left = 500
        await house.host.until_connected()
    assert "Discord allows only so many new sessions a day" in house.host.reasons[0]
