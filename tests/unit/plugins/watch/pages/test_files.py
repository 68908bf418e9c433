"""How what a server sends is told apart: by how it begins, in time linear in its length."""

import pytest

from plugins.watch.pages.files import kind_of, pdf_title
from plugins.watch.pages.page import PageKind


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"<!-- a --> <!----> <!DOCTYPE html>", PageKind.PAGE),
        (b"\xef\xbb\xbf  <html>", PageKind.PAGE),
        (b"<?xml version='1.0'?> <!-- <html> --> <?x?><rss version='2.0'>", PageKind.FEED),
        (b"<!-- never ended <html>", PageKind.FILE),
        (b"words, then <html>", PageKind.FILE),
    ],
)
def test_comments_before_the_first_tag_are_passed_over(beginning: bytes, kind: PageKind) -> None:
    assert kind_of(beginning, None) is kind


def test_many_comments_hide_nothing_that_would_have_to_be_tried_again() -> None:
    comments = b"<!---->" * 140  # each may end at its own mark or at any later one: 2 to the 140 ways
    assert kind_of(comments + b"<p>", None) is PageKind.FILE
    assert kind_of(comments + b"<p>", "text/html") is PageKind.PAGE
    assert kind_of(comments + b"<rss>", "text/html") is PageKind.FEED


@pytest.mark.parametrize("piece", [b"<<", b"<</Title", b"<</Producer(a)/Title   ", b"/Author", b"/Title "])
def test_a_hostile_pdf_has_no_title(piece: bytes) -> None:
    assert pdf_title(b"%PDF-" + piece * (2_000_000 // len(piece))) == ""


def test_the_title_of_a_pdf_stands_after_those_of_its_chapters() -> None:
    chapters = b"<</Title(Chapitre)/Parent 3 0 R>>\n" * 5_000
    information = b"<</CreationDate(D:2026)/Title (Guide du numerique)/Producer(LibreOffice)>>"
    assert pdf_title(b"%PDF-1.4\n" + chapters + information) == "Guide du numerique"
