"""Tables become lists where a platform shows none."""

import time

from bot.chat.markup import mention
from bot.chat.tables import without_tables

TABLE = "| Place | Who | When |\n|---|:-:|---|\n| Feurs | Léa | |\n| Roanne | A\\|B | 9 h |"


def test_a_table_becomes_a_list_with_each_heading_before_what_it_is_about():
    assert without_tables(f"Who?\n\n{TABLE}\n\nThat is all.") == (
        "Who?\n\n- **Feurs** · *Who* Léa\n- **Roanne** · *Who* A|B · *When* 9 h\n\nThat is all."
    )


def test_who_is_mentioned_in_a_table_is_mentioned_in_the_list():
    called = mention(12, "léa")
    made = without_tables(f"| Place | Who |\n|---|---|\n| Feurs | {called} |")
    assert made == f"- **Feurs** · *Who* {called}"


def test_bars_that_are_no_table_stay():
    for text in ("| one | line |", "a | b\n|---|\n", "yes | no", "| Who |\n|---|"):
        assert without_tables(text) == text


def test_a_row_whose_last_bar_is_escaped_is_no_row():
    for row in ("|\\|", "| Feurs | Léa \\|"):
        assert without_tables(f"{TABLE}\n{row}").endswith(f"9 h\n{row}")


def test_a_long_line_of_dashes_is_looked_through_at_once():
    text = f"| Who |\n|{'-' * 20_000}x"
    before = time.process_time()
    assert without_tables(text) == text
    assert time.process_time() - before < 0.5
