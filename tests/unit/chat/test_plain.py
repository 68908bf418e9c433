"""Plain words: what Markdown says, where none is shown."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markup import mention
from bot.chat.plain import plain
from bot.language.marks import timestamp
from bot.language.messages import escape


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**Écris** `/rappel` *demain*", "Écris /rappel demain"),
        ("voir [le guide](https://example.org/a)", "voir le guide (https://example.org/a)"),
        ("![](https://example.org/a.png)", "https://example.org/a.png"),
        ("# Titre\n> cité", "Titre\ncité"),
        ("```py\nx = 1\n```\nfin", "x = 1\nfin"),
        ("un_nom_long et ~~faux~~", "un_nom_long et faux"),
        ("https://a.fr/_x_*y*", "https://a.fr/_x_*y*"),
        ("2 * 3", "2 * 3"),
    ],
)
def test_the_words_stay_and_the_marks_go(markdown, words):
    assert plain(markdown) == words


def test_people_and_instants_are_named():
    noon = timestamp(datetime(2026, 11, 21, 11, 0, tzinfo=UTC), "midi")
    assert plain(f"{mention(7, 'lea')}, à {noon}") == "lea, à midi"


@given(st.text("ab*_`~|\\<[]()#> \n", max_size=30))
def test_what_was_escaped_reads_as_it_was_typed(typed):
    if "\n" not in typed and typed == typed.strip():
        assert plain(escape(typed)) == typed
