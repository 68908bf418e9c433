"""Origins: where a callback comes from, and how that is kept in a dialog until it is submitted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.platforms.mattermost.bodies import text_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A channel by its id and its name, its team if it has one, and a thread in it."""

    channel: str
    name: str
    team: str | None
    thread: str | None

    @classmethod
    def told(cls, payload: Mapping[str, Any]) -> Self:
        """Return what the server tells of a command or a press."""
        return cls(
            channel=text_in(payload, "channel_id") or "",
            name=text_in(payload, "channel_name") or "",
            team=text_in(payload, "team_id"),
            thread=text_in(payload, "root_id"),
        )

    def kept(self) -> str:
        """Return all of it as one text, to be signed.

        The server takes channel and team of a submission from the client, which tells those that it shows at
        that moment: neither may say where the form was opened, nor whose rights count.
        """
        return json.dumps([self.channel, self.name, self.team, self.thread])

    @classmethod
    def of(cls, kept: str) -> Self:
        """Return what was kept."""
        channel, name, team, thread = json.loads(kept)
        return cls(channel=channel, name=name, team=team, thread=thread)
