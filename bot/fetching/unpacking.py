"""Unpacking compressed content as it comes, within bounds.

Codings are those of https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1 and brotli's, RFC 7932. Each layer
gives small pieces, so that nested ones never hold more than one piece each; what comes out of a layer counts.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.language.messages import _
from bot.plugin.fetching import FetchError, FetchProblem

MOST_LAYERS = 2
PIECE = 64 * 1024
MOUTHFUL = 8 * 1024
FREE = 1024 * 1024
"""Bytes that may come out of a layer, however few went in."""
STEEPEST = 500
"""How many times its packed size a content may have beyond that; pages and feeds stay under 100."""
MOST_MEMBERS = 1_000
"""Gzip files that may follow one another in one; programs that make several make one for each 64 KB."""

_GZIP, _ZLIB, _RAW = 31, 15, -15
"""What zlib takes as `wbits`: https://docs.python.org/3/library/zlib.html#zlib.decompress."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How many bytes of a content are taken, and whether its beginning is enough where there are more."""

    limit: int
    partly: bool = False


class _Layer(Protocol):
    """One compression undone."""

    @property
    def error(self) -> type[Exception]:
        """What it raises for content that is damaged."""

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """Give what comes out of the next bytes, in pieces of bounded size."""

    def is_whole(self) -> bool:
        """Tell whether the end was reached."""


class _Inflating:
    """Gzip or deflate. `deflate` means zlib's format, but some servers send the bare one."""

    error = zlib.error

    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._members = 0
        self._begun = b""
        self._inner = zlib.decompressobj(_GZIP) if is_gzip else None

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """Give what comes out of the next bytes; what follows the end is no content."""
        if self._inner is None:
            packed = self._begun = self._begun + packed
            if len(packed) < 2:
                return
            self._inner = zlib.decompressobj(_ZLIB if _begins_zlib(packed) else _RAW)
        while packed:
            if self._inner.eof and not self._next_member(packed):
                return
            yield self._inner.decompress(packed, PIECE)
            packed = self._inner.unconsumed_tail or self._inner.unused_data

    def is_whole(self) -> bool:
        """Tell whether the end was reached."""
        return self._inner is not None and self._inner.eof

    def _next_member(self, packed: bytes) -> bool:
        """Begin the next file of several in one, if another one follows."""
        if not self._is_gzip or not packed.startswith(b"\x1f"):
            return False
        self._members += 1
        if self._members >= MOST_MEMBERS:
            raise zlib.error("too many files in one")
        self._inner = zlib.decompressobj(_GZIP)
        return True


class _Unbrotli:
    """Brotli."""

    def __init__(self) -> None:
        import brotli

        self.error = brotli.error
        self._inner = brotli.Decompressor()

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """Give what comes out of the next bytes; nothing may follow the end."""
        piece = self._inner.process(packed, output_buffer_limit=PIECE)
        while piece:
            yield piece
            # `can_accept_more_data` says yes also where more is to come out of what went in.
            piece = b"" if self.is_whole() else self._inner.process(b"", output_buffer_limit=PIECE)

    def is_whole(self) -> bool:
        """Tell whether the end was reached."""
        return bool(self._inner.is_finished())


_CODINGS: dict[str, Callable[[], _Layer]] = {
    "gzip": lambda: _Inflating(is_gzip=True),
    "x-gzip": lambda: _Inflating(is_gzip=True),
    "deflate": lambda: _Inflating(is_gzip=False),
    "br": _Unbrotli,
}

_OTHERS = frozenset(("aes128gcm", "compress", "dcb", "dcz", "exi", "pack200-gzip", "x-compress", "zstd"))
"""Codings that cannot be undone here: https://www.iana.org/assignments/http-parameters, November 2026."""


class Unpacking:
    """Content on its way in: fed as it comes, then taken as a whole.

    `coding` is the header Content-Encoding, as the server sent it; the `bound` is for what comes in as for
    what comes out of each layer. `step` is how many bytes to feed at once, so that others go on in
    between: to unpack so many takes 10 ms at most.
    """

    def __init__(self, coding: str, bound: Bound) -> None:
        names = [name for each in coding.split(",") if (name := _coding(each)) in _CODINGS or name in _OTHERS]
        if len(names) > MOST_LAYERS or not _OTHERS.isdisjoint(names):
            raise _badly_packed()
        self._layers = [_Bounded(_CODINGS[name](), bound.limit) for name in reversed(names)]
        self.step = MOUTHFUL if self._layers else max(1, bound.limit)
        self.is_full = False
        """Whether there is more of it than is taken, where the beginning is enough."""
        self._bound = bound
        self._came = 0
        self._content = bytearray()

    @property
    def size(self) -> int:
        """How many bytes there are of it by now, unpacked."""
        return len(self._content)

    def feed(self, packed: bytes) -> None:
        """Take the next bytes.

        Raises:
            FetchError: it is too much, or cannot be unpacked.
        """
        try:
            self._take(packed)
        except FetchError as error:
            if not self._bound.partly or error.problem is not FetchProblem.TOO_LARGE:
                raise
            self.is_full = True

    def _take(self, packed: bytes) -> None:
        self._came += len(packed)
        if not self._layers:
            self._content += packed[: self._bound.limit - self.size]
        if self._came > self._bound.limit:
            raise too_large(self._bound.limit)
        if not self._layers:
            return
        pieces: Iterable[bytes] = (packed,)
        for layer in self._layers:
            pieces = layer.feed(pieces)
        for piece in pieces:
            self._content += piece

    def content(self) -> bytes:
        """Return all of it, or the beginning of what is too much.

        Raises:
            FetchError: it is not whole.
        """
        if self._came and not self.is_full and not all(layer.is_whole() for layer in self._layers):
            raise _badly_packed()
        return bytes(self._content)


class _Bounded:
    """A layer that gives no more than it may."""

    def __init__(self, layer: _Layer, limit: int) -> None:
        self._layer = layer
        self._limit = limit
        self._came = 0
        self._gave = 0
        self.is_whole = layer.is_whole

    def feed(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for packed in pieces:
            self._came += len(packed)
            try:
                for piece in self._layer.feed(packed):
                    self._count(piece)
                    yield piece
            except self._layer.error as error:
                raise _badly_packed() from error

    def _count(self, piece: bytes) -> None:
        self._gave += len(piece)
        if self._gave > self._limit or self._gave > max(FREE, STEEPEST * self._came):
            raise too_large(self._limit)


def _coding(written: str) -> str:
    """Return the name of a coding as a header has it.

    What is the name of none says nothing, as for browsers: servers put `none`, or an encoding, `UTF-8`.
    """
    return written.partition(";")[0].strip().lower()


def too_large(limit: int) -> FetchError:
    """Return what to raise for content beyond the limit, in bytes."""
    return FetchError(
        FetchProblem.TOO_LARGE,
        _(
            "what is there is larger than the {limit} MB that I read at most",
            limit=max(1, limit // (1024 * 1024)),
        ),
    )


def _begins_zlib(packed: bytes) -> bool:
    """Tell zlib's format from bare deflate by its first two bytes, RFC 1950, section 2.2."""
    return packed[0] & 0x0F == 8 and int.from_bytes(packed[:2]) % 31 == 0


def _badly_packed() -> FetchError:
    return FetchError(
        FetchProblem.BADLY_PACKED,
        _("the content is compressed in a way that I cannot undo, or damaged on its way"),
    )
