"""The web as it is: what a fetcher meets, from good sites to hostile ones. All of them are on loopback."""

import asyncio
import contextlib
import gzip
import random
import socket
import ssl
import subprocess
from datetime import UTC, datetime, timedelta

import brotli
import pytest

from bot.fetching import addresses, connecting, exchanging
from bot.fetching.fetcher import WebFetcher
from bot.fetching.following import AT_ONCE, AT_ONE_HOST
from bot.fetching.unpacking import MOUTHFUL
from bot.language.catalogue import Words
from bot.plugin import FetchError, FetchProblem
from tests.fakes.web_sites import Site, answer, serving

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SOON = timedelta(seconds=0.2)


@pytest.fixture(autouse=True, scope="module")
def certificates_read_once():
    """Read the machine's certificates once for all: they are a hundred."""
    with pytest.MonkeyPatch.context() as patch:
        read = ssl.create_default_context
        trusted = read()
        patch.setattr(ssl, "create_default_context", lambda **more: trusted if not more else read(**more))
        yield


@contextlib.asynccontextmanager
async def fetching(*allowed_hosts, look_up=None):
    fetcher = WebFetcher(
        version="1.2",
        contact="dpo@example.org",
        language="fr",
        allowed_hosts=allowed_hosts,
        now=lambda: NOW,
        look_up=look_up,
    )
    try:
        yield fetcher
    finally:
        await fetcher.close()


@pytest.fixture
async def site():
    async with serving(Site()) as served:
        yield served


@pytest.fixture
async def fetcher():
    async with fetching("127.0.0.1") as opened:
        yield opened


async def problem_of(fetcher, url, **more):
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url, **more)
    return caught.value.problem


def names(**known):
    """Return what finds addresses: each name has lists of them, one for each time that it is looked up."""
    asked = []

    async def look_up(host):
        asked.append(host)
        lists = known.get(host.replace(".", "_"))
        if not lists:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return lists.pop(0) if len(lists) > 1 else lists[0]

    look_up.asked = asked
    return look_up


# What good sites answer


async def test_a_page_is_read_with_its_headers(site, fetcher):
    site.on("/", answer("été".encode(), Content_Type="text/html", ETag='"7"', Set_Cookie="a=b"))
    fetched = await fetcher.fetch(site.url())
    assert (fetched.status, fetched.content, fetched.url) == (200, "été".encode(), site.url())
    assert fetched.headers == {"content-type": "text/html", "etag": '"7"', "content-length": "5"}
    assert fetched.moved_to is None
    assert fetched.retry_after is None


async def test_the_site_is_told_who_asks_and_what_is_understood(site, fetcher):
    site.on("*", answer(b"ok"))
    await fetcher.fetch(site.url("/a?b=c#part"), headers={"If-None-Match": '"7"', "Accept": "text/html"})
    head = site.asked[0]
    assert head.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert "User-Agent: Maillage/1.2 (+dpo@example.org)" in head
    assert "Accept-Encoding: gzip, deflate, br" in head
    assert "Accept-Language: fr" in head
    assert 'If-None-Match: "7"' in head
    assert "Accept: text/html" in head
    await fetcher.fetch(site.url())
    assert "Accept: */*" in site.asked[1]


async def test_cookies_are_not_kept(site, fetcher):
    site.on("*", answer(b"ok", Set_Cookie="session=1; Path=/"))
    await fetcher.fetch(site.url())
    await fetcher.fetch(site.url())
    assert "Cookie" not in "".join(site.asked)


@pytest.mark.parametrize("status", ["304 Not Modified", "404 Not Found", "410 Gone", "500 Oops", "503 Later"])
async def test_whatever_the_status_is_it_is_told(site, fetcher, status):
    site.on("/", answer(b"" if status.startswith("304") else b"words", status))
    fetched = await fetcher.fetch(site.url())
    assert fetched.status == int(status[:3])


