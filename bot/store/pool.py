"""The pool of the one writing connection: who waits for it gets it in order.

SQLAlchemy's own queue hands a connection that was just given back to whoever asks next, so that a busy task
takes it again and again while another starves.
"""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import memoized_property
from sqlalchemy.util.concurrency import await_only
from sqlalchemy.util.queue import AsyncAdaptedQueue, Empty


class _InOrder(AsyncAdaptedQueue[Any]):
    """A queue whose getters are served first come, first served."""

    @memoized_property
    def _turn(self) -> asyncio.Lock:
        return asyncio.Lock()

    def get(self, block: bool = True, timeout: float | None = None) -> Any:  # noqa: ANN401 - whatever is in it
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

    async def _get_in_turn(self, within: float | None) -> Any:  # noqa: ANN401
        async with asyncio.timeout(within), self._turn:
            return await self._queue.get()


class InOrderPool(AsyncAdaptedQueuePool):
    """A pool that gives its connections in the order in which they were asked for."""

    _queue_class = _InOrder
