"""Links and tags in messages, as people write them."""

import time

import pytest

from bot.platforms.links import links_and_tags


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("voir https://a.example/x, merci", "https://a.example/x"),
        ("(voir https://fr.example/wiki/Loire_(fleuve))", "https://fr.example/wiki/Loire_(fleuve)"),
        ("https://fr.example/wiki/L'Avare !", "https://fr.example/wiki/L'Avare"),
        ("`https://a.example/x`", "https://a.example/x"),
        ("**https://a.example/x**", "https://a.example/x"),
        ("'https://a.example/x'", "https://a.example/x"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("[le guide](https://a.example/x)", "https://a.example/x"),
        ("« https://a.example/x »", "https://a.example/x"),
        ("«https://a.example/x»", "https://a.example/x"),
        ("Https://a.example/x", "Https://a.example/x"),
        ("www.a.example/x, à lire", "https://www.a.example/x"),
    ],
)
def test_an_address_is_found_without_what_stands_around_it(text, link):
    assert links_and_tags(f"{text} #veille") == ((link,), ("veille",))


@pytest.mark.parametrize("text", ["https://", "www.", "www.…", "awww.a.example", "lea@www.a.example"])
def test_what_only_looks_like_an_address_is_none(text):
    assert links_and_tags(f"{text} #veille") == ((), ("veille",))


@pytest.mark.parametrize(
    "text", ["https://a" + "(" * 16_000, "https://a" + ")." * 8_000, "https://a()" * 1_500]
)
def test_reading_takes_time_in_proportion_to_the_text(text):
    before = time.process_time()
    links_and_tags(text)
    assert time.process_time() - before < 0.2


def test_tags_may_begin_with_a_digit_and_follow_each_other():
    assert links_and_tags("le #1 : #veille #3D#2026 très utile")[1] == ("veille", "3D", "2026")
