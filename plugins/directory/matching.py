"""The forms by which a word of a question is compared with one of a card, or of the thesaurus.

Long words meet by their stem; short ones and acronyms only as they stand, but for a plural: `CAF` is no
`café`, whose stem is `caf`, and `loup` no `loupe`.
"""

from __future__ import annotations

from bot.language.remembering import remembering
from bot.language.terms import Term, stem
from bot.store.search import stem_token

_SHORT = 3
_MAYBE_SHORT = 4
EXACT = "="
"""What stands before a form that is a word as it is written."""


def forms(term: Term) -> tuple[str, ...]:
    """Return the forms of a term: its word, without the ending of a plural, and its stem if it is long.

    >>> from bot.language.terms import terms
    >>> [forms(term) for term in terms("CAF cafés loup formations")]
    [('=caf',), ('=cafe', 'caf'), ('=loup',), ('=formation', 'format')]
    """
    return forms_of(term.word)


def form(term: Term) -> str:
    """Return the loosest form of a term: by it another one has to be found."""
    return forms_of(term.word)[-1]


@remembering(maxsize=65_536)
def forms_of(word: str) -> tuple[str, ...]:
    """Return the forms of a folded word."""
    single = word[:-1] if len(word) > _SHORT and word[-1] in "sx" else word
    if len(single) <= _SHORT:
        return (EXACT + single,)
    its_stem = stem(word)
    if len(single) <= _MAYBE_SHORT and its_stem == single:
        return (EXACT + single,)
    return EXACT + single, its_stem


@remembering(maxsize=16_384)
def tokens_of(word: str) -> tuple[str, ...]:
    """Return the tokens of the index by which a folded word is found."""
    both = forms_of(word)
    if len(both) == 1:
        single = both[0].removeprefix(EXACT)
        return tuple(dict.fromkeys((word, single, f"{single}s")))
    return word, stem_token(stem(word))
