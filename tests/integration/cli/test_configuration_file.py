"""Changing a section of the configuration leaves all else in the file as people wrote it."""

import os
import stat
import tomllib

import pytest

from bot.cli.configuration_file import change_section
from bot.errors import ConfigurationError, StoreError
from bot.replacing import replace

BEFORE = """\
# Le réseau
[network]
name = "Loire" # à ne pas changer

[discord]
enabled = false  # pas encore
guilds = ["1"] # le #1 de la liste
url = "https://a.example/#ici"
"""


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text(BEFORE, encoding="utf-8")
    return file


def test_comments_stay_behind_the_settings_that_change(file):
    assert change_section(
        file, "discord", {"enabled": True, "guilds": ["1", "2"], "url": "https://b.example/#là"}
    )
    text = file.read_text(encoding="utf-8")
    assert "enabled = true  # pas encore\n" in text
    assert 'guilds = ["1", "2"] # le #1 de la liste\n' in text
    assert 'url = "https://b.example/#là"\n' in text
    assert text.startswith(BEFORE[: BEFORE.index("enabled")])


def test_the_ends_of_lines_stay_as_they_were(file):
    file.write_bytes(BEFORE.replace("\n", "\r\n").encode())
    assert change_section(file, "discord", {"enabled": True, "members": True})
    assert file.read_bytes().replace(b"\r\n", b"").count(b"\n") == 0
    assert tomllib.loads(file.read_bytes().decode())["discord"]["members"] is True


def test_what_is_so_already_is_not_written(file):
    assert not change_section(file, "discord", {"enabled": False})
    assert file.read_text(encoding="utf-8") == BEFORE


def test_a_section_that_is_not_there_is_added_even_to_an_empty_file(file):
    file.write_text("", encoding="utf-8")
    assert change_section(file, "discord", {"enabled": True})
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {"discord": {"enabled": True}}


def test_what_cannot_be_changed_line_by_line_is_left_and_told(file):
    file.write_text('discord = { enabled = false }\nother = """\nx"""\n', encoding="utf-8")
    with pytest.raises(ConfigurationError):
        change_section(file, "discord", {"enabled": True})


def test_the_file_stays_its_owners_and_as_readable_as_it_was(file, monkeypatch):
    file.chmod(0o640)
    given = []
    own = os.geteuid()
    monkeypatch.setattr(os, "chown", lambda _path, user, group: given.append((user, group)))
    assert change_section(file, "discord", {"enabled": True})
    assert (stat.S_IMODE(file.stat().st_mode), given) == (0o640, [])
    real = type(file).stat

    def another_owner(path, **options):
        told = real(path, **options)
        if path != file:
            return told
        return os.stat_result((*told[:4], own + 1, told.st_gid, *told[6:10]))

    monkeypatch.setattr(type(file), "stat", another_owner)
    replace(file, "x = 1\n")
    assert given == [(own + 1, real(file).st_gid)]


def test_a_file_that_cannot_be_given_back_to_its_owner_stays_as_it_is(file, monkeypatch):
    real = type(file).stat

    def another_owner(path, **options):
        told = real(path, **options)
        return os.stat_result((*told[:4], told.st_uid + (path == file), told.st_gid, *told[6:10]))

    def refuse(*_asked):
        raise PermissionError(1, "no")

    monkeypatch.setattr(type(file), "stat", another_owner)
    monkeypatch.setattr(os, "chown", refuse)
    with pytest.raises(StoreError):
        change_section(file, "discord", {"enabled": True})
    assert file.read_text(encoding="utf-8") == BEFORE
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]
