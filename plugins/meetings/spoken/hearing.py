"""What a plain sentence says of meetings: `je viens jeudi`, `mets à l’ordre du jour …`, `9/10 super`.

It is given as what one would type after the command that does it. What is only part of a sentence is no such
saying: others read it, and a sentence that is nobody's is answered with what there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.language.folding import fold
from bot.language.moments import Reading, Understood, read
from plugins.meetings.presence.saying import said as said_of_coming
from plugins.meetings.survey.scoring import read_score

SURELY, LIKELY = 0.94, 0.6
"""A sentence that names a meeting, or its agenda; and one that most likely speaks of one.

Less than 0.95 leaves an order to remind to reminders; what names a danger (0.93) may be an item all the same;
0.6 is more than a moment with anything behind it (0.4) and than a need that is asked for (0.5).
"""
_LONGEST = 600
_SOME_DAY = Reading(datetime(2000, 1, 3, 8, tzinfo=UTC), ZoneInfo("Europe/Paris"))
"""Any instant does to know whether words are a moment."""


class Act(StrEnum):
    """What is done: each is a command."""

    ATTENDANCE = "attendance"
    AGENDA = "agenda"
    HOST = "host"
    MINUTES = "minutes"
    REVIEW = "review"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard: the act, the `line` that one would type after its command, and how sure that is."""

    act: Act
    line: str = ""
    surely: float = SURELY


_HELLO = r"(?:(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|desolee?|sorry|alors|ok|euh)\b[ ,!.]*){0,3}"
_END = (
    r"(?:[ ,;]*\b(?:stp|svp|s'il te plait|s'il vous plait|merci|please|thanks|thank you|finalement|du coup))*"
    r"[ .!?]*"
)
_MEETING = r"(?:re+uni?n?ions?|rencontres?|seances?|meetings?|comites?|regroupements?)"
_THE = r"(?:l[ae]s? |l'|notre |nos |cette |ce |the |our |this )?"
_OF_A_MEETING = (
    rf"(?:(?:a|de|pour|lors de|of|for|to|at|in) )?{_THE}(?:(?:prochaine|derniere|next|last) )?{_MEETING}"
    rf"(?: prochaine| suivante| de reseau| du reseau)?"
)
_ABOUT = re.compile(rf"{_OF_A_MEETING}(?: (?P<day>.*))?")
_DAY = re.compile(r"(?:de |du |d'|le |pour |on |of |for |ce |cette |a |au )*")
_NUMBER_ALONE = re.compile(r"^(?:[1-9]|[12]\d|3[01])(?:er)?$")
"""“la réunion du 8” says its day, and 8 alone is no moment."""
_NEXT = r"(?:la |le |the )?(?:prochaine?|suivante?|next)(?: (?:fois|one|time))?"

