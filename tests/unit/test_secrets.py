"""The file of secrets: what is kept, for whose eyes, and what is said when it is not as it should be."""

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli.speech import say
from bot.errors import ConfigurationError, StoreError
from bot.secrets import (
    DiscordSecrets,
    MattermostSecrets,
    Secrets,
    is_readable_by_others,
    load_secrets,
    save_secrets,
)


def some_secrets(**more) -> MattermostSecrets:
    return MattermostSecrets.new().model_copy(
        update={"token": SecretStr('a"b\\c'), "commands": {"t/rappel": SecretStr("x")}}
        | {"addresses": {"t": "https://bot.example.org"}, **more}
    )


def test_what_is_saved_is_read_again(tmp_path):
    file = tmp_path / "folder" / "secrets.toml"
    kept = Secrets(mattermost={"mattermost": some_secrets(), "autre-serveur": MattermostSecrets.new()})
    save_secrets(file, kept)
    assert load_secrets(file) == kept


def test_the_token_of_discord_is_kept_beside_the_others(tmp_path):
    file = tmp_path / "secrets.toml"
    kept = Secrets(mattermost={"m": some_secrets()}, discord=DiscordSecrets(token=SecretStr('a"b\\c')))
    save_secrets(file, kept)
    assert load_secrets(file) == kept
    assert 'a"b' not in repr(kept)


def test_the_file_is_for_its_owner_only_even_if_it_was_open_before(tmp_path):
    file = tmp_path / "secrets.toml"
    file.write_text("", encoding="utf-8")
    file.chmod(0o644)
    assert is_readable_by_others(file)
    save_secrets(file, Secrets(mattermost={"m": some_secrets()}))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not is_readable_by_others(file)
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.toml"]


def test_without_a_file_there_are_no_secrets(tmp_path):
    assert load_secrets(tmp_path / "secrets.toml") == Secrets()


def test_new_secrets_differ_each_time():
    one, other = MattermostSecrets.new(), MattermostSecrets.new()
    assert one.path != other.path
    assert one.key != other.key


def test_secrets_do_not_show_by_accident():
    assert 'a"b' not in repr(some_secrets())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mattermost", "TOML"),
        ('[mattermost.m]\npath = "short-and-secret"\n', "mattermost.m.key"),
        (
            f'[mattermost.m]\npath = "short"\nkey = "{"k" * 40}"\n',
            "mattermost.m.path",
        ),
        ('[discord]\ntoken = ""\n', "discord.token"),
        ('[discord]\ntokens = "secret-of-discord"\n', "maillage discord install"),
        ('[matrix]\ntoken = "secret-of-matrix"\n', "matrix"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_explained_without_quoting_it(tmp_path, text, said):
    file = tmp_path / "secrets.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_secrets(file)
    sentence = say(error.value.text, "en")
    assert str(file) in sentence
    assert said in sentence
    assert "secret-of" not in sentence
    assert "short" not in sentence


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError) as error:
        save_secrets(tmp_path / "file" / "secrets.toml", Secrets())
    assert "file" in say(error.value.text, "en")


def test_a_file_that_cannot_be_put_in_place_leaves_the_old_one_as_it_was(tmp_path, monkeypatch):
    file = tmp_path / "secrets.toml"
    save_secrets(file, Secrets(mattermost={"loire": MattermostSecrets.new()}))
    before = file.read_bytes()

    def fail(_staged: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StoreError):
        save_secrets(file, Secrets(mattermost={"rhone": MattermostSecrets.new()}))
    assert file.read_bytes() == before
    assert [left.name for left in tmp_path.iterdir()] == [file.name]
