"""Sending: deliveries become messages; one that may be there already is looked for before it is sent again.

The nonce of a message derives from its delivery, and Discord takes one with the same nonce for the same
message, but for some minutes only. After that, messages are told apart by what they hold: buttons hold their
delivery, and of those that look alike, each belongs to one delivery. A post that takes several messages has
their ids together for its id.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import discord

from bot.chat.delivery import (
    DeliveryKind,
    Outgoing,
    RateLimitedError,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.chat.hosting import Host
from bot.language.messages import Renderer
from bot.platforms.discord.anchors import Anchor
from bot.platforms.discord.failures import for_courier, is_gone
from bot.platforms.discord.limits import MAX_NONCE
from bot.platforms.discord.rendering import Controls, Part, render
from bot.platforms.discord.spacing import Spacing

_SEPARATOR = " "
_SKEW = timedelta(minutes=5)
"""By how much the clocks of the bot and of Discord may differ."""
_MOST_READ = 5000
"""So many messages are read back at most, from the first attempt on."""
_PATIENCE = 15.0
"""After so many seconds, fewer than the courier's, a request goes on by itself."""
_REMEMBERED = 1000
"""Of so many deliveries it is known without a look which messages are theirs."""

_LINK = "://"

T = TypeVar("T")


class Sender:
    """Sends to Discord. `host` is to be set before anything is sent; `words` are in the network's language.

    `on_dm` is told the id of the channel and of the message when something was sent in a DM. `spell` says how
    the commands in a text are used here.
    """

    def __init__(
        self,
        client: discord.Client,
        words: Renderer,
        *,
        now: Callable[[], datetime],
        on_dm: Callable[[str, str], None],
        spell: Callable[[str], str] = str,
    ) -> None:
        self._client = client
        self._words = words
        self._now = now
        self._on_dm = on_dm
        self._spell = spell
        self._spacing = Spacing()
        self._dms: dict[str, int] = {}
        self._requests = _Requests()
        self._sent: dict[str, dict[int, str]] = {}
        self.host: Host | None = None

    async def send(self, outgoing: Outgoing) -> str:
        """Do what the delivery says and return the ids of its messages.

        Raises:
            SendRefusedError, SendFailedError, RateLimitedError, SendUnclearError: see `bot.chat.delivery`.
        """
        match outgoing.kind:
            case DeliveryKind.POST:
                return await self._post(outgoing)
            case DeliveryKind.EDIT:
                return await self._edit(outgoing)
            case DeliveryKind.DELETE:
                channel = await self._channel(outgoing)
                for message in _ids(outgoing):
                    await self._delete(outgoing, channel, message)
            case DeliveryKind.REACT:
                await self._react(outgoing, await self._channel(outgoing))
        return outgoing.edits or ""

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the ids of the delivery's messages if they are all there, else None.

        Raises:
            SendFailedError: Discord cannot tell now.
            SendRefusedError: the channel is gone.
        """
        parts = await self._render(outgoing)
        there = await self._there(outgoing, parts, await self._channel(outgoing))
        return _SEPARATOR.join(there.values()) if len(there) == len(parts) else None

    def stop(self) -> None:
        """End what is under way; to be called when the connection is about to be closed."""
        self._requests.stop()

    async def _post(self, outgoing: Outgoing) -> str:
        parts = await self._render(outgoing)
        return _SEPARATOR.join(await self._complete(outgoing, parts, await self._channel(outgoing)))

    async def _edit(self, outgoing: Outgoing) -> str:
        """Rewrite the messages of a delivery; there may be more or fewer of them than before."""
        parts = await self._render(outgoing)
        channel = await self._channel(outgoing)
        messages = _ids(outgoing)
        for message, part in zip(messages, parts, strict=False):
            await self._rewrite(outgoing, channel, message, part)
        added = await self._complete(outgoing, parts[len(messages) :], channel)
        for message in messages[len(parts) :]:
            await self._delete(outgoing, channel, message)
        return _SEPARATOR.join((*messages[: len(parts)], *added))

    async def _complete(
        self, outgoing: Outgoing, parts: Sequence[Part], channel: discord.PartialMessageable
    ) -> list[str]:
        """Send those parts that are not there yet, and return the ids of all."""
        may_be_there = outgoing.tried_since is not None and parts
        there = await self._there(outgoing, parts, channel) if may_be_there else {}
        for index in range(len(there), len(parts)):
            there[index] = await self._create(outgoing, channel, index, parts[index])
        return list(there.values())

    async def _create(
        self, outgoing: Outgoing, channel: discord.PartialMessageable, index: int, part: Part
    ) -> str:
        async def create() -> str:
            keywords = part.sending()
            answered = Anchor.read(outgoing.thread).message
            if answered is not None and index == 0 and outgoing.kind is DeliveryKind.POST:
                keywords["reference"] = discord.MessageReference(
                    message_id=int(answered), channel_id=channel.id, fail_if_not_exists=False
                )
            message = await channel.send(**keywords, nonce=_nonce(outgoing.key, index))
            self._remember(outgoing.key, index, str(message.id))
            return str(message.id)

        message = await self._requests.answer(
            f"{outgoing.key} {index}", create, patience=_PATIENCE, repeatable=False
        )
        if outgoing.channel is None:
            self._on_dm(str(channel.id), message)
        return message

    async def _rewrite(
        self, outgoing: Outgoing, channel: discord.PartialMessageable, message: str, part: Part
    ) -> None:
        async def rewrite() -> None:
            await channel.get_partial_message(int(message)).edit(**part.editing())

        await self._requests.answer(f"{outgoing.key} {message}", rewrite, patience=_PATIENCE, repeatable=True)

    async def _delete(self, outgoing: Outgoing, channel: discord.PartialMessageable, message: str) -> None:
        """Remove a message; one that is gone already is what was wanted."""

        async def delete() -> None:
            try:
                await channel.get_partial_message(int(message)).delete()
            except discord.NotFound as error:
                if not is_gone(error):
                    raise

        await self._requests.answer(f"{outgoing.key} {message}", delete, patience=_PATIENCE, repeatable=True)

    async def _react(self, outgoing: Outgoing, channel: discord.PartialMessageable) -> None:
        """Put a reaction to a message; one that is there already stays."""
        reaction, message = outgoing.reaction, int(outgoing.edits or 0)
        if reaction is None:
            raise SendRefusedError("there is no reaction to put")

        async def react() -> None:
            await channel.get_partial_message(message).add_reaction(reaction.unicode)

        await self._requests.answer(f"{outgoing.key} {message}", react, patience=_PATIENCE, repeatable=True)

    async def _there(
        self, outgoing: Outgoing, parts: Sequence[Part], channel: discord.PartialMessageable
    ) -> dict[int, str]:
        """Return the ids of the first parts of a post, as many as are there, by part."""
        await self._requests.settled(outgoing.key, patience=_PATIENCE)
        known = self._sent.get(outgoing.key, {})
        if len(known) == len(parts):
            return dict(sorted(known.items()))
        since = (outgoing.tried_since or self._now()) - _SKEW
        others = outgoing.others.union(
            _ids(outgoing),
            *(messages.values() for key, messages in self._sent.items() if key != outgoing.key),
        )

        async def read() -> dict[int, str]:
            history = channel.history(limit=_MOST_READ, after=since, oldest_first=True)
            own = [message async for message in history if self._is_own(message, others)]
            return _matched(own, parts, known)

        found = await self._requests.answer(f"{outgoing.key} ?", read, patience=_PATIENCE, repeatable=True)
        for index, message in found.items():
            self._remember(outgoing.key, index, message)
        return found

    def _is_own(self, message: discord.Message, others: Collection[str]) -> bool:
        """Return whether a message may be a delivery's: no answer to a command, and none of the others."""
        me = self._client.user
        is_mine = me is not None and message.author.id == me.id
        return is_mine and message.interaction_metadata is None and str(message.id) not in others

    def _remember(self, key: str, index: int, message: str) -> None:
        self._sent.setdefault(key, {})[index] = message
        while len(self._sent) > _REMEMBERED:
            del self._sent[next(iter(self._sent))]

    async def _channel(self, outgoing: Outgoing) -> discord.PartialMessageable:
        """Return where it goes: a thread is a channel, and a DM has one, which is opened if need be."""
        if outgoing.channel is None:
            return self._client.get_partial_messageable(await self._dm(outgoing.user or ""))
        return self._client.get_partial_messageable(
            int(Anchor.read(outgoing.thread).thread or outgoing.channel)
        )

    async def _dm(self, user: str) -> int:
        if user not in self._dms:
            wait = self._spacing.wait(user, self._now())
            if wait:
                raise RateLimitedError(wait)

            async def open_dm() -> int:
                return (await self._client.create_dm(discord.Object(int(user)))).id

            self._dms[user] = await self._requests.answer(
                f"@{user}", open_dm, patience=_PATIENCE, repeatable=True
            )
        return self._dms[user]

    async def _render(self, outgoing: Outgoing) -> tuple[Part, ...]:
        if self.host is None:
            raise SendFailedError("not started")
        keep = partial(self.host.keep, delivery=outgoing.delivery)
        controls = Controls(keep, self._words, outgoing.original, self._spell)
        return await render(outgoing.post, controls, outgoing.people)


