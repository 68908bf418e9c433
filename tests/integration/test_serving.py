"""The chat servers of a configuration, and the web server that they call back: what happens at the start."""

import asyncio
import socket

import aiohttp
import pytest
from pydantic import SecretStr

from bot.config import Config
from bot.counting import Counters
from bot.errors import ConfigurationError, WebServerError
from bot.language.catalogue import Words
from bot.runtime.clock import SystemClock
from bot.runtime.host import PluginHost
from bot.secrets import MattermostSecrets, Secrets, save_secrets
from bot.serving import ServingBot, chat_servers
from bot.store import Store
from tests.fakes.bot import START, JumpingClock, new_database, url_of
from tests.fakes.platform import FakePlatform

NOBODY = "http://127.0.0.1:9"
"""An address where nothing listens."""


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def make(tmp_path, free_port):
    """Make a configuration of the named servers, whose secrets are known."""

    def configuration(*names: str, **secrets: MattermostSecrets) -> Config:
        file = tmp_path / "secrets.toml"
        if secrets:
            save_secrets(file, Secrets(mattermost=secrets))
        servers = [{"name": name, "url": f"{NOBODY}/", "callback_url": "http://bot/"} for name in names]
        return Config(mattermost=servers, secrets={"file": file}, web={"port": free_port})

    return configuration


def known(token: str = "t" * 26) -> MattermostSecrets:
    return MattermostSecrets.new().model_copy(update={"token": SecretStr(token)})


@pytest.fixture
async def bot_of(tmp_path):
    """Make a bot of a configuration, with a platform of another kind beside."""
    await new_database(tmp_path)
    made = []

    def bot(config: Config) -> ServingBot:
        clock = JumpingClock(START)
        beside = FakePlatform(tmp_path / "server.db", clock)
        made.append(beside)
        serving = ServingBot(config, Store(url_of(tmp_path)), clock, [beside], PluginHost())
        serving.beside = beside
        return serving

    yield bot
    for beside in made:
        beside.close()


def test_no_chat_server_needs_no_secrets(make):
    assert chat_servers(make(), Counters(), SystemClock()) == []


def in_french(refusal) -> str:
    return str(Words("fr", Config().zone())(refusal.value.text))


def test_a_server_without_secrets_is_named_and_its_remedy_too(make, tmp_path):
    with pytest.raises(ConfigurationError) as refusal:
        chat_servers(make("loire"), Counters(), SystemClock())
    said = in_french(refusal)
    assert "loire" in said
    assert "secrets.toml" in said
    assert "maillage mattermost install" in said


def test_a_server_without_a_token_is_one_without_secrets(make):
    config = make("loire", "rhone", rhone=known(""), loire=known())
    with pytest.raises(ConfigurationError) as refusal:
        chat_servers(config, Counters(), SystemClock())
    assert "rhone" in in_french(refusal)


def test_each_server_has_its_own_secret_address_and_all_that_is_to_be_served(make):
    secrets = {"loire": known(), "rhone": known()}
    servers = chat_servers(make("loire", "rhone", **secrets), Counters(), SystemClock())
    assert [server.name for server in servers] == ["loire", "rhone"]
    assert [server.prefix for server in servers] == [
        f"/mattermost/{secrets[name].path.get_secret_value()}" for name in ("loire", "rhone")
    ]
    for server in servers:
        assert {(route.method, route.path) for route in server.routes} == {
            ("POST", "/command"),
            ("POST", "/action"),
            ("POST", "/dialog"),
            ("GET", "/ping"),
        }


async def test_a_taken_address_leaves_nothing_running(make, bot_of, free_port):
    bot = bot_of(make("loire", loire=known()))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        with pytest.raises(WebServerError) as refusal:
            await bot.start()
    assert f"127.0.0.1:{free_port}" in in_french(refusal)
    assert bot.beside.host is None
    assert bot.store.engine.pool.checkedin() == 0


async def test_a_bot_that_is_stopped_while_it_reads_vocabularies_stops(make, bot_of, monkeypatch):
    begun = asyncio.Event()

    async def reads(_store):
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.serving.read_vocabularies", reads)
    bot = bot_of(make("loire", loire=known()))
    await bot.start()
    await begun.wait()
    await bot.stop()
    assert "vocabularies" not in {task.get_name() for task in asyncio.all_tasks()}


async def test_a_bot_that_cannot_reach_its_server_runs_and_says_that_it_is_not_ready(make, bot_of, free_port):
    bot = bot_of(make("loire", loire=known()))
    await bot.start()
    try:
        address = f"http://127.0.0.1:{free_port}"
        async with aiohttp.ClientSession() as client:
            health = await client.get(f"{address}/healthz")
            said = await health.text()
            metrics = await (await client.get(f"{address}/metrics")).text()
            ping = await client.get(f"{address}{_prefix(bot)}/ping")
            pong = await ping.json()
            stranger = await client.get(f"{address}/mattermost/{'x' * 32}/ping")
        assert health.status == 503
        assert "loire" in said
        assert 'maillage_platform_connected{platform="loire"} 0.0' in metrics
        assert (pong, stranger.status) == ({"maillage": "loire"}, 404)
    finally:
        await bot.stop()


def _prefix(bot: ServingBot) -> str:
    return bot._platforms["loire"].prefix


async def test_a_bot_without_chat_servers_listens_nowhere(make, bot_of, free_port):
    bot = bot_of(make())
    await bot.start()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", free_port)) != 0
    assert bot.beside.host is not None
    await bot.stop()
    assert bot.beside.host is None
