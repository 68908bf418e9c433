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
    ":in loire-42",
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
    "une dame a perdu sa carte vitale, et elle voudrait apprendre a envoyer des mails",
    ":in loire-42",
    "/rencontre proposer Réunion de réseau ; mardi 1er décembre 14h-16h ; jeudi 3 10h-12h ; à Feurs",
    ":click Voter",
    ":submit date1=oui; date2=si besoin",
    ":as malik",
    ":in @bot",
    "ok pour le 1er, pas jeudi",
    ":as jeanne",
    "je peux pas mardi mais ok pour jeudi",
    ":as camille",
    ":in @bot",
    ":click Retenir mardi 1er décembre 2026 de 14 h à 16 h",
)
"""What is in the picture: what camille types, presses and reads, and what others write meanwhile."""
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
    """Draw each line of the picture that somebody types or presses, then what camille sees of it."""
    begins, answers = len(BEFORE), _by_line(objects)
    for number, line in enumerate(LINES, start=begins + 1):
        speaker = next(one for one in reversed((*BEFORE, *LINES)[:number]) if one.startswith(":as "))
        name = speaker.removeprefix(":as ")
        if not line.startswith((":as ", ":in ", ":submit ")):
            pressed = line.startswith(":click ")
            typed = Text(f"[{line.removeprefix(':click ')}]", style="bold") if pressed else Text(line)
            picture.print()
            picture.print(Text.assemble((name, "bold cyan"), " › ", typed))
        for shown in answers[number]:
            if _is_seen(shown, is_hers=name == "camille"):
                draw_output(shown, picture)


def _by_line(objects: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Return what came of each line by its number, also what it made happen to others."""
    found: dict[int, list[dict[str, Any]]] = {}
    waiting: list[dict[str, Any]] = []
    for shown in objects:
        if shown["kind"] == "done":
            found[shown["line"]], waiting = waiting, []
        else:
            waiting.append(shown)
    return found


def _is_seen(shown: dict[str, Any], *, is_hers: bool) -> bool:
    """Return whether camille sees an output for the first time: posts that change are drawn once."""
    if shown["kind"] not in ("reply", "post", "dm", "form", "update"):
        return False
    if shown["to"] == "@camille":
        return True
    return (
        shown["kind"] != "update" and (is_hers or not shown["ephemeral"]) and not shown["to"].startswith("@")
    )


def draw_output(shown: dict[str, Any], picture: Console) -> None:
    """Draw one output: its hour, its text, or the fields of its form, and its buttons."""
    hour = shown["at"][11:16].replace(":", " h ")
    picture.print(Text.assemble(("maillage", "bold green"), (f"  {hour}", "dim")))
    if shown["kind"] == "form":
        picture.print(Padding(_form(shown["form"]), (0, 0, 0, 2)))
        return
    text = Text()
    for number, part in enumerate(shown["text"].split("**")):
        text.append(part, style="bold" if number % 2 else "")
    picture.print(Padding(text, (0, 0, 0, 2)))
    if shown["buttons"]:
        labels = "  ".join(f"[{button['label']}]" for button in shown["buttons"])
        picture.print(Padding(Text(labels, style="bold"), (0, 0, 0, 2)))


def _form(form: dict[str, Any]) -> Text:
    """Return a form: its title, then each question with what it may be answered."""
    text = Text.assemble((form["title"], "bold"))
    for field in form["fields"]:
        choices = "  ".join(f"( ) {option['label']}" for option in field["options"] or ())
        text.append(f"\n{field['label']:<22} {choices}")
    return text


def main() -> None:
    """Write the picture."""
    picture = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    draw(conversation(), picture)
    PICTURE.parent.mkdir(exist_ok=True)
    drawn = picture.export_svg(title="maillage console", unique_id="maillage")
    PICTURE.write_text(_WEB_FONT.sub("", drawn), encoding="utf-8")


if __name__ == "__main__":
    main()
