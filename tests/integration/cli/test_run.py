"""`maillage run`: at work until it is told to stop."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("maillage")
DEADLINE = 120
"""Seconds that a wait may take on a machine that has much else to do."""


def wait_for(process, text: str) -> str:
    """Return the line of standard error that holds a text."""
    for line in process.stderr:
        if text in line:
            return line
    raise AssertionError(f"{text!r} never came")


def test_with_nobody_to_talk_to_it_explains_and_ends(maillage):
    Path("config.toml").write_text("", encoding="utf-8")
    ended = maillage("run")
    assert ended.code == 2
    assert "[console]" in ended.err
    assert "enabled = true" in ended.err


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_once_its_work_is_done(maillage, start, ending):
    maillage("init", "--yes")
    bot = start("run")
    wait_for(bot, "running")
    bot.stdin.write(":in @bot\n/rappel demain 9h relancer la CAF\n")
    bot.stdin.flush()
    assert any("relancer" in line for line in bot.stdout)
    bot.send_signal(ending)
    assert bot.wait(DEADLINE) == 0
    with closing(sqlite3.connect("data/maillage.db")) as database:
        assert database.execute("SELECT text FROM reminder").fetchall() == [("relancer la CAF",)]


def test_the_end_of_input_is_not_the_end_of_the_bot(maillage, start):
    maillage("init", "--yes")
    bot = start("run")
    bot.stdin.close()
    wait_for(bot, "running")
    assert bot.poll() is None
    bot.terminate()
    assert bot.wait(DEADLINE) == 0


def test_at_a_terminal_it_is_a_chat_that_a_signal_ends(maillage):
    maillage("init", "--yes")
    ours, theirs = os.openpty()
    bot = subprocess.Popen([PROGRAM, "run"], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    shown = b""
    try:
        while b"#general" not in shown:
            shown += os.read(ours, 65_536)
        bot.terminate()
        with suppress(OSError):  # the other end of the terminal is closed
            while os.read(ours, 65_536):
                pass
    except BaseException:
        bot.kill()
        raise
    _out, log = bot.communicate(timeout=DEADLINE)
    os.close(ours)
    assert (bot.returncode, b"Traceback" in log) == (0, False)


def test_quitting_ends_it(maillage, start):
    maillage("init", "--yes")
    bot = start("run")
    bot.stdin.write(":quit\n")
    bot.stdin.flush()
    assert bot.wait(DEADLINE) == 0


def test_data_in_use_can_be_copied_but_neither_replaced_nor_served_twice(maillage, start):
    maillage("init", "--yes")
    bot = start("run")
    wait_for(bot, "running")
    assert maillage("backup", "copy.db").code == 0
    assert maillage("db", "check").code == 0
    assert maillage("check").code == 0
    for words in (("restore", "copy.db"), ("db", "upgrade"), ("run",)):
        refused = maillage(*words)
        assert (refused.code, "data" in refused.err) == (1, True), words
    bot.terminate()
    assert bot.wait(DEADLINE) == 0
    assert maillage("restore", "copy.db").code == 0


def test_the_log_is_json_where_the_configuration_says_so_and_stays_off_standard_output(maillage, start):
    maillage("init", "--yes")
    text = Path("config.toml").read_text(encoding="utf-8").replace('format = "text"', 'format = "json"')
    Path("config.toml").write_text(text, encoding="utf-8")
    bot = start("run")
    line = json.loads(wait_for(bot, "running"))
    assert (line["event"], line["level"], line["platforms"]) == ("running", "info", ["console"])
    bot.terminate()
    out, _err = bot.communicate(timeout=DEADLINE)
    assert out == ""


def test_a_copy_is_of_one_instant_while_others_write(maillage, tmp_path):
    maillage("db", "upgrade", "--data-dir", "data")
    stopped = threading.Event()

    def write() -> None:
        """Keep two rows equal, in every commit, with enough rows for a copy to take many steps."""
        with closing(sqlite3.connect("data/maillage.db", isolation_level=None, timeout=30)) as database:
            number = 0
            while not stopped.is_set():
                number += 1
                database.execute("BEGIN IMMEDIATE")
                database.execute("UPDATE pair SET value = ?", (number,))
                database.execute("INSERT INTO ballast VALUES (randomblob(20000))")
                database.execute("COMMIT")

    with closing(sqlite3.connect("data/maillage.db")) as database, database:
        database.execute("CREATE TABLE pair (name TEXT, value INTEGER, filling BLOB)")
        database.execute("CREATE TABLE ballast (content BLOB)")
        database.execute("INSERT INTO pair VALUES ('first', 0, NULL)")
        database.execute(
            "INSERT INTO ballast WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 900) "
            "SELECT randomblob(20000) FROM n"
        )
        database.execute("INSERT INTO pair VALUES ('last', 0, randomblob(100000))")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            assert maillage("backup", f"copy{number}.db", "--data-dir", "data").code == 0
            with closing(sqlite3.connect(f"copy{number}.db")) as copy:
                assert len({value for (value,) in copy.execute("SELECT value FROM pair")}) == 1
    finally:
        stopped.set()
        writer.join()
