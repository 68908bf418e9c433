"""What plain sentences ask of meetings, and the dates that they wish for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.folding import fold
from bot.language.moments import Reading, Refused, read

_LONGEST = 200
_HELLO = r"(?:(?:bonjour|bonsoir|salut|coucou|hello|hi)\b[ ,!.]*)?"
_END = r"(?:[ ,]*\b(?:stp|svp|s'il te plait|s'il vous plait|merci|please|thanks))*[ .!?]*"
_GATHERING = r"(?:re+uni?n?ions?|rencontres?|meetings?|comite(?:s)?|regroupements?)"
_MEETING = rf"(?:{_GATHERING}|visios?)"
_OF = r"(?: (?:de |du |des |d')?(?:reseau|equipe|departementale?s?|canal|conseillers numeriques|network))?"
_WHEN_IS = (
    r"(?:c'?(?:est)? ?(?:quand|quoi|koi|ou|a quelle heure|a quelle date)"
    r"|quand (?:est[- ]ce que |est|c'est|a lieu|aura lieu|ont lieu|sont|se tient|tombent?)"
    r"|a quelle (?:date|heure)(?: est| a lieu| sont)?|quel jour(?: est| a lieu)?|quelles? (?:est|sont)"
    r"|(?:le |l'|quel est le |quelle est l')?(?:lien|adresse|lieu|heure|date|horaire)s? (?:de|pour|a|of)"
    r"|ou (?:est|a lieu|se tient|se passe)|where(?:'s| is)|when(?:'s| is| are)|what(?:'s| is| are))"
)
_THE = r"(?:la |les |l'|ma |mes |notre |nos |votre |vos |the |our |my )?"
_NEXT = r"(?:prochaines? |next |coming )?"
_LEFT = r"(?P<of>.{0,60}?)"
_WHEN = re.compile(
    rf"{_HELLO}(?:{_WHEN_IS} {_THE}{_NEXT}{_MEETING}{_OF}(?: prochaines?| a venir)?"
    rf"|(?:et )?{_THE}(?:prochaines? |next ){_MEETING}{_OF}(?:,? (?:c'est quand|quand|a quelle date|ou))?"
    rf"|{_THE}{_MEETING}{_OF}(?: prochaines?| a venir)?,? (?:c'?(?:est)? )?"
    r"(?:quand|a quelle date|a quelle heure|ou)"
    rf"|(?:montre|liste|affiche|donne)(?:[- ]moi)? {_THE}{_NEXT}{_MEETING}{_OF}(?: a venir| prevues)?"
    rf"|(?:est[- ]ce qu'?(?:il|on) |(?:il )?y a[- ]t[- ]il |(?:il )?y a |on a |is there |are there )"
    rf"(?:y a |a |aura )?(?:une |des |d'autres |a |any ){_NEXT}{_MEETING}{_OF}(?: de prevue?s?| prevue?s?)?)"
    rf"{_LEFT}{_END}"
)
_ABOUT_PERIOD = re.compile(
    r"\s*(?:(?:de |d'|en |au mois |ce |cette |la |le |du |dans |pour |d'ici |a partir |apres |avant "
    r"|in |this |next ).*"
    r"|demain|aujourd'hui|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b.*)?"
)
_POLLS = re.compile(
    rf"{_HELLO}(?:(?:quels?|quelles?|est[- ]ce qu'il y a|(?:il )?y a[- ]t[- ]il|(?:il )?y a|which|are there)"
    r"(?: sont)?(?: des| les| any)? (?:sondages?|votes?|scrutins?|polls?)"
    r"|(?:mes|les|nos|the|my) (?:sondages?|votes?|polls?))"
    r"(?: (?:en cours|ouverts?|attendent(?: ma| ta)?(?: reponse)?|a repondre"
    rf"|auxquels je (?:dois|n'ai pas) \w+(?: \w+)?|qui attendent(?: ma reponse)?"
    rf"|are open|wait for me))?{_END}"
)
_WHERE_ALONE = re.compile(
    rf"{_HELLO}(?:alors |et |euh |j'ai oublie,? |je (?:ne )?sais plus,? |rappelle[- ]moi )?"
    r"(?:c'?(?:est)? ?(?:ou|quand|a quelle heure|quel jour|quelle date)"
    r"|ou (?:ca )?(?:est[- ]ce|se passe|se retrouve)"
    r"|(?:on se (?:retrouve|voit|reunit)|ca se passe) (?:ou|quand|a quelle heure)"
    r"|(?:ou|quand|a quelle heure) (?:est[- ]ce qu'on|on) se (?:retrouve|voit|reunit)"
    r"|(?:c'est quoi|quel est|quelle est|donne(?:[- ]moi)?|je (?:ne )?trouve (?:pas|plus)"
    r"|j'ai (?:perdu|oublie)|il me faut)"
    r" (?:le lien|l'adresse|le lieu|l'heure|l'horaire)(?: de (?:la )?visio| du lieu)?"
    r"|where is it|when is it|what time is it at)"
    rf"(?: deja| au fait| again)?{_END}"
)
"""“c’est où déjà ?” names nothing: it is most likely about what is planned."""
_ABOUT_VOTING = re.compile(
    rf"{_HELLO}(?:"
    r"(?:(?:un|le|du|the) )?(?:sondages?|votes?|polls?)"
    r"|(?:comment|ou|how) (?:est[- ]ce que |fait[- ]on |faire )?"
    r"(?:(?:je|on|j'|nous) (?:fais pour |fait pour |peux |peut )?"
    r"|pour |puis[- ]je |do i )vot(?:e|er|ons)(?: (?:au|pour le|dans le) (?:sondage|vote))?"
    r"|comment (?:voter|repondre) (?:au|dans le) (?:sondage|vote)"
    r"|ou (?:est|se trouve|trouver) (?:le |mon )(?:sondage|vote)"
    r"|(?:je (?:veux|voudrais|peux|dois|souhaite)|j'aimerais|i want to|i would like to)"
    r" (?:re)?vot(?:er|e)"
    r"|(?:(?:je (?:veux|voudrais|peux|dois|souhaite)|j'aimerais|comment|puis[- ]je|how (?:do|can) i"
    r"|i want to) (?:faire pour )?(?:je )?)?(?:re)?"
    r"(?:change[rz]?|modifier?|retirer?|annuler?|corriger|voir|change|see) "
    r"(?:mon|ma|mes|my) (?:votes?|reponses?|bulletin|choix|ballot|answers?)"
    r"|(?:est[- ]ce que )?(?:j'ai|ai[- ]je|did i) (?:bien |deja )?(?:vote|repondu)"
    r"(?: (?:au|a ce) (?:sondage|vote))?"
    r"|(?:je me suis trompee?|j'ai fait une erreur) (?:dans|de|en|sur) (?:mon )?(?:vote|votant|bulletin)"
    r"|j'arrive pas a voter|je n'arrive pas a voter|i cannot vote"
    rf"){_END}"
)
_I_WANT = (
    r"(?:je|on|nous|j'|i|we) ?(?:voudrai(?:s|t|ons)|veux|veut|voulons|aimerai(?:s|t|ons)|souhait(?:e|ons)"
    r"|souhaiterai(?:s|t|ons)|dois|doit|devons|vais|va|cherche|cherchons|propose|proposons"
    r"|would like to|want to|need to)(?: (?:bien|faire|a))?"
)
_PLEASE_DO = r"il (?:faut|faudrait)(?: qu'on)?|(?:peux|pourrais)[- ]tu|tu peux|can you|aide[- ]moi a"
_SET = (
    r"(?:organi[sz]er?|organise|planifier?|programmer?|prevoir|fixer?|caler?|proposer?|trouver?|choisir|creer?"
    r"|faire|poser|convoquer|plan|set up|schedule|find)"
)
_WISH = re.compile(
    rf"{_HELLO}(?:{_I_WANT}|{_PLEASE_DO})? ?{_SET}? ?"
    r"(?:une date|un creneau|des dates|a date)?(?: (?:pour|de|d'|for))? ?"
    r"(?:une|la|notre|cette|l'|un|a|the|our)? ?(?:prochaine |petite |nouvelle |next )?"
    rf"{_GATHERING}\b(?P<rest>.*)",
    re.DOTALL,
)
_VERB = re.compile(
    r"\b(?:organis|planifi|programm|prevoir|fixe|cale|propos|trouve|choisi|cre|convoqu"
    r"|schedul|plan\b|set up|find)"
)
_OF_OTHERS = re.compile(
    r"\b(?:usager|dame|monsieur|habitant|beneficiaire|parents?|famille|zoom|teams|skype|jitsi|whatsapp|"
    r"comment|aider?|apprendre|connecter|rejoindre|participer|lettre|lien|liens|rappel\w*)\b"
)
_ASKS_POLL = re.compile(
    rf"{_HELLO}(?:{_I_WANT}|{_PLEASE_DO})? ?"
    r"(?:faire|lancer|lance|creer|cree|poser|make|start)(?:[- ]moi)? (?:un|a) (?:petit )?"
    r"(?:sondage|vote|poll)\b.*",
    re.DOTALL,
)
_ALTERNATIVES = re.compile(r"\s*(?:,|;|\bou bien\b|\bou\b|\bor\b|\bet\b|\band\b)\s*", re.IGNORECASE)
_LEADS = frozenset(("le", "la", "pour", "du", "de", "un", "on", "for", "entre", "soit", "en", "au"))
_MOST_WORDS, _LONGEST_TITLE = 25, 80
_LEADING = re.compile(r"^(?:[\s,:]|le |pour le |du |on |for )*", re.IGNORECASE)


def asked(text: str) -> str:
    """Return what a sentence asks of meetings; empty if it asks nothing.

    That is `when`, `where` if it names none, `polls`, `voting` how one votes, `wish` or `poll`.
    """
    said = fold(text).replace("\n", " ").strip()
    if len(said) > _LONGEST:
        return ""
    when = _WHEN.fullmatch(said)
    if when is not None and _ABOUT_PERIOD.fullmatch(when["of"]):
        return "when"
    if _POLLS.fullmatch(said):
        return "polls"
    if _ABOUT_VOTING.fullmatch(said):
        return "voting"
    if _WHERE_ALONE.fullmatch(said):
        return "where"
    if _OF_OTHERS.search(said):
        return ""
    if _ASKS_POLL.fullmatch(said):
        return "poll"
    return "wish" if _WISH.fullmatch(said) and _VERB.search(said) else ""


def period_of(text: str) -> str:
    """Return the words that say of which days somebody asks what is on; empty if none do."""
    when = _WHEN.fullmatch(fold(text).replace("\n", " ").strip())
    return when["of"].strip() if when is not None else ""


def wished(text: str, reading: Reading) -> tuple[str, list[str]]:
    """Return what a meeting is about that a sentence wants, and the dates for it, as they were typed."""
    plain = " ".join(re.sub(r"[`;\\]", " ", text).split()).rstrip(" .!?")
    found = _WISH.fullmatch(fold(plain))
    if found is None:
        return "", []
    words = plain.split()
    rest = words[len(words) - len(found["rest"].split()) :]
    kind = words[len(words) - len(rest) - 1 : len(words) - len(rest)]
    for start in range(min(len(rest), _MOST_WORDS)):
        dates = _dates(" ".join(rest[start:]), reading)
        if dates:
            return _title(kind, rest[:start]), dates
    return _title(kind, rest), []


def _title(kind: Sequence[str], about: Sequence[str]) -> str:
    """Return a title of the words of a sentence, without those that lead to a date."""
    words = [*kind, *about]
    while words and fold(words[-1]).strip(",:") in _LEADS:
        words.pop()
    title = " ".join(words).strip(" ,:")
    return f"{title[:1].upper()}{title[1:]}"[:_LONGEST_TITLE]


def _dates(text: str, reading: Reading) -> list[str]:
    """Return the dates that are all of a text, one or several; none if anything else stands in it."""
    parts = [_LEADING.sub("", part).strip() for part in _ALTERNATIVES.split(text)]
    dates = [part for part in parts if part]
    alone = replace(reading, recurring=False, whole_days=True)
    for part in dates:
        understood = read(part, alone)
        if isinstance(understood, Refused) or understood.rest or understood.rrule:
            return []
    return dates
