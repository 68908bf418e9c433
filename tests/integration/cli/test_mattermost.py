"""`maillage mattermost`: what stands on the server and on this machine afterwards, and what is said."""

import json
import re
import socket
import stat
import tomllib
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from aiohttp import web

from bot.config import BUILT_IN_PLUGINS
from bot.platforms.mattermost.registering import Home
from bot.platforms.mattermost.standing_in import listener
from tests.fakes.mattermost_thread import MattermostThread

WORDS = sorted(
    {
        form
        for name in BUILT_IN_PLUGINS
        for command in import_module(name).plugin.commands
        for form in command.root.forms()
    }
)
"""Every root word of the plugins that come with the bot, in each of its forms."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("`", "")


class World:
    """A server with the team `loire` and its channel `accueil`, and a machine with a configuration."""

    def __init__(self, thread: MattermostThread, maillage) -> None:
        self.thread = thread
        self.server = thread.server
        self._maillage = maillage
        self.port = free_port()
        self.team = self.post("/teams", {"name": "loire", "display_name": "Loire", "type": "O"})
        self.channel = self.post(
            "/channels",
            {"team_id": self.team["id"], "name": "accueil", "display_name": "Accueil", "type": "O"},
        )
        maillage("init", "--yes")
        text = Path("config.toml").read_text(encoding="utf-8")
        Path("config.toml").write_text(text.replace("port = 8080", f"port = {self.port}"), encoding="utf-8")

    def post(self, path, body):
        return self.thread.run(self.server.admin.post(path, body))

    def get(self, path, **query):
        return self.thread.run(self.server.admin.get(path, **query))

    def maillage(self, *words):
        """Run a command; what it says comes with plain spaces and without the marks of code."""
        ran = self._maillage(*words)
        return replace(ran, out=_plain(ran.out), err=_plain(ran.err))

    def install(self, *options, token: str | None = None):
        return self.maillage(
            "mattermost",
            "install",
            "--admin-token",
            token or self.server.admin_token,
            *(options or ("--url", self.server.url, "--team", "loire")),
        )

    def check(self, *options):
        return self.maillage("mattermost", "check", *options)

    def commands(self):
        return {
            one["trigger"]: one for one in self.get("/commands", team_id=self.team["id"], custom_only="true")
        }

    def secrets(self):
        return tomllib.loads(Path("secrets.toml").read_text(encoding="utf-8"))["mattermost"]["mattermost"]

    def bot(self, username: str = "maillage"):
        return self.server.state.user_named(username)

    def tokens(self):
        return [
            token
            for token, session in self.server.state.sessions.items()
            if self.bot() is not None and session.user_id == self.bot().id
        ]

    def moves_to(self, url: str) -> None:
        """Have another address in the configuration at which the server is to call."""
        file = Path("config.toml")
        begin, section, rest = file.read_text(encoding="utf-8").rpartition("\n[[mattermost]]\n")
        file.write_text(f'{begin}{section}callback_url = "{url}"\n{rest}', encoding="utf-8")

    def foreign_command(self, trigger: str, url: str = "https://other.example.org/hook"):
        return self.post(
            "/commands", {"team_id": self.team["id"], "trigger": trigger, "method": "P", "url": url}
        )


@pytest.fixture
def world(maillage, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with MattermostThread() as thread:
        yield World(thread, maillage)


def test_one_command_installs_everything(world):
    ran = world.install("--url", world.server.url, "--team", "loire", "--channel", "accueil")
    assert (ran.code, ran.err) == (0, "")
    bot = world.bot()
    assert bot.is_bot
    assert bot.id in world.server.state.team(world.team["id"]).members
    assert bot.id in world.server.state.channel(world.channel["id"]).members
    commands = world.commands()
    assert {"maillage", "rappel", "remind", "annuaire", "partenaire", "quipeut"} <= set(WORDS)
    assert sorted(commands) == WORDS
    secrets = world.secrets()
    assert world.tokens() == [secrets["token"]]
    assert secrets["commands"] == {f"{world.team['id']}/{word}": commands[word]["token"] for word in WORDS}
    url = f"http://127.0.0.1:{world.port}/mattermost/{secrets['path']}/command"
    assert {command["url"] for command in commands.values()} == {url}
    assert commands["rappel"]["auto_complete"]
    assert "[" in commands["rappel"]["auto_complete_hint"]
    assert stat.S_IMODE(Path("secrets.toml").stat().st_mode) == 0o600
    configured = tomllib.loads(Path("config.toml").read_text(encoding="utf-8"))["mattermost"]
    assert configured == [{"name": "mattermost", "url": world.server.url, "teams": ["loire"]}]


def test_it_says_what_it_did_and_that_the_server_can_call_back_without_telling_a_secret(world):
    ran = world.install()
    secrets = world.secrets()
    created = f"{len(WORDS)} créées"
    for said in ("@maillage : créé", created, "secrets.toml : écrit", "/maillage est allé du serveur"):
        assert said in ran.out
    written = Path("config.toml").read_text(encoding="utf-8") + Path("secrets.toml").read_text(
        encoding="utf-8"
    )
    assert world.server.admin_token not in written
    for secret in (*secrets["commands"].values(), secrets["token"], secrets["path"], secrets["key"]):
        assert secret not in ran.out + ran.err
    probes = [seen for seen in world.server.requests if seen.path.endswith("/commands/execute")]
    assert [seen.username for seen in probes] == ["maillage"]


def test_comments_of_the_administrator_stay_in_the_file(world):
    before = Path("config.toml").read_text(encoding="utf-8") + "# mine, with no end of line"
    Path("config.toml").write_text(before, encoding="utf-8")
    assert world.install().code == 0
    assert Path("config.toml").read_text(encoding="utf-8").startswith(before + "\n")


def test_run_again_it_keeps_everything(world):
    world.install()
    before = world.commands(), world.secrets(), Path("config.toml").read_text(encoding="utf-8")
    ran = world.install("--name", "mattermost")
    assert ran.code == 0
    assert f"{len(WORDS)} inchangées" in ran.out
    assert "son jeton marche" in ran.out
    assert (world.commands(), world.secrets(), Path("config.toml").read_text(encoding="utf-8")) == before
    assert world.tokens() == [world.secrets()["token"]]


def test_commands_that_call_the_bot_are_corrected_or_removed_and_no_others(world):
    world.install()
    own = world.commands()["rappel"]
    world.thread.run(
        world.server.admin.put(
            f"/commands/{own['id']}", {**own, "description": "old", "auto_complete": False}
        )
    )
    world.foreign_command("ancien", own["url"])
    other = world.foreign_command("revue")
    ran = world.install()
    assert ran.code == 0
    assert "1 mise à jour" in ran.out
    assert "1 supprimée" in ran.out
    commands = world.commands()
    assert sorted(commands) == sorted([*WORDS, "revue"])
    assert commands["revue"] == other
    assert commands["rappel"]["description"] != "old"
    assert commands["rappel"]["token"] == own["token"]


def test_commands_follow_the_bot_to_another_address(world):
    world.install()
    before = world.commands()
    text = Path("config.toml").read_text(encoding="utf-8")
    Path("config.toml").write_text(text.replace(str(world.port), str(port := free_port())), encoding="utf-8")
    ran = world.install("--name", "mattermost")
    assert ran.code == 0
    after = world.commands()
    assert {name: one["id"] for name, one in after.items()} == {
        name: one["id"] for name, one in before.items()
    }
    assert all(f":{port}/" in command["url"] for command in after.values())


def test_the_word_of_another_integration_is_left_alone_and_named(world):
    other = world.foreign_command("remind")
    ran = world.install()
    assert ran.code == 0
    assert "une autre intégration, sur other.example.org, et laissé tel quel : /remind." in ran.out
    assert world.commands()["remind"] == other
    assert f"{world.team['id']}/remind" not in world.secrets()["commands"]


def test_the_plugin_that_shadows_a_word_is_named(world):
    world.server.install_plugin("com.example.remind", "remind")
    ran = world.install()
    assert ran.code == 0
    assert "com.example.remind" in ran.out
    assert "/remind avant le robot" in ran.out


def test_a_plugin_that_shadows_every_word_fails_the_round_trip(world):
    world.server.install_plugin("greedy", *WORDS)
    ran = world.install()
    assert ran.code == 1
    assert "Le plugin « greedy » du serveur répond à la place du robot" in ran.out


def test_a_private_address_that_the_server_may_not_call_is_named(world):
    world.server.config["AllowedUntrustedInternalConnections"] = "10.0.0.0/8 chat.example.org"
    ran = world.install()
    assert ran.code == 1
    assert "Ajoute 127.0.0.1 à AllowedUntrustedInternalConnections" in ran.out
    world.server.config["AllowedUntrustedInternalConnections"] += ",127.0.0.0/8"
    assert world.install("--name", "mattermost").code == 0


@pytest.mark.parametrize(
    ("setting", "value", "code", "said"),
    [
        ("SiteURL", "", 1, "SiteURL est vide"),
        ("PostEditTimeLimit", 300, 0, "pendant 300 secondes"),
        ("EnableCommands", False, 1, "mets EnableCommands à vrai"),
        ("EnableBotAccountCreation", False, 1, "mets EnableBotAccountCreation à vrai"),
    ],
)
def test_a_setting_that_stands_in_the_way_is_named(world, setting, value, code, said):
    world.server.config[setting] = value
    ran = world.install()
    assert ran.code == code
    assert said in ran.out + ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--team", "rhone"), "équipe « rhone »"),
        (("--team", "loire", "--channel", "nulle-part"), "canal « nulle-part »"),
        (("--team", "loire", "--bot-username", "admin"), "@admin est le compte d’une personne"),
    ],
)
def test_what_does_not_exist_is_said_before_anything_is_done(world, options, said):
    before = Path("config.toml").read_text(encoding="utf-8")
    ran = world.install("--url", world.server.url, *options)
    assert (ran.code, said in ran.err) == (1, True)
    assert world.bot() is None
    assert world.commands() == {}
    assert not Path("secrets.toml").exists()
    assert Path("config.toml").read_text(encoding="utf-8") == before


def test_a_wrong_administrators_token_is_said_to_be_one(world):
    ran = world.install(token="x" * 26)
    assert (ran.code, "jeton de l’administrateur" in ran.err) == (1, True)
    assert "x" * 26 not in ran.out + ran.err


def test_an_administrator_of_a_team_only_is_told_what_is_missing(world):
    person = world.thread.run(world.server.person("camille", world.team["id"]))
    ran = world.install(token=person.token)
    assert (ran.code, "administrateur du système" in ran.err) == (1, True)


def test_what_is_interrupted_goes_on_from_there(world):
    world.server.faults.answer(500, "/commands$", "POST", times=None)
    first = world.install()
    assert first.code == 1
    assert "n’a pas fait ce qui était demandé" in first.err
    token = world.secrets()["token"]
    assert world.tokens() == [token]
    world.server.faults.lift()
    again = world.install()
    assert again.code == 0
    assert (world.secrets()["token"], world.tokens()) == (token, [token])
    assert sorted(world.commands()) == WORDS


def test_a_token_that_is_revoked_is_replaced(world):
    world.install()
    world.thread.run(world.server.revoke(world.secrets()["token"]))
    checked = world.check()
    assert (checked.code, "n’est plus valable" in checked.out) == (1, True)
    ran = world.install("--name", "mattermost")
    assert (ran.code, "avec un nouveau jeton" in ran.out) == (0, True)
    assert world.tokens() == [world.secrets()["token"]]


def test_a_revoked_token_is_replaced_by_one_of_the_same_account(world):
    world.install("--url", world.server.url, "--team", "loire", "--bot-username", "relais-42")
    before = world.bot("relais-42").id
    world.thread.run(world.server.revoke(world.secrets()["token"]))
    ran = world.install("--name", "mattermost")
    assert (ran.code, "@relais-42" in ran.out) == (0, True)
    assert world.bot("relais-42").id == before
    assert "maillage" not in {user.username for user in world.server.state.users.values()}


def test_commands_that_still_call_an_earlier_address_are_told(world):
    world.install()
    before, now = f"http://127.0.0.1:{world.port}", f"http://localhost:{world.port}"
    assert world.secrets()["addresses"] == {world.team["id"]: before}
    world.moves_to(now)
    checked = world.check()
    assert checked.code == 0
    assert f"appellent encore {before}, alors que la configuration dit {now}" in checked.out
    ran = world.install("--name", "mattermost")
    assert (ran.code, "appellent encore" in ran.out) == (0, False)
    assert world.secrets()["addresses"] == {world.team["id"]: now}
    assert "appellent encore" not in world.check().out


def test_an_address_that_the_server_was_not_told_is_not_kept(world):
    world.install()
    before = world.secrets()["addresses"]
    world.moves_to("https://bot.example.org")
    world.server.faults.answer(500, "/commands/", "PUT", times=None)
    assert world.install("--name", "mattermost").code == 1
    assert world.secrets()["addresses"] == before


def test_a_second_server_is_added_beside_the_first(world):
    world.install()
    first = world.secrets()
    with MattermostThread("11.1.0") as other:
        other.run(other.server.admin.post("/teams", {"name": "rhone", "display_name": "Rhône", "type": "O"}))
        ran = world.install(
            "--url", other.server.url, "--team", "rhone", "--name", "rhone", token=other.server.admin_token
        )
        assert ran.code == 0
        assert world.check().code == 0
    assert world.secrets() == first
    names = [
        one["name"] for one in tomllib.loads(Path("config.toml").read_text(encoding="utf-8"))["mattermost"]
    ]
    assert names == ["mattermost", "rhone"]


def test_a_team_that_the_file_does_not_have_is_to_be_written_there(world):
    world.install()
    world.post("/teams", {"name": "rhone", "display_name": "Rhône", "type": "O"})
    ran = world.install("--team", "rhone")
    assert ran.code == 0
    assert 'teams = ["loire", "rhone"]' in ran.out


def test_checking_repeats_the_checks_and_changes_nothing(world):
    world.install()
    before = world.commands(), Path("secrets.toml").read_bytes(), Path("config.toml").read_bytes()
    for options in ((), ("--admin-token", world.server.admin_token)):
        ran = world.check(*options)
        assert (ran.code, ran.err) == (0, "")
        assert "/maillage est allé du serveur au robot et retour" in ran.out
    assert (world.commands(), Path("secrets.toml").read_bytes(), Path("config.toml").read_bytes()) == before


def test_checking_answers_programs_too(world):
    document = json.loads(world.install("--url", world.server.url, "--team", "loire", "--json").out)
    assert document["ok"]
    document = json.loads(world.check("--json").out)
    assert document["ok"]
    assert {one["name"] for one in document["checks"]} == {
        "secrets",
        "server",
        "settings",
        "account",
        "teams",
        "commands",
        "callbacks",
        "events",
    }
    broken = world.check("--json", "--name", "autre")
    assert (broken.code, "autre" in json.loads(broken.out)["error"]) == (2, True)


def test_the_round_trip_goes_through_the_bot_when_it_runs(world):
    world.install()
    secrets = world.secrets()
    home = Home(f"http://127.0.0.1:{world.port}", secrets["path"])
    with ExitStack() as running:
        bot = listener("mattermost", "127.0.0.1", world.port, home, secrets["commands"])
        state = world.thread.run(bot.__aenter__())
        running.callback(lambda: world.thread.run(bot.__aexit__(None, None, None)))
        ran = world.check()
        assert (ran.code, state.arrived) == (0, 1)


def test_a_bot_that_runs_with_older_secrets_is_to_be_restarted(world):
    world.install()
    secrets = world.secrets()
    home = Home(f"http://127.0.0.1:{world.port}", secrets["path"])
    with ExitStack() as running:
        bot = listener("mattermost", "127.0.0.1", world.port, home, {})
        world.thread.run(bot.__aenter__())
        running.callback(lambda: world.thread.run(bot.__aexit__(None, None, None)))
        ran = world.check()
    assert (ran.code, "redémarre-le" in ran.out) == (1, True)


def serving(world, port, status, text, content_type="text/html"):
    """Serve the same page at every path, in place of the bot."""

    async def page(_request):
        return web.Response(status=status, text=text, content_type=content_type)

    async def start():
        runner = web.ServerRunner(web.Server(page), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return runner

    return world.thread.run(start())


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (200, "Autre chose a répondu à sa place : « <h1>Bienvenue</h1> »"),
        (502, "n’est pas le robot (HTTP 502) : le mandataire inverse"),
    ],
)
def test_a_proxy_that_answers_in_place_of_the_bot_is_found_out(world, status, said):
    proxy = serving(world, port := free_port(), status, "<h1>Bienvenue</h1>")
    url = f"http://127.0.0.1:{port}"
    ran = world.install("--url", world.server.url, "--team", "loire", "--callback-url", url)
    world.thread.run(proxy.cleanup())
    assert ran.code == 1
    assert said in ran.out


def test_another_program_on_the_port_is_found_out(world):
    stranger = serving(world, world.port, 404, "")
    ran = world.install()
    world.thread.run(stranger.cleanup())
    assert ran.code == 1
    assert "choisis un autre port dans [web]" in ran.out


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:{port}", "la connexion est refusée"),
        ("https://127.0.0.1:{server}", "il ne parle pas TLS comme attendu (WRONG_VERSION_NUMBER)"),
        ("http://maillage.invalid", "ce nom n’est pas connu ici"),
    ],
)
def test_an_address_at_which_nobody_can_be_called_is_explained(world, url, said):
    world.server.config["AllowedUntrustedInternalConnections"] = "127.0.0.0/8"
    url = url.format(port=free_port(), server=world.server.port)
    ran = world.install("--url", world.server.url, "--team", "loire", "--callback-url", url)
    assert ran.code == 1
    assert said in ran.out


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:{port}", "la connexion est refusée"),
        ("https://127.0.0.1:{server}", "il ne parle pas TLS comme attendu (WRONG_VERSION_NUMBER)"),
        ("http://127.0.0.1:{server}/chat", "pas comme Mattermost (HTTP 404)"),
        ("chat.example.org", "--url : une adresse qui commence par https://"),
    ],
)
def test_an_address_at_which_there_is_no_mattermost_is_explained(world, url, said):
    url = url.format(port=free_port(), server=world.server.port)
    ran = world.install("--url", url, "--team", "loire")
    assert ran.code in (1, 2)
    assert said in ran.err
    assert not Path("secrets.toml").exists()


def test_a_proxy_that_stops_websockets_is_found_out(world):
    world.server.faults.answer(502, "/websocket$", times=None)
    ran = world.install()
    assert ran.code == 1
    assert re.search(r"WebSocket, HTTP 502\).*Upgrade", ran.out)


def test_the_token_may_come_from_the_environment(world, monkeypatch):
    monkeypatch.setenv("MAILLAGE_MATTERMOST_ADMIN_TOKEN", world.server.admin_token)
    ran = world.maillage("mattermost", "install", "--url", world.server.url, "--team", "loire")
    assert ran.code == 0


def test_the_token_is_asked_for_without_showing_it(world, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _question: world.server.admin_token)
    ran = world.maillage("mattermost", "install", "--url", world.server.url, "--team", "loire")
    assert ran.code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--url", "https://chat.example.org", "--team", "a"), "MAILLAGE_MATTERMOST_ADMIN_TOKEN"),
        (("--admin-token", "x", "--team", "a"), "--url https://…"),
        (("--admin-token", "x", "--url", "https://chat.example.org"), "--team NAME"),
        (("--config", "nowhere.toml"), "maillage init"),
    ],
)
def test_what_is_missing_on_the_command_line_is_asked_for(maillage, options, said):
    maillage("init", "--yes")
    ran = maillage("mattermost", "install", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_server_that_is_configured_otherwise_is_not_changed_in_silence(world):
    world.install()
    for option, value in (("--url", "https://else"), ("--callback-url", "https://else")):
        ran = world.install(option, value)
        assert ran.code == 2
        assert "config.toml" in ran.err


def test_servers_written_on_one_line_are_left_to_the_administrator(world):
    text = Path("config.toml").read_text(encoding="utf-8")
    Path("config.toml").write_text("mattermost = []\n" + text, encoding="utf-8")
    ran = world.install()
    assert ran.code == 2
    assert "à la main" in ran.err
    assert Path("config.toml").read_text(encoding="utf-8") == "mattermost = []\n" + text


def test_without_a_server_there_is_nothing_to_check(maillage):
    maillage("init", "--yes")
    ran = maillage("mattermost", "check")
    assert (ran.code, "maillage mattermost install" in ran.err) == (2, True)


def test_checking_everything_names_each_server_and_whether_its_secrets_are_there(world):
    section = '\n[[mattermost]]\nname = "a"\nurl = "https://a"\n'
    with Path("config.toml").open("a", encoding="utf-8") as file:
        file.write(section)
    missing = world.maillage("check", "--json")
    found = {one["name"]: one for one in json.loads(missing.out)["checks"]}
    assert (missing.code, found["mattermost-a"]["state"]) == (1, "error")
    assert "https://a" in found["mattermost-a"]["text"]
    assert "Mattermost (a)" in found["platforms"]["text"]
    assert world.check().code == 1


def test_secrets_that_others_can_read_are_to_be_seen_to(world):
    world.install()
    Path("secrets.toml").chmod(0o644)
    for ran in (world.check(), world.maillage("check")):
        assert ran.code == 0
        assert "chmod 600" in ran.out
