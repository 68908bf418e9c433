"""Looking at addresses: pages, feeds, pages that name feeds, and all that stands in the way."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.plugin import Fetcher, FetchProblem
from plugins.watch.pages.looking import FeedLookup, PageLookup
from plugins.watch.pages.page import FeedChoices, FeedFound, Page, PageKind, Unreachable
from tests.fakes.web import Web

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Actus</title><link>https://mairie.example/</link>
<item><title>Un atelier</title><link>https://mairie.example/1</link><guid>1</guid></item></channel></rss>"""


@dataclass
class Outdoors:
    """What a look-up is given, on a web of the test's own."""

    web: Web
    now: datetime = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

    def service(self, kind: type[Any]) -> Any:
        assert kind is Fetcher
        return self.web


@pytest.fixture
def web() -> Web:
    return Web()


async def page(web: Web, url: str = "https://mairie.example/a") -> Page | Unreachable:
    return await PageLookup(url).look(Outdoors(web))


async def feed(web: Web, url: str = "https://mairie.example/a") -> FeedFound | FeedChoices | Unreachable:
    return await FeedLookup(url).look(Outdoors(web))


async def test_a_page_is_read_where_it_is_found_in_the_end(web: Web) -> None:
    web.page("https://court.example/x", "<title>Atelier</title>", at="https://mairie.example/b?utm_source=x")
    found = await page(web, "https://court.example/x")
    assert isinstance(found, Page)
    assert (found.url, found.title) == ("https://mairie.example/b", "Atelier")


@pytest.mark.parametrize(
    ("disposition", "title"),
    [
        ('attachment; filename="Guide des aidants.docx"', "Guide des aidants.docx"),
        ("inline; filename=guide.docx; filename*=UTF-8''d%C3%A9pliant.docx", "dépliant.docx"),
        ("attachment; filename*=nul'fr'..%2F%40channel.docx", "@channel.docx"),
        ("attachment", "a"),
    ],
)
async def test_a_file_is_called_as_its_server_calls_it(web: Web, disposition: str, title: str) -> None:
    web.answers(
        "https://mairie.example/a",
        b"PK\x03\x04",
        content_type="application/octet-stream",
        headers={"content-disposition": disposition},
    )
    found = await page(web)
    assert isinstance(found, Page)
    assert found.title == title


async def test_the_server_may_say_the_language(web: Web) -> None:
    web.answers(
        "https://mairie.example/a",
        b"<title>a</title>",
        content_type="text/html",
        headers={"content-language": "fr-FR"},
    )
    found = await page(web)
    assert isinstance(found, Page)
    assert found.language == "fr"


@pytest.mark.parametrize(
    ("status", "said", "lasting"),
    [(404, "no page", True), (410, "no page", True), (403, "refuses", False), (429, "later", False),
     (503, "fault", False), (304, "does not give", False)],
)  # fmt: skip
async def test_an_answer_that_is_no_page_is_told_in_plain_words(
    web: Web, status: int, said: str, *, lasting: bool
) -> None:
    web.answers("https://mairie.example/a", b"<title>Erreur</title>", status=status, content_type="text/html")
    found = await page(web)
    assert isinstance(found, Unreachable)
    assert (found.problem, found.status, found.lasting) == ("status", status, lasting)
    assert said in found.text.text


async def test_what_cannot_be_fetched_is_a_value_with_its_reason(web: Web) -> None:
    web.fails("https://mairie.example/a", FetchProblem.PRIVATE, "it is private")
    found = await page(web)
    assert isinstance(found, Unreachable)
    assert (found.problem, found.lasting) == ("private", True)


async def test_no_request_is_made_for_what_is_no_address(web: Web) -> None:
    found = await page(web, "https://lea:secret@mairie.example/")
    assert isinstance(found, Unreachable)
    assert (found.problem, web.addresses) == ("address", [])


async def test_a_file_too_large_to_read_is_known_by_its_name(web: Web) -> None:
    web.answers("https://mairie.example/film.mp4", bytes(6 * 1024 * 1024), content_type="video/mp4")
    found = await page(web, "https://mairie.example/film.mp4")
    assert isinstance(found, Page)
    assert (found.title, found.kind) == ("film.mp4", PageKind.VIDEO)