_AGENDA = r"(?:l[' ]?)?(?:(?:the )?(?:meeting(?:'s)? )?agenda|ordre du jour|ordre-du-jour|o\.?d\.?j\b\.?)"
_PUT = (
    r"(?:(?:re)?met(?:s|tre|tez|tons)?|(?:r?ajout|rajout)(?:e|er|ez|es|ons)|inscri(?:s|re|vez)|not(?:e"
    r"|er|ez)"
    r"|propos(?:e|er|ez)|add|put)"
)
_WISH = (
    r"(?:(?:tu )?(?:peux|pourrais|peut|pourrait|pouvez|pourriez|faut|faudrait|can|could)(?:[- ](?:tu|on"
    r"|vous|you))?"
    r"|(?:je|j'|on|i|nous)[ ]?(?:voudrai[st]?|veu[xt]|aimerai[st]?|souhait\w+|propose|want to"
    r"|would like to)"
    r"|(?:on|nous) (?:peut|pourrait|pourrions|devrait|devrions|doit)"
    r"|(?:est[- ]ce qu'?(?:on|il|tu) (?:peut|pourrait|peux|faut))|il (?:faut|faudrait)|merci de|a"
    r"|pense[rz]? a)"
)
_ITEM = (
    r"(?:(?:un|le|ce|a|an|autre)? ?(?:nouveau |new )?(?:points?|sujets?|themes?|items?|topics?)"
    r"|ca|cela|ceci|this|that)"
)
_LABEL = (
    r"(?:points?|sujets?|idees?|questions?|besoins?|infos?|propositions?|pratiques?|idea|topic|need|news)"
)
_LEAD = rf"(?:{_WISH} |je |j'|nous )?"
_TALK = (
    rf"(?:{_WISH} )(?:qu'on |que l'on |que nous )?(?:re)?(?:parl(?:er?|ions)|abord(?:er?|ions)"
    r"|discut(?:er?|ions)|evoqu(?:er?|ions)|talk about|discuss) ?(?:de la |de l'|des? |du |d'|about )?"
)
_FOR_MEETING = (
    rf"(?:a|pour|lors de|for|to|at) {_THE}(?:(?:prochaine|next) )?{_MEETING}(?: prochaine| suivante"
    r"| de reseau| du reseau)?(?: (?:du|de|d'|of|on) ?[^:,;]{1,40}?)?"
)
_ADDS = (
    # je voudrais ajouter un point à la réunion du 8 : les mails frauduleux
    re.compile(
        rf"{_HELLO}{_LEAD}(?!note){_PUT} (?:{_ITEM} |une? )?(?:(?P<label>{_LABEL}) )?"
        rf"(?P<of>{_FOR_MEETING}) ?[:,;] ?(?P<what>.+)",
        re.DOTALL,
    ),
    # ajoute « les mails frauduleux » à la réunion de mardi
    re.compile(
        rf"{_HELLO}{_LEAD}{_PUT}(?:[- ]moi)? [\"«“] ?(?P<what>[^\"»”]+?) ?[\"»”] "
        rf"(?P<of>{_FOR_MEETING}){_END}",
    ),
    # (j’ai) une question pour la prochaine réunion : qui vient ?
    re.compile(
        rf"{_HELLO}(?:(?:j'ai|voici|i have) )?(?:(?:une?|mon|ma|an?|my|autre) )?(?P<label>{_LABEL}) "
        rf"(?P<of>{_FOR_MEETING}) ?[:,;] ?(?P<what>.+)",
        re.DOTALL,
    ),
    # pour la prochaine réunion, j’aimerais qu’on parle des mails frauduleux
    re.compile(
        rf"{_HELLO}(?P<of>{_FOR_MEETING}),? {_TALK}(?P<what>.+?){_END}",
        re.DOTALL,
    ),
    # les mails frauduleux, à l’ordre du jour
    re.compile(
        rf"{_HELLO}(?P<what>[^;:,]+?(?: ?: [^;,]+?)?)[,;] (?:a (?:mettre|ajouter|inscrire|noter) )?"
        rf"(?:a|sur|pour) {_AGENDA}{_END}",
    ),
    # mets à l’ordre du jour de jeudi : les mails frauduleux
    re.compile(
        rf"{_HELLO}(?:{_WISH} )?(?:me )?{_PUT}(?:[- ](?:moi|nous))? (?:{_ITEM} )?(?:a|au|sur|dans|to|on|in) "
        rf"{_AGENDA}(?P<of> (?:de |du |d'|pour |of |for )[^:]{{2,40}}) ?: ?(?P<what>.+)",
        re.DOTALL,
    ),
    # mets à l’ordre du jour les mails frauduleux
    re.compile(
        rf"{_HELLO}(?:{_WISH} )?(?:me )?{_PUT}(?:[- ](?:moi|nous))? (?:{_ITEM} )?"
        rf"(?:a|au|sur|dans|to|on|in) {_AGENDA}[ :,-]*(?P<what>.+)",
        re.DOTALL,
    ),
    # ajoute un point sur les mails frauduleux
    re.compile(
        rf"{_HELLO}{_LEAD}{_PUT}(?:[- ]moi)? {_ITEM}(?: (?:sur|about)\b|[ :,-]+)[ :]*(?P<what>.+)",
        re.DOTALL,
    ),
    # mets les mails frauduleux à l’ordre du jour
    re.compile(
        rf"{_HELLO}(?:{_WISH} )?{_PUT}(?:[- ]moi)? (?P<what>.+?),? (?:a|sur|dans|to|on) {_AGENDA}"
        rf"(?P<of> (?:de|du|pour|of|for) .+)?{_END}",
        re.DOTALL,
    ),
    # j’ai un point pour la réunion : …
    re.compile(
        rf"{_HELLO}(?:j'ai|j'aurai[st]?|i have) {_ITEM} (?:pour|a|for|to) .{{2,40}}?[:,](?P<what>.+)",
        re.DOTALL,
    ),
    # on pourrait parler des mails frauduleux à la prochaine réunion
    re.compile(
        rf"{_HELLO}{_TALK}(?P<what>.+?),? "
        rf"(?:a|lors de|pendant|at|during) {_THE}(?:(?:prochaine|next) )?{_MEETING}(?P<of> (?:du|de|of"
        rf"|on) .+)?{_END}",
        re.DOTALL,
    ),
    re.compile(rf"{_HELLO}{_AGENDA} ?[:+] ?(?P<what>.+)", re.DOTALL),
)
_PLAIN_LABEL = re.compile(r"points?|sujets?|topic")
_ADDS_SOMETHING = re.compile(
    rf"{_HELLO}(?:(?:{_WISH} )?{_PUT}(?:[- ]moi)? {_ITEM}(?: (?:a|sur|dans|to|on) {_AGENDA})?"
    rf"|(?:j'ai|j'aurais|i have) (?:une?|an?) {_LABEL} {_FOR_MEETING}){_END}"
)
_SHOWS_AGENDA = re.compile(
    rf"{_HELLO}(?:(?:(?:qu'?(?:est[- ]ce qu'?)?|what(?:'s| is) |(?:il )?y a quoi |quoi )[^.;:!]{{0,25}}?)"
    rf"(?:a|sur|dans|on|in) {_AGENDA}"
    rf"|(?:c'?est quoi|quel est|montre(?:[- ]moi)?|voir|donne(?:[- ]moi)?|affiche|show(?: me)?"
    rf"|il est ou|ou est) ?{_AGENDA}"
    rf"|{_AGENDA}"
    rf"|(?:de quoi|what) (?:on (?:va )?parle(?:ra|r)?|parle[- ]t[- ]on|va[- ]t[- ]on parler"
    rf"|(?:do|will|shall) we (?:talk|speak) about))"
    rf"(?P<of> .{{1,60}}?)?{_END}"
)
_DROPS_OWN = re.compile(
    rf"{_HELLO}(?:{_WISH} )?(?:retir|enlev|supprim|effac|annul|remov|drop)(?:e|er|ez|es)? "
    rf"(?P<own>(?:mon|mes|my)(?: derni\w+| last)? (?:{_LABEL}|items?))"
    rf"(?P<of> (?:de|a|from|of|sur) {_AGENDA})?{_END}"
)
_DROPS = re.compile(
    rf"{_HELLO}(?:{_WISH} )?(?:retir|enlev|supprim|effac|remov|drop)(?:e|er|ez|es)? "
    rf"(?:(?:mon|le|ce|my|the) (?:points?|sujets?|items?) (?:sur |about |de |du |des )?(?P<item>.+?)"
    rf"|(?P<what>.+?))(?P<of> (?:de|a|from|of|sur) {_AGENDA})?{_END}"
)
_WHO = re.compile(
    rf"{_HELLO}(?:(?:(?:et |mais )?qui (?:vient|viendra|sera (?:la|present)|participe|est (?:inscrit"
    rf"|present|la))"
    rf"|(?:on (?:sera|est)|(?:nous )?serons[- ]nous|on va etre) combien|combien (?:on (?:sera|est"
    rf"|va etre)|serons[- ]nous|(?:de )?(?:personnes |gens |monde )?(?:viennent|vient))"
    rf"|who(?:'s| is| will be)? (?:coming|comes|there)|how many (?:people )?(?:are coming|come|will come))"
    rf"|(?:la )?liste des (?:presents|presences|participants|inscrits))(?P<of> .{{1,60}}?)?{_END}"
)
_HOST = r"(?:accueill(?:ir|e|erai|erais)|heberge(?:r|rai)?|recevoir|recois|host)"
_OFFERS = re.compile(
    rf"{_HELLO}(?:je (?:peux|veux|voudrais|pourrais|me propose(?: (?:pour|d'))?)(?: bien)?(?: d'"
    rf"| pour)? ?{_HOST}|j'?(?:e )?{_HOST}"
    rf"|(?:i )(?:can |could |will )?{_HOST})(?: (?P<rest>.{{1,80}}?))?{_END}"
)
_WHO_HOSTS = re.compile(
    rf"{_HELLO}(?:(?:chez )?qui (?:nous )?(?:accueille|heberge|recoit|accueillera)"
    rf"|a qui le tour(?: d'accueillir)?|who hosts|who is hosting)"
    rf"(?: (?P<rest>.{{1,60}}?))?{_END}"
)
_MINUTES = re.compile(
    rf"{_HELLO}(?:{_WISH} )?(?:(?:avoir|voir|lire|ou (?:est|sont|trouver)|montre(?:[- ]moi)?"
    rf"|donne(?:[- ]moi)?|envoie(?:[- ]moi)?|je cherche"
    rf"|il est ou|y a[- ]t[- ]il|show(?: me)?|where (?:is|are)) )?(?:un |le |les |l'"
    rf"|the )?(?:comptes?[- ]rendus?|minutes|c\.?r\.?|releve de decisions)"
    rf"(?P<of> .{{1,60}}?)?{_END}"
)
_ANEW = (
    r"(?:(?:finalement|plutot|en fait|je change d'avis|je corrige|(?:mon |ma )?(?:avis|note)|rather|actually"
    r"|my (?:score|rating))\b[ :,=]*)*"
)
_GIVES = re.compile(
    rf"{_HELLO}(?:moi,? )?(?:je (?:mets|donne|note|dis)|i (?:give|rate))(?: (?P<lead>(?:a "
    rf"|to )?{_THE}{_MEETING}(?: de reseau)?))? "
    rf"(?P<score>\d{{1,2}}(?: ?/ ?10| sur 10| out of 10)?)(?: (?:(?:a|pour|to"
    rf"|for) {_THE}{_MEETING}(?: de reseau| d'hier)?))?(?P<rest>[ ,.;:!]+.*)?",
    re.DOTALL,
)
_OUT_OF_TEN = re.compile(
    rf"{_HELLO}{_ANEW}(?:\d{{1,2}}|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix) ?(?:/ ?10|sur (?:10|dix)"
    rf"|out of (?:10|ten))\b(?!/).*",
    re.DOTALL,
)
_HOUR = re.compile(r"\b\d{1,2} ?(?:h|:)(?:\d\d)?\b|\brdv\b|\brendez-vous\b")
_CALENDAR = re.compile(
    rf"{_HELLO}(?:(?:{_WISH} |comment )?(?:mettre|met[sz]?|avoir|ajoute[rz]?|exporte[rz]?"
    rf"|envoie(?:[- ]moi)?|donne(?:[- ]moi)?|add|put|give me|send me) )?"
    rf"(?:(?:{_THE}|ma |mes |my ){_MEETING}(?: de reseau)? (?:dans|sur|to|in|into) (?:mon|l'|my"
    rf"|the) ?(?:agenda|calendrier|calendar|telephone|phone)"
    rf"|(?:l[ea]s? |l'|un |the |my |mon )?(?:fichiers? )?(?:ics|ical|icalendar|(?:fichier"
    rf"|file) (?:pour |d[e'] ?)?(?:mon |l'|the |my )?(?:agenda|calendrier|calendar)))"
    rf"{_END}"
)
_OF_OTHERS = re.compile(
    r"\b(?:usager\w*|dame|monsieur|habitant\w*|beneficiaires?|famille|zoom|teams|skype|rappel\w*|remind"
    r"|lettre"
    r"|newsletter|veille|annuaire|fiche|atelier|permanence)\b"
)