@dataclass(frozen=True, slots=True)
class _Look:
    """What tells a message of the bot's from another: Discord trims texts, and renames files.

    What it shows of a link is an embed too, of another type, or after those that were sent.
    """

    text: str
    custom_ids: tuple[str, ...]
    sizes: tuple[int, ...]
    embeds: tuple[tuple[str, ...], ...]

    @classmethod
    def of_part(cls, part: Part) -> _Look:
        return cls(
            part.content.strip(),
            part.custom_ids,
            tuple(len(file.content) for file in part.files),
            tuple(_squeezed(card.title, card.text, card.footer) for card in part.embeds),
        )

    @classmethod
    def of_message(cls, message: discord.Message) -> _Look:
        rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
        ids = (getattr(component, "custom_id", None) for row in rows for component in row.children)
        return cls(
            message.content.strip(),
            tuple(identity for identity in ids if identity is not None),
            tuple(attachment.size for attachment in message.attachments),
            tuple(
                _squeezed(embed.title, embed.description, embed.footer.text)
                for embed in message.embeds
                if embed.type == "rich"
            ),
        )

    def is_of(self, part: _Look) -> bool:
        """Return whether this, of a message, is that of a part of a post."""
        cut = replace(self, embeds=self.embeds[: len(part.embeds)])
        return cut == part and (bool(part.embeds) or not self.embeds or _LINK in self.text)


