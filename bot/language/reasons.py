"""Why the system or SQLite could not do something, in the words of people rather than in its own English."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Mapping

from bot.language.messages import Message, _

_SYSTEM: Mapping[int, Message] = {
    errno.ENOENT: _("there is no such file or folder"),
    errno.EACCES: _("this user may not"),
    errno.EPERM: _("this user may not"),
    errno.EROFS: _("the disk is read-only"),
    errno.ENOSPC: _("the disk is full"),
    errno.EDQUOT: _("the disk is full"),
    errno.EEXIST: _("there is one already"),
    errno.ENOTDIR: _("a part of the path is not a folder"),
    errno.EISDIR: _("it is a folder"),
    errno.EIO: _("the disk fails"),
    errno.ENAMETOOLONG: _("the name is too long"),
    errno.EADDRINUSE: _("another program is using it"),
    errno.EADDRNOTAVAIL: _("this machine has no such address"),
}
_SQLITE: Mapping[int, Message] = {
    sqlite3.SQLITE_BUSY: _("another program is using it"),
    sqlite3.SQLITE_LOCKED: _("another program is using it"),
    sqlite3.SQLITE_CANTOPEN: _("it cannot be opened"),
    sqlite3.SQLITE_CORRUPT: _("it is damaged"),
    sqlite3.SQLITE_FULL: _("the disk is full"),
    sqlite3.SQLITE_IOERR: _("the disk fails"),
    sqlite3.SQLITE_NOTADB: _("it is not a database"),
    sqlite3.SQLITE_READONLY: _("it is read-only"),
    sqlite3.SQLITE_PERM: _("this user may not"),
}


def reason_of(error: BaseException) -> Message:
    """Return why something failed; what has no sentence here is quoted, as the technical detail that it is.

    SQLite's extended result codes count as the primary ones that they refine.
    """
    known = None
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        known = _SQLITE.get(code & 0xFF)
    elif isinstance(error, OSError):
        known = _SYSTEM.get(error.errno or 0)
    return known or _("“{detail}”", detail=getattr(error, "strerror", None) or str(error))
