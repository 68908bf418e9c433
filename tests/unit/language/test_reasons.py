"""Why the system or SQLite could not do something."""

import errno
import os
import sqlite3
from zoneinfo import ZoneInfo

import pytest

from bot.language.catalogue import Words
from bot.language.reasons import reason_of


@pytest.fixture
def french():
    return Words("fr", ZoneInfo("Europe/Paris"))


def test_usual_reasons_of_the_system_are_in_the_language_of_the_person(french):
    for number in (errno.ENOENT, errno.EACCES, errno.EROFS, errno.ENOSPC):
        told = french(reason_of(OSError(number, os.strerror(number))))
        assert os.strerror(number) not in told
    assert french(reason_of(OSError(errno.ENOSPC, "No space left on device"))) == "le disque est plein"


def test_usual_reasons_of_sqlite_are_in_the_language_of_the_person(french, tmp_path):
    (tmp_path / "letter").write_text("not a database, but a letter that is long enough to be one" * 20)
    with pytest.raises(sqlite3.DatabaseError) as failed:
        sqlite3.connect(tmp_path / "letter").execute("SELECT * FROM reminder")
    assert french(reason_of(failed.value)) == "ce n’est pas une base de données"


def test_what_is_unusual_is_quoted(french):
    assert "Expected ']'" in french(reason_of(ValueError("Expected ']'")))
    assert french(reason_of(ValueError("Expected ']'"))).startswith("«")
