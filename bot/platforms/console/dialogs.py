"""The forms that are open at the console: each person's newest is the one that they fill in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.forms import FormView
from bot.errors import Refusal
from bot.language.messages import _
from bot.platforms.console.outputs import Output
from bot.platforms.console.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class Dialog:
    """An open form, where it was opened, and the output whose button opened it, if one did."""

    form: FormView
    where: Whereabouts
    pressed: Output | None


class Dialogs:
    """The open forms of everybody at the console."""

    def __init__(self) -> None:
        self._open: list[Dialog] = []

    def open(self, dialog: Dialog) -> None:
        """Open a form."""
        self._open.append(dialog)

    def newest(self, user: str) -> Dialog | None:
        """Return the newest form that is open for a person, None if there is none."""
        return next((dialog for dialog in reversed(self._open) if dialog.where.user == user), None)

    def close(self, user: str) -> Dialog:
        """Close the newest form that is open for a person, and return it.

        Raises:
            Refusal: none is open.
        """
        dialog = self.newest(user)
        if dialog is None:
            raise Refusal("no_form", _("No form is open."))
        self._open = [other for other in self._open if other is not dialog]
        return dialog
