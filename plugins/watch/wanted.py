"""What somebody looks for among shared links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
