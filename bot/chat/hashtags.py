"""Tags in what people write, `#mots`: the one grammar of them, for all who read them."""

from __future__ import annotations

import re
from typing import Final

ENDING: Final = r"(?:\+\+(?![\w+])|(?<=#[^\W\d_])#(?!\w))?+"
"""To follow the letters of a tag in a regular expression: `++`, or `#` after its only letter.

So `#c++`, `#notepad++`, `#c#` and `#f#` are tags of their own, while `#tag+#other`, `#one#two` and `#veille#`
are what they always were.
"""
_TAG = rf"#(?!\d(?![\w-]))\w[\w-]*{ENDING}"
"""A tag with its sign; `#1` is a rank rather than a tag."""
TAGS: Final = re.compile(rf"(?<![\w#&/<])(?:{_TAG})+")
"""Tags that follow each other without a space, mostly one: nothing of an address, an entity or a mention."""
_ONE = re.compile(_TAG)


def names_of(tags: str) -> list[str]:
    """Return the tags that a match of `TAGS` is, without their signs.

    >>> names_of("#seniors#mobile"), names_of("#c#"), names_of("#3D")
    (['seniors', 'mobile'], ['c#'], ['3D'])
    """
    return [one[1:] for one in _ONE.findall(tags)]


def tags_of(text: str) -> list[str]:
    """Return the tags of a text without their signs, in order.

    >>> tags_of("le #1 des outils, (#seniors) #2026 a#b &#39; https://a.example/#x")
    ['seniors', '2026']
    """
    return [name for tags in TAGS.findall(text) for name in names_of(tags)]
