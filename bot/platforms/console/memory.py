"""The console's memory: what a chat server would remember, so that outputs outlive the process."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.chat.messages import Post
from bot.platforms.console.outputs import Destination, Output

_SCHEMA = """
CREATE TABLE IF NOT EXISTS output (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, community TEXT NOT NULL, channel TEXT, user TEXT, seen_by TEXT,
    at TEXT NOT NULL, key TEXT UNIQUE, edits INTEGER, post TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS joined (
    community TEXT NOT NULL, channel TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (community, channel, user)
);
"""
_SHOWN = ("reply", "post", "dm", "error")


class Memory:
    """Outputs and who joined what, in a small SQLite file beside the bot's own (`None`: in memory)."""

    def __init__(self, file: Path | None) -> None:
        if file is not None:
            file.touch(mode=0o600)
        self._database = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def add(self, output: Output) -> Output:
        """Remember an output and return it under its id."""
        cursor = self._database.execute(
            "INSERT INTO output (kind, community, channel, user, seen_by, at, key, edits, post) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                output.kind,
                output.to.community,
                output.to.channel,
                output.to.user,
                output.seen_by,
                output.at.isoformat(),
                output.key,
                output.edits,
                json.dumps(output.post.to_json()),
            ),
        )
        return output.numbered(cursor.lastrowid or 0)

    def sent_under(self, key: str) -> int | None:
        """Return the id of the output that a delivery's key produced, None if it produced none."""
        row = self._database.execute("SELECT id FROM output WHERE key = ?", (key,)).fetchone()
        return None if row is None else int(row[0])

    def original(self, output: int) -> int | None:
        """Return the output that an update belongs to, the output itself if it is no update, None if unknown."""
        row = self._database.execute("SELECT id, edits FROM output WHERE id = ?", (output,)).fetchone()
        return None if row is None else int(row[1] or row[0])

    def replace(self, output: int, post: Post) -> None:
        """Remember the new content of an output."""
        self._database.execute(
            "UPDATE output SET post = ? WHERE id = ?", (json.dumps(post.to_json()), output)
        )

    def remove(self, output: int) -> None:
        """Forget the buttons of an output that was deleted."""
        self._database.execute("UPDATE output SET kind = 'deleted' WHERE id = ?", (output,))

    def get(self, output: int) -> Output | None:
        """Return an output with its present content, None if there is none or it was deleted."""
        found = self._select("id = ? AND kind IN (?, ?, ?, ?)", (output, *_SHOWN))
        return found[0] if found else None

    def visible_to(self, user: str, community: str, limit: int = 500) -> list[Output]:
        """Return the newest outputs that a person sees, newest first, each with its present content."""
        return self._select(
            "kind IN (?, ?, ?, ?) AND (seen_by IS NULL OR seen_by = ?) AND (user IS NULL OR user = ?) "
            "AND (community = ? OR user IS NOT NULL) ORDER BY id DESC LIMIT ?",
            (*_SHOWN, user, user, community, limit),
        )

    def join(self, community: str, channel: str, user: str) -> bool:
        """Remember that somebody joined a channel; return whether that is new."""
        cursor = self._database.execute(
            "INSERT OR IGNORE INTO joined VALUES (?, ?, ?)", (community, channel, user)
        )
        return cursor.rowcount > 0

    def leave(self, community: str, channel: str, user: str) -> bool:
        """Remember that somebody left a channel; return whether they were there."""
        cursor = self._database.execute(
            "DELETE FROM joined WHERE community = ? AND channel = ? AND user = ?", (community, channel, user)
        )
        return cursor.rowcount > 0

    def people(self, community: str) -> list[str]:
        """Return everybody who joined a channel of the community, in alphabetical order."""
        rows = self._database.execute(
            "SELECT DISTINCT user FROM joined WHERE community = ? ORDER BY user", (community,)
        )
        return [row[0] for row in rows]

    def channels(self, community: str) -> list[str]:
        """Return the channels of the community, in alphabetical order."""
        rows = self._database.execute(
            "SELECT DISTINCT channel FROM joined WHERE community = ? ORDER BY channel", (community,)
        )
        return [row[0] for row in rows]

    def _select(self, condition: str, values: tuple[Any, ...]) -> list[Output]:
        rows = self._database.execute(
            "SELECT id, kind, community, channel, user, seen_by, at, key, edits, post FROM output "  # noqa: S608
            f"WHERE {condition}",
            values,
        )
        return [_output(row) for row in rows]


def _output(row: tuple[Any, ...]) -> Output:
    number, kind, community, channel, user, seen_by, at, key, edits, post = row
    stored: Mapping[str, Any] = json.loads(post)
    return Output(
        id=number,
        kind=kind,
        to=Destination(community, channel, user),
        at=datetime.fromisoformat(at),
        post=Post.from_json(stored),
        edits=edits,
        seen_by=seen_by,
        key=key,
    )
