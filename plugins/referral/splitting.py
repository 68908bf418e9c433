"""Several needs in one text: parted where people part them, if each piece is about something of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.language.folding import fold
from plugins.referral.acts import Act
from plugins.referral.lexicon import Lexicon
from plugins.referral.matching import Match

_STRONG = re.compile(
    r"\s*(?:[;+]"
    r"|\bet (?:aussi|ossi|en plus|puis|[ée]galement|par ailleurs|sinon|apr[èe]s|qui a(?:ussi| aussi))\b"
    r"|\bpar ailleurs\b|\ben plus\b|\bet en même temps\b|\bd'autre part\b|\bpuis\b|\bainsi que\b"
    r"|\bautre chose\b|\band also\b|\balso\b|\bplus\b(?= (?:un|une|le|la|aussi)\b)|\baussi\b"
    r"|\b[12]\)|\bdeuxièmement\b|\bsinon\b)\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,\s*et|\bet|\band|&)\s+", re.IGNORECASE)
_WEAK = re.compile(r"\s*(?:,|[.!?]\s|\n|\bmais\b|\s-\s)\s*", re.IGNORECASE)
_BEGUN = re.compile(r"[\s,;]+(?:et|puis|mais|and)\s+((?:\S{1,20}\s+){0,2}\S{1,20})\s*$", re.IGNORECASE)
_WANTS = re.compile(
    r"(?:qui|il|elle|on|ils|elles|lui|leur|who|he|she|they|ve|veu[txl]?|veulent|voudr\w+|aimer\w+|"
    r"souhait\w+|doi\w+|faut|faudr\w+|a|ont|cherche\w*|wants?|needs?|has|have)$"
)
"""The second of two needs may have begun before what parts them: `et qui veut aussi …`."""
_WHO = re.compile(r"^(?:qui|who)\s+", re.IGNORECASE)
_LAST_LETTERS = 80
_CLEAR = 3.4
"""What a piece must score to be a need of its own beside another, where words part them clearly."""
_VERY_CLEAR = 6.5
_OTHER = 0.35
"""A need that scores so much in the other piece too is no other need."""
_LONGEST = 600
_MOST = 6
_MOST_CUTS = 6
"""A text is parted in so many ways at most, of each kind."""

Look = Callable[[str], tuple[Sequence[Match], Callable[[], Act]]]
"""Says what a piece is about, and what is wanted, if that is asked: it seldom is."""


def pieces(text: str, look: Look, lexicon: Lexicon) -> list[str]:
    """Return the pieces of a text that are needs of their own; the text itself if it is one, or very long."""
    if len(text) > _LONGEST:
        return [text]
    for parting, enough in ((_STRONG, _CLEAR), (_AND, _CLEAR), (_WEAK, _VERY_CLEAR)):
        for cut in list(parting.finditer(text))[:_MOST_CUTS]:
            left, right = _parted(text, cut)
            if _are_two(look, left, right, enough, lexicon):
                return [left.strip(" ,;"), *pieces(right.strip(), look, lexicon)][:_MOST]
    return [text]


def _parted(text: str, cut: re.Match[str]) -> tuple[str, str]:
    """Return what stands on the two sides, the words by which the second need begins on its own side."""
    left, right = text[: cut.start()], text[cut.end() :]
    begun = _BEGUN.search(left, max(len(left) - _LAST_LETTERS, 0))
    if begun is None or not all(_WANTS.match(fold(word)) for word in begun[1].split()):
        return left, right
    return left[: begun.start()], f"{_WHO.sub('', begun[1])} {right}"


def _are_two(look: Look, left_text: str, right_text: str, enough: float, lexicon: Lexicon) -> bool:
    left, left_act = look(left_text)
    if not left or left[0].score < enough:
        return False
    right, right_act = look(right_text)
    if not right or right[0].score < enough:
        return False
    one, other = lexicon.needs[left[0].need], lexicon.needs[right[0].need]
    if one.name == other.name or one.codes[0] == other.codes[0] or one.kind == other.kind == "skill":
        return False
    # Somebody without a computer, who is to have a procedure done, needs no lesson.
    if (one.kind == "skill" and left_act() == "do") or (other.kind == "skill" and right_act() == "do"):
        return False
    return not (_also(left, right[0]) or _also(right, left[0]))


def _also(matches: Sequence[Match], need: Match) -> bool:
    """Say whether these are about that need as well."""
    return any(one.need == need.need and one.score >= _OTHER * matches[0].score for one in matches)
