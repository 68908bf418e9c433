"""Items that are named in minutes by their words rather than by their numbers: `traité le budget`."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.meetings.agenda.naming import named_in, spans
from plugins.meetings.minutes.typed import Decided, Settled, Wanted, Words, read_lines

_MOST_WORDS = 16


def by_words(wanted: Sequence[Wanted], texts: Sequence[str]) -> list[Wanted]:
    """Return what was typed, where it was not understood with the items that its words name.

    >>> by_words([Words("décision budget : oui")], ["un café", "le budget 2027"])
    [Decided(number=2, text='oui')]
    """
    found: list[Wanted] = []
    for one in wanted:
        found += _numbered(one.text, texts) or [one] if isinstance(one, Words) else [one]
    return found


def _numbered(text: str, texts: Sequence[str]) -> list[Wanted]:
    head, colon, rest = text.partition(":")
    words = head.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return []
    for start, end in spans(len(words)):
        of = named_in(" ".join(words[start:end]), texts)
        if len(of) != 1:
            continue
        again = read_lines(" ".join((*words[:start], str(of[0]), *words[end:])) + colon + rest)
        if all(isinstance(one, Settled | Decided) for one in again):
            return again
    return []
