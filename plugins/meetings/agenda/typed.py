"""What is typed for an agenda: `ajouter question : …`, `3 : 15 min`, `monter 3`, `reporter 2`, `publier`.

The parts of a line that only the network can settle, such as which meeting is meant, are handed on as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.folding import fold, nearest
from bot.language.messages import Language
from bot.language.moments import read_duration
from bot.language.reordering import Beside, Change, Side, read_change
from plugins.meetings.agenda.items import Typed, are_several, is_said, parts_of, read_item, topic_named

_LONGEST_MINUTES = 24 * 60
_MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Show:
    """Show the agenda."""


@dataclass(frozen=True, slots=True)
class Add:
    """Add items. `of` says for which meeting, in words; if it turns out to name none they are `whole`.

    It surely `is_meeting` where the words speak of one; else they are part of the item, unless they fit.
    """

    items: tuple[Typed, ...]
    of: str = ""
    whole: tuple[Typed, ...] = ()
    is_meeting: bool = False


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Give the item of a number another text; an empty one asks for the form."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Timed:
    """Give items so many minutes, None for none: by their numbers."""

    minutes: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True, slots=True)
class Postpone:
    """Have the items of some numbers come at the next meeting, or at the one that the words of `to` name.

    Without numbers all items do.
    """

    numbers: tuple[int, ...]
    to: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """Have the items of some numbers come first, in this order, and the others behind them."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Publish:
    """Post the agenda."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Show the needs that wait for an answer."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """It is to be changed, but what exactly cannot be understood."""


@dataclass(frozen=True, slots=True)
class Words:
    """Anything else: the name of a meeting, or an item without the word that adds it."""

    text: str


Wanted = Show | Add | Rewrite | Timed | Postpone | Ordered | Change | Publish | Needs | Unclear | Words

_REST_OF_NAME = re.compile(r"^(?:(?:du jour|of the day)\b)?[\s:,]*", re.IGNORECASE)
"""People write the verb in three words, and a colon behind it."""
_ADDING = (
    "ajouter",
    "ajoute",
    "rajouter",
    "rajoute",
    "ajoutez",
    "proposer",
    "propose",
    "inscrire",
    "inscris",
)
_SHORTEST_SLIP = 5
_ADD = re.compile(
    r"^(?:r?ajout(?:er|e[rz]?|ons)?|propos(?:er|e[rz]?)|inscri(?:re|s|vez)|mettre|mets|add|propose|\+)(?!\w)"
    r"[\s:,-]*(?:(?:un |le |a )?(?:(?:nouveau|autre|new) )?(?:point|sujet|item|élément)s?\b"
    r"(?!\s+d(?:es?|u)?\b)\s*[:,-]?\s*"
    r"(?:sur\s+|à propos de\s+|about\s+)?)?",
    re.IGNORECASE,
)
_PLEASE = re.compile(r"[ ,]+(?:stp|svp|s'il (?:te|vous) plait|merci|please|thanks)$")
_SHOW = re.compile(r"|(?:c'?(?:est)? quoi|quoi|voir|montre[rz]?|affiche[rz]?|liste[rz]?|show|list|see)")
_PUBLISH = re.compile(
    r"(?:publi(?:er|e[rz]?)|post(?:er|e[rz]?)|diffuse[rz]?|envoye[rz]|envoie|publish|post|send)"
    r"(?: (?:l'ordre du jour|le|la|it|the agenda|tout))?"
)
_NEEDS = re.compile(
    r"(?:voir |les |the )*(?:besoins?|demandes?|needs?)"
    r"(?: (?:en attente|sans reponse|ouverts?|open|unanswered))?"
)
_WHOLE: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    (Show(), _SHOW),
    (Publish(), _PUBLISH),
    (Needs(), _NEEDS),
)
_POINT = r"(?:(?:le |la |l'|the )?(?:point|sujet|item|element|numero|no?|n°)s?[ .°]*)?"
_LIST = r"\d{1,3}(?:(?: ?[,;&-] ?| (?:(?:et|and|a|to) )?)\d{1,3})*"
_POSTPONE = re.compile(
    rf"(?:report(?:er|e[rz]?)|repousse[rz]?|ajourne[rz]?|decale[rz]?|postpone|defer) "
    rf"(?:(?:les? |the )?{_POINT}(?P<numbers>{_LIST})|(?:tout|tous|all|everything)(?: les points| items)?)"
    r"(?: (?:a la|a l'|au|a|pour la|pour le|pour l'|pour|jusqu'au|to|until)(?<!') ?(?P<to>.*))?"
)
_AFTER_THIS = re.compile(
    r"(?:la |celle )?(?:(?:reunion|rencontre|seance|fois|next) ?)?(?:prochaine?|suivante?|d'apres|meeting)?"
    r"(?: (?:reunion|rencontre|seance|fois))?"
)
"""The meeting after is meant without a name."""
_ORDERS = re.compile(
    r"(?:monte[rz]?|descend(?:re|s|ez)|retire[rz]?|enleve[rz]?|supprime[rz]?|efface[rz]?|report(?:er|e[rz]?)"
    r"|repousse[rz]?|modifie[rz]?|change[rz]?|echange[rz]?|deplace[rz]?|(?:de)?publie[rz]?|annule[rz]?|vide[rz]?"
    r"|ordonne[rz]?|trie[rz]?|undo|remove|drop|move|postpone)\b"
)
_ORDERED = re.compile(
    r"(?:(?:dans l'|l'|the )?ordre|ordonne[rz]?|reordonne[rz]?|classe[rz]?|trie[rz]?|order|sort)"
    r"(?: (?:de passage|suivant|des points|dans l'ordre))? ?:? ?"
    r"(?P<numbers>\d{1,3}(?:(?: ?[,;>-] ?| (?:puis |et |then |and )?)\d{1,3})+)"
)
_TO_PLACE = re.compile(
    rf"(?:(?:met(?:s|tre|tez)?|place[rz]?|deplace[rz]?|passe[rz]?|put|move) )?(?:le |la |the )?{_POINT}"
    r"(?P<item>\d{1,3}) (?:en|a la place(?: du)?|au|to)(?: (?:position|place|n°|no?|numero|rang))? ?"
    r"(?P<place>\d{1,3})(?:e|eme|er|ere)?(?: (?:position|place))?"
)
"""“mettre 5 en 2”: so that it has that number."""
_REWRITE = re.compile(
    r"^(?:modifi(?:er|e[rz]?)|chang(?:er|e[rz]?)|corrig(?:er|e[rz]?)|renomm(?:er|e[rz]?)|edit|change|rename)\s+"
    r"(?:le |la |l['’]|the )?(?:point|sujet|item|numéro|n°)?\s*(?P<number>\d{1,3})\s*"
    r"(?:[:=,]|\ben\b|\bto\b|\bpar\b)?\s*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_COLON = re.compile(
    r"^(?:point|sujet|item|n°)?\s*(?P<number>\d{1,3})\s*[:=]\s*(?P<text>.+)$", re.IGNORECASE | re.DOTALL
)
_TIME = re.compile(
    r"(?:(?:duree|temps|minuter|time|compter|prevoir)\s*(?:du |de |pour |for |of )*)?"
    rf"{_POINT}(?P<number>\d{{1,3}})\s*(?P<sign>[:=]|[-=]>|→|a\b|en\b)?\s*(?P<length>\S.*)"
)
_NO_TIME = re.compile(r"(?:sans (?:duree|temps|limite)|aucune?|rien|no time|none|0 ?(?:min\w*)?)")
_PARTS = re.compile(
    r"\s*(?:[;\n]|,(?=\s*(?:n°\s*)?\d{1,3}(?:\s*[:=]|\s+\d))|\b(?:puis|et|and|then)\b(?=\s*\d))\s*"
)


def read_wanted(text: str, language: Language = "fr") -> Wanted:
    """Return what somebody wants done to an agenda.

    >>> read_wanted("reporter 2 et 4 à la prochaine")
    Postpone(numbers=(2, 4), to='')
    """
    said = _REST_OF_NAME.sub("", text.strip()).strip()
    folded = _PLEASE.sub("", fold(said).strip(" .!?"))
    whole = next((wanted for wanted, words in _WHOLE if words.fullmatch(folded)), None)
    if whole is not None:
        return whole
    order = _order(said, folded, language)
    if order is not None:
        return order
    if (add := _added(said)) is not None:
        times = _times(add, language)
        return Timed(times) if times is not None else read_add(add, language)
    first = read_item(said, language)
    if (first.topic is not None and first.text != said) or are_several(said, language):
        return read_add(said, language)
    return Unclear() if _ORDERS.match(folded) else Words(said)


def adds(text: str) -> bool:
    """Return whether a text begins by a word that adds something."""
    return _added(text.strip()) is not None


def _added(said: str) -> str | None:
    """Return what is behind the word that adds something, with a slip of a letter; None if there is none."""
    if (add := _ADD.match(said)) is not None:
        return said[add.end() :]
    first, _space, rest = said.partition(" ")
    word = fold(first).strip(":,-")
    if len(word) < _SHORTEST_SLIP or not nearest(word, [one for one in _ADDING if one[:3] == word[:3]], 1):
        return None
    again = _ADD.match(f"ajouter {rest}")
    return f"ajouter {rest}"[again.end() :] if again is not None and rest.strip() else None


def _order(said: str, folded: str, language: Language) -> Wanted | None:
    """Return what is to be done to items that have numbers, None if that is not what the text says."""
    if (later := _POSTPONE.fullmatch(folded)) is not None:
        to = (later["to"] or "").strip()
        return Postpone(read_numbers(later["numbers"] or ""), "" if _AFTER_THIS.fullmatch(to) else to)
    change = read_change(said)
    if change is not None and not change.section:
        return change
    if (place := _TO_PLACE.fullmatch(folded)) is not None:
        item, at = int(place["item"]), int(place["place"])
        return Change(None, item, beside=Beside(at, Side.BEFORE if at < item else Side.AFTER))
    if (ordered := _ORDERED.fullmatch(folded)) is not None:
        return Ordered(tuple(dict.fromkeys(int(number) for number in re.findall(r"\d+", ordered["numbers"]))))
    times = _times(said, language)
    if times is not None:
        return Timed(times)
    if (rewrite := _REWRITE.match(said) or _COLON.match(said)) is not None:
        return Rewrite(int(rewrite["number"]), rewrite["text"].strip())
    if folded.isdecimal() and len(folded) <= _MOST_DIGITS:
        return Rewrite(int(folded), "")
    return None


def is_order(text: str) -> bool:
    """Return whether a text surely adds something to an agenda, or changes it."""
    return isinstance(read_wanted(text), Add | Timed | Postpone | Ordered | Change)


_MEETING = r"(?:réunion|rencontre|séance|visio|meeting)"
_THE = r"(?:la|le|les|celle|the)\s+"
_FROM = r"(?:du|de la|de l['’]|de|d['’]|of|on)\s*"
_OF_END = re.compile(
    rf"(?<![\s,;(–-])[\s,;(–-]+(?:pour|à|a|lors de|for|at)\s+{_THE}"
    rf"(?:{_MEETING}\s+{_FROM}(?P<of>[^:;]+?)"
    rf"|(?P<next>(?:{_MEETING}\s+)?(?:prochaine|suivante|next)(?:\s+{_MEETING}|\s+fois)?))\)?\s*$",
    re.IGNORECASE,
)
_OF_START = re.compile(
    rf"^(?:pour|à|for|at|to)\s+{_THE}(?:(?:{_MEETING}\s+)?{_FROM}(?P<of>[^:;]+?)"
    rf"|(?P<next>(?:{_MEETING}\s+)?(?:prochaine|suivante|next)(?:\s+{_MEETING}|\s+fois)?))\s*[:;,]\s*",
    re.IGNORECASE,
)
_FOR = r"(?:pour|for)\s+(?:la\s+|le\s+|l['’]|the\s+)?"
_MAYBE_END = re.compile(rf"(?<![\s,;(–-])[\s,;(–-]+{_FOR}(?P<of>[^:;,()]{{2,80}})\)?\s*$", re.IGNORECASE)
_MAYBE_START = re.compile(rf"^{_FOR}(?P<of>[^:;]{{2,80}}?)\s*[:;]\s*", re.IGNORECASE)
"""For something that may be a meeting, by its day or its title."""
_OF_ORDER = re.compile(
    r"\s+(?:(?:pour|à|a|de|dans|of|for)\s+)?(?:l['’]ordre du jour\s+(?:de\s+)?)?"
    rf"(?:{_THE})?{_MEETING}\s+{_FROM}(?P<of>[^:;]+)$",
    re.IGNORECASE,
)
"""Of which meeting the agenda is changed, at the end of what is to be done."""
_NUMBER_ALONE = re.compile(r"(?:[1-9]|[12]\d|3[01])(?:er)?")
_ABOUT = re.compile(r"^(?:un |le )?(?:nouveau )?(?:point|sujet) (?:sur |à propos de |:\s*)", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•+]|\d{1,2}[.)])\s+")


def read_line(text: str, language: Language = "fr") -> tuple[Wanted, str]:
    """Return what a line wants, and the words that say of which meeting; empty where it says nothing.

    >>> read_line("monter 3 pour la réunion du 8 décembre")[1]
    '8 décembre'
    """
    text = _tidy(text)
    if (order := _OF_ORDER.search(text)) is not None:
        wanted = read_wanted(text[: order.start()], language)
        if not isinstance(wanted, Add | Words | Unclear | Show | Rewrite):
            return wanted, order["of"].strip()
    wanted = read_wanted(text, language)
    return wanted, wanted.of if isinstance(wanted, Add) else ""


def _tidy(text: str) -> str:
    """Return the lines of a text with one space where there are several: long gaps take long to match."""
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def read_add(text: str, language: Language = "fr") -> Add:
    """Return the items that a text adds, one a line, and the words that say for which meeting.

    >>> read_add("question : qui vient ? pour la réunion du 8 décembre").of
    '8 décembre'
    """
    whole = _items(text, language)
    for starts, ends, is_meeting in ((_OF_START, _OF_END, True), (_MAYBE_START, _MAYBE_END, False)):
        if (start := starts.match(text)) is not None:
            return Add(_items(text[start.end() :], language), _day(start["of"]), whole, is_meeting)
        if (end := ends.search(text)) is not None:
            return Add(_items(text[: end.start()], language), _day(end["of"]), whole, is_meeting)
    return Add(whole, whole=whole)


def _day(of: str | None) -> str:
    """Return the words for a meeting; a number alone is a day (“la réunion du 8”)."""
    said = (of or "").strip()
    return f"le {said}" if _NUMBER_ALONE.fullmatch(said) else said


def _items(text: str, language: Language) -> tuple[Typed, ...]:
    found: list[Typed] = []
    for line in text.splitlines():
        said = _ABOUT.sub("", " ".join(_BULLET.sub("", line).split()))
        if are_several(said, language):
            found += parts_of(said, language)
        elif is_said(said) or any(not one.isascii() for one in said):
            found.append(read_item(said, language))
    return tuple(found)


def read_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers in a text, each once; `2-4` and `2 à 4` are all from one to the other.

    >>> read_numbers("1, 3 et 5 à 7")
    (1, 3, 5, 6, 7)
    """
    found: list[int] = []
    for one in re.finditer(r"(\d{1,3})(?:\s*(?:-|–|à|a|to)\s*(\d{1,3}))?", text):
        first, last = int(one[1]), int(one[2] or one[1])
        found += range(first, last + 1) if first <= last else (first, last)
    return tuple(dict.fromkeys(found))


