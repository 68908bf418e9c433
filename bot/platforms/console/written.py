"""What somebody wrote at the console: a line has no id, so it is given one for the bot to name it by."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.delivery import SendRefusedError
from bot.language.messages import Markup, Text, _


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line that somebody wrote for everyone.

    `number` is that of the line in this session, None if lines are not counted.
    """

    id: str
    number: int | None
    user: str

    def spell(self) -> str:
        """Return the name."""
        return f"line:{self.id}:{self.number or 0}:{self.user}"

    @classmethod
    def read(cls, name: str) -> WrittenLine:
        """Return what a name names.

        Raises:
            SendRefusedError: it is none.
        """
        kind, _colon, rest = name.partition(":")
        parts = rest.split(":", 2)
        if kind != "line" or len(parts) != 3:
            raise SendRefusedError(f"there is no message {name}")
        return cls(parts[0], int(parts[1]) or None, parts[2])

    def explain(self, sign: str) -> Text:
        """Return what a reaction to it says."""
        if self.number is None:
            return _("{sign} (to what {user} wrote)", sign=Markup(sign), user=self.user)
        return _(
            "{sign} (to line {line}, of {user})",
            sign=Markup(sign),
            line=Markup(str(self.number)),
            user=self.user,
        )
