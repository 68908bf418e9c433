"""The installation on a server, and its checks: the towns of all other stories are installed so."""

import stat

import pytest_asyncio

from bot.secrets import load_secrets
from tests.acceptance.mattermost.town import Home, run

TOKEN = "MAILLAGE_MATTERMOST_ADMIN_TOKEN"


@pytest_asyncio.fixture(loop_scope="session")
async def hamlet(server):
    """A team where the bot is not."""
    home = await Home.found(server)
    yield home
    await home.remove()


async def install(home, folder, *more, token=None):
    """Install the bot, in a folder with a configuration."""
    arguments = ["--url", home.url, "--name", home.name, "--team", home.team["name"], *more]
    token = {TOKEN: token or home.target.admin.token}
    return await run("mattermost", "install", "--json", *arguments, folder=folder, more=token)


async def commands_of(server, home):
    """The ids of the slash commands of a team, by their words."""
    listed = await server.admin.get("/commands", team_id=home.team["id"], custom_only="true")
    return {command["trigger"]: command["id"] for command in listed}


def told(answer):
    return [(check["name"], check["state"]) for check in answer["checks"]]


async def test_checking_finds_nothing_wrong_while_the_bot_is_at_work(town):
    answer = await run("mattermost", "check", "--json", folder=town.process.folder, more={})
    assert answer["ok"], answer
    assert {state for _name, state in told(answer)} == {"ok"}


async def test_run_again_it_changes_nothing_and_the_bot_works_on(town, server, camille):
    secrets = town.process.folder / "secrets.toml"
    before = load_secrets(secrets)
    commands = await commands_of(server, town.home)
    answer = await install(town.home, town.process.folder)
    assert answer["ok"], answer
    assert load_secrets(secrets) == before
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert await commands_of(server, town.home) == commands
    assert "aucun rappel" in (await camille.asks("/rappel liste"))["message"]


async def test_a_word_that_others_took_is_named_and_all_else_is_registered(hamlet, server, tmp_path):
    team = hamlet.team["id"]
    taken = {"team_id": team, "trigger": "rappel", "method": "P", "url": "http://127.0.0.1:9/theirs"}
    theirs = await server.admin.post("/commands", taken)
    (tmp_path / "config.toml").write_text("")
    answer = await install(hamlet, tmp_path, "--bot-username", f"maillage-{team[:8]}")
    hamlet.secrets = load_secrets(tmp_path / "secrets.toml").mattermost[hamlet.name]
    hamlet.bot = await server.admin.get(f"/users/username/maillage-{team[:8]}")
    assert any("/rappel" in check["text"] for check in answer["checks"] if check["state"] != "ok")
    commands = await commands_of(server, hamlet)
    assert {"maillage", "rappels", "reminder"} <= set(commands)
    assert commands["rappel"] == theirs["id"]


async def test_who_is_no_administrator_installs_nothing(hamlet, server, tmp_path):
    zoe = await server.admin.invite(f"zoe-{hamlet.team['id'][:8]}", hamlet.team["id"])
    hamlet.people.append(zoe)
    (tmp_path / "config.toml").write_text("")
    answer = await install(hamlet, tmp_path, token=zoe.token)
    assert not answer["ok"]
    assert answer["error"]
    assert await commands_of(server, hamlet) == {}
