import asyncio
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.watch.reading import FeedError, FeedProblem
from plugins.watch.reading.feed import LONGEST_SUMMARY, LONGEST_TITLE, MOST_ENTRIES
from plugins.watch.reading.lenient import read_feed
from plugins.watch.reading.parsing import LARGEST, parse

FEEDS = Path(__file__).parents[4] / "data/feeds"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
DECEIVING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\x00\x1b\ue000")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://reseau.example/feed.xml"


def read(name, content_type=None):
    return parse((FEEDS / name).read_bytes(), content_type=content_type, url=URL, now=NOW)


def problem_of(content, content_type=None):
    with pytest.raises(FeedError) as refused:
        parse(content, content_type=content_type, url=URL, now=NOW)
    return refused.value.problem


def rss(*items, head="<title>Flux</title>"):
    return f"<rss version='2.0'><channel>{head}{''.join(items)}</channel></rss>".encode()


def titled(*items):
    return [entry.title for entry in parse(rss(*items), content_type=None, url=URL, now=NOW).entries]


def test_rss_2_0_is_read():
    feed = read("rss_2_0.xml")
    assert (feed.title, feed.site, feed.language) == ("Le réseau", "https://reseau.example/", "fr-FR")
    assert feed.ttl == timedelta(minutes=90)
    first = feed.entries[0]
    assert (first.guid, first.url) == ("n-1", "https://reseau.example/aides?utm_source=rss")
    assert (first.title, first.summary) == ("Aides & droits", "Court")
    assert first.published_at == datetime(2026, 11, 16, 8, tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(file.name for file in FEEDS.iterdir()))
def test_a_feed_is_the_same_read_at_one_go_or_piece_by_piece(name, monkeypatch):
    def outcome():
        try:
            return read(name)
        except FeedError as error:
            return error.problem

    at_one_go = outcome()
    monkeypatch.setattr("plugins.watch.reading.xml_feeds._SMALL", 0)
    monkeypatch.setattr("plugins.watch.reading.xml_feeds._CHUNK", 64)
    assert outcome() == at_one_go


def test_links_are_the_pages_that_items_are_about():
    assert [entry.url for entry in read("rss_2_0.xml").entries[1:]] == [
        "https://reseau.example/vrai",
        "https://reseau.example/?p=3",
        None,
        "https://reseau.example/ep.mp3",
    ]


def test_an_address_that_was_encoded_twice_is_one():
    (entry,) = parse(
        rss("<item><title>Un</title><link>https://mairie.example/?a=1&amp;amp;b=2</link></item>"),
        content_type=None,
        url=URL,
        now=NOW,
    ).entries
    assert entry.url == "https://mairie.example/?a=1&b=2"


def test_an_address_without_its_beginning_is_no_page_below_the_feed():
    (entry,) = parse(
        rss("<item><title>Un</title><link>www.mairie.example/1</link></item>"),
        content_type=None,
        url=URL,
        now=NOW,
    ).entries
    assert entry.url == "https://www.mairie.example/1"


def test_a_page_stands_before_what_is_enclosed_and_a_page_in_another_form_before_none():
    enclosed = "<enclosure url='https://son.example/1.mp3' type='audio/mpeg'/>"
    content = rss(
        f"<item><title>Un</title><guid>https://reseau.example/1</guid>{enclosed}</item>",
        f"<item><title>Deux</title><guid isPermaLink='false'>https://reseau.example/2</guid>{enclosed}</item>",
    )
    atom = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title>"
        b"<entry><title>PDF</title><link rel='alternate' type='application/pdf' href='/r.pdf'/></entry>"
        b"<entry><title>Ailleurs</title><content type='text/html' src='/r.html'/></entry>"
        b"<entry><title>Son</title><link rel='self' href='/moi'/>"
        b"<link rel='enclosure' href='/r.mp3'/></entry></feed>"
    )
    json_feed = (
        b'{"version":"https://jsonfeed.org/version/1.1","title":"J","items":['
        b'{"id":"1","title":"Son","attachments":[{"url":"https://son.example/3.mp3"}, 3]},'
        b'{"id":"2","title":"Page","url":"/2","attachments":[{"url":"https://son.example/4.mp3"}]}]}'
    )
    urls = [
        [entry.url for entry in parse(each, content_type=None, url=URL, now=NOW).entries]
        for each in (content, atom, json_feed)
    ]
    assert urls == [
        ["https://reseau.example/1", "https://son.example/1.mp3"],
        ["https://reseau.example/r.pdf", "https://reseau.example/r.html", "https://reseau.example/r.mp3"],
        ["https://son.example/3.mp3", "https://reseau.example/2"],
    ]


