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
BEFORE = (
    ":as malik",
    "/annuaire je sais faire de la retouche photo et du montage vidéo, je travaille à Feurs, je parle arabe",
    ":click Publier",
    ":as jeanne",
    "/annuaire je fais de la retouche photo, j’aide à se servir d’une messagerie, je travaille à Roanne",
    ":click Publier",
    ":role camille coordinator",
    ":as camille",
    ":in @bot",
    "bonjour",
)
"""What was said before the picture begins: who is in the directory, and camille’s first greeting."""
LINES = (
    "rappelle-moi mardi à 10h de préparer l’atelier",
    "/annuaire chercher retouche photo près de Montbrison",
    "une dame a perdu sa carte vitale, et elle voudrait apprendre a envoyer des mails",
    ":advance 3d",
    ":in loire-42",
    "/lettre programmer chaque 1er jeudi du mois à 10h",
)
_WEB_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
"""Rich would have the reader’s browser fetch a font from elsewhere."""
START = "2026-11-21T10:00"


def conversation() -> list[dict[str, Any]]:
    """Return what the console answers to the lines, in order, each object as `--json` prints it."""
    command = [str(PROGRAM), "console", "--now", START, "--tz", "Europe/Paris", "--lang", "fr"]
    typed = "\n".join((*BEFORE, *LINES)) + "\n"
    ran = subprocess.run([*command, "--json"], input=typed, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def draw(objects: list[dict[str, Any]], picture: Console) -> None:
    """Draw each line of the picture, then what camille sees of it."""
    number = 1
    for shown in objects:
        line = number - len(BEFORE) - 1
        if shown["kind"] == "done":
            number = shown["line"] + 1
            if 0 <= line + 1 < len(LINES):
                picture.print()
                picture.print(Text.assemble(("camille", "bold cyan"), " › ", LINES[line + 1]))
        elif line >= 0 and (shown["to"] == "@camille" or shown["ephemeral"]):
            draw_output(shown, picture)


def draw_output(shown: dict[str, Any], picture: Console) -> None:
    """Draw one output: its hour, its text and its buttons."""
    if shown["kind"] == "form":
        return
    hour = shown["at"][11:16].replace(":", " h ")
    picture.print(Text.assemble(("maillage", "bold green"), (f"  {hour}", "dim")))
    text = Text()
    for number, part in enumerate(shown["text"].split("**")):
        text.append(part, style="bold" if number % 2 else "")
    picture.print(Padding(text, (0, 0, 0, 2)))
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
