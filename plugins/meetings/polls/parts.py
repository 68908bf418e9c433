"""Parts: what a typed or pasted text is cut into, each without its bullet, and without courtesies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.language.folding import fold

PARTS = re.compile(r"\s*[;；\n]\s*")
_BARS = re.compile(r"\s+[|¦]\s+|\t+")
"""They part what has neither lines nor semicolons: a row of a table."""
_SPACES = re.compile(r"[^\S\n\t]+")
_BULLET = re.compile(r"^(?:>+\s*)*(?:[-–—*+]\s+|[•·▪◦‣●○■□▶►→✓✔☐☑]\s*|\d\ufe0f?\u20e3\s*)?(?:\[[ xX]?\]\s+)?")
_NUMBER = re.compile(r"^(?:(?P<number>\d{1,2})|(?P<letter>[a-zA-Z]))(?:[.°]\s+|\s?\)\s*|\s?[-–]\s)(?=\S)")
_JOINER = "\u200d"
"""It makes one sign of several, as in 👩‍🏫; all else that is not seen only hides words from readers."""
_HELLO = re.compile(
    r"(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|dear|chere?s?|good (?:morning|afternoon|evening))\b"
    r"(?:[ ,]+[\w'-]+){0,6}[ ,.!]*"
)
_HELLO_BEFORE = re.compile(
    r"^(?:bonjour|bonsoir|salut|coucou|hello|hi|hey)\b"
    r"(?:\s+(?:à|a)?\s*(?:tous|toutes|vous|les?|la|chers?|ch[èe]res?|coll[èe]gues|ami·?e?·?s|l[’']équipe|all"
    r"|everyone|et|&|tout le monde)\b)*\s*[,!.:]+\s*(?=\S)",
    re.IGNORECASE,
)
_BYE = re.compile(
    r"(?:(?:bien|tres) )?(?:cordialement|amicalement|sincerement|a (?:tres )?bientot|a (?:vous|toi)|bises?"
    r"|(?:bonne|belle) (?:journee|soiree|semaine|fin de \w+)|salutations|(?:best |kind )?regards|cheers|best)"
    r"(?: a (?:tous|toutes|vous|toi)\b.*)?[ ,.!]*"
)
_THANKS = re.compile(
    r"(?:un grand |grand )?(?:merci|thanks|thank you)(?: (?:beaucoup|d'avance|a (?:tous|toutes|vous)\b.*"
    r"|a lot|in advance|everyone|all|pour (?:votre|vos|ta) \w+))*[ ,.!]*"
)


def parts(text: str) -> list[str]:
    r"""Return what stands between semicolons or on lines of their own, else between bars.

    >>> parts("Réunion :\n- mardi 14h\n- [ ] jeudi 10h"), parts("Réunion | mardi 14h")
    (['Réunion :', 'mardi 14h', 'jeudi 10h'], ['Réunion', 'mardi 14h'])
    >>> parts("Quel outil ?\n1. Etherpad\n2) CryptPad"), parts("1. Bilan ; 8. mars")
    (['Quel outil ?', 'Etherpad', 'CryptPad'], ['1. Bilan', '8. mars'])
    """
    said = _SPACES.sub(" ", visible(text)).strip()
    cut = (PARTS if PARTS.search(said) else _BARS).split(said)
    return _unnumbered([part for one in cut if (part := _BULLET.sub("", one).strip())])


def visible(text: str) -> str:
    r"""Return a text without the signs in it that nobody sees.

    >>> visible("mar\u200bdi \u200f8\u00ad/12")
    'mardi 8/12'
    """
    if text.isascii():
        return text
    return "".join(one for one in text if one == _JOINER or unicodedata.category(one) != "Cf")


def _unnumbered(cut: list[str]) -> list[str]:
    """Return parts without the numbers or letters that count them, if those go on from the first one."""
    marks = [_NUMBER.match(part) for part in cut]
    counted = [mark["number"] or fold(mark["letter"]) for mark in marks if mark is not None]
    for lead in range(min(2, len(counted))):  # the title may have a number of its own
        rest = counted[lead:]
        numbers = [str(number) for number in range(1, len(rest) + 1)]
        letters = [chr(ord("a") + number) for number in range(len(rest))]
        if len(rest) > 1 and rest in (numbers, letters):
            return [
                part[mark.end() :] if mark is not None else part
                for part, mark in zip(cut, marks, strict=True)
            ]
    return cut


def greeted(title: str) -> tuple[str, str]:
    """Return a title without the greeting before it, and that.

    >>> greeted("Bonjour à tous, réunion de réseau"), greeted("Bonjour la technique")
    (('réunion de réseau', 'Bonjour à tous,'), ('Bonjour la technique', ''))
    """
    hello = _HELLO_BEFORE.match(title)
    return (title[hello.end() :], hello[0].strip()) if hello is not None else (title, "")


def without_courtesies(cut: Sequence[str], text: str) -> tuple[list[str], list[str]]:
    r"""Return the parts of a text that say something, and the greetings and the end of a letter.

    On a single line the first part is none of these: `Bonjour` may be what it is about.

    >>> letter = "Bonjour à tous,\nRéunion\nmardi 14h\nMerci !\nCordialement,\nLéa"
    >>> without_courtesies(parts(letter), letter)
    (['Réunion', 'mardi 14h'], ['Bonjour à tous,', 'Merci !', 'Cordialement,', 'Léa'])
    """
    is_line = "\n" not in text.strip()
    kept: list[str] = list(cut[:1]) if is_line else []
    aside: list[str] = []
    is_over = False
    for part in cut[len(kept) :]:
        folded = fold(part)
        is_over = is_over or _BYE.fullmatch(folded) is not None
        is_said = is_over or _HELLO.fullmatch(folded) or _THANKS.fullmatch(folded)
        (aside if is_said else kept).append(part)
    return (kept, aside) if kept else (list(cut), [])