async def test_how_long_to_wait_is_told(site, fetcher):
    site.on("/", answer(b"", "429 Too Many Requests", Retry_After="90"))
    assert (await fetcher.fetch(site.url())).retry_after == timedelta(seconds=90)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [("gzip", gzip.compress(b"x" * 500)), ("br", brotli.compress(b"x" * 500))],
    ids=["gzip", "br"],
)
async def test_compressed_content_comes_unpacked(site, fetcher, coding, packed):
    site.on("/", answer(packed, Content_Encoding=coding))
    assert (await fetcher.fetch(site.url())).content == b"x" * 500


async def test_content_may_come_in_chunks_or_end_with_the_connection(site, fetcher):
    site.on("/chunks", answer(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", Transfer_Encoding="chunked"))
    site.on("/end", closing(b"HTTP/1.0 200 OK\r\n\r\nabcde"))
    assert (await fetcher.fetch(site.url("/chunks"))).content == b"abcde"
    assert (await fetcher.fetch(site.url("/end"))).content == b"abcde"


async def test_a_connection_serves_for_many_requests(site, fetcher):
    site.on("*", answer(b"", "304 Not Modified"))
    for number in range(5):
        await fetcher.fetch(site.url(f"/{number}"))
    assert site.connections == 1


async def test_a_connection_that_ended_since_is_made_anew(site, fetcher):
    site.on("/first", answer(b"ok"))
    await fetcher.fetch(site.url("/first"))
    site.on("/second", closing_once(answer(b"again")))
    assert (await fetcher.fetch(site.url("/second"))).content == b"again"
    assert (site.connections, len(site.asked)) == (2, 3)


async def test_what_was_not_read_of_an_answer_is_none_of_the_next(site, fetcher):
    site.on("/", answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfalse", "301 Moved", Location="/there"))
    site.on("/there", answer(b"right"))
    assert (await fetcher.fetch(site.url())).content == b"right"
    assert (await fetcher.fetch(site.url("/there"))).content == b"right"


@pytest.mark.parametrize("value", ["a\r\nX-Other: b", "a\nb", "a\0b"])
async def test_a_header_cannot_hold_another(site, fetcher, value):
    site.on("/", answer(b"ok"))
    with pytest.raises(ValueError, match="breaks its line"):
        await fetcher.fetch(site.url(), headers={"If-None-Match": value})
    assert not site.asked


async def test_connections_to_many_hosts_do_not_stay_open(site, monkeypatch):
    monkeypatch.setattr(connecting, "MOST_IDLE", 3)
    site.on("*", answer(b"ok"))
    hosts = [f"127.0.1.{number}" for number in range(1, 9)]
    async with contextlib.AsyncExitStack() as stack:
        sites = [await stack.enter_async_context(serving(Site(), host)) for host in hosts]
        fetcher = await stack.enter_async_context(fetching("127.0.1.0/24"))
        for each in sites:
            each.on("*", answer(b"ok"))
            await fetcher.fetch(each.url())
        await fetcher.fetch(sites[0].url())
        await fetcher.fetch(sites[-1].url())
    assert sites[0].connections == 2
    assert sites[-1].connections == 1


# Where one is sent


async def test_permanent_moves_tell_where_to(site, fetcher):
    site.on("/old", answer(b"gone", "301 Moved Permanently", Location="/newer"))
    site.on("/newer", answer(b"", "308 Permanent Redirect", Location="/newest#part"))
    site.on("/newest", answer(b"here"))
    fetched = await fetcher.fetch(site.url("/old"))
    assert (fetched.content, fetched.url, fetched.moved_to) == (
        b"here",
        site.url("/newest"),
        site.url("/newest"),
    )


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_one_move_for_a_time_makes_all_of_them_so(site, fetcher, status):
    site.on("/old", answer(b"", "301 Moved Permanently", Location="/for-now"))
    site.on("/for-now", answer(b"", f"{status} Elsewhere", Location="/page"))
    site.on("/page", answer(b"here"))
    fetched = await fetcher.fetch(site.url("/old"))
    assert (fetched.url, fetched.moved_to) == (site.url("/page"), None)


async def test_conditions_are_for_the_host_that_made_them_and_for_no_other(site):
    """A name stands for another host: what the first one said of its page would mark whoever asks."""
    conditions = {"If-None-Match": '"7"', "if-modified-since": "Sun, 22 Nov 2026 10:00:00 GMT"}
    sent = {**conditions, "Accept": "text/html"}
    site.on("/", answer(b"", "302 Found", Location="/here"))
    site.on("/here", answer(b"", "302 Found", Location=site.url("/there", "ailleurs.fr")))
    site.on("/there", answer(b"", "302 Found", Location=site.url("/back")))
    site.on("/back", answer(b"ok"))
    async with fetching("127.0.0.1", look_up=names(ailleurs_fr=[["127.0.0.1"]])) as fetcher:
        assert (await fetcher.fetch(site.url(), headers=sent)).content == b"ok"
    told = [(head.split()[1], *(name in head for name in conditions)) for head in site.asked]
    assert told == [
        ("/", True, True),
        ("/here", True, True),
        ("/there", False, False),
        ("/back", False, False),
    ]
    assert all("Accept: text/html" in head for head in site.asked)


async def test_a_redirect_to_nowhere_is_an_answer(site, fetcher):
    site.on("/", answer(b"choose", "300 Multiple Choices"))
    site.on("/lost", answer(b"lost", "302 Found"))
    assert (await fetcher.fetch(site.url())).status == 300
    assert (await fetcher.fetch(site.url("/lost"))).content == b"lost"


async def test_circles_are_told(site, fetcher):
    site.on("/a", answer(b"", "302 Found", Location="/b"))
    site.on("/b", answer(b"", "302 Found", Location="/a#other"))
    site.on("/self", answer(b"", "302 Found", Location="/self"))
    assert await problem_of(fetcher, site.url("/a")) is FetchProblem.REDIRECT_LOOP
    assert await problem_of(fetcher, site.url("/self")) is FetchProblem.REDIRECT_LOOP
    assert len(site.asked) == 3


async def test_five_redirects_are_followed_and_no_more(site, fetcher):
    for number in range(9):
        site.on(f"/{number}", answer(b"", "302 Found", Location=f"/{number + 1}"))
    site.on("/9", answer(b"here"))
    assert (await fetcher.fetch(site.url("/4"))).content == b"here"
    site.asked.clear()
    assert await problem_of(fetcher, site.url("/3")) is FetchProblem.TOO_MANY_REDIRECTS
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("ftp://exemple.fr/", FetchProblem.NO_WEB_ADDRESS),
        ("file:///etc/passwd", FetchProblem.NO_WEB_ADDRESS),
        ("http://lea:secret@127.0.0.1/", FetchProblem.CREDENTIALS),
        ("http://127.0.0.1:25/", FetchProblem.PORT),
        ("http://169.254.169.254/latest/meta-data/", FetchProblem.PRIVATE),
        ("http://[fd00:ec2::254]/", FetchProblem.PRIVATE),
        ("//2130706434/", FetchProblem.PRIVATE),
    ],
)
async def test_where_a_site_sends_is_checked(site, fetcher, location, problem):
    site.on("/", answer(b"", "302 Found", Location=location))
    assert await problem_of(fetcher, site.url()) is problem


async def test_an_allowed_site_cannot_send_to_another_private_one(site, fetcher):
    async with serving(Site(), "127.0.0.2") as secret:
        secret.on("*", answer(b"secret"))
        site.on("/", answer(b"", "302 Found", Location=secret.url()))
        assert await problem_of(fetcher, site.url()) is FetchProblem.PRIVATE
        assert await problem_of(fetcher, secret.url()) is FetchProblem.PRIVATE
        assert secret.connections == 0


# What names lead to


async def test_a_name_that_leads_into_a_private_network_is_refused(site):
    site.on("*", answer(b"secret"))
    async with fetching(look_up=names(piege_fr=[["127.0.0.1", "::1", "10.0.0.1"]])) as fetcher:
        assert await problem_of(fetcher, site.url(host="piege.fr")) is FetchProblem.PRIVATE
    assert site.connections == 0


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "LocalHost"])
async def test_this_machine_is_refused_by_its_name_too(site, name):
    async with fetching() as fetcher:
        assert await problem_of(fetcher, site.url(host=name)) is FetchProblem.PRIVATE
    assert site.connections == 0


