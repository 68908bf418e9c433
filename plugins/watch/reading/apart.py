"""Reading feeds apart from the event loop: a few in threads, many in processes of their own.

Python runs one thread at a time: while one reads, the loop does not ask for the next feeds. Where there is
much to read, another process does so, then two. What breaks such a process costs the one feed that it was
reading; the others are read in threads.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from datetime import datetime, timedelta

from bot.errors import MaillageError
from plugins.watch.reading import reader_process
from plugins.watch.reading.beside import beside
from plugins.watch.reading.feed import FeedProblem
from plugins.watch.reading.marked import Answer, Marked, read_marked, unpacked
from plugins.watch.reading.parsing import problem

SCRIPT = reader_process.__file__
"""What the process runs."""
TIME_LIMIT = timedelta(seconds=30)
"""The time after which a feed has not been read, and the process is ended."""
_FEW = 20
"""So many feeds are read in threads before it is worth a process."""
_LARGE = 256 * 1024
"""Bytes from which on a feed is read in a thread, piece by piece: no other waits behind it."""
_PROCESSES = 2
"""With more of them, they would wait for the loop."""
_AT_ONCE = 8
"""Feeds that the processes have been given and not read yet."""
_ENOUGH = 2
"""Feeds that wait for each process before it is worth another one."""
_BUFFER = 1024 * 1024


class NotReadError(MaillageError):
    """The process failed at a feed, or was too long about it."""


class _EndedError(Exception):
    """The process ended before it came to a feed."""


class Apart:
    """Reads feeds for a round; `few` of them in threads before it starts processes."""

    def __init__(self, few: int = _FEW) -> None:
        self._left = few if (os.cpu_count() or 1) > 1 else sys.maxsize
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._starting = asyncio.Lock()
        self._processes: list[_ReadingProcess] = []

    async def read(self, answer: Answer, now: datetime) -> Marked:
        """Return what can be read of an answer.

        Raises:
            FeedError: it is no feed, or none that anything should read.
            NotReadError: it could not be read, for no reason that is known.
        """
        self._left -= 1
        if self._left >= 0 or len(answer.content) > _LARGE:
            return await beside(read_marked, answer, now)
        async with self._turns:
            try:
                process = await self._least_busy()
                return await process.read(answer, now)
            except (_EndedError, OSError):
                self._left = sys.maxsize
        return await beside(read_marked, answer, now)

    async def close(self) -> None:
        """End the processes, if there are any."""
        for process in self._processes:
            await process.end()

    async def _least_busy(self) -> _ReadingProcess:
        """Return the process for which the fewest feeds wait, another one if many wait for each."""
        async with self._starting:
            if len(self._processes) < _PROCESSES and all(one.waiting >= _ENOUGH for one in self._processes):
                self._processes.append(
                    _ReadingProcess(
                        await asyncio.create_subprocess_exec(
                            sys.executable, "-I", SCRIPT,
                            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_BUFFER, env={},
                        )
                    )
                )  # fmt: skip
            return min(self._processes, key=lambda one: one.waiting)


class _ReadingProcess:
    """The process, and who waits for its answers, in the order in which they come."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._waiting: deque[asyncio.Future[bytes]] = deque()
        self._listening = asyncio.create_task(self._listen())
        self._is_ended = False

    @property
    def waiting(self) -> int:
        """How many feeds it has been given and not read yet."""
        return len(self._waiting)

    async def read(self, answer: Answer, now: datetime) -> Marked:
        """Return what it reads.

        Raises:
            FeedError: it is no feed, or none that anything should read.
            NotReadError: it failed at it, or was too long about it.
            _EndedError: it ended before.
        """
        if self._is_ended or self._process.stdin is None:
            raise _EndedError
        request = pickle.dumps((answer, now), pickle.HIGHEST_PROTOCOL)
        self._process.stdin.write(len(request).to_bytes(reader_process.LENGTH, "big") + request)
        said: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting.append(said)
        try:
            async with asyncio.timeout(TIME_LIMIT.total_seconds()):
                found = pickle.loads(await said)  # noqa: S301 - said by our own script
        except TimeoutError:
            self._kill()
            if next(iter(self._waiting), None) is not said:  # it was not its turn: another one takes too long
                raise _EndedError from None
            raise NotReadError("a feed took too long to be read") from None
        if isinstance(found, FeedProblem):
            raise problem(found)
        if not isinstance(found, bytes):
            raise NotReadError(f"a feed could not be read: {found}")
        return unpacked(found)

    async def end(self) -> None:
        """End it, whatever it is doing."""
        self._kill()
        await self._process.wait()
        await self._listening

    def _kill(self) -> None:
        self._is_ended = True
        if self._process.returncode is None:
            self._process.kill()

    async def _listen(self) -> None:
        """Hand out its answers until it ends: then it failed at the first that waits, and at no other.

        Before it says that it is ready, it failed at none.
        """
        failure: Exception = _EndedError()
        try:
            await self._said()
            failure = NotReadError("a feed ended the process that read it")
            while True:
                self._told(await self._said())
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        self._is_ended = True
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_exception(failure)
            failure = _EndedError()

    async def _said(self) -> bytes:
        if self._process.stdout is None:
            raise ConnectionError
        length = await self._process.stdout.readexactly(reader_process.LENGTH)
        return await self._process.stdout.readexactly(int.from_bytes(length, "big"))

    def _told(self, answer: bytes) -> None:
        waiting = self._waiting.popleft()
        if not waiting.done():
            waiting.set_result(answer)
