"""The shared watch: a link is shared once, found useful, kept, changed and taken back, whatever the chat."""

import pytest
import pytest_asyncio

from plugins.watch.messages import KNOWN, TAKEN
from tests.acceptance.stories.stage import new_word
from tests.fakes.web_sites import Site, answer, serving

PAGE = """<!doctype html><html lang="fr"><head><title>{title}</title>
<meta name="description" content="Pas à pas, sans jargon."></head><body>x</body></html>"""


@pytest_asyncio.fixture(loop_scope="session")
async def site():
    async with serving(Site()) as site:
        yield site


def page(site, title):
    """Put a page on the site; return its address."""
    path = f"/{new_word()}"
    content = PAGE.format(title=title).encode()
    site.on(path, answer(content, Content_Type="text/html; charset=utf-8"))
    return site.url(path)


@pytest_asyncio.fixture(loop_scope="session")
async def shared(camille, karim, site):
    """The card that everybody sees once Camille shared a link, and its address."""
    title = f"Le guide {new_word()} @channel"
    url = page(site, title)
    await camille.uses("veille", "partager", lien=url, étiquettes="#seniors", note="un guide *clair*")
    await camille.sees("Partagé dans", title)
    return await karim.sees(f"{camille.handle} partage un lien.", title, button="Utile"), url, title


async def test_a_link_is_one_neat_card_for_all(camille, karim, shared):
    card, _url, title = shared
    assert card.place == karim.here.id
    assert card.buttons == ("Utile", "Enregistrer", "Modifier", "Retirer")
    assert card.calls == frozenset()
    for part in (title, "Pas à pas, sans jargon.", "un guide *clair*", "#seniors"):
        assert part in card.text.replace("\\", "")
    thanks = await camille.sees("Merci pour ton premier lien")
    assert thanks.place is None


async def test_who_finds_it_useful_is_counted_once(karim, jeanne, shared):
    card, _url, _title = shared
    await karim.presses("Utile", on=card)
    await karim.sees("c’est compté")
    counted = await jeanne.sees("partage un lien", button="Utile (1)")
    await jeanne.presses("Utile (1)", on=counted)
    counted = await karim.sees("partage un lien", button="Utile (2)")
    assert counted.id == card.id
    # she saw (1) already: only after (2) can she tell that it is (1) again
    await jeanne.sees("partage un lien", button="Utile (2)")
    await karim.presses("Utile (2)", on=counted)
    await jeanne.sees("partage un lien", button="Utile (1)")


async def test_a_link_is_kept_in_ones_own_list(karim, shared):
    card, _url, title = shared
    await karim.presses("Enregistrer", on=card)
    await karim.sees("Gardé dans ta liste", title)
    await karim.uses("veille", "mes-liens")
    await karim.sees("1 lien", title, button="Ne plus garder 1")
    await karim.presses("Ne plus garder 1")
    await karim.sees("Ta liste est vide")


async def test_a_stranger_is_refused_kindly_and_the_author_edits(camille, karim, shared):
    card, _url, _title = shared
    await karim.presses("Modifier", on=card)
    await karim.sees("Seules la personne qui a partagé ce lien")
    seen = await camille.sees("partage un lien", button="Modifier")
    await camille.presses("Modifier", on=seen)
    title = f"Un titre {new_word()}"
    await camille.fills({"title": title, "tags": "#mobile", "note": ""})
    await camille.sees("Modifié", title)
    changed = await karim.sees("partage un lien", title, "#mobile")
    assert changed.id == card.id


async def test_a_link_that_is_taken_back_can_be_put_back(camille, karim, shared):
    _card, _url, title = shared
    seen = await camille.sees("partage un lien", button="Retirer")
    await camille.presses("Retirer", on=seen)
    await camille.sees("Retiré partout", button="Remettre")
    await camille.presses("Remettre")
    await camille.sees("De retour")
    await karim.sees("partage un lien", title, button="Utile")


async def test_a_link_that_is_known_is_answered_and_brought_up_again(town, camille, karim, shared):
    _card, url, title = shared
    elsewhere = await town.channel("ailleurs")
    await karim.goes_to(elsewhere)
    await karim.uses("veille", "partager", lien=f"{url}?utm_source=x")
    told = await karim.sees("déjà partagé", camille.handle, title, button="Le remettre ici")
    assert told.alone or told.place is None
    await karim.uses("veille", "partager", lien=url)
    await karim.sees("déjà partagé", button="Le remettre ici")


async def test_a_page_that_cannot_be_read_is_not_lost(town, camille, karim, site):
    path = f"/{new_word()}"
    site.on(path, answer(b"", "503 Service Unavailable"))
    await camille.uses("veille", "partager", lien=site.url(path))
    await camille.sees("Je n’ai pas pu lire la page", button="Modifier")
    card = await karim.sees("partage un lien", path)
    title = f"Enfin {new_word()}"
    site.on(path, answer(PAGE.format(title=title).encode(), Content_Type="text/html"))
    await town.advance(minutes=11)
    completed = await karim.sees("partage un lien", title)
    assert completed.id == card.id


