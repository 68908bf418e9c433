"""What a plain sentence says of dates: `ok pour le 14, pas mardi`, `jeudi si besoin`, `toutes sauf le 8`.

All of it has to be an answer or a day, else it says something else; and it has to be clear which is of which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.language.folding import fold
from bot.language.moments import Reading, Understood, read
from plugins.meetings.polls.ranking import Answer

_LONGEST = 200
_SOME_DAY = Reading(datetime(2000, 1, 3, 8, tzinfo=UTC), ZoneInfo("Europe/Paris"), recurring=False)
"""Any instant does to know whether words are a moment."""
_BREAK = re.compile(r"\s*(?:[,;.!?\n]+(?:\s|$)|\b(?:mais|par contre|but)\b)\s*")
_EXCEPT = re.compile(r"\s*\b(?=(?:sauf|hormis|except)\b)")
_IDLE = re.compile(
    r"\b(?:bonjour|bonsoir|salut|coucou|hello|hi|merci|thanks|desolee?|sorry|stp|svp|alors|finalement|en fait"
    r"|du coup|pour moi|de mon cote|for me|moi|je pense|et|and|ou alors)\b"
)
_NO = (
    r"(?:(?:je|j'|on|ca|cela|c'est|i) ?)?(?:ne |n')?(?:y )?(?:me )?(?:suis|serai|peux|pourrai|viens|viendrai"
    r"|va|vont|irait?|convient|conviennent|marche|est) (?:pas|plus)"
    r"(?: (?:y |venir|aller|etre|la|present\w*|dispo\w*|libre|possible|ok|bon))*"
    r"|(?:ce sera |c'est )?(?:pas|not) (?:dispo\w*|libre|la|possible|ok|present\w*|free|available)"
    r"|(?:ca (?:me )?(?:va|parait) etre )?(?:complique|impossible|mort)|indisponible|absente?"
    r"|j'ai un (?:empechement|imprevu|contretemps)|i (?:can't|cannot)(?: (?:come|make it|make|do))?"
    r"|non(?: pour)?|pas|no|not|sauf|hormis|except"
)
_IF_NEED_BE = (
    r"(?:(?:je peux|ca va|ok|oui) )?(?:(?:mais )?(?:seulement |que )?(?:si (?:vraiment )?(?:besoin"
    r"|necessaire)"
    r"|si il (?:le )?faut|s'il (?:le )?faut|au besoin|a la rigueur|eventuellement|peut[- ]etre|au pire"
    r"|if need(?:ed| be)|maybe))"
)
_YES = (
    r"(?:(?:je|j'|on|i) ?)?(?:y )?(?:suis|serai) (?:dispo\w*|libre|la|ok|partante?|d'accord|present\w*)"
    r"|je (?:peux|pourrai|pourrais)(?: (?:bien|venir|y etre|etre la))*|(?:j'y vais|je viens|je viendrai)"
    r"|(?:(?:ca |cela |elles? |ils? )(?:me |m')?|me |m')(?:va|vont|irait?|arrange)(?: (?:bien|tres bien))?"
    r"|(?:ca |cela |elles? |ils? )?(?:me )?(?:convient|conviendrait|conviennent)"
    r"(?: (?:bien|tres bien|parfaitement))?"
    r"|(?:c'est |ce serait |ca serait )?(?:ok|bon|parfait|possible|nickel)(?: pour)?|ca (?:marche|le fait)"
    r"|(?:oui|d'accord|yes)(?: pour)?|(?:plutot|de preference)|dispo\w*|libre"
    r"|je (?:prefere|prefererais|vote|choisis|prends)(?: pour)?"
    r"|i (?:can|am free|am available)(?: (?:come|make|do))?"
    r"|works|(?:is )?fine"
)
_SAYS = re.compile(rf"(?:(?P<no>{_NO})|(?P<if_need_be>{_IF_NEED_BE})|(?P<yes>{_YES}))(?=$|[ ,])")
_ALL = re.compile(
    r"(?:toutes?|tous|tout)(?: (?:les|ces))?(?: (?:dates|jours|creneaux))?"
    r"|n'importe(?: (?:quelle date|quand|lequel))?"
    r"|all(?: (?:of them|the dates|dates))?"
)
_NONE = re.compile(
    r"aucune?(?: (?:date|jour|creneau|des (?:dates|deux|trois)))?(?: ne)?"
    r"(?: (?:me|m'))?(?: ?(?:va|convient))?"
)
_DAY = re.compile(r"^(?:(?:pour|le jour|la date|celle|celui|de|du|d'|on|for|the)\s+)*")
_NEXT_DAY = re.compile(
    r"(?<!\ble)(?<!\bce)(?<!\bdu) (?=le \d|(?:le )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))"
)
"""“mardi 8 jeudi 10” are two days; “le mardi 8” is one."""
_NUMBER = re.compile(r"^(?:le )?(?P<day>[1-9]|[12]\d|3[01])(?:er)?$")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says of one day, in the words that name it; of every date where there are none."""

    answer: Answer
    day: str


