"""The arguments that only partners have: a place, a partner by its name, one line of a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from bot.chat.forms import FieldKind
from bot.chat.messages import Option
from bot.language.messages import Markup, _, escape
from bot.language.moments import Reading
from bot.plugin import Arg, CompletionContext, Rest
from bot.plugin.finding import Found, Misread, Opaque
from bot.territory import Area, Level, find, name_of
from plugins.partners import register
from plugins.partners.content import LONGEST_NAME
from plugins.partners.words import where

_LONGEST_PLACE = 100
_OFFERED = 25
BY_NUMBER = "#"
"""What stands before the id of a card where its name would not do: several have the same."""


@dataclass(frozen=True, slots=True)
class PlaceNamed(Opaque):
    """A commune, an EPCI, a département or a region, by its name, its postcode or its code."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> tuple[Area, ...]:
        """Return what the text may mean: one area; the communes and the EPCI where a postcode has several."""
        home = (Area(Level.DEPARTEMENT, reading.territory),) if reading.territory else ()
        found = find(text[:_LONGEST_PLACE], home, limit=3)
        if not found:
            raise Misread(
                _(
                    "I know no place called “{typed}”. A commune is expected, such as Roanne or 42300.",
                    typed=text[:_LONGEST_PLACE],
                )
            )
        return (found[0],)

    def find(self, _text: str, _reading: Reading) -> Found | None:
        """Find nothing: a place is introduced by a word such as "near", or named in the sentence."""
        return None

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer the places that begin so, those of the network's territory first."""
        territory = ctx.reading.territory
        home = (Area(Level.DEPARTEMENT, territory),) if territory else ()
        found = find(typed[:_LONGEST_PLACE], home, limit=_OFFERED) if typed.strip() else []
        return [Option(name_of(area), escape(name_of(area))) for area in found]


@dataclass(frozen=True, slots=True)
class LineArgument:
    """One line of a form, kept as it was typed."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> str:
        """Return the line."""
        return text.strip()

    def find(self, _text: str, _reading: Reading) -> Found | None:
        """Find nothing: it is only a field of a form."""
        return None


async def complete_partner(ctx: CompletionContext, typed: str) -> Sequence[Option]:
    """Offer the cards whose name holds what was typed, those that begin so first."""
    rows = await register.beginning(ctx.session, ctx.network.id, typed, _OFFERED)
    return [
        Option(
            f"{BY_NUMBER}{row.id}",
            _("{name}, {where}", name=row.name, where=where(row)) if where(row) else escape(row.name),
        )
        for row in rows
    ]


NEAR = Arg(
    _("near"),
    help=_("the place: a commune, a postcode, a département."),
    example=_("Roanne"),
    prepositions=("près de", "près d'", "près du", "pres de", "autour de", "vers", "near", "around"),
)
WORDS = Arg(
    _("words"),
    help=_("a kind of service, a name, or what one needs."),
    example=_("France Services"),
    max_length=200,
)
NAME = Arg(
    _("name"),
    help=_("the name of the partner."),
    example=Markup("CCAS de Roanne"),
    max_length=LONGEST_NAME,
    complete=complete_partner,
)
NAME_OF_NEW = Arg(
    _("name"), help=_("what it is called."), example=Markup("CCAS de Roanne"), max_length=LONGEST_NAME
)

Near: TypeAlias = Annotated[tuple[Area, ...] | None, PlaceNamed(), NEAR]
Name: TypeAlias = Annotated[Rest, NAME]
