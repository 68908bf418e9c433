"""The menus under a draft name its items so that one knows them again."""

from bot.language.messages import Markup
from plugins.digest import showing
from plugins.digest.models import ItemRow, LetterRow


def test_an_item_is_named_by_its_words_and_not_by_its_address():
    text = "[Un **guide** des aides](https://example.org/aides?page=1) (Le site), partagé par @zoe"
    letter = LetterRow(id=3, sections=[("watch", "Liens *partagés*")])
    menu = showing._menu(
        Markup("Drop an item"), "drop", letter, [ItemRow(id=7, section="watch", text=text)], 0
    )
    assert [(option.value, str(option.label)) for option in menu.options] == [
        ("7", "Liens partagés – Un guide des aides (Le site), partagé par @zoe")
    ]
