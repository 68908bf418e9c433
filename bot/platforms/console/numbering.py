"""The numbers of buttons and menus on a terminal: typing one is enough to press."""

from __future__ import annotations

from bot.platforms.console.lines import Pick
from bot.platforms.console.outputs import Output

_HIGHEST = 99
"""After that the numbers begin again: those of long ago are given anew."""


class Numbering:
    """Which number stands for which button or menu of which output."""

    def __init__(self) -> None:
        self._last = 0
        self._places: dict[int, tuple[int, int]] = {}

    def number(self, output: Output) -> list[int]:
        """Return the numbers of an output's buttons, then of its menus; those that it replaces are void."""
        original = output.edits or output.id
        self._places = {number: place for number, place in self._places.items() if place[0] != original}
        return [
            self._give(original, index) for index in range(len(output.post.buttons) + len(output.post.menus))
        ]

    def pressed(self, text: str, choice: str | None = None) -> Pick | None:
        """Return what a number presses, None if `text` is no number of a button."""
        if not (text.isascii() and text.isdigit()):
            return None
        place = self._places.get(int(text[:3]))
        return Pick(*place, choice) if place is not None else None

    def _give(self, output: int, index: int) -> int:
        self._last = self._last % _HIGHEST + 1
        self._places[self._last] = (output, index)
        return self._last
