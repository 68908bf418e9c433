"""The lexicon, when several need it."""

from plugins.referral import lexicon
from plugins.referral.lexicon_contents import Contents


def test_whoever_needs_the_lexicon_while_it_is_read_waits_rather_than_read_it_as_well(monkeypatch):
    others_wait = []

    def read_all(_extra):
        others_wait.append(lexicon._READING.locked())
        return Contents(), ()

    monkeypatch.setattr(lexicon, "read_all", read_all)
    lexicon._lexicon.cache_clear()
    try:
        first, second = lexicon.lexicon_of(), lexicon.lexicon_of()
    finally:
        lexicon._lexicon.cache_clear()
    assert first is second
    assert others_wait == [True]
