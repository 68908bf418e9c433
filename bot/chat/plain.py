"""Plain words: what neutral Markdown says, for the places where a platform shows no Markdown."""

from __future__ import annotations

import re

from bot.chat.markup import translate

_MARKS = re.compile(
    r"""\\(?P<escaped>[^\w\s]|_)
      | ^[ ]{0,3}(?:`{3,}|~{3,})[^`\n]*(?:\n|\Z)              # a fence
      | (?P<ticks>`+)(?P<code>[^`\n]+)(?P=ticks)
      | !?\[(?P<label>[^\[\]\n]*)\]\((?P<target>[^()\s]*)\)
      | ^[ ]{0,3}(?:\#{1,6}|>)[ \t]+
      | (?P<address>https?://\S+)
      | \*\*(?=\S)(?P<strong>(?:\\.|[^*\\\n]|\*(?!\*))+)\*\*
      | ~~(?=\S)(?P<struck>(?:\\.|[^~\\\n])+)~~
      | \*(?=\S)(?P<emphasis>(?:\\.|[^*\\\n])+)(?<=\S)\*
      | (?<!\w)_(?=\S)(?P<underscored>(?:\\.|[^_\\\n]|(?<=\w)_(?=\w))+)(?<=\S)_(?!\w)
    """,
    re.VERBOSE | re.MULTILINE,
)


def plain(text: str) -> str:
    r"""Return the words of a rendered text without its Markdown; the target of a link follows its label.

    >>> plain("**Écris** `/rappel` à 3 \\* 4 h, voir [le guide](https://example.org)")
    'Écris /rappel à 3 * 4 h, voir le guide (https://example.org)'
    """
    words = translate(
        text,
        mention_form=lambda _member, username: username,
        timestamp_form=lambda _seconds, spelled: spelled,
        calls=lambda _name: False,
    )
    return _MARKS.sub(_words, words).strip()


def _words(mark: re.Match[str]) -> str:
    if mark["label"] is not None:
        return f"{mark['label']} ({mark['target']})" if mark["label"] else mark["target"]
    inner = mark["strong"] or mark["struck"] or mark["emphasis"] or mark["underscored"]
    if inner:
        return _MARKS.sub(_words, inner)
    return mark["escaped"] or mark["code"] or mark["address"] or ""
