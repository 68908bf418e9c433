"""Items that are long: their words are cut, their addresses are not."""

from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.messages import Markup
from bot.plugin.letters import DigestItem
from plugins.digest.composing import LONGEST_ITEM, _bounded

WORDS = Words("fr", ZoneInfo("Europe/Paris"))


def bounded(text):
    return str(_bounded(DigestItem("share:1", Markup(text)), WORDS).text)


def test_a_long_address_stays_whole_behind_its_label():
    item = f"[Un guide](https://a.example/{'a' * 1_500}) (a.example), partagé par Léa"
    assert bounded(item) == item


def test_an_address_that_no_message_has_room_for_leaves_the_words_whole():
    item = f"[Un guide](https://a.example/{'a' * 2_000}) (a.example), partagé par Léa"
    assert bounded(item) == "Un guide (a.example), partagé par Léa"


def test_long_words_are_cut_with_one_mark():
    shown = bounded(f"{'mot ' * 110}fin… {'mot ' * 300}")
    assert len(shown) <= LONGEST_ITEM
    assert shown.endswith("…")
    assert not shown.endswith("……")