def test_what_was_taken_for_windows_1252_on_its_way_into_a_feed_is_mended():
    def mistaken(text):
        return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())

    long = "L’été déjà " * 300
    content = rss(
        f"<item><title>{mistaken('L’été des aidants : où ?')}</title>"
        f"<description>{mistaken(long)}</description></item>",
        "<item><title>Pourquoi “Ã©” s’affiche</title></item>",
    ).decode()
    first, second = parse(content.encode(), content_type=None, url=URL, now=NOW).entries
    assert (first.title, second.title) == ("L’été des aidants : où ?", "Pourquoi “Ã©” s’affiche")
    assert first.summary.startswith("L’été déjà L’été")
    assert "Ã" not in first.summary


@pytest.mark.parametrize(
    ("name", "title", "summary"),
    [
        ("rss_0_91.xml", "Un atelier", "Déjà là"),
        ("rss_1_0.rdf", "Un atelier", "Texte"),
        ("atom_0_3.xml", "Un atelier", "Texte"),
        ("youtube.xml", "Tutoriel", "Ce que montre la vidéo"),
        ("latin_1_undeclared.xml", "L’été déjà à l’œuvre", "Coût : 5 €"),
        ("latin_1_declared.xml", "L’été déjà à l’œuvre", ""),
        ("latin_1_declared_utf_8.xml", "L’été déjà à l’œuvre", ""),
        ("utf_8_declared_latin_1.xml", "L’été déjà à l’œuvre", ""),
        ("koi8.xml", "Новости", ""),
        ("utf_16.xml", "L’été", ""),
        ("bom_and_spaces.xml", "L’été", ""),
        ("bare_ampersands.xml", "Q&A & R&D : 5 < 6 © &truc;", ""),
        ("control_characters.xml", "Un atelier 😀 ’", ""),
        ("leading_junk.xml", "Un atelier", ""),
        ("packed.xml.gz", "Un atelier", ""),
        ("atom_namespace_of_https.xml", "Un atelier", "x <b> y"),
        ("rss_in_a_namespace.xml", "Un atelier", "Texte"),
        ("rss_behind_a_prefix.xml", "Un atelier", ""),
        ("namespaces_in_capitals.xml", "Un épisode", "Texte"),
        ("xhtml_behind_a_prefix.xml", "Un atelier", "Un Deux"),
    ],
)
def test_a_feed_is_read_rightly_however_it_is_written(name, title, summary):
    (entry,) = read(name).entries
    assert (entry.title, entry.summary) == (title, summary)


def test_text_in_two_encodings_comes_out_right():
    assert [entry.title for entry in read("two_encodings.xml").entries] == [
        "L’été déjà à l’œuvre",
        "Collé d’ailleurs",
    ]


def test_the_charset_of_the_answer_counts_where_the_bytes_do_not_belie_it():
    cyrillic = rss("<item><title>Новости</title></item>").decode()
    for charset in ("koi8-r", "windows-1251"):
        feed = parse(
            cyrillic.encode(charset), content_type=f'text/xml; charset="{charset}"', url=URL, now=NOW
        )
        assert feed.entries[0].title == "Новости"
    belied = parse(cyrillic.encode(), content_type="text/xml; charset=iso-8859-1", url=URL, now=NOW)
    assert belied.entries[0].title == "Новости"


