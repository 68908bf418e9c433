"""What an ordinary French or English word can be, where a date before it depends on that."""

from __future__ import annotations

_NOUNS_IN_IER = (
    "fier",
    "lier",
    "blier",
    "crier",
    "prier",
    "udier",
    "copier",
    "mercier",
    "confier",
    "trier",
    "plier",
)
_NOUNS_IN_ER = frozenset(
    ("atelier", "fer", "hiver", "mer", "cher", "diner", "dejeuner", "gouter", "premier", "dernier")
)
_VERBS_IN_RE = frozenset(
    (
        "faire", "refaire", "prendre", "reprendre", "rendre", "mettre", "remettre", "transmettre", "ecrire",
        "inscrire", "lire", "relire", "dire", "suivre", "conclure", "vendre", "attendre", "repondre",
        "descendre", "joindre", "rejoindre", "apprendre", "comprendre", "permettre", "produire", "construire",
        "conduire", "connaitre", "paraitre", "battre", "admettre", "soumettre", "promettre", "eteindre",
    )
)  # fmt: skip
_MOVING = frozenset(
    (
        "decaler", "decale", "decalez", "deplacer", "deplace", "deplacez", "reporter", "reporte", "reportez",
        "repousser", "repousse", "avancer", "retarder", "reprogrammer", "replanifier", "changer", "modifier",
        "echanger", "bouger",
        "move", "shift", "reschedule", "postpone", "push", "change",
    )
)  # fmt: skip
_PASSING = frozenset(("passer", "basculer", "glisser", "switch"))
_PLURALS = frozenset(("gens", "people", "men", "women", "children", "mice", "pers"))


def is_infinitive(word: str) -> bool:
    """Return whether a folded French word is most likely a verb: `relever` and `finir`, not `atelier`."""
    if word in _VERBS_IN_RE:
        return True
    if word in _NOUNS_IN_ER or len(word) < 4:
        return False
    if word.endswith("ier"):
        return word.endswith(_NOUNS_IN_IER)
    return word.endswith(("er", "ir"))


def may_be_plural(word: str, language: str) -> bool:
    """Return whether a folded word may be several things, so that a number before it may count them."""
    if word in _PLURALS:
        return True
    if language == "fr":
        return word.endswith(("s", "x", "z")) and not is_infinitive(word)
    return word.endswith("s")


def moves(word: str, following: str) -> bool:
    """Return whether a folded verb moves something from one time to another: `décaler`, `passer le rdv`."""
    return word in _MOVING or (word in _PASSING and following in ("le", "la", "l", "de", "the", "from"))
