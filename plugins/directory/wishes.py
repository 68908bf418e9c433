"""Whether a question looks for people who would like to learn something, rather than for who can do it."""

from __future__ import annotations

import re

from bot.language.folding import fold

_PERSON = (
    r"(?:qui|ki|quelqu'?une?|quelquun|qqun|qqn|qq1|kelkun|kelqun|(?<!\bune )(?<!\bcette )(?<!\bla )personne|"
    r"collegues?|coleg\w*|copains?|"
    r"volontaires?|conseill\w+|mediat(?:eu|ri)\w+|gens|conum\w*|cnfs|monde|lesquels|ceux|celles|"
    r"who|anyone|anybody|somebody|someone|colleagues?)"
)
_WISH = (
    r"(?:ve|vx|veu[txl]?|veulent|vt|voudrai\w*|aimerai\w*|souhait\w*|desir\w*|rev\w+ de|compte|"
    r"cherch\w+ a|(?:a|ont|aurait|auraient) (?:bien )?envie d[e']|"
    r"(?:est|serait|sont|seraient) (?:partant|interess|motiv|tent)\w* (?:pour|par|a|de)|"
    r"wants? to|would like to|would love to)\b"
)
_BETWEEN = r"(?:\s*\b(?:bien|aussi|egalement|bcp|beaucoup|de|a|pour|se|par|en|y)\b|\s*\b[dsl]')*\s*"
_HELPING = (
    r"(?:m'|me |nous |l'|les? |leur |lui )?(?:aid|accompagn|anim|interven|intervien|montr|expliqu|donn|ven|"
    r"pret|partag|remplac|depann|form(?:er?|ateur)\b(?! a | au | aux | sur | en )|repond|echang|discut|"
    r"help|come|show|"
    r"give|teach|assist|present|temoign|enseign|apport|explain)"
)
_LEARNS = re.compile(
    rf"\b{_PERSON}\b[^.?!]{{0,30}}?\b{_WISH}(?:{_BETWEEN}(?!{_HELPING})"
    r"(?!savoir (?:si|d'ou|ou|quand|combien|pourquoi|comment|quel\w*|a qui|ce qu)\b)"
    r"(?:\w+(?:er|ir|re|oir)\b|formation|initiation|decouverte|learn|discover|try)|[^.?!]{0,12}\bse former\b)"
)
_PEOPLE = (
    r"(?:collegues?|coleg\w*|gens|volontaires?|conseill\w+|mediat(?:eu|ri)\w+|conum\w*|quelqu'un|personnes?|"
    r"monde)"
)
_BEGINNING = r"apprendr|decouvr|initi|essay|test|lancer|mettr|former"
_TASTES = re.compile(
    r"^\W*(?:y a(?:-t-il)? )?(?:des )?(?:interess|partant|tent|motiv)e?e?s? (?:par|pour) (?!moi|nous)|"
    r"\b(?:appetences?|envies? d'apprendre|envie de se former|"
    r"(?:qui|quels? collegues?)\b[^.?!]{0,25}\b(?:est|serait|sont|seraient) "
    r"(?:interesse|motive|partant|tente)\w*|"
    r"(?:qui|quelqu'un)\b[^.?!]{0,15}\b(?:s'interesse|s interesse|ca (?:interesse|tente|branche))\w*|"
    rf"{_PEOPLE}[^.?!]{{0,15}}?\b(?:interess|motiv|partant|tent|curieu|volontair)\w* "
    rf"(?:pour|par|de|d'|a)\b{_BETWEEN}(?=\w)(?!{_HELPING})|"
    rf"envie (?:d'|de )(?:s')?(?:{_BEGINNING})|"
    rf"qui (?:s'|se )(?:{_BEGINNING})\w*|"
    rf"(?:binome|ensemble|a plusieurs|a deux|groupe) pour (?:s')?(?:{_BEGINNING})|"
    r"apprendre (?:avec moi|ensemble|a plusieurs)|(?:me|se) former ensemble|"
    r"(?:interested in|keen (?:on|to)|curious about|eager to|wanting to|willing to) "
    r"(?:learn|discover|try)\w*)"
)
_USER = re.compile(
    r"\b(?:dames?|messieurs|monsieur|usagers?|usageres?|habitants?|habitantes?|retraitee?s?|seniors?|"
    r"jeunes?|apprenante?s?|beneficiaires?|eleves?|mamans?|papas?|mamies?|papys?|papis?|gamins?|enfants?|"
    r"ados?|"
    r"parents?|couples?|artisans?|commercante?s?|associations?|assos?|benevoles?|clubs?|mairies?|mediatheques?|ecoles?|entreprises?|homme|femme|user|lady|man|woman|public)\b"
    r"[^.?!]{0,30}$"
)
"""Whom somebody helps: if it is they who want to learn, people who can teach are looked for."""


def wants_to_learn(text: str) -> bool:
    """Return whether a question looks for people who would like to learn, rather than for people who can.

    >>> wants_to_learn("qui veut apprendre Scratch ?"), wants_to_learn("une dame qui veut apprendre Excel")
    (True, False)
    """
    folded = fold(text)
    for pattern in (_LEARNS, _TASTES):
        for match in pattern.finditer(folded):
            if not _USER.search(folded[: match.start()]) and not _USER.search(
                match.group().split(" qui ")[0]
            ):
                return True
    return False