def _matched(
    own: Sequence[discord.Message], parts: Sequence[Part], known: Mapping[int, str]
) -> dict[int, str]:
    """Return the ids of the first parts among the bot's messages, oldest first, by part."""
    found: dict[int, str] = {}
    last = 0
    for index, part in enumerate(parts):
        look = _Look.of_part(part)
        later = (one for one in own if one.id > last and _Look.of_message(one).is_of(look))
        message = known.get(index) or next((str(one.id) for one in later), None)
        if message is None:
            break
        found[index] = message
        last = int(message)
    return found


def _squeezed(*texts: str | None) -> tuple[str, ...]:
    return tuple(" ".join((text or "").split()) for text in texts)


class _Requests:
    """Requests that go on by themselves when nobody waits any longer.

    discord.py waits and tries again where Discord limits or fails, for longer than the courier waits; to end
    it in between could leave it waiting for ever. Whoever asks again for the same gets the same request.
    """

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Task[Any]] = {}

    async def answer(
        self, name: str, request: Callable[[], Coroutine[Any, Any, T]], *, patience: float, repeatable: bool
    ) -> T:
        """Return what a request of that name answers, for which one waits so many seconds.

        Raises:
            SendRefusedError, SendFailedError, RateLimitedError, SendUnclearError: it failed, or takes longer.
        """
        task: asyncio.Task[T] | None = self._under_way.get(name)
        if task is None:
            task = asyncio.create_task(request(), name=f"discord: {name}")
            self._under_way[name] = task
            task.add_done_callback(lambda done: self._end(name, done))
        await asyncio.wait([task], timeout=patience)
        if not task.done():
            reason = f"no answer within {patience:.0f} s"
            raise SendFailedError(reason) if repeatable else SendUnclearError(reason)
        if task.cancelled():
            raise SendUnclearError("the bot stops")
        error = task.exception()
        if isinstance(error, Exception):
            failure = for_courier(error, repeatable=repeatable)
            raise failure from (None if failure is error else error)
        return task.result()

    def stop(self) -> None:
        """End all that is under way."""
        for task in self._under_way.values():
            task.cancel()

    async def settled(self, key: str, *, patience: float) -> None:
        """Wait until nothing of a delivery is under way.

        Raises:
            SendFailedError: it takes longer.
        """
        tasks = [task for name, task in self._under_way.items() if name.rpartition(" ")[0] == key]
        if tasks and (await asyncio.wait(tasks, timeout=patience))[1]:
            raise SendFailedError("still under way")

    def _end(self, name: str, task: asyncio.Task[Any]) -> None:
        del self._under_way[name]
        if not task.cancelled():
            task.exception()  # whoever waits gets it; if nobody does, it is looked for later


def _ids(outgoing: Outgoing) -> list[str]:
    return (outgoing.edits or "").split(_SEPARATOR)


def _nonce(key: str, index: int) -> str:
    return hashlib.sha256(f"{key} {index}".encode()).hexdigest()[:MAX_NONCE]
