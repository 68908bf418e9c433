"""Embeds: those of a neutral post as Discord's own, each within Discord's limits."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.markup import mention
from bot.chat.messages import Embed
from bot.chat.people import Person
from bot.language.marks import timestamp
from bot.language.messages import Markup, escape
from bot.platforms.discord.embeds import Card, cards, in_messages
from bot.platforms.discord.limits import (
    MAX_EMBED_TEXT,
    MAX_EMBED_TITLE,
    MAX_EMBEDS,
    MAX_EMBEDS_TOGETHER,
    MAX_URL,
    units,
)

LEA = Person("80351110224678912", "lea.martin")
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def shown(title="Titre", text="", url=None, footer=None, people=None):
    footer = Markup(footer) if footer is not None else None
    return cards([Embed(Markup(title), Markup(text), url, footer)], people or {})


def test_an_embed_is_one_of_discords():
    [card] = shown("Atelier", "Un **texte**.", "https://example.org/a", "Publié lundi")
    assert card.as_sent().to_dict() == {
        "type": "rich",
        "flags": 0,
        "title": "Atelier",
        "description": "Un **texte**.",
        "url": "https://example.org/a",
        "footer": {"text": "Publié lundi"},
    }


def test_a_title_is_words_on_one_line_and_shows_nothing_else():
    [card] = shown(
        f"**Un**\n[lien](https://a.example/b) de {mention(1, 'lea')} pour @everyone, 2 \\* 3", people={1: LEA}
    )
    assert card.title == "Un lien (https://a.example/b) de lea pour @\u200beveryone, 2 \\* 3"


def test_an_embed_without_a_title_is_named_by_its_address():
    assert shown("", url="https://example.org/a") == [
        Card("https://example.org/a", "", "https://example.org/a")
    ]


def test_whom_a_text_mentions_is_named_as_discord_names_them_and_an_instant_is_in_the_readers_zone():
    [card] = shown(
        text=f"{mention(1, 'lea')} et {mention(2, 'max')} {timestamp(AT, 'mardi à 9 h')}", people={1: LEA}
    )
    assert card.text == f"<@{LEA.id}> et max <t:{int(AT.timestamp())}:F>"


def test_a_footer_is_plain_words():
    [card] = shown(footer="**Léa** · 2 \\* 3")
    assert (card.footer, card.text) == ("Léa · 2 * 3", "")


@pytest.mark.parametrize(
    ("footer", "small"),
    [
        ("Vu sur [le site](https://example.org)", "-# Vu sur [le site](https://example.org)"),
        (f"Jusqu’à {timestamp(AT, 'mardi')}", f"-# Jusqu’à <t:{int(AT.timestamp())}:F>"),
        ("mot " * 100 + "\n\nfin", "-# " + ("mot " * 100).strip() + "\n-# fin"),
    ],
)
def test_a_footer_that_says_more_than_words_stands_in_small_under_the_text(footer, small):
    [card] = shown(text="Un texte.", footer=footer)
    assert (card.text, card.footer) == (f"Un texte.\n\n{small}", "")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/a", "mailto:a@b.example", "https://", "http://[x", None]
)
def test_what_is_no_address_of_the_web_is_no_link(url):
    assert shown(url=url) == [Card("Titre")]


@pytest.mark.parametrize("url", ["http://localhost:8080/a", "https://example.org/".ljust(MAX_URL + 1, "a")])
def test_an_address_that_discord_takes_for_no_title_stands_in_the_text(url):
    assert shown(url=url, text="Suite") == [Card("Titre", f"<{url}>\n\nSuite")]


def test_a_long_title_goes_on_in_the_text():
    [card] = shown("mot " * 100, "Suite")
    assert units(card.title) <= MAX_EMBED_TITLE
    assert card.title.endswith("mot…")
    assert card.text.startswith("…mot")
    assert (card.title + card.text).count("mot") == 100


def test_a_long_text_goes_on_in_embeds_without_a_title_and_the_footer_ends_them():
    text = "\n\n".join(f"Paragraphe {number} " + "mot " * 100 for number in range(30))
    first, *others = shown(text=text, footer="Fin")
    assert (first.title, first.footer) == ("Titre", "")
    assert {card.title for card in others} == {""}
    assert [card.footer for card in others][-1] == "Fin"
    assert all(card.text.startswith("Paragraphe") for card in (first, *others))


def test_an_embed_that_says_nothing_is_left_out():
    assert shown("", " \n ") == []


WORDS = st.lists(
    st.one_of(
        st.text(max_size=30).map(escape),
        st.sampled_from(["👋🏽" * 300, "mot " * 300, "\n\n", "```\nx = 1\n```\n", "[a](https://b.example) "]),
        st.integers(0, 9999).map(lambda number: Markup(f" n{number:04} ")),
    ),
    max_size=25,
).map(lambda parts: Markup("".join(parts)))
EMBEDS = st.builds(
    Embed,
    WORDS,
    WORDS,
    st.sampled_from([None, "https://example.org/a", "javascript:x", "http://localhost/"]),
    st.one_of(st.none(), WORDS),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(EMBEDS, max_size=14))
def test_whatever_embeds_hold_discord_takes_each_message_and_nothing_is_lost(embeds):
    every = cards(embeds, {})
    groups = in_messages(every)
    assert [card for group in groups for card in group] == every
    for group in groups:
        assert 0 < len(group) <= MAX_EMBEDS
        assert sum(card.size for card in group) <= MAX_EMBEDS_TOGETHER
        for card in group:
            assert card.title.strip() or card.text.strip() or card.footer.strip()
            assert units(card.title) <= MAX_EMBED_TITLE
            assert units(card.text) <= MAX_EMBED_TEXT
            assert units(card.footer) <= 2048
    said = " ".join(text for card in every for text in (card.title, card.text, card.footer))
    meant = " ".join(str(text) for one in embeds for text in (one.title, one.text, one.footer or ""))
    numbers = re.compile(r"n\d{4}")
    assert numbers.findall(said) == numbers.findall(meant)