def heard(text: str) -> Heard | None:
    """Return what a whole sentence says of meetings, None if it is for others.

    >>> heard("je peux pas mardi finalement").act, heard("mets à l’odj les impôts").line
    (<Act.ATTENDANCE: 'attendance'>, 'ajouter les impôts')
    """
    typed = " ".join(text.replace("’", "'").split())
    said = fold(typed)
    if not said or len(said) > _LONGEST:
        return None
    return (
        _of_agenda(said)
        or _added(typed, said)
        or _opinion(typed, said)
        or (None if _OF_OTHERS.search(said) else _asked(said) or _hosted(typed, said) or _coming(said))
    )


def _added(typed: str, said: str) -> Heard | None:
    for pattern in _ADDS:
        if (found := pattern.fullmatch(said)) is None:
            continue
        what = _as_typed(typed, said, *found.span("what")).strip(" :,-")
        of = found.groupdict().get("of") or ""
        day = _meeting(of) if of else ""
        if not what or day is None:
            continue
        label = found.groupdict().get("label") or ""
        if label and not _PLAIN_LABEL.fullmatch(label):
            what = f"{label} : {what}"
        return Heard(
            Act.AGENDA, f"ajouter {what}" + (f" pour la réunion du {day.removeprefix('le ')}" if day else "")
        )
    return None