def test_atom_titles_are_text_or_markup_as_they_say():
    assert [entry.title for entry in read("atom_1_0.xml").entries] == [
        "La balise <br> expliquée",
        "Deux <3 étoiles",
        "Un atelier pour tous",
        "Une image",
    ]


def test_relative_addresses_follow_xml_base():
    assert [entry.url for entry in read("atom_1_0.xml").entries] == [
        "https://reseau.example/blog/1",
        "https://reseau.example/blog/2026/2",
        "https://ailleurs.example/a/3",
        "https://reseau.example/blog/photo.jpg",
    ]


def test_what_is_no_text_makes_no_summary():
    assert [entry.summary for entry in read("atom_1_0.xml").entries] == ["Un mot", "", "Premier. Second.", ""]


def test_links_are_absolute_and_of_the_web_or_none():
    assert [entry.url for entry in read("relative_links.xml").entries] == [
        "https://reseau.example/a",
        "https://reseau.example/b?x=1",
        "https://autre.example/c",
        None,
        "https://reseau.example/espaces",
        None,
    ]


def test_json_feeds_are_read():
    feed = read("feed.json")
    assert [(entry.guid, entry.title, entry.summary) for entry in feed.entries] == [
        ("1", "Un <atelier>", "Texte & plus"),
        ("deux", "Sans titre, a < b", "Sans titre, a < b"),
    ]
    assert [entry.url for entry in feed.entries] == ["https://reseau.example/un", "https://ailleurs.example/"]
    assert feed.entries[0].published_at == datetime(2026, 11, 16, 8, tzinfo=UTC)


def test_how_long_a_feed_asks_to_be_left_alone_is_read():
    assert read("rss_1_0.rdf").ttl == timedelta(hours=6)
    assert read("rss_0_92.xml").ttl is None


def test_an_entry_without_a_title_is_named_by_its_text_or_its_address():
    (told,) = read("rss_0_92.xml").entries
    assert told.title == "Sans titre, comme RSS 0.92 le permet : un mot sur un lien."
    assert [entry.title for entry in read("nothing_in_items.xml").entries] == [
        "Un titre dans l’adresse",
        "seul-guid",
        "reseau.example",
    ]


def test_tricks_in_titles_are_only_their_letters():
    titles = [entry.title for entry in read("tricks.xml").entries]
    assert titles == [
        "@channel @everyone **gras** [lien](https://mal.example)",
        "Payer 4gnp.exe x !",
        f"Drapeau {SCOTLAND} et famille 👩\u200d👩\u200d👧",
        "Deux lignes et plus",
        "AT&T été x",
        "m|1|x",
    ]
    assert read("tricks.xml").entries[3].summary == "Un Deux les"


def test_long_texts_are_cut_after_a_word():
    words, letters = read("long.xml").entries
    assert len(words.title) <= LONGEST_TITLE
    assert words.title.endswith("mot…")
    assert len(words.summary) <= LONGEST_SUMMARY
    assert words.summary.endswith(("phrase…", "longue…"))
    assert len(letters.title) == LONGEST_TITLE


def test_a_picture_written_in_a_text_does_not_hide_it():
    assert read("long.xml").entries[1].summary == "Après l’image"


def test_dates_that_cannot_be_true_are_none():
    assert {entry.published_at for entry in read("impossible_dates.xml").entries} == {None}


def test_french_dates_are_read():
    instants = [entry.published_at for entry in read("french_dates.xml").entries]
    assert instants[:4] == [
        datetime(2026, 11, 16, 8, tzinfo=UTC),
        datetime(2026, 11, 15, 23, tzinfo=UTC),
        datetime(2026, 11, 16, 8, 30, tzinfo=UTC),
        datetime(2026, 11, 16, 8, tzinfo=UTC),
    ]