async def test_a_site_sends_to_a_name_that_leads_into_a_private_network(site):
    site.on("/", answer(b"", "302 Found", Location=site.url("/secret", "piege.fr")))
    look_up = names(bon_fr=[["127.0.0.1"]], piege_fr=[["127.0.0.1"]])
    async with fetching("bon.fr", look_up=look_up) as fetcher:
        assert await problem_of(fetcher, site.url(host="bon.fr")) is FetchProblem.PRIVATE
    assert len(site.asked) == 1


async def test_of_several_addresses_only_those_that_may_be_asked_are(site):
    site.on("*", answer(b"ok"))
    async with serving(Site(), "127.0.0.2") as secret:
        site_at_same_port = names(double_fr=[["127.0.0.2", "127.0.0.1"]])
        async with fetching("127.0.0.1", look_up=site_at_same_port) as fetcher:
            assert (await fetcher.fetch(site.url(host="double.fr"))).content == b"ok"
        assert secret.connections == 0


async def test_a_name_is_resolved_once_and_what_was_checked_is_what_is_asked(site):
    site.on("*", answer(b"ok"))
    look_up = names(change_fr=[["127.0.0.1"], ["127.0.0.2"]])
    async with fetching("127.0.0.1", look_up=look_up) as fetcher:
        assert (await fetcher.fetch(site.url(host="change.fr"))).content == b"ok"
        assert (await fetcher.fetch(site.url("/again", "change.fr"))).content == b"ok"
    assert look_up.asked == ["change.fr"]
    assert f"Host: change.fr:{site.port}" in site.asked[0]


