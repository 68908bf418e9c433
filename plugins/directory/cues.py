"""The words by which people say what they say of themselves: `je maîtrise`, `j’aimerais apprendre`, `I teach`.

Patterns are for folded text, see `aligned`: one space between words, none after an apostrophe.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache


class Part(Enum):
    """What the words after a cue are about."""

    SKILL = auto()
    SPECIALITY = auto()
    APPETENCE = auto()
    LANGUAGE = auto()
    WHOM = auto()
    """People one works with, unless it is a subject or a place of work."""
    ON = auto()
    """Where one goes, or a subject: `j’interviens sur`."""
    COVERED = auto()
    """Where one goes."""
    AT = auto()
    """Where one is: a commune, a structure or both."""
    STRUCTURE = auto()
    WHEN = auto()
    DAY = auto()
    """A day that is said after something else: the cue is all of it."""
    CONTACT = auto()
    NAME = auto()
    DENIED = auto()
    """What one says that is not so."""
    ROLE = auto()
    """What says nothing for a card: `je suis conseillère numérique`."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a folded text, from `start` to `end`."""

    part: Part
    start: int
    end: int


_S = r"(?:(?:^|(?<=[,;.!:] )|(?:et|mais|puis|sinon|enfin|,) )(?:aussi )?(?:j'|je )?|(?:j'|je ))"
"""The subject, which may be left out at the beginning and in an enumeration."""
_I = r"(?:i |(?<=i')|(?:^|and |but |, )(?=(?:can|know|teach|speak|run|cover)\b))"
_ADV = (
    r"(?:(?:aussi|tres bien|bien|vraiment|surtout|beaucoup|souvent|parfois|regulierement|egalement|"
    r"actuellement|deja|assez|plutot|un peu|tres|pas mal|notamment|principalement|essentiellement|"
    r"uniquement|meme|plus|mieux|trop|en fait|personnellement|parfaitement|couramment|enormement) )*"
)
_WISH = (
    rf"(?:{_S}{_ADV}(?:(?:aimerai[st]?|voudrai[st]?|souhaite(?:rai[st]?)?|veu[xt]|desire(?:rais?)?|compte|"
    rf"adorerais?|cherche a|ai {_ADV}(?:grande? )?(?:envie|hate)|envie|suis {_ADV}(?:motivee?|prete?|partante?|"
    rf"volontaire|curieu(?:x|se)|chaude?|tentee?|interessee?)(?: pour| a| de| d'| par)?|reve) ?))"
    rf"{_ADV}(?:(?:d'|de |a |pour |par ))?{_ADV}"
)
_LEARN = (
    r"(?:ap+rendre|decouvrir|me former|etre formee?|progresser|participer|prendre part|savoir|essayer|"
    r"tester|m'initier|en (?:savoir|apprendre) (?:plus|davantage)|approfondir|travailler|"
    r"monter en competences?|me perfectionner|perfectionner|me lancer|debuter|m'ameliorer|ameliorer|"
    r"developper|co-?construire|co-?animer|faire|contribuer|rejoindre|m'impliquer|m'investir|collaborer|"
    r"echanger|organiser|monter|creer|maitriser|connaitre|comprendre|explorer|m'essayer|me mettre|"
    r"(?:suivre |avoir )?une (?:initiation|formation)|des (?:initiations|formations)|m'y mettre)"
)
_PREPOSITION = r"(?: (?:a|au|aux|sur|en|dans|avec|pour))?"
_TEACH = (
    r"(?:(?:vous |t'|te |m'en |y )?(?:aider|former|animer|accompagner|expliquer|montrer|depanner|enseigner|"
    r"apprendre|intervenir|faire|donner un coup de main|repondre|conseiller|faire une demo|"
    r"proposer|partager|encadrer|initier|transmettre|filer un coup de main|donner des cours))"
)
_PEOPLE = r"(?:des|les|aux|a des|un public|le public|tous publics|de|d')"
_DAY = (
    r"(?=(?:le |les |du |tous |toutes |chaque |en |a partir|apres|avant|tout|seulement|que |uniquement |"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|midi|soir|week|on |every |from |monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|l'apres|une |deux |1 |2 |sur rendez|sur rdv|de |pendant |"
    r"\d))"
)
_DAYS = (
    r"(?:le|les|tous les|chaque|on) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday)s?(?: (?:matins?|midis?|apres-midis?|soirs?|mornings?|afternoons?|evenings?))?\b"
)
_ROLE = (
    r"(?:une? )?(?:conseill\w+|mediat\w+|animat\w+|coordinat\w+|conum|cnfs|cnum|salariee?|benevole)"
    r"(?: (?:de mediation )?numeriques?)?(?: france[ -]services?)?"
)
_NO_PLACE = (
    r"(?:retraite|recherche|ecoute|aise|jour|disposition|service|temps|mi-temps|votre|ta|ton|fond|bout|distance|domicile|"
    r"pied|formation|conges?|vacances|arret|pause|poste|contrat|train|cdd|cdi|alternance|stage|charge|lien|jour|jamais)\b"
)
_NO = r"(?:pas(?! mal\b)|plus|jamais|guere|rien|aucun\w*)"

