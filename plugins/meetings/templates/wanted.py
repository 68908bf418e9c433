"""What somebody wants with templates, read from the words after the command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.language.folding import fold, nearest
from plugins.meetings.templates.purposes import WORDS, Purpose


class Act(StrEnum):
    """What is done with a template."""

    SHOW = "show"
    REWRITE = "rewrite"
    PREVIEW = "preview"
    RESTORE = "restore"
    VERSIONS = "versions"
    FILE = "file"
    HELP = "help"


class Owner(StrEnum):
    """Whose template it is."""

    HERE = "here"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted: `left` are words that mean nothing here, `source` the text of a template, if any."""

    purpose: Purpose | None = None
    act: Act = Act.SHOW
    owner: Owner | None = None
    source: str = ""
    left: str = ""


_ACTS = {
    Act.SHOW: "voir vois montrer montre afficher affiche lire liste lister show see view list",
    Act.REWRITE: (
        "reecrire reecris recrire modifier modifie changer change ecrire ecris editer edite personnaliser "
        "adapter corriger rewrite edit write customise customize importer import"
    ),
    Act.PREVIEW: "apercu previsualiser previsualisation tester teste essayer essai preview test try",
    Act.RESTORE: (
        "restaurer restaure retablir retablis habituel habituelle usuel usuelle defaut origine revenir "
        "remettre reinitialiser supprimer supprime effacer enlever retirer restore reset usual default "
        "remove delete"
    ),
    Act.VERSIONS: (
        "versions version historique history precedent precedente precedentes annuler annule avant "
        "undo previous"
    ),
    Act.FILE: "fichier telecharger exporter exporte export file download",
    Act.HELP: "aide variables variable help syntaxe",
}
_OWNERS = {
    Owner.NETWORK: "reseau network partout everywhere",
    Owner.HERE: "ici canal here channel",
}
_FILLING = (
    "le la les l de du des d un une mon ma mes notre nos ton ta tes texte textes text modele modeles "
    "template templates the of a an my our pour for to au aux en tout toute sur dans in this that ce "
    "cet cette message messages moi svp stp merci plait je veux voudrais comment how et and rencontre "
    "rencontres reunion reunions "
)
_FILLERS = frozenset(_FILLING.split())
_MEANINGS: dict[str, Purpose | Act | Owner] = {
    **{word: purpose for purpose, words in WORDS.items() for word in words},
    **{word: act for act, words in _ACTS.items() for word in words.split()},
    **{word: owner for owner, words in _OWNERS.items() for word in words.split()},
}
_GIVES_WAY = {None, Act.SHOW}
"""“Voir” says little beside another word; “revenir à la version précédente” is about versions."""
_MINUTES = re.compile(r"\bcomptes?[ _-]*rendus?\b")
_BODY = re.compile(r"\s*(?::|\n)\s*")
_SHORTEST_GUESSED = 4


def wanted(typed: str) -> Wanted:
    """Return what is wanted; the text of a template stands on the lines below, or after a colon."""
    parted = _BODY.search(typed)
    if parted is not None:
        found = _read(typed[: parted.start()], typed[parted.end() :].strip())
        if found.purpose is not None:
            return found
    return _read(typed, "")


def _read(head: str, body: str) -> Wanted:
    purpose: Purpose | None = None
    act: Act | None = None
    owner: Owner | None = None
    left: list[str] = []
    for word in re.findall(r"\w+", _MINUTES.sub("compte_rendu", fold(head))):
        match _meaning(word):
            case Purpose() as found:
                purpose = purpose or found
            case Act() as found:
                act = found if act in _GIVES_WAY or found is Act.VERSIONS else act
            case Owner() as found:
                owner = found
            case None if word not in _FILLERS:
                left.append(word)
    if act is None:
        act = Act.REWRITE if body else Act.SHOW
    return Wanted(purpose, act, owner, body, " ".join(left))


def _meaning(word: str) -> Purpose | Act | Owner | None:
    if word in _MEANINGS:
        return _MEANINGS[word]
    if word in _FILLERS or len(word) < _SHORTEST_GUESSED:
        return None
    close = nearest(word, _MEANINGS, 1)
    return _MEANINGS[close[0]] if close else None
