"""What plain sentences without a link ask of the watch: its patterns are compiled with the first sentence."""

from __future__ import annotations

import re

from bot.language.folding import fold
from plugins.watch.arguments import links_of, tags_in, without_links

_POLITE = (
    r"(?:(?:bonjour|salut|coucou|hello|hi)\b(?: (?:a|tout)[^,.!?]{0,30})?[ ,.!]*)?"
    r"(?:je (?:viens d'arriver|suis (?:nouveau|nouvelle|perdue?)|debute|m'y perds)\b[^,.!?]{0,40}[ ,.!]+"
    r"(?:et )?)?"
    r"(?:(?:est-ce que )?(?:tu peux|tu pourrais|peux-tu|pourrais-tu|je (?:veux|voudrais|souhaite)|j'aimerais"
    r"|can you|could you|please|i want to|stp|svp)[ ,]+)?"
)
_LINKS = r"(?:liens?|links?)"
_END = r"(?:me |m'en |m')?(?:desabonne[rz]?|desinscri[srv]\w*|unsubscribe)(?:[ -](?:moi|me))?\b(?P<end>.*)"
_STOP = (
    r"(?:(?:arrete[rz]?|cesse[rz]?)\b.{0,20}\b(?:envoyer|envoi|recevoir)"
    r"|(?:ne )?m'envo(?:ie|ye[rz]) plus\b.{0,12}|(?:je )?ne (?:veux|souhaite) plus (?:recevoir|de|des)"
    r"|(?:je )?(?:veux|souhaite) plus recevoir|stop sending me)"
    rf"\b.{{0,12}}\b{_LINKS}\b(?P<stop>.*)"
)
_BEGIN = (
    r"(?:m'abonner|abonne[rz]?[ -]moi|subscribe(?: me)?)\b(?P<begin>.*)"
    rf"|recevoir (?:tous )?(?:les |des )?(?:nouveaux )?{_LINKS}\b(?P<received>.+)"
    rf"|(?:previens|avertis|alerte)[ -]moi\b.{{0,30}}\b{_LINKS}\b(?P<told>.*)"
)
_MINE = (
    r"(?:(?:re)?voir |montre(?:[ -]moi)? |ou sont |donne(?:[ -]moi)? |show(?: me)? )?"
    rf"(?:tous )?(?:mes (?:{_LINKS}|favoris)|my links|ma liste de {_LINKS})\b"
    r"(?: (?:partages?|enregistres?|gardes?|saved|shared|kept))?"
    r"(?:(?: (?:sur|avec|concernant|a propos d[eu]s?|about|on)\b(?P<mine>.{1,60}))|[^#]{0,30})"
    r"|(?:ce que|qu'est[- ]ce que) j'ai partage"
)
_SEARCH = (
    r"(?:(?:je |me )?(?:re)?(?:cherche[rz]?|trouve[rz]?)(?:[ -]moi)?|montre[rz]?(?:[ -]moi)?|y a[- ]t-il"
    r"|il y a|as-tu|tu as|on a|quels?(?: sont)?|find(?: me)?|show(?: me)?|are there|which)\b.{0,12}"
    rf"\b{_LINKS}\b(?P<search>.+)"
)
_SHOW = (
    r"(?:(?:re)?voir |montre(?:[ -]moi)? |affiche(?:[ -]moi)? |donne(?:[ -]moi)? |liste[rz]? |gerer |ou sont "
    r"|quel(?:le)?s? (?:sont |est )?|c'est quoi |show(?: me)? |which |what are |what )?"
)
_SUBSCRIBED = (
    rf"{_SHOW}(?:tous )?(?:mes abonnements?|my subscriptions?)(?: (?:a la|de|en) veille| aux liens)?"
    r"|(?:a quoi|a quels? \w+) (?:suis-je|je suis|est-ce que je suis) abonnee?s?|je suis abonnee?s? a quoi"
    r"|what am i subscribed to"
)
_TAGS_USED = (
    rf"{_SHOW}(?:(?:toutes |tous )?(?:les |des |the |sont les )?)"
    r"(?:etiquettes?|hashtags?|mots?[- ]cles?|tags?)"
    r"(?: (?:de la veille|des liens|utilise\w*|connue?s?|exist\w+|disponibles?|y a-t-il|il y a|are there"
    r"|are used))*"
)
_FEEDS = (
    rf"{_SHOW}(?:tous )?(?:mes |les |my |the )?(?:flux(?: rss)?|feeds|rss)"
    r"(?: (?:suivis?|qu'on suit|que (?:l'on|nous|je) sui\w+|de la veille|followed|sont suivis|on suit))*"
)
_HOW = (
    r"(?:comment|how (?:do i|do you|can i|to))\b"
    r"(?:[ -](?:est-ce qu(?:e|'on)|on|je|tu|faire|fait|fais|pour|peu[tx]|puis|dois|doit|faut|il))*"
)
_ABOUT_WATCH = (
    r"(?:(?:c'est quoi|qu'est[- ]ce que(?: c'est que)?|(?:a quoi|comment)(?: ca)? (?:sert|marche|fonctionne)"
    r"|comment (?:utiliser|se servir de|on utilise)|what is|how does),? (?:la |de la |the )?"
    r"(?:veille(?: partagee)?|(?:shared )?watch)(?: works?)?"
    rf"|{_HOW} (?:partage|enregistre|retrouve|cherche|trouve|modifie|retire|supprime|share|save|find|edit"
    rf"|remove)[rz]?(?: (?:un|des|mon|mes|le|les|a|my|the))? {_LINKS}(?: (?:partages?|dans la veille))?"
    rf"|{_HOW} (?:suivre|ajoute[rz]?|follow|add) (?:un |des |le |a )?(?:flux(?: rss)?|sites?|blogs?|feeds?))"
)
_NAME = (
    r"@?(?!(?:j|tu|ils?|elles?|on|nous|vous|qui|you|he|she|they|we|i)\b)\w[\w.'-]*"
    r"(?: (?!(?:a|nous|vient)\b)\w[\w.'-]*)?"
)
_BY = (
    r"(?:(?:montre(?:[ -]moi)?|(?:re)?voir|show(?: me)?) )?"
    r"(?:(?:ce qu(?:e |')|qu'est[- ]ce qu(?:e |')|qu'a |what (?:did|has) )"
    rf"(?P<by>{_NAME})(?: (?:a|nous a|vient de))? (?:partagee?s?|partager|shared?)"
    rf"|qu'a partage (?P<whom>{_NAME}))"
)
_LATEST = (
    rf"{_SHOW}(?:les |the )?(?:derniers? |dernieres? |nouveaux |latest |last |new ){_LINKS}"
    r"(?: partages?| de la veille)?"
    r"|(?:(?:il )?y a[- ](?:t-il )?)?(?:quoi de neuf|les nouveautes|(?:du|des) nouveau(?:tes)?"
    r"|les dernieres nouvelles|what's new)"
    r" (?:dans|sur|de|in) (?:la veille|the watch)"
    rf"|{_SHOW}(?:les |tous les |the |all )?{_LINKS} partages?|qu'est[- ]ce qui a ete partage"
)
_OF = (
    rf"(?:(?:les|des|tous les|the) )?{_LINKS} (?:partages? |shared )?"
    r"(?:(?:sur|de|du|des|par|about|from|by|of)\b|d')(?P<of>.+)"
    rf"|{_SHOW}(?:(?:les|des|tous les|the|all) )?{_LINKS} (?:partages? |shared )?"
    r"(?P<dated>(?:depuis|cette|ce|ces|since|this|last)\b.+)"
    r"|qu'est[- ]ce qui a ete partage (?P<lately>(?:depuis|cette|ce|ces)\b.+)"
)
_FORMS = {
    "end": _END,
    "stop": _STOP,
    "begin": _BEGIN,
    "mine": _MINE,
    "subscribed": _SUBSCRIBED,
    "tags": _TAGS_USED,
    "feeds": _FEEDS,
    "latest": _LATEST,
    "how": _ABOUT_WATCH,
    "by": _BY,
    "search": rf"{_SEARCH}|{_OF}",
}
_PEOPLE = re.compile(r"\b(?:liens?|links?)\b.*", re.IGNORECASE | re.DOTALL)
_ASKED = {name: re.compile(rf"^{_POLITE}(?:{form})$", re.DOTALL) for name, form in _FORMS.items()}
_ABOUT = re.compile(
    r"^(?:(?:partages?|utiles?|shared|qui parlent|quand il y en a)\s+)*"
    r"(?:(?:sur|pour|a propos d[eu]s?|concernant|au sujet d[eu]s?|avec|about|on|for|with|des?|du|d')\s*"
    r"(?:(?:les?|la|the|l')\s*)?)?\b"
)
_TAIL = re.compile(r"(?:[ ,]*\b(?:stp|svp|s'il te plait|merci|please|thanks))?[ .!?]*$")


def asked(text: str) -> tuple[str, str] | None:
    """Return what a sentence without link asks of the watch, and about what; None if it asks nothing.

    >>> asked("Cherche un lien sur les seniors ?")
    ('search', 'seniors')
    """
    if links_of(text):
        return None
    said = bare(without_links(text))
    tags = bool(tags_in(text))
    for name, form in _ASKED.items():
        match = form.match(f"{said} " if tags and name == "search" else said)
        if match is None:
            continue
        about = next(filter(None, match.groupdict().values()), "").strip(" :,")
        return name, _ABOUT.sub("", about, count=1).strip()
    return None


def bare(text: str) -> str:
    """Return a folded text without how people end."""
    return _TAIL.sub("", fold(text))


def of_whom(text: str) -> str | None:
    """Return the part of a question that may name who shared what is looked for."""
    found = _PEOPLE.search(without_links(text))
    return found.group() if found is not None else None
