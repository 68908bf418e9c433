"""Discord in a configuration: beside Mattermost or alone, and the trouble of one is not that of the other."""

import asyncio
import contextlib
import socket

import aiohttp
import pytest
from pydantic import SecretStr

from bot.chat.hosting import ConnectionState
from bot.config import Config
from bot.counting import Counters
from bot.errors import ConfigurationError
from bot.language.catalogue import Words
from bot.runtime.clock import SystemClock
from bot.runtime.host import PluginHost
from bot.secrets import DiscordSecrets, MattermostSecrets, Secrets, save_secrets
from bot.serving import ServingBot, discord_platform
from bot.store import Store
from tests.fakes.bot import new_database, url_of
from tests.fakes.discord import FakeDiscord
from tests.fakes.mattermost import FakeMattermost


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
async def discord():
    async with FakeDiscord.running() as fake:
        fake.guild("Loire")
        yield fake


@pytest.fixture
async def mattermost():
    """A server with a bot; its URL and the bot's token."""
    async with FakeMattermost.running() as fake:
        bot = await fake.admin.post("/bots", {"username": "maillage"})
        token = await fake.admin.post(f"/users/{bot['user_id']}/tokens", {"description": "t"})
        yield fake.url, token["token"]


@pytest.fixture
def make(tmp_path, free_port, discord):
    """Make a configuration with Discord; `token` None leaves it out of the secrets."""

    def configuration(token: str | None, mattermost=None, **sections) -> Config:
        kept = Secrets()
        if token is not None:
            kept.discord = DiscordSecrets(token=SecretStr(token))
        if mattermost is not None:
            url, secret = mattermost
            known = MattermostSecrets.new().model_copy(update={"token": SecretStr(secret)})
            kept.mattermost["loire"] = known
            sections |= {
                "mattermost": [{"name": "loire", "url": url, "callback_url": "http://bot/"}],
                "web": {"port": free_port},
            }
        save_secrets(tmp_path / "secrets.toml", kept)
        return Config(
            discord={"enabled": True, "url": f"{discord.url}/"},
            secrets={"file": tmp_path / "secrets.toml"},
            store={"data_dir": tmp_path},
            **sections,
        )

    return configuration


@contextlib.asynccontextmanager
async def running(config: Config):
    await new_database(config.store.data_dir)
    bot = ServingBot(config, Store(url_of(config.store.data_dir)), SystemClock(), [], PluginHost())
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


async def until(bot: ServingBot, name: str, state: ConnectionState) -> None:
    for _turn in range(2000):
        if name in bot.connections and bot.connections[name].state is state:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"{name} is not {state} but {bot.connections.get(name)}")


async def health(port: int) -> tuple[int, str]:
    async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{port}/healthz") as answer:
        return answer.status, await answer.text()


def test_discord_is_off_unless_switched_on(tmp_path):
    config = Config(secrets={"file": tmp_path / "secrets.toml"})
    assert discord_platform(config, PluginHost(), Counters(), SystemClock()) is None


def test_a_missing_token_is_told_with_its_remedy(make, tmp_path):
    with pytest.raises(ConfigurationError) as refusal:
        discord_platform(make(None), PluginHost(), Counters(), SystemClock())
    said = str(Words("fr", Config().zone())(refusal.value.text))
    assert str(tmp_path / "secrets.toml") in said
    assert "`maillage discord install`" in said


async def test_discord_alone_listens_nowhere(make, discord, free_port):
    async with running(make(discord.token)) as bot:
        await until(bot, "discord", ConnectionState.CONNECTED)
        with pytest.raises(aiohttp.ClientConnectorError):
            await health(free_port)


async def test_discord_alone_listens_where_the_configuration_says_so(make, discord, free_port):
    async with running(make(discord.token, web={"port": free_port})) as bot:
        await until(bot, "discord", ConnectionState.CONNECTED)
        assert (await health(free_port))[0] == 200


async def test_mattermost_and_discord_are_served_by_one_process(make, mattermost, discord, free_port):
    async with running(make(discord.token, mattermost)) as bot:
        await until(bot, "loire", ConnectionState.CONNECTED)
        await until(bot, "discord", ConnectionState.CONNECTED)
        assert (await health(free_port))[0] == 200


async def test_a_bad_token_stops_discord_only_and_says_why(make, mattermost, free_port):
    async with running(make("wrong", mattermost)) as bot:
        await until(bot, "loire", ConnectionState.CONNECTED)
        await until(bot, "discord", ConnectionState.STOPPED)
        status, said = await health(free_port)
        assert bot.connections["loire"].state is ConnectionState.CONNECTED
    assert status == 503
    assert "discord: stopped" in said
    assert "maillage discord install" in said


async def test_a_bad_token_stops_mattermost_only(make, mattermost, discord):
    url, _token = mattermost
    async with running(make(discord.token, (url, "w" * 26))) as bot:
        await until(bot, "discord", ConnectionState.CONNECTED)
        assert bot.connections["loire"].state is not ConnectionState.CONNECTED
