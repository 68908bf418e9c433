"""From tokens to lexemes: every word or phrase with the roles that it can play, longest phrase first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from bot.language.messages import Language
from bot.language.moments import lexicon_en, lexicon_fr
from bot.language.moments.tokens import Gap, Token

Senses = dict[str, object]
_UNKNOWN: Senses = {}
_SHORTEST_TYPO = 4
_LONGEST_TYPO = 12
_SHORT = 5
_LONG = 6
_PER = ("par", "per", "a", "/")


@dataclass(slots=True)
class Lexeme:
    """A word or a phrase: its roles and their values, its folded text, and its place in the text."""

    senses: Senses
    text: str
    start: int
    end: int
    gap: Gap
    kind: str
    capital: bool = False


@dataclass(slots=True)
class Lexicon:
    """The words of one language."""

    language: Language
    phrases: dict[str, list[tuple[tuple[str, ...], Senses]]]
    numbers: dict[str, int]
    suffixes: frozenset[str]
    spaced_suffixes: frozenset[str]
    distinctive: frozenset[str]
    typos: dict[str, str]
    not_typos: frozenset[str]
    time_words: frozenset[str]


@cache
def lexicon(language: Language) -> Lexicon:
    """Return the words of a language, indexed by the first word of each phrase."""
    source: ModuleType = lexicon_fr if language == "fr" else lexicon_en
    merged: dict[tuple[str, ...], Senses] = {}
    for role, table in source.TERMS.items():
        for phrase, value in table.items():
            merged.setdefault(tuple(phrase.split()), {})[role] = value
    for phrase, value in source.ORDINALS.items():
        merged.setdefault(tuple(phrase.split()), {})["ordinal"] = value
    phrases: dict[str, list[tuple[tuple[str, ...], Senses]]] = {}
    for words, senses in merged.items():
        phrases.setdefault(words[0], []).append((words[1:], senses))
    for candidates in phrases.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return Lexicon(
        language,
        phrases,
        dict(source.NUMBERS),
        source.SUFFIXES,
        source.SPACED_SUFFIXES,
        source.DISTINCTIVE,
        {variant: word for word in source.TYPOS for variant in _slips(word)},
        source.NOT_TYPOS,
        frozenset(source.TYPOS),
    )


def _slips(word: str) -> Iterator[str]:
    """Return the slips of the finger that are a word of time with a letter missing, or two swapped."""
    for cut in range(len(word) - 1):
        yield word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    if len(word) >= _SHORT:
        for cut in range(len(word)):
            yield word[:cut] + word[cut + 1 :]


def corrected(word: str, words: Lexicon) -> str | None:
    """Return the word of time that a slip of the finger made this of, or None.

    One letter is missing or too much, or two are swapped, or one of a long word is another; in short words
    one too much counts only if doubled. What happens to be a word (`mari`, `jedi`) is no slip.
    """
    if not _SHORTEST_TYPO <= len(word) <= _LONGEST_TYPO or word in words.not_typos:
        return None
    meant = words.typos.get(word)
    if meant is not None:
        return meant
    for cut in range(len(word)):
        shorter = word[:cut] + word[cut + 1 :]
        swapped = words.typos.get(shorter) if len(word) > _LONG else None
        if swapped is not None and len(swapped) == len(word) and swapped[:cut] == word[:cut]:
            return swapped
        if shorter in words.time_words and (len(shorter) > _SHORT or word[cut] == word[cut - 1]):
            return shorter
    return None


def resembles(word: str, *, numbered: bool) -> bool:
    """Return whether a word is one slip away from a weekday, or beside a number from a month, in a language.

    Unlike `corrected`, this is no reading: such a word beside an hour is asked about.
    """
    if not _SHORTEST_TYPO - numbered <= len(word) <= _LONGEST_TYPO:
        return False
    for source in (lexicon_fr, lexicon_en):
        if word in source.NOT_TYPOS:
            return False
    roles = ("weekday", "weekdays", "day", "month") if numbered else ("weekday", "weekdays", "day")
    return any(
        _is_slip(word, name)
        for source in (lexicon_fr, lexicon_en)
        for role in roles
        for name in source.TERMS[role]
        if role == "month" or len(name) >= _SHORT
    )


def _is_slip(word: str, name: str) -> bool:
    """Return whether a word may be meant for a name; a long one may lack a letter besides (`wensday`)."""
    shortened = [name[:cut] + name[cut + 1 :] for cut in range(1, len(name))] if len(name) > _LONG + 1 else []
    return any(_is_one_slip(word, one) for one in (name, *shortened))


def _is_one_slip(one: str, other: str) -> bool:
    """Return whether one letter is missing, too much or another, or two neighbours are swapped."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )


