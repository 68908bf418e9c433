"""How often a person is told of what they subscribed to, in their own words: `1x par jour`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeAlias

from bot.language.folding import fold
from bot.language.messages import pgettext
from bot.language.moments import Reading
from bot.plugin.choices import ChoiceArgument
from bot.plugin.finding import Found, Misread

_LONGEST = 6
"""Words of what is said for a frequency."""
_BETWEEN = " ,;–-"


_DAILY = re.compile(
    r"(?:(?:re)?groupes?,? )?(?:"
    r"(?:une?|1|one|once)? ?(?:seule )?(?:fois?|x|mail|message|mp|dm)? ?(?:/|par|per|a|each|every) ?"
    r"(?:jours?|jrs?|j|days?|matins?|mornings?|soirs?)"
    r"|(?:tou[ts]?|toutes?) les? (?:jours?|matins?|soirs?)"
    r"|chaques? (?:jours?|matins?|soirs?)|(?:le|au|in the|the) (?:matin|soir|morning|evening)"
    r"|quot?tidien(?:ement|nement)?|journal+ier)"
)
"""Once a day, as people write it, folded: `une fois/jour`, `tout les jours`, `chaque matin`."""
_AT_ONCE = re.compile(
    r"(?:de maniere |en )?(?:im+[ei]?dia?t(?:e?ment|e|ly)?|instantane(?:ment)?|instan?tly)"
    r"|de suite|tou[ts]? de suites?|directement|en temps reel|asap|a chaque (?:fois|lien|partage)"
    r"|des (?:que possible|maintenant|(?:la |leur |sa |l')?(?:parution|publication|sortie|arrive\w*|partage))"
    r"|au fur et a mesure|sans (?:attendre|delais?)|real time|when (?:it|they) (?:comes?|arrives?)"
)
"""At once, as people write it, folded: `imediatement`, `dès parution`, `tout de suite`."""
_PERIOD = (
    r"(?:semaines?|mois|quinzaines?|heures?|an(?:nee)?s?|weeks?|months?|hours?|years?"
    r"|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?"
    r"|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)"
)
_OTHER = re.compile(
    r"(?<!\S)(?:(?:(?:une?|deux|trois|\d+|once|twice) ?(?:fois|x|times)? ?)?"
    r"(?:par|/|per|a|each|every|chaques?|tou[ts]e?s? les(?: \d+| deux| trois)?) ?"
    rf"{_PERIOD}|hebdo\w*|mensuel\w*|weekly|monthly|hourly)[ .!]*$"
)
"""Other frequencies, folded, of which there are none."""


def other_frequency(text: str) -> str:
    """Return the frequency at the end of a text that is none that can be had, as it is folded; else nothing.

    >>> other_frequency("chaque semaine"), other_frequency("pix, 2 fois par mois"), other_frequency("mois")
    ('chaque semaine', '2 fois par mois', '')
    """
    found = _OTHER.search(fold(text))
    return found.group().strip(" .!") if found is not None else ""


class Frequency(StrEnum):
    """At once, or once a day."""

    AT_ONCE = "at-once"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class FrequencyArgument(ChoiceArgument):
    """A frequency, at the beginning or the end of a text; slips in it are understood."""

    def read(self, text: str, reading: Reading) -> Frequency:
        """Return the frequency that the whole text is."""
        said = fold(text).strip(" .,;!")
        if _DAILY.fullmatch(said):
            return Frequency.DAILY
        if _AT_ONCE.fullmatch(said):
            return Frequency.AT_ONCE
        return Frequency(str(ChoiceArgument.read(self, text, reading)))

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the frequency that the text begins or ends with, the longest one."""
        found = ChoiceArgument.find(self, text, reading)
        if found is not None:
            return Found(found.value, found.raw, found.rest.strip(_BETWEEN))
        for word in list(re.finditer(r"\S+", text))[-_LONGEST:]:
            raw = text[word.start() :].strip(f"{_BETWEEN}.!")
            try:
                return Found(self.read(raw, reading), raw, text[: word.start()].strip(_BETWEEN))
            except Misread:
                continue
        return None


FREQUENCY = FrequencyArgument(
    tuple(Frequency),
    {
        Frequency.AT_ONCE: pgettext("frequency", "at once"),
        Frequency.DAILY: pgettext("frequency", "once a day"),
    },
    said={
        Frequency.AT_ONCE: pgettext(
            "frequency", "immediately\nright away\nstraight away\nas it comes\nas they come\nwithout delay"
        ),
        Frequency.DAILY: pgettext(
            "frequency", "daily\nevery day\na day\ngrouped\ngrouped once a day\nin one message"
        ),
    },
)
HowOften: TypeAlias = Annotated[Frequency, FREQUENCY]
