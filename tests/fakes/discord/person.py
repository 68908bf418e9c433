"""Somebody who uses Discord, through what their client lets them do and shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from . import limits, mentions
from .asked import PATIENCE, Asked, NothingCameError
from .choosing import Choosing, ClientRefusedError, command_named, offered, shown
from .filling import Modal, chosen_from
from .flags import Permission
from .interactions import COMMAND, COMPLETION, COMPONENT, SUBMISSION, Interaction
from .messages import Message, NotThereError
from .places import Channel, Guild
from .users import Json, Member, User

if TYPE_CHECKING:
    from .server import FakeDiscord

_CHAT, _USER, _MESSAGE = 1, 2, 3
_SEND = Permission.SEND_MESSAGES


class Person:
    """An account with a client. Acts are refused as the client would refuse them."""

    def __init__(self, fake: FakeDiscord, user: User) -> None:
        self.fake = fake
        self.user = user
        self._since = "0"
        self._taken: set[str] = set()

    def __repr__(self) -> str:
        return f"<{self.user.username}>"

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def mention(self) -> str:
        return self.user.mention

    @property
    def dm(self) -> Channel:
        """The conversation with the bot."""
        return self.fake.state.conversation(self.fake.bot, self.user)

    # Coming and going

    def join(self, guild: Guild, nick: str | None = None) -> Member:
        return self.fake.world.join(guild, self.user, nick)

    def leave(self, guild: Guild) -> None:
        self.fake.world.remove_member(guild, self.user)

    def rename(self, guild: Guild, nick: str | None) -> None:
        guild.members[self.id].nick = nick
        self.fake.world.change_member(guild, guild.members[self.id])

    def closes_dms(self, closed: bool = True) -> None:
        self.user.closed = closed

    def blocks(self, other: Person | User, blocked: bool = True) -> None:
        ids = self.user.blocked
        (ids.add if blocked else ids.discard)(other.id)

    def restarts_client(self) -> None:
        """Ephemeral messages that came before are gone."""
        self._since = self.fake.state.new_id()

    # Writing

    async def say(
        self,
        channel: Channel,
        text: str,
        *,
        files: Sequence[tuple[str, bytes]] = (),
        reply_to: Message | None = None,
    ) -> Message:
        """Write a message; `<@id>`, `<@&id>` and `@everyone` mention, `reply_to` pings who wrote that."""
        self._may(channel, Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else _SEND)
        if channel.is_dm and not self.fake.state.share_guild(self.user, self.fake.bot):
            raise ClientRefusedError("your message could not be delivered")
        if len(text) > limits.CONTENT or not (text.strip() or files):
            raise ClientRefusedError(f"{len(text)} characters")
        body: Json = {"content": text, "allowed_mentions": mentions.ALL}
        if reply_to is not None:
            body["message_reference"] = {"message_id": reply_to.id}
        return self.fake.talk.write(channel, self.user, body, files)

    async def say_to_bot(self, text: str, **more: Any) -> Message:
        """Write a direct message."""
        return await self.say(self.dm, text, **more)

    async def edit(self, message: Message, text: str) -> None:
        if message.author is not self.user:
            raise ClientRefusedError("only its author edits a message")
        self.fake.talk.edit(message, {"content": text})

    async def delete(self, message: Message) -> None:
        if message.author is not self.user:
            self._may(message.channel, Permission.MANAGE_MESSAGES)
        self.fake.talk.delete(message)

    async def purge(self, *messages: Message) -> None:
        """Delete messages of one channel together, as a moderator's robot does."""
        self._may(messages[0].channel, Permission.MANAGE_MESSAGES)
        self.fake.talk.delete_together(messages)

    async def react(self, message: Message, emoji: str) -> None:
        if emoji not in message.reactions:
            self._may(message.channel, Permission.ADD_REACTIONS)
        self.fake.talk.react(message, self.user, emoji)

    async def unreact(self, message: Message, emoji: str) -> None:
        self.fake.talk.unreact(message, self.user, emoji)

    def _may(self, channel: Channel, permission: Permission) -> None:
        if not self.fake.state.sees(self.user, channel):
            raise ClientRefusedError(f"{self.user.username} does not see {channel.name}")
        if channel.guild is not None and permission not in channel.guild.rights(self.user, channel):
            raise ClientRefusedError(f"{self.user.username} lacks {permission!r} in {channel.name}")

    # Reading

    def sees(self, where: Channel) -> list[Message]:
        """The messages that this person sees there, oldest first, as they are now."""
        if not self.fake.state.sees(self.user, where):
            return []
        return [message for message in where.messages.values() if self._shown(message)]

    def _shown(self, message: Message) -> bool:
        if message.ephemeral_to is None:
            return True
        return message.ephemeral_to == self.id and int(message.id) > int(self._since)

    async def reads(
        self,
        where: Channel,
        said: str | Callable[[Message], bool] = "",
        *,
        by: Person | User | None = None,
        within: float = PATIENCE,
    ) -> Message:
        """Wait for a message there that says something (a part of its text), or is such as is wanted.

        Raises:
            NothingCameError: it did not come in time; it says what stands there.
        """
        fits = said if callable(said) else lambda message: said in message.text

        def found() -> Message | None:
            for message in self.sees(where):
                by_them = by is None or message.author.id == by.id
                if by_them and not message.is_thinking and fits(message):
                    return message
            return None

        try:
            message = await self.fake.until(found, within)
        except AssertionError:
            there = [message.text for message in self.sees(where)][-5:]
            raise NothingCameError(f"{self.user.username} did not see {said!r}; there: {there}") from None
        assert isinstance(message, Message)
        return message

    async def next(self, where: Channel, *, within: float = PATIENCE) -> Message:
        """Wait for the next message of the bot there that `next` did not give yet."""
        message = await self.reads(
            where, lambda one: one.id not in self._taken, by=self.fake.bot, within=within
        )
        self._taken.add(message.id)
        return message

    # Commands

    def commands(self, where: Channel) -> list[str]:
        """Names of the chat commands that the client offers there, in the person's language."""
        every = offered(self.fake.commands, self.user, where)
        return [shown(one, self.user.locale) for one in every if one["type"] == _CHAT]

    async def command(
        self, where: Channel, name: str, /, *path: str, wait: bool = True, **values: Any
    ) -> Asked:
        """Choose a command, with its group and sub-command, and fill in its options.

        Raises:
            NotThereError: the client does not offer the command there.
            ClientRefusedError: an option is unknown, missing or not of its kind.
        """
        data = self._choosing(where).fill(self._named(where, _CHAT, name), path, values)
        return await self._ask(COMMAND, where, data, wait=wait)

    async def complete(
        self,
        where: Channel,
        name: str,
        /,
        *path: str,
        option: str,
        typed: str,
        wait: bool = True,
        **others: Any,
    ) -> Asked:
        """Type into an option that has autocompletion."""
        command = self._named(where, _CHAT, name)
        data = self._choosing(where).fill(command, path, others | {option: typed}, typed=option)
        return await self._ask(COMPLETION, where, data, wait=wait)

    async def message_menu(self, message: Message, name: str, *, wait: bool = True) -> Asked:
        """Choose a command from the menu of a message."""
        command = self._named(message.channel, _MESSAGE, name)
        if message not in self.sees(message.channel):
            raise NotThereError("the message is not visible")
        told = message.json(self.fake.bot, nested=False)
        data = self._menu(command, message.id) | {"resolved": {"messages": {message.id: told}}}
        return await self._ask(COMMAND, message.channel, data, wait=wait)

    async def user_menu(self, where: Channel, who: Person | User, name: str, *, wait: bool = True) -> Asked:
        """Choose a command from the menu of a person, seen in a channel."""
        command = self._named(where, _USER, name)
        choosing = self._choosing(where)
        choosing.resolve_user(who.user if isinstance(who, Person) else who)
        data = self._menu(command, who.id) | {"resolved": choosing.resolved}
        return await self._ask(COMMAND, where, data, wait=wait)

    def _menu(self, command: Json, target: str) -> Json:
        data = {"id": command["id"], "name": command["name"], "type": command["type"], "target_id": target}
        return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})

    def _named(self, where: Channel, kind: int, name: str) -> Json:
        if not self.fake.state.sees(self.user, where):
            raise ClientRefusedError(f"{self.user.username} does not see {where.name}")
        every = offered(self.fake.commands, self.user, where)
        return command_named(every, kind, name, self.user.locale)

    def _choosing(self, where: Channel) -> Choosing:
        return Choosing(self.fake.talk, self.user, where)

    # Components and forms

    async def press(self, message: Message, label: str, *, wait: bool = True) -> Asked:
        """Press the button with a label (or custom_id).

        Raises:
            NotThereError: the message is gone or has no such button, or the button is disabled.
        """
        button = self._seen(message).button(label)
        if "custom_id" not in button:
            raise ClientRefusedError(f"{label!r} opens {button.get('url')}")
        return await self._component(message, button, {}, wait)

    async def choose(self, message: Message, menu: str, *options: Any, wait: bool = True) -> Asked:
        """Choose options from the menu with a placeholder (or custom_id; "" for the only one).

        Options are labels or values, people, roles or channels.
        """
        found = self._seen(message).menu(menu)
        choosing = self._choosing(message.channel)
        data: Json = {"values": chosen_from(found, options, choosing)}
        if choosing.resolved:
            data["resolved"] = choosing.resolved
        return await self._component(message, found, data, wait)

    async def _component(self, message: Message, component: Json, data: Json, wait: bool) -> Asked:
        told = {
            "component_type": component["type"],
            "custom_id": component["custom_id"],
            "id": component["id"],
        }
        return await self._ask(COMPONENT, message.channel, told | data, message, wait=wait)

    def _seen(self, message: Message) -> Message:
        if message not in self.sees(message.channel):
            raise NotThereError(f"{self.user.username} does not see the message any more: {message.text!r}")
        return message

    def modal(self) -> Modal:
        """The form that opened last and is still open.

        Raises:
            NotThereError: none is open.
        """
        mine = [one for one in self.fake.interactions.all if one.user is self.user]
        if not mine or mine[-1].modal is None:
            raise NotThereError(f"no form is open for {self.user.username}")
        return Modal(mine[-1])

    async def fill(self, modal: Modal, values: dict[str, Any] | None = None, *, wait: bool = True) -> Asked:
        """Fill in a form, by labels (or custom_ids), and submit it; what is not given stays.

        Raises:
            ClientRefusedError: a required field is empty, a text is too long…
        """
        before = modal.interaction
        data = modal.filled(values or {}, self._choosing(before.channel))
        return await self._ask(SUBMISSION, before.channel, data, before.message, before, wait=wait)

    async def _ask(
        self,
        kind: int,
        where: Channel,
        data: Json,
        message: Message | None = None,
        before: Interaction | None = None,
        *,
        wait: bool = True,
    ) -> Asked:
        asked = Asked(self, self.fake.interactions.ask(kind, self.user, where, data, message, before))
        return await asked.settled() if wait else asked
