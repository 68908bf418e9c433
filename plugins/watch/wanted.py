"""What somebody looks for among shared links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugins.watch.tags import Tag


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words, tags that all have to be there, since when it was shared, and `by` which member."""

    words: str = ""
    tags: tuple[Tag, ...] = ()
    since: datetime | None = None
    by: int | None = None
