"""The console as a platform: it takes deliveries as a server would, and remembers what it took."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.delivery import DeliveryKind, Outgoing, SendFailedError, SendRefusedError
from bot.chat.hosting import Host
from bot.chat.messages import Post
from bot.chat.reactions import Reaction
from bot.language.catalogue import Words
from bot.language.folding import fold
from bot.language.messages import Markup
from bot.platforms.console.memory import Memory
from bot.platforms.console.outputs import Destination, Output, translated
from bot.platforms.console.written import WrittenLine
from bot.runtime.clock import Clock

PLATFORM = "console"
_ALWAYS = -1


@dataclass(frozen=True, slots=True)
class Cause:
    """The input line under way and who typed it."""

    line: int
    user: str


def channel_id(community: str, channel: str) -> str:
    """Return the platform's id of a channel."""
    return f"{community}/{channel}"


def dm_id(user: str) -> str:
    """Return the platform's id of somebody's DM with the bot."""
    return f"@{user_id(user)}"


def user_id(user: str) -> str:
    """Return the platform's id of a person: their name, capitals and accents aside."""
    return fold(user)


class ConsolePlatform:
    """Shows what the bot sends; `show` is given each output, numbered.

    Unlike a chat server it belongs to the same machine as the bot, so nothing is ever unclear: an output is
    remembered under its delivery's key before it is shown. What is shown in somebody's DM has a cause if they
    typed the line themselves; what is shown in a channel, whoever did.
    """

    name = PLATFORM
    has_calendar = False

    def __init__(
        self, memory: Memory, clock: Clock, show: Callable[[Output], None], community: str, words: Words
    ) -> None:
        self._memory = memory
        self._clock = clock
        self._show = show
        self._words = words
        self.zone = words.zone
        self._failures: dict[str, int] = {}
        self.community = community
        self.cause: Cause | None = None

    async def start(self, host: Host) -> None:
        """Connect: what comes in goes through the session, which shows the answers itself."""

    async def stop(self) -> None:
        """Disconnect."""

    async def has_left(self, user: str, _communities: Collection[str]) -> bool | None:
        """Return whether somebody left every channel."""
        return self._memory.has_left(user)

    async def administers(self, _user: str, _channel: str) -> bool:
        """Return whether somebody administers a channel: here nobody has rights but by a role."""
        return False

    async def people_in(self, channel: str) -> Collection[str] | None:
        """Return who joined a channel."""
        community, _slash, name = channel.partition("/")
        return [user_id(user) for user in self._memory.people_in(community, name)]

    def now(self) -> datetime:
        """Return the present instant in the network's zone."""
        return self._clock.now().astimezone(self.zone)

    def fail(self, target: str, times: int | None) -> None:
        """Make sending to a person or channel fail, so many times or until mended."""
        self._failures[fold(target)] = _ALWAYS if times is None else times

    def mend(self, target: str) -> None:
        """Make sending there work again."""
        self._failures.pop(fold(target), None)

    async def send(self, outgoing: Outgoing) -> str:
        """Show what the delivery says and return the output's id.

        Raises:
            SendFailedError: it was asked to fail, or the output cannot be remembered.
            SendRefusedError: there is no such output to change, or to react to.
        """
        to = self._destination(outgoing)
        self._fail_if_asked(to)
        try:
            if outgoing.kind is not DeliveryKind.POST and self._memory.sent_under(outgoing.key) is not None:
                return outgoing.edits or ""  # the bot was killed before it wrote that down
            return str(self._deliver(outgoing, to))
        except sqlite3.OperationalError as error:
            raise SendFailedError(str(error)) from error

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the id of the output that this delivery produced, if it did."""
        found = self._memory.sent_under(outgoing.key)
        if found is None:
            return None
        return outgoing.edits if outgoing.kind is not DeliveryKind.POST else str(found)

    def output(self, output: Output) -> Output:
        """Remember an output, and show it."""
        numbered = self._memory.add(replace(output, line=self._line_for(output)))
        self._show(numbered)
        return numbered

    def update(self, original: int, output: Output) -> None:
        """Replace the content of an output by that of an update, and show the update."""
        self._memory.replace(original, output.post)
        self.output(output)

    def _deliver(self, outgoing: Outgoing, to: Destination) -> int:
        """Show the delivery and return the id of the output that it made or changed."""
        post = translated(outgoing.post)
        output = Output(
            kind="dm" if to.user is not None else "post",
            to=to,
            at=self.now(),
            post=post,
            root=int(outgoing.thread) if outgoing.thread else None,
            key=outgoing.key,
        )
        if outgoing.kind is DeliveryKind.POST:
            return self.output(output).id
        if outgoing.reaction is not None:
            return self._react(outgoing.reaction, outgoing.edits or "", replace(output, kind="reaction"))
        original = self._memory.original(int(outgoing.edits or 0))
        if original is None:
            raise SendRefusedError(f"there is no output {outgoing.edits}")
        if outgoing.kind is DeliveryKind.EDIT:
            self.update(original, replace(output, kind="update", edits=original))
        else:
            self._memory.remove(original)
            self.output(Output(kind="delete", to=to, at=output.at, edits=original, key=outgoing.key))
        return original

    def _react(self, reaction: Reaction, message: str, output: Output) -> int:
        """Show a reaction to an output, or to what somebody wrote, which is no output: it says so."""
        if not message.isdecimal():
            text = WrittenLine.read(message).explain(reaction.unicode)
            return self.output(replace(output, post=Post(text=Markup(self._words(text))))).id
        original = self._memory.original(int(message))
        if original is None:
            raise SendRefusedError(f"there is no output {message}")
        return self.output(replace(output, post=Post(text=Markup(reaction.unicode)), edits=original)).id

    def _line_for(self, output: Output) -> int | None:
        cause = self.cause
        if cause is None or output.to.user not in (None, cause.user):
            return None
        return cause.line

    def _destination(self, outgoing: Outgoing) -> Destination:
        channel = outgoing.channel or ""
        user = outgoing.user or (channel[1:] if channel.startswith("@") else None)
        if user is not None:
            return Destination(self.community, None, self._memory.person(user))
        community, _slash, name = channel.partition("/")
        return Destination(community, name)

    def _fail_if_asked(self, to: Destination) -> None:
        target = fold(to.user or to.channel or "")
        left = self._failures.get(target, 0)
        if left == 0:
            return
        if left > 0:
            self._failures[target] = left - 1
        raise SendFailedError(f"sending to {to.name} was made to fail")
