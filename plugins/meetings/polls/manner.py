"""How people vote: who sees who voted what, when results are shown, and how many answers there may be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.language.folding import fold
from bot.language.messages import Renderer, Text, _
from plugins.meetings.models import Names

_VOTE = r"(?:(?:le |les |des |un )?(?:votes?|sondage|scrutin|poll|answers?|reponses?) )?"
_ANONYMOUS = re.compile(rf"{_VOTE}(?:est |sont |is |are )?(?:anonymes?|anonymous|secrets?|a bulletin secret)")
_HIDDEN_NAMES = re.compile(
    r"(?:(?:les )?noms?|(?:the )?names?|(?:les )?votants?) (?:est |sont |are )?(?:caches?|masques?|hidden)"
    r"|(?:sans (?:les )?noms|hidden names|hide (?:the )?names|without names)"
)
_HIDDEN_RESULTS = re.compile(
    r"(?:(?:les )?resultats?|(?:the )?results?) (?:est |sont |are )?"
    r"(?:caches?|masques?|hidden"
    r"|(?:visibles? |affiches? )?(?:a la cloture|a la fin|apres|at the end|afterwards))"
    r"(?: jusqu'a la (?:cloture|fin)| until (?:closing|the end))?"
    r"|hidden results|hide (?:the )?results"
)
_SEVERAL = re.compile(
    r"(?:(?:vous pouvez|on peut|you can) )?(?:(?:choisir|cocher|donner|choose) )?"
    r"(?:plusieurs|multiples?|several|multi)(?: (?:reponses?|choix|votes?|options?|answers?|choices?))?"
    r"(?: (?:sont )?(?:possibles?|autorisee?s?|allowed|permises?))?"
    r"|(?:choix|reponses?|votes?) multiples?(?: (?:possibles?|autorise\w*))?"
    r"|multiple choice|(?:a )?choix multiples?|qcm"
)
_ONE = re.compile(
    r"(?:une seule|un seul|single|only one|one|1 seule?)(?: (?:reponse|choix|vote|answer|choice))?"
    r"(?: (?:possible|par personne|each))?|choix unique"
)
_ADDITIONS = re.compile(
    r"(?:avec )?ajouts?(?: libres?| possibles?| de reponses?)*"
    r"|(?:reponses?|choix|propositions?) (?:libres?|ouverte?s?)|additions?|open answers?"
    r"|(?:(?:on|vous|chacun\w*|tout le monde|each|anyone|you|everyone) )?(?:peu(?:t|vent|x)|pouvez|can|may)"
    r" (?:en )?(?:ajouter|proposer|add)\b.*"
    r"|autres? (?:reponses?|choix|propositions?|idees?) (?:possibles?|bienvenue?s?)"
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How people vote, of which most is as usual."""

    names: Names = Names.VISIBLE
    hides_results: bool = False
    several: bool = False
    additions: bool = False

    def taking(self, part: str) -> Manner | None:
        """Return the manner with what a part of a line wants, None if it wants nothing of that kind."""
        said = fold(part).strip(" .!")
        if _ANONYMOUS.fullmatch(said):
            return replace(self, names=Names.ANONYMOUS)
        if _HIDDEN_NAMES.fullmatch(said):
            return replace(self, names=Names.HIDDEN)
        if _HIDDEN_RESULTS.fullmatch(said):
            return replace(self, hides_results=True)
        if _SEVERAL.fullmatch(said):
            return replace(self, several=True)
        if _ONE.fullmatch(said):
            return replace(self, several=False)
        return replace(self, additions=True) if _ADDITIONS.fullmatch(said) else None

    def said(self) -> list[Text]:
        """Return what is not as usual, in words that `taking` understands."""
        said: list[Text] = []
        if self.names is not Names.VISIBLE:
            said.append(_("anonymous") if self.names is Names.ANONYMOUS else _("hidden names"))
        if self.hides_results:
            said.append(_("results at the end"))
        if self.several:
            said.append(_("several answers"))
        if self.additions:
            said.append(_("additions"))
        return said


def written(manner: Manner, words: Renderer) -> str:
    """Return a manner as it can be typed again: `anonyme ; plusieurs réponses`."""
    return " ; ".join(words(said) for said in manner.said())


USUAL = Manner()
"""Everybody sees who voted what, and there is one answer."""
