"""What is wanted of a subject: to learn it, to have it done, or to follow it up."""

from __future__ import annotations

from typing import Literal

from plugins.referral.lexicon import Lexicon
from plugins.referral.patterns import Line, found

Act = Literal["learn", "understand", "do", "follow", "unsaid"]
"""`understand` is a weak sign of learning: where a desk can explain, the desk comes first."""


def act_of(line: Line, lexicon: Lexicon) -> Act:
    """Return what is wanted, as far as it is said."""
    learn, do, follow = (lexicon.acts[name] for name in ("learn", "do", "follow"))
    refuses = found(line, learn.cancel)
    if not refuses and found(line, learn.strong):
        return "learn"
    if found(line, do.strong):
        return "do"
    if found(line, follow.strong):
        return "follow"
    if refuses or found(line, do.weak):
        return "do"
    return "understand" if found(line, learn.weak) else "unsaid"
