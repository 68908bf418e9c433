"""The configuration: defaults, file, environment, and what is said of mistakes."""

import os
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, make_url

from bot.cli.speech import say
from bot.cli.template import configuration_text
from bot.config import About, Config, StoreSection, load
from bot.errors import ConfigurationError
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


def test_the_environment_stands_above_the_file(file, monkeypatch):
    path = file('[network]\nname = "A"\nzone = "Europe/Paris"\n')
    monkeypatch.setenv("MAILLAGE_NETWORK__NAME", "B")
    monkeypatch.setenv("MAILLAGE_ROLES__ADMINS", '["console:camille"]')
    config = load(path)
    assert (config.network.name, config.network.zone) == ("B", "Europe/Paris")
    assert config.roles.admins == ["console:camille"]


def test_the_code_of_a_territory_is_kept_as_the_official_one(file):
    assert load(file('[network]\nterritory = "2a"\n')).network.territory == "2A"


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
    ],
)
def test_a_mistake_is_named_by_file_and_key_with_what_is_expected(file, text, key, expected):
    path = file(text)
    (line,) = said(path)
    assert line.startswith(f"{path}: {key}: ")
    assert expected in line


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


def test_every_setting_explains_itself():
    for name, section in Config.model_fields.items():
        for key, setting in {name: section, **section.annotation.model_fields}.items():
            assert [item for item in setting.metadata if isinstance(item, About)], key
