"""How outputs are printed when nobody sits at a terminal: one JSON object a line, or plain text."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.chat.messages import Menu
from bot.platforms.console.outputs import Output


def print_json(output: Output) -> None:
    """Print an output as one JSON object on one line."""
    _write_json(output.as_json())


def print_done(line: int, now: datetime) -> None:
    """Print that an input line, numbered from 1, is done."""
    _write_json({"kind": "done", "line": line, "now": now.isoformat(timespec="seconds")})


def print_plain(output: Output) -> None:
    """Print an output for a person who reads a file or a pipe."""
    sys.stdout.write("\n".join(plain_lines(output)) + "\n")
    sys.stdout.flush()


def plain_lines(output: Output) -> list[str]:
    """Return an output as lines of text: where, what, then what can be pressed or filled in."""
    where = f"{output.at:%H:%M} {output.to.name}"
    number = f"#{output.edits or output.id}"
    text = str(output.form.title) if output.form is not None else str(output.post.text)
    first, *others = text.split("\n")
    shown = [f"{number} {where} [{output.kind}] {output.by}: {first}", *(f"    {line}" for line in others)]
    controls = [f"[{button.label}]" for button in output.post.buttons]
    controls += [_menu(menu) for menu in output.post.menus]
    if controls:
        shown.append("    " + " ".join(controls))
    shown += [f"    [{file.name}, {len(file.content)} o]" for file in output.post.files]
    if output.form is not None:
        shown += [
            f"    {item.name} ({item.label}){' *' if item.required else ''} = {item.value or ''}"
            for item in output.form.fields
        ]
    return shown


def printer(*, as_json: bool) -> Callable[[Output], None]:
    """Return how outputs are printed where nobody sits at a terminal."""
    return print_json if as_json else print_plain


def _menu(menu: Menu) -> str:
    return f"[{menu.label} = {' | '.join(str(option.label) for option in menu.options)}]"


def _write_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()
