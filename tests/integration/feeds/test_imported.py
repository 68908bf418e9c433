"""What becomes of a list of feeds after it was imported: which cannot be read is told, and why."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.incoming import Line
from bot.chat.messages import File
from bot.plugin import FetchProblem
from plugins.watch.feeds.models import FeedRow
from tests.acceptance.console import plain
from tests.fakes.bot import author, channel, dm
from tests.fakes.feeds import ADDRESS, articles, item, rss

OPML = "<opml version='2.0'><body>{urls}</body></opml>"
GONE, PRIVATE, PAGE = (
    "https://perdu.example/rss",
    "http://10.0.0.1/feed",
    "https://mairie.example/",
)


@pytest.fixture
def web(web):
    web.answers(GONE, b"", status=404)
    web.fails(PRIVATE, FetchProblem.PRIVATE, "cette adresse est dans un réseau privé")
    web.page(
        PAGE,
        "<html><head><title>Mairie</title><link rel='alternate' type='application/rss+xml' "
        "title='Actus' href='/actus.xml'></head><body><p>Bienvenue</p></body></html>",
    )
    web.feed("https://mairie.example/actus.xml", articles(8, 7))
    return web


async def opml(stage, text, *urls):
    outlines = "".join(f"<outline type='rss' text='Site {n}' xmlUrl='{u}'/>" for n, u in enumerate(urls, 1))
    files = (File("f.opml", "text/x-opml", OPML.format(urls=outlines).encode()),) if urls else ()
    (answer, *_others) = await stage.receive(
        Line(
            author=author("jeanne", administers_community=True),
            location=channel("general"),
            text=text,
            files=files,
        )
    )
    return plain(str(answer.text))


def dms(stage):
    return [plain(text) for text in stage.platform.texts("@id-jeanne")]


async def test_who_imports_a_list_is_told_what_of_it_cannot_be_read(stage):
    said = await opml(stage, "/veille opml", ADDRESS, GONE, PRIVATE, PAGE)
    assert "3 flux suivis désormais" in said
    assert "1 est refusé :\n- Site 3 : cette adresse est dans un réseau privé" in said
    await stage.advance(timedelta(hours=1))
    (told,) = dms(stage)
    assert told.startswith("1 flux que tu as importé dans general ne se lit pas :\n- Site 2 : ")
    assert "404" in told
    await stage.advance(timedelta(days=3))
    assert len(dms(stage)) == 1


async def test_the_feed_of_a_page_in_a_list_is_found_at_the_first_visit(stage, web):
    await opml(stage, "/veille opml", PAGE)
    async with stage.store.read() as session:
        feed = (await session.scalars(select(FeedRow))).one()
    assert (feed.url, feed.state, feed.title) == (
        "https://mairie.example/actus.xml",
        "active",
        "Le Journal",
    )
    await stage.advance(timedelta(days=3))
    assert dms(stage) == []
    assert web.addresses.count(PAGE) == 1


async def test_a_list_is_imported_under_other_names_too(stage):
    assert "1 flux suivi" in await opml(stage, "/veille importer des flux", ADDRESS)
    assert (
        await opml(stage, "/veille importer", ADDRESS)
        == "Aucun flux de plus n’est suivi.\n1 était déjà suivi."
    )
    assert "Voici le flux de ce canal" in await opml(stage, "/veille exporter")


async def test_a_large_feed_that_a_page_of_a_list_names_is_read_too(stage, web):
    many = [item(n, about="mot " * 400) for n in range(500)]
    web.feed("https://mairie.example/actus.xml", rss(many))
    await opml(stage, "/veille opml", PAGE)
    async with stage.store.read() as session:
        feed = (await session.scalars(select(FeedRow))).one()
    assert (feed.url, feed.state) == ("https://mairie.example/actus.xml", "active")


async def test_a_list_that_can_be_read_is_told_of_no_more(stage):
    assert "1 flux suivi" in await opml(stage, "/veille opml", ADDRESS)
    await stage.advance(timedelta(days=1))
    assert dms(stage) == []


@pytest.mark.parametrize("named", ["~general", "#general", "general"])
async def test_a_channel_of_a_list_is_named_with_or_without_its_sign(stage, web, named):
    assert "1 flux suivi" in await opml(stage, f"/veille opml {named}", ADDRESS)
    assert "Voici le flux de ce canal" in await opml(stage, f"/veille opml {named}")


async def test_a_channel_without_feeds_is_told_how_to_bring_some_where_commands_take_no_file(stage):
    said = await opml(stage, "/veille opml")
    assert "en message privé avec `veille opml ~general`" in said
    file = File("f.opml", "text/x-opml", OPML.format(urls=f"<outline xmlUrl='{ADDRESS}'/>").encode())
    line = Line(
        author=author("jeanne", administers_community=True),
        location=dm("jeanne"),
        text="veille opml ~general",
        files=(file,),
        to_bot=True,
    )
    (answer, *_others) = await stage.receive(line)
    assert "1 flux suivi" in plain(str(answer.text))
