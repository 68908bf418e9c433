"""Tags in what people write, `#mots`: what a tag may end by besides letters, digits, `-` and `_`."""

from __future__ import annotations

from typing import Final

ENDING: Final = r"(?:\+\+(?![\w+])|(?<=#[^\W\d_])#(?!\w))?+"
"""To follow the letters of a tag in a regular expression: `++`, or `#` after its only letter.

So `#c++`, `#notepad++`, `#c#` and `#f#` are tags of their own, while `#tag+#other`, `#one#two` and `#veille#`
are what they always were.
"""
