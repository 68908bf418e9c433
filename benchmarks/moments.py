"""Expressions of time: phrases a second, the worst phrase, and a message of 10 000 characters."""

from __future__ import annotations

import re
import statistics
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language.moments import Reading, read

_ZONE = ZoneInfo("Europe/Paris")
_READING = Reading(datetime(2026, 11, 21, 10, 30, tzinfo=_ZONE), _ZONE)
_PHRASES = (
    "demain 9h30",
    "rappelle-moi de relancer la CAF demain à 9h",
    "lundi prochain 14h réunion avec la mairie de Roanne, salle 12",
    "dans une heure et demie",
    "mardi 14h-16h atelier smartphone",
    "tous les jours ouvrés à 8h45",
    "chaque 1er lundi du mois à 14h jusqu'au 30 juin",
    "préparer la réunion de mardi demain à 9h",
    "acheter 3 câbles dans 2 jours",
    "le dernier vendredi du mois",
    "31 février",
    "bientôt",
    "Bonjour, peux-tu me rappeler jeudi à 9h d'appeler les 4 mairies du secteur ?",
    "remind me to call the town hall tomorrow at half past nine",
    "every other Thursday at 2pm until June 30",
    "rien du tout qui parle de temps, juste une phrase un peu longue",
)
_SCAN = re.compile(r"\w+")
_LONG = 10_000
_HARD = ("1 ", "- ", "dans 2 ", "quatre vingt ", "every ", "1h")
"""What costs the most to read when a whole message is made of it."""


def _seconds(text: str) -> float:
    start = time.perf_counter()
    read(text, _READING)
    return time.perf_counter() - start


def _floor(text: str) -> float:
    """Return what it costs to split a text and scan its words, and nothing else."""
    start = time.perf_counter()
    text.split()
    for _found in _SCAN.finditer(text):
        pass
    return time.perf_counter() - start


def measure(smoke: bool) -> dict[str, float | int | str]:
    """Return the figures; a smoke run reads each phrase once."""
    rounds = 1 if smoke else 200
    for phrase in _PHRASES:
        read(phrase, _READING)
    times = {phrase: min(_seconds(phrase) for _ in range(max(1, rounds // 10))) for phrase in _PHRASES}
    every = [_seconds(phrase) for _ in range(rounds) for phrase in _PHRASES]
    floor = [_floor(phrase) for _ in range(rounds) for phrase in _PHRASES]
    message = ("demain à 9h " + "relancer la caisse pour le dossier de madame Martin, salle 12 " * 200)[
        :_LONG
    ]
    hard = [(words * _LONG)[:_LONG] for words in _HARD]
    worst = max(times, key=lambda phrase: times[phrase])
    return {
        "phrases_per_second": round(len(every) / sum(every)),
        "median_ms": round(statistics.median(every) * 1e3, 4),
        "worst_phrase_ms": round(times[worst] * 1e3, 4),
        "worst_phrase": worst,
        "message_of_10000_characters_ms": round(min(_seconds(message) for _ in range(3)) * 1e3, 2),
        "hardest_10000_characters_ms": round(
            max(min(_seconds(text) for _ in range(3)) for text in hard) * 1e3, 2
        ),
        "floor_split_and_scan_median_ms": round(statistics.median(floor) * 1e3, 5),
    }
