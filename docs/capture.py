"""Draw the picture of the README from a real conversation: `python docs/capture.py`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

PICTURE = Path(__file__).parent / "images" / "console.svg"
PROGRAM = Path(sys.executable).with_name("maillage")
WIDTH = 88
LINES = (
    "rappelle-moi mardi à 10h de préparer l’atelier",
    "/rappel tous les jours ouvrés à 8h45 ouvrir l’accueil",
    "/rappel le 31 février payer la cotisation",
    ":advance 3d",
)
_WEB_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
"""Rich would have the reader’s browser fetch a font from elsewhere."""
START = "2026-11-21T10:00"


def conversation() -> list[dict[str, Any]]:
    """Return what the console answers to the lines, in order, each object as `--json` prints it."""
    command = [str(PROGRAM), "console", "--now", START, "--tz", "Europe/Paris", "--lang", "fr"]
    typed = "\n".join((":in @bot", *LINES)) + "\n"
    ran = subprocess.run([*command, "--json"], input=typed, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def draw(objects: list[dict[str, Any]], picture: Console) -> None:
    """Draw each typed line, then what came of it."""
    number = 1
    for shown in objects:
        if shown["kind"] == "done":
            number = shown["line"] + 1
            if number - 2 < len(LINES) and number > 1:
                picture.print()
                picture.print(Text.assemble(("camille", "bold cyan"), " › ", LINES[number - 2]))
        else:
            draw_output(shown, picture)


def draw_output(shown: dict[str, Any], picture: Console) -> None:
    """Draw one output: its hour, its text and its buttons."""
    if shown["kind"] == "form":
        return
    hour = shown["at"][11:16].replace(":", " h ")
    picture.print(Text.assemble(("maillage", "bold green"), (f"  {hour}", "dim")))
    picture.print(Padding(Text(shown["text"]), (0, 0, 0, 2)))
    if shown["buttons"]:
        labels = "  ".join(f"[{button['label']}]" for button in shown["buttons"])
        picture.print(Padding(Text(labels, style="bold"), (0, 0, 0, 2)))


def main() -> None:
    """Write the picture."""
    picture = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    draw(conversation(), picture)
    PICTURE.parent.mkdir(exist_ok=True)
    drawn = picture.export_svg(title="maillage console", unique_id="maillage")
    PICTURE.write_text(_WEB_FONT.sub("", drawn), encoding="utf-8")


if __name__ == "__main__":
    main()
