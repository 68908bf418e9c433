"""`maillage discord`: what stands at Discord and on this machine afterwards, and what is said."""

import json
import re
import stat
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.platforms.discord.rest import RefusedError, Rest
from tests.fakes.discord import Intent, Permission
from tests.fakes.discord_thread import DiscordThread

NEEDED = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.CREATE_EVENTS
)


def _plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("`", "")


class World:
    """Discord with an application of its own, and a machine with a configuration."""

    def __init__(self, thread: DiscordThread, maillage, monkeypatch) -> None:
        self.thread = thread
        self.discord = thread.server
        self._maillage = maillage
        self._monkeypatch = monkeypatch
        maillage("init", "--yes")
        self.change("discord", f'url = "{self.discord.url}"', "url = .*")

    def change(self, section: str, line: str, pattern: str) -> None:
        """Write a line in place of the one like the pattern in a section of the configuration."""
        head, mark, rest = self.text.partition(f"[{section}]\n")
        Path("config.toml").write_text(head + mark + re.sub(pattern, line, rest, count=1), encoding="utf-8")

    @property
    def text(self) -> str:
        return Path("config.toml").read_text(encoding="utf-8")

    @property
    def section(self) -> dict:
        return tomllib.loads(self.text)["discord"]

    @property
    def token(self) -> str:
        return tomllib.loads(Path("secrets.toml").read_text(encoding="utf-8"))["discord"]["token"]

    @property
    def link(self) -> str:
        application = self.discord.state.application.id
        query = f"client_id={application}&scope=bot+applications.commands&permissions={int(NEEDED)}"
        return f"{self.discord.url}/oauth2/authorize?{query}"

    def guild(self, name: str, *channels: str, **more):
        guild = self.thread.do(self.discord.guild, name, **more)
        for channel in channels:
            self.thread.do(guild.channel, channel)
        return guild

    def maillage(self, *words: str, answers: str = ""):
        """Run a command; what it says comes with plain spaces and without the marks of code."""
        ran = self._maillage(*words, answers=answers)
        return replace(ran, out=_plain(ran.out), err=_plain(ran.err))

    def install(self, *options: str, token: str | None = None):
        """Install as a script does, with the token in the environment."""
        self._monkeypatch.setenv("MAILLAGE_DISCORD_TOKEN", token or self.discord.token)
        try:
            return self.maillage("discord", "install", *options)
        finally:
            self._monkeypatch.delenv("MAILLAGE_DISCORD_TOKEN")

    def install_by_hand(self, *tokens: str, answers: Sequence[str] = (), options: Sequence[str] = ()):
        """Install as a person does who types tokens, which are not shown, and answers."""
        typed = iter(tokens)
        with self._monkeypatch.context() as patch:
            patch.setattr("bot.cli.discord.is_terminal", lambda: True)
            patch.setattr("getpass.getpass", lambda _question: next(typed))
            return self.maillage("discord", "install", *options, answers="\n".join(answers))

    def check(self, *options: str):
        return self.maillage("discord", "check", *options)

    def checks(self) -> dict[str, list[dict]]:
        """Run the checks and return them by name."""
        found: dict[str, list[dict]] = {}
        for check in json.loads(self.check("--json").out)["checks"]:
            found.setdefault(check["name"], []).append(check)
        return found


