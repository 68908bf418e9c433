from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.messages import in_english
from plugins.watch.reading.opml import LARGEST, MOST_FEEDS, OpmlError, Outline, read_opml, write_opml

FILE = Path(__file__).parents[4] / "data/feeds/subscriptions.opml"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)


def opml(inside, head=""):
    return f"<opml version='2.0'><head>{head}</head><body>{inside}</body></opml>".encode()


def test_a_list_of_an_old_program_is_read():
    found = read_opml(FILE.read_bytes())
    assert found.title == "Mes flux préférés"
    assert found.outlines == (
        Outline(
            "https://reseau.example/feed?a=1&b=2",
            "Le réseau, en clair",
            "https://reseau.example/",
        ),
        Outline("https://deux.example/rss", "Sans titre", None),
        Outline("http://trois.example/rss", "Abonnement", None),
    )


def test_the_address_of_a_feed_may_be_called_otherwise_and_is_not_that_of_a_page():
    found = read_opml(
        opml(
            "<outline type='rss' text='Un' url='https://un.example/rss'/>"
            "<outline type='link' text='Deux' url='https://deux.example/'/>"
        )
    )
    assert [outline.url for outline in found.outlines] == ["https://un.example/rss"]
    assert found.problems == ()


def test_lines_that_cannot_be_taken_are_told_by_their_number():
    assert [
        (problem.line, in_english(problem.text)) for problem in read_opml(FILE.read_bytes()).problems
    ] == [
        (11, "“javascript:alert(1)” is not the address of a feed."),
        (12, "“Vide” has no address of a feed."),
    ]


@given(
    st.lists(
        st.tuples(names, st.integers(0, 99), st.booleans()),
        max_size=20,
        unique_by=lambda outline: outline[1],
    )
)
def test_what_is_written_is_read_again(told):
    outlines = [
        Outline(
            f"https://reseau.example/{number}?a=1&b=%C3%A9",
            name,
            f"https://reseau.example/{number}" if has_site else None,
        )
        for name, number, has_site in told
    ]
    found = read_opml(write_opml("Mes flux", outlines, NOW))
    assert sorted(found.outlines, key=lambda one: one.url) == sorted(outlines, key=lambda one: one.url)
    assert (found.title, found.problems) == ("Mes flux", ())


def test_what_is_written_is_opml_2_0():
    outlines = [Outline("https://reseau.example/f", "Réseau <&> \x00", "https://reseau.example/")]
    root = ElementTree.fromstring(write_opml("Mes flux", outlines, NOW))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/dateCreated") == "Fri, 20 Nov 2026 12:00:00 +0000"
    assert root.find("body/outline").attrib == {
        "text": "Réseau <&> ",
        "title": "Réseau <&> ",
        "type": "rss",
        "xmlUrl": "https://reseau.example/f",
        "htmlUrl": "https://reseau.example/",
    }


def test_no_more_feeds_are_taken_than_the_most():
    found = read_opml(
        opml("".join(f"<outline xmlUrl='https://x.example/{n}'/>" for n in range(MOST_FEEDS + 50)))
    )
    assert len(found.outlines) == MOST_FEEDS
    assert len(found.problems) == 1


def test_damaged_lists_are_read_as_far_as_they_go():
    found = read_opml(opml("<outline text='Q&A' xmlUrl='https://x.example/?a=1&b=2'/><outline text='b'"))
    assert [outline.url for outline in found.outlines] == ["https://x.example/?a=1&b=2"]


def test_deep_folders_are_not_followed_for_ever():
    deep = "<outline text='d'>" * 200 + "<outline xmlUrl='https://x.example/f'/>" + "</outline>" * 200
    assert read_opml(opml(deep)).outlines == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"bonjour",
        b"<rss/>",
        b'<!DOCTYPE opml [<!ENTITY a "b">]><opml version="2.0"><body/></opml>',
        b"\x89PNG\x00",
        b" " * (LARGEST + 1),
        "https://x.example/feed\n".encode("utf-16"),
    ],
    ids=range(7),
)
def test_what_is_no_list_is_refused(content):
    with pytest.raises(OpmlError) as refused:
        read_opml(content)
    assert refused.value.text
