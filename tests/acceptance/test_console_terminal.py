"""The console on a terminal, as somebody sits at it."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

MAILLAGE = Path(sys.executable).with_name("maillage")
CONTROL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[=>]|\x1b\][^\x07]*\x07|\r")
CTRL_C, CTRL_D, CTRL_U, TAB, ENTER = "\x03", "\x04", "\x15", "\t", "\r"


DEADLINE = 120
"""Seconds that a wait may take on a machine that has much else to do."""


class Terminal:
    """A terminal of 100 columns with `maillage` in it."""

    def __init__(self, *arguments, cwd: Path):
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
        self._process = subprocess.Popen(
            [MAILLAGE, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            cwd=cwd,
            env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1"},
        )
        os.close(theirs)
        self._text = ""

    def see(self, expected: str) -> str:
        """Wait until a text is shown, and return what was shown since the one seen before."""
        end = time.monotonic() + DEADLINE
        while expected not in self._text and time.monotonic() < end and self._read(end):
            pass
        assert expected in self._text, f"{expected!r} is not in {self._text!r}"
        shown, expected, self._text = self._text.partition(expected)
        return shown + expected

    def type(self, text: str) -> None:
        """Press keys, one after another."""
        os.write(self._ours, text.encode())

    def end(self) -> int:
        """Wait for the end and return the exit code."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end and self._read(end):
            pass
        try:
            return self._process.wait(max(1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it goes on; shown last: {self._text!r}") from None

    def kill(self) -> None:
        """End it whatever it does."""
        self._process.kill()
        self._process.wait(DEADLINE)
        os.close(self._ours)

    def _read(self, end: float) -> bool:
        """Take what is shown next, before an instant; return whether more may come."""
        ready, _writable, _errors = select.select([self._ours], [], [], max(0, end - time.monotonic()))
        if not ready:
            return False
        try:
            read = os.read(self._ours, 65536)
        except OSError:  # the other end is closed
            return False
        self._text += (
            CONTROL.sub("", read.decode(errors="replace")).replace("\u00a0", " ").replace("\u202f", " ")
        )
        return bool(read)


@pytest.fixture
def sit(tmp_path):
    """Return a function that starts `maillage` in a terminal."""
    terminals = []

    def sit_(*arguments) -> Terminal:
        terminals.append(Terminal(*arguments, cwd=tmp_path))
        return terminals[-1]

    yield sit_
    for terminal in terminals:
        terminal.kill()


def test_a_newcomer_finds_the_way_in_spite_of_mistakes(sit, tmp_path):
    screen = sit("console", "--now", "2026-11-21T10:00", "--in", "loire-42", "--data-dir", tmp_path / "data")
    screen.see("camille · #loire-42 · sam. 21/11 10:00 ›")
    screen.type("?" + ENTER)
    screen.see(":advance DURÉE")
    screen.type("/rapel demain 9h" + ENTER)
    screen.see("Est-ce /rappel ?")
    screen.type("je me trompe" + CTRL_C + "/rappel dans 1h relancer la CAF" + ENTER)
    screen.see("(pour camille seulement)")
    screen.see("C’est noté")
    screen.see("[1] Corriger")
    screen.type(":advance 2h" + ENTER)
    screen.see("Rappel : relancer la CAF")
    shown = screen.see("Dans 10 minutes")
    number = re.search(r"\[(\d+)\] Fait", shown)[1]
    screen.see("sam. 21/11 12:00 ›")
    screen.type(number + ENTER)
    screen.see("à la place de #")
    screen.type(":stop" + ENTER)
    screen.see("robot arrêté ›")
    screen.type(":start" + ENTER)
    screen.see("12:00 ›")
    screen.type(CTRL_D)
    assert screen.end() == 0
    history = tmp_path / "data" / "console-history"
    assert history.stat().st_mode & 0o777 == 0o600
    assert "je me trompe" not in history.read_text(encoding="utf-8")
    assert "relancer la CAF" in history.read_text(encoding="utf-8")


def test_what_reads_sentences_is_loaded_while_the_first_is_typed_and_once(sit, tmp_path):
    plugin = tmp_path / "plugins" / "telling"
    plugin.mkdir(parents=True)
    (plugin / "__init__.py").write_text(
        "from bot.language.messages import _\n"
        "from bot.plugin import Plugin\n\n"
        'plugin = Plugin("telling", title=_("Telling"))\n\n\n'
        "def claims(text):\n"
        '    print(f"[read {len(text)} letters]")\n'
        "    return 0\n\n\n"
        "@plugin.sentence(claims)\n"
        "async def understand(ctx, text):\n"
        "    return None\n",
        encoding="utf-8",
    )
    file = tmp_path / "maillage.toml"
    file.write_text(f'[plugins]\nfolder = "{plugin.parent}"\n', encoding="utf-8")
    screen = sit("console", "--now", "2026-11-21T10:00", "--config", file)
    screen.see("›")
    screen.type("/maillage aide" + CTRL_U + "b")
    screen.see("[read ")
    screen.see("› b")  # what was printed is past: keys are the prompt's again, not the terminal's
    screen.type("on" + CTRL_U + "/maillage aide" + ENTER)
    assert "[read " not in screen.see("pour camille seulement")


def test_a_form_is_filled_in_one_question_after_another(sit):
    screen = sit("console", "--now", "2026-11-21T10:00", "--as", "paul")
    screen.see("›")
    screen.type(":as camille" + ENTER + "/rappel mardi" + ENTER)
    screen.see("Il manque « texte »")
    screen.see("pour ›")
    screen.type("paul" + ENTER)
    screen.see("quand › mardi")
    screen.type(" 14h" + ENTER)
    screen.see("texte ›")
    screen.type(ENTER)
    screen.see("C’est nécessaire.")
    screen.type("préparer la salle" + ENTER)
    screen.see("où ›")
    screen.type("ailleurs" + ENTER)
    screen.see("Il faut un numéro ou l’un des choix")
    screen.type(ENTER)
    screen.see("préparer la salle")
    screen.see("mardi 24 novembre 2026 à 14 h")
    screen.type("/rappel jeudi" + ENTER)
    screen.see("pour ›")
    screen.type(CTRL_C)
    screen.see("Le formulaire est fermé")
    screen.see("camille · #general")
    screen.type(":quit" + ENTER)
    assert screen.end() == 0


def test_tab_completes_and_what_arrives_leaves_the_typed_line_alone(sit):
    screen = sit("console")
    screen.see("camille · #general ›")
    screen.type("/rap")
    screen.see("Poser un rappel")
    screen.type(TAB)
    screen.see("pel")
    screen.type(" dans 1 s boire un café" + ENTER)
    screen.see("C’est noté")
    screen.type("bonjour")
    screen.see("Rappel : boire un café")
    screen.see("bonjour")
    screen.type(CTRL_U + CTRL_D)
    assert screen.end() == 0


def test_the_demonstration_shows_what_to_try(sit):
    screen = sit("demo")
    screen.see("Conseillers numériques de la Loire")
    screen.see("/rappel demain 9h relancer la CAF")
    screen.see("09:00 ›")
    screen.type(":advance 1w" + ENTER)
    screen.see("veille partagée : un lien chacun")
    screen.see("09:00 ›")
    screen.type(CTRL_D)
    assert screen.end() == 0


def test_the_end_of_input_counts_even_if_it_is_typed_while_the_bot_is_at_work(sit):
    screen = sit("console", "--now", "2026-11-21T10:00")
    screen.see("10:00 ›")
    screen.type("/rappel chaque jour à 9h ouvrir la salle" + ENTER)
    screen.see("C’est noté")
    screen.see("10:00 ›")
    screen.type(":advance 60d" + ENTER)
    screen.see("Rappel : ouvrir la salle")
    screen.type(CTRL_D)
    assert screen.end() == 0
