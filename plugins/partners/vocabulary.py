"""The words of the two vocabularies that partners are described in, and how one is said in the other.

Services, support, costs and access are kept as the national standard of places of digital mediation writes
them; kinds, themes and publics by the codes of data.inclusion.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.language.messages import Message, _

DATA = Path(__file__).parent / "data"

SERVICES: Mapping[str, Message] = {
    "Aide aux démarches administratives": _("help with administrative procedures"),
    "Maîtrise des outils numériques du quotidien": _("learning everyday digital tools"),
    "Insertion professionnelle via le numérique": _("digital tools for finding work"),
    "Utilisation sécurisée du numérique": _("using digital tools safely"),
    "Parentalité et éducation avec le numérique": _("parenting and education with digital tools"),
    "Loisirs et créations numériques": _("digital leisure and creation"),
    "Compréhension du monde numérique": _("understanding the digital world"),
    "Accès internet et matériel informatique": _("access to the internet and to computers"),
    "Acquisition de matériel informatique à prix solidaire": _("computers at a solidarity price"),
}
"""The nine services of the national standard."""

SUPPORT: Mapping[str, Message] = {
    "Surdité": _("deafness"),
    "Handicaps moteurs": _("motor disabilities"),
    "Handicaps mentaux": _("intellectual disabilities"),
    "Illettrisme": _("difficulties with reading and writing"),
    "Langues étrangères (anglais)": _("English is spoken"),
    "Langues étrangères (autres)": _("other languages are spoken"),
    "Déficience visuelle": _("visual impairment"),
}
"""For whom the national standard says that a place can care in particular."""

COSTS: Mapping[str, Message] = {
    "Gratuit": _("free of charge"),
    "Gratuit sous condition": _("free of charge under conditions"),
    "Payant": _("with a charge"),
}

ACCESS: Mapping[str, Message] = {
    "Se présenter": _("come without an appointment"),
    "Téléphoner": _("call by telephone"),
    "Contacter par mail": _("write an e-mail"),
    "Prendre un RDV en ligne": _("make an appointment online"),
    "Ce lieu n'accueille pas de public": _("this place does not receive the public"),
    "Envoyer un mail avec une fiche de prescription": _("write an e-mail with a referral form"),
}

PUBLICS: Mapping[str, Message] = {
    "tous-publics": _("everybody"),
    "actifs": _("working people"),
    "beneficiaires-des-minimas-sociaux": _("people on minimum benefits"),
    "demandeurs-emploi": _("job seekers"),
    "etudiants": _("students"),
    "familles": _("families"),
    "femmes": _("women"),
    "jeunes": _("young people"),
    "personnes-en-situation-de-handicap": _("people with disabilities"),
    "personnes-en-situation-durgence": _("people in an emergency"),
    "personnes-en-situation-juridique-specifique": _("people in a particular legal situation"),
    "personnes-exilees": _("people in exile"),
    "residents-qpv-frr": _("residents of priority districts and rural areas"),
    "seniors": _("older people"),
}

PUBLIC_OF: Mapping[str, str] = {
    "Jeunes": "jeunes",
    "Étudiants": "etudiants",
    "Familles et/ou enfants": "familles",
    "Seniors": "seniors",
    "Femmes": "femmes",
}
"""The publics of the national standard, by data.inclusion's codes."""

COST_OF: Mapping[str, str] = {"gratuit": "Gratuit", "payant": "Payant"}
"""data.inclusion's `frais`, in the words of the national standard."""

ACCESS_OF: Mapping[str, str] = {
    "envoyer-un-courriel": "Contacter par mail",
    "se-presenter": "Se présenter",
    "telephoner": "Téléphoner",
    "utiliser-lien-mobilisation": "Prendre un RDV en ligne",
}
"""data.inclusion's `modes_mobilisation`, likewise."""


@cache
def themes() -> Mapping[str, str]:
    """Return the names of the subjects (data.inclusion's `thematiques`) by code, in French as published."""
    return tomllib.loads((DATA / "themes.toml").read_text(encoding="utf-8"))
