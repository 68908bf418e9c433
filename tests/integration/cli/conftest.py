"""The command line as a person meets it: words in, an exit code and two streams out."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import run_command

PROGRAM = Path(sys.executable).with_name("maillage")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def a_french_terminal(monkeypatch, tmp_path):
    """Each test has a folder of its own, a French terminal and no configuration in the environment."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", *(n for n in os.environ if n.startswith("MAILLAGE_"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def maillage(capfd, monkeypatch):
    """Run a command in this process."""

    def run(*words: str, answers: str = "") -> Ran:
        monkeypatch.setattr("sys.argv", ["maillage", *words])
        typed = iter(answers.splitlines())

        def answer(question: str = "") -> str:
            print(question)
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", answer)
        code = run_command(list(words))
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def chat():
    """Talk through the console, in a process of its own."""

    def run(*lines: str, options: tuple[str, ...] = ()) -> str:
        ran = subprocess.run(
            [PROGRAM, "console", *options],
            input="\n".join(lines) + "\n",
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return ran.stdout

    return run


@pytest.fixture
def start():
    """Start a command in a process of its own; what is still at work at the end is killed."""
    started = []

    def run(*words: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [PROGRAM, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()
