"""What somebody asked of the bot, and what their client shows of the answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from . import limits
from .choosing import shown
from .filling import Modal
from .interactions import Interaction
from .messages import Message, NotThereError

if TYPE_CHECKING:
    from .person import Person

PATIENCE = 10.0
"""Seconds to wait for something that should come."""
_LATE = limits.ACKNOWLEDGED_WITHIN.total_seconds() + 0.05


class NothingCameError(AssertionError):
    """What somebody waited for did not come in time."""


class DidNotRespondError(AssertionError):
    """The client says: the application did not respond."""


class Asked:
    """Something that somebody asked of the bot, and what their client shows of the answer."""

    def __init__(self, person: Person, interaction: Interaction) -> None:
        self.person = person
        self.interaction = interaction

    async def settled(self, within: float = PATIENCE) -> Asked:
        """Wait for the answer; for a deferred one until there is something to see.

        Raises:
            DidNotRespondError: nothing acknowledged it in three seconds (of the clock of the fake).
            NothingCameError: nothing came in time.
        """
        fake, interaction = self.person.fake, self.interaction

        def done() -> bool:
            return interaction.settled or interaction.too_late(fake.state.now())

        # Nothing tells those who wait that time is up: it passes.
        deadline = asyncio.get_running_loop().call_later(_LATE, fake.notify)
        try:
            await fake.until(done, within)
        except AssertionError:
            state = "was deferred only" if interaction.answer else "was not answered"
            raise NothingCameError(f"{interaction.data.get('name', 'the press')} {state}") from None
        finally:
            deadline.cancel()
        if not interaction.settled:
            raise DidNotRespondError(f"{interaction.data.get('name', 'the press')}: no response in 3 s")
        return self

    @property
    def message(self) -> Message:
        """The answer: a message of its own, or the one that the component belongs to.

        Raises:
            NotThereError: there is none.
        """
        if self.interaction.original is None or self.interaction.original.deleted:
            raise NotThereError(f"no message answers (callback {self.interaction.answer})")
        return self.interaction.original

    @property
    def messages(self) -> list[Message]:
        """All messages of the answer that are still there."""
        return self.interaction.messages

    @property
    def text(self) -> str:
        """What all messages of the answer say, one below the other."""
        return "\n".join(message.text for message in self.messages)

    @property
    def is_ephemeral(self) -> bool:
        return self.message.is_ephemeral

    @property
    def modal(self) -> Modal:
        """The form that opened.

        Raises:
            NotThereError: none did.
        """
        if self.interaction.modal is None:
            raise NotThereError(f"no form opened (callback {self.interaction.answer}): {self.text!r}")
        return Modal(self.interaction)

    @property
    def choices(self) -> list[str]:
        """Names of the choices that autocompletion gives, as the person sees them."""
        return [shown(choice, self.person.user.locale) for choice in self.interaction.choices]

    @property
    def values(self) -> dict[str, Any]:
        """Values of the choices by name."""
        return {shown(one, self.person.user.locale): one["value"] for one in self.interaction.choices}
