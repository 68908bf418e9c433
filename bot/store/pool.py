"""The pool of the one writing connection: who waits for it gets it in order, and always gets something.

SQLAlchemy's own queue hands a connection that was just given back to whoever asks next, so that a busy task
takes it again and again while another starves. And where its pool fails to open a connection, or is kept from
it by a cancelled task, whoever waits for that connection waits on, for one that nobody will give back.
"""

from __future__ import annotations

import asyncio

from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry
from sqlalchemy.pool.base import _ConnectionRecord
from sqlalchemy.util import memoized_property
from sqlalchemy.util.concurrency import await_only
from sqlalchemy.util.queue import AsyncAdaptedQueue, Empty


class _InOrder(AsyncAdaptedQueue[ConnectionPoolEntry]):
    """A queue whose getters are served first come, first served."""

    @memoized_property
    def _turn(self) -> asyncio.Lock:
        return asyncio.Lock()

    def get(self, block: bool = True, timeout: float | None = None) -> ConnectionPoolEntry:
        """Return an item, once it is one's turn.

        Raises:
            Empty: there is none, or none came in time.
        """
        if not block or (not self._turn.locked() and not self._queue.empty()):
            return self.get_nowait()
        try:
            return await_only(self._get_in_turn(timeout))
        except TimeoutError as error:
            raise Empty from error

    async def _get_in_turn(self, within: float | None) -> ConnectionPoolEntry:
        async with asyncio.timeout(within), self._turn:
            return await self._queue.get()


class InOrderPool(AsyncAdaptedQueuePool):
    """A pool that gives its connections in the order in which they were asked for."""

    _queue_class = _InOrder
    _is_disposed = False

    def dispose(self) -> None:
        """Close the connections: those that are in use as soon as they are given back."""
        self._is_disposed = True
        idle = [self._pool.get(False) for _place in range(self.checkedin())]
        for record in idle:
            self._do_return_conn(record)

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        if self._is_disposed:
            record.close()  # whoever still waits for its place opens it anew
        super()._do_return_conn(record)

    def _create_connection(self) -> ConnectionPoolEntry:
        """Return a place that is connected by whoever takes it: if that fails, the next in turn takes it."""
        return _ConnectionRecord(self, connect=False)