_PATTERNS: Sequence[tuple[Part, str]] = (
    # What is not so: a negation goes on until the next cue.
    (
        Part.DENIED,
        rf"(?:j'|je )(?:ne |n')(?:(?:[\w-]+ |[a-z]'))?(?:[\w-]+ |[a-z]'){{1,3}}?{_NO}\b(?: (?:du tout|encore|"
        r"vraiment|bien|trop|tres|toujours|forcement|(?:tres |trop )?a l'aise|faire|utiliser|animer|douee?|"
        r"capable|specialiste|experte?|forte?|envie|bonne?)\b)*" + _PREPOSITION,
    ),
    (
        Part.DENIED,
        r"(?:j'|je )(?:me |m'|le |y |l'|la )?[a-z]+ (?:vraiment |toujours )?(?:pas(?! mal\b)|jamais)\b(?: "
        r"(?:du tout|encore|vraiment|bien|trop|tres|faire|(?:tres |trop )?a l'aise|utiliser|animer|envie)\b)*"
        + _PREPOSITION,
    ),
    (Part.DENIED, r"(?:mais|et|,|par contre|en revanche) (?:surtout |toujours |plus )?pas(?! mal\b) "),
    (Part.DENIED, rf"{_S}(?:deteste|hais|ignore|refuse)\b"),
    (Part.DENIED, r"(?:je suis )?(?:tres )?nulle? (?:en|sur|avec|a)\b"),
    (
        Part.DENIED,
        r"i (?:do not|don't|can't|cannot|can not|couldn't|am not|never|no longer|don'?t really|hate|dislike|"
        r"wouldn't|would not)\b(?: (?:really|yet|know|like|how|to|do|use|want|speak|teach|good|at|work|with|"
        r"enjoy|cover))*",
    ),
    (
        Part.DENIED,
        r"(?:i'm|i am) (?:not|no good|bad)\b(?: (?:good|at|with|an?|expert|specialist|in|really))*",
    ),
    # What one would like.
    (Part.APPETENCE, rf"{_WISH}{_LEARN}{_PREPOSITION}(?: (?:utiliser|faire))?\b"),
    (
        Part.APPETENCE,
        rf"{_S}{_ADV}(?:aime|adore|kiffe|m'interesse|suis {_ADV}(?:passionnee?|interessee?|curieu(?:x|se)|fan|friande?|amatrice|amateur)|apprends|debute|me forme|m'initie|me lance|suis en train d'apprendre|suis en formation)\b {_ADV}(?:(?:par|de|d'|a|sur|en|pour|au|aux|dans)\b)?",
    ),
    (
        Part.APPETENCE,
        r"(?:mes |mon |une )?(?:appetences?|envies?|centres? d'interet)(?: (?:sont|c'est|est|:))+",
    ),
    (Part.APPETENCE, r"(?:ce qui |ca |cela )(?:m'interesse|me plait|me tente|m'attire)(?: (?:,|c'est|:))*"),
    (
        Part.APPETENCE,
        r"(?:i'd|i would) (?:like|love) to (?:learn(?: how to| about| to)?|discover|take part in|join|try|know more about|improve|get better at|train in|participate in|do)\b",
    ),
    (
        Part.APPETENCE,
        r"i (?:really )?(?:want|wish|hope) to (?:learn(?: how to| about| to)?|discover|take part in|join|try|know more about|improve|get better at|participate in)\b",
    ),
    (Part.APPETENCE, r"(?:i'm|i am) (?:interested in|curious about|keen on|keen to|learning(?: about)?)\b"),
    (Part.APPETENCE, r"i (?:like|love|enjoy)\b"),
    # What one is a specialist of.
    (
        Part.SPECIALITY,
        rf"(?:{_S}suis |^|, |et |comme ){_ADV}(?:une? |la |le )?(?:specialistes?|specialisee?s?|experte?s?|referente?s?|pro|une? as)\b(?: (?:de la|de l'|de|du|des|en|sur|pour|d'|dans|a)\b)*",
    ),
    (Part.SPECIALITY, r"(?:ma |mes |une )?specialites?(?: (?:c'est|est|sont|:|,))+"),
    (Part.SPECIALITY, rf"{_S}me suis specialisee? (?:dans|en|sur)"),
    (
        Part.SPECIALITY,
        r"mon (?:domaine|truc|dada|point fort|fort)(?: d'expertise| de predilection)?(?: (?:c'est|est|:|,))+",
    ),
    (
        Part.SPECIALITY,
        r"(?:i'm|i am) (?:an? |the )?(?:specialist|expert|specialised|specialized)(?: (?:in|on|of|at))?",
    ),
    (Part.SPECIALITY, r"my specialit(?:y|ies)(?: (?:is|are|:))+|my specialt(?:y|ies)(?: (?:is|are|:))+"),
    # What one can do.
    (
        Part.SKILL,
        rf"{_S}{_ADV}(?:sai[st]?|ses|c)\b {_ADV}(?:(?:comment )?(?:faire|utiliser|me servir)\b)?",
    ),
    (
        Part.SKILL,
        rf"{_S}(?:peux|peut|veux bien|pourrais|suis prete? a|propose (?:de |d'))(?: {_ADV})?{_TEACH}{_PREPOSITION}",
    ),
    (
        Part.SKILL,
        rf"{_S}{_ADV}(?:maitrise|metrise|gere|pratique|utilise|enseigne|bidouille|bricole|propose|code|programme|depanne|repare|dispense|touche|assure)\b {_ADV}(?:(?:en|a|des cours|des ateliers)\b)?",
    ),
    (Part.SKILL, rf"{_S}{_ADV}connais(?! (?:quelqu|personne|une? (?:asso|personne|collegue)))\b {_ADV}"),
    (
        Part.SKILL,
        rf"{_S}{_ADV}(?:(?:co-?)?anime|organise|mets en place|monte|encadre|donne)\b {_ADV}(?:(?:des |les |un |une |quelques )?(?:ateliers?|cours|formations?|seances?|sessions?|stages?|initiations?)\b(?: (?:de la|de l'|de|du|d'|des|sur|autour de|autour du|en|a|pour apprendre(?: a)?|pour)\b)*)?",
    ),
    (Part.SKILL, rf"{_S}{_ADV}(?:fais|fait)(?! partie)\b {_ADV}"),
    (
        Part.SKILL,
        rf"{_S}(?:me |m')(?:debrouille|defends|y connais|en sors)\b {_ADV}(?:(?:en|avec|sur|a|dans)\b)?",
    ),
    (
        Part.SKILL,
        rf"{_S}suis {_ADV}(?:a l'aise|au point|bonne?|forte?|douee?|calee?|competente?|formee?|habilitee?|certifiee?|capable|en mesure|au taquet|efficace|experimentee?|format(?:eur|rice)|prof|professeure?)\b(?: (?:avec|sur|en|dans|a|au|aux|pour|de|d'))?",
    ),
    (
        Part.SKILL,
        rf"{_S}ai (?:l'habitude|de l'experience|une (?:bonne |solide )?(?:experience|maitrise|connaissance)|de bonnes (?:connaissances|bases)|des (?:competences|connaissances|notions|bases)|ete formee?)\b(?: (?:de|d'|en|sur|avec|dans|du|a|au|aux))?",
    ),
    (
        Part.SKILL,
        rf"{_S}(?:aide|accompagne|forme|conseille|reponds|initie)\b {_ADV}(?:aux questions )?(?:sur|en|a|au|pour|dans)\b",
    ),
    (
        Part.SKILL,
        r"(?:on peut |tu peux |vous pouvez |n'hesitez pas a )?(?:me (?:demander|solliciter|questionner)|demandez[- ]moi|sollicitez[- ]moi)(?: (?:de l'aide|conseil))?(?: (?:pour|sur|a propos de|en|si))?",
    ),
    (
        Part.SKILL,
        r"(?:mes |mon |ma |les )?(?:competences?|savoir-faire|domaines?(?: de competences?)?)(?: (?:sont|c'est|est|:))+",
    ),
    (
        Part.SKILL,
        rf"{_I}(?:also )?(?:can (?:also )?(?:do|teach|help(?: people| others)?(?: with)?|use|explain|run|show|train(?: people)?(?: in)?|offer|lead)|can|know(?: how to)?(?: do| use)?|teach|run(?: workshops)?(?: on| about)?|give (?:courses|lessons|workshops) (?:on|in|about)|use|offer|master|lead(?: workshops)?(?: on| about)?)\b",
    ),
    (
        Part.SKILL,
        r"(?:i'm|i am) (?:good|skilled|trained|experienced|comfortable|able|great)\b(?: (?:at|in|with|to))?",
    ),
    (Part.SKILL, r"(?:my )?skills?(?: (?:are|is|:))+"),
    # Languages.
    (
        Part.LANGUAGE,
        rf"{_S}{_ADV}(?:parles?|comprends|baragouine|signe)\b(?! (?:de|du|des|d'|a|avec|en public)\b) {_ADV}(?:(?:la langue|les langues|la) )?",
    ),
    (Part.LANGUAGE, rf"{_S}suis (?:bilingue|trilingue)(?: (?:en|:))?"),
    (Part.LANGUAGE, r"(?:mes |ma |les )?langues?(?: maternelles?| parlees?)?(?: (?:sont|c'est|est|:))+"),
    (Part.LANGUAGE, rf"{_I}(?:also )?(?:speak|understand|sign)\b"),
    (Part.LANGUAGE, r"(?:my )?languages?(?: (?:are|is|:))+"),
    # Audiences.
    (
        Part.WHOM,
        rf"{_S}{_ADV}(?:travaille|interviens|bosse|exerce|taffe) {_ADV}(?:avec|aupres de|aupres des|aupres du|aupres d'|pour)\b",
    ),
    (
        Part.WHOM,
        rf"{_S}{_ADV}(?:aide|accompagne|forme|accueille|recois|conseille|rencontre|suis au service|m'adresse|m'occupe|initie)\b {_ADV}(?:aupres )?{_PEOPLE}",
    ),
    (Part.WHOM, r"(?:mes |mon |les )?publics?(?: (?:sont|c'est|est|vises?|cibles?|:))+"),
    (Part.WHOM, r"i (?:mostly |often |also |mainly )?(?:work with|work for|help|support|train|welcome)\b"),
    (Part.WHOM, r"(?:my )?audiences?(?: (?:are|is|:))+"),
    # Where.
    (Part.ON, rf"{_S}{_ADV}(?:interviens|travaille|bosse|opere|exerce) {_ADV}(?:sur|dans)\b"),
    (
        Part.COVERED,
        rf"{_S}{_ADV}(?:interviens {_ADV}(?:a|au|aux|en|autour de|autour du|pres de|chez|vers|jusqu'a)\b|couvre|me deplace|tourne|rayonne|sillonne|circule|vais)\b {_ADV}(?:(?:sur|dans|a|au|aux|en|vers|autour de|jusqu'a|entre)\b)?",
    ),
    (
        Part.COVERED,
        r"(?:mon |ma |mes |les )?(?:perimetres?|secteurs?|territoires?|zones?(?: d'intervention)?)(?: (?:c'est|est|sont|couvre|:))+",
    ),
    (Part.COVERED, r"(?:et )?(?:itinerante?|mobile) (?:sur|dans|entre|a)\b"),
    (Part.COVERED, rf"{_I}(?:also )?(?:cover|travel (?:to|around|in)|work across)\b|i work in the area of\b"),
    (
        Part.AT,
        rf"(?:{_S}suis |^|, |et ){_ADV}(?:(?:basee?|installee?|situee?|postee?|implantee?|en poste|employee?|rattachee?|{_ROLE})(?: (?:a|au|aux|sur|dans|en|chez|pour|pres de|de|du|d'))+)\b",
    ),
    (
        Part.AT,
        rf"{_S}suis (?:actuellement )?(?:a la|a l'|a|au|aux|sur|chez|dans|en|de)\b(?! ?(?:la |l'|le )?{_NO_PLACE})",
    ),
    (
        Part.AT,
        rf"{_S}{_ADV}(?:travaille|bosse|habite|exerce|officie) {_ADV}(?:a la|a l'|a|au|aux|chez|en|pour (?:la (?:mairie|ville|communaute|commune|mission|region)|le (?:ccas|cias|departement|pimms|centre)|l'(?:association|asso|agglo|epn)))\b",
    ),
    (Part.AT, r"(?:ma |mon )(?:commune|ville|village)(?: (?:c'est|est|:))+"),
    (Part.AT, r"(?:i'm|i am) (?:based |located )?(?:in|at|from)\b|i (?:live|work) (?:in|at)\b"),
    (
        Part.STRUCTURE,
        r"(?:ma |mon )(?:structure|association|asso|employeur|lieu de travail)(?: (?:d'accueil|employeuse))?(?: (?:c'est|est|:|s'appelle))+",
    ),
    # When, how, who.
    (Part.DAY, rf"{_DAYS}(?:(?: et| ,| ou)? {_DAYS})*"),
    (
        Part.WHEN,
        rf"(?:{_S}suis |^|, |et |(?<=[;.!] )){_ADV}(?:dispos?|disponibles?|libres?|joignables?|presente?s?|la)\b(?: (?:seulement|uniquement|surtout|plutot))* {_DAY}",
    ),
    (
        Part.WHEN,
        r"(?:mes |ma )?(?:dispos?|disponibilites?|jours?|horaires?|creneaux)(?: (?:sont|c'est|est|:))+",
    ),
    (Part.WHEN, rf"(?:i'm|i am) (?:available|free|around|there) {_DAY}"),
    (
        Part.CONTACT,
        rf"(?:{_S}(?:prefere|voudrais|souhaite|aimerais)(?: bien)? )?(?:(?:on peut |vous pouvez |tu peux |merci de |pour )?(?:me contacter|me joindre|m'ecrire|m'appeler)|(?:contactez|ecrivez|appelez|joignez|contacte|ecris|appelle)[- ]moi|etre (?:contactee?|jointe?|appelee?)|qu'on (?:m'ecrive|m'appelle|me contacte))\b",
    ),
    (
        Part.CONTACT,
        r"(?:you can )?(?:contact|reach|call|write to) me\b|i prefer (?:to be contacted|being contacted)",
    ),
    (Part.NAME, r"je m'appelle|mon nom (?:c'est|est)|moi c'est|my name is"),
    (Part.ROLE, rf"{_S}suis {_ADV}{_ROLE}\b"),
)

