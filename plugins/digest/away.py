"""What is typed for times without a letter: until when, from when until when, or only the next one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from bot.chat.forms import FieldKind
from bot.language.folding import fold
from bot.language.messages import _
from bot.language.moments import Reading
from bot.plugin import Arg
from bot.plugin.absences import BackArgument
from bot.plugin.days_off import Away, find_away
from bot.plugin.finding import Found, Misread, Opaque

_NO_DAYS = _(
    "From when until when shall it pause? For example “until 5 January”, “from 20 December to 4 January”, "
    "“2 weeks” or “August”; with nothing it pauses until you resume it. To leave out the next one alone: "
    "`/letter skip`."
)
_ONE = re.compile(
    r"(?:(?:la|une|cette|prochaine|suivante|lettre|edition|fois|date|the|this|next|letter|one|time)\b ?)*"
)
"""The words of which somebody says that only the next letter is meant."""


@dataclass(frozen=True, slots=True)
class AwayArgument(BackArgument):
    """How long a pause is, as the whole text: `jusqu’au 5 janvier`, `2 semaines`, `du 3 au 10`, `en août`."""

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return when it does not come.

        Raises:
            Misread: the text says nothing of that: it is no pause without an end.
        """
        return find_away(text, reading, _NO_DAYS)


@dataclass(frozen=True, slots=True)
class NextOneArgument(Opaque):
    """The words that mean the next letter alone, as the whole text: `la prochaine`, `cette fois`."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> str:
        """Return the words."""
        if not _ONE.fullmatch(fold(text).strip(" .!")):
            raise Misread(
                _(
                    "`/letter skip` leaves out the next letter alone. For several: `/letter pause until "
                    "5 January`."
                ),
                raw=text.strip(),
                rest="",
            )
        return text.strip()

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the whole text, if there is one."""
        return Found(self.read(text, reading), text.strip(), "") if text.strip() else None


Until: TypeAlias = Annotated[
    Away | None,
    AwayArgument(),
    Arg(
        _("until"),
        help=_("until when it does not come; until you resume it if you say nothing."),
        example=_("until 5 January"),
    ),
]
NextOne: TypeAlias = Annotated[
    str | None,
    NextOneArgument(),
    Arg(_("which one"), help=_("only the next one, which it is anyway."), example=_("the next one")),
]
