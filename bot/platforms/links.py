"""Links and tags in what people write to each other."""

from __future__ import annotations

import re

_LINK = re.compile(r"https?://[^\s<>()\[\]\"']+[^\s<>()\[\]\"'.,;:!?…»]")
_TAG = re.compile(r"(?<![\w#&/])#([^\W\d_][\w-]{0,63})")
_MOST_LINKS = 10


def links_and_tags(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses in a text, some at most, and its tags without their sign.

    >>> links_and_tags("https://a.example/x#y #veille")
    (('https://a.example/x#y',), ('veille',))
    """
    tags = dict.fromkeys(_TAG.findall(_LINK.sub(" ", text)))
    return tuple(_LINK.findall(text)[:_MOST_LINKS]), tuple(tags)
