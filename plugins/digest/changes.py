"""What is typed to change a draft: `monter 3`, `3 en tête`, `3 après 5`, `retirer 3 et 4`, `remettre`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from bot.chat.forms import FieldKind
from bot.language.messages import _
from bot.language.moments import Reading
from bot.language.reordering import Change, read_change
from bot.plugin import Arg
from bot.plugin.finding import Found, Misread, Opaque


@dataclass(frozen=True, slots=True)
class ChangeArgument(Opaque):
    """What is to be changed in a draft, as the whole text."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> Change:
        """Return the change."""
        change = read_change(text)
        if change is None:
            raise Misread(
                _(
                    "What shall I change in the draft? Each item has a number there: “up 3”, “3 first”, "
                    "“3 after 5”, “drop 3 and 4”; “put back” undoes it. Sections go by their titles: "
                    "“section links first”."
                )
            )
        return change

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the change that the whole text says, None if it says nothing."""
        text = text.strip()
        return Found(self.read(text, reading), text, "") if text else None


DraftChange: TypeAlias = Annotated[
    Change | None,
    ChangeArgument(),
    Arg(
        _("change"),
        help=_("what to change in it: an item by its number in the draft, a section by its title."),
        example=_("up 3"),
    ),
]
