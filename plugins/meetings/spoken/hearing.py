"""What a plain sentence says of meetings: `je viens jeudi`, `mets à l’ordre du jour …`, `9/10 super`.

It is given as what one would type after the command that does it. What is only part of a sentence is no such
saying: others read it, and a sentence that is nobody's is answered with what there is.
"""

from __future__ import annotations

import re

from bot.language.folding import fold
from plugins.meetings.presence.saying import said as said_of_coming
from plugins.meetings.spoken.agendas import of_agenda
from plugins.meetings.spoken.changes import of_change
from plugins.meetings.spoken.correcting import correction
from plugins.meetings.spoken.lateness import late
from plugins.meetings.spoken.wishes import wished
from plugins.meetings.spoken.words import (
    ABOUT,
    BARELY,
    END,
    HELLO,
    LIKELY,
    MEETING,
    NEXT,
    OF_A_MEETING,
    SURELY,
    THE,
    WISH,
    Act,
    Heard,
    as_typed,
    meeting_named,
)
from plugins.meetings.survey.scoring import read_score

_LONGEST = 600

_WHO = re.compile(
    rf"{HELLO}(?:(?:(?:et |mais )?qui (?:vient|viendra|sera (?:la|present)|participe|est (?:inscrit"
    rf"|present|la))"
    rf"|(?:on (?:sera|est)|(?:nous )?serons[- ]nous|on va etre) combien|combien (?:on (?:sera|est"
    rf"|va etre)|serons[- ]nous|(?:de )?(?:personnes |gens |monde )?(?:viennent|vient))"
    rf"|who(?:'s| is| will be)? (?:coming|comes|there)|how many (?:people )?(?:are coming|come|will come))"
    rf"|(?:la )?liste des (?:presents|presences|participants|inscrits))(?P<of> .{{1,60}}?)?{END}"
)
_HOST = r"(?:accueill(?:ir|e|erai|erais)|heberge(?:r|rai)?|recevoir|recois|host)"
_OFFERS = re.compile(
    rf"{HELLO}(?:je (?:peux|veux|voudrais|pourrais|me propose(?: (?:pour|d'))?)(?: bien)?(?: d'"
    rf"| pour)? ?{_HOST}|j'?(?:e )?{_HOST}"
    rf"|(?:i )(?:can |could |will )?{_HOST})(?: (?P<rest>.{{1,80}}?))?{END}"
)
_SOMEWHERE = re.compile(r"chez (?:moi|nous)\b|(?:ici|at my place)$|dans (?:mes|nos) locaux\b")
"""Who hosts without saying what hosts a meeting, where they say no more than where."""
_WHO_HOSTS = re.compile(
    rf"{HELLO}(?:(?:chez )?qui (?:nous )?(?:accueille|heberge|recoit|accueillera)"
    rf"|a qui le tour(?: d'accueillir)?|who hosts|who is hosting)"
    rf"(?: (?P<rest>.{{1,60}}?))?{END}"
)
_MINUTES = re.compile(
    rf"{HELLO}(?:{WISH} )?(?:(?:avoir|voir|lire|ou (?:est|sont|trouver)|montre(?:[- ]moi)?"
    rf"|(?:me )?donne(?:r|[- ]moi)?|(?:m')?envoye?(?:r|ie)?(?:[- ]moi)?|(?:me )?(?:re)?trouver|je cherche"
    rf"|il est ou|y a[- ]t[- ]il|show(?: me)?|where (?:is|are)) )?(?:un |le |les |l'"
    rf"|the )?(?:comptes?[- ]rendus?|minutes|c\.?r\.?|releve de decisions)"
    rf"(?P<of> .{{1,60}}?)?{END}"
)
_ANEW = (
    r"(?:(?:finalement|plutot|en fait|je change d'avis|je corrige|(?:mon |ma )?(?:avis|note)|rather|actually"
    r"|my (?:score|rating))\b[ :,=]*)*"
)
_GIVES = re.compile(
    rf"{HELLO}(?:moi,? )?(?:je (?:mets|donne|note|dis)|i (?:give|rate))(?: (?P<lead>(?:a "
    rf"|to )?{THE}{MEETING}(?: de reseau)?))? "
    rf"(?P<score>\d{{1,2}}(?: ?/ ?10| sur 10| out of 10)?)(?: (?:(?:a|pour|to"
    rf"|for) {THE}{MEETING}(?: de reseau| d'hier)?))?(?P<rest>[ ,.;:!]+.*)?",
    re.DOTALL,
)
_OUT_OF_TEN = re.compile(
    rf"{HELLO}{_ANEW}(?:\d{{1,2}}|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix) ?(?:/ ?10|sur (?:10|dix)"
    rf"|out of (?:10|ten))\b(?!/).*",
    re.DOTALL,
)
_HOUR = re.compile(r"\b\d{1,2} ?(?:h|:)(?:\d\d)?\b|\brdv\b|\brendez-vous\b")
_CALENDAR = re.compile(
    rf"{HELLO}(?:(?:{WISH} |comment )?(?:mettre|met[sz]?|avoir|ajoute[rz]?|exporte[rz]?"
    rf"|envoie(?:[- ]moi)?|donne(?:[- ]moi)?|add|put|give me|send me) )?"
    rf"(?:(?:{THE}|ma |mes |my ){MEETING}(?: de reseau)? (?:dans|sur|to|in|into) (?:mon|l'|my"
    rf"|the) ?(?:agenda|calendrier|calendar|telephone|phone)"
    rf"|(?:l[ea]s? |l'|un |the |my |mon )?(?:fichiers? )?(?:ics|ical|icalendar|(?:fichier"
    rf"|file) (?:pour |d[e'] ?)?(?:mon |l'|the |my )?(?:agenda|calendrier|calendar)))"
    rf"{END}"
)
_OF_OTHERS = re.compile(
    r"\b(?:usager\w*|dame|monsieur|habitant\w*|beneficiaires?|famille|zoom|teams|skype|rappel\w*|remind"
    r"|lettre"
    r"|newsletter|veille|annuaire|fiche|atelier|permanence)\b"
)


