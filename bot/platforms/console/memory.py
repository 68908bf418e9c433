"""The console's memory: what a chat server would remember, so that outputs outlive the process."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.chat.messages import Post
from bot.language.folding import fold
from bot.platforms.console.outputs import Destination, Output

_SCHEMA = """
CREATE TABLE IF NOT EXISTS output (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, community TEXT NOT NULL, channel TEXT, user TEXT,
    seen_by TEXT, at TEXT NOT NULL, key TEXT UNIQUE, edits INTEGER, root INTEGER, post TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS person (folded TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS channel (
    community TEXT NOT NULL, folded TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (community, folded)
);
CREATE TABLE IF NOT EXISTS joined (
    community TEXT NOT NULL, channel TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (community, channel, user)
);
CREATE TABLE IF NOT EXISTS parted (user TEXT PRIMARY KEY);
"""
_COLUMNS = "id, kind, community, channel, user, seen_by, at, key, edits, root, post"
_SHOWN = ("reply", "post", "dm", "error")


class Memory:
    """Outputs, people, channels and who joined what, in a small SQLite file beside the bot's own.

    A name means the same person or channel whatever its capitals and accents: it is kept as first written.
    """

    def __init__(self, file: Path) -> None:
        file.touch(mode=0o600)
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.executescript(_SCHEMA)
        self._last: int = self._database.execute("SELECT coalesce(max(id), 0) FROM output").fetchone()[0]

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def add(self, output: Output) -> Output:
        """Remember an output and return it under its id.

        Where nothing can be written, an output without a key gets its id all the same: it tells what went
        wrong.

        Raises:
            sqlite3.OperationalError: an output with a key cannot be remembered.
        """
        numbered = output.numbered(self._last + 1)
        try:
            self._database.execute(
                f"INSERT INTO output ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
                (
                    numbered.id,
                    output.kind,
                    output.to.community,
                    output.to.channel,
                    output.to.user,
                    output.seen_by,
                    output.at.isoformat(),
                    output.key,
                    output.edits,
                    output.root,
                    json.dumps(output.post.to_json()),
                ),
            )
        except sqlite3.OperationalError:
            if output.key is not None:
                raise
        self._last = numbered.id
        return numbered

    def sent_under(self, key: str) -> int | None:
        """Return the id of the output that a delivery's key produced, None if it produced none."""
        row = self._database.execute("SELECT id FROM output WHERE key = ?", (key,)).fetchone()
        return None if row is None else int(row[0])

    def forget_deliveries(self) -> None:
        """Forget which deliveries were taken, as after their database was put back to an earlier state."""
        self._database.execute("UPDATE output SET key = NULL")

    def original(self, output: int) -> int | None:
        """Return the output that an update belongs to, any other output itself, None if there is none."""
        row = self._database.execute("SELECT id, kind, edits FROM output WHERE id = ?", (output,)).fetchone()
        if row is None:
            return None
        return int(row[2]) if row[1] == "update" else int(row[0])

    def replace(self, output: int, post: Post) -> None:
        """Remember the new content of an output."""
        self._database.execute(
            "UPDATE output SET post = ? WHERE id = ?", (json.dumps(post.to_json()), output)
        )

    def remove(self, output: int) -> None:
        """Forget an output that was deleted: nobody sees it any more."""
        self._database.execute("UPDATE output SET kind = 'deleted' WHERE id = ?", (output,))

    def visible_to(self, user: str, community: str, limit: int = 500) -> list[Output]:
        """Return the newest outputs that a person sees, newest first, each with its present content.

        A person sees the DMs with them, and the channels of the community that they joined.
        """
        rows = self._database.execute(
            f"SELECT {_COLUMNS} FROM output "  # noqa: S608 - our own names
            "WHERE kind IN (?, ?, ?, ?) AND (seen_by IS NULL OR seen_by = ?) AND (user = ? OR ("
            "community = ? AND channel IN (SELECT channel FROM joined WHERE community = ? AND user = ?))) "
            "ORDER BY id DESC LIMIT ?",
            (*_SHOWN, user, user, community, community, user, limit),
        )
        return [_output(row) for row in rows]

    def person(self, name: str) -> str:
        """Return the name of a person, met or not."""
        self._database.execute("INSERT OR IGNORE INTO person VALUES (?, ?)", (fold(name), name))
        return self._first_name("SELECT name FROM person WHERE folded = ?", (fold(name),), name)

    def channel(self, community: str, name: str) -> str:
        """Return the name of a channel, seen or not."""
        self._database.execute(
            "INSERT OR IGNORE INTO channel VALUES (?, ?, ?)", (community, fold(name), name)
        )
        return self._first_name(
            "SELECT name FROM channel WHERE community = ? AND folded = ?", (community, fold(name)), name
        )

    def join(self, community: str, channel: str, user: str) -> bool:
        """Remember that somebody joined a channel; return whether that is new."""
        self._database.execute("DELETE FROM parted WHERE user = ?", (user,))
        cursor = self._database.execute(
            "INSERT OR IGNORE INTO joined VALUES (?, ?, ?)", (community, channel, user)
        )
        return cursor.rowcount > 0

    def leave(self, community: str, channel: str, user: str) -> bool:
        """Remember that somebody left a channel; return whether they were there."""
        cursor = self._database.execute(
            "DELETE FROM joined WHERE community = ? AND channel = ? AND user = ?", (community, channel, user)
        )
        if cursor.rowcount > 0:
            self._database.execute("INSERT OR IGNORE INTO parted VALUES (?)", (user,))
        return cursor.rowcount > 0

    def has_left(self, user: str) -> bool:
        """Return whether somebody left the last channel in which they were."""
        row = self._database.execute(
            "SELECT 1 FROM parted WHERE user = ? AND user NOT IN (SELECT user FROM joined)", (user,)
        ).fetchone()
        return row is not None

    def people_in(self, community: str, channel: str) -> list[str]:
        """Return who joined a channel, in the order in which they did."""
        rows = self._database.execute(
            "SELECT user FROM joined WHERE community = ? AND channel = ? ORDER BY rowid", (community, channel)
        )
        return [row[0] for row in rows]

    def people(self) -> list[str]:
        """Return everybody's name, in alphabetical order."""
        return [row[0] for row in self._database.execute("SELECT name FROM person ORDER BY folded")]

    def channels(self, community: str) -> list[str]:
        """Return the channels of the community, in alphabetical order."""
        rows = self._database.execute(
            "SELECT name FROM channel WHERE community = ? ORDER BY folded", (community,)
        )
        return [row[0] for row in rows]

    def _first_name(self, query: str, values: tuple[str, ...], name: str) -> str:
        row = self._database.execute(query, values).fetchone()
        return name if row is None else str(row[0])


def _output(row: tuple[Any, ...]) -> Output:
    number, kind, community, channel, user, seen_by, at, key, edits, root, post = row
    stored: Mapping[str, Any] = json.loads(post)
    return Output(
        id=number,
        kind=kind,
        to=Destination(community, channel, user),
        at=datetime.fromisoformat(at),
        post=Post.from_json(stored),
        edits=edits,
        root=root,
        seen_by=seen_by,
        ephemeral=seen_by is not None and user is None,
        key=key,
    )
