"""What somebody looks for among shared links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.language.folding import fold
from bot.language.messages import Markup, _
from bot.plugin import Arg
from plugins.watch.tags import Tag

WORDS = Arg(_("words"), help=_("what you remember of it, in any order."), example=_("digital identity"))
LIKE = Arg(_("words"), help=_("how a tag begins, or nearly."), example=Markup("seniors"))
OF_TAGS = Arg(_("tags"), help=_("only links that have all of these tags."), example=Markup("#seniors"))
SINCE = Arg(_("since"), help=_("only links shared since that day."), example=_("since 3 months"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words, tags that all have to be there, since when it was shared, and `by` which member."""

    words: str = ""
    tags: tuple[Tag, ...] = ()
    since: datetime | None = None
    by: int | None = None


_NOTHING = re.compile(
    r"(?:(?:tout(?:es?)?|tous|les?|des|ca|derni(?:er|ere)s?|nouveaux?|nouveautes?|plus|recente?s?|liens?"
    r"|partages?|partagee?s?|trucs|all|everything|the|latest|last|new|recent|links?|shared|shares)\b"
    r"[ ,.!?]*)+"
)
"""What names links and nothing about them: `tous les liens`, `les dernières nouveautés`."""


def without_links_named(text: str) -> str:
    """Return what somebody looks for, nothing where they only name links.

    >>> without_links_named("tous les liens partagés"), without_links_named("liens utiles")
    ('', 'liens utiles')
    """
    return "" if _NOTHING.fullmatch(fold(text)) else text