def lexemes(tokens: list[Token], words: Lexicon) -> list[Lexeme]:
    """Return the lexemes of a text."""
    found: list[Lexeme] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "word":
            lexeme, at = _word(tokens, at, words)
        elif token.kind == "number":
            lexeme, at = _number(tokens, at, words, found)
        else:
            senses: Senses = {"sign": token.text} if token.kind == "sign" else {}
            lexeme = Lexeme(senses, token.text, token.start, token.end, token.gap, token.kind)
            at += 1
        found.append(lexeme)
    return found


def _word(tokens: list[Token], at: int, words: Lexicon) -> tuple[Lexeme, int]:
    token = tokens[at]
    text = token.text
    number = _spelled_number(tokens, at, words)
    senses, length = _phrase(tokens, at, words)
    if number is not None and number[1] >= length:
        length = number[1]
        senses = {**(senses if length == 1 else {}), "number": number[0]}
    if not senses and text not in words.phrases:
        meant = corrected(text, words)
        if meant is not None:
            senses, text = words.phrases[meant][-1][1], meant
    last = tokens[at + length - 1]
    if length > 1:
        text = " ".join(part.text for part in tokens[at : at + length])
    return Lexeme(senses, text, token.start, last.end, token.gap, "word", token.capital), at + length


def _phrase(tokens: list[Token], at: int, words: Lexicon) -> tuple[Senses, int]:
    """Return the roles of the longest known phrase that starts here, and its length in tokens."""
    candidates = words.phrases.get(tokens[at].text)
    if candidates is None:
        return _UNKNOWN, 1
    second = _text(tokens, at + 1)
    for rest, senses in candidates:
        if not rest:
            return senses, 1
        if rest[0] != second or at + len(rest) >= len(tokens):
            continue
        if all(tokens[at + index].text == word for index, word in enumerate(rest, 1)):
            return senses, len(rest) + 1
    return _UNKNOWN, 1


def _number(tokens: list[Token], at: int, words: Lexicon, before: list[Lexeme]) -> tuple[Lexeme, int]:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    plain = Lexeme({}, token.text, token.start, token.end, token.gap, "number")
    if token.number is None:
        return plain, at + 1
    if token.gap == "" and before and before[-1].kind == "word" and not before[-1].senses:
        return plain, at + 1
    if following is not None and following.text in words.spaced_suffixes and following.gap == " ":
        plain.senses, plain.end = {"ordinal": token.number, "digital": True}, following.end
        return plain, at + 2
    if following is not None and following.gap == "" and following.kind == "word":
        whole = words.phrases.get(token.text + following.text)
        if whole is not None and not whole[-1][0]:
            plain.senses, plain.text, plain.end = whole[-1][1], token.text + following.text, following.end
            return plain, at + 2
        if following.text in words.suffixes:
            plain.senses = {"ordinal": token.number, "digital": True}
            plain.end = following.end
            return plain, at + 2
        if following.text == "m" and token.gap == "" and before and "hour" in before[-1].senses:
            plain.senses, plain.end = {"number": token.number, "digits": token.text}, following.end
            return plain, at + 2
        if following.text not in words.phrases and not _is_times_per(tokens, at + 1):
            return plain, at + 1
    plain.senses = {"number": token.number, "digits": token.text}
    return plain, at + 1


def _is_times_per(tokens: list[Token], at: int) -> bool:
    """Return whether the `x par` of `2x par mois` stands there: elsewhere `2x` is no number."""
    return tokens[at].text == "x" and _text(tokens, at + 1) in _PER


def _spelled_number(tokens: list[Token], at: int, words: Lexicon) -> tuple[int, int] | None:
    """Return the value of the number written in letters that starts here, and its length in tokens."""
    value = words.numbers.get(tokens[at].text)
    if value is None:
        return None
    length = 1
    if value == 4 and _text(tokens, at + 1) in ("vingt", "vingts"):
        value, length = 80, 2
    if value in (20, 30, 40, 50, 60, 70, 80, 90):
        return _with_units(tokens, at, words, value, length)
    if value == 10 and (unit := words.numbers.get(_text(tokens, at + 1), 0)) in (7, 8, 9):
        return 10 + unit, 2
    return value, length


def _with_units(tokens: list[Token], at: int, words: Lexicon, tens: int, length: int) -> tuple[int, int]:
    following = _text(tokens, at + length)
    joined = words.language == "fr" and following == "et"
    unit = words.numbers.get(_text(tokens, at + length + joined), 0)
    most = 19 if words.language == "fr" and tens in (60, 80) else 9
    if unit < 1 or unit > most or (joined and unit not in (1, 11)):
        return tens, length
    length += joined + 1
    if unit == 10 and (more := words.numbers.get(_text(tokens, at + length), 0)) in (7, 8, 9):
        return tens + 10 + more, length + 1
    return tens + unit, length


def _text(tokens: list[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""
