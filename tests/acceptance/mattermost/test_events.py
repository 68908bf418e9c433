"""What happens in a channel reaches the plugins that listen."""

import pytest_asyncio

from tests.acceptance.mattermost.people import said
from tests.acceptance.mattermost.process import until


@pytest_asyncio.fixture(loop_scope="session")
async def zoe(town):
    """Somebody who looks on, in a channel where the fair listens."""
    welcome = await town.home.channel("accueil")
    zoe = await town.home.person("zoe", welcome)
    await until(zoe.read_here, "zoe's arrival is told")
    return zoe


async def test_who_joins_and_who_leaves_is_told(town, zoe):
    (greeting,) = await zoe.read_here()
    assert said(greeting) == f"arrivée : {zoe.username}"
    paul = await town.home.person("paul", zoe.here)
    await zoe.sees(f"arrivée : {paul.username}")
    await paul.person.delete(f"/channels/{zoe.here}/members/{paul.id}")
    await zoe.sees(f"départ : {paul.username}")


async def test_a_reaction_is_told_with_the_post_that_it_is_on(zoe):
    post = await zoe.says("Qui vient ?")
    await zoe.person.react(post["id"], "heart")
    assert said(await zoe.sees("réaction")) == f"réaction : heart de {zoe.username} sur {post['id']}"


async def test_links_with_tags_are_told(zoe):
    await zoe.says("sans étiquette : https://example.org/a")
    await zoe.says("sans lien : #lecture")
    await zoe.says("À lire : https://example.org/b?c=1#d. #lecture #Numérique")
    told = await zoe.sees("liens")
    assert said(told) == "liens : https://example.org/b?c=1#d étiquettes : lecture Numérique"


async def test_what_is_edited_and_deleted_is_told_once_with_what_it_says_now(zoe):
    post = await zoe.says("À lire : https://example.org/b")
    await zoe.edits(post, "À lire : https://example.org/b #lecture")
    told = await zoe.sees("modifié")
    assert said(told) == f"modifié : {post['id']} https://example.org/b #lecture"
    await zoe.person.put(f"/posts/{post['id']}/patch", {"is_pinned": True})
    await zoe.edits(post, "Plus rien")
    told = await zoe.sees("modifié")
    assert said(told) == f"modifié : {post['id']}"
    await zoe.deletes(post)
    assert said(await zoe.sees("supprimé")) == f"supprimé : {post['id']}"


async def test_what_hangs_under_a_post_is_told_to_be_deleted_with_it(zoe):
    question = await zoe.says("Qui a un guide ?")
    answer = await zoe.says("https://example.org/guide #lecture", under=question["id"])
    await zoe.sees("liens")
    await zoe.deletes(question)
    told = {said(await zoe.sees("supprimé")), said(await zoe.sees("supprimé"))}
    assert told == {f"supprimé : {question['id']}", f"supprimé : {answer['id']}"}
