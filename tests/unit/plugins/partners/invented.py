"""Invented partners, in files as others publish them: the national standard, data.inclusion."""

import csv
import io
import json
import random
from collections.abc import Iterator
from typing import Any

from bot.territory import Area, Level, communes_of
from plugins.partners.reading.standard import schema

_SORTS = (
    ("France Services de {town}", "France Services", "RFS", "Aide aux démarches administratives"),
    ("CCAS de {town}", "", "CCAS", "Aide aux démarches administratives"),
    ("Médiathèque de {town}", "", "BIB", "Accès internet et matériel informatique"),
    (
        "Espace public numérique de {town}",
        "Aidants Connect",
        "EPN",
        "Maîtrise des outils numériques du quotidien",
    ),
    ("Mission locale de {town}", "", "ML", "Insertion professionnelle via le numérique"),
    ("Association Clic Solidaire {town}", "Emmaüs Connect", "ASSO", "Utilisation sécurisée du numérique"),
)
_HOURS = ("Mo-Fr 09:00-12:00,14:00-17:30", "Tu-Sa 10:00-12:00; PH off", "Mo,We,Fr 14:00-18:00", "")


def place(number: int = 1, **given: str) -> dict[str, str]:
    """Return one valid place of the national standard, with some fields as given."""
    return {
        **dict.fromkeys(schema(), ""),
        "id": f"lieu-{number}",
        "pivot": "43493312300029",
        "nom": f"Point numérique {number}",
        "commune": "Roanne",
        "code_postal": "42300",
        "code_insee": "42187",
        "adresse": "1 rue de la République",
        "date_maj": "2026-04-02",
        "services": "Aide aux démarches administratives",
        **given,
    }


def places(count: int, departements: tuple[str, ...] = ("42", "69", "974")) -> Iterator[dict[str, str]]:
    """Return places in communes of some départements, always the same ones."""
    chance = random.Random(42)
    towns = [one for code in departements for one in communes_of(Area(Level.DEPARTEMENT, code))]
    for number in range(1, count + 1):
        town = towns[number % len(towns)]
        name, programme, kind, service = _SORTS[number % len(_SORTS)]
        yield place(
            number,
            nom=name.format(town=town.name),
            commune=town.name,
            code_postal=town.postcodes[0],
            code_insee=town.code,
            adresse=f"{chance.randrange(1, 90)} rue des Lilas",
            telephone=f"+33477{chance.randrange(10**5, 10**6)}",
            courriels=f"accueil@lieu-{number}.example.org",
            typologie=kind,
            services=service,
            dispositif_programmes_nationaux=programme,
            horaires=chance.choice(_HOURS),
            presentation_resume="Accompagnement aux usages du numérique, en individuel et en atelier.",
        )


def as_csv(rows: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return rows as a CSV file."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode(encoding)


def as_json(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as a JSON array."""
    return json.dumps(rows, ensure_ascii=False).encode()


def structure(number: int = 1, **given: Any) -> dict[str, Any]:
    """Return one valid structure of data.inclusion, with some fields as given."""
    return {
        "source": "dora",
        "id": f"dora--{number}",
        "nom": f"Structure {number}",
        "date_maj": "2026-02-14",
        "commune": "Roanne",
        "code_postal": "42300",
        "code_insee": "42187",
        "adresse": "2 rue Brison",
        "reseaux_porteurs": ["caf"],
        **given,
    }


def service(number: int = 1, of: int = 1, **given: Any) -> dict[str, Any]:
    """Return one valid service of data.inclusion, of a structure, with some fields as given."""
    return {
        "source": "dora",
        "id": f"dora--service-{number}",
        "structure_id": f"dora--{of}",
        "nom": f"Service {number}",
        "description": "Un rendez-vous pour faire le point sur ses droits.",
        "date_maj": "2026-02-14",
        "type": "accompagnement",
        "thematiques": ["numerique--acceder-a-des-services-en-ligne"],
        **given,
    }