WORDS = frozenset(
    [
        "maitrise",
        "anime",
        "accompagne",
        "aimerais",
        "voudrais",
        "souhaite",
        "apprendre",
        "specialiste",
        "specialisee",
        "interviens",
        "travaille",
        "disponible",
        "couvre",
        "expert",
        "experte",
        "competences",
        "participer",
        "decouvrir",
        "interesse",
        "connais",
        "enseigne",
        "parle",
        "utilise",
        "pratique",
        "debrouille",
        "referent",
        "referente",
        "former",
    ]
)
"""The words of cues of which a slip is understood."""


RIGHT = (
    frozenset(re.findall(r"[a-z]{5,}", " ".join(pattern for _p, pattern in _PATTERNS))) - {"travail"}
) | frozenset(
    [
        "forme",
        "formee",
        "former",
        "formes",
        "apprends",
        "apprend",
        "appris",
        "animer",
        "animee",
        "aider",
        "utiliser",
        "partage",
        "partager",
        "marche",
        "montre",
        "montrer",
        "travailler",
        "parler",
        "parlait",
        "coupe",
        "monter",
        "experts",
        "expertes",
        "disposer",
        "accompagner",
        "interesser",
        "connait",
        "pratiquer",
        "sentir",
        "souhaiter",
        "couvrir",
        "ouvre",
        "apprecie",
        "apprecier",
        "interets",
        "interet",
        "references",
        "reference",
    ]
)
"""Words that are no slips of others: those of the cues, and forms of them."""


@cache
def _compiled() -> tuple[tuple[Part, re.Pattern[str]], ...]:
    return tuple((part, re.compile(rf"(?<![\w'])(?:{pattern})")) for part, pattern in _PATTERNS)


def cues(folded: str) -> list[Cue]:
    """Return the cues of a folded text, in order, none inside another: the first and longest ones."""
    found = [
        Cue(part, match.start(), match.end())
        for part, pattern in _compiled()
        for match in pattern.finditer(folded)
        if match.end() > match.start()
    ]
    found.sort(key=lambda cue: (cue.start, cue.part is not Part.DENIED, -cue.end))
    kept: list[Cue] = []
    for cue in found:
        is_said = bool(kept) and cue.part is Part.DAY and kept[-1].part is Part.WHEN
        if not is_said and (not kept or cue.start >= kept[-1].end):
            kept.append(cue)
    return kept
