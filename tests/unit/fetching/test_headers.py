"""What the fetcher says of itself, and what it reads of the headers of an answer."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.fetching.headers import own_headers, read_headers, retry_after

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        ("dpo@example.org", "Maillage/1.2 (+dpo@example.org)"),
        ("https://example.org/contact", "Maillage/1.2 (+https://example.org/contact)"),
        ("Médiathèque (étage 2)\r\nX: y", "Maillage/1.2 (+Mediatheque etage 2X: y)"),
    ],
)
def test_sites_are_told_how_to_reach_whoever_runs_the_bot(contact, agent):
    assert own_headers("1.2", contact, "fr")["User-Agent"] == agent


def test_the_language_of_the_network_is_preferred():
    assert own_headers("1", "x", "fr")["Accept-Language"].startswith("fr")
    assert own_headers("1", "x", "en")["Accept-Language"].startswith("en")


def test_names_are_in_lower_case_and_values_of_the_same_name_joined():
    read = read_headers([(b"ETag", b'"a"'), (b"Vary", b"Accept"), (b"vary", b"Cookie")])
    assert read == {"etag": '"a"', "vary": "Accept, Cookie"}


def test_cookies_are_left_out():
    assert read_headers([(b"Set-Cookie", b"a=b"), (b"Age", b"1")]) == {"age": "1"}


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("été".encode(), "été"),
        ("été".encode("latin-1"), "été"),
        (b"\xff\xfe", "ÿþ"),
        (b"a\x00b\x1bc\td", "a b c d"),
    ],
)
def test_values_can_be_stored_and_sent_again(raw, read):
    assert read_headers([(b"ETag", raw)])["etag"] == read
    read.encode()


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(0)),
        ("99999999999999999999", timedelta(days=7)),
        ("Sun, 22 Nov 2026 11:00:00 GMT", timedelta(hours=1)),
        ("Sunday, 22-Nov-26 11:00:00 GMT", timedelta(hours=1)),
        ("Sun, 22 Nov 2026 09:00:00 GMT", timedelta(0)),
        ("Fri, 22 Nov 2086 09:00:00 GMT", timedelta(days=7)),
        ("-5", None),
        ("bientôt", None),
        ("١٢", None),
        ("", None),
        ("Sun, 99 Nov 2026 11:00:00 GMT", None),
    ],
)
def test_how_long_a_server_asks_to_wait(said, wait):
    assert retry_after({"retry-after": said}, NOW) == wait


def test_a_date_is_seen_from_the_clock_of_the_server():
    headers = {"retry-after": "Sun, 22 Nov 2020 11:00:00 GMT", "date": "Sun, 22 Nov 2020 10:30:00 GMT"}
    assert retry_after(headers, NOW) == timedelta(minutes=30)
    assert retry_after({**headers, "date": "hier"}, NOW) == timedelta(0)


def test_a_server_that_asks_nothing_may_be_asked_at_any_time():
    assert retry_after({}, NOW) is None
