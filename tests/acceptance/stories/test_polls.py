"""Polls for a date: the same one on every chat, however many dates it has."""

import re
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.language.dates import spell_day
from tests.acceptance.stories.stage import new_word, read_aloud

DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")


class Dates:
    """So many dates in a row, one a day from the tenth day on, from 14:00 to 16:30."""

    def __init__(self, town, count):
        self.days = [town.now() + timedelta(days=10 + number) for number in range(count)]

    @property
    def typed(self):
        return " ; ".join(f"{day:%d/%m/%Y} 14h-16h30" for day in self.days)

    def label(self, number):
        day = self.days[number - 1]
        return f"{DAYS[day.weekday()]} {day:%d/%m} 14h-16h30"


async def propose(person, dates):
    title = f"Réunion {new_word()}"
    await person.uses("rencontre", "proposer", proposition=f"{title} ; {dates.typed} ; clôture dans 5 jours")
    return await person.sees(title, "quelle date te convient", button="Voter")


def missing(screen):
    """Return how many have not answered, None where the chat does not tell who is in a channel."""
    found = re.search(r"(\d+) n’(?:a|ont) pas encore répondu|encore répondu, sur (\d+)", screen)
    return found and int(found[1] or found[2])


def named(person):
    return person.handle.removeprefix("@")


@pytest.mark.parametrize("count", [3, 5, 6])
async def test_what_was_answered_stands_in_the_ballot_and_can_be_changed(town, camille, karim, count):
    dates = Dates(town, count)
    await propose(camille, dates)
    await karim.presses("Voter")
    await karim.answers({dates.label(1): "oui", dates.label(2): "non", dates.label(count): "si besoin"})
    await karim.sees("Ton vote est pris en compte : 3 réponses")
    await town.advance(seconds=2)
    shown = await camille.sees("1 personne a répondu")
    assert f"1 oui ({named(karim)})" in shown.text
    await karim.presses("Voter")
    assert await karim.answered(dates.label(1)) == "oui"
    await karim.answers({dates.label(1): "non"})
    await town.advance(seconds=2)
    shown = await camille.sees("1 personne a répondu")
    day = read_aloud(spell_day(dates.days[0], "fr"))
    assert f"1. {day} de 14 h à 16 h 30 : 0 oui, 1 non ({named(karim)})" in shown.text


async def test_who_votes_before_the_bot_met_them_is_not_missing_any_more(town, camille, karim):
    dates = Dates(town, 2)
    await propose(camille, dates)
    await town.advance(seconds=2)
    before = missing(camille.screen())
    await karim.presses("Voter")
    await karim.answers({dates.label(1): "oui", dates.label(2): "oui"})
    await town.advance(seconds=40)
    await camille.sees("1 personne a répondu")
    assert missing(camille.screen()) == (before and before - 1)


async def test_a_long_ballot_is_left_half_way_and_nothing_of_it_is_lost(town, camille, karim):
    dates = Dates(town, 30)
    await propose(camille, dates)
    await karim.presses("Voter")
    await karim.answers({dates.label(1): "oui", dates.label(6): "si besoin"})
    await karim.sees("Ton vote est pris en compte : 2 réponses")
    await town.restart()
    await karim.presses("Voter")
    assert await karim.answered(dates.label(1)) == "oui"
    await karim.answers({dates.label(number): "non" for number in (2, 9, 14, 20, 30)})
    await town.advance(seconds=2)
    await camille.sees("1 personne a répondu")
    shown = camille.screen()
    assert shown.count(f"1 oui ({named(karim)})") == 1
    assert shown.count(f"1 non ({named(karim)})") == 5


async def test_votes_leave_one_message_in_which_they_can_be_taken_back(town, camille, karim):
    dates = Dates(town, 11)
    await propose(camille, dates)
    for answer in ("oui", "non"):
        await karim.presses("Voter")
        await karim.answers({dates.label(number): answer for number in (1, 6, 11)})
        await town.advance(seconds=2)
        await camille.sees(f"1 {answer} ({named(karim)})")
        assert karim.to_press("Continuer") == 0
        assert karim.to_press("Retirer mon vote") <= 1


async def test_of_many_answers_one_is_chosen_in_a_menu(town, camille, karim):
    answers = [f"Atelier {number} : la souris, le clavier et <la tablette>" for number in range(1, 21)]
    title = f"Lequel {new_word()}"
    await camille.uses("sondage", question=f"{title} ; {' ; '.join(answers)}")
    await karim.sees(title, "20. Atelier 20")
    await karim.chooses("Voter pour une réponse", "Atelier 17")
    await karim.sees("Ton vote : Atelier 17")
    await town.advance(seconds=2)
    shown = await camille.sees("1 personne a répondu")
    assert f"17. {answers[16]} : 1 vote ({named(karim)})" in shown.text.replace("\\", "").replace(
        "\u200b", ""
    )


@pytest_asyncio.fixture(loop_scope="session")
async def two_sides(both):
    """The team and the guild of one network, in the morning."""
    await both.team.wait_for_morning()
    yield both.team, both.guild
    await both.guild.dismiss()
    assert await both.team.faults() == []


async def test_a_poll_on_both_chats_is_one_poll(two_sides):
    team, guild = two_sides
    here, there = await team.channel("loire"), await guild.channel("rhone")
    jeanne = await team.person("jeanne", here, coordinator=True)
    karim, lea = await team.person("karim", here), await guild.person("lea", there)
    await lea.uses("maillage", "aide")
    dates = Dates(team, 3)
    title = f"Réunion {new_word()}"
    line = f"{title} ; {dates.typed} ; clôture dans 5 jours ; aussi dans {there.name}"
    await jeanne.uses("rencontre", "proposer", proposition=line)
    await karim.sees(title, "quelle date te convient", button="Voter")
    await lea.sees(title, "quelle date te convient", button="Voter")
    for person in (karim, lea):
        await person.presses("Voter")
        await person.answers({dates.label(1): "oui", dates.label(3): "non"})
        await person.sees("Ton vote est pris en compte : 2 réponses")
    await team.advance(seconds=2)
    for reader in (jeanne, lea):
        shown = await reader.sees(title, "2 personnes ont répondu")
        assert "2 oui" in shown.text
        assert named(karim) in shown.text
