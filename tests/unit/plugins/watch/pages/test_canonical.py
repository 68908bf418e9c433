"""What the form in which addresses are kept leaves out, and what it never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.watch.pages.canonical import (
    AddressError,
    canonical,
    is_home,
    same_key,
    same_site,
    shown_host,
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("HTTP://Mairie.Example:80/A", "http://mairie.example/A"),
        ("https://mairie.example:443", "https://mairie.example/"),
        ("https://mairie.example:8443/a", "https://mairie.example:8443/a"),
        ("https://mairie.example/a?", "https://mairie.example/a"),
        ("https://mairie.example/a#bas", "https://mairie.example/a"),
        ("https://mairie.example/#!/agenda", "https://mairie.example/#!/agenda"),
        ("https://mairie.example/#/agenda/3", "https://mairie.example/#/agenda/3"),
        ("https://mairie.example/a#:~:text=oui", "https://mairie.example/a"),
        ("https://mairie.example/a?utm_source=x&id=3&UTM_Medium=y", "https://mairie.example/a?id=3"),
        ("https://mairie.example/a?xtor=RSS-1&fbclid=2&at_medium=5", "https://mairie.example/a"),
        ("https://mairie.example/a?mtm_campaign=x&pk_kwd=2&piwik_kwd=1#m", "https://mairie.example/a"),
        ("https://mairie.example/a?mc_cid=1&mc_eid=2&_hsenc=3&oly_enc_id=4", "https://mairie.example/a"),
        ("https://mairie.example/a?%75tm_source=1&b", "https://mairie.example/a?b"),
        ("https://www.youtube.com/watch?v=a1&si=xyz&feature=shared", "https://www.youtube.com/watch?v=a1"),
        ("https://mairie.example/?si=oui&feature=3", "https://mairie.example/?si=oui&feature=3"),
        ("https://x.com/a/status/12?s=20&t=zz", "https://x.com/a/status/12"),
        ("https://boutique.example/?t=3&s=velo", "https://boutique.example/?t=3&s=velo"),
        ("https://mairie.example/a?PHPSESSID=12&id=3", "https://mairie.example/a?id=3"),
        ("https://mairie.example/a;jsessionid=0A1B.n2/b;v=1?JSESSIONID=4", "https://mairie.example/a/b;v=1"),
        ("https://mairie.example/?ASPSESSIONIDQQ=A&CFID=1&cftoken=2&p=3", "https://mairie.example/?p=3"),
        ("https://mairie.example/?sid=9f86d081884c7d659a2feaa0c55ad015&p=3", "https://mairie.example/?p=3"),
        ("https://mairie.example/?name=News&sid=123", "https://mairie.example/?name=News&sid=123"),
        ("https://salon.example/?sessionid=mediation", "https://salon.example/?sessionid=mediation"),
        ("https://été.example/à propos", "https://xn--t-9fab.example/%C3%A0%20propos"),
        ("  https://mairie.example/a\n ", "https://mairie.example/a"),
        ("https://mairie.example/a/../b/./c", "https://mairie.example/b/c"),
    ],
)
def test_only_what_traces_the_reader_is_taken_out(written: str, kept: str) -> None:
    assert canonical(written) == kept


@pytest.mark.parametrize(
    "query",
    ["id=1", "uid=2", "eid=3", "source=a", "ref=b", "p=12", "page=2", "article=7", "lang=fr", "q=a+b",
     "a&&b=", "article87", "campaign=x", "from=y", "q=%C3%a9&x", "utm", "at=3", "format=pdf"],
)  # fmt: skip
def test_what_may_tell_pages_apart_stays_to_the_letter(query: str) -> None:
    assert canonical(f"https://mairie.example/x?{query}") == f"https://mairie.example/x?{query}"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ftp://mairie.example/a", "http"),
        ("javascript:alert(1)", "http"),
        ("mairie.example", "http"),
        ("", "http"),
        ("https://", "http"),
        ("https://.../", "names no site"),
        ("https://lea:secret@mairie.example/", "password"),
        ("https://lea@mairie.example/", "user name"),
        ("https://mairie.example/" + "a" * 2048, "2048"),
        ("https://mairie.example/" + "é" * 700, "2048"),
        ("https://mairie.example/\ud800", "http"),
        ("https://ma irie.example/", "http"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_with_a_reason(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refused:
        canonical(written)
    assert isinstance(refused.value, AddressError)
    assert refused.value.text.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.mairie.example/a/", "https://mairie.example/a"),
        ("https://mairie.example", "http://www.mairie.example/#bas"),
        ("https://mairie.example/%7elea/caf%c3%a9", "https://mairie.example/~lea/caf%C3%A9"),
        ("https://mairie.example./a", "https://mairie.example/a"),
        ("https://mairie.example/a?id=1&gclid=2", "https://mairie.example/a?id=1"),
    ],
)
def test_two_ways_to_write_one_link_are_one(one: str, other: str) -> None:
    assert same_key(one) == same_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://mairie.example/a", "https://mairie.example/A"),
        ("https://mairie.example/a?id=1", "https://mairie.example/a?id=2"),
        ("https://mairie.example/a?x=1&y=2", "https://mairie.example/a?y=2&x=1"),
        ("https://mairie.example/a%2Fb", "https://mairie.example/a/b"),
        ("https://mairie.example/a%2541", "https://mairie.example/a%41"),
        ("https://mairie.example/a", "https://mairie.example:8080/a"),
        ("https://m.mairie.example/a", "https://mairie.example/a"),
        ("https://www.example/a", "https://mairie.example/a"),
        ("https://mairie.example/#/a", "https://mairie.example/#/b"),
    ],
)
def test_two_pages_are_never_one_link(one: str, other: str) -> None:
    assert same_key(one) != same_key(other)


_WORDS = st.text(alphabet="abzAZ019-._~%é &=+;/", max_size=12)
_ADDRESSES = st.builds(
    "{}://{}{}/{}{}{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["mairie.example", "www.mairie.example", "Été.example", "1.2.3.4", "[::1]"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    _WORDS,
    st.one_of(st.just(""), st.lists(_WORDS, max_size=4).map(lambda parts: "?" + "&".join(parts))),
    st.one_of(st.just(""), _WORDS.map(lambda word: "#" + word)),
)


@given(_ADDRESSES)
def test_the_kept_form_is_its_own(url: str) -> None:
    kept = canonical(url)
    assert canonical(kept) == kept
    assert same_key(kept) == same_key(url)


@given(_ADDRESSES)
def test_the_server_sees_the_same_request_but_for_what_traces(url: str) -> None:
    import can_ada

    before, after = can_ada.parse(url), can_ada.parse(canonical(url))
    assert (after.protocol, after.host, after.pathname) == (before.protocol, before.host, before.pathname)
    assert after.search.strip("?") == before.search[1:].strip("?") or before.search == after.search


@given(_ADDRESSES, st.sampled_from(["utm_source=x", "fbclid=1", "xtor=RSS-3", "MTM_kwd=a", "gclid"]))
def test_a_parameter_that_traces_changes_nothing(url: str, tracing: str) -> None:
    plain = canonical(url.partition("#")[0])
    traced = f"{plain}{'&' if '?' in plain else '?'}{tracing}"
    assert canonical(traced) == plain


def test_hosts_are_shown_as_people_read_them() -> None:
    assert shown_host("https://www.mairie.example/a") == "mairie.example"
    assert shown_host("https://médiathèque.example/") == "médiathèque.example"
    assert shown_host("https://www.fr/") == "www.fr"


def test_a_host_in_look_alike_letters_is_not_shown_in_them() -> None:
    assert shown_host("https://аррӏе.example/").startswith("xn--")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://m.journal.example/a", "https://www.journal.example/b", True),
        ("https://fr.m.wiki.example/a", "https://fr.wiki.example/b", True),
        ("http://blog.mairie.fr/a", "https://www.mairie.fr/b", True),
        ("https://lea.github.io/", "https://max.github.io/", False),
        ("https://impots.gouv.fr/", "https://aides.gouv.fr/", False),
        ("https://www.aides.gouv.fr/", "https://aides.gouv.fr/", True),
        ("https://1.2.3.4/", "https://9.2.3.4/", False),
        ("https://mairie.example:8080/", "https://mairie.example/", False),
    ],
)
def test_a_site_is_what_somebody_registered(one: str, other: str, *, same: bool) -> None:
    assert same_site(one, other) is same


def test_the_front_page_is_known() -> None:
    assert is_home("https://mairie.example")
    assert not is_home("https://mairie.example/?p=3")
