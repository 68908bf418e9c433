"""What stands after a cue: several things said in a row, each without the little words around it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from plugins.directory.aligned import Aligned, align
from plugins.directory.others import OTHERS

_SENTENCE_END = re.compile(r"[.!?;]+(?: |$)")
_TURN = re.compile(
    r"(?:,? )?\b(?:mais|car|parce qu(?:e|')|puisqu(?:e|')|quand|lorsqu(?:e|')|depuis|afin (?:de|d')|"
    r"pour que|alors|"
    r"donc|because|but|since|when|sauf|hormis|excepte|a part|a l'exception|except|sinon|par contre|"
    r"en revanche|"
    r"si (?=quelqu'une?\b|besoin\b|vous\b|tu\b|ca\b|on\b|jamais\b|necessaire\b|"
    r"vraiment\b|possible\b|d'autres\b)|"
    r"moins(?= (?:avec|sur|en|a l'aise))|less(?= (?:with|so)))\b"
)
"""Where what one says of a thing turns to something else."""
_CLAUSE = re.compile(
    r"(?:,|\)| (?:et|mais|ou|puis|and|but|so|or))(?: (?:et|mais|puis|moi|aussi|sinon|apres|and|but|,))* "
    r"(?=(?:je |j'|il |elle |ils |elles |on |nous |vous |tu |qui |c'est |ca |cela |"
    r"i |i'm |he |she |they |we |you )|"
    rf"{OTHERS})"
)
"""Where another clause begins, with somebody who does something."""
_BETWEEN = re.compile(
    r" ?[,/&()\[\]+•:\n]+ ?| (?:et|ou|ainsi que|puis|mais aussi|et aussi|voire|and|or|as well as) "
)
_LEAD = re.compile(
    r"(?:(?:[-–—:*\"',.]|(?:un peu(?: de)?|(?:pas mal de |plein de |beaucoup de )?(?:choses?|"
    r"trucs?) (?:sur|en)|ma bille en|(?:les |l'|le |des )?(?:outils?|logiciels?)"
    r"(?! (?:libres?|open|numeriques?|collaborati\w+|en ligne|de|d'|metiers?|bureautiques?|pour)\b)|"
    r"a(?! distance)|au|aux|en|"
    r"sur|avec|"
    r"pour|dans|par|de la|de l'|du|des|de|d'|le|la|les|l'|une?|aussi|bien|"
    r"notamment|surtout|plutot|egalement|c'est|comme|quelques|mon|ma|mes|leurs?|ses|son|sa|"
    r"tout ce qui (?:est|touche (?:a|au|aux))|"
    r"tout ce qui concerne|principalement|un peu|beaucoup|que|qu'|plus|mieux|faire|utiliser|aussi bien|et|"
    r"ou|puis|"
    r"animer (?:des|un|les|une)|ateliers? (?:de|sur|d'|autour de)|the|an?|some|of|about|with|to|in|on|my|"
    r"also|"
    r"how to|mainly|do|use|par exemple|meme|tres|assez|couramment)(?<=[\w'])(?![\w'-]))"
    r" ?)+"
)
_LEAD_ELIDED = re.compile(r"(?:de l'|l'|d'|qu')")
_TAIL = re.compile(
    r"(?: (?:aussi|egalement|couramment|courament|parfaitement|bien|tres bien|un peu|assez bien|svp|stp|"
    r"merci|voila|maintenant|desormais|aujourd'hui|en ce moment|now|"
    r"et|mais|ou|donc|par exemple|notamment|surtout|de temps en temps|etc|quoi|d'ailleurs|a fond|"
    r"sans probleme|"
    r"sans souci|facilement|au quotidien|qu'avant|qu'autrefois|tous les jours|par coeur|de a a z|"
    r"depuis (?:toujours|longtemps|\d+ (?:ans|mois))|"
    r"(?:a|dans|sur|de) (?:ma fiche|mes (?:competences|specialites|langues|publics|envies))|"
    r"(?:to|from|on|off) my (?:card|skills)|anymore|too|as well|also|please|"
    r"fluently|well|a bit|very well|,|:|-|\.|!|;|\)|…|\"))+$"
)
_NOTHING = frozenset(
    (
        "le",
        "la",
        "les",
        "ca",
        "cela",
        "ceci",
        "en",
        "y",
        "tout",
        "tout faire",
        "everything",
        "rien",
        "faire",
        "aussi",
        "l'",
        "un",
        "peu",
        "it",
        "that",
        "this",
        "them",
        "il",
        "elle",
        "moi",
        "quoi",
        "oui",
        "non",
        "etc",
        "travailler",
        "bosser",
        "accompagner",
        "aider",
        "intervenir",
        "gens",
        "personnes",
        "monde",
        "people",
        "work",
        "plutot",
        "surtout",
        "souvent",
        "beaucoup",
        "coeur",
        "alentours",
        "environs",
        "partout",
        "ailleurs",
        "autre",
        "m'en servir",
        "m'y prendre",
        "m'en sortir",
        "coup de main",
        "autres",
        "collegue",
        "colleague",
        "bonjour",
        "merci",
    )
)
_MOST_LETTERS = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was said: as it was typed, and folded."""

    typed: str
    folded: str