@pytest.mark.parametrize("name", ["truncated.xml", "trailing_garbage.xml"])
def test_what_stands_before_the_damage_is_read(name):
    assert [entry.title for entry in read(name).entries] == ["Un atelier"]


def test_prefixes_that_nobody_declared_mean_what_they_usually_mean():
    assert read("undeclared_prefixes.xml").entries[0].published_at == datetime(2026, 11, 16, 9, tzinfo=UTC)


def test_a_feed_without_entries_is_a_feed():
    assert list(read("empty_channel.xml").entries) == []


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("billion_laughs.xml", FeedProblem.DECLARATIONS),
        ("external_entity.xml", FeedProblem.DECLARATIONS),
        ("external_subset.xml", FeedProblem.DECLARATIONS),
        ("late_doctype.xml", FeedProblem.DECLARATIONS),
        ("page.html", FeedProblem.PAGE),
        ("page_without_doctype.html", FeedProblem.PAGE),
        ("fragment.html", FeedProblem.PAGE),
        ("sitemap.xml", FeedProblem.NOT_A_FEED),
        ("subscriptions.opml", FeedProblem.LIST),
    ],
)
def test_what_is_no_feed_is_refused_with_its_reason(name, problem):
    assert problem_of((FEEDS / name).read_bytes()) is problem


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FeedProblem.EMPTY),
        (b" \n\t ", FeedProblem.EMPTY),
        (b"\xef\xbb\xbf", FeedProblem.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), FeedProblem.NOT_A_FEED),
        (b"%PDF-1.7 \x00\x01\x02", FeedProblem.NOT_A_FEED),
        (b"\x1f\x8bnot gzip", FeedProblem.NOT_A_FEED),
        (b"bonjour", FeedProblem.NOT_A_FEED),
        (b"[1, 2]", FeedProblem.NOT_A_FEED),
        (b'{"items": []}', FeedProblem.NOT_A_FEED),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', FeedProblem.UNREADABLE),
        (b"<rss>" + b"<a>" * 300, FeedProblem.TOO_LARGE),
        (b"[" * 100_000, FeedProblem.TOO_LARGE),
        (b"<rss><channel><item a='" + b"x" * 1_000_000 + b"'/></channel></rss>", FeedProblem.TOO_LARGE),
        (b"<rss><channel><item>" + b"<a/>" * 700_000, FeedProblem.TOO_LARGE),
        (b"<rss>" + b" " * LARGEST, FeedProblem.TOO_LARGE),
        (b"<!--" * 100_000, FeedProblem.DECLARATIONS),
        (b"<!DOCTYPE " + b"a" * 1_000_000, FeedProblem.DECLARATIONS),
        (
            b"<!DOCTYPE r [<!ENTITY a 'aa'>]><rss><channel><title>&a;</title></channel></rss>",
            FeedProblem.DECLARATIONS,
        ),
        (b"\n<!doctype rss SYSTEM 'http://mal.example/x'><rss><channel/></rss>", FeedProblem.DECLARATIONS),
        (b"Notice <!DOCTYPE r [<!ENTITY a 'aa'>]><rss><channel/></rss>", FeedProblem.NOT_A_FEED),
    ],
    ids=lambda value: None if isinstance(value, FeedProblem) else repr(value[:24]),
)
def test_what_harms_or_means_nothing_is_refused(content, problem):
    assert problem_of(content) is problem


def test_a_page_served_as_such_is_a_page():
    assert problem_of(b"<x>bonjour</x>", "text/html; charset=utf-8") is FeedProblem.PAGE


def test_no_more_entries_are_kept_than_there_is_room_for():
    feed = parse(rss("<item><title>x</title></item>" * 10_050), content_type=None, url=URL, now=NOW)
    assert len(feed.entries) == MOST_ENTRIES


def test_an_item_within_an_item_is_none_of_the_feed():
    assert titled("<item><title>Un</title><x><item><title>Deux</title></item></x></item>") == ["Un"]


def test_a_feed_without_a_title_is_called_by_its_host():
    assert parse(rss(head=""), content_type=None, url=URL, now=NOW).title == "reseau.example"