def _of_agenda(said: str) -> Heard | None:
    if (shows := _SHOWS_AGENDA.fullmatch(said)) is not None:
        day = _meeting(shows["of"] or "")
        return Heard(Act.AGENDA, day) if day is not None else None
    if _ADDS_SOMETHING.fullmatch(said) is not None:
        return Heard(Act.AGENDA, "ajouter")
    if (own := _DROPS_OWN.fullmatch(said)) is not None:
        return Heard(Act.AGENDA, f"retirer {own['own']}", SURELY if own["of"] else LIKELY)
    drops = _DROPS.fullmatch(said)
    if drops is None or not (drops["of"] or drops["item"]):
        return None
    surely = SURELY if drops["of"] else LIKELY
    return Heard(Act.AGENDA, f"retirer {drops['item'] or drops['what']}", surely)


def _opinion(typed: str, said: str) -> Heard | None:
    if (gives := _GIVES.fullmatch(said)) is not None and (
        gives["lead"] or "/" in gives["score"] or _ABOUT.search(said)
    ):
        score = gives["score"].split("/")[0].split()[0]
        rest = _as_typed(typed, said, *gives.span("rest")).strip(" ,.;:") if gives["rest"] else ""
        return Heard(Act.REVIEW, f"{score}/10 {rest}".strip(), LIKELY)
    if _OUT_OF_TEN.fullmatch(said) is None or _HOUR.search(said):
        return None
    lead = re.match(rf"{_HELLO}{_ANEW}", said)
    line = _as_typed(typed, said, lead.end() if lead is not None else 0, len(said))
    return Heard(Act.REVIEW, line, LIKELY) if read_score(line) is not None else None


