"""What is typed of a feed: how it is followed, and words to choose its entries by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple, TypeAlias

from bot.chat.forms import FieldKind
from bot.language.catalogue import in_every_language
from bot.language.folding import fold, nearest
from bot.language.messages import Markup, _, pgettext
from bot.language.moments import Reading
from bot.plugin import Arg
from bot.plugin.arguments import IntegerArgument, PlaceArgument
from bot.plugin.choices import ChoiceArgument
from bot.plugin.finding import Found, Misread
from plugins.watch.arguments import LinkArgument
from plugins.watch.feeds.following import MOST_A_DAY
from plugins.watch.feeds.models import LONGEST_WORDS

MODES = {"now": pgettext("feed", "at once"), "letter": pgettext("feed", "letter")}


_MODES_SAID = {
    "now": pgettext(
        "feed",
        "immediate\nimmediately\nright away\nstraight away\nas it comes\nas they come\nas soon as it is out\n"
        "live\nin real time",
    ),
    "letter": pgettext("feed", "the letter\nfor the letter\nin the letter\nto the letter"),
}
_THINGS = r"(?:\s*(?:articles?|entr[ée]es?|entries|nouveaut[ée]s|posts?|fois|times|x(?!\w)))?"
_PER_DAY = r"\s*(?:par|/|a|per)\s*(?:jours?|jrs?|j|days?)"
_MOST = r"(?:au plus|au maximum|maximum|max|at most)"
_AT_MOST = rf"(?:\s+{_MOST})?"
_A_DAY = re.compile(rf"^(?P<number>\S+?){_THINGS}(?:{_PER_DAY})?{_AT_MOST}$", re.IGNORECASE)
_A_DAY_AT_THE_END = re.compile(
    rf"(?:^|(?<![\s,;])[\s,;]+)(?P<rate>\d{{1,15}}{_THINGS}(?:{_PER_DAY}{_AT_MOST}|\s+{_MOST}))[\s,;.]*$",
    re.IGNORECASE,
)
_MOST_AT_THE_END = re.compile(
    rf"(?:^|(?<![\s,;])[\s,;]+){_MOST}\s*:?\s*(?P<rate>\d{{1,15}}{_THINGS}(?:{_PER_DAY})?)[\s,;.]*$",
    re.IGNORECASE,
)
_LEFT_HANGING = re.compile(r"(?:[\s,;:.–-]+|(?:^|(?<=[\s,;]))(?:et|mais|and|but))+$", re.IGNORECASE)
"""What joined words to what was taken out after them."""
_MOST_WORDS = 5
"""Words of a way to follow a feed, whether it is understood or not."""
_LONG = 7
"""Letters of what may be a way to follow but for slips, after words that are none."""


_LED_IN = re.compile(
    r"^(?:(?:le|la|les|un|une|ce|cet|cette|au|aux|the|this)\s+)?"
    r"(?:sites?|flux|fil(?!\s+de\s+l)|blogs?|rss|page|lien|adresse|feed|link|website)"
    r"(?:\s+(?:rss|atom|web|internet))?\s*:?(?!\S)",
    re.IGNORECASE,
)
"""What is followed, as people say it before its address: `le site https://…`."""

_OF_READERS = re.compile(r"^(?:feed|pcast|itpc)://(?:https?://)?", re.IGNORECASE)
"""How addresses of feeds begin that sites write for programs which read feeds."""


@dataclass(frozen=True, slots=True)
class SourceArgument(LinkArgument):
    """The address of what is followed; what leads to it says nothing, nor do people's manners.

    So do `le flux de https://…` and `stp`.
    """

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the first address of the text."""
        found = LinkArgument.find(self, text, reading)
        if found is None:
            return None
        from plugins.watch.saying import without_manners

        rest = _LED_IN.sub("", without_manners(found.rest), count=1).strip()
        return Found(_OF_READERS.sub("http://", str(found.value), count=1), found.raw, rest)


Source: TypeAlias = Annotated[str, SourceArgument()]


def without_rate(text: str) -> tuple[str, str]:
    """Return a text without the number a day at its end, and that number as it was typed.

    >>> without_rate("sport, 3 articles par jour")
    ('sport', '3 articles par jour')
    """
    found = _A_DAY_AT_THE_END.search(text) or _MOST_AT_THE_END.search(text)
    return (text[: found.start()], found["rate"]) if found else (text.strip(), "")


class Apart(NamedTuple):
    """Words to choose by, and what was said after them: the number a day, and the ways to follow."""

    include: str
    exclude: str
    maximum: int | None
    modes: tuple[str, ...]


def apart(include: str | None, exclude: str | None) -> Apart:
    """Return words to choose by without how, and how many a day, at the end of either."""
    with_these, of_these = _without_ends(include or "")
    without_these, of_those = _without_ends(exclude or "", led_in_by="sans")
    rates = [*of_those.rates, *of_these.rates]
    found = _A_DAY.match(rates[0]) if rates else None
    maximum = int(found["number"]) if found else None
    return Apart(with_these, without_these, maximum, (*of_these.modes, *of_those.modes))