_CANNOT = re.compile(
    rf"{HELLO}(?:je |j'|i )?(?:ne |n')?(?:(?:peux|pourrai) (?:pas|plus)|can't|cannot)\b(?P<rest>.*)"
)


def heard_by_command(text: str) -> Heard | None:
    """Return what is said behind the command of meetings, where “je peux pas” speaks of one for sure.

    >>> heard_by_command("je peux pas, j’ai piscine").line
    'je ne viens pas'
    """
    if (found := heard(text)) is not None:
        return found
    cannot = _CANNOT.fullmatch(fold(" ".join(text.replace("’", "'").split())))
    if cannot is None or not _REASON.match(f"{cannot['rest']},"):
        return None
    return Heard(Act.ATTENDANCE, _WORDS["no"])


def heard(text: str) -> Heard | None:
    """Return what a whole sentence says of meetings, None if it is for others.

    >>> heard("je peux pas mardi finalement").act, heard("mets à l’odj les impôts").line
    (<Act.ATTENDANCE: 'attendance'>, 'ajouter les impôts')
    """
    typed = " ".join(text.replace("’", "'").split())
    said = fold(typed)
    if not said or len(said) > _LONGEST:
        return None
    if (score := _SCORE_ALONE.fullmatch(said)) is not None:
        return Heard(Act.REVIEW, f"{score['score']}/10", BARELY)
    if correction(said) is not None or _ALONE.fullmatch(said.strip(" .!?")):
        return Heard(Act.ALONE, said.strip(" .!?"), BARELY)
    return (
        of_agenda(typed, said)
        or _opinion(typed, said)
        or (
            None
            if _OF_OTHERS.search(said)
            else _late(said)
            or of_change(typed, said)
            or _asked(said)
            or _hosted(typed, said)
            or _coming(said)
            or _dated(typed)
        )
    )


def _late(said: str) -> Heard | None:
    found = late(said)
    return None if found is None else Heard(Act.LATE, found.day, SURELY if found.day else LIKELY)


def _opinion(typed: str, said: str) -> Heard | None:
    if (gives := _GIVES.fullmatch(said)) is not None and (
        gives["lead"] or "/" in gives["score"] or ABOUT.search(said)
    ):
        score = gives["score"].split("/")[0].split()[0]
        rest = as_typed(typed, said, *gives.span("rest")).strip(" ,.;:") if gives["rest"] else ""
        return Heard(Act.REVIEW, f"{score}/10 {rest}".strip(), LIKELY)
    if _OUT_OF_TEN.fullmatch(said) is None or _HOUR.search(said):
        return None
    lead = re.match(rf"{HELLO}{_ANEW}", said)
    line = as_typed(typed, said, lead.end() if lead is not None else 0, len(said))
    return Heard(Act.REVIEW, line, LIKELY) if read_score(line) is not None else None


