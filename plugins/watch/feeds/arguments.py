"""What is typed of a feed: how it is followed, and words to choose its entries by."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.forms import FieldKind
from bot.language.messages import Markup, _, pgettext
from bot.language.moments import Reading
from bot.plugin import Arg
from bot.plugin.finding import Found
from plugins.watch.feeds.following import MOST_A_DAY
from plugins.watch.feeds.models import LONGEST_WORDS

MODES = {"now": pgettext("feed", "at once"), "letter": pgettext("feed", "letter")}


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
    prepositions=("maximum", "max", "au plus", "at most"),
)