async def test_an_enormous_page_is_read_as_far_as_its_title(web: Web) -> None:
    web.page("https://mairie.example/a", "<title>Journal de la ville</title>" + "x" * 20_000_000)
    found = await page(web)
    assert isinstance(found, Page)
    assert (found.title, found.kind) == ("Journal de la ville", PageKind.PAGE)


async def test_an_enormous_page_without_a_title_near_its_beginning_is_said_to_be_too_large(web: Web) -> None:
    web.page("https://mairie.example/a", " " * 20_000_000 + "<title>Journal de la ville</title>")
    found = await page(web)
    assert isinstance(found, Unreachable)
    assert (found.problem, found.lasting) == ("too_large", True)


FORWARDS = '<title>Redirection…</title><meta http-equiv="Refresh" content="0; URL=\'/b?id=3\'">'


async def test_a_page_that_only_forwards_is_followed_once(web: Web) -> None:
    web.page("https://mairie.example/a", FORWARDS)
    web.page("https://mairie.example/b?id=3", "<title>Atelier</title>" + FORWARDS.replace("/b", "/c"))
    found = await page(web)
    assert isinstance(found, Page)
    assert (found.title, found.url) == ("Atelier", "https://mairie.example/b?id=3")
    assert web.addresses == ["https://mairie.example/a", "https://mairie.example/b?id=3"]


async def test_where_a_page_forwards_to_is_checked_as_any_address(web: Web) -> None:
    web.page("https://mairie.example/a", FORWARDS.replace("/b?id=3", "http://10.0.0.1/admin"))
    web.fails("http://10.0.0.1/admin", FetchProblem.PRIVATE, "it is private")
    found = await page(web)
    assert isinstance(found, Unreachable)
    assert found.problem == "private"


@pytest.mark.parametrize(
    "head",
    ['<meta http-equiv=refresh content="300; url=/b">', '<meta http-equiv=refresh content="0">',
     '<meta http-equiv=refresh content="0; url=/a">', '<meta http-equiv=refresh content="0;url=file:///etc">',
     '<noscript><meta http-equiv=refresh content="0; url=/b"></noscript>',
     '<meta name=refresh content="0; url=/b">'],
)  # fmt: skip
async def test_a_page_that_reloads_or_forwards_a_few_browsers_is_itself(web: Web, head: str) -> None:
    web.page("https://mairie.example/a", f"<title>Agenda</title>{head}")
    found = await page(web)
    assert isinstance(found, Page)
    assert found.title == "Agenda"
    assert len(web.addresses) == 1


async def test_the_feed_behind_a_page_that_forwards_is_followed_where_it_is(web: Web) -> None:
    web.page("https://mairie.example/a", FORWARDS)
    web.feed("https://mairie.example/b?id=3", RSS)
    found = await feed(web)
    assert isinstance(found, FeedFound)
    assert found.url == "https://mairie.example/b?id=3"
    assert len(web.addresses) == 2


@pytest.mark.parametrize(
    "title",
    ["Just a moment...", "Attention Required! | Cloudflare", "Avant d’accéder à Le Site", "Un instant…",
     "Before you continue to YouTube", "Access Denied"],
)  # fmt: skip
async def test_a_check_or_a_question_is_not_taken_for_the_page_behind_it(web: Web, title: str) -> None:
    web.page("https://mairie.example/a", f"<title>{title}</title><p>Nous et nos 847 partenaires</p>")
    for found in (await page(web), await feed(web)):
        assert isinstance(found, Unreachable)
        assert (found.problem, found.lasting) == ("door", False)


async def test_an_article_may_be_called_as_questions_are(web: Web) -> None:
    web.page(
        "https://mairie.example/a",
        "<title>Avant d’accéder à ses droits</title><meta name=description content='Trois étapes.'>",
    )
    found = await page(web)
    assert isinstance(found, Page)
    assert found.title == "Avant d’accéder à ses droits"


@pytest.mark.parametrize("moved_to", ["https://mairie.example/tout", None])
async def test_a_feed_that_leads_elsewhere_is_followed_by_the_address_that_was_given(
    web: Web, moved_to: str | None
) -> None:
    web.answers(
        "https://mairie.example/flux",
        RSS.encode(),
        content_type="application/rss+xml",
        at="https://mairie.example/tout",
        moved_to=moved_to,
    )
    web.page("https://mairie.example/a", '<link rel=alternate type="application/rss+xml" href="/flux">')
    for url in ("https://mairie.example/flux", "https://mairie.example/a"):
        found = await feed(web, url)
        assert isinstance(found, FeedFound)
        assert found.url == "https://mairie.example/flux"


