"""Splitting: a Markdown text in parts that each fit in one message of a platform.

Cuts fall between paragraphs, else between the items of a list, else between lines, sentences or words, and
inside a word only if it is longer than a part. A fenced block of code that fits in a part is kept whole; a
longer one is closed at the cut and opened again after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

_FENCE = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]")
_ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ATOM = re.compile(
    r"""!?\[(?:[^\[\]\\\n]|\\.)*\]\((?:[^()\s]|\([^()\s]*\))*\)   # a link
      | `[^`\n]+`                                                   # a span of code
      | \*\*[^*\n]+\*\* | ~~[^~\n]+~~                               # strong, struck out
      | <[^<>\s]+>                                                  # an address, a mention
      | \\. | [^\s\[!`*~<\\]+ | .                                   # anything else
    """,
    re.VERBOSE | re.DOTALL,
)
_SENTENCE_END = re.compile(r"[.!?…;][)\]»”\"*_]*\s+\Z")
_LONGEST_MARK = 64
_MARK = re.compile(rf"<[^<>\s]{{1,{_LONGEST_MARK}}}>")
_ZERO_WIDTH_JOINER = "\u200d"
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")

_Cut = Callable[[str], Iterable[str]]
"""Cuts a text in segments that make it up again when they are put end to end."""


def split(text: str, limit: int) -> list[str]:
    """Return the text in parts of at most `limit` characters, none of which is blank.

    Only the blank space at the cuts is lost; fences that are closed and opened again are added. A text
    without a visible character has no parts.

    Raises:
        ValueError: the limit is not positive.
    """
    if limit < 1:
        raise ValueError("a part holds at least one character")
    parts: list[str] = []
    last = ""
    for block in _blocks(text):
        together = f"{last}{block}" if last else block.lstrip("\n")
        if len(together.rstrip()) <= limit:
            last = together
            continue
        parts.append(last)
        *full, last = _pieces(block.strip("\n"), limit)
        parts += full
        # What follows is a paragraph of its own, also after the last piece of a long one.
        last += block[len(block.rstrip("\n")) :]
    return [part.rstrip() for part in (*parts, last) if part.strip()]


def closed(text: str) -> str:
    """Return a text whose last block of code, if nothing ends it, ends with the text."""
    *_others, last = _blocks(text)
    lines = last.split("\n")
    opening = _FENCE.match(lines[0])
    if opening is None or (len(lines) > 1 and _closes(lines[-1], opening["fence"])):
        return text
    return f"{text}\n{opening['fence']}"


def _blocks(text: str) -> Iterator[str]:
    """Yield the paragraphs and fenced blocks; a heading stays with what it stands above."""
    block: list[str] = []
    fence = ""
    for line in _LINE.findall(text):
        opening = _FENCE.match(line)
        if fence:
            block.append(line)
            if _closes(line, fence):
                fence = ""
                yield "".join(block)
                block = []
            continue
        if _begins_block(line, block, opens=opening is not None):
            yield "".join(block)
            block = []
        block.append(line)
        fence = opening["fence"] if opening else ""
    yield "".join(block)


def _begins_block(line: str, block: Sequence[str], *, opens: bool) -> bool:
    if not block or not line.strip():
        return False
    return opens or (not block[-1].strip() and not _is_heading_alone(block))


def _is_heading_alone(block: Sequence[str]) -> bool:
    return _HEADING.match(block[0]) is not None and not "".join(block[1:]).strip()


def _closes(line: str, fence: str) -> bool:
    mark = line.lstrip(" \t>").rstrip()
    return len(mark) >= len(fence) and set(mark) == {fence[0]}


def _pieces(block: str, limit: int) -> list[str]:
    """Return a block in pieces, the last of which may be followed by something else."""
    opening, newline, body = block.partition("\n")
    fence = _FENCE.match(opening)
    if fence is None or not newline:
        return _under_heading(block, limit) or _pack(block, limit, _FINER) or [""]
    if len(block) <= limit:
        return [block]
    lines = body.split("\n")
    is_closed = _closes(lines[-1], fence["fence"])
    closing = lines.pop() if is_closed else fence["fence"]
    room = limit - len(opening) - len(closing) - len("\n\n")
    if room < limit // 2:
        return _pack(block, limit, (_LINE.findall, _atoms, _words)) or [""]
    return [f"{opening}\n{code}\n{closing}" for code in _code("\n".join(lines), room)]


def _under_heading(block: str, limit: int) -> list[str]:
    """Return a block that begins with a heading in pieces, of which the first begins with it; else none."""
    opening, _newline, body = block.partition("\n")
    body = body.lstrip("\n")
    heading = block[: len(block) - len(body)]
    if not body.strip() or not _HEADING.match(opening) or len(heading) > limit // 2:
        return []
    first, *others = _pack(body, limit - len(heading), _FINER)
    return [f"{heading}{first}", *others]


def _code(text: str, room: int) -> Iterator[str]:
    """Yield the lines of a block of code in groups that fit; no space in them is lost."""
    group: list[str] = []
    size = -1
    for line in text.split("\n"):
        for piece in _slices(line, room) or [""]:
            if group and size + 1 + len(piece) > room:
                yield "\n".join(group)
                group, size = [], -1
            group.append(piece)
            size += 1 + len(piece)
    yield "\n".join(group)


def _pack(text: str, limit: int, cuts: Sequence[_Cut]) -> list[str]:
    """Return the text in pieces: the segments of the first cut, joined as long as they fit."""
    if len(text.strip()) <= limit:
        return [text.strip("\n")] if text.strip() else []
    if not cuts:
        return _slices(text.strip(), limit)
    pieces: list[str] = []
    group: list[str] = []
    size = 0
    for segment in cuts[0](text):
        if size + len(segment.rstrip()) <= limit:
            group.append(segment)
            size += len(segment)
            continue
        pieces.append("".join(group))
        *full, last = _pack(segment, limit, cuts[1:]) or [""]
        pieces += full
        group, size = [last], len(last)
    pieces.append("".join(group))
    return [piece.strip("\n").rstrip() for piece in pieces if piece.strip()]


def _items(text: str) -> list[str]:
    """Cut before each item of a list."""
    starts = [0, *(item.start() for item in _ITEM.finditer(text) if item.start()), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def _sentences(text: str) -> Iterator[str]:
    """Cut after each sentence."""
    sentence: list[str] = []
    for atom in _atoms(text):
        sentence.append(atom)
        if _SENTENCE_END.search(atom):
            yield "".join(sentence)
            sentence = []
    yield "".join(sentence)


def _atoms(text: str) -> Iterator[str]:
    """Cut at spaces, but not in a link, a span of code or words in bold."""
    atom: list[str] = []
    for match in _ATOM.finditer(text):
        if atom and atom[-1].isspace() and not match[0].isspace():
            yield "".join(atom)
            atom = []
        atom.append(match[0])
    yield "".join(atom)


def _words(text: str) -> list[str]:
    """Cut at spaces."""
    return re.findall(r"\s*\S+\s*", text)


_FINER: Sequence[_Cut] = (_items, _LINE.findall, _sentences, _atoms, _words)
"""What a paragraph is cut between, from the best places to the worst."""


def _slices(text: str, limit: int) -> list[str]:
    """Cut a word anywhere but in what the eye sees as one character."""
    slices: list[str] = []
    start = 0
    while len(text) - start > limit:
        farthest = start + limit
        end = next((end for end in range(farthest, start, -1) if not _is_within(text, start, end)), farthest)
        slices.append(text[start:end])
        start = end
    return [*slices, text[start:]] if text[start:] else slices


def _is_within(text: str, start: int, cut: int) -> bool:
    """Whether a cut falls within one sign, or between an escape and what it escapes."""
    before, after = text[cut - 1], text[cut]
    return (
        before in ("\\", _ZERO_WIDTH_JOINER)
        or after == _ZERO_WIDTH_JOINER
        or unicodedata.category(after) in ("Mn", "Me")
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # the tone of a skin
        or (_FLAG_LETTER.match(after) is not None and _flag_letters(text, start, cut) % 2 == 1)
        or _is_within_mark(text, start, cut)
    )


def _is_within_mark(text: str, start: int, cut: int) -> bool:
    """Whether a cut falls within what a platform reads as one sign: somebody who is called, an instant."""
    opening = text.rfind("<", max(start, cut - _LONGEST_MARK), cut)
    mark = _MARK.match(text, opening) if opening >= 0 else None
    return mark is not None and mark.end() > cut


def _flag_letters(text: str, start: int, end: int) -> int:
    """Return how many letters of flags stand before `end`: two make a flag."""
    count = 0
    while end - count > start and _FLAG_LETTER.match(text[end - count - 1]):
        count += 1
    return count
