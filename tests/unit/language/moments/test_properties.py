"""What holds for any text: no exception, pieces that give the text back, a rest made of it, linear time."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.moments import Reading, Understood, read, read_duration
from tests.unit.language.moments.speaking import reading

WORDS = st.sampled_from(
    [
        "demain", "lundi", "mardi", "prochain", "le", "la", "du", "de", "à", "au", "en", "huit", "dans",
        "2", "15",
        "31", "jours", "jour", "h", "9h", "9h30", "14:00", "tous", "les", "chaque", "mois", "1er",
        "dernier", "fin",
        "mars", "février", "2027", "/", "-", "jusqu'au", "pendant", "fois", "sauf", "fériés", "midi",
        "minuit",
        "soir", "ce", "et", "demie", "quart", "moins", "semaine", "une", "sur", "deux", "un", "ou", "avant",
        "rappelle-moi", "veille", "Noël", "bientôt", "99999", "999999", "every", "other", "Monday", "at",
        "pm",
        "half", "past", "the", "of", "month", "until", "for", "next", "tomorrow", "a", "week", "from",
        "ago", ",",
        "0", "an", "ans", "siècle", "trimestre", "«", "»", "œuvre", "?", ".", "(", ")", "’", "\u202f",
    ]
)  # fmt: skip
PHRASES = st.lists(WORDS, max_size=14).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words), "  ".join(words)])
)
ZONES = st.sampled_from(["Europe/Paris", "Pacific/Noumea", "America/Martinique", "UTC", "Pacific/Apia"])
INSTANTS = st.tuples(st.integers(631_152_000, 5_680_281_600), ZONES.map(ZoneInfo)).map(
    lambda drawn: datetime.fromtimestamp(drawn[0], tz=drawn[1])
)
TEXTS = st.one_of(st.text(), PHRASES)


@settings(max_examples=600, deadline=None)
@given(text=TEXTS, now=INSTANTS, language=st.sampled_from(["fr", "en"]))
def test_any_text_is_answered_and_its_pieces_give_it_back(text, now, language):
    found = read(text, Reading(now, now.tzinfo, language))
    assert "".join(text[piece.start : piece.end] for piece in found.pieces) == text
    assert found.rest == " ".join(text[p.start : p.end] for p in found.pieces if p.kind == "rest")
    if isinstance(found, Understood):
        assert found.at > now
        assert found.end is None or found.end >= found.at


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, language=st.sampled_from(["fr", "en"]))
def test_any_text_is_a_duration_or_none(text, language):
    found = read_duration(text, language)
    assert found is None or found.total_seconds() > 0


@settings(max_examples=200, deadline=None)
@given(
    content=st.lists(st.sampled_from(["appeler", "Zoé", "salle 12", "la CAF", "x²", "—", "10 €"]), max_size=6)
)
def test_a_time_at_the_end_leaves_the_words_before_it_untouched(content):
    words = " ".join(["relancer", *content, "Léa"])
    assert read(f"{words} demain à 9h", reading()).rest == words


@pytest.mark.parametrize(
    "text",
    [
        "1" * 10_000, "1 " * 5_000, "lundi " * 1_700, "1/" * 5_000, "é" * 10_000, "👩‍💻" * 2_500,
        "de la " * 1_700,
        "tous les " * 1_100, "a week from " * 800, "la veille de " * 750, "@" * 10_000, "rappelle-moi " * 750,
        "du 3 au " * 1_250, "e\u0301" * 5_000, "9h " * 3_300, "relancer la caisse du 42 pour Léa " * 300,
        "(" * 10_000, "http://" * 1_400, "vendrdi " * 1_250, "et lundi " * 1_100,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_long_text_costs_no_more_than_its_length(text, language):
    def seconds(sample):
        start = time.process_time()
        found = read(sample, reading(language))
        assert "".join(sample[piece.start : piece.end] for piece in found.pieces) == sample
        return time.process_time() - start

    seconds(text[:100])
    quarter = min(seconds(text[: len(text) // 4]) for _ in range(2))
    whole = min(seconds(text) for _ in range(2))
    assert whole < max(16 * quarter, 0.25)
