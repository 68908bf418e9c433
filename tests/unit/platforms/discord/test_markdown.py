"""Neutral Markdown as Discord shows it: what the bot means is formatted, what people typed never is."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.markup import mention
from bot.chat.people import Person
from bot.language.marks import timestamp
from bot.language.messages import Markup, escape
from bot.platforms.discord.limits import MAX_CONTENT, units
from bot.platforms.discord.markdown import markdown

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
LEA = Person("80351110224678912", "lea.martin")

ESCAPE = re.compile(r"\\[^0-9A-Za-z\s]")
ADDRESS = re.compile(r"https?://[^\s<]+")
INLINE = re.compile(
    r"""`|\*|~~|\|\|                          # code, emphasis, struck out, spoilers
      | __(?!_)                               # underlines
      | _(?:__|[^_])+?_(?![0-9A-Za-z_])       # emphasis, whose end is no part of an ASCII word
      | <(?:@[!&]?\d|\#\d|/\w|a?:\w|t:|id:|sound:|https?:)
      | @(?:everyone|here|[!&]?\d)
      | \[[^\]]*\]\(
    """,
    re.VERBOSE,
)
BLOCK = re.compile(r"^(?:\s*(?:[-*]|\d+\.)\s+)*\s*(?:#{1,3}\s|-#\s|>\s|>>>\s)", re.MULTILINE)


def formats(shown: str) -> list[str]:
    """Return what Discord's clients would format in a message, as far as it is not a list or an address."""
    literal = ADDRESS.sub("A", ESCAPE.sub("\x01", shown))
    return INLINE.findall(literal) + BLOCK.findall(literal)


SIGNS = st.text(alphabet="*_~|`#>-1.[]()<\\ \nah é!:@/", max_size=4)
MARKS = st.sampled_from(
    [
        "@everyone",
        "@here",
        "<@123>",
        "<@!123>",
        "<@&123>",
        "<#123>",
        "<:e:1>",
        "<a:e:1>",
        "<t:1:F>",
        "</kick:1>",
        "<id:customize>",
        "<sound:1>",
        "https://example.org/a_b",
        "https://x.org/_a__b_",
        "-# ",
        ">>> ",
        "```\n",
    ]
)
PIECES = st.one_of(SIGNS, MARKS)


@given(st.lists(PIECES, max_size=14).map("".join))
@example("__a__ é_b_é")
@example(" # titre\n- -# petit\n >>> tout")
@example("<@&123> \\<@&123> a__\\_ c b__\\_")
def test_nothing_that_somebody_typed_is_formatted_or_calls_anybody(typed):
    shown = markdown(escape(typed), {})
    assert formats(shown) == []


@given(st.lists(PIECES, max_size=14).map("".join))
def test_what_somebody_typed_is_shown_as_they_typed_it(typed):
    shown = markdown(escape(typed), {}).replace("\u200b", "")
    in_pieces = re.split(r"(https?://[^\s<]+)", shown)
    seen = "".join(
        piece if piece.startswith("http") else re.sub(r"\\([^0-9A-Za-z\s])", r"\1", piece)
        for piece in in_pieces
    )
    # An address swallows what stands right behind it, escapes included, in Discord's clients.
    assert "http" in typed or seen == typed


@pytest.mark.parametrize("call", ["@everyone", "@here", "<@80351110224678912>", "<@!8035>", "<@&8035>"])
def test_what_was_typed_calls_nobody_even_in_code(call):
    for text in (escape(call), Markup(call), Markup(f"`{call}`")):
        assert re.search(r"@(?:everyone|here|[!&]?\d)", markdown(text, {})) is None


def test_what_the_bot_formats_stays_formatted():
    text = Markup(
        "## Titre\n- **gras** et _doux_, `a__b`\n> cité\n[lien](https://example.org/a__b)\n```\n-# x\n```"
    )
    assert markdown(text, {}) == text


def test_a_member_with_an_account_is_called_and_another_only_named():
    text = Markup(f"{mention(7, 'lea_m')} et {mention(8, '@max_le_*grand*')}")
    assert markdown(text, {7: LEA}) == r"<@80351110224678912> et max_le\_\*grand\*"


def test_each_reader_reads_an_instant_in_their_own_zone():
    text = timestamp(NOW, "mardi 24 novembre 2026 à 9 h 30")
    assert markdown(text, {}) == "<t:1795509000:F>"


def test_long_texts_take_no_long_time():
    hostile = [
        "- " * 5000 + "x",
        "1. " * 5000,
        " " * 20000 + "#",
        "`" * 5001,
        "_a" * 9000,
        "<" * 9000,
        "> " * 9000,
    ]
    assert all(markdown(Markup(text), {}) for text in hostile)


def test_an_address_ends_where_it_did_and_holds_no_escape():
    assert markdown(escape("https://example.org/a<#123>"), {}) == "https://example.org/a \\<#123>"
    assert markdown(escape("https://example.org/(a*b)"), {}) == "https://example.org/(a%2Ab)"


def every_sentence():
    """Return all that the bot and its plugins say, in both languages."""
    sentences = set()
    root = Path(__file__).parents[4]
    for file in (file for folder in ("bot", "plugins") for file in (root / folder).rglob("locale/fr.po")):
        with file.open("rb") as opened:
            for message in read_po(opened, locale="fr"):
                for text in (message.id, message.string):
                    sentences |= set(text if isinstance(text, tuple | list) else [text])
    return sentences - {""}


def test_what_the_bot_says_itself_needs_no_escape_and_fits_in_one_message():
    sentences = every_sentence()
    assert len(sentences) > 1000
    changed = [text for text in sentences if markdown(Markup(text)).replace("@\u200b", "@") != text]
    assert changed == []
    assert [text for text in sentences if units(text) > MAX_CONTENT - 200] == []


def test_a_table_is_shown_as_a_list():
    assert markdown(Markup("| A | B |\n|---|---|\n| one | two |")) == "- **one** · *B* two"