class _Ends(NamedTuple):
    """What stood after words to choose by: numbers a day as they were typed, and ways to follow."""

    rates: list[str]
    modes: list[str]


def _without_ends(text: str, led_in_by: str = "") -> tuple[str, _Ends]:
    """Return a text without what is said at its end of how, and how many, in any order.

    With the word that led in to it, it may say how as a whole: `sans attendre`.
    """
    ends = _Ends([], [])
    while True:
        text, rate = without_rate(text)
        found = None if rate else WAY.find_at_end(text)
        if not rate and found is None and text and led_in_by:
            whole = WAY.find_at_end(f"{led_in_by} {text}")
            found = whole if whole is not None and not whole.rest else None
        if rate:
            ends.rates.append(rate)
        elif found is not None:
            text = found.rest
            ends.modes.append(found.value)
        else:
            return text, ends
        text = _LEFT_HANGING.sub("", text)


class WayArgument(ChoiceArgument):
    """How a feed is followed, as people say and misspell it; other words in its place are told so."""

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the way with which the text begins.

        Raises:
            Misread: a few words stand there that are none.
        """
        found = super().find(text, reading) or self._nearly(text)
        if found is None:
            self._check_is_none(text, reading)
        return found

    def find_at_end(self, text: str) -> Found | None:
        """Return the way that the text ends with, the longest one.

        A single word is none where it stands alone, as it may be what is looked for; nor is a short slip.
        """
        words = list(re.finditer(r"\S+", text))
        for first in words[-_MOST_WORDS:]:
            raw = text[first.start() :].strip(" ,;.!")
            if first is words[0] and " " not in raw:
                continue
            known = dict(self._names())
            name = fold(raw)
            if name not in known and len(name) >= _LONG:
                alike = [one for one in known if len(one.split()) == len(name.split())]
                name = next(iter(nearest(name, alike, 1)), name)
            if name in known:
                return Found(known[name], raw, text[: first.start()].strip())
        return None

    def _nearly(self, text: str) -> Found | None:
        """Return the way that the text begins with but for slips, as many words as it has."""
        words = list(re.finditer(r"\S+", text))[:_MOST_WORDS]
        for count in range(len(words), 0, -1):
            raw = text[: words[count - 1].end()].strip().rstrip(",;")
            known = {name: value for name, value in self._names() if len(name.split()) == count}
            if likeliest := nearest(raw, known, 1):
                return Found(known[likeliest[0]], raw, text[words[count - 1].end() :].strip())
        return None

    def _names(self) -> Iterator[tuple[str, Any]]:
        for value in self.values:
            said = [self.labels[value], *([self.said[value]] if value in self.said else [])]
            for lines in (line for text in said for line in in_every_language(text)):
                yield from ((fold(name), value) for name in lines.splitlines())

    def _check_is_none(self, text: str, reading: Reading) -> None:
        words, rate = without_rate(text)
        if not words or "://" in words or len(words.split()) > _MOST_WORDS:
            return
        if ADayArgument().find(words, reading) is not None:
            return
        said = _(
            "I do not know “{words}”. Say “{now}”, and what is new is posted as it comes, or “{letter}”, and "
            "it is kept for the letter.",
            words=words,
            now=self.labels["now"],
            letter=self.labels["letter"],
        )
        raise Misread(said, raw=words, rest=rate)


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


class ChannelArgument(PlaceArgument):
    """A channel, also by its bare name: nothing else is said there."""

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the place that the text names, else the one of which its only word is the name."""
        found = super().find(text, reading)
        if found is None and len(text.split()) == 1 and "://" not in text:
            return Found(self.read(text, reading), text.strip(), "")
        return found


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


_NAMING = ("le mot", "les mots", "mot", "mots", "the word", "the words")


def _introducing(*leads: str) -> tuple[str, ...]:
    """Return what introduces words to choose by: `sans`, `sans les mots`."""
    return (*leads, *(f"{lead} {naming}" for lead in leads for naming in _NAMING))


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
    prepositions=(
        *_introducing("avec", "with", "contenant", "seulement avec", "uniquement avec", "only with"),
        *_introducing("seulement", "uniquement", "only"),
        *("mots", "mot", "les mots", "le mot"),
    ),
)
WAY = WayArgument(tuple(MODES), MODES, said=_MODES_SAID)
EXCLUDE = Arg(
    pgettext("feed", "without"),
    help=_("no entry with one of these words."),
    example=_("sport"),
    max_length=LONGEST_WORDS,
    prepositions=_introducing(
        *("sans", "sauf", "hormis", "excepté", "mais pas", "pas de", "mais sans"),
        *("without", "except", "but not"),
    ),
)
MAXIMUM = Arg(
    _("maximum"),
    help=_("how many entries a day are posted at once, from 1 to {most}.", most=MOST_A_DAY),
    example=Markup("5"),
    prepositions=("maximum", "max", "au maximum", "au plus", "at most"),
)
