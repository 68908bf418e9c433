"""The gateway: sessions, what they are told, and RESUME (events/gateway)."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import limits
from .flags import Intent, Permission
from .places import Channel, Guild
from .state import State
from .users import Json

if TYPE_CHECKING:
    from .connection import Connection

Data = Json | Callable[[Intent], Json]
_BUFFER = 1000


class Session:
    """What IDENTIFY opened, and RESUME takes up again on another connection.

    Attributes:
        shard: number of the shard and how many there are.
        sequence: number of the last event.
    """

    def __init__(
        self,
        intents: Intent,
        shard: tuple[int, int],
        connection: Connection | None = None,
        buffer: int = _BUFFER,
    ) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.connection = connection
        self.sequence = 0
        self._sent: deque[Json] = deque(maxlen=buffer)

    @property
    def events(self) -> list[tuple[str, Json]]:
        """Names and data of the last events, oldest first."""
        return [(frame["t"], frame["d"]) for frame in self._sent]

    def covers(self, guild: Guild | None) -> bool:
        """Whether the events of a guild, or of direct messages, come to this shard (topics: sharding)."""
        number, count = self.shard
        return number == (0 if guild is None else (int(guild.id) >> 22) % count)

    def tell(self, event: str, data: Json) -> None:
        """Send an event, and keep it for RESUME."""
        self.sequence += 1
        frame = {"op": 0, "t": event, "s": self.sequence, "d": data}
        self._sent.append(frame)
        if self.connection is not None:
            self.connection.send(frame)

    def missed_after(self, sequence: int) -> list[Json] | None:
        """Events after a number; None if they are not kept any more."""
        missed = [frame for frame in self._sent if frame["s"] > sequence]
        return missed if len(missed) == self.sequence - sequence else None


class Hub:
    """The gateway as a whole.

    Attributes:
        shards: how many shards are demanded, even of a bot in few guilds.
        identify_every: seconds between two IDENTIFY of a bucket; 0 lets them all pass at once, so that tests
            which restart a bot do not wait.
        heartbeat: milliseconds between heartbeats.
        intents: of the sessions, as they were asked for; a test may look.
        buffer: events that a session keeps for RESUME.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.shards = 1
        self.max_concurrency = 1
        self.identify_every = 0.0
        self.identifies_left = limits.IDENTIFIES_A_DAY
        self.heartbeat = limits.HEARTBEAT_MILLISECONDS
        self.buffer = _BUFFER
        self.silent = False
        self.refusing: int | None = None
        self.url = ""
        self.changed: Callable[[], None] = lambda: None
        self.identified: list[Json] = []
        self.resumed = 0
        self._identified_at: dict[int, float] = {}

    # For tests

    @property
    def shards_needed(self) -> int:
        """With how many shards a bot has to identify at least."""
        guilds = sum(self.state.bot.id in guild.members for guild in self.state.guilds.values())
        return max(self.shards, guilds // limits.SHARDING_FROM + 1)

    @property
    def connected(self) -> list[Session]:
        """The sessions that have a connection."""
        return [session for session in self.sessions.values() if session.connection is not None]

    def close(self, code: int, *, forget: bool = False) -> None:
        """Close all connections with a code; `forget` makes RESUME fail afterwards."""
        if forget:
            self.sessions.clear()
        for connection in list(self.connections):
            connection.close(code)

    def refuse(self, code: int | None) -> None:
        """Close every new connection with a code when it identifies or resumes; None ends that."""
        self.refusing = code

    def go_silent(self, silent: bool = True) -> None:
        """Send nothing any more, not even acknowledgements of heartbeats; what happens is kept for RESUME."""
        self.silent = silent

    def ask_to_reconnect(self) -> None:
        """Send op 7 to all."""
        for connection in list(self.connections):
            connection.send({"op": 7, "d": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send op 9 to all; unless they are resumable, the sessions are lost."""
        if not resumable:
            self.sessions.clear()
        for connection in list(self.connections):
            connection.send({"op": 9, "d": resumable})

    # Telling

    def tell(self, event: str, data: Data, place: Channel | Guild | None, intent: Intent) -> None:
        """Tell an event to the sessions that asked for it and may see where it happened."""
        guild = place.guild if isinstance(place, Channel) else place
        if guild is not None and not self._bot_sees(guild, place):
            return
        for session in self.sessions.values():
            if session.covers(guild) and intent & session.intents:
                session.tell(event, data(session.intents) if callable(data) else data)

    def tell_interaction(self, data: Json, guild: Guild | None) -> None:
        """Interactions need no intent."""
        for session in self.sessions.values():
            if session.covers(guild):
                session.tell("INTERACTION_CREATE", data)

    def _bot_sees(self, guild: Guild, place: Any) -> bool:
        bot = self.state.bot
        if bot.id not in guild.members or guild.unavailable:
            return False
        if not isinstance(place, Channel):
            return True
        return Permission.VIEW_CHANNEL in guild.rights(bot, place)

    def tell_guild(self, session: Session, guild: Guild) -> None:
        """GUILD_CREATE, for a session that asked for guilds."""
        if Intent.GUILDS in session.intents and session.covers(guild):
            everybody = Intent.GUILD_MEMBERS in session.intents
            if guild.unavailable:
                session.tell("GUILD_CREATE", {"id": guild.id, "unavailable": True})
            else:
                session.tell("GUILD_CREATE", guild.gateway_json(self.state.bot, everybody))

    # Sessions

    def may_identify(self, shard: int, moment: float) -> bool:
        """Whether an IDENTIFY comes late enough after the one before it in its bucket.

        More than 1 000 a day have the token reset and all sessions closed.
        """
        bucket = shard % self.max_concurrency
        before = self._identified_at.get(bucket)
        if before is not None and moment - before < self.identify_every:
            return False
        self._identified_at[bucket] = moment
        self.identifies_left -= 1
        if self.identifies_left < 0:
            self.state.application.token = self.state.new_token(self.state.bot)
            self.close(4004, forget=True)
            return False
        return True

    def begin(self, connection: Connection, intents: Intent, shard: tuple[int, int]) -> Session:
        """A new session: READY, then its guilds."""
        session = Session(intents, shard, connection, self.buffer)
        self.sessions[session.id] = session
        bot, application = self.state.bot, self.state.application
        guilds = [guild for guild in self.state.guilds.values() if bot.id in guild.members]
        mine = [guild for guild in guilds if session.covers(guild)]
        me = bot.json() | {"verified": True, "mfa_enabled": False, "email": None}
        ready = {
            "v": 10,
            "user": me,
            "guilds": [{"id": guild.id, "unavailable": True} for guild in mine],
            "session_id": session.id,
            "resume_gateway_url": f"{self.url}/resume",
            "shard": list(shard),
            "application": {"id": application.id, "flags": application.flags},
            "session_type": "normal",
            "private_channels": [],
            "presences": [],
            "relationships": [],
            "user_settings": {},
            "_trace": [],
        }
        session.tell("READY", ready)
        for guild in mine:
            self.tell_guild(session, guild)
        self.changed()
        return session

    def leave(self, connection: Connection, code: int | None) -> None:
        """A connection ended; 1000 and 1001 from the client end the session as well."""
        if connection in self.connections:
            self.connections.remove(connection)
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            if code in {1000, 1001}:
                self.sessions.pop(session.id, None)
        self.changed()
