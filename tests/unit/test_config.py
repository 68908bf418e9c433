"""The configuration: defaults, file, environment, and what is said of mistakes."""

import os
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, make_url

from bot.cli.speech import say
from bot.cli.template import configuration_text, repeated_section, section_of
from bot.config import Config, load
from bot.errors import ConfigurationError
from bot.sections import About, StoreSection
from bot.store import Store


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch):
    for name in [name for name in os.environ if name.startswith("MAILLAGE_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def file(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def said(file: Path, language="en") -> list[str]:
    with pytest.raises(ConfigurationError) as error:
        load(file)
    return say(error.value.text, language).splitlines()


def test_nothing_has_to_be_configured():
    assert load(None).network.language == "fr"


def test_relative_paths_are_those_of_the_files_folder(file, tmp_path):
    config = load(file('[store]\ndata_dir = "d"\n[plugins]\nfolder = "p"\n'))
    assert config.store.data_dir == tmp_path / "d"
    assert config.plugins.folder == tmp_path / "p"
    assert config.database_url() == URL.create("sqlite+aiosqlite", database=f"{tmp_path}/d/maillage.db")


@pytest.mark.parametrize("name", ["a?b", "50%20off", "a#b", "deux mots", "été", "a@b:c"])
def test_the_folder_of_data_may_have_any_name(tmp_path, name):
    url = Config(store=StoreSection(data_dir=tmp_path / name)).database_url()
    assert make_url(url).database == f"{tmp_path}/{name}/maillage.db"
    Store(url)
    assert (tmp_path / name / "maillage.db").is_file()


@pytest.mark.parametrize(
    ("url", "beginning"),
    [
        ("postgresql+psycopg://maillage:s3cr3t@db/maillage", "postgresql+asyncpg://"),
        ("postgresql://maillage:s3cr3t@db/maillage", "postgresql+asyncpg://"),
        ("postgres://maillage:s3cr3t@db/maillage", "postgresql+asyncpg://"),
        ("sqlite:///s3cr3t.db", "sqlite+aiosqlite://"),
        ("mysql://maillage:s3cr3t@db/maillage", "postgresql+asyncpg://"),
    ],
)
def test_a_database_is_reached_by_the_driver_that_is_tested_and_another_one_is_told_which(
    file, url, beginning
):
    (line,) = said(file(f'[store]\nurl = "{url}"\n'))
    assert f"`{beginning}" in line
    assert "s3cr3t" not in line


def test_the_environment_stands_above_the_file(file, monkeypatch):
    path = file('[network]\nname = "A"\nzone = "Europe/Paris"\n')
    monkeypatch.setenv("MAILLAGE_NETWORK__NAME", "B")
    monkeypatch.setenv("MAILLAGE_ROLES__ADMINS", '["console:camille"]')
    config = load(path)
    assert (config.network.name, config.network.zone) == ("B", "Europe/Paris")
    assert config.roles.admins == ["console:camille"]


def test_the_code_of_a_territory_is_kept_as_the_official_one(file):
    assert load(file('[network]\nterritory = "2a"\n')).network.territory == "2A"


def test_hosts_that_may_be_read_are_names_addresses_and_networks(file):
    named = ["intranet", "Médiathèque.fr", "a-b.c_d.fr", "10.1.2.3", "fd00::1", "10.1.2.3/16", "fd00::/8"]
    hosts = ", ".join(f'"{name}"' for name in named)
    allowed = load(file(f"[fetching]\nallowed_hosts = [{hosts}]\n")).fetching.allowed_hosts
    assert allowed == [*named[:5], "10.1.0.0/16", "fd00::/8"]


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ('[network]\nname = ""', "network.name", "must not be empty"),
        (f'[network]\nname = "{"x" * 300}"', "network.name", "200 characters"),
        ("[network]\nname = 3", "network.name", "between quotes"),
        ('[network]\nlanguage = "de"', "network.language", "fr, en"),
        ('[network]\nzone = "Pariss"', "network.zone", "Europe/Paris"),
        ('[network]\nzone = "reunion"', "network.zone", "Indian/Reunion"),
        ('[network]\nterritory = "loir"', "network.territory", "42 (Loire)"),
        ('[network]\nterritory = "Zembla"', "network.territory", "974"),
        ("[network]\nterritory = 42", "network.territory", "between quotes"),
        ('[network]\nnmae = "x"', "network.nmae", "name"),
        ("store = 3", "store", "square brackets"),
        ("[store]\ndata_dir = 3", "store.data_dir", "path"),
        ('[roles]\nadmins = ["camille"]', "roles.admins.1", "platform:username"),
        ('[roles]\nadmins = "console:camille"', "roles.admins", "square brackets"),
        ('[log]\nlevel = "loud"', "log.level", "debug, info, warning, error"),
        ("[console]\nenabled = 2", "console.enabled", "true or false"),
        ("[consol]\nenabled = true", "consol", "console"),
        ('[fetching]\nallowed_hosts = ["https://a.fr"]', "fetching.allowed_hosts.1", "without “https://”"),
        ('[fetching]\nallowed_hosts = ["a.fr", "a.fr:80"]', "fetching.allowed_hosts.2", "port"),
        ('[fetching]\nallowed_hosts = ["10.0.0.0/33"]', "fetching.allowed_hosts.1", "IP address"),
        ('[fetching]\nallowed_hosts = ["10.0.0"]', "fetching.allowed_hosts.1", "IP address"),
        ('[fetching]\nallowed_hosts = ["a..b"]', "fetching.allowed_hosts.1", "host name"),
        ('[fetching]\nallowed_hosts = ["xn--a"]', "fetching.allowed_hosts.1", "host name"),
        ('[fetching]\nallowed_hosts = "a.fr"', "fetching.allowed_hosts", "square brackets"),
        ('[fetching]\ncontact = ""', "fetching.contact", "must not be empty"),
        ("[web]\nport = 0", "web.port", "1 at least"),
        ("[web]\nport = 70000", "web.port", "65535 at most"),
        ('[web]\nport = "http"', "web.port", "whole number"),
        ("[[mattermost]]\n", "mattermost.1.url", "missing"),
        ('[[mattermost]]\nurl = "chat.example.org"', "mattermost.1.url", "https://"),
        ('[[mattermost]]\nurl = "https://a"\ncallback_url = "b"', "mattermost.1.callback_url", "https://"),
        ('[[mattermost]]\nurl = "https://a"\nname = "Mon Serveur"', "mattermost.1.name", "small letters"),
        ('[[mattermost]]\nurl = "https://a"\nnmae = "x"', "mattermost.1.nmae", "name"),
        ('[[mattermost]]\nurl = "https://a"\nteams = "x"', "mattermost.1.teams", "square brackets"),
        ('[[mattermost]]\nurl = "https://a"\nteams = [3]', "mattermost.1.teams.1", "between quotes"),
        (
            '[[mattermost]]\nurl = "https://a"\n[[mattermost]]\nname = "b"\nurl = "c"',
            "mattermost.2.url",
            "https://",
        ),
        ('[[mattermost]]\nurl = "https://a"\n[[mattermost]]\nurl = "https://b"', "mattermost", "two have"),
        ('[mattermost]\nurl = "https://a"', "mattermost", "square brackets"),
        ('[discord]\nguilds = ["Loire"]', "discord.guilds.1", "id of a guild"),
        ("[discord]\nguilds = [1173258291283034152]", "discord.guilds.1", "between quotes"),
        ('[discord]\ncoordinator_roles = [""]', "discord.coordinator_roles.1", "not be empty"),
        ('[discord]\nname = "Mon Discord"', "discord.name", "small letters"),
        ('[discord]\nurl = "discord.com"', "discord.url", "https://discord.com"),
        ('[discord]\ntoken = "x"', "discord.token", "known here"),
        (
            '[[mattermost]]\nurl = "https://a"\nname = "chat"\n[discord]\nenabled = true\nname = "chat"',
            "discord",
            "two have",
        ),
    ],
)
def test_a_mistake_is_named_by_file_and_key_with_what_is_expected(file, text, key, expected):
    path = file(text)
    (line,) = said(path)
    assert line.startswith(f"{path}: {key}: ")
    assert expected in line


