"""What goes back to the person who did something, in their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.chat.forms import FormView
from bot.chat.messages import Reply, Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure(Reply):
    """A clear message that what was asked was not done; `code` is its stable name."""

    code: str


Answer: TypeAlias = Reply | Update | FormView
"""Everything in an answer is rendered."""