def until_turn(folded: str, start: int, end: int, *, stops_at_turns: bool = True) -> int:
    """Return where what is said from `start` on is over: where the clause or the sentence ends, or turns."""
    stop = _SENTENCE_END.search(folded, start, end)
    if stop is not None:
        end = stop.start()
    turns = (turn.search(folded, start, end) for turn in ((_TURN, _CLAUSE) if stops_at_turns else (_CLAUSE,)))
    return min([end, *(turn.start() for turn in turns if turn is not None)])


def pieces(text: Aligned, start: int, end: int, whole: Collection[str] = ()) -> list[Piece]:
    """Return what is enumerated between two places, tidied; phrases of `whole` are not cut at their "et"."""
    spans: list[tuple[int, int]] = []
    begin = start
    for between in _BETWEEN.finditer(text.folded, start, end):
        if any(
            phrase in text.folded[max(start, between.start() - len(phrase)) : between.end() + len(phrase)]
            for phrase in whole
            if between.group() in phrase
        ):
            continue
        spans.append((begin, between.start()))
        begin = between.end()
    spans.append((begin, end))
    found = (trimmed(text, *span) for span in spans)
    return [piece for piece in found if piece is not None]


def trimmed(text: Aligned, start: int, end: int) -> Piece | None:
    """Return what stands between two places without the little words around it; None if nothing is left."""
    start, end = _stripped(text.folded, start, end)
    lead = _LEAD.match(text.folded, start, end)
    if lead is not None and lead.end() < end:
        start = lead.end()
    elided = _LEAD_ELIDED.match(text.folded, start, end)
    if elided is not None:
        start = elided.end()
    tail = _TAIL.search(text.folded[start:end])
    if tail is not None:
        end = start + tail.start()
    start, end = _stripped(text.folded, start, end)
    folded = text.folded[start:end]
    if is_nothing(folded):
        return None
    return Piece(text.typed(start, end)[:_MOST_LETTERS].rstrip(), folded)


def part_of(piece: Piece, start: int, end: int) -> str:
    """Return what was typed for a part of a piece; `start` and `end` are places in its folded text."""
    return align(piece.typed).typed(max(start, 0), end) if start < end else ""


def is_nothing(folded: str) -> bool:
    """Return whether a piece says nothing by itself: `le`, `travailler`, `gens`."""
    return not any(letter.isalnum() for letter in folded) or folded in _NOTHING


def _stripped(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and folded[start] == " ":
        start += 1
    while end > start and folded[end - 1] == " ":
        end -= 1
    return start, end
