"""What is typed of a feed: how it is followed, and words to choose its entries by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.chat.forms import FieldKind
from bot.language.messages import Markup, _, pgettext
from bot.language.moments import Reading
from bot.plugin import Arg
from bot.plugin.arguments import IntegerArgument
from bot.plugin.finding import Found, Misread
from plugins.watch.feeds.following import MOST_A_DAY
from plugins.watch.feeds.models import LONGEST_WORDS

MODES = {"now": pgettext("feed", "at once"), "letter": pgettext("feed", "letter")}


_MODES_SAID = {
    "now": pgettext("feed", "immediately\nright away\nstraight away\nas it comes\nas they come"),
    "letter": pgettext("feed", "the letter\nfor the letter\nin the letter\nto the letter"),
}
_A_DAY = re.compile(
    r"^(?P<number>\S+?)(?:\s*(?:articles?|entr[ée]es?|entries|nouveaut[ée]s|posts?))?"
    r"(?:\s*(?:par|/|a|per)\s*(?:jour|j|day))?(?:\s+(?:au plus|au maximum|maximum|max|at most))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ADayArgument:
    """A number of entries a day, as people say it: `2`, `2 par jour`, `2 articles/jour au plus`."""

    kind: FieldKind = FieldKind.NUMBER

    def read(self, text: str, reading: Reading) -> int:
        """Return the number."""
        match = _A_DAY.match(text.strip())
        return IntegerArgument().read(match["number"] if match else text, reading)

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the number that the whole text says."""
        try:
            return Found(self.read(text, reading), text.strip(), "")
        except Misread:
            return None


@dataclass(frozen=True, slots=True)
class WordsArgument:
    """A few words, only as `avec: mots`."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> str:
        """Return the words."""
        return " ".join(text.split())

    def find(self, _text: str, _reading: Reading) -> Found | None:
        """Find nothing: they have to be introduced."""
        return None


MODE = Arg(
    pgettext("feed", "when"),
    help=_("post what is new at once, or keep it for the letter."),
    choices=MODES,
    said=_MODES_SAID,
)
INCLUDE = Arg(
    pgettext("feed", "with"),
    help=_("only entries with one of these words; “a phrase” counts as one."),
    example=_("inclusion accessibility"),
    max_length=LONGEST_WORDS,
    prepositions=("avec", "with"),
)
EXCLUDE = Arg(
    pgettext("feed", "without"),
    help=_("no entry with one of these words."),
    example=_("sport"),
    max_length=LONGEST_WORDS,
    prepositions=("sans", "without"),
)
MAXIMUM = Arg(
    _("maximum"),
    help=_("how many entries a day are posted at once, from 1 to {most}.", most=MOST_A_DAY),
    example=Markup("5"),
    prepositions=("maximum", "max", "au maximum", "au plus", "at most"),
)