def wished(text: str) -> tuple[Wish, ...]:
    """Return what a sentence says of dates, in order; nothing if it says anything else, or is not clear.

    >>> [(one.answer.value, one.day) for one in wished("ok pour le 14, pas mardi")]
    [('yes', 'le 14'), ('no', 'mardi')]
    """
    if len(text) > _LONGEST:
        return ()
    said = _IDLE.sub(" ", fold(text))
    clauses = [_parsed(part) for whole in _BREAK.split(said) for part in _EXCEPT.split(whole) if part.strip()]
    found: list[Wish] = []
    for number, clause in enumerate(clauses):
        if clause is None:
            return ()
        if not clause:
            continue
        wishes = _of_clause(clause, _before(clauses[:number]), _behind(clauses[number + 1 :]))
        if wishes is None:
            return ()
        found += wishes
    return tuple(sorted(found, key=lambda wish: wish.day != ""))  # of all dates first, then but for some


_Token = Answer | str
"""An answer, or the words of a day: empty for every date."""


def _parsed(clause: str) -> list[_Token] | None:
    """Return the answers and days of a clause in order, None if there is anything else in it."""
    said = " ".join(clause.split())
    if _NONE.fullmatch(said):
        return [Answer.NO, ""]
    tokens: list[_Token] = []
    words: list[str] = []
    while said:
        says = _SAYS.match(said)
        if says is None:
            word, _space, said = said.partition(" ")
            words.append(word)
            continue
        if not _took(words, tokens):
            return None
        tokens.append(_answer(says))
        said = said[says.end() :].strip(" ,")
    return tokens if _took(words, tokens) else None


def _answer(says: re.Match[str]) -> Answer:
    return Answer.NO if says["no"] else Answer.IF_NEED_BE if says["if_need_be"] else Answer.YES


def _took(words: list[str], tokens: list[_Token]) -> bool:
    """Make a day of the words up to an answer; return whether they are one, or none at all."""
    said = " ".join(words)
    words.clear()
    if not said:
        return True
    for part in _NEXT_DAY.split(said):
        day = _day(part)
        if day is None:
            return False
        tokens.append(day)
    return True


def _day(words: str) -> str | None:
    if _ALL.fullmatch(words):
        return ""
    said = _NUMBER.sub(r"le \g<day>", _DAY.sub("", words))
    bare = re.sub(r"^(?:le|la|ce|cette) (?=[a-z])", "", said)
    found = read(bare, _SOME_DAY)
    if isinstance(found, Understood):
        return bare if not found.rest and found.rrule is None else None
    # refused for another reason it is a day all the same: “jeudi 3” is none of that January
    return bare if found.code in ("past", "impossible", "ambiguous") and not found.rest else None


def _of_clause(clause: list[_Token], before: Answer | None, behind: Answer | None) -> list[Wish] | None:
    """Return what a clause says; None where an answer may be of two days."""
    answers = [token for token in clause if isinstance(token, Answer)]
    days = [token for token in clause if not isinstance(token, Answer)]
    if not days:
        return []
    if not answers:
        said = before or behind
        if clause == [""] and behind is Answer.NO:
            said = Answer.YES  # “toutes sauf le 14”
        return [Wish(said, day) for day in days] if said is not None else None
    if len(set(answers)) == 1:
        return [Wish(answers[0], day) for day in days]
    pairs = [_paired(*two) for two in zip(clause[::2], clause[1::2], strict=False)]
    found = [pair for pair in pairs if pair is not None]
    return found if 2 * len(found) == len(clause) else None


def _paired(one: _Token, other: _Token) -> Wish | None:
    if isinstance(one, Answer):
        return None if isinstance(other, Answer) else Wish(one, other)
    return Wish(other, one) if isinstance(other, Answer) else None


def _before(clauses: list[list[_Token] | None]) -> Answer | None:
    return next(
        (
            token
            for clause in reversed(clauses)
            for token in reversed(clause or [])
            if isinstance(token, Answer)
        ),
        None,
    )


def _behind(clauses: list[list[_Token] | None]) -> Answer | None:
    return next((token for clause in clauses for token in clause or [] if isinstance(token, Answer)), None)
