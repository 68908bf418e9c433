"""Links and tags in what people write to each other."""

from __future__ import annotations

from bot.chat.addresses import ADDRESS, without_end
from bot.chat.hashtags import tags_of

_MOST_LINKS = 10


def links_and_tags(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses in a text, some at most, and its tags without their sign.

    >>> links_and_tags("https://a.example/x#y #veille")
    (('https://a.example/x#y',), ('veille',))
    >>> links_and_tags("(lire https://a.example/Loire_(fleuve), **https://b.example/l'eau**)")
    (('https://a.example/Loire_(fleuve)', "https://b.example/l'eau"), ())
    """
    tags = dict.fromkeys(tags_of(ADDRESS.sub(" ", text)))
    links = [without_end(link) for link in ADDRESS.findall(text)]
    links = [f"https://{link}" if link[:4].lower() == "www." else link for link in links]
    return tuple(link for link in links if len(link) > len("https://"))[:_MOST_LINKS], tuple(tags)
