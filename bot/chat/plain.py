"""Plain words: what neutral Markdown says, for the places where a platform shows no Markdown."""

from __future__ import annotations

import re
from functools import partial

from bot.chat.markup import translate

_MARKS = re.compile(
    r"""\\(?P<escaped>[^\w\s]|_)
      | ^[ ]{0,3}(?:`{3,}|~{3,})[^`\n]*(?:\n|\Z)              # a fence
      | (?P<ticks>`+)(?P<code>[^`\n]+)(?P=ticks)
      | !?\[(?P<label>(?:\\.|[^\[\]\\\n])*)\]\((?P<target>[^()\s]*)\)
      | ^[ ]{0,3}(?:\#{1,6}|>)[ \t]+
      | (?P<address>https?://\S+)
      | \*\*(?=\S)(?P<strong>(?:\\.|[^*\\\n]|\*(?!\*))+)\*\*
      | ~~(?=\S)(?P<struck>(?:\\.|[^~\\\n])+)~~
      | \*(?=\S)(?P<emphasis>(?:\\.|[^*\\\n])+)(?<=\S)\*
      | (?<!\w)_(?=\S)(?P<underscored>(?:\\.|[^_\\\n]|(?<=\w)_(?=\w))+)(?<=\S)_(?!\w)
    """,
    re.VERBOSE | re.MULTILINE,
)


def plain(text: str, *, targets: bool = True) -> str:
    r"""Return the words of a rendered text without its Markdown; the target of a link follows its label.

    Without `targets` the label stands alone, for what only names something.

    >>> plain("**Écris** `/rappel` à 3 \\* 4 h, voir [le guide](https://example.org)")
    'Écris /rappel à 3 * 4 h, voir le guide (https://example.org)'
    >>> plain("[\\[PDF\\] Un **guide**](https://example.org)")
    '[PDF] Un guide (https://example.org)'
    >>> plain("[Le guide](https://example.org), partagé par Zoé", targets=False)
    'Le guide, partagé par Zoé'
    """
    words = translate(
        text,
        mention_form=lambda _member, username: username,
        timestamp_form=lambda _seconds, spelled: spelled,
        calls=lambda _name: False,
    )
    return _without_marks(words, targets=targets).strip()


def _without_marks(text: str, *, targets: bool) -> str:
    return _MARKS.sub(partial(_words, targets=targets), text)


def _words(mark: re.Match[str], *, targets: bool) -> str:
    if mark["label"] is not None:
        label = _without_marks(mark["label"], targets=targets) or mark["target"]
        return f"{label} ({mark['target']})" if targets and mark["label"] else label
    inner = mark["strong"] or mark["struck"] or mark["emphasis"] or mark["underscored"]
    if inner:
        return _without_marks(inner, targets=targets)
    return mark["escaped"] or mark["code"] or mark["address"] or ""
