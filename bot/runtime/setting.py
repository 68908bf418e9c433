"""Setting timers and errands, each in place of what has its key, and cancelling them: the statements."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Executable, bindparam, delete, null

from bot.store.base import table_of
from bot.store.tables import TimerRow
from bot.store.upsert import upsert

_TIMER = table_of(TimerRow)
CANCEL_TIMER = (
    delete(_TIMER)
    .where(
        _TIMER.c.network_id == bindparam("network_id"),
        _TIMER.c.plugin == bindparam("plugin"),
        _TIMER.c.key == bindparam("key"),
    )
    .returning(_TIMER.c.id)
)
"""Remove the timer or errand of a `key`, and return its id."""


@cache
def set_timer(dialect: str) -> Executable:
    """Return the statement that sets a timer or an `errand`, `held` or not, in place of what has its key."""
    changed = dict.fromkeys(("name", "due_at", "run_at", "payload", "errand", "held"), ...)
    as_new = {"attempts": 0, "last_error": null(), "version": _TIMER.c.version + 1}
    return upsert(dialect, _TIMER, ("network_id", "plugin", "key"), {**changed, **as_new})
