"""Which feeds of a channel are meant by what somebody calls them: a name, an address, a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.folding import fold
from bot.language.ranking import rank
from plugins.watch.feeds.rows import Follow

_LEAD = re.compile(r"^(?:(?:le|the)\s+)?(?:n[°ºo]?\.?|#|num[ée]ro|flux|feed)\s*(?=\d+$)", re.IGNORECASE)
"""What leads to a number, as the lists of feeds write it: `n° 3`."""
_DOING = re.compile(
    r"^(?:modifie[rz]?|change[rz]?|supprime[rz]?|retire[rz]?|enl[eè]ve[rz]?|relire|relis|actualise[rz]?|voir"
    r"|ouvrir|ouvre|pause|reprendre|edit|change|remove|open|resume|retry)\s+",
    re.IGNORECASE,
)
"""What is to be done with a feed, as it is said before its name: a feed that is opened has buttons for it."""


def to_open(typed: str) -> str:
    """Return what a feed is called that is to be opened, without what is to be done with it.

    >>> to_open("supprimer 2"), to_open("pause la MedNum")
    ('2', 'la MedNum')
    """
    return _DOING.sub("", typed.strip(), count=1)


def called_just(rows: Sequence[Follow], typed: str) -> Sequence[Follow]:
    """Return the follows whose number, address or title is just that."""
    wanted = fold(_LEAD.sub("", typed.strip(" .!")))
    return [row for row in rows if wanted in (str(row.number), fold(row.feed_url), fold(row.feed_title))]


def called_nearly(rows: Sequence[Follow], typed: str, limit: int) -> Sequence[Follow]:
    """Return the follows whose title or address has these words, or nearly: the nearest first."""
    return rank(typed, rows, lambda row: [row.feed_title, row.feed_url, row.feed_site or ""], limit=limit)
