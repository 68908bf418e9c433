"""What somebody wants done to a meeting, by the verb that they begin with: `reporter …`, `avance …`."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.language.folding import fold
from plugins.meetings.polls.deadline import after


class Verb(StrEnum):
    """What is done; `CHANGE` may be anything."""

    LATER = "later"
    SOONER = "sooner"
    MOVE = "move"
    RENAME = "rename"
    LONGER = "longer"
    SHORTER = "shorter"
    CHANGE = "change"

    @property
    def moves(self) -> bool:
        """Whether it speaks of another time, so that the first of two is the old one."""
        return self in (Verb.LATER, Verb.SOONER, Verb.MOVE)


_ENDS = r"(?:e[rz]?|es|ee?s?|ons)"
_VERBS = {
    Verb.LATER: rf"(?:re-?)?(?:report|repouss|retard|differ){_ENDS}|postponed?|delay(?:ed)?"
    r"|push(?:ed)?(?: back)?",
    Verb.SOONER: r"avanc(?:e[rz]?|es|ee?s?)|advanced?|bring forward",
    Verb.MOVE: rf"(?:decal|deplac|transfer){_ENDS}|moved?|reschedul(?:e|ed)|shift(?:ed)?",
    Verb.RENAME: rf"(?:renomm|intitul){_ENDS}|renamed?",
    Verb.LONGER: rf"(?:prolong|allong|rallong){_ENDS}|extend(?:ed)?",
    Verb.SHORTER: rf"raccourci(?:r|s|e|t)?|(?:ecourt|abreg){_ENDS}|shorten(?:ed)?",
    Verb.CHANGE: rf"(?:modifi|chang|pass|corrig|remplac){_ENDS}|met(?:tre|s|tez)?|change|edit|update|put|set",
}
_POLITE = (
    r"(?:(?:est-ce qu(?:'on|e tu) (?:peut|peux|pourrait)|il faut|faut|peux[- ]tu|tu peux"
    r"|on (?:peut|pourrait|doit)|merci de|je (?:veux|voudrais)|please|stp|svp)\s+)*"
)
_IT = r"(?:-l[ae]|\s+it)?(?:\s+|$)"
_LEADS = [(verb, re.compile(rf"{_POLITE}(?:la |le |l')?(?:{words}){_IT}")) for verb, words in _VERBS.items()]


def verb_of(text: str) -> tuple[Verb | None, str]:
    """Return what a text wants done by its first word, None if that is no such verb, and what follows it.

    >>> verb_of("reporter à mardi"), verb_of("mardi")
    ((<Verb.LATER: 'later'>, 'à mardi'), (None, 'mardi'))
    """
    folded = " ".join(fold(text).replace("’", "'").split())
    for verb, lead in _LEADS:
        if (found := lead.match(folded)) is not None:
            return verb, after(" ".join(text.split()), found[0])
    return None, text
