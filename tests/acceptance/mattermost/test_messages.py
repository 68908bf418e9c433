"""Messages: DMs without a slash, mentions, and what is not for the bot."""

from bot.platforms.mattermost.limits import MAX_RUNES
from tests.acceptance.mattermost.people import said
from tests.acceptance.mattermost.process import until
from tests.fakes.mattermost import Person


async def test_a_dm_needs_no_slash_and_is_answered_flat_and_once(town, camille):
    answer = await camille.tells("rapelle moi demain a 9h de payer la facture")
    assert said(answer).startswith("C’est noté, rappel n° 1 : payer la facture")
    assert answer["root_id"] == ""
    await town.process.settled()
    assert [post["id"] for post in await camille.read_apart()] == [answer["id"]]


async def test_a_dm_that_is_an_answer_to_another_is_answered_flat_too(camille):
    first = await camille.tells("/rappel liste")
    await camille.writes("/rappel liste", root_id=first["id"])
    assert (await camille.hears())["root_id"] == ""


async def test_a_mention_in_a_channel_is_answered_in_its_thread(town, camille, karim):
    asked = await camille.says(f"@{town.home.bot['username']} rappelle-moi lundi à 10h de relancer la mairie")
    answer = await karim.sees()
    assert said(answer).startswith("C’est noté, rappel n° 1 : relancer la mairie")
    assert answer["root_id"] == asked["id"]


async def test_a_mention_in_a_thread_is_answered_there(town, camille, karim):
    question = await karim.says("Qui y pense ?")
    await camille.says(
        f"Moi. @{town.home.bot['username']} rappelle-moi lundi à 10h de relancer la mairie",
        under=question["id"],
    )
    assert (await karim.sees())["root_id"] == question["id"]


async def test_what_is_said_without_the_bot_is_not_its_business(town, camille, karim):
    name = town.home.bot["username"]
    await camille.says("rappelle-moi lundi à 10h de relancer la mairie")
    await camille.says(f"{name} est un robot, écrivez à {name}@example.org")
    await camille.says(f"@{name}-bis rappelle-moi demain")
    await camille.says(f"@{name} /rappel liste")
    assert "aucun rappel" in said(await karim.sees())
    await town.process.settled()
    assert len(await karim.read_here()) == 1


async def test_other_bots_and_the_bot_itself_are_not_answered(town, server, place, camille):
    home = town.home
    name = home.bot["username"]
    made = await server.admin.post("/bots", {"username": f"other-{name[-8:]}", "display_name": "Other"})
    token = (await server.admin.post(f"/users/{made['user_id']}/tokens", {"description": "test"}))["token"]
    team = home.team["id"]
    await server.admin.post(f"/teams/{team}/members", {"team_id": team, "user_id": made["user_id"]})
    await server.admin.post(f"/channels/{place}/members", {"user_id": made["user_id"]})
    async with (
        await Person.with_token(server.url, token) as other,
        await Person.with_token(server.url, home.token) as oneself,
    ):
        home.people.append(other)
        await other.say(place, f"@{name} /rappel liste")
        await oneself.say(place, f"@{name} /rappel liste")
        await oneself.say(camille.dm, "/rappel liste")
        await other.say_to(home.bot["id"], "/rappel liste")
        await camille.says(f"@{name} /kermesse citer à mon tour")
        await until(lambda: _said_here(camille, "Quoted: à mon tour"), "the person is answered")
        await town.process.settled()
        assert len(await camille.read_here()) == 2  # what was posted in its name, and the answer
        assert len(await camille.read_apart()) == 1
        dm = await other.direct(home.bot["id"])
        assert len(await other.read(dm)) == 1


async def _said_here(person, text):
    return [post for post in await person.read_here() if said(post) == text]


async def test_a_text_too_long_for_a_post_becomes_several_and_the_program_in_it_stays_whole(town, camille):
    lines = 1200
    await camille.runs(f"/kermesse long {lines}")
    await until(lambda: _ends_with(camille, "Après."), "all of it is posted")
    posts = await camille.read_here()
    texts = [post["message"] for post in posts]
    assert len(texts) > 1
    assert all(len(text) <= MAX_RUNES for text in texts)
    assert all(text.count("```") % 2 == 0 for text in texts)
    shown = [line for text in texts for line in text.splitlines() if line.startswith("ligne ")]
    assert shown == [f"ligne {number:05} du programme" for number in range(lines)]


async def _ends_with(person, text):
    return [post for post in await person.read_here() if post["message"].endswith(text)]


async def test_the_bot_sends_a_file(camille):
    await camille.runs("/kermesse affiche")
    assert "message" in said(await camille.sees_alone())
    post = await camille.hears()
    (file,) = post["file_ids"]
    assert await camille.person.download(file) == "Kermesse de l’été".encode()
    assert post["metadata"]["files"][0]["name"] == "affiche été.txt"


async def test_the_bot_reads_files_that_are_sent_to_it(camille):
    files = [
        await camille.person.upload(camille.dm, name, content)
        for name, content in (("plan é.txt", b"x" * 10), ("photo.png", b"\x89PNG" * 1000))
    ]
    await camille.writes("kermesse recevoir", file_ids=files)
    answer = said(await camille.hears())
    assert "plan é.txt 10" in answer
    assert "photo.png 4000" in answer
