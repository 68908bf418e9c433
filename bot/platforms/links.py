"""Links and tags in what people write to each other."""

from __future__ import annotations

import re

_PART = r"[^\s<>()\[\]\"`]"
_BEGINNING = r"(?:https?://|(?<![\w@./-])www\.(?=[\w-]+\.\w))"
_LINK = re.compile(rf"{_BEGINNING}{_PART}+(?:\({_PART}*\){_PART}*)*", re.IGNORECASE)
"""An address, which chats show as a link from `www.` on.

Brackets within it are its own, as in `Loire_(fleuve)`, as long as they are closed.
"""
_ENDS = ".,;:!?…»'’*"
"""What ends the sentence around an address, or what is quoted or bold, rather than the address."""
_TAG = re.compile(r"(?<![\w#&/])#([^\W\d_][\w-]{0,63})")
_MOST_LINKS = 10


def links_and_tags(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses in a text, some at most, and its tags without their sign.

    >>> links_and_tags("https://a.example/x#y #veille")
    (('https://a.example/x#y',), ('veille',))
    >>> links_and_tags("(lire https://a.example/Loire_(fleuve), **https://b.example/l'eau**)")
    (('https://a.example/Loire_(fleuve)', "https://b.example/l'eau"), ())
    """
    tags = dict.fromkeys(_TAG.findall(_LINK.sub(" ", text)))
    links = [link.rstrip(_ENDS) for link in _LINK.findall(text)]
    links = [f"https://{link}" if link[:4].lower() == "www." else link for link in links]
    return tuple(link for link in links if len(link) > len("https://"))[:_MOST_LINKS], tuple(tags)
