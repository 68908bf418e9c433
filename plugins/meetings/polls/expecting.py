"""Whose answers a poll waits for: the people of its channels, as far as their chats tell who is there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.plugin import Present


@dataclass(frozen=True, slots=True)
class Expected:
    """Whose answers a poll waits for: `members` by their ids, and so many `strangers` whom the bot never met.

    Where one of its channels does not tell who is there, `is_known` is false: nobody is said to be missing.
    """

    members: frozenset[int] = frozenset()
    strangers: int = 0
    is_known: bool = True

    def with_channel(self, present: Present | None) -> Expected:
        """Return it with the people of one more channel; who is in two of them counts once."""
        if present is None:
            return replace(self, is_known=False)
        return replace(
            self, members=self.members | present.members, strangers=max(self.strangers, present.strangers)
        )

    def without(self, members: Collection[int]) -> Expected:
        """Return it without some: those who want to be left in peace, or whom nobody waits for."""
        return replace(self, members=self.members - set(members))

    def missing(self, answered: Collection[int]) -> int | None:
        """Return how many have not answered, None where that is not known.

        `answered` are those who did; of strangers nobody did: who answers is known from then on.
        """
        return len(self.members - set(answered)) + self.strangers if self.is_known else None