async def test_a_door_is_not_taken_for_the_page_behind_it(web: Web) -> None:
    web.page(
        "https://reseau.example/post/3", "<title>Connexion</title>", at="https://login.reseau.example/?to=3"
    )
    found = await page(web, "https://reseau.example/post/3")
    assert isinstance(found, Unreachable)
    assert (found.problem, found.url) == ("door", "https://reseau.example/post/3")


async def test_a_feed_is_read_at_once(web: Web) -> None:
    web.feed("https://mairie.example/a", RSS)
    found = await feed(web)
    assert isinstance(found, FeedFound)
    assert (found.url, found.feed.title) == ("https://mairie.example/a", "Actus")
    assert web.addresses == ["https://mairie.example/a"]


async def test_a_shared_feed_has_its_own_title(web: Web) -> None:
    web.feed("https://mairie.example/a", RSS)
    found = await page(web)
    assert isinstance(found, Page)
    assert (found.title, found.kind) == ("Actus", PageKind.FEED)


async def test_the_only_feed_of_a_page_is_followed(web: Web) -> None:
    web.page("https://mairie.example/a", '<link rel=alternate type="application/rss+xml" href="/flux">')
    web.feed("https://mairie.example/flux", RSS)
    found = await feed(web)
    assert isinstance(found, FeedFound)
    assert found.url == "https://mairie.example/flux"


async def test_several_feeds_are_given_to_choose_from_unread(web: Web) -> None:
    web.page(
        "https://mairie.example/a",
        '<link rel=alternate type="application/rss+xml" title="Commentaires" href="/c">'
        '<link rel=alternate type="application/rss+xml" title="Actus" href="/flux">',
    )
    found = await feed(web)
    assert isinstance(found, FeedChoices)
    assert [link.title for link in found.feeds] == ["Actus", "Commentaires"]
    assert len(web.addresses) == 1


async def test_usual_places_are_tried_where_a_page_names_no_feed(web: Web) -> None:
    web.page("https://mairie.example/a", "<title>Accueil</title>")
    web.page("https://mairie.example/feed", "<title>Introuvable</title>")
    web.feed("https://mairie.example/rss.xml", RSS)
    found = await feed(web)
    assert isinstance(found, FeedFound)
    assert found.url == "https://mairie.example/rss.xml"


async def test_at_most_four_requests_are_made_for_a_feed(web: Web) -> None:
    links = "".join(f'<a href="/{part}/feed">x</a>' for part in "abcdef")
    web.page("https://mairie.example/a", links)
    found = await feed(web)
    assert isinstance(found, FeedChoices)
    assert found.feeds == ()
    assert len(web.addresses) == 4


async def test_what_is_neither_page_nor_feed_is_refused_with_a_reason(web: Web) -> None:
    web.answers("https://mairie.example/a", b"\x89PNG\r\n\x1a\n", content_type="image/png")
    found = await feed(web)
    assert isinstance(found, Unreachable)
    assert found.problem == "not_a_feed"


@pytest.mark.parametrize(
    "before", ["", '<?xml-stylesheet type="text/css" href="feed.css"?>\n<!-- actus -->\n']
)
async def test_a_feed_that_is_served_as_a_page_is_a_feed(web: Web, before: str) -> None:
    head, rest = RSS.split("<rss", 1)
    web.answers("https://mairie.example/a", f"{head}{before}<rss{rest}".encode(), content_type="text/html")
    found = await feed(web)
    assert isinstance(found, FeedFound)
    assert found.feed.title == "Actus"


async def test_feeds_are_looked_for_in_a_page_that_is_served_as_a_feed(web: Web) -> None:
    named = b'<!doctype html><title>a</title><link rel="alternate" type="application/rss+xml" href="/rss">'
    web.answers("https://mairie.example/a", named, content_type="application/rss+xml")
    web.answers("https://mairie.example/rss", RSS.encode(), content_type="application/rss+xml")
    found = await feed(web)
    assert isinstance(found, FeedFound)
    assert found.url == "https://mairie.example/rss"
