"""What is written while the bot is dead or cut off is answered once, in order, when it is back."""

import asyncio

import pytest_asyncio

from tests.acceptance.mattermost.people import said
from tests.acceptance.mattermost.process import until
from tests.acceptance.mattermost.targets import on_the_fake


@pytest_asyncio.fixture(loop_scope="session")
async def place(frail):
    """A channel of the town in which things break."""
    return await frail.home.channel()


@pytest_asyncio.fixture(loop_scope="session")
async def camille(frail, place):
    return await frail.home.person("camille", place)


@pytest_asyncio.fixture(loop_scope="session")
async def karim(frail, place):
    return await frail.home.person("karim", place)


def asked(number):
    return f"rappelle-moi demain à 9h de prendre {number} chaises"


async def answers(person):
    """What the bot answered in the DM to `asked`, in order."""
    return [said(post).split("\n")[0] for post in await person.read_apart()]


def expected(*numbers):
    return [
        f"C’est noté, rappel n° {index} : prendre {number} chaises" for index, number in enumerate(numbers, 1)
    ]


async def has_answered(frail, person, count):
    async def look():
        return len(await person.read_apart()) >= count

    await until(look, f"{count} answers to {person.username}", within=60)
    await frail.process.settled()


async def lost_connections(frail):
    return (await frail.process.metrics()).get('maillage_socket_losses_total{platform="mattermost"}', 0)


async def test_what_is_written_while_the_bot_is_dead_is_answered_once_and_in_order(frail, camille, karim):
    name = frail.home.bot["username"]
    await camille.tells(asked(1))
    await frail.process.kill()
    for number in (2, 3, 4):
        await camille.writes(asked(number))
    await karim.writes(asked(1))
    mention = await karim.says(f"@{name} /rappel liste")
    await karim.says("rien pour le robot")
    await frail.process.start()
    await has_answered(frail, camille, 4)
    await has_answered(frail, karim, 1)
    assert await answers(camille) == expected(1, 2, 3, 4)
    assert await answers(karim) == expected(1)
    answer = await karim.sees()
    assert answer["root_id"] == mention["id"]
    assert len(await karim.read_here()) == 1


async def test_killed_in_the_middle_it_neither_forgets_nor_repeats(frail, camille):
    for round_ in range(2):
        await asyncio.gather(*(camille.writes(asked(10 + 10 * round_ + number)) for number in range(8)))
        await camille.hears()
        await frail.process.kill()
        await frail.process.start()
    await has_answered(frail, camille, 16)
    told = await answers(camille)
    assert len(told) == len(set(told)) == 16
    await camille.writes("/rappel liste")
    await camille.hears("Tu as 16 rappels")


async def test_a_reaction_while_the_bot_is_dead_is_heard_of(frail):
    welcome = await frail.home.channel("accueil")
    zoe = await frail.home.person("zoe", welcome)
    await until(zoe.read_here, "zoe's arrival is told")
    post = await zoe.says("Qui vient ?")
    await zoe.writes("/rappel liste")
    await zoe.hears()
    await frail.process.kill()
    await zoe.person.react(post["id"], "heart")
    await zoe.says("À lire : https://example.org #lecture")
    await frail.process.start()
    await zoe.sees(f"réaction : heart de {zoe.username}")
    await zoe.sees("liens : https://example.org étiquettes : lecture")


async def test_what_is_edited_and_deleted_while_the_bot_is_dead_is_told_once(frail):
    welcome = await frail.home.channel("accueil")
    zoe = await frail.home.person("zoe", welcome)
    await until(zoe.read_here, "zoe's arrival is told")
    gone, changed = await zoe.says("À lire : https://example.org/a"), await zoe.says("Bonjour")
    await zoe.tells("/rappel liste")
    await frail.process.kill()
    await zoe.edits(changed, "À lire : https://example.org/b #lecture")
    await zoe.deletes(gone)
    await frail.process.start()
    await zoe.sees(f"modifié : {changed['id']} https://example.org/b #lecture")
    await zoe.sees(f"supprimé : {gone['id']}")
    await frail.process.kill()
    await frail.process.start()
    await zoe.says("À lire : https://example.org/c #lecture")
    await zoe.sees("liens : https://example.org/c")
    told = [said(post) for post in await zoe.read_here()]
    assert len([text for text in told if text.startswith(("modifié", "supprimé"))]) == 2


