"""Embeds as Markdown: sections under headings, cut where a reader would cut them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.embeds import as_text, in_parts, web_address
from bot.chat.messages import Embed, Post
from bot.language.messages import Markup, escape


def a_post(*embeds, text=""):
    return Post(text=Markup(text), embeds=embeds)


def an_embed(title="Titre", text="", url=None, footer=None):
    return Embed(Markup(title), Markup(text), url, Markup(footer) if footer is not None else None)


def section(*given, **more):
    return as_text(a_post(an_embed(*given, **more)))


def test_a_text_comes_first_and_each_embed_is_a_section_under_its_heading():
    post = a_post(
        an_embed("Un", "Premier.", "https://example.org/a", "Lundi"),
        an_embed("Deux", "Second."),
        text="La lettre\n",
    )
    assert as_text(post) == (
        "La lettre\n\n#### [Un](https://example.org/a)\n\nPremier.\n\n*Lundi*\n\n#### Deux\n\nSecond."
    )


def test_a_post_without_embeds_is_its_text():
    assert as_text(a_post(text="Bonjour\n\n- un")) == "Bonjour\n\n- un"


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("**Gras** et `code`\nsuite", "#### Gras et code suite"),
        ("C#", "#### C\\#"),
        ("Voir [le guide](https://example.org)", "#### Voir le guide (https://example.org)"),
        (str(escape("2 * 3 [x] _y_")), f"#### {escape('2 * 3 [x] _y_')}"),
    ],
)
def test_a_heading_shows_the_words_of_the_title_and_no_formatting(title, heading):
    assert section(title) == heading


def test_a_title_ends_its_link_nowhere_else():
    assert section(str(escape("a] b (c](d)")), url="https://example.org/x_(y)") == (
        "#### [a\\] b (c\\](d)](https://example.org/x_%28y%29)"
    )


def test_an_embed_without_a_title_is_named_by_its_address():
    assert section("", url="https://example.org/a") == "#### [https://example.org/a](https://example.org/a)"


@pytest.mark.parametrize("footer", ["Un * deux", "Un\nDeux", "mot " * 80])
def test_a_footer_that_cannot_be_a_quiet_line_is_a_paragraph(footer):
    assert section(footer=footer) == f"#### Titre\n\n{footer.strip()}"


def test_an_embed_that_says_nothing_is_left_out():
    assert as_text(a_post(an_embed("", " \n", footer=" "), an_embed("Deux"))) == "#### Deux"


def test_a_block_of_code_that_nothing_ends_ends_with_its_section():
    post = a_post(an_embed("Un", "```\nx = 1"), an_embed("Deux"), text="Avant\n~~~\ncode")
    assert as_text(post) == "Avant\n~~~\ncode\n~~~\n\n#### Un\n\n```\nx = 1\n```\n\n#### Deux"


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://Example.org:8443/a?b[]=1&c=é#d", "https://example.org:8443/a?b%5B%5D=1&c=%C3%A9#d"),
        ("https://example.org/%20a|b", "https://example.org/%20a%7Cb"),
        (' https://example.org/a"b<c>`d` ', "https://example.org/a%22b%3Cc%3E%60d%60"),
    ],
)
def test_an_address_is_sent_as_browsers_do(url, sent):
    assert web_address(url) == sent


@pytest.mark.parametrize(
    "url",
    [
        None, "", "example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https:///a",
        "https://all@example.org/", "https://example.org:x/", "http://[::1", "https://a..b/", "https://a b/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_none(url):
    assert web_address(url) is None


def test_a_section_that_has_no_room_left_begins_the_next_part():
    post = a_post(an_embed("Un", "a " * 20), an_embed("Deux", "b " * 20), text="Bonjour")
    first, second = in_parts(post, 70)
    assert (first[:7], second[:9]) == ("Bonjour", "#### Deux")


def test_a_section_longer_than_a_part_is_cut_between_paragraphs():
    text = "\n\n".join(f"Paragraphe {number}." for number in range(9))
    parts = in_parts(a_post(an_embed("Un", text), text="Bonjour"), 60)
    assert parts[0].startswith("Bonjour\n\n#### Un\n\nParagraphe 0.")
    assert all(part.startswith("Paragraphe") for part in parts[1:])


def test_a_heading_never_stands_at_the_end_of_a_part():
    for limit in range(60, 120):
        for part in in_parts(a_post(an_embed("Un", "mot " * 60), text="Bonjour " * 5), limit):
            assert not part.splitlines()[-1].startswith("####")


def test_a_long_title_goes_on_in_the_text():
    said = section("mot " * 100, url="https://example.org")
    heading, rest = said.split("\n\n")
    assert heading.endswith("mot…](https://example.org)")
    assert rest.startswith("…mot")
    assert said.count("mot") == 100


WORDS = st.lists(
    st.one_of(
        st.text(max_size=20).map(escape),
        st.sampled_from(["mot " * 30, "\n\n", "```\nx = 1\n```\n", "[a](https://b.example) ", "- "]),
        st.integers(0, 9999).map(lambda number: Markup(f" n{number:04} ")),
    ),
    max_size=15,
).map(lambda parts: Markup("".join(parts)))
EMBEDS = st.builds(
    Embed, WORDS, WORDS, st.sampled_from([None, "https://example.org/a"]), st.one_of(st.none(), WORDS)
)


@settings(deadline=None, max_examples=80)
@given(WORDS, st.lists(EMBEDS, max_size=8), st.integers(400, 900))
def test_parts_fit_lose_nothing_and_keep_the_order(text, embeds, limit):
    post = Post(text=text, embeds=tuple(embeds))
    parts = in_parts(post, limit)
    assert all(part.strip() and len(part) <= limit for part in parts)
    numbers = re.compile(r"n\d{4}")
    assert numbers.findall("\n".join(parts)) == numbers.findall("\n".join(map(str, post.texts)))
