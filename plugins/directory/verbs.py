"""What one does, named by its verb: `j’adapte` is `adapter`."""

from __future__ import annotations

import re

_ENDINGS = (
    (
        re.compile(r"((?:^|re|ré)(?:écri|li)|traduis?|produis?|construis?)s$"),
        lambda found: f"{found[1].rstrip('s')}re",
    ),
    (re.compile(r"is$"), "ir"),
    (re.compile(r"(ouvr|offr|ueill)e$"), r"\1ir"),
    (re.compile(r"([ou])ie$"), r"\1yer"),
    (re.compile(r"(pp|j)e(ll|tt)e$"), lambda found: f"{found[1]}e{found[2][0]}er"),
    (
        re.compile(
            r"^((?:en|re|é|sou|pré)?l|(?:a|em|pro|ra|re)?m|(?:sou)?p|s|ra?ch|ach|cr|g|harc|mod|mart)è([lmnstv])e$"
        ),
        r"\1e\2er",
    ),
    (re.compile(r"è([a-z]{1,2})e$"), r"é\1er"),
    (re.compile(r"e$"), "er"),
)
"""First persons and their infinitives: of verbs that do not end with -er, whose stem changes, of others."""


def infinitive(verb: str) -> str:
    """Return the infinitive of the first person of a verb.

    >>> [infinitive(verb) for verb in ("adapte", "paramètre", "nettoie", "relève", "offre", "écris")]
    ['adapter', 'paramétrer', 'nettoyer', 'relever', 'offrir', 'écrire']
    """
    for ending, ends in _ENDINGS:
        found, times = ending.subn(ends, verb)
        if times:
            return found
    return verb
