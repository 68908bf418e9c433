"""What plain sentences say of agendas: `mets à l’ordre du jour …`, `une question pour la réunion : …`."""

from __future__ import annotations

import re

from plugins.meetings.spoken.words import (
    END,
    HELLO,
    LIKELY,
    MEETING,
    SURELY,
    THE,
    WISH,
    Act,
    Heard,
    as_typed,
    meeting_named,
)

_LEAD = rf"(?:{WISH} (?:d'|de )?|je |j'|nous )?"
_AGENDA = r"(?:l[' ]?)?(?:(?:the )?(?:meeting(?:'s)? )?agenda|ordre du jour|ordre-du-jour|o\.?d\.?j\b\.?)"
_PUT = (
    r"(?:(?:re)?met(?:s|tre|tez|tons)?|(?:r?ajout|rajout)(?:e|er|ez|es|ons)|inscri(?:s|re|vez)|not(?:e"
    r"|er|ez)"
    r"|propos(?:e|er|ez)|add|put)"
)
_ITEM = (
    r"(?:(?:un|le|ce|a|an|autre)? ?(?:nouveau |new )?(?:points?|sujets?|themes?|items?|topics?)"
    r"|ca|cela|ceci|this|that)"
)
_LABEL = (
    r"(?:points?|sujets?|idees?|questions?|besoins?|infos?|propositions?|pratiques?|idea|topic|need|news)"
)
_TALK = (
    rf"(?:{WISH} )(?:qu'on |que l'on |que nous )?(?:re)?(?:parl(?:er?|ions)|abord(?:er?|ions)"
    r"|discut(?:er?|ions)|evoqu(?:er?|ions)|talk about|discuss) ?(?:de la |de l'|des? |du |d'|about )?"
)
_FOR_MEETING = (
    rf"(?:a|pour|lors de|for|to|at) {THE}(?:(?:prochaine|next) )?{MEETING}(?: prochaine| suivante"
    r"| de reseau| du reseau)?(?: (?:du|de|d'|of|on) ?[^:,;]{1,40}?)?"
)
_ADDS = (
    # je voudrais ajouter un point à la réunion du 8 : les mails frauduleux
    re.compile(
        rf"{HELLO}{_LEAD}(?!note){_PUT} (?:{_ITEM} |une? )?(?:(?P<label>{_LABEL}) )?"
        rf"(?P<of>{_FOR_MEETING}) ?[:,;] ?(?P<what>.+)",
        re.DOTALL,
    ),
    # ajoute « les mails frauduleux » à la réunion de mardi
    re.compile(
        rf"{HELLO}{_LEAD}{_PUT}(?:[- ]moi)? [\"«“] ?(?P<what>[^\"»”]+?) ?[\"»”] "
        rf"(?P<of>{_FOR_MEETING}){END}",
    ),
    # (j’ai) une question pour la prochaine réunion : qui vient ?
    re.compile(
        rf"{HELLO}(?:(?:j'ai|voici|i have) )?(?:(?:une?|mon|ma|an?|my|autre) )?(?P<label>{_LABEL}) "
        rf"(?P<of>{_FOR_MEETING}) ?[:,;] ?(?P<what>.+)",
        re.DOTALL,
    ),
    # pour la prochaine réunion, j’aimerais qu’on parle des mails frauduleux
    re.compile(
        rf"{HELLO}(?P<of>{_FOR_MEETING}),? {_TALK}(?P<what>.+?){END}",
        re.DOTALL,
    ),
    # les mails frauduleux, à l’ordre du jour
    re.compile(
        rf"{HELLO}(?P<what>[^;:,]+?(?: ?: [^;,]+?)?)[,;] (?:a (?:mettre|ajouter|inscrire|noter) )?"
        rf"(?:a|sur|pour) {_AGENDA}{END}",
    ),
    # mets à l’ordre du jour de jeudi : les mails frauduleux
    re.compile(
        rf"{HELLO}{_LEAD}(?:me )?{_PUT}(?:[- ](?:moi|nous))? (?:{_ITEM} )?(?:a|au|sur|dans|to|on|in) "
        rf"{_AGENDA}(?P<of> (?:de |du |d'|pour |of |for )[^:]{{2,40}}) ?: ?(?P<what>.+)",
        re.DOTALL,
    ),
    # mets à l’ordre du jour les mails frauduleux
    re.compile(
        rf"{HELLO}{_LEAD}(?:me )?{_PUT}(?:[- ](?:moi|nous))? (?:{_ITEM} )?"
        rf"(?:a|au|sur|dans|to|on|in) {_AGENDA}[ :,-]*(?P<what>.+)",
        re.DOTALL,
    ),
    # ajoute un point sur les mails frauduleux
    re.compile(
        rf"{HELLO}{_LEAD}{_PUT}(?:[- ]moi)? {_ITEM}(?: (?:sur|about)\b|[ :,-]+)[ :]*(?P<what>.+)",
        re.DOTALL,
    ),
    # mets les mails frauduleux à l’ordre du jour
    re.compile(
        rf"{HELLO}{_LEAD}{_PUT}(?:[- ]moi)? (?P<what>.+?),? (?:a|sur|dans|to|on) {_AGENDA}"
        rf"(?P<of> (?:de|du|pour|of|for) .+)?{END}",
        re.DOTALL,
    ),
    # j’ai un point pour la réunion : …
    re.compile(
        rf"{HELLO}(?:j'ai|j'aurai[st]?|i have) {_ITEM} (?:pour|a|for|to) .{{2,40}}?[:,](?P<what>.+)",
        re.DOTALL,
    ),
    # on pourrait parler des mails frauduleux à la prochaine réunion
    re.compile(
        rf"{HELLO}{_TALK}(?P<what>.+?),? "
        rf"(?:a|lors de|pendant|at|during) {THE}(?:(?:prochaine|next) )?{MEETING}(?P<of> (?:du|de|of"
        rf"|on) .+)?{END}",
        re.DOTALL,
    ),
    re.compile(rf"{HELLO}{_AGENDA} ?[:+] ?(?P<what>.+)", re.DOTALL),
)
_PLAIN_LABEL = re.compile(r"points?|sujets?|topic")
_ADDS_SOMETHING = re.compile(
    rf"{HELLO}(?:{_LEAD}{_PUT}(?:[- ]moi)? {_ITEM}(?: (?:a|sur|dans|to|on) {_AGENDA})?"
    rf"|(?:j'ai|j'aurais|i have) (?:une?|an?) {_LABEL} {_FOR_MEETING}){END}"
)
_SHOWS_AGENDA = re.compile(
    rf"{HELLO}(?:(?:(?:qu'?(?:est[- ]ce qu'?)?|what(?:'s| is) |(?:il )?y a quoi |quoi )[^.;:!]{{0,25}}?)"
    rf"(?:a|sur|dans|on|in) {_AGENDA}"
    rf"|(?:c'?est quoi|quel est|montre(?:[- ]moi)?|voir|donne(?:[- ]moi)?|affiche|show(?: me)?"
    rf"|il est ou|ou est) ?{_AGENDA}"
    rf"|{_AGENDA}"
    rf"|(?:de quoi|what) (?:on (?:va )?parle(?:ra|r)?|parle[- ]t[- ]on|va[- ]t[- ]on parler"
    rf"|(?:do|will|shall) we (?:talk|speak) about))"
    rf"(?P<of> .{{1,60}}?)?{END}"
)
_DROPS_OWN = re.compile(
    rf"{HELLO}{_LEAD}(?:retir|enlev|supprim|effac|annul|remov|drop)(?:e|er|ez|es)? "
    rf"(?P<own>(?:mon|mes|my)(?: derni\w+| last)? (?:{_LABEL}|items?))"
    rf"(?P<of> (?:de|a|from|of|sur) {_AGENDA})?{END}"
)
_DROPS = re.compile(
    rf"{HELLO}{_LEAD}(?:retir|enlev|supprim|effac|remov|drop)(?:e|er|ez|es)? "
    rf"(?:(?:mon|le|ce|my|the) (?:points?|sujets?|items?) (?:sur |about |de |du |des )?(?P<item>.+?)"
    rf"|(?P<what>.+?))(?P<of> (?:de|a|from|of|sur) {_AGENDA})?{END}"
)


def of_agenda(typed: str, said: str) -> Heard | None:
    """Return what a sentence, `said` in folded words, wants done with an agenda; None if it wants nothing."""
    return _asked(said) or _added(typed, said)


def _added(typed: str, said: str) -> Heard | None:
    for pattern in _ADDS:
        if (found := pattern.fullmatch(said)) is None:
            continue
        what = as_typed(typed, said, *found.span("what")).strip(" :,-")
        of = found.groupdict().get("of") or ""
        day = meeting_named(of) if of else ""
        if not what or day is None:
            continue
        label = found.groupdict().get("label") or ""
        if label and not _PLAIN_LABEL.fullmatch(label):
            what = f"{label} : {what}"
        return Heard(
            Act.AGENDA, f"ajouter {what}" + (f" pour la réunion du {day.removeprefix('le ')}" if day else "")
        )
    return None


def _asked(said: str) -> Heard | None:
    if (shows := _SHOWS_AGENDA.fullmatch(said)) is not None:
        day = meeting_named(shows["of"] or "")
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
