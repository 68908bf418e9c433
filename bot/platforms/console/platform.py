"""The console as a platform: it takes deliveries as a server would, and remembers what it took."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat.delivery import DeliveryKind, Outgoing, Receive, SendFailedError, SendRefusedError
from bot.platforms.console.memory import Memory
from bot.platforms.console.outputs import Destination, Output, translated
from bot.runtime.clock import Clock

PLATFORM = "console"
_ALWAYS = -1


def channel_id(community: str, channel: str) -> str:
    """Return the platform's id of a channel."""
    return f"{community}/{channel}"


def dm_id(user: str) -> str:
    """Return the platform's id of somebody's DM with the bot."""
    return f"@{user}"


class ConsolePlatform:
    """Shows what the bot sends; `show` is given each output, numbered.

    Unlike a chat server it belongs to the same machine as the bot, so nothing is ever unclear: an output is
    remembered under its delivery's key before it is shown.
    """

    name = PLATFORM

    def __init__(self, memory: Memory, clock: Clock, show: Callable[[Output], None], community: str) -> None:
        self._memory = memory
        self._clock = clock
        self._show = show
        self._failures: dict[str, int] = {}
        self.community = community
        self.receive: Receive | None = None

    async def start(self, receive: Receive) -> None:
        """Connect."""
        self.receive = receive

    async def stop(self) -> None:
        """Disconnect."""
        self.receive = None

    def fail(self, target: str, times: int | None) -> None:
        """Make sending to a person or channel fail, so many times or until mended."""
        self._failures[target] = _ALWAYS if times is None else times

    def mend(self, target: str) -> bool:
        """Make sending there work again; return whether it failed."""
        return self._failures.pop(target, 0) != 0

    async def send(self, outgoing: Outgoing) -> str:
        """Show what the delivery says and return the output's id."""
        to = self._destination(outgoing)
        self._fail_if_asked(to)
        post = translated(outgoing.post)
        if outgoing.kind is DeliveryKind.POST:
            kind = "dm" if to.user is not None else "post"
            return str(
                self.output(Output(kind=kind, to=to, at=self._clock.now(), post=post, key=outgoing.key)).id
            )
        original = self._memory.original(int(outgoing.edits or 0))
        if original is None:
            raise SendRefusedError(f"there is no output {outgoing.edits}")
        if outgoing.kind is DeliveryKind.EDIT:
            self.update(
                original,
                Output(
                    kind="update", to=to, at=self._clock.now(), post=post, edits=original, key=outgoing.key
                ),
            )
        else:
            self._memory.remove(original)
            self.output(Output(kind="delete", to=to, at=self._clock.now(), edits=original, key=outgoing.key))
        return str(original)

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the id of the output that this delivery produced, if it did."""
        found = self._memory.sent_under(outgoing.key)
        if found is None:
            return None
        return str(self._memory.original(found))

    def output(self, output: Output) -> Output:
        """Remember an output, and show it."""
        numbered = self._memory.add(output)
        self._show(numbered)
        return numbered

    def update(self, original: int, output: Output) -> None:
        """Replace the content of an output by that of an update, and show the update."""
        self._memory.replace(original, output.post)
        self.output(output)

    def _destination(self, outgoing: Outgoing) -> Destination:
        if outgoing.user is not None:
            return Destination(self.community, None, outgoing.user)
        channel = outgoing.channel or ""
        if channel.startswith("@"):
            return Destination(self.community, None, channel[1:])
        community, _slash, name = channel.partition("/")
        return Destination(community, name)

    def _fail_if_asked(self, to: Destination) -> None:
        target = to.user or to.channel or ""
        left = self._failures.get(target, 0)
        if left == 0:
            return
        if left > 0:
            self._failures[target] = left - 1
        raise SendFailedError(f"sending to {to.name} was made to fail")