async def test_a_name_whose_address_changes_is_checked_again(site, monkeypatch):
    monkeypatch.setattr(connecting, "KNOWN_FOR", 0)
    site.on("*", closing(answer(b"ok")))
    async with serving(Site(), "127.0.0.2") as secret:
        look_up = names(change_fr=[["127.0.0.1"], ["127.0.0.2"]])
        async with fetching("127.0.0.1", look_up=look_up) as fetcher:
            assert (await fetcher.fetch(site.url(host="change.fr"))).content == b"ok"
            assert await problem_of(fetcher, site.url(host="change.fr")) is FetchProblem.PRIVATE
        assert secret.connections == 0


async def test_an_allowed_name_is_asked_wherever_it_leads_and_no_other_name_there(site):
    site.on("*", answer(b"ok"))
    look_up = names(intranet_exemple_fr=[["127.0.0.1"]], autre_fr=[["127.0.0.1"]])
    async with fetching("Intranet.Exemple.fr", look_up=look_up) as fetcher:
        assert (await fetcher.fetch(site.url(host="INTRANET.exemple.fr"))).content == b"ok"
        assert await problem_of(fetcher, site.url(host="autre.fr")) is FetchProblem.PRIVATE
        assert await problem_of(fetcher, site.url()) is FetchProblem.PRIVATE


@pytest.mark.parametrize("host", [None, "public.fr"])
async def test_this_machine_is_refused_by_an_address_that_is_public(site, monkeypatch, host):
    monkeypatch.setattr(addresses, "is_public", lambda _address: True)
    site.on("*", answer(b"ok"))
    look_up = names(public_fr=[["127.0.0.1"]])
    async with fetching(look_up=look_up) as fetcher:
        assert await problem_of(fetcher, site.url(host=host)) is FetchProblem.PRIVATE
    assert site.connections == 0
    for allowed in ("127.0.0.1", "public.fr" if host else "127.0.0.0/8"):
        async with fetching(allowed, look_up=look_up) as fetcher:
            assert (await fetcher.fetch(site.url(host=host))).content == b"ok"


