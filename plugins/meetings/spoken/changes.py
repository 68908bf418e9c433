"""Sentences by which a meeting changes, or is cancelled: `la réunion de jeudi est à Roanne finalement`."""

from __future__ import annotations

import re

from bot.language.moments import read, read_duration
from plugins.meetings.spoken.words import (
    END,
    HELLO,
    MEETING,
    SOME_DAY,
    THE,
    WISH,
    Act,
    Heard,
    as_typed,
    meeting_named,
)

_ONE = rf"{THE}(?:(?:prochaine|next) )?{MEETING}\b"
_FEW_WORDS = r"(?:(?! (?:est|sera|is|was|etait)\b)[^;:,?!]){0,60}?"
_CANCELS = re.compile(
    rf"{HELLO}(?:(?:on|il faut|{WISH}) )?(?:d')?(?:annul(?:e|er|ez|es|ons)|cancel) (?P<what>{_ONE}.*?){END}",
    re.DOTALL,
)
_IS_OFF = re.compile(
    rf"{HELLO}(?P<what>{_ONE}{_FEW_WORDS}) (?:(?:est|sera|is) (?:finalement )?(?:annulee?s?|cancelled)"
    rf"|n'a(?:ura)? (?:finalement )?(?:pas|plus) lieu|(?:won't|will not) take place)"
    rf"(?P<why>(?:[ ,;:(]+\S.*)?){END}",
    re.DOTALL,
)
_ASKS = re.compile(r"\?\s*$|^(?:est[- ]ce qu|is )|\b(?:quel(?:le)?s?|ou|quand|combien|where|when)\b")
_CHANGES = re.compile(
    rf"{HELLO}(?:(?:on|il faut|{WISH}) )?"
    rf"(?P<verb>decal|deplac|report|repouss|avanc|retard|chang|modifi|renomm|bouge?|postpone|move|reschedule)"
    rf"(?:e|er|ez|es|ons|eons)? (?:la date de |le lieu de |l'heure de )?(?P<what>{_ONE}.*?){END}",
    re.DOTALL,
)
_IS_SO = re.compile(
    rf"{HELLO}(?:finalement,? )?(?P<what>{_ONE}{_FEW_WORDS})"
    rf" (?:(?:est|sera|is)(?: (?:finalement|plutot|maintenant|now))?"
    rf"(?: (?:reportee?|deplacee?|decalee?|repoussee?|avancee?|moved|postponed))?"
    rf"|(?:aura|a) (?:finalement )?lieu|se (?:tiendra|fera|passera|deroulera)|commence(?:ra)?|passe(?:ra)?"
    rf"|change(?:ra)? (?:de lieu|d'heure|de date) ?:?)"
    rf"(?: (?:finalement|plutot))? (?P<so>(?:a|au|en|chez|dans|le|to|at|in|on)\b.*?){END}",
    re.DOTALL,
)
_BY = re.compile(r" (?:d'|de |by )")
_TO = re.compile(r"(?:a|au|le|to|at|on|in) ")
_DAY_ALONE = re.compile(r"^(?:[1-9]|[12]\d|3[01])(?= |$)(?! ?(?:h|heures?|personnes)\b)")
_LEADS = re.compile(r"^[ ,;:(]+|[ .)]+$")


def of_change(typed: str, said: str) -> Heard | None:
    """Return what a sentence, as typed and folded, changes of a meeting, None if it changes nothing.

    >>> of_change("annule la réunion du 8, salle prise", "annule la reunion du 8, salle prise").line
    'la réunion du 8, salle prise'
    """
    return _cancelled(typed, said) or _ordered(typed, said) or _told(typed, said)


def _cancelled(typed: str, said: str) -> Heard | None:
    if (orders := _CANCELS.fullmatch(said)) is not None:
        return Heard(Act.CANCEL, as_typed(typed, said, *orders.span("what")))
    if (tells := _IS_OFF.fullmatch(said)) is None:
        return None
    if _ASKS.search(said):
        day = meeting_named(tells["what"])
        return Heard(Act.ATTENDANCE, day) if day is not None else None
    what = as_typed(typed, said, *tells.span("what"))
    why = _LEADS.sub("", as_typed(typed, said, *tells.span("why"))) if tells["why"] else ""
    return Heard(Act.CANCEL, f"{what} ; {why}" if why else what)


def _ordered(typed: str, said: str) -> Heard | None:
    if (orders := _CHANGES.fullmatch(said)) is None:
        return None
    start, end = orders.span("what")
    for by in _BY.finditer(said, start, end):
        step = as_typed(typed, said, by.end(), end)
        if read_duration(step, "fr") is not None or read_duration(step, "en") is not None:
            way = "avancer" if orders["verb"] == "avanc" else "reporter"
            return Heard(Act.CHANGE, f"{as_typed(typed, said, start, by.start())} ; {way} de {step}")
    return Heard(Act.CHANGE, as_typed(typed, said, start, end))


def _told(typed: str, said: str) -> Heard | None:
    if (tells := _IS_SO.fullmatch(said)) is None or _ASKS.search(said):
        return None
    what, so = as_typed(typed, said, *tells.span("what")), as_typed(typed, said, *tells.span("so"))
    to = _TO.match(tells["so"])
    bare = _DAY_ALONE.sub(r"le \g<0>", " ".join(so.split()[1:]) if to is not None else so)
    pieces = read(bare, SOME_DAY).pieces
    if pieces and pieces[0].kind == "time" and pieces[0].start == 0:
        return Heard(Act.CHANGE, f"{what} ; {so if to is None else bare}")
    is_inside = tells["so"].startswith(("dans", "chez", "en"))
    return Heard(Act.CHANGE, f"{what} ; lieu : {so if is_inside else bare}")
