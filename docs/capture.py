"""Draw the picture of the README from a real conversation: `python docs/capture.py`."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).parent / "images" / "console.svg"
WIDTH = 92
LINES = """\
:in @bot
rappelle-moi mardi à 10h de préparer l’atelier
/rappel tous les jours ouvrés à 8h45 ouvrir l’accueil
/rappel le 31 février payer la cotisation
:advance 3d
:click dans une heure
"""


def conversation() -> str:
    """Return what the console answers, each line that is typed before its answers."""
    typed, shown = LINES.splitlines(), []
    command = [sys.executable, "-m", "bot.cli", "console", "--now", "2026-11-21T10:00", "--lang", "fr"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as console:
        output, _errors = console.communicate("\n".join(typed) + "\n")
    return output


if __name__ == "__main__":
    print(conversation())
