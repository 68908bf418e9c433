"""Lines that come on standard input, while the bot goes on with its work."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import BinaryIO

from bot.platforms.console.limits import MAX_INPUT

_AHEAD = 64
"""So many lines are read ahead at most."""

_CHUNK = 65_536


async def read_lines(stream: BinaryIO) -> AsyncIterator[str]:
    """Yield each line of a stream without its end; what is not UTF-8 becomes replacement characters.

    A thread reads, which the end of the process does not wait for: a pipe may stay silent for ever. It reads
    without Python's buffer, whose lock it would hold while the interpreter ends.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes | None] = asyncio.Queue()
    room = threading.BoundedSemaphore(_AHEAD)

    def hand_over(line: bytes | None) -> None:
        room.acquire()
        loop.call_soon_threadsafe(queue.put_nowait, line)

    def read() -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits for lines any more
            with suppress(OSError):
                for line in _lines(stream.fileno()):
                    hand_over(line)
            hand_over(None)

    threading.Thread(target=read, name="standard input", daemon=True).start()
    is_first = True
    while (line := await queue.get()) is not None:
        room.release()
        text = line.decode("utf-8-sig" if is_first else "utf-8", errors="replace")
        is_first = False
        yield text.removesuffix("\n").removesuffix("\r")


def _lines(descriptor: int) -> Iterator[bytes]:
    """Yield each line with its end; what is beyond the longest line is left out."""
    line = bytearray()
    while chunk := os.read(descriptor, _CHUNK):
        for piece in chunk.splitlines(keepends=True):
            line += piece[: MAX_INPUT - len(line)]
            if piece.endswith(b"\n"):
                yield bytes(line)
                line.clear()
    if line:
        yield bytes(line)