async def test_a_link_to_where_nothing_is_is_asked_about_before_others_see_it(town, camille, karim, site):
    path = f"/{new_word()}"
    site.on(path, answer(b"", "404 Not Found"))
    await camille.uses("veille", "partager", lien=site.url(path), note="un guide clair")
    await camille.sees("Est-ce la bonne adresse", "réponse 404", button="Corriger l’adresse")
    await town.restart()
    await karim.does_not_see("partage un lien")
    title = f"Un guide {new_word()}"
    await camille.presses("Corriger l’adresse")
    await camille.fills({"address": page(site, title)})
    await camille.sees("Partagé dans", title)
    await karim.sees("partage un lien", title, "un guide clair")


async def test_a_link_to_where_nothing_is_is_shared_all_the_same(camille, karim, site):
    path = f"/{new_word()}"
    site.on(path, answer(b"", "410 Gone"))
    await camille.uses("veille", "partager", lien=site.url(path))
    await camille.sees("Est-ce la bonne adresse", button="Partager quand même")
    await camille.presses("Partager quand même")
    await camille.sees("Partagé dans", path)
    await karim.sees("partage un lien", path)


async def test_a_message_to_where_nothing_is_has_its_sign_once_it_is_wanted(town, camille, karim, site):
    if not town.hears_all:
        pytest.skip("the bot does not hear what people write to each other")
    path = f"/{new_word()}"
    site.on(path, answer(b"", "404 Not Found"))
    await camille.says(f"À lire {site.url(path)} #veille")
    await camille.sees("Est-ce la bonne adresse", button="Partager quand même")
    await camille.presses("Partager quand même")
    await camille.sees_sign(TAKEN)
    await karim.uses("veille", "partager", lien=site.url(path))
    await karim.sees("déjà partagé", path)


async def test_a_message_with_the_tag_is_acknowledged_by_a_sign_alone(town, camille, karim, site):
    if not town.hears_all:
        pytest.skip("the bot does not hear what people write to each other")
    title = f"Un article {new_word()}"
    url = page(site, title)
    await camille.says(f"À lire {url} #veille #presse")
    await camille.sees_sign(TAKEN)
    await town.settle()
    await karim.uses("veille", "partager", lien=url)
    await karim.sees("déjà partagé", title)
    await karim.says(f"Tiens, {url} #veille")
    await karim.sees_sign(KNOWN)
    await karim.does_not_see("partage un lien")


async def is_heard(person, site):
    """Have somebody say something: once it has its sign, the bot knows of all that came before it here."""
    await person.says(f"{page(site, f'Ensuite {new_word()}')} #veille")
    await person.sees_sign(TAKEN)


async def test_a_message_is_taken_in_and_taken_back_by_what_it_says_now(town, camille, karim, site):
    if not (town.hears_all and town.lets_edit):
        pytest.skip("the bot does not hear what people write to each other, or nobody edits")
    title, tag = f"Un article {new_word()}", new_word()
    url = page(site, title)
    await camille.says(f"À lire {url}")
    await camille.edits(f"À lire {url} #veille #presse")
    await camille.sees_sign(TAKEN)
    await camille.edits(f"Un bon article {url} #veille #{tag}")
    await is_heard(karim, site)
    await karim.uses("veille", "chercher", étiquettes=f"#{tag}")
    await karim.sees(title, f"#{tag}")
    await camille.edits(f"À lire {url}")
    await is_heard(karim, site)
    await karim.uses("veille", "partager", lien=url)
    await karim.sees("Partagé dans", title)


async def test_what_is_deleted_or_edited_while_the_bot_is_away_is_taken_back_once_it_is_there(
    town, camille, karim, site
):
    if not (town.hears_all and town.lets_edit):
        pytest.skip("the bot does not hear what people write to each other, or nobody edits")
    deleted, edited = page(site, f"Un article {new_word()}"), page(site, f"Un dossier {new_word()}")
    await camille.says(f"{deleted} #veille")
    await camille.sees_sign(TAKEN)
    await karim.says(f"{edited} #veille")
    await karim.sees_sign(TAKEN)
    await town.stop()
    await camille.deletes()
    await karim.edits(edited)
    await town.start()
    await is_heard(karim, site)
    for url in (deleted, edited):
        await karim.uses("veille", "partager", lien=url)
        await karim.sees("Partagé dans")


async def test_a_link_whose_card_a_moderator_deletes_is_not_in_the_watch_any_more(
    town, jeanne, camille, karim, site
):
    if not town.lets_edit:
        pytest.skip("nobody deletes what the bot posted")
    title = f"Le guide {new_word()}"
    url = page(site, title)
    await camille.uses("veille", "partager", lien=url)
    await jeanne.deletes(await jeanne.sees("partage un lien", title))
    await town.settle()
    await karim.uses("veille", "partager", lien=url)
    await karim.sees("Partagé dans", title)


async def test_a_sentence_with_a_link_asks_where(camille, site):
    title = f"Un guide {new_word()}"
    await camille.writes(f"regarde {page(site, title)} c'est bien pour les seniors")
    await camille.sees(title, button="Enregistrer pour moi")
    await camille.presses("Enregistrer pour moi")
    await camille.sees("Gardé dans ta liste", title)


async def test_an_address_that_nobody_may_open_is_refused(camille):
    await camille.uses("veille", "partager", lien="http://10.0.0.1/")
    await camille.sees("Je ne partage pas ce lien", "réseau privé")