async def test_damaged_feeds_are_read_by_the_lenient_reader():
    content = (FEEDS / "unclosed_tags.xml").read_bytes()
    feed = await read_feed(content, content_type=None, url=URL, now=NOW)
    assert [(entry.title, entry.summary) for entry in feed.entries] == [
        ("Un atelier", "Du texte mal fermé"),
        ("Deux", ""),
    ]


async def test_the_lenient_reader_reads_dates_as_the_other_does():
    item = "<item><title>Un<br>deux</title><link>/x</link><pubDate>16 Nov 2026 09:00 CET</pubDate></item>"
    feed = await read_feed(rss(item), content_type=None, url=URL, now=NOW)
    assert feed.entries[0].published_at == datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert feed.entries[0].url == "https://reseau.example/x"


async def test_what_nobody_can_read_is_refused():
    with pytest.raises(FeedError) as refused:
        await read_feed(b"<rss><channel><<<>>", content_type=None, url=URL, now=NOW)
    assert refused.value.problem is FeedProblem.UNREADABLE


async def test_a_lenient_reader_that_takes_too_long_is_killed(monkeypatch):
    monkeypatch.setattr("plugins.watch.reading.lenient.TIME_LIMIT", timedelta())
    with pytest.raises(FeedError) as refused:
        await read_feed((FEEDS / "uppercase.xml").read_bytes(), content_type=None, url=URL, now=NOW)
    assert refused.value.problem is FeedProblem.UNREADABLE


@given(st.binary(max_size=400), st.sampled_from([b"", b"<rss><channel><item>", b"<feed>", b"{", b"\xff\xfe"]))
def test_any_bytes_are_read_or_refused(content, beginning):
    title = "refused"
    with suppress(FeedError):
        title = parse(beginning + content, content_type=None, url=URL, now=NOW).title
    assert title


@given(st.text(max_size=300))
def test_titles_hold_nothing_that_deceives(text):
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "")
    for title in titled(f"<item><title>{written}</title><link>https://x.example/</link></item>"):
        assert title == " ".join(title.split())
        assert not set(title) & DECEIVING
        assert 0 < len(title) <= LONGEST_TITLE


async def test_others_are_served_while_a_large_feed_is_read():
    content = rss("<item><title>Un atelier</title></item>" * 5_000)
    turns = 0

    async def others():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(others())
    feed = await read_feed(content, content_type=None, url=URL, now=NOW)
    beside.cancel()
    assert len(feed.entries) == 5_000
    assert turns > 10


def test_a_large_feed_in_utf_8_is_not_copied_to_be_read():
    content = rss(f"<item><title>L’été</title><description>{'été ' * 20_000}</description></item>" * 100)
    parse(rss("<item><title>Un atelier</title></item>"), content_type=None, url=URL, now=NOW)
    tracemalloc.start()
    feed = parse(content, content_type=None, url=URL, now=NOW)
    _held, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(feed.entries) == 100
    assert most < len(content) // 2


@pytest.mark.parametrize("before", range(4))
def test_characters_are_whole_wherever_a_feed_is_parted_to_be_read(before):
    family = "x" * before + "👩‍👩‍👧" * 40_000
    long, short = parse(
        rss(f"<item><title>{family}</title></item><item><title>L’été</title></item>"),
        content_type=None,
        url=URL,
        now=NOW,
    ).entries
    assert set(long.title) == {*family, "…"}
    assert short.title == "L’été"


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 50_000, "<a " + "b='1' " * 40_000, "<!--" * 60_000, "<script>" * 30_000, "<a \"'" * 50_000],
)
def test_markup_made_to_take_long_is_nothing(markup):
    (entry,) = parse(
        rss(f"<item><title>Un atelier</title><description><![CDATA[{markup}]]></description></item>"),
        content_type=None,
        url=URL,
        now=NOW,
    ).entries
    assert entry.summary == ""
