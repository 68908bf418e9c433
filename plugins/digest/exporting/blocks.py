"""The blocks of a text in Markdown, with what stands before each of their lines, for who writes it anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

QUOTE = "> "


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading of that `level` (0 for none), or a rule, which has no `children`.

    `first` is what stands before its first line (marks of lists and quotes), `rest` before the others, and
    `parting` on a line between it and the block before, None where they follow each other.
    """

    children: Sequence[Token]
    first: str
    rest: str
    parting: str | None
    level: int = 0
    is_rule: bool = False


@dataclass(slots=True)
class _Holder:
    """An item of a list, or a quote, that blocks stand in; it is new until one does."""

    mark: str
    further: str
    is_item: bool
    is_new: bool = True


def blocks(parsed: Sequence[Token]) -> Iterator[Block]:
    """Yield the blocks of a text, as they come."""
    holding = _Holding()
    level = 0
    for token in parsed:
        if token.type == "inline":
            yield holding.block(token.children or (), level=level)
        elif token.type == "hr":
            yield holding.block((), is_rule=True)
        else:
            holding.goes_through(token)
        level = int(token.tag[1:]) if token.type == "heading_open" else 0


class _Holding:
    """What the next block stands in: items of lists and quotes, the outermost first."""

    def __init__(self) -> None:
        self._holders: list[_Holder] = []
        self._numbers: list[int | None] = []

    def goes_through(self, token: Token) -> None:
        """Note what is opened or closed."""
        match token.type:
            case "bullet_list_open":
                self._numbers.append(None)
            case "ordered_list_open":
                start = token.attrGet("start")
                self._numbers.append(1 if start is None else int(start))
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
            case "list_item_open":
                mark = self._mark()
                self._holders.append(_Holder(mark, " " * len(mark), is_item=True))
            case "blockquote_open":
                self._holders.append(_Holder(QUOTE, QUOTE, is_item=False))
            case "list_item_close" | "blockquote_close":
                self._holders.pop()

    def _mark(self) -> str:
        number = self._numbers[-1]
        if number is None:
            return "- "
        self._numbers[-1] = number + 1
        return f"{number}. "

    def block(self, children: Sequence[Token], *, level: int = 0, is_rule: bool = False) -> Block:
        """Return a block that stands in all of that, which is not new any more."""
        begins_item = any(holder.is_new and holder.is_item for holder in self._holders)
        first = "".join(holder.mark if holder.is_new else holder.further for holder in self._holders)
        rest = "".join(holder.further for holder in self._holders)
        between = "".join(holder.further for holder in self._holders if not holder.is_new).rstrip()
        for holder in self._holders:
            holder.is_new = False
        return Block(children, first, rest, None if begins_item else between, level, is_rule)
