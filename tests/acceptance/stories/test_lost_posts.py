"""Polls and meetings in channels that are archived, put the bot out or empty: who made them knows."""

from datetime import timedelta

import pytest_asyncio

from tests.acceptance.stories.stage import new_word


@pytest_asyncio.fixture(loop_scope="session")
async def team(both):
    """The team on Mattermost in the morning, where channels can be archived."""
    await both.team.wait_for_morning()
    yield both.team
    await both.team.dismiss()


def admin_of(team):
    return team.home.target.admin


async def propose(person, title):
    days = [person.town.now() + timedelta(days=10 + number) for number in range(2)]
    dates = " ; ".join(f"{day:%d/%m/%Y} 14h" for day in days)
    await person.uses("rencontre", "proposer", proposition=f"{title} ; {dates} ; clôture dans 5 jours")
    await person.sees(title, button="Voter")


async def test_who_made_a_poll_is_told_that_its_channel_is_gone_and_posts_it_elsewhere(team):
    here, there = await team.channel("loire"), await team.channel("rhone")
    camille = await team.person("camille", here, there)
    karim = await team.person("karim", there)
    title = f"Réunion {new_word()}"
    await propose(camille, title)
    await admin_of(team).delete(f"/channels/{here.id}")
    told = await camille.sees(
        f"« {title} » n’est pas affiché dans {here.name}", button="Poster ailleurs aussi"
    )
    await camille.presses("Poster ailleurs aussi", told)
    await camille.fills({"canaux": f"~{there.name}"})
    await karim.sees(title, button="Voter")
    await admin_of(team).post(f"/channels/{here.id}/restore")
    await team.settle()
    await camille.presses("Le poster de nouveau là-bas", told)
    await camille.sees(f"« {title} » est publié aussi dans {here.name}")
    await team.settle()
    await camille.does_not_see("n’est pas affiché")
    posts = {one.id for one in camille.saw if one.place == here.id and "Voter" in one.buttons}
    assert len(posts) == 2


async def test_who_organises_a_meeting_is_told_that_the_bot_was_put_out_and_announces_it_elsewhere(team):
    here, there = await team.channel("loire"), await team.channel("rhone")
    camille = await team.person("camille", here, there)
    title = f"Atelier {new_word()}"
    day = team.now() + timedelta(days=20)
    await camille.uses("rencontre", "fixer", rencontre=f"{title} ; {day:%d/%m/%Y} 14h-16h")
    await camille.sees(title, button="Je viens")
    await admin_of(team).delete(f"/channels/{here.id}/members/{team.home.bot['id']}")
    told = await camille.sees(f"Je ne peux pas poster dans {here.name}", title, button="L’annoncer ailleurs")
    await camille.presses("L’annoncer ailleurs", told)
    await camille.fills({"canaux": f"~{there.name}"})
    announced = await camille.sees(title, button="Je viens")
    assert announced.place == there.id
    await admin_of(team).post(f"/channels/{here.id}/members", {"user_id": team.home.bot["id"]})
    await team.settle()
    await camille.presses("L’annoncer de nouveau", told)
    again = await camille.sees(title, button="Je viens")
    assert again.place == here.id
    await team.settle()


async def test_results_that_find_no_channel_any_more_come_to_who_asked(team):
    here = await team.channel("loire")
    camille, karim = await team.person("camille", here), await team.person("karim", here)
    title = f"Quel outil {new_word()}"
    await camille.uses("sondage", question=f"{title} ; Etherpad ; CryptPad ; clôture dans 2 jours")
    await karim.sees(title, button="Etherpad")
    await karim.presses("Etherpad")
    await karim.sees("Ton vote : Etherpad")
    await admin_of(team).delete(f"/channels/{here.id}")
    await camille.sees(f"« {title} » n’est pas affiché", "Le vote de 1 personne est gardé")
    await team.advance(days=3)
    await camille.sees("Je n’ai pas pu poster", "Etherpad : 1 vote")


async def test_a_vote_ends_once_the_last_one_who_was_waited_for_leaves(team):
    here = await team.channel("loire")
    people = [await team.person(name, here) for name in ("camille", "karim", "lea")]
    camille, karim, _lea = people
    title = f"Quel outil {new_word()}"
    await camille.uses("sondage", question=f"{title} ; Etherpad ; CryptPad ; plusieurs réponses")
    for person in (camille, karim):
        await person.sees(title, "Plusieurs réponses sont possibles", button="Etherpad")
        await person.presses("Etherpad")
        await person.sees("Ton vote : Etherpad")
    members = await admin_of(team).get(f"/channels/{here.id}/members")
    theirs = {camille.account.id, karim.account.id, team.home.bot["id"]}
    for one in members:
        if one["user_id"] not in theirs:
            await admin_of(team).delete(f"/channels/{here.id}/members/{one['user_id']}")
    await team.advance(seconds=40)
    await camille.sees(f"Le vote « {title} » est clos")
