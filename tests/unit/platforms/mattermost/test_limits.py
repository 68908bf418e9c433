"""Limits: a text is fitted in bytes, never within a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.mattermost.limits import fit


@pytest.mark.parametrize(
    ("text", "room", "fitted"),
    [
        ("Modifier le rappel", 24, "Modifier le rappel"),
        ("é" * 12, 24, "é" * 12),
        ("é" * 13, 24, "é" * 10 + "…"),
        ("un deux trois", 11, "un deux…"),
    ],
)
def test_a_text_is_fitted_in_bytes(text, room, fitted):
    assert fit(text, room) == fitted


@given(st.text(), st.integers(3, 60))
def test_no_fitted_text_is_longer_or_broken(text, room):
    fitted = fit(text, room)
    assert len(fitted.encode()) <= room
    assert text.startswith(fitted.removesuffix("…"))