def _times(text: str, language: Language) -> tuple[tuple[int, int | None], ...] | None:
    """Return how long which items take, None if that is not what the whole text says."""
    found: list[tuple[int, int | None]] = []
    for part in _PARTS.split(fold(text).strip(" .!")):
        match = _TIME.fullmatch(part)
        if match is None:
            return None
        if _NO_TIME.fullmatch(match["length"]):
            found.append((int(match["number"]), None))
            continue
        minutes = read_minutes(match["length"], language)
        if minutes is None or (match["length"].isdecimal() and match["sign"] is None):
            return None
        found.append((int(match["number"]), minutes))
    return tuple(found)


def read_minutes(text: str, language: Language = "fr") -> int | None:
    """Return the minutes that a text says, a number alone being minutes; None if it says none, or too many.

    >>> read_minutes("1h30"), read_minutes("15"), read_minutes("bientôt")
    (90, 15, None)
    """
    said = re.sub(r"(?<=\d) ?(?:['’′]|mns?|mins?)$", " min", text.strip().strip("()").lower())
    if said.isdecimal():
        minutes = int(said)
    else:
        length = read_duration(said, language)
        if length is None:
            return None
        minutes = round(length.total_seconds() / 60)
    return minutes if 0 < minutes <= _LONGEST_MINUTES else None


def named_topic(text: str) -> str | None:
    """Return the topic that a whole text names, None if it names none."""
    return topic_named(text.strip(" .!"))