def test_there_is_no_discord_unless_it_is_asked_for(file):
    assert not load(file("[discord]\nguilds = []\n")).discord.enabled
    found = load(file('[discord]\nenabled = true\nguilds = ["1173258291283034152"]\n')).discord
    assert (found.enabled, found.name, found.guilds) == (True, "discord", ["1173258291283034152"])
    assert not found.message_content
    assert not found.members


def test_a_mistake_in_a_list_of_the_environment_names_the_variable(monkeypatch):
    monkeypatch.setenv("MAILLAGE_MATTERMOST", '[{"url": "chat"}]')
    (line,) = said(None)
    assert line.startswith("MAILLAGE_MATTERMOST: mattermost.1.url: ")


def test_all_mistakes_are_told_at_once_in_the_readers_language(file):
    lines = said(file('[network]\nname = ""\nlanguage = "de"\n[console]\nenabled = 2\n'), "fr")
    assert len(lines) == 3
    assert not any("expected" in line or "must" in line for line in lines)


def test_a_path_with_marks_of_markdown_is_shown_as_it_is(tmp_path):
    path = tmp_path / "my *own* _file_.toml"
    path.write_text("[network]\nname = 3\n", encoding="utf-8")
    (line,) = said(path)
    assert line.startswith(str(path))


def test_the_template_with_no_choice_made_is_the_default_configuration(file):
    for language in ("fr", "en"):
        assert load(file(configuration_text({}, language))).network == Config().network


def test_sections_that_can_be_repeated_stand_in_the_template_as_comments_that_work(file):
    text = configuration_text({}, "fr")
    assert load(file(text)).mattermost == []
    start = text.index("# [[mattermost]]")
    section = text[start : text.index("\n\n", start)]
    settings = [line.removeprefix("# ") for line in section.splitlines() if " = " in line or "[[" in line]
    (server,) = load(file("\n".join(settings))).mattermost
    assert (server.name, server.url) == ("mattermost", "https://chat.example.org")


def test_one_more_section_can_be_added_to_a_file(file):
    text = configuration_text({}, "fr") + repeated_section(
        "mattermost", {"name": "b", "url": "https://b", "teams": ["42"]}
    )
    (server,) = load(file(text)).mattermost
    assert (server.name, server.url, server.teams) == ("b", "https://b", ["42"])


def test_every_setting_explains_itself():
    for name, section in Config.model_fields.items():
        for key, setting in {name: section, **section_of(section)[0].model_fields}.items():
            assert [item for item in setting.metadata if isinstance(item, About)], key
