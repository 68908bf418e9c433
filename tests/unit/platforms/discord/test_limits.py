"""What is cut to fit a limit of Discord's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.limits import fit, units


@given(st.text(max_size=60), st.integers(1, 50))
def test_what_is_fitted_fits_and_begins_as_it_did(text, room):
    fitted = fit(text, room)
    assert units(fitted) <= room
    assert fitted == text or (fitted.endswith("…") and text.startswith(fitted[:-1]))


@pytest.mark.parametrize(
    ("text", "room", "fitted"),
    [
        ("Modifier le rappel préféré", 24, "Modifier le rappel…"),
        ("Modifier le rappel", 18, "Modifier le rappel"),
        ("Anticonstitutionnellement oui", 20, "Anticonstitutionnel…"),
        ("a bcdefghijklmnop", 10, "a bcdefgh…"),
        ("👋👋👋", 4, "👋…"),
        ("un deux trois", 8, "un deux…"),
    ],
)
def test_a_text_is_cut_at_a_word_unless_too_much_would_be_lost(text, room, fitted):
    assert fit(text, room) == fitted