async def test_buttons_and_forms_work_after_the_bot_was_killed(frail, camille, karim):
    answer = await camille.asks("/kermesse choisir")
    await camille.runs("/kermesse voter")
    poll = await camille.sees()
    await karim.presses(poll, "Pour")
    poll = await camille.sees_changed(poll)
    await camille.runs("/rappel")
    dialog = await camille.sees_dialog()
    await frail.process.kill()
    await frail.process.start()
    await camille.presses(poll, "Pour")
    assert said(await camille.sees_changed(poll)) == "Une kermesse ? 2 voix"
    await camille.presses(answer, "Dire")
    assert said(await camille.sees_alone()) == "Chut"
    assert await camille.fills_in(dialog, text="payer", when="demain 9h") == {}
    assert said(await camille.hears()).startswith("C’est noté, rappel n° 1 : payer")


async def test_a_socket_that_ends_without_a_word_is_opened_again_and_nothing_is_missed(frail, camille):
    await camille.tells(asked(1))
    frail.wire.drop()
    await camille.writes(asked(2))
    await has_answered(frail, camille, 2)
    await frail.process.ready()
    await camille.writes(asked(3))
    await has_answered(frail, camille, 3)
    assert await answers(camille) == expected(1, 2, 3)


async def test_cut_off_it_says_so_and_what_was_written_meanwhile_is_answered(frail, camille):
    keeper = await frail.keeper(camille.here)
    await camille.tells(asked(1))
    frail.wire.cut()
    await frail.process.fails("mattermost: lost")
    assert (await frail.process.metrics())['maillage_platform_connected{platform="mattermost"}'] == 0
    assert "Mattermost : connexion perdue depuis" in said(await keeper.asks("/maillage état"))
    for number in (2, 3):
        await camille.writes(asked(number))
    await camille.runs("/kermesse citer depuis la coupure")
    frail.wire.mend()
    await has_answered(frail, camille, 3)
    await camille.sees("Quoted: depuis la coupure")
    assert await answers(camille) == expected(1, 2, 3)
    await frail.process.ready()
    assert "Mattermost : connexion établie depuis" in said(await keeper.asks("/maillage état"))
    assert await lost_connections(frail) >= 1


async def test_a_silent_connection_is_noticed(frail, camille):
    await camille.tells(asked(1))
    losses = await lost_connections(frail)
    frail.wire.fall_silent()
    await camille.writes(asked(2))

    async def notices():
        return await lost_connections(frail) > losses

    await until(notices, "the silence is noticed", within=45)
    await has_answered(frail, camille, 2)
    assert await answers(camille) == expected(1, 2)


async def test_an_answer_that_the_server_took_without_saying_so_is_not_doubled(frail, camille):
    await camille.tells(asked(1))
    frail.wire.lose_answer_to("POST /api/v4/posts ")
    await camille.tells(asked(2))
    assert frail.wire.has_lost_answer
    await frail.process.settled()
    await camille.tells(asked(3))
    assert await answers(camille) == expected(1, 2, 3)


async def test_the_bot_stops_when_it_is_asked_to_and_loses_nothing(frail, camille):
    await camille.writes(asked(1))
    assert await frail.process.stop() == 0
    await camille.writes(asked(2))
    await frail.process.start()
    await has_answered(frail, camille, 2)
    assert await answers(camille) == expected(1, 2)


@on_the_fake
async def test_a_server_that_restarts_finds_the_bot_again(frail, camille):
    await camille.tells(asked(1))
    await frail.fake.restart()
    await camille.writes(asked(2))
    await has_answered(frail, camille, 2)
    await frail.process.ready()
    assert await answers(camille) == expected(1, 2)


@on_the_fake
async def test_a_server_in_difficulty_gets_every_post_once(frail, camille):
    faults, token = frail.fake.faults, frail.home.token
    await camille.tells(asked(1))
    refusals = [
        faults.limit_rate(1, "/posts$", "POST", token=token),
        faults.answer(500, "/posts$", "POST", token=token),
        faults.answer(502, "/posts$", "POST", token=token, taken=True),
        faults.cut("/posts$", "POST", taken=True, token=token),
    ]
    people = [camille, *[await frail.home.person(name, camille.here) for name in ("karim", "lea", "paul")]]
    for number, person in enumerate(people, 2):
        await person.writes(asked(number))
    await has_answered(frail, camille, 2)
    for person in people[1:]:
        await has_answered(frail, person, 1)
    assert [fault.met for fault in refusals] == [1, 1, 1, 1]
    assert await answers(camille) == expected(1, 2)
    for number, person in enumerate(people[1:], 3):
        assert await answers(person) == expected(number)
