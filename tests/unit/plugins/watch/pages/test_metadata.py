"""What is read of pages as they are on French sites, and of those that are broken or deceive."""

from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

import pytest

from plugins.watch.pages.metadata import read_page
from plugins.watch.pages.page import FeedLink, Page, PageKind

PAGES = Path(__file__).parents[4] / "data" / "pages"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def read(name: str, url: str, content_type: str | None = "text/html") -> Page:
    return read_page((PAGES / name).read_bytes(), content_type, url, NOW)


def of(html: str, url: str = "https://mairie.example/a/b", content_type: str | None = "text/html") -> Page:
    return read_page(html.encode(), content_type, url, NOW)


def test_a_town_hall_s_page_is_read() -> None:
    page = read("town-hall.html", "https://www.saint-aubin.example/vivre-ici/actualites/x?utm_source=mail")
    root = "https://www.saint-aubin.example"
    assert page == Page(
        url=f"{root}/vivre-ici/actualites/atelier-photos?id=412",
        title="Un atelier pour classer ses photos",
        site="Ville de Saint-Aubin-des-Prés",
        description="Chaque mardi, l'espace numérique t'apprend à classer tes photos à ton rythme.",
        language="fr",
        published_on=date(2026, 11, 12),
        canonical=f"{root}/vivre-ici/actualites/atelier-photos?id=412",
        feeds=(
            FeedLink(f"{root}/flux/actualites.xml", "Actualités de la ville"),
            FeedLink(f"{root}/vivre-ici/agenda/rss?lang=fr", "Agenda de la ville"),
        ),
    )


def test_wordpress_says_most_in_linked_data() -> None:
    page = read("wordpress.html", "https://carnet.example.org/?p=18")
    assert page.url == "https://carnet.example.org/2026/10/mots-de-passe/"
    assert page.title == "Comment parler des mots de passe ?"
    assert page.site == "Le carnet des médiateurs"
    assert page.description == "Trois jeux pour un atelier d’une heure."
    assert page.published_on == date(2026, 10, 3)
    assert [feed.title for feed in page.feeds] == [
        "Le carnet des médiateurs » Flux",
        "Le carnet des médiateurs » Flux des commentaires",
    ]


def test_spip_has_a_base_and_addresses_in_the_query() -> None:
    page = read("spip.html", "https://www.asso-relais.example/une/rubrique/article87?var_mode=calcul")
    assert page.url == "https://www.asso-relais.example/spip.php?article87"
    assert page.title == "Bilan de la semaine du numérique - Association Le Relais"
    assert page.site == "asso-relais.example"
    assert page.feeds == (
        FeedLink("https://www.asso-relais.example/spip.php?page=backend", "Syndiquer tout le site"),
    )


def test_an_own_address_that_is_but_the_front_page_is_not_believed() -> None:
    page = read("drupal-gouv.html", "https://www.aides.gouv.fr/demarches/identite")
    assert page.url == "https://www.aides.gouv.fr/demarches/identite"
    assert page.canonical is None
    assert page.title == "Refaire sa carte d'identité"
    assert page.published_on == date(2026, 9, 21)


def test_a_video_has_its_markings_in_the_body() -> None:
    page = read("video.html", "https://m.video.example/watch?v=abc_-12&app=desktop")
    assert page.url == "https://video.example/watch?v=abc_-12"
    assert page.title == "Débuter avec un clavier"
    assert page.site == "YouVidéo"
    assert page.description == "Ligne 1 Ligne 2"
    assert page.published_on == date(2026, 2, 28)
    assert [feed.url for feed in page.feeds] == ["https://video.example/feeds/videos.xml?channel_id=12"]


def test_a_page_without_description_is_described_by_its_first_words() -> None:
    page = read("medium-like.html", "https://notes.example/p/what-1a2b")
    assert (page.title, page.site, page.language) == ("What counsellors taught us", "Notes", "en")
    assert page.description.startswith("Over the last year we sat beside forty people who help")
    assert page.published_on == date(2026, 10, 18)


def test_a_bare_page_has_its_heading_and_its_host() -> None:
    page = read("bare.html", "https://www.espace.example/permanence")
    assert (page.title, page.site, page.language) == ("Permanence du mercredi", "espace.example", None)


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    assert read("broken.html", "https://espace.example/a").title == "Sans fin & sans tri"


def test_a_page_that_says_nothing_is_called_by_its_address() -> None:
    assert of("<p>", "https://mairie.example/aide/carte%20vitale.html").title == "carte vitale.html"
    assert of("", "https://mairie.example/").title == "mairie.example"


