"""The register of communes and EPCI: `data/communes.zip`, read at first need and kept small.

Names stay in one text each and numbers in arrays: a commune becomes an object only when it is asked for. What
the columns hold stands in `derive.py`, which writes them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path

from bot.language.remembering import remembering

ARCHIVE = Path(__file__).with_name("data") / "communes.zip"
_KEPT = 8192
"""So many words are remembered with their places: most of a text are the same as in the last one."""


class Lines:
    """A text by its lines, which are decoded when they are asked for."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._starts = array("I", accumulate((len(line) + 1 for line in text.splitlines()), initial=0))
        self.first_from = remembering(_KEPT)(self._first_from)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes_of(number).decode()

    def line_at(self, position: int) -> int:
        """Return the number of the line that holds a position in the text."""
        return bisect_right(self._starts, position) - 1

    def length(self, number: int) -> int:
        """Return the length of a line, in bytes."""
        return self._starts[number + 1] - self._starts[number] - 1

    def any_from(self, beginning: str) -> bool:
        """Return whether a line begins so: the lines are in order."""
        first = self.first_from(beginning)
        return first < len(self) and self._bytes_of(first).startswith(beginning.encode())

    def equal_to(self, line: str) -> Iterator[int]:
        """Yield the numbers of the lines that are this one: the lines are in order."""
        wanted = line.encode()
        for number in range(self.first_from(line), len(self)):
            if self._bytes_of(number) != wanted:
                return
            yield number

    def from_to(self, beginning: str) -> range:
        """Return the numbers of the lines that begin so: the lines are in order."""
        return range(self.first_from(beginning), self.first_from(f"{beginning}~"))

    def beginning(self, beginning: str, among: range) -> Iterator[int]:
        """Yield the numbers of the lines among some that begin so, whatever the order of the lines."""
        wanted, end = b"\n" + beginning.encode(), self._starts[among.stop]
        if among and self._bytes_of(among.start).startswith(wanted[1:]):
            yield among.start
        position = self._starts[among.start]
        while (position := self.text.find(wanted, position, end)) >= 0:
            position += 1
            yield self.line_at(position)

    def index(self, line: str) -> int | None:
        """Return the number of a line, None if there is none such: the lines are in order, each once."""
        number = self.first_from(line)
        return number if number < len(self) and self[number] == line else None

    def _bytes_of(self, number: int) -> bytes:
        return self.text[self._starts[number] : self._starts[number + 1] - 1]

    def _first_from(self, line: str) -> int:
        """Return the number of the first line that is not before this one: the lines are in order."""
        return bisect_left(range(len(self)), line.encode(), key=self._bytes_of)

    def lines_with(self, words: bytes) -> Iterator[int]:
        """Yield the numbers of the lines that hold these bytes; a line that holds them twice comes twice."""
        position = self.text.find(words)
        while position >= 0:
            yield self.line_at(position)
            position = self.text.find(words, position + 1)


class Register:
    """The columns. A commune has a number, its rank by code; so have its parts after it, and then EPCI."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        def lines(column: str) -> Lines:
            return Lines(read(f"{column}.txt"))

        def numbers(column: str, size: str = "I") -> array[int]:
            return array(size, map(int, read(f"{column}.txt").split()))

        self.codes = lines("commune/code")
        self.names = lines("commune/name")
        self.populations = numbers("commune/population")
        self.epci = numbers("commune/epci")
        """The code of the EPCI of each commune, 0 where it is in none."""
        self.postcodes = lines("commune/postcodes")
        self.former_codes = lines("former/code")
        self.former_names = lines("former/name")
        self.former_communes = lines("former/commune")
        self.epci_codes = lines("epci/code")
        self.epci_kinds = lines("epci/kind")
        self.epci_names = lines("epci/name")
        self.spellings = lines("spelling/words")
        """Folded words joined by hyphens, in the order of what they are in one word."""
        self.squeezed = Lines(self.spellings.text.replace(b"-", b""))
        """The same in one word."""
        self.spelled = numbers("spelling/place")
        """The number of the place that each is a spelling of."""
        self.letters = numbers("spelling/letters", "Q")
        """Which letters each is made of: see `slips.signature`."""

    @cached_property
    def members(self) -> dict[int, array[int]]:
        """The numbers of the communes of each EPCI by its code, in the order of their codes."""
        members: dict[int, array[int]] = {}
        for commune, group in enumerate(self.epci):
            if group:
                members.setdefault(group, array("H")).append(commune)
        return members

    def commune(self, code: str) -> int | None:
        """Return the number of the commune of a code: its own, or that of a part of it, now or once."""
        number = self.codes.index(code)
        if number is not None:
            return number
        part = self.former_codes.index(code)
        return None if part is None else self.codes.index(self.former_communes[part])

    def in_departement(self, code: str) -> range:
        """Return the numbers of the communes of a département, by its code."""
        return self.codes.from_to(code)

    def with_postcode(self, postcode: str) -> Iterator[int]:
        """Yield the numbers of the communes that have a postcode of five digits."""
        return self.postcodes.lines_with(postcode.encode())


@cache
def register() -> Register:
    """Return the register, read once."""
    from zipfile import ZipFile

    with ZipFile(ARCHIVE) as archive:
        return Register(archive.read)