def _asked(said: str) -> Heard | None:
    if _CALENDAR.fullmatch(said) is not None:
        return Heard(Act.CALENDAR)
    for act, pattern in ((Act.ATTENDANCE, _WHO), (Act.MINUTES, _MINUTES)):
        if (found := pattern.fullmatch(said)) is not None:
            day = _meeting(found["of"] or "")
            return Heard(act, day) if day is not None else None
    return None


def _hosted(typed: str, said: str) -> Heard | None:
    if (asks := _WHO_HOSTS.fullmatch(said)) is not None:
        day = _meeting(asks["rest"] or "")
        return Heard(Act.HOST, day) if day is not None else None
    offers = _OFFERS.fullmatch(said)
    if offers is None:
        return None
    rest = offers["rest"] or ""
    named = re.match(rf"(?:{_OF_A_MEETING}|{_NEXT})\b ?", rest)
    if named is None:
        return None
    left = _as_typed(typed, said, offers.start("rest") + named.end(), offers.end("rest")).strip()
    return Heard(Act.HOST, f"moi {left}".strip())


def _coming(said: str) -> Heard | None:
    """Return what is said of coming, where nothing else is said but of which meeting."""
    plain = re.sub(rf"^{_HELLO}", "", said)
    plain = re.sub(
        r"\bj ?s(?=erai|uis)|\bchui\b",
        "je s",
        re.sub(r"[ ,]*\b(?:finalement|du coup|stp|svp|merci|desolee?|sorry)\b", "", plain),
    )
    answer, rest = said_of_coming(plain)
    if answer is None or len(plain.split()) - len(rest.split()) < _FEWEST_WORDS:
        return None
    day = _meeting(rest)
    if day is None or (not rest and not _OF_COMING.search(plain)):
        return None
    return Heard(
        Act.ATTENDANCE, f"{_WORDS[answer]} {day}".strip(), SURELY if _ABOUT.fullmatch(fold(rest)) else LIKELY
    )


