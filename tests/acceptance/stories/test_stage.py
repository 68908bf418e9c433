"""What the stories rely on."""

from bot.language.speller import Speller
from tests.acceptance.stories.stage import new_word


def test_a_new_word_is_never_taken_for_a_slip_of_another():
    words = [new_word() for _number in range(20)]
    known = Speller(dict.fromkeys(words, 1))
    assert len(set(words)) == 20
    assert [known.correct(typed) for word in words for typed in (f"{word}z", new_word())] == [[]] * 40