async def test_a_site_sends_to_this_machine_by_an_address_that_is_public(site, monkeypatch):
    monkeypatch.setattr(addresses, "is_public", lambda _address: True)
    site.on("/", answer(b"", "302 Found", Location=site.url("/secret")))
    async with fetching("bon.fr", look_up=names(bon_fr=[["127.0.0.1"]])) as fetcher:
        assert await problem_of(fetcher, site.url(host="bon.fr")) is FetchProblem.PRIVATE
    assert len(site.asked) == 1


async def test_who_asks_for_one_name_together_is_refused_together():
    look_up = names(piege_fr=[["10.0.0.1"]])
    async with fetching(look_up=look_up) as fetcher:
        asked = (problem_of(fetcher, f"http://piege.fr/{number}") for number in range(8))
        assert set(await asyncio.gather(*asked)) == {FetchProblem.PRIVATE}


async def test_international_names_are_looked_up_in_ascii(site):
    site.on("*", answer(b"ok"))
    look_up = names(**{"xn--mdiathque-53af_fr": [["127.0.0.1"]]})
    async with fetching("médiathèque.fr", look_up=look_up) as fetcher:
        fetched = await fetcher.fetch(site.url("/été", "médiathèque.fr"))
    assert fetched.url == f"http://xn--mdiathque-53af.fr:{site.port}/%C3%A9t%C3%A9"


@pytest.mark.parametrize("host", ["inconnu.fr", "a..b", "x" * 70 + ".fr", "inconnu.invalid"])
async def test_hosts_that_do_not_exist_are_told(host):
    async with fetching(look_up=names()) as fetcher:
        assert await problem_of(fetcher, f"http://{host}/") is FetchProblem.UNKNOWN_HOST


async def test_a_host_of_which_nobody_can_be_asked_is_not_said_to_be_unknown():
    async def look_up(_host):
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    async with fetching(look_up=look_up) as fetcher:
        assert await problem_of(fetcher, "http://mairie.fr/") is FetchProblem.UNREACHABLE


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".fr"])
async def test_the_machine_is_asked_for_names_that_cannot_be(host):
    async with fetching() as fetcher:
        assert await problem_of(fetcher, f"http://{host}/") is FetchProblem.UNKNOWN_HOST


async def test_a_name_without_addresses_is_unknown():
    async with fetching(look_up=names(vide_fr=[[]])) as fetcher:
        assert await problem_of(fetcher, "http://vide.fr/") is FetchProblem.UNKNOWN_HOST


# What hostile sites do


def closing(raw):
    async def close(writer):
        writer.write(raw)
        await writer.drain()
        writer.close()

    return close


def closing_once(raw):
    """Close the first connection without a word; answer on the next."""
    closed = []

    async def close(writer):
        if closed:
            writer.write(raw)
        else:
            closed.append(True)
            writer.close()

    return close


def resetting(raw=b""):
    async def reset(writer):
        writer.write(raw)
        await writer.drain()
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        writer.transport.abort()

    return reset


def endless(head, piece, pause=0.0):
    async def go_on(writer):
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return go_on


async def silence(_writer):
    await asyncio.Event().wait()


SLOW = {
    "silence": silence,
    "slow head": endless(b"HTTP/1.1 200 OK\r\n", b"X", 0.01),
    "slow body": endless(answer(b"", Content_Length="1000000"), b"x", 0.01),
    "slow chunks": endless(answer(b"", Transfer_Encoding="chunked"), b"1\r\nx\r\n", 0.01),
    "provisional answers": endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n", 0.005),
}


@pytest.mark.parametrize("kind", SLOW)
async def test_who_drips_is_cut_off_at_the_deadline(site, fetcher, kind):
    site.on("/", SLOW[kind])
    began = asyncio.get_running_loop().time()
    assert await problem_of(fetcher, site.url(), deadline=SOON) is FetchProblem.TOO_SLOW
    assert asyncio.get_running_loop().time() - began < 2


async def test_redirects_share_one_deadline(site, fetcher):
    async def later(writer):
        await asyncio.sleep(0.12)
        writer.write(answer(b"", "302 Found", Location="/then"))

    async def even_later(writer):
        await asyncio.sleep(0.12)
        writer.write(answer(b"late"))

    site.on("/", later)
    site.on("/then", even_later)
    assert await problem_of(fetcher, site.url(), deadline=SOON) is FetchProblem.TOO_SLOW