def _asked(said: str) -> Heard | None:
    if _CALENDAR.fullmatch(said) is not None:
        return Heard(Act.CALENDAR)
    for act, pattern in ((Act.ATTENDANCE, _WHO), (Act.MINUTES, _MINUTES)):
        if (found := pattern.fullmatch(said)) is not None:
            day = meeting_named(found["of"] or "")
            return Heard(act, day) if day is not None else None
    return None


def _hosted(typed: str, said: str) -> Heard | None:
    if (asks := _WHO_HOSTS.fullmatch(said)) is not None:
        day = meeting_named(asks["rest"] or "")
        return Heard(Act.HOST, day) if day is not None else None
    offers = _OFFERS.fullmatch(said)
    if offers is None:
        return None
    rest = offers["rest"] or ""
    if not rest or _SOMEWHERE.match(rest):
        where = as_typed(typed, said, *offers.span("rest")).strip() if rest else ""
        return Heard(Act.HOST, f"moi {where}".strip(), LIKELY)
    named = re.match(rf"(?:{OF_A_MEETING}|{NEXT})\b ?", rest)
    if named is None:
        return None
    left = as_typed(typed, said, offers.start("rest") + named.end(), offers.end("rest")).strip()
    return Heard(Act.HOST, f"moi {left}".strip())


def _coming(said: str) -> Heard | None:
    """Return what is said of coming, where nothing else is said but of which meeting."""
    plain = re.sub(rf"^{HELLO}", "", said)
    plain = re.sub(
        r"\bj ?s(?=erai|uis)|\bchui\b",
        "je s",
        re.sub(r"[ ,]*\b(?:finalement|du coup|stp|svp|merci|desolee?|sorry)\b", "", plain),
    )
    return _coming_or_not(plain) or (
        _coming_or_not(plain[: reason.start()]) if (reason := _REASON.search(plain)) is not None else None
    )


_REASON = re.compile(
    r"[ ,;:.(]*(?:[,;:.(]|\b(?:car|parce que|vu que|j'ai|je suis|j'aurai|mon|ma|on a|il y a"
    r"|because|as i|i have)\b)"
)
"""What stands behind “je ne viens pas” and is nobody's business: “j’ai un rendez-vous”."""


def _coming_or_not(plain: str) -> Heard | None:
    answer, rest = said_of_coming(plain)
    if answer is None or len(plain.split()) - len(rest.split()) < _FEWEST_WORDS:
        return None
    day = meeting_named(rest)
    if day is None or (not rest and not _OF_COMING.search(plain)):
        return None
    return Heard(
        Act.ATTENDANCE, f"{_WORDS[answer]} {day}".strip(), SURELY if ABOUT.fullmatch(fold(rest)) else LIKELY
    )


_SCORE_ALONE = re.compile(
    r"(?:(?:je (?:mets|donne|dirais|note)|j'ai mis|ma note(?: est)?|note|i give) ?:? ?)?"
    r"(?P<score>[1-9]|10)(?: points?)?[ .!]*"
)
"""“8” is most likely what the survey asks for, if it is anything."""
_ALONE = re.compile(
    r"(?:(?:oui|non|ok|yes|no|d'accord|peut[- ]etre|maybe)\b[ ,!.]*)?"
    r"(?:oui|non|ok|yes|no|d'accord|peut[- ]etre|maybe"
    r"|presente?|absente?|je (?:ne )?sais pas(?: encore)?|(?:je (?:ne )?suis )?pas sure?)"
)
"""What answers a question of the bot's, nobody knows which: that is asked rather than guessed."""


def _dated(typed: str) -> Heard | None:
    """Return that something is said of days, and of nothing else: `ok pour le 14`, `mardi oui, jeudi non`."""
    wishes = wished(typed)
    if not wishes:
        return None
    return Heard(Act.DATES, "", SURELY if any(wish.day for wish in wishes) else LIKELY)


_OF_COMING = re.compile(
    r"\b(?:vien\w*|venir|y serai|serai|particip\w+|empech\w+|absent\w*|present\w*|partante?|inscri\w+"
    r"|coming|come|be there)\b"
)
"""Without any meeting being named, it is said with a word for coming: “je peux pas” alone may be anything."""
_FEWEST_WORDS = 2
"""“oui”, “non” and “présent” alone answer another question."""
_WORDS = {"yes": "je viens", "no": "je ne viens pas", "maybe": "peut-être"}
