"""How outputs are printed when nobody sits at a terminal: one JSON object a line, or plain text."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TextIO

from bot.chat.forms import Field
from bot.chat.messages import Menu
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _
from bot.platforms.console.lines import USAGE
from bot.platforms.console.outputs import Output


class Printer:
    """Prints outputs on a stream, as JSON or as plain text; once nobody reads it any more, prints nothing."""

    def __init__(self, stream: TextIO, words: Words, *, as_json: bool) -> None:
        self._stream = stream
        self._words = words
        self._as_json = as_json
        self.is_broken = False

    def show(self, output: Output) -> None:
        """Print an output."""
        if self._as_json:
            self._write(_json(output.as_json()))
        else:
            self._write("\n".join(plain_lines(output, self._words)))

    def done(self, line: int, now: datetime) -> None:
        """Print, for programs, that an input line, numbered from 1, is done."""
        if self._as_json:
            self._write(_json({"kind": "done", "line": line, "now": now.isoformat(timespec="seconds")}))

    def _write(self, text: str) -> None:
        if self.is_broken:
            return
        try:
            self._stream.write(text + "\n")
            self._stream.flush()
        except BrokenPipeError:
            self.is_broken = True
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


def plain_lines(output: Output, words: Words) -> list[str]:
    """Return an output as lines of text: where and to whom, what, then what can be pressed or filled in."""
    about = f"#{output.id}  {output.at:%H:%M}  {output.to.name}  {output.by}"
    remark = remark_on(output)
    shown = [f"{about}, {words(remark)}" if remark else about]
    texts = [str(output.form.title)] if output.form is not None else []
    texts.append(str(output.post.text))
    shown += [f"    {line}".rstrip() for text in texts for line in text.splitlines()]
    controls = [f"[{button.label}]" for button in output.post.buttons]
    controls += [_menu(menu) for menu in output.post.menus]
    if controls:
        shown.append("    " + " ".join(controls))
    for file in output.post.files:
        about_file = _("{name}, {size} bytes", name=Markup(file.name), size=len(file.content))
        shown.append(f"    [{words(about_file)}]")
    if output.form is not None:
        shown += [line for item in output.form.fields for line in _field(item, words)]
        how = _("To fill it in: {usage}, with the names that stand before “=”.", usage=USAGE["submit"])
        shown.append(f"    {words(how)}")
    return shown


def remark_on(output: Output) -> Text | None:
    """Return what is to be known of an output besides its text, None if nothing is."""
    changed = Markup(f"#{output.edits}")
    match output.kind:
        case "update":
            return _("in place of {output}", output=changed)
        case "delete":
            return _("removes {output}", output=changed)
        case "reaction" if output.edits is not None:
            return _("reacts to {output}", output=changed)
        case "error":
            return _("not done")
        case "form":
            return _("a form to fill in")
    if output.ephemeral:
        return _("for {user} alone", user=Markup(output.seen_by or ""))
    return None


def _field(item: Field, words: Words) -> Iterator[str]:
    label = words(_("{label} (needed)", label=item.label)) if item.required else f"{item.label}"
    yield f"    {label}    {item.name} = {item.value or ''}".rstrip()
    if item.options:
        yield "        " + " | ".join(f"{option.label}" for option in item.options)
    if item.help:
        yield f"        {item.help}"
    if item.error:
        yield f"        ! {item.error}"


def _menu(menu: Menu) -> str:
    return f"[{menu.label} = {' | '.join(str(option.label) for option in menu.options)}]"


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