@pytest.mark.parametrize(
    ("name", "content_type", "title"),
    [
        ("latin1-undeclared.html", "text/html", "Médiathèque : été à Pérouges - n’oublie pas"),
        ("latin1-undeclared.html", "text/html; charset=utf-8", "Médiathèque : été à Pérouges - n’oublie pas"),
        ("wrong-meta.html", "text/html", "Déclarée à tort : œuvres numériques"),
        ("wrong-utf8.html", None, "Atelier d'été à la médiathèque"),
    ],
)
def test_bytes_count_for_more_than_a_wrong_declaration(
    name: str, content_type: str | None, title: str
) -> None:
    assert read(name, "https://mairie.example/x", content_type).title == title


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ("\ufeff<title>Été œuvre</title>".encode("utf-16-le"), "text/html"),
        ("\ufeff<title>Été œuvre</title>".encode(), "text/html; charset=windows-1252"),
        ("<title>Été œuvre</title>".encode("iso8859-15"), "text/html; charset=ISO-8859-15"),
        ("<title>Été œuvre</title>".encode("cp1252"), "text/html; charset=latin1"),
        ("<title>Été œuvre</title>".encode(), "text/html; charset=unheard-of"),
        ("<title>Été œuvre</title>".encode() + b" \xff" + "é".encode() * 9, "text/html; charset=utf-8"),
        ("<title>Été œuvre</title>é".encode()[:-1], "text/html"),
    ],
)
def test_every_declared_encoding_is_followed(content: bytes, content_type: str) -> None:
    assert read_page(content, content_type, "https://mairie.example/", NOW).title == "Été œuvre"


def test_what_only_deceives_is_taken_out_of_titles() -> None:
    page = read("tricks.html", "https://mairie.example/x")
    assert page.title == (
        "@channel @here **gratuit** [clic](https://mal.example) gpj.exe ab "
        "<script>alert(1)</script>m|1|x z\u0335\u0336\u0337"
    )
    assert page.site == "Banque de & France"


def test_everything_is_bounded() -> None:
    page = of(
        f"<title>{'mot ' * 5000}</title><meta name=description content='{'a' * 90000}'>"
        f"<meta property=og:site_name content='{'s' * 4000}'>"
        + "".join(f"<link rel=alternate type=application/rss+xml href=/f{i}>" for i in range(400))
    )
    assert len(page.title) <= 300
    assert page.title.endswith("mot…")
    assert len(page.description) == 500
    assert len(page.site) <= 100
    assert len(page.feeds) == 20


@pytest.mark.parametrize(
    ("markup", "own"),
    [
        ('<link rel=canonical href="https://ailleurs.example/a/b">', None),
        ('<link rel=canonical href="http://mairie.example/a/b/">', "https://mairie.example/a/b/"),
        ('<link rel=canonical href="/1"><link rel=canonical href="/2">', None),
        ('<link rel="CANONICAL nofollow" href="c?utm_source=x">', "https://mairie.example/a/c"),
        ('<link rel=canonical href="javascript:alert(1)">', None),
        ('<link rel=canonical href="http://[::1/">', None),
        ('<link rel=canonical href="">', None),
        ('<link rel=canonical href="undefined">', None),
        ('<link rel=canonical href="https://mairie.example/a/null/">', None),
        ('<link rel=canonical href="{{ page.url }}">', None),
        (
            '<base href="https://mairie.example/z/"><link rel=canonical href="c">',
            "https://mairie.example/z/c",
        ),
        ('<meta property="og:url" content="https://mairie.example/a/c">', "https://mairie.example/a/c"),
        ('<meta property="og:url" content="https://lea:x@mairie.example/a/c">', None),
    ],
)
def test_a_page_s_own_address_is_believed_on_its_own_site(markup: str, own: str | None) -> None:
    assert of(markup).canonical == own


def test_an_og_url_that_lost_what_tells_pages_apart_is_not_believed() -> None:
    markup = '<meta property="og:url" content="https://mairie.example/index.php">'
    assert of(markup, "https://mairie.example/index.php?id=3").url == "https://mairie.example/index.php?id=3"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-20T23:30:00+01:00", date(2026, 11, 20)),
        ("20261120", date(2026, 11, 20)),
        ("Fri, 20 Nov 2026 10:00:00 GMT", date(2026, 11, 20)),
        ("20/11/2026", date(2026, 11, 20)),
        ("vendredi 20 novembre 2026", date(2026, 11, 20)),
        ("1er août 2026", date(2026, 8, 1)),
        ("Nov 20, 2026", date(2026, 11, 20)),
        ("1795168800", date(2026, 11, 20)),
        ("2027-01-01", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01", None),
        ("2026-13-45", None),
        ("hier", None),
        ("99999999999999", None),
        ("", None),
    ],
)
def test_days_are_believed_only_if_they_can_be_true(written: str, day: date | None) -> None:
    assert of(f'<meta property="article:published_time" content="{written}">').published_on == day


def test_the_days_of_a_list_of_articles_are_not_the_page_s() -> None:
    times = "".join(f"<article><time datetime=2026-11-{day}>x</time></article>" for day in (11, 12, 13))
    assert of(times).published_on is None


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Mairie de Pélussin | Les ateliers", "Les ateliers"),
        ("Les ateliers - Mairie de Pélussin", "Les ateliers"),
        ("Les ateliers : le mardi - MAIRIE DE PELUSSIN", "Les ateliers : le mardi"),
        ("Les ateliers - Numérique - Roanne", "Les ateliers - Numérique - Roanne"),
        ("Rendez-vous - Ville", "Rendez-vous - Ville"),
    ],
)
def test_the_name_of_the_site_leaves_the_title_only_if_it_is_that(title: str, shown: str) -> None:
    assert (
        of(f"<title>{title}</title><meta property=og:site_name content='Mairie de Pélussin'>").title == shown
    )


