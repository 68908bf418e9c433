"""Splitting: long texts become messages that fit, cut where a reader would cut them."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.splitting import split

FENCE_LINE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)


def visible(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_text_that_fits_is_one_part():
    assert split("Bonjour.\n\n- un\n- deux\n", 100) == ["Bonjour.\n\n- un\n- deux"]


@pytest.mark.parametrize("text", ["", " \n\n \t", "\n" * 500])
def test_a_text_without_a_visible_character_has_no_part(text):
    assert split(text, 10) == []


def test_a_part_holds_at_least_one_character():
    with pytest.raises(ValueError, match="at least one character"):
        split("a", 0)


def test_paragraphs_are_kept_together_as_long_as_they_fit():
    assert split("Un.\n\nDeux.\n\nTrois, qui est long.", 22) == ["Un.\n\nDeux.", "Trois, qui est long."]


def test_a_long_list_is_cut_between_its_items():
    text = "- un\n  suite\n- deux\n  suite\n- trois\n  suite"
    assert split(text, 28) == ["- un\n  suite\n- deux\n  suite", "- trois\n  suite"]


def test_a_long_paragraph_is_cut_after_a_sentence():
    assert split("Une phrase. Une autre phrase. Et une fin", 30) == [
        "Une phrase. Une autre phrase.",
        "Et une fin",
    ]


def test_a_long_sentence_is_cut_between_words():
    assert split("un deux trois quatre cinq", 14) == ["un deux trois", "quatre cinq"]


def test_a_long_word_is_cut_all_the_same():
    assert split("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_heading_stays_with_what_it_stands_above():
    assert split("Un texte.\n\n# Titre\n\nSon texte.", 24) == ["Un texte.", "# Titre\n\nSon texte."]


@pytest.mark.parametrize(
    "whole",
    [
        "[le guide complet](https://example.org/a_(b))",
        r"[un \[beau\] guide](https://a.fr/guide)",
        "`/rappel demain 9h`",
        "**très bien dit**",
        "<https://a.fr>",
    ],
)
def test_a_link_code_and_bold_words_are_not_cut(whole):
    parts = split(f"Voici donc quelques mots avant et {whole} puis quelques mots après", 48)
    assert len(parts) > 1
    assert any(whole in part for part in parts)


def test_a_block_of_code_that_fits_is_kept_whole():
    code = "```py\nx = 1\n\ny = 2\n```"
    assert split(f"Avant cela.\n{code}\nAprès.", 30) == ["Avant cela.", f"{code}\nAprès."]


@pytest.mark.parametrize(("opening", "closing"), [("```py", "```"), ("~~~", "~~~"), ("````md", "````")])
def test_a_longer_block_of_code_is_closed_and_opened_again(opening, closing):
    lines = [f"ligne {number}" for number in range(20)]
    parts = split("\n".join(["Avant.", "", opening, *lines, closing, "", "Après."]), 60)
    assert parts[0] == "Avant."
    assert parts[-1].endswith("\n\nAprès.")
    for part in parts[1:]:
        block = part.removesuffix("\n\nAprès.")
        assert block.startswith(f"{opening}\n")
        assert block.endswith(f"\n{closing}")
    assert [line for part in parts for line in part.split("\n") if line.startswith("ligne")] == lines


def test_a_line_of_a_fence_inside_a_longer_fence_does_not_close_it():
    text = "````\n```\n" + "x = 1\n" * 10 + "```\n````"
    assert all(part.count("````") == 2 for part in split(text, 50))


@pytest.mark.parametrize(
    "code", ["1. ```py\n   x = 1\n   ```", "> ```\n> x = 1\n> ```", "- > ~~~\n  > x = 1\n  > ~~~"]
)
def test_code_in_a_list_or_a_quotation_is_kept_whole_too(code):
    assert split(f"Avant tout cela.\n\n{code}\n\nAprès.", 34) == ["Avant tout cela.", f"{code}\n\nAprès."]


def test_a_block_of_code_that_nobody_closed_is_closed_at_each_cut():
    parts = split("```\n" + "x = 1\n" * 20, 50)
    assert len(parts) > 1
    assert all(part.startswith("```\n") and part.endswith("\n```") for part in parts)


def test_no_space_of_a_code_line_is_lost():
    lines = [" " * (number % 7) + f"if {number}:  pass" for number in range(40)]
    parts = split("```\n" + "\n".join(lines) + "\n```", 80)
    assert [line for part in parts for line in part.split("\n")[1:-1]] == lines


@pytest.mark.parametrize("sign", ["e\u0301", "👩\u200d💻", "👍🏽", "🇫🇷", "\\*", "☀\ufe0f"])
def test_what_the_eye_sees_as_one_character_is_not_cut(sign):
    parts = split(sign * 30, 7)
    assert "".join(parts) == sign * 30
    assert all(len(part) % len(sign) == 0 for part in parts)


MARKDOWN = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            [
                "\n",
                "\n\n",
                "- un ",
                "1. deux",
                "# Titre\n",
                "[a b](http://x.fr) ",
                "**gras** ",
                "`code` ",
                ". ",
                "\\",
            ]
        ),
    ),
    max_size=40,
).map("".join)


@given(MARKDOWN, st.integers(1, 60))
def test_nothing_visible_is_lost_and_each_part_fits(text, limit):
    parts = split(text, limit)
    assert all(part.strip() and len(part) <= limit for part in parts)
    if FENCE_LINE.search(text) is None:
        assert visible("".join(parts)) == visible(text)


@given(
    st.lists(
        st.one_of(
            st.text("abc \n.", max_size=60),
            st.text("abc \n", max_size=120).map(lambda code: f"\n```d\n{code}\n```\n"),
            st.text("abc \n", max_size=120).map(lambda code: f"\n~~~\n{code}\n~~~\n"),
        ),
        max_size=8,
    ).map("".join),
    st.integers(40, 120),
)
def test_every_part_closes_the_code_that_it_opens(text, limit):
    parts = split(text, limit)
    for part in parts:
        assert len(part) <= limit
        assert len(FENCE_LINE.findall(part)) % 2 == 0
    assert re.sub("[^abc]", "", "".join(parts)) == re.sub("[^abc]", "", text)


@pytest.mark.parametrize("mark", ["<@123456789012345678>", "<t:1795510800:F>"])
@pytest.mark.parametrize("before", range(40, 61))
def test_what_a_platform_reads_as_one_sign_is_never_cut(mark, before):
    text = "x" * before + mark * 5 + "y" * 70
    parts = split(text, 60)
    assert "".join(parts) == text
    assert sum(part.count(mark) for part in parts) == 5


@pytest.mark.parametrize(
    "piece",
    ["[", "**a", "`", "<", "<a>", "<aaaaaaaa", "\\", "- x\n", "[a](", "# a\n\n", "# \n", "\u0301", "🇫"],
)
def test_hostile_texts_cost_time_in_proportion_to_their_length(piece):
    start = time.process_time()
    assert len(split(piece * (60_000 // len(piece)), 2000)) > 1
    assert time.process_time() - start < 5
