"""What words about a poll that there is want done with it: `clore le sondage`, `résultats`, `relancer`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.language.folding import fold
from plugins.meetings.polls.deadline import closing_in


class Order(StrEnum):
    """What becomes of a poll that there is."""

    VOTE = "vote"
    CLOSE = "close"
    REMIND = "remind"
    RESULTS = "results"
    REOPEN = "reopen"
    EXTEND = "extend"
    MANAGE = "manage"


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order, the words that say of which poll, and until when people vote from then on.

    Where nothing says that it is a poll it is one only if one is called so, and else no order: `is_sure`.
    """

    order: Order
    named: str = ""
    until: str = ""
    is_sure: bool = True


_VERBS = {
    Order.VOTE: r"votez?|voter|repond(?:re|s|ez)|participer|answer",
    Order.CLOSE: r"clo(?:re|s|t|ture[rz]?|turer|se)|ferme[rz]?|arrete[rz]?|stop(?:per)?|termine[rz]?"
    r"|fin(?:ir)?|close|end",
    Order.REMIND: r"relance[rz]?|rappele[rz]?|rappelle|rappel|remind|nudge",
    Order.RESULTS: r"(?:voir |montre[rz]? |affiche[rz]? |show )?(?:(?:les |le |the )?(?:resultats?|results?))"
    r"|voir|montre[rz]?|affiche[rz]?|show|depouille[rz]?|ou en est|poll results"
    r"|qui (?:a|n'a pas)(?: deja| encore)? (?:vote|repondu)",
    Order.REOPEN: r"re ?ouvr\w*|rouvr\w*|reopen|open again",
    Order.EXTEND: r"prolonge[rz]?|repousse[rz]?|extend|postpone",
    Order.MANAGE: r"annule[rz]?|supprime[rz]?|efface[rz]?|retire[rz]?|modifie[rz]?|change[rz]?|gere[rz]?"
    r"|liste[rz]?|en cours|ouverts?|cancel|delete|remove|edit|manage|list",
}
_THE = r"(?:(?:le|la|les|ce|cette|mon|un|du|des?|au|a|the|my|this|of|in) )*"
_POLL = r"(?:(?:dernier |last )?(?:sondages?|votes?|scrutin|consultations?|polls?|questions?))"
_PEOPLE = (
    r"(?:(?:tout le monde|tous|toutes|everybody|everyone|(?:celles et )?ceux qui n'ont pas (?:encore )?"
    r"(?:vote|repondu)|(?:non[- ]votants?|retardataires|absents?))(?: |$))*"
)
_PATTERNS = {
    order: re.compile(rf"(?:{verb})(?: (?P<people>{_PEOPLE}){_THE}(?P<poll>{_POLL})?(?P<rest>.*))?")
    for order, verb in _VERBS.items()
}
_NAMED = re.compile(
    r"^(?:(?:maintenant|now|tout de suite|stp|svp|please)\b ?)*"
    r"(?:(?:sur|de|du|pour|about|on|a|au|of|for|des?) )*"
)
_UNTIL = re.compile(r"\b(?:jusqu\S*|avant|until|till|cloture)\b.*", re.IGNORECASE)


def order_in(sentence: str) -> Ordered | None:
    """Return what a sentence may want done with a poll, None if it is a question to ask.

    >>> order_in("clore").order, order_in("résultats du sondage sur la salle").named
    (<Order.CLOSE: 'close'>, 'la salle')
    >>> order_in("Fermer la salle le vendredi").is_sure, order_in("Modifier le sondage ?")
    (False, None)
    >>> order_in("rouvrir le sondage jusqu’à vendredi 18h").until
    'vendredi 18h'
    """
    if "?" in sentence or ";" in sentence or "\n" in sentence.strip():
        return None
    until = _UNTIL.search(sentence)
    closes = closing_in(until[0]) if until is not None else ""
    said = fold(sentence[: until.start()] if until is not None and closes else sentence).strip(" .!")
    for order, pattern in _PATTERNS.items():
        found = pattern.fullmatch(said)
        if found is None:
            continue
        rest = (found["rest"] or "").strip()
        is_sure = bool(found["poll"]) or not rest
        return Ordered(order, named(rest), closes, is_sure)
    return None


def named(words: str) -> str:
    """Return the words that name a poll, without those that lead to them.

    >>> named("sur la salle"), named("le sondage « Quel outil »"), named("maintenant")
    ('la salle', 'quel outil', '')
    """
    said = re.sub(rf"^(?:{_PEOPLE}){_THE}(?:{_POLL}(?= |$) ?)?", "", fold(words).strip(" .!"), count=1)
    return _NAMED.sub("", said).strip(' ".!:')
