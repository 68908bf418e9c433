"""How outputs look on a terminal. Colours and bold only repeat what the words say."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text as RichText

from bot.chat.markup import clean
from bot.chat.messages import Button, Menu
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _
from bot.platforms.console.outputs import Output
from bot.platforms.console.printing import remark_on

_STYLES = {"default": "bold", "primary": "bold green", "danger": "bold red"}


_NO_BREAK = {0xA0: 0xE0A0, 0x202F: 0xE0AF}
"""Rich breaks lines at no-break spaces too: these characters stand for them until the lines are made."""
_BACK = {stand_in: space for space, stand_in in _NO_BREAK.items()}


class Renderer:
    """Prints outputs above the line that is being typed."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._console = Console(highlight=False, emoji=False, soft_wrap=False)

    def show(self, output: Output, numbers: Sequence[int]) -> None:
        """Print an output; `numbers` are those of its buttons, then of its menus."""
        parts: list[RenderableType] = [self._heading(output)]
        if output.form is not None:
            parts.append(Padding(RichText(clean(str(output.form.title)), style="bold"), (0, 0, 0, 2)))
        if output.post.text:
            parts.append(Padding(markdown(str(output.post.text)), (0, 0, 0, 2)))
        controls: list[Button | Menu] = [*output.post.buttons, *output.post.menus]
        if controls:
            parts.append(Padding(_buttons(controls, numbers), (0, 0, 0, 2)))
        for file in output.post.files:
            about = _("{name}, {size} bytes", name=Markup(file.name), size=len(file.content))
            parts.append(RichText(f"  [{self._words(about)}]"))
        self._print(Group(*parts))

    def say(self, text: Markup) -> None:
        """Print what the console itself has to say."""
        self._print(markdown(str(text)))

    def _print(self, what: RenderableType) -> None:
        with self._console.capture() as captured:
            self._console.print(what)
        sys.stdout.write(captured.get().translate(_BACK))
        sys.stdout.flush()

    def _heading(self, output: Output) -> RichText:
        to = output.to
        place = f"#{to.channel}" if to.channel is not None else f"@{to.user}"
        heading = RichText.assemble(
            (f"#{output.id}", "dim"), "  ", f"{output.at:%H:%M}", "  ", (output.by, "bold"), f" → {place}"
        )
        remark = remark_on(output)
        if remark is not None:
            heading.append(f" ({self._words(remark)})", style="red" if output.kind == "error" else "italic")
        return heading


def markdown(text: str) -> Markdown:
    """Return the neutral Markdown for the terminal: a line break in it is a line break."""
    broken = re.sub(r"(?<=\S)\n(?=\S)", "  \n", clean(text))
    return Markdown(broken.translate(_NO_BREAK), hyperlinks=False)


def _buttons(controls: Sequence[Button | Menu], numbers: Sequence[int]) -> RichText:
    shown = RichText()
    for control, number in zip(controls, numbers, strict=True):
        if shown:
            shown.append("   ")
        if isinstance(control, Button):
            shown.append(f"[{number}] {_label(control.label)}", style=_STYLES[control.style.value])
        else:
            choices = " | ".join(_label(option.label) for option in control.options)
            shown.append(f"[{number}] {_label(control.label)} : {choices}", style="bold")
    return shown


def _label(text: Text) -> str:
    return clean(str(text)).translate(_NO_BREAK)
