"""Feeds that a channel follows: found from a page, nothing old, what is new as a card, and the list."""

import pytest
import pytest_asyncio

from tests.acceptance.stories.stage import new_word
from tests.fakes.feeds import item, rss
from tests.fakes.web_sites import Site, answer, serving

PAGE = """<!doctype html><html><head><title>La mairie</title>
<link rel="alternate" type="application/rss+xml" title="Actualités" href="{feed}"></head>
<body>x</body></html>"""
OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
<outline text="Le Journal" type="rss" xmlUrl="{url}"/>
<outline text="faux" type="rss" xmlUrl="javascript:alert(1)"/></body></opml>"""


@pytest_asyncio.fixture(loop_scope="session")
async def site():
    async with serving(Site()) as site:
        yield site


class Journal:
    """A feed of a site, with the page that names it."""

    def __init__(self, site):
        self.site = site
        self.path = f"/{new_word()}.xml"
        self.url = site.url(self.path)
        self.page = site.url(f"/{new_word()}")
        page = PAGE.format(feed=self.path).encode()
        site.on(self.page.removeprefix(site.url("")), answer(page, Content_Type="text/html; charset=utf-8"))

    def publishes(self, *titles):
        items = [item(new_word() + title, title=title).replace("journal.example", f"{new_word()}.example")
                 for title in titles]  # fmt: skip
        content = rss(items, title="Le Journal").encode()
        self.site.on(self.path, answer(content, Content_Type="application/rss+xml; charset=utf-8"))

    def breaks(self):
        self.site.on(self.path, answer(b"", status="500 Oops"))


@pytest.fixture
def journal(site):
    journal = Journal(site)
    journal.publishes("Premier")
    return journal


async def test_the_feed_of_a_page_is_followed_and_what_is_new_is_a_card(town, camille, karim, journal):
    await camille.uses("veille", "suivre", adresse=journal.page, quand="immédiat")
    followed = await camille.sees("suit maintenant Le Journal", "Rien de ce qui s’y trouve déjà")
    assert followed.buttons == (
        "Publier les trois derniers",
        "Dans la lettre plutôt que tout de suite",
        "Retirer",
    )
    journal.publishes("Un atelier pour @channel et *tous*")
    await town.advance(hours=30)
    card = await karim.sees("1 nouveauté dans Le Journal", button="Partager")
    assert "Un atelier pour @channel et *tous*" in card.text.replace("\\", "")
    assert card.place == karim.here.id
    assert card.calls == frozenset()
    await camille.uses("veille", "flux")
    await camille.sees("1 – Le Journal", "Dernière lecture réussie : ")
    await camille.presses("Retirer")
    await camille.sees("ne suit plus Le Journal")


async def test_what_is_wrong_with_a_feed_is_told_in_plain_words(town, camille, journal):
    await camille.uses("veille", "suivre", adresse=journal.url)
    await camille.sees("iront dans la lettre de ce canal")
    journal.breaks()
    await town.advance(hours=30)
    await camille.uses("veille", "flux")
    await camille.sees("Il ne se lit plus depuis", "son site est en panne (réponse 500)", "Prochain essai : ")
    await camille.presses("Mettre en pause")
    await camille.sees("En pause : Le Journal")
    await camille.presses("Reprendre")
    await camille.sees("Repris : Le Journal")
    await camille.presses("Retirer")
    await camille.sees("ne suit plus")


async def test_a_coordinator_brings_the_feeds_of_another_reader(town, jeanne, place, journal):
    content = OPML.format(url=journal.url).encode()
    await jeanne.uses("veille", "flux")
    await jeanne.sees("ne suit encore aucun flux")
    await jeanne.writes("veille opml", {"flux.opml": content})
    await jeanne.sees("Dis pour quel canal")
    await jeanne.writes(f"veille opml ~{place.name}", {"flux.opml": content})
    await jeanne.sees("1 flux suivi désormais, pour la lettre", "1 est refusé", "javascript:alert(1)")
    await jeanne.uses("veille", "opml")
    files = await jeanne.opens_files(await jeanne.sees("Voici le flux de ce canal"))
    assert [journal.url in content.decode() for content in files.values()] == [True]
    await jeanne.uses("veille", "flux")
    await jeanne.sees("1 – Le Journal")
    await jeanne.presses("Retirer")
    await jeanne.sees("ne suit plus")
