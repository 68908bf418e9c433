"""What lies outside: commands that look there before they answer, errands, and signs for what was heard."""

import pytest

from bot.chat.reactions import Reaction
from tests.acceptance.stories.stage import new_word


async def test_a_command_looks_outside_and_answers_once(camille):
    day = new_word()
    await camille.uses("kermesse", "météo", day=day)
    await camille.sees(f"On demande le temps de {day}")
    await camille.sees(f"Temps : soleil {day}")
    await camille.does_not_see(f"On demande le temps de {day}")


async def test_what_cannot_be_found_is_told_and_nothing_is_done(camille):
    await camille.uses("kermesse", "météo", day="hier")
    await camille.sees("That day is over.")
    await camille.does_not_see("On demande")


async def test_a_sentence_to_the_bot_may_need_something_from_outside(camille):
    day = new_word()
    await camille.writes(f"/kermesse météo {day}")
    await camille.sees(f"Temps : soleil {day}")


async def test_an_errand_brings_its_news_once(camille, karim, town):
    news = new_word()
    await camille.uses("kermesse", "messager", news=news)
    await camille.sees("Le messager est parti")
    await karim.sees(f"Nouvelles : {news}")
    await town.restart()
    await karim.does_not_see(f"Nouvelles : {news}")


async def test_the_bot_shows_by_a_sign_that_it_heard(town, camille):
    if not town.hears_all:
        pytest.skip("the bot does not hear what people write to each other")
    await camille.says("Le stand : https://kermesse.example/stand #kermesse")
    await camille.sees_sign(Reaction("✅", "white_check_mark"))
