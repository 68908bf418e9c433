"""Claims: what somebody had begun is not begun again while what it needs from outside is looked up.

A platform may give each press and each dialog no id, and gives a second press another one: nothing else would
keep what a person does twice, for the answer is long in coming, from being done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from bot.chat.incoming import Incoming, Press, Submission
from bot.errors import Refusal
from bot.language.messages import _
from bot.runtime.receipts import HandledBeforeError

Deed = tuple[Hashable, ...]
"""What somebody does, where a second one would be the same once more."""

_UNDER_WAY = _("This is under way already: I answer you as soon as I can. There is no need to do it again.")


class Claims:
    """What is under way, in memory; each is claimed by the key of its event, None if it has none."""

    def __init__(self) -> None:
        self._held: dict[Deed, str | None] = {}

    @contextmanager
    def held(self, deed: Deed | None, key: str | None) -> Iterator[Callable[[], None]]:
        """Give what claims a deed, once or several times, until this is left; None can be done as one likes.

        Raises:
            Refusal: it is under way, now or when it is to be claimed.
            HandledBeforeError: it is, for the very same event.
        """
        is_ours = False

        def claim() -> None:
            nonlocal is_ours
            if deed is None or is_ours:
                return
            self._check(deed, key)
            self._held[deed] = key
            is_ours = True

        self._check(deed, key)
        try:
            yield claim
        finally:
            if deed is not None and is_ours:
                del self._held[deed]

    def _check(self, deed: Deed | None, key: str | None) -> None:
        if deed is None or deed not in self._held:
            return
        if key is not None and self._held[deed] == key:
            raise HandledBeforeError
        raise Refusal("under_way", _UNDER_WAY)


def deed_of(incoming: Incoming) -> Deed | None:
    """Return what is done by a press or a form; what people type or choose anew is an order of its own."""
    what: tuple[Hashable, ...]
    match incoming:
        case Press():
            what = "press", incoming.action, incoming.choice, incoming.delivery
        case Submission():
            what = "form", incoming.form, frozenset(incoming.values.items())
        case _:
            return None
    where = incoming.location
    who = where.platform, where.id, incoming.author.id
    return (*who, incoming.plugin, *what, frozenset(incoming.arguments.items()))


def draft_of(sent: Submission) -> Deed:
    """Return what is done by any step of a draft: there is one draft, whatever was typed last."""
    return sent.location.platform, sent.author.id, "draft", sent.arguments.get("draft")