_OF_COMING = re.compile(
    r"\b(?:vien\w*|venir|y serai|serai|particip\w+|empech\w+|absent\w*|present\w*|partante?|inscri\w+"
    r"|coming|come|be there)\b"
)
"""Without any meeting being named, it is said with a word for coming: “je peux pas” alone may be anything."""
_FEWEST_WORDS = 2
"""“oui”, “non” and “présent” alone answer another question."""
_WORDS = {"yes": "je viens", "no": "je ne viens pas", "maybe": "peut-être"}


def _meeting(words: str) -> str | None:
    """Return the words that name a meeting by its day, empty if the next one is meant; None if they do not.

    >>> _meeting(" à la réunion de jeudi"), _meeting("la prochaine"), _meeting("à la banque")
    ('jeudi', '', None)
    >>> _meeting("à la réunion du 8")
    'le 8'
    """
    said = fold(words).strip(" .,!?")
    said = re.sub(
        r"[ ,]*\b(?:stp|svp|s'il te plait|s'il vous plait|merci|please|finalement)$", "", said
    ).strip(" .,!?")
    if not said or re.fullmatch(rf"(?:(?:a|pour|de|for) )?{_NEXT}", said):
        return ""
    about = _ABOUT.fullmatch(said)
    day = (about["day"] or "").strip() if about is not None else said
    if not day:
        return "la dernière" if "derniere" in said or "last" in said.split() else ""
    bare = _NUMBER_ALONE.sub(r"le \g<0>", _DAY.sub("", day, count=1))
    found = read(bare, _SOME_DAY)
    if isinstance(found, Understood):
        return bare if not found.rest and found.rrule is None else None
    # refused for another reason it is a day all the same: “jeudi 3” is none of that January
    return bare if found.code != "none" and not found.rest else None


def _as_typed(typed: str, said: str, start: int, end: int) -> str:
    """Return a part of a folded text as it was typed, where folding kept its words."""
    if len(typed) == len(said):
        return typed[start:end]
    first, count = len(said[:start].split()), len(said[start:end].split())
    return " ".join(typed.split()[first : first + count])