@pytest.fixture
def world(maillage, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with DiscordThread() as thread:
        yield World(thread, maillage, monkeypatch)
        assert thread.server.violations == []


def states(checks: dict[str, list[dict]]) -> dict[str, set[str]]:
    return {name: {check["state"] for check in found} for name, found in checks.items()}


def test_one_command_installs_everything(world):
    loire = world.guild("Loire", "général")
    ran = world.install()
    assert (ran.code, ran.err) == (0, "")
    assert world.token == world.discord.token
    assert stat.S_IMODE(Path("secrets.toml").stat().st_mode) == 0o600
    assert (world.section["enabled"], world.section["guilds"]) == (True, [loire.id])
    assert world.section["message_content"] is False
    registered = [(item["type"], item["name"]) for item in world.discord.commands.of()]
    words = {"maillage", "rappel", "annuaire", "partenaire", "quipeut", "veille", "lettre"}
    assert {name for kind, name in registered if kind == 1} == words | {"rencontre", "sondage"}
    assert world.link in ran.out
    assert world.discord.token not in ran.out


def test_installed_twice_nothing_changes_and_the_token_is_not_asked_for_again(world):
    world.guild("Loire", "général")
    world.install()
    before = world.text
    ran = world.maillage("discord", "install")
    assert (ran.code, ran.err) == (0, "")
    assert world.text == before
    assert "la section de Discord est là" in ran.out


def test_what_stands_in_the_configuration_besides_stays(world):
    world.guild("Loire", "général")
    world.change(
        "discord", '# À nous !\ncoordinator_roles = ["Animation"]  # de toujours', "coordinator_roles = .*"
    )
    mode = stat.S_IMODE(Path("config.toml").stat().st_mode)
    world.install()
    assert "# À nous !\n" in world.text
    assert world.section["coordinator_roles"] == ["Animation"]
    assert stat.S_IMODE(Path("config.toml").stat().st_mode) == mode


def test_a_section_that_cannot_be_changed_is_left_with_what_to_write(world):
    loire = world.guild("Loire", "général")
    text = world.text.replace("guilds = []", "guilds = [\n  # aucun\n]")
    Path("config.toml").write_text(text, encoding="utf-8")
    ran = world.install()
    assert ran.code == 2
    assert f'guilds = ["{loire.id}"]' in ran.err
    assert world.text == text


def test_a_configuration_without_the_section_gets_one(world):
    world.guild("Loire", "général")
    head, _mark, _rest = world.text.partition("[discord]\n")
    Path("config.toml").write_text(head, encoding="utf-8")
    with world._monkeypatch.context() as patch:
        patch.setenv("MAILLAGE_DISCORD__URL", world.discord.url)
        assert world.install().code == 0
    assert world.section["enabled"] is True


def test_of_several_guilds_a_script_has_to_say_which(world):
    loire, rhone = world.guild("Loire", "général"), world.guild("Rhône", "général")
    refused = world.install()
    assert refused.code == 2
    assert "--guild ID" in refused.err
    assert f"Loire ({loire.id}), Rhône ({rhone.id})" in refused.err
    assert world.install("--guild", rhone.id).code == 0
    assert world.section["guilds"] == [rhone.id]
    assert world.install("--guild", rhone.id, "--guild", loire.id).code == 0
    assert world.section["guilds"] == [rhone.id, loire.id]
    unknown = world.install("--guild", "1173258291283034152")
    assert unknown.code == 2
    assert f"Loire ({loire.id})" in unknown.err


def test_a_person_is_asked_which_guild_and_what_the_bot_reads(world):
    loire, rhone = world.guild("Loire", "général"), world.guild("Rhône", "général")
    ran = world.install_by_hand(world.discord.token, answers=["3", "2", "oui"])
    assert ran.code == 0
    assert f"1. Loire ({loire.id})" in ran.out
    assert "numéros de 1 à 2" in ran.out
    assert world.section["guilds"] == [rhone.id]
    assert world.section["message_content"] is True
    assert Intent.MESSAGE_CONTENT in world.discord.state.application.granted
    assert world.discord.token not in ran.out + ran.err


def test_the_only_guild_is_proposed(world):
    loire = world.guild("Loire", "général")
    assert world.install_by_hand(world.discord.token, answers=["", "non"]).code == 0
    assert world.section["guilds"] == [loire.id]


def test_a_person_who_mistypes_the_token_is_asked_again(world):
    world.guild("Loire", "général")
    ran = world.install_by_hand("faux", world.discord.token, answers=["", "non"])
    assert ran.code == 0
    assert "Discord n’accepte pas ce jeton" in ran.out
    assert world.token == world.discord.token


def test_without_a_token_nothing_is_installed(world):
    assert world.install_by_hand("").code == 2
    ran = world.maillage("discord", "install")
    assert ran.code == 2
    assert "--token-file FILE" in ran.err
    assert not Path("secrets.toml").exists()


def test_a_wrong_token_is_told_and_not_kept(world):
    ran = world.install(token="faux")
    assert ran.code == 1
    assert "Discord n’accepte pas ce jeton" in ran.err
    assert "faux" not in ran.err
    assert not Path("secrets.toml").exists()
    assert world.section["enabled"] is False


def test_the_token_may_be_in_a_file(world):
    world.guild("Loire", "général")
    Path("jeton").write_text(f"{world.discord.token}\n", encoding="utf-8")
    assert world.maillage("discord", "install", "--token-file", "jeton").code == 0
    assert world.token == world.discord.token
    Path("jeton").write_text("Voici le jeton\n", encoding="utf-8")
    wrong = world.maillage("discord", "install", "--token-file", "jeton")
    assert (wrong.code, "Voici" in wrong.err) == (2, False)
    assert world.maillage("discord", "install", "--token-file", "absent").code == 2


def test_before_the_bot_is_invited_its_link_is_told_and_its_token_kept(world):
    ran = world.install()
    assert ran.code == 1
    assert world.link in ran.err
    assert world.token == world.discord.token
    assert world.section["enabled"] is False


def test_a_person_can_invite_the_bot_meanwhile(world):
    guild = world.guild("Loire", "général", with_bot=False)
    invited = []

    def answer(question: str = "") -> str:
        if not invited:
            invited.append(question)
            world.thread.do(world.discord.world.invite_bot, guild)
            return "oui"
        return ""

    with world._monkeypatch.context() as patch:
        patch.setattr("bot.cli.discord.is_terminal", lambda: True)
        patch.setattr("getpass.getpass", lambda _question: world.discord.token)
        run = world._maillage
        patch.setattr("bot.cli.interview.input", answer, raising=False)
        ran = run("discord", "install")
    assert ran.code == 0
    assert world.section["guilds"] == [guild.id]
    assert "Envoyer des messages" in ran.out


def test_what_is_asked_for_by_hand_is_said_if_discord_lets_no_program_do_it(world):
    world.guild("Loire", "général")
    world.thread.do(world.discord.faults.answer, 403, "/applications/@me", "PATCH")
    ran = world.install("--message-content")
    assert ran.code == 1
    assert "Message Content Intent" in ran.out
    assert "4014" in ran.out


def test_a_discord_that_cannot_be_reached_is_told(world):
    world.change("discord", 'url = "http://127.0.0.1:9"', "url = .*")
    ran = world.install()
    assert ran.code == 1
    assert "127.0.0.1:9" in ran.err
    assert not Path("secrets.toml").exists()


def test_a_discord_that_is_out_of_order_is_told(world):
    world.thread.do(world.discord.faults.answer, 503, "/users/@me", times=9)
    ran = world.install()
    assert ran.code == 1
    assert "503" in ran.err
    assert "dans quelques minutes" in ran.err


def test_everything_that_is_checked_is_good_after_an_installation(world):
    world.guild("Loire", "général")
    world.install()
    ran = world.check()
    assert ran.code == 0
    assert {name: found for name, found in states(world.checks()).items() if found != {"ok"}} == {}
    assert set(world.checks()) == {
        *("secrets", "account", "intents", "guilds", "commands", "permissions", "sessions"),
        *("clock", "invitation"),
    }


def test_before_the_installation_the_check_says_what_to_do(world):
    ran = world.check()
    assert ran.code == 1
    assert "maillage discord install" in ran.out


def test_a_token_that_was_reset_is_found(world):
    world.guild("Loire", "général")
    world.install()
    world.thread.do(world.discord.reset_token)
    checks = world.checks()
    assert states(checks)["account"] == {"error"}
    assert "portail des développeurs" in checks["account"][0]["text"]


def test_missing_permissions_are_named_with_their_channels(world):
    loire = world.guild("Loire", "général", "annonces", "direction")
    world.install()
    everyone = loire.everyone
    world.thread.do(loire.set_permissions, loire.channel("annonces"), everyone, deny=Permission.SEND_MESSAGES)
    bot = next(role for role in loire.roles.values() if role.managed_by)
    for role in (everyone, bot):
        world.thread.do(loire.set_permissions, loire.channel("direction"), role, deny=Permission.VIEW_CHANNEL)
        world.thread.do(loire.set_permissions, loire.channel("annonces"), role, deny=Permission.SEND_MESSAGES)
    texts = [check["text"] for check in world.checks()["permissions"]]
    assert any("#annonces" in text and "Envoyer des messages" in text for text in texts)
    assert any("#direction" in text for text in texts)
    assert not any("#général" in text for text in texts)
    assert world.check().code == 0


def test_guilds_that_are_configured_and_those_that_are_not_are_told_apart(world):
    world.guild("Loire", "général")
    world.install()
    world.guild("Rhône", "général")
    assert states(world.checks())["guilds"] == {"ok", "warning"}
    world.change("discord", 'guilds = ["1173258291283034152"]', "guilds = .*")
    assert states(world.checks())["guilds"] == {"error", "warning"}
    assert world.check().code == 1


def test_a_guild_where_commands_are_not_allowed_is_found(world, monkeypatch):
    loire = world.guild("Loire", "général")
    world.install()
    asked = Rest.get

    async def refuse(rest: Rest, path: str, **query):
        if path.endswith(f"/guilds/{loire.id}/commands"):
            raise RefusedError(403, 50001, "Missing Access")
        return await asked(rest, path, **query)

    monkeypatch.setattr(Rest, "get", refuse)
    checks = world.checks()
    assert "error" in states(checks)["commands"]
    assert any("applications.commands" in check["text"] for check in checks["commands"])


def test_commands_that_are_not_those_of_the_bot_are_found_and_put_right(world):
    world.guild("Loire", "général")
    world.install()
    for command in world.discord.commands.of():
        world.thread.do(world.discord.commands.delete, "", command["id"])
    assert states(world.checks())["commands"] == {"warning"}
    world.maillage("discord", "install")
    assert states(world.checks())["commands"] == {"ok"}


PLUGIN = """
from bot.language.messages import Markup
from bot.plugin import Context, Plugin

plugin = Plugin("beaucoup", Markup("Beaucoup"))
group = plugin.group("beaucoup", english="many", summary=Markup("Beaucoup"))
for number in range(26):

    @group.command(f"v{number}", english=f"w{number}", default=number == 0, summary=Markup("Faire"))
    async def handler(ctx: Context) -> None: ...
"""


def test_what_discord_cannot_show_of_a_plugin_is_named_and_all_else_is_registered(world):
    world.guild("Loire", "général")
    Path("mine/beaucoup").mkdir(parents=True)
    Path("mine/beaucoup/__init__.py").write_text(PLUGIN, encoding="utf-8")
    world.change("plugins", 'folder = "mine"', "#? ?folder = .*")
    world.install()
    (many,) = [item for item in world.discord.commands.of() if item["name"] == "beaucoup"]
    assert len(many["options"]) == 25
    checks = world.checks()
    assert states(checks)["commands"] == {"ok", "warning"}
    assert any("/beaucoup v25" in check["text"] for check in checks["commands"])
    assert world.check().code == 0


def test_an_intent_that_is_configured_but_off_is_found(world):
    world.guild("Loire", "général")
    world.install()
    world.change("discord", "message_content = true", "message_content = .*")
    checks = world.checks()
    assert states(checks)["intents"] == {"error"}
    assert "4014" in checks["intents"][0]["text"]


def test_few_connections_left_and_a_clock_that_is_wrong_are_seen_to(world, monkeypatch):
    world.guild("Loire", "général")
    world.install()
    world.thread.do(setattr, world.discord.hub, "identifies_left", 3)
    monkeypatch.setattr("bot.cli.discord_setup.now", lambda: datetime.now(UTC) - timedelta(minutes=5))
    found = states(world.checks())
    assert (found["sessions"], found["clock"]) == ({"warning"}, {"warning"})


@pytest.mark.parametrize(
    ("named", "warned"), [("discord:camille", True), ("discord:#80351110224678912", False)]
)
def test_the_general_check_warns_of_administrators_named_as_anybody_may_name_themselves(world, named, warned):
    world.guild("Loire", "général")
    world.install()
    file = Path("config.toml")
    file.write_text(
        file.read_text(encoding="utf-8").replace("admins = []", f'admins = ["{named}"]'), encoding="utf-8"
    )
    assert ("#80351110224678912" in world.maillage("check").out) is warned


def test_the_general_check_knows_of_discord(world):
    world.guild("Loire", "général")
    world.install()
    assert "Discord" in world.maillage("check").out
    Path("secrets.toml").unlink()
    ran = world.maillage("check")
    assert ran.code == 1
    assert "maillage discord install" in ran.out
