"""Links and tags in what people write to each other."""

from __future__ import annotations

import re

_PART = r"[^\s<>()\[\]\"`]"
_LINK = re.compile(rf"https?://{_PART}+(?:\({_PART}*\){_PART}*)*")
"""An address; brackets within it are its own, as in `Loire_(fleuve)`, as long as they are closed."""
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
    links = (link.rstrip(_ENDS) for link in _LINK.findall(text))
    return tuple(link for link in links if len(link) > len("https://"))[:_MOST_LINKS], tuple(tags)
