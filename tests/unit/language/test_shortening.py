from hypothesis import given
from hypothesis import strategies as st

from bot.language.shortening import in_one_line, shortened


def test_what_fits_stays():
    assert shortened("un mot", 6) == "un mot"


def test_it_is_cut_after_a_word():
    assert shortened("Préparer l’atelier photo", 20) == "Préparer l’atelier…"
    assert shortened("Préparer l’atelier photo", 19) == "Préparer l’atelier…"


def test_a_long_word_is_cut_rather_than_left_out():
    assert shortened("Guide mode_d_emploi_de_la_messagerie", 20) == "Guide mode_d_emploi…"
    assert shortened("a" * 50, 10) == "aaaaaaaaa…"


def test_nothing_is_left_hanging_before_the_mark():
    assert shortened("Atelier du lundi : messagerie et photo", 20) == "Atelier du lundi…"


def test_lines_become_one():
    assert in_one_line(" un\n\tdeux  trois ", 20) == "un deux trois"


@given(st.text(max_size=60), st.integers(1, 40))
def test_it_is_never_longer_than_allowed(text, most):
    short = shortened(text, most)
    assert len(short) <= most
    assert short == text or short.endswith("…")