async def test_a_name_that_nobody_answers_for_is_cut_off_too():
    async def look_up(_host):
        await asyncio.Event().wait()

    async with fetching(look_up=look_up) as fetcher:
        assert await problem_of(fetcher, "http://exemple.fr/", deadline=SOON) is FetchProblem.TOO_SLOW


async def test_content_that_says_it_is_too_large_is_not_read(site, fetcher):
    site.on("/", endless(answer(b"", Content_Length="20000000"), b"x" * 1000))
    assert await problem_of(fetcher, site.url()) is FetchProblem.TOO_LARGE


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (answer(b"", Transfer_Encoding="chunked"), b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 4096),
    ],
    ids=["chunks", "until the end"],
)
async def test_content_without_an_end_is_cut_off(site, fetcher, head, piece):
    site.on("/", endless(head, piece))
    assert await problem_of(fetcher, site.url(), limit=100_000) is FetchProblem.TOO_LARGE


async def test_of_content_without_an_end_the_beginning_may_be_enough(site, fetcher):
    site.on("/", endless(answer(b"", Content_Length="20000000"), b"x" * 4096))
    found = await fetcher.fetch(site.url(), limit=100_000, partly=True)
    assert (found.content, found.is_partial) == (b"x" * 100_000, True)
    site.on("/", answer(b"all of it"))
    found = await fetcher.fetch(site.url(), limit=100_000, partly=True)
    assert (found.content, found.is_partial) == (b"all of it", False)


@pytest.mark.parametrize(
    "piece", [b"X-More: and more\r\n", b"x" * 4096], ids=["many headers", "a long header"]
)
async def test_headers_without_an_end_are_cut_off(site, fetcher, piece):
    site.on("/", endless(b"HTTP/1.1 200 OK\r\nX-First: ", piece))
    assert await problem_of(fetcher, site.url()) is FetchProblem.NOT_HTTP


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(30_000_000))),
        ("br", brotli.compress(bytes(30_000_000), quality=5)),
        ("gzip, gzip", gzip.compress(gzip.compress(bytes(30_000_000)))),
    ],
    ids=["gzip", "br", "twice"],
)
async def test_bombs_are_cut_off(site, fetcher, coding, bomb):
    site.on("/", answer(bomb, Content_Encoding=coding))
    assert await problem_of(fetcher, site.url()) is FetchProblem.TOO_LARGE


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"x" * 5_000)[:-4]),
        ("gzip", b"<rss>"),
        ("gzip,gzip,gzip", b""),
    ],
    ids=["truncated", "plain", "too many times"],
)
async def test_badly_packed_content_is_told(site, fetcher, coding, packed):
    site.on("/", answer(packed, Content_Encoding=coding))
    assert await problem_of(fetcher, site.url()) is FetchProblem.BADLY_PACKED


@pytest.mark.parametrize(
    "doing",
    [
        closing(b""),
        closing(b"HTTP/1.1 200 OK\r\nContent-Le"),
        closing(answer(b"half", Content_Length="8")),
        closing(answer(b"8\r\nhalf", Transfer_Encoding="chunked")),
        resetting(),
        resetting(answer(b"half", Content_Length="8")),
    ],
    ids=["at once", "in the head", "in the body", "in a chunk", "reset", "reset in the body"],
)
async def test_an_answer_that_is_cut_off_is_told(site, fetcher, doing):
    site.on("/", doing)
    assert await problem_of(fetcher, site.url()) is FetchProblem.INTERRUPTED


@pytest.mark.parametrize(
    "garbage",
    [
        b"<html>HTTP/0.9 page</html>\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        answer(b"zz\r\nhalf\r\n0\r\n\r\n", Transfer_Encoding="chunked"),
        answer(b"more than it says", Content_Length="4"),
        bytes(range(256)) * 20,
    ],
    ids=["0.9", "ssh", "no status", "negative length", "two lengths", "no chunk", "short length", "noise"],
)
async def test_what_is_no_http_is_told(site, fetcher, garbage):
    site.on("/", closing(garbage))
    assert await problem_of(fetcher, site.url()) is FetchProblem.NOT_HTTP


