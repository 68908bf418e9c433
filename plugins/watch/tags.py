"""Tags: the grammar of `#mots`, and how two of them are one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.chat.markup import clean
from bot.language.folding import fold
from plugins.watch.models import LONGEST_TAG, MOST_TAGS

_BETWEEN = re.compile(r"[\s,;]+")
_NOT_IN_A_TAG = re.compile(r"[^\w-]+")
_SIGNS = re.compile(r"(?<=[^\W_])(?P<plus>\+\+)[^\w+]*$|^\W*[^\W\d_](?P<sharp>#)[^\w#]*$")
"""What ends a tag besides its letters, as `bot.chat.hashtags` has it: `c++`, `f#`."""
_BEFORE_A_TAG = re.compile(r"(?<!(?<!\w)[^\W\d_])#|#(?=\w)")
"""Each `#` that begins a tag, not the one that ends `f#`."""
_ENDS = "-_"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: `name` as it is shown, without its sign; `folded` is equal for two that are written alike."""

    name: str
    folded: str

    @property
    def stem(self) -> str:
        """What is equal for tags that are one: `senior` and `seniors`, `aide-a` and `aidea`.

        >>> [Tag.read(word).stem for word in ("Séniors", "senior", "aides-à-domicile", "bus")]
        ['senior', 'senior', 'aideadomicile', 'bus']
        """
        parts = self.folded.replace("_", "-").split("-")
        return "".join(part[:-1] if len(part) > 3 and part[-1] in "sx" else part for part in parts)

    @classmethod
    def read(cls, text: str) -> Tag | None:
        """Return the tag that a text means, None if it means none.

        It has letters, digits, `-` and `_`; `++` may end it, or `#` its only letter.

        >>> Tag.read("#Séniors,"), Tag.read("aide-à-domicile").folded, Tag.read("#!")
        (Tag(name='Séniors', folded='seniors'), 'aide-a-domicile', None)
        >>> [Tag.read(text).folded for text in ("#C++,", "F#", "#veille#", "#a+")]
        ['c++', 'f#', 'veille', 'a']
        """
        words = clean(text)
        found = _SIGNS.search(words)
        signs = (found["plus"] or found["sharp"]) if found is not None else ""
        name = _NOT_IN_A_TAG.sub("", words)[: LONGEST_TAG - len(signs)].strip(_ENDS)
        folded = fold(name).replace(" ", "")[: 2 * LONGEST_TAG - len(signs)]
        return cls(f"{name}{signs}", f"{folded}{signs}") if folded else None


def read_tags(words: Iterable[str]) -> tuple[Tag, ...]:
    """Return the tags that words mean, in order, each once whatever its form, `MOST_TAGS` at most.

    >>> [tag.name for tag in read_tags(["seniors", "Séniors", "senior", "mobile"])]
    ['seniors', 'mobile']
    """
    found: dict[str, Tag] = {}
    for word in words:
        tag = Tag.read(word)
        if tag is not None:
            found.setdefault(tag.stem, tag)
    return tuple(found.values())[:MOST_TAGS]


def are_too_many(words: Iterable[str]) -> bool:
    """Return whether words mean more tags than are kept."""
    return len({tag.stem for word in words if (tag := Tag.read(word)) is not None}) > MOST_TAGS


def typed_tags(text: str) -> tuple[Tag, ...]:
    """Return the tags of a line in which nothing else stands, with or without their signs.

    >>> [tag.name for tag in typed_tags("#seniors, mobile;#linux c# #one#two")]
    ['seniors', 'mobile', 'linux', 'c#', 'one', 'two']
    """
    return read_tags(words_of(text))


def words_of(text: str) -> list[str]:
    """Return what stands for a tag each in such a line."""
    return [word for piece in _BETWEEN.split(text) for word in _BEFORE_A_TAG.split(piece)]
