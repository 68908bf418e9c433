"""What one sentence says instead of a question and its answers: a list of answers, or a word about a poll."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.folding import fold

_MOST_WORDS = 6
"""An answer that was not set apart has so few words: a longer piece is a sentence."""
_LONGEST = 1000
"""A longer sentence is no question with its answers, and is not looked at from each of its marks."""
_HEAD = re.compile(r"(?:(?P<mark>\s*\?+)|\s*(?<!\d):(?!//)|\s[–—-])\s*(?=\S)")
"""What stands between a question and the answers that follow it."""
_ITEMS = re.compile(r"\s*(?:,|\s/\s|(?<=\w)/(?=\w)|\||\s[–—-]\s|\bou(?: bien)?\b|\bor\b)\s*", re.IGNORECASE)
_BULLET = re.compile(r"^[-–—•*]\s*")
_NUMBERED = re.compile(r"(?:^|\s)(?:\d{1,2}|[a-hA-H])(?:\s?[.)]\s+|\))(?=\S)")
_OF_A_LINE = re.compile(r"\s*(?:,\s|\s/\s|(?<=[^\W\d])/(?=[^\W\d])|\s\|\s)\s*")
"""What parts the answers of a line that is there for them: “ou” may be part of one."""
_OPEN = re.compile(
    r"(?:qu'?est|quel(?:le)?s?|lequel|laquelle|combien|comment|quand|pourquoi|ou (?!non\b)|which|when|where"
    r"|how|what)\b.*|.*\b(?:quel(?:le)?s?|combien|ou|or)\b(?! (?:pas|non?|not)\b).*"
)
_ASKS = re.compile(r"(?:qu(?:el(?:le)?s?|i|oi)|lequel|laquelle|which|what|who|when)\b")


def apart(sentence: str) -> tuple[str, list[str]] | None:
    """Return the question of a sentence that goes on with its answers, and those; None where it has none.

    >>> apart("On mange où ? pizza, kebab ou sushi")
    ('On mange où ?', ['pizza', 'kebab', 'sushi'])
    >>> apart("Quel outil : Etherpad / CryptPad")
    ('Quel outil', ['Etherpad', 'CryptPad'])
    >>> apart("Proposition : on invite la CAF ?") is None
    True
    """
    return next(_readings(sentence), None) if len(sentence) <= _LONGEST else None


def _readings(sentence: str) -> Iterator[tuple[str, list[str]]]:
    for head in _HEAD.finditer(sentence):
        question, rest = sentence[: head.start()] + (head["mark"] or ""), sentence[head.end() :]
        answers = _items(rest)
        if question.strip(" ?") and _is_list(answers) and "?" not in rest:
            yield question.strip(), answers
    question, *answers = _items(sentence.rstrip(" ?"))
    if _is_list(answers) and "," in sentence and _ASKS.match(fold(question)) is not None:
        yield question, answers


def _items(text: str) -> list[str]:
    """Return what a list names: `(a, b ou c)`, `- a - b`, `1) a 2) b`."""
    text = _BULLET.sub("", text.strip()).strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    pattern = _NUMBERED if len(_NUMBERED.findall(text)) > 1 else _ITEMS
    return [said for one in pattern.split(text) if (said := one.strip(" .,/|"))] or [""]


def _is_list(answers: Sequence[str]) -> bool:
    return len(answers) >= 2 and all(len(one.split()) <= _MOST_WORDS for one in answers)


def listed(answer: str) -> list[str]:
    """Return the answers of a line that stands alone behind its question: `oui/non`, `Etherpad, CryptPad`.

    >>> listed("Etherpad / CryptPad / papier"), listed("oui/non"), listed("1,5 €"), listed("km/h")
    (['Etherpad', 'CryptPad', 'papier'], ['oui', 'non'], ['1,5 €'], ['km', 'h'])
    """
    found = [one for part in _OF_A_LINE.split(answer) if (one := part.strip(" ."))]
    return found if _is_list(found) else [answer]


def with_first_answer(question: str) -> tuple[str, str]:
    """Return a question and the first answer that stands behind it, where others follow: `Quel ? papier`.

    >>> with_first_answer("Quel outil ? Etherpad"), with_first_answer("Quel outil ?")
    (('Quel outil ?', 'Etherpad'), ('Quel outil ?', ''))
    """
    for head in _HEAD.finditer(question) if len(question) <= _LONGEST else ():
        asked, rest = question[: head.start()] + (head["mark"] or ""), question[head.end() :]
        is_short = 0 < len(rest.split()) <= _MOST_WORDS and "?" not in rest and not rest.startswith("(")
        if asked.strip(" ?") and is_short:
            return asked.strip(), _BULLET.sub("", rest)
    return question, ""


def is_yes_or_no(answers: Sequence[str]) -> bool:
    """Return whether answers begin with yes and no: nobody could mean them otherwise."""
    return [fold(one) for one in answers[:2]] in (["oui", "non"], ["yes", "no"])


def is_open(question: str) -> bool:
    """Return whether yes or no would not answer a question.

    >>> is_open("Quel jour ?"), is_open("Etherpad ou CryptPad ?"), is_open("On continue ou pas ?")
    (True, True, False)
    """
    return _OPEN.fullmatch(fold(question)) is not None


_ADDING = re.compile(
    r"(?:r?ajout(?:er|e[rz]?)|propos(?:er|e[rz]?)|add)"
    r"(?: (?:la |une |the |an )?(?:reponse|answer|choix|option))?\b[ :]*"
)


def addition(sentence: str) -> str:
    """Return the answer that words add to a poll that there is, empty if they do not.

    >>> addition("ajouter réponse : Framapad"), addition("Ajouter un créneau ?")
    ('Framapad', '')
    """
    added = _ADDING.match(fold(sentence))
    if added is None or "?" in sentence or ";" in sentence:
        return ""
    return " ".join(sentence.split()[len(added[0].split()) :]).strip(" :")
