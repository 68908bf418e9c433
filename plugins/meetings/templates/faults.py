"""What is wrong in a template: the line, its text, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _

_LONGEST_EXCERPT = 80
_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong on a line (the first is 1); `excerpt` is the text of it, cut if it is long."""

    line: int
    excerpt: str
    text: Text

    def told(self) -> Text:
        """Return it as people read it."""
        if not self.excerpt:
            return _("Line {line}: {what}", line=self.line, what=self.text)
        excerpt = Markup(self.excerpt.replace("`", "'"))
        return _("Line {line} (`{excerpt}`): {what}", line=self.line, excerpt=excerpt, what=self.text)


class Broken(Exception):  # noqa: N818 - a template is broken: that is an answer to a person
    """A template cannot be taken; `faults` has at least one, in the order of the lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.line}: {fault.excerpt}" for fault in faults))
        self.faults = tuple(faults)

    def told(self, words: Words) -> Markup:
        """Return the first faults, one a line."""
        return words.join([fault.told() for fault in self.faults[:_MOST_TOLD]])


def fault_at(source: str, line: int, text: Text) -> Fault:
    """Return a fault with the text of its line; a line beyond the end is the last one."""
    lines = source.split("\n")
    number = min(max(line, 1), len(lines))
    said = " ".join(lines[number - 1].split())
    if len(said) > _LONGEST_EXCERPT:
        said = f"{said[:_LONGEST_EXCERPT]}…"
    return Fault(number, said, text)
