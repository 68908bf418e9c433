"""Compressed content is unpacked as it comes, within bounds."""

import gzip
import random
import zlib

import brotli
import pytest

from bot.fetching.unpacking import FREE, MOST_MEMBERS, Bound, Unpacking
from bot.plugin import FetchError, FetchProblem

TEXT = "Les conseillers numériques accompagnent les habitants. ".encode() * 2_000
LIMIT = 15 * 1024 * 1024


def deflated(content):
    squeezing = zlib.compressobj(wbits=-15)
    return squeezing.compress(content) + squeezing.flush()


PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "GZip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "": TEXT,
    "identity": TEXT,
    "gzip, identity": gzip.compress(TEXT),
    "br, gzip": gzip.compress(brotli.compress(TEXT)),
    "gzip,gzip": gzip.compress(gzip.compress(TEXT)),
}


def unpacked(coding, packed, step=1_000, limit=LIMIT):
    unpacking = Unpacking(coding, Bound(limit))
    for start in range(0, len(packed), step):
        unpacking.feed(packed[start : start + step])
    return unpacking.content()


def problem_of(coding, packed, **more):
    with pytest.raises(FetchError) as caught:
        unpacked(coding, packed, **more)
    return caught.value.problem


@pytest.mark.parametrize("step", [1, 2, 7, 1_000, 10**6])
@pytest.mark.parametrize("coding", PACKED)
def test_content_is_unpacked_in_whatever_pieces_it_comes(coding, step):
    assert unpacked(coding, PACKED[coding], max(step, len(PACKED[coding]) // 5_000)) == TEXT


@pytest.mark.parametrize("step", [1, 2, 3, 1_000])
def test_deflate_may_be_bare(step):
    assert unpacked("deflate", deflated(TEXT), step) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "br, gzip"])
def test_nothing_at_all_is_an_empty_content(coding):
    assert unpacked(coding, b"") == b""


def test_several_gzip_files_in_one_are_one_content():
    assert unpacked("gzip", gzip.compress(TEXT) + gzip.compress(b"fin")) == TEXT + b"fin"


@pytest.mark.parametrize("rest", [b"\0" * 512, b"<!-- served in 3 ms -->"])
@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_follows_the_end_is_no_content(coding, rest):
    assert unpacked(coding, PACKED[coding] + rest) == TEXT


@pytest.mark.parametrize("step", [1, 1_000])
def test_nothing_may_follow_the_end_of_brotli(step):
    assert problem_of("br", PACKED["br"] + b"<!-- -->", step=step) is FetchProblem.BADLY_PACKED


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "br, gzip", "gzip,gzip"])
def test_content_that_was_cut_off_is_told(coding):
    assert problem_of(coding, PACKED[coding][:-9]) is FetchProblem.BADLY_PACKED


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_content_that_is_not_compressed_as_said_is_told(coding):
    assert problem_of(coding, b"<rss version='2.0'>" * 50) is FetchProblem.BADLY_PACKED


@pytest.mark.parametrize("coding", ["zstd", "gzip, compress", "gzip, gzip, gzip", "br,br,br,br"])
def test_other_codings_and_too_many_are_refused(coding):
    assert problem_of(coding, b"") is FetchProblem.BADLY_PACKED


@pytest.mark.parametrize("coding", ["UTF-8", "none", "identity, 8bit", "ISO-8859-1,"])
def test_what_is_no_coding_says_nothing(coding):
    assert unpacked(coding, TEXT) == TEXT
    assert unpacked(f"{coding}, gzip; q=1", gzip.compress(TEXT)) == TEXT


@pytest.mark.parametrize("coding", ["", "gzip", "deflate", "br", "gzip,gzip"])
def test_content_beyond_the_limit_is_refused(coding):
    content = random.Random(6).randbytes(200_000)
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
    for name in filter(None, coding.split(",")):
        content = packed[name](content)
    assert problem_of(coding, content, limit=100_000) is FetchProblem.TOO_LARGE


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(FREE * 20))),
        ("deflate", zlib.compress(bytes(FREE * 20))),
        ("br", brotli.compress(bytes(FREE * 20), lgwin=24)),
        ("gzip,gzip", gzip.compress(gzip.compress(bytes(FREE * 20)))),
        ("br, gzip", gzip.compress(brotli.compress(bytes(FREE * 20)))),
    ],
    ids=["gzip", "deflate", "br", "twice", "brotli in gzip"],
)
def test_a_bomb_is_cut_off_long_before_it_is_large(coding, bomb):
    unpacking = Unpacking(coding, Bound(LIMIT))
    with pytest.raises(FetchError) as caught:
        unpacking.feed(bomb)
    assert caught.value.problem is FetchProblem.TOO_LARGE
    assert len(unpacking._content) < LIMIT


def test_empty_gzip_files_without_an_end_are_refused():
    assert problem_of("gzip", gzip.compress(b"") * (MOST_MEMBERS + 1)) is FetchProblem.BADLY_PACKED


def test_blocks_without_content_count_as_what_came():
    empty_blocks = b"\x78\x9c" + b"\x00\x00\x00\xff\xff" * 30_000
    assert problem_of("deflate", empty_blocks, limit=100_000) is FetchProblem.TOO_LARGE


def test_a_repetitive_feed_is_no_bomb():
    feed = b"".join(
        b"<item><title>Atelier %d</title><guid>%d</guid></item>\n" % (n, n) for n in range(60_000)
    )
    assert len(feed) > 3 * FREE
    assert unpacked("gzip", gzip.compress(feed, 9)) == feed
    assert unpacked("br", brotli.compress(feed, quality=5)) == feed


@pytest.mark.parametrize("coding", PACKED)
def test_the_beginning_of_what_is_too_much_may_be_enough(coding):
    unpacking = Unpacking(coding, Bound(10_000, partly=True))
    unpacking.feed(PACKED[coding])
    assert unpacking.is_full
    assert TEXT.startswith(unpacking.content())
    assert unpacking.size <= 10_000


def test_the_beginning_of_a_bomb_is_what_it_held_before_it_was_one():
    unpacking = Unpacking("gzip", Bound(LIMIT, partly=True))
    unpacking.feed(gzip.compress(b"<title>Atelier</title>" + random.Random(1).randbytes(1_000)))
    unpacking.feed(gzip.compress(bytes(FREE * 20)))
    assert unpacking.is_full
    assert unpacking.content().startswith(b"<title>Atelier</title>")


def test_what_is_enough_is_still_to_be_unpacked():
    with pytest.raises(FetchError):
        Unpacking("gzip", Bound(LIMIT, partly=True)).feed(b"<title>not packed at all</title>")