@pytest.mark.parametrize("status", ["304 Not Modified", "204 No Content"])
async def test_content_where_there_may_be_none_is_not_read(site, fetcher, status):
    site.on("/", answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfalse", status))
    site.on("/page", answer(b"right"))
    assert (await fetcher.fetch(site.url())).content == b""
    assert (await fetcher.fetch(site.url("/page"))).content == b"right"


async def test_a_site_whose_304_has_content_is_asked_for_all_of_it(site, fetcher):
    async def badly(writer):
        is_conditional = "If-None-Match" in site.asked[-1]
        writer.write(answer(b"more", "304 Not Modified") if is_conditional else answer(b"all of it"))

    site.on("/", badly)
    fetched = await fetcher.fetch(site.url(), headers={"If-None-Match": '"7"', "Accept": "text/html"})
    assert (fetched.status, fetched.content) == (200, b"all of it")
    assert "Accept: text/html" in site.asked[-1]
    assert len(site.asked) == 2


async def test_nobody_listens_there(fetcher):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert await problem_of(fetcher, f"http://127.0.0.1:{port}/") is FetchProblem.UNREACHABLE


# Secure connections


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the files of a certificate for 127.0.0.1 that it signed itself, and of its key."""
    folder = tmp_path_factory.mktemp("tls")
    chain, key = folder / "chain.pem", folder / "key.pem"
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
            ),
            *("-keyout", str(key), "-out", str(chain), "-days", "2", "-subj", "/CN=site"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    return chain, key


def trust(certificate, monkeypatch):
    trusted = ssl.create_default_context(cafile=certificate[0])
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusted)


@pytest.fixture
async def secure_site(certificate):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    async with serving(Site(), tls=tls) as served:
        served.on("*", answer(b"secure"))
        yield served


async def test_a_certificate_that_nobody_vouches_for_is_refused(secure_site, fetcher):
    url = f"https://127.0.0.1:{secure_site.port}/"
    assert await problem_of(fetcher, url) is FetchProblem.CERTIFICATE
    assert not secure_site.asked


async def test_what_answers_without_tls_is_refused(fetcher):
    async def plain(_reader, writer):
        writer.write(answer(b"bad request", "400 Bad Request"))
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await problem_of(fetcher, f"https://127.0.0.1:{port}/") is FetchProblem.CERTIFICATE


async def test_trusted_certificates_are_for_their_own_hosts(secure_site, certificate, monkeypatch):
    trust(certificate, monkeypatch)
    look_up = names(autre_fr=[["127.0.0.1"]])
    async with fetching("127.0.0.1", look_up=look_up) as fetcher:
        assert (await fetcher.fetch(f"https://127.0.0.1:{secure_site.port}/")).content == b"secure"
        other = f"https://autre.fr:{secure_site.port}/"
        assert await problem_of(fetcher, other) is FetchProblem.CERTIFICATE


async def test_a_move_from_https_to_http_is_followed_and_not_kept(
    site, secure_site, certificate, monkeypatch
):
    trust(certificate, monkeypatch)
    site.on("/", answer(b"plain"))
    secure_site.on("/", answer(b"", "301 Moved Permanently", Location=site.url()))
    async with fetching("127.0.0.1") as fetcher:
        fetched = await fetcher.fetch(f"https://127.0.0.1:{secure_site.port}/")
    assert (fetched.content, fetched.url, fetched.moved_to) == (b"plain", site.url(), None)


# Many at once


async def test_one_host_is_asked_by_few_at_once(site, fetcher):
    async def after_a_while(writer):
        await asyncio.sleep(0.005)
        writer.write(answer(b"ok"))

    site.on("*", after_a_while)
    await asyncio.gather(*(fetcher.fetch(site.url(f"/{number}")) for number in range(20)))
    assert site.most_under_way == AT_ONE_HOST


async def test_a_host_that_says_nothing_delays_no_other(site, fetcher):
    async with serving(Site(), "127.0.0.2") as mute, fetching("127.0.0.1", "127.0.0.2") as both:
        mute.on("*", silence)
        site.on("*", answer(b"ok"))
        waiting = [asyncio.ensure_future(both.fetch(mute.url(f"/{each}"))) for each in range(AT_ONCE * 2)]
        async with asyncio.timeout(5):
            assert (await both.fetch(site.url())).content == b"ok"
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_waiting_for_a_turn_does_not_count(site, fetcher):
    async def after_a_while(writer):
        await asyncio.sleep(0.12)
        writer.write(answer(b"ok"))

    site.on("*", after_a_while)
    asked = (fetcher.fetch(site.url(f"/{each}"), deadline=2 * SOON) for each in range(4 * AT_ONE_HOST))
    assert {each.content for each in await asyncio.gather(*asked)} == {b"ok"}


async def test_few_large_contents_are_taken_in_at_once_and_waiting_for_that_does_not_count(
    site, fetcher, monkeypatch
):
    monkeypatch.setattr(exchanging, "LARGE", 1000)
    monkeypatch.setattr(exchanging, "LARGE_AT_ONCE", 1)
    content = bytes(3000)
    half, gate = asyncio.Event(), asyncio.Event()

    async def in_halves(writer):
        whole = answer(content)
        writer.write(whole[:-1000])
        half.set()
        await gate.wait()
        writer.write(whole[-1000:])

    site.on("/first", in_halves)
    site.on("/second", answer(content))
    site.on("/small", answer(b"ok"))
    first = asyncio.ensure_future(fetcher.fetch(site.url("/first")))
    await half.wait()
    await fetcher.fetch(site.url("/small"))
    second = asyncio.ensure_future(fetcher.fetch(site.url("/second"), deadline=SOON))
    assert (await asyncio.wait([first, second], timeout=2 * SOON.total_seconds()))[1] == {first, second}
    gate.set()
    assert [each.content for each in await asyncio.gather(first, second)] == [content, content]


async def test_others_go_on_while_much_is_unpacked(site, fetcher):
    content = random.Random(6).randbytes(20_000) * 200
    packed = brotli.compress(content, quality=1)
    site.on("*", answer(gzip.compress(packed), Content_Encoding="br, gzip"))
    await fetcher.fetch(site.url())
    turns = 0

    async def go_on():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    going = asyncio.ensure_future(go_on())
    assert (await fetcher.fetch(site.url())).content == content
    going.cancel()
    assert turns > len(packed) / MOUTHFUL


async def test_who_gives_up_frees_the_connection(site, fetcher):
    came = asyncio.Semaphore(0)

    async def hold(writer):
        came.release()
        await silence(writer)

    site.on("/silence", hold)
    site.on("/", answer(b"ok"))
    waiting = [asyncio.ensure_future(fetcher.fetch(site.url("/silence"))) for _ in range(AT_ONE_HOST)]
    for _ in range(AT_ONE_HOST):
        await came.acquire()
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert (await fetcher.fetch(site.url())).content == b"ok"


async def test_a_fetcher_that_was_stopped_reads_nothing_more(site):
    async with fetching("127.0.0.1") as fetcher:
        site.on("*", answer(b"ok"))
        await fetcher.fetch(site.url())
    assert await problem_of(fetcher, site.url()) is FetchProblem.UNREACHABLE


# What people are told


async def test_people_are_told_in_their_language_and_hosts_are_quoted_as_foreign(fetcher):
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch("http://10.0.0.1/")
    assert "10.0.0.1" in str(caught.value)
    assert Words("fr", UTC)(caught.value.text) == (
        "« 10.0.0.1 » est dans un réseau privé, où je ne vais pas ; la personne qui m’administre peut "
        "l’autoriser dans la configuration, sous `[fetching]`"
    ).replace("« ", "«\u202f").replace(" »", "\u202f»").replace(" ;", "\u202f;")
