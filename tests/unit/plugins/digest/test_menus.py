"""The menus under a draft name its items so that one knows them again."""

import pytest

from bot.chat.plain import plain
from plugins.digest import controls
from plugins.digest.models import ItemRow, LetterRow


def test_an_item_is_named_by_its_words_and_not_by_its_address():
    text = "[Un **guide** des aides](https://example.org/aides?page=1) (Le site), partagé par @zoe"
    letter = LetterRow(id=3, sections=[("watch", "Liens *partagés*")])
    row = ItemRow(id=7, section="watch", text=text)
    menu, *_others = controls._menus(letter, [row], [], 0)
    assert [(option.value, plain(option.label)) for option in menu.options] == [
        ("7", "1. Liens partagés – Un guide des aides (Le site), partagé par @zoe")
    ]


@pytest.mark.parametrize("count", [1, 24, 25, 60])
def test_every_item_of_a_long_draft_is_found_on_a_page_of_its_menus(count):
    letter = LetterRow(id=3, sections=[("watch", "Liens"), ("needs", "Besoins")])
    rows = [
        ItemRow(id=number, section="watch" if number % 2 else "needs", text=f"N{number}")
        for number in range(1, count + 1)
    ]
    found = {}
    for page in range(count // 24 + 1):
        for menu in controls._menus(letter, rows, rows, page):
            assert len(menu.options) <= 25
            found.setdefault(menu.action, set()).update(option.value for option in menu.options)
    every = {str(number) for number in range(1, count + 1)}
    assert found["draft-drop"] >= every
    assert found["draft-restore"] >= every
    assert count == 1 or found["draft-move"] >= {*every, "section:watch", "section:needs"}