def test_the_name_of_the_host_leaves_the_title_with_its_small_words() -> None:
    page = read_page(
        b"<title>Les ateliers - Ville de Roanne</title>", "text/html", "https://www.ville-roanne.fr/a", NOW
    )
    assert page.title == "Les ateliers"


@pytest.mark.parametrize(
    "emoji", ["👩\u200d💻", "❤\ufe0f\u200d🔥", "👩🏽\u200d🏫", "🏴\U000e0067\U000e0062\U000e007f"]
)
def test_an_emoji_of_several_signs_stays_whole(emoji: str) -> None:
    assert of(f"<title>Atelier {emoji} a\u200db</title>").title == f"Atelier {emoji} ab"


def test_a_title_that_is_but_the_site_s_name_is_passed_over() -> None:
    page = of(
        "<meta property=og:title content=Relais><meta property=og:site_name content=Relais>"
        "<title>Atelier tablette</title>"
    )
    assert page.title == "Atelier tablette"


def test_damaged_linked_data_says_nothing() -> None:
    nested = "[" * 100_000
    page = of(
        f'<title>a</title><script type="application/ld+json">{nested}</script>'
        '<script type="application/ld+json">{"@type": "Article", </script>'
        '<script type="application/ld+json">{"@type": "Article", "datePublished": "2026-05-06"}</script>'
        '<script type="application/ld+json">{"@type": 3, "publisher": [{"name": {"@value": 3}}]}</script>'
        '<script type="application/ld+json">{"@graph": null}</script>'
    )
    assert page.published_on == date(2026, 5, 6)


def test_links_that_look_like_feeds_are_candidates_where_none_is_declared() -> None:
    page = of(
        '<a href="/actus/feed/">RSS</a><a href="https://ailleurs.example/feed">x</a><a href="rss.xml">y</a>'
        '<a href="feed://mairie.example/atom.xml">z</a><a href="/nourrir/feedback">non</a>'
    )
    assert page.feeds == (
        FeedLink("https://mairie.example/actus/feed/", declared=False),
        FeedLink("https://mairie.example/a/rss.xml", declared=False),
        FeedLink("https://mairie.example/atom.xml", declared=False),
    )


@pytest.mark.parametrize(
    ("content", "content_type", "url", "title", "kind"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "https://x.example/Guide%20de%20l%27usager.pdf",
         "Guide de l'usager.pdf", PageKind.PDF),
        (b"%PDF-1.4 <</Producer(W)/Title(Guide du numerique)>>", "application/pdf", "https://x.example/g.pdf",
         "Guide du numerique", PageKind.PDF),
        (b"%PDF-1.4 <</Title(Chapitre 1)/Parent 3 0 R>>", "application/pdf", "https://x.example/g.pdf",
         "g.pdf", PageKind.PDF),
        (b"%PDF-1.4 <</Creator(W)/Title(Microsoft Word - x.doc)>>", None, "https://x.example/g.pdf",
         "g.pdf", PageKind.PDF),
        (b"\x89PNG\r\n\x1a\n", "image/png", "https://x.example/a/plan.png", "plan.png", PageKind.IMAGE),
        (b"PK", "application/vnd.oasis.opendocument.text", "https://x.example/l.odt", "l.odt",
         PageKind.DOCUMENT),
        (b"<rss version='2.0'>", "text/xml", "https://x.example/rss", "rss", PageKind.FEED),
        (b"", None, "https://www.x.example/", "x.example", PageKind.FILE),
    ],
)  # fmt: skip
def test_what_is_no_page_has_its_name_and_its_kind(
    content: bytes, content_type: str | None, url: str, title: str, kind: PageKind
) -> None:
    page = read_page(content, content_type, url, NOW)
    assert (page.title, page.kind) == (title, kind)


@pytest.mark.parametrize(
    "hostile",
    ["<div>" * 200_000, "<a " + "b " * 400_000, "<a b='<a b=\" " * 60_000, "<!--" * 250_000, "<a " * 300_000,
     "<" * 1_000_000, "<meta name=x content=&" + "amp;" * 200_000, "<title>" * 140_000, "&#" * 400_000,
     "<meta property=og:title content='" + "&amp;" * 200_000 + "'>", "<h1>" + "<b>" * 300_000,
     "<link rel=alternate type=application/rss+xml href=" + "a" * 900_000 + ">",
     '<script type="application/ld+json">' + '{"@graph":[' * 20_000, "<a href=/feed?" * 60_000,
     "<main><p>" + "<p " * 400_000],
)  # fmt: skip
def test_a_hostile_page_takes_no_longer_than_its_length(hostile: str) -> None:
    began = perf_counter()
    page = of(hostile)
    assert page.title
    assert perf_counter() - began < 10  # a builder of trees needs minutes for some of these
