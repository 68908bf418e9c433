"""Writing, changing and deleting messages, and telling the bot and the people about it."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from . import limits, mentions
from .errors import refusal
from .flags import EPHEMERAL, Intent
from .media import resolve_media
from .messages import DEFAULT, REPLY, Attachment, Message, walk
from .places import Channel
from .state import State
from .users import Json, User, stamp

if TYPE_CHECKING:
    from .gateway import Hub
    from .interactions import Interaction

File = tuple[str, bytes]


class Talk:
    """The conversations of a fake Discord.

    Attributes:
        url: where the files are, once the server listens.
        changed: called after every change that somebody could see.
    """

    def __init__(self, state: State, hub: Hub) -> None:
        self.state = state
        self.hub = hub
        self.url = ""
        self.changed: Callable[[], None] = lambda: None
        self.attachments: dict[str, Attachment] = {}
        self._by_nonce: dict[str, Message] = {}

    # Writing

    def write(
        self,
        channel: Channel,
        author: User,
        body: Json,
        files: Sequence[File] = (),
        *,
        interaction: Interaction | None = None,
        ephemeral_to: str | None = None,
        kind: int = DEFAULT,
        flags: int = 0,
    ) -> Message:
        """Put a message in a channel; `body` has the names of the REST interface and was checked."""
        message = Message(self.state.new_id(), channel, author, self.state.now(), kind=kind, flags=flags)
        message.interaction, message.ephemeral_to = interaction, ephemeral_to
        if interaction is not None:
            message.webhook_id = interaction.application_id
        if ephemeral_to is not None:
            message.flags |= EPHEMERAL
        message.nonce = body.get("nonce")
        reference = body.get("message_reference")
        if reference is not None:
            message.kind = REPLY
            message.reply_to = channel.messages.get(str(reference.get("message_id")))
        self._fill(message, body, files)
        self._mention(message, body.get("allowed_mentions"))
        channel.messages[message.id] = message
        if author is self.state.bot and message.nonce is not None:
            self._by_nonce[str(message.nonce)] = message
        self._tell("MESSAGE_CREATE", message)
        return message

    def edit(
        self, message: Message, body: Json, files: Sequence[File] = (), flags: int | None = None
    ) -> None:
        """Change a message; what the body does not name stays."""
        message.versions.append(message.content)
        message.edited_at = self.state.now()
        if flags is not None:
            message.flags = flags
        self._fill(message, body, files)
        if "content" in body or "allowed_mentions" in body:
            self._mention(message, body.get("allowed_mentions"))
        self._tell("MESSAGE_UPDATE", message)

    def refresh(self, message: Message) -> None:
        """Tell that something of a message changed that is not its contents."""
        self._tell("MESSAGE_UPDATE", message)

    def delete(self, message: Message) -> None:
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        if message.ephemeral_to is None:
            data = {"id": message.id} | _at(message.channel)
            self.hub.tell("MESSAGE_DELETE", data, message.channel, _written(message.channel))
        self.changed()

    def delete_together(self, messages: Sequence[Message]) -> None:
        """Delete messages of one channel at once, told in one event."""
        channel = messages[0].channel
        for message in messages:
            message.deleted = True
            channel.messages.pop(message.id, None)
        data = {"ids": [message.id for message in messages]} | _at(channel)
        self.hub.tell("MESSAGE_DELETE_BULK", data, channel, _written(channel))
        self.changed()

    def react(self, message: Message, user: User, emoji: str) -> None:
        by = message.reactions.setdefault(emoji, [])
        if user.id not in by:
            by.append(user.id)
            self._tell_reaction("MESSAGE_REACTION_ADD", message, user, emoji)

    def unreact(self, message: Message, user: User, emoji: str) -> None:
        by = message.reactions.get(emoji, [])
        if user.id in by:
            by.remove(user.id)
            if not by:
                del message.reactions[emoji]
            self._tell_reaction("MESSAGE_REACTION_REMOVE", message, user, emoji)

    # Contents

    def upload(self, name: str, content: bytes, description: str | None = None) -> Attachment:
        """Keep a file, to be had at its address."""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        attachment_id = self.state.new_id()
        url = f"{self.url}/attachments/{attachment_id}/{name}"
        attachment = Attachment(attachment_id, name, content, url, kind, description)
        self.attachments[attachment_id] = attachment
        return attachment

    def _fill(self, message: Message, body: Json, files: Sequence[File]) -> None:
        if "content" in body:
            message.content = (body["content"] or "").strip()
        if "embeds" in body:
            message.embeds = [_embed(one) for one in body["embeds"] or []]
        if "components" in body:
            message.components = [self._component(one) for one in body["components"] or []]
            self._number(message.components)
        described = body.get("attachments")
        if described is not None:
            kept = {str(one.get("id")) for one in described}
            message.attachments = [one for one in message.attachments if one.id in kept]
        descriptions = {str(one.get("id")): one.get("description") for one in described or []}
        for number, (name, content) in enumerate(files):
            attachment = self.upload(name, content, descriptions.get(str(number)))
            attachment.ephemeral = message.ephemeral_to is not None
            message.attachments.append(attachment)
        if "components" in body:
            resolve_media(message.components, message.attachments)

    def _component(self, component: Json) -> Json:
        """A component as it is told: what is null is left out, what is not said has its default."""
        told = {name: value for name, value in component.items() if value is not None}
        if "components" in told:
            told["components"] = [self._component(one) for one in told["components"]]
        if "accessory" in told:
            told["accessory"] = self._component(told["accessory"])
        if "items" in told:
            told["items"] = [{k: v for k, v in item.items() if v is not None} for item in told["items"]]
        if told["type"] in {3, 5, 6, 7, 8}:
            told = {"min_values": 1, "max_values": 1} | told
        if told["type"] == 17:
            told = {"accent_color": None, "spoiler": False} | told
        if told["type"] == 14:
            told = {"divider": True, "spacing": 1} | told
        return told

    def _number(self, components: list[Json]) -> None:
        """Give an `id` to the components without one (components/reference: anatomy)."""
        taken = {one["id"] for one in walk(components) if one.get("id")}
        free = (number for number in range(1, 1000) if number not in taken)
        for one in walk(components):
            one["id"] = one.get("id") or next(free)

    def _mention(self, message: Message, allowed: Json | None) -> None:
        if allowed is None:
            allowed = mentions.ALL if message.interaction is None else mentions.USERS_ONLY
        texts = [message.content, *(one["content"] for one in walk(message.components) if one["type"] == 10)]
        found = mentions.mentioned(
            "\n".join(texts),
            message.channel,
            message.author,
            allowed,
            self.state.users,
            message.reply_to.author if message.reply_to else None,
        )
        message.mentions, message.mention_roles = found.users, found.roles
        message.mention_everyone = found.everyone
        if message.edited_at is None:
            message.pinged = found.pinged

    # Telling

    def content_is_open(self, message: Message) -> bool:
        """Whether the bot reads a message without the message content intent (events/gateway)."""
        bot = self.state.bot
        return message.author is bot or message.channel.is_dm or bot in message.mentions

    def json(self, message: Message) -> Json:
        """A message as REST answers it: contents as the application's intents allow."""
        full = Intent.MESSAGE_CONTENT in self.state.application.granted
        return message.json(self.state.bot, full=full or self.content_is_open(message))

    def _tell(self, event: str, message: Message) -> None:
        """Tell a message to the bot, and that there is something to see to the people.

        An ephemeral one comes by the intent of direct messages and tells no guild (events/gateway-events:
        Message Create).
        """
        channel, bot = message.channel, self.state.bot
        guild = channel.guild if message.ephemeral_to is None else None

        def data(intents: Intent) -> Json:
            full = Intent.MESSAGE_CONTENT in intents or self.content_is_open(message)
            told = message.json(bot, full=full) | {"channel_type": channel.kind}
            if guild is not None:
                told["guild_id"] = guild.id
                member = guild.members.get(message.author.id)
                if member is not None:
                    told["member"] = member.json(with_user=False)
            return told

        if guild is not None:
            self.hub.tell(event, data, channel, Intent.GUILD_MESSAGES)
        else:
            self.hub.tell(event, data, None, Intent.DIRECT_MESSAGES)
        self.changed()

    def _tell_reaction(self, event: str, message: Message, user: User, emoji: str) -> None:
        channel = message.channel
        data: Json = {
            "user_id": user.id,
            "message_id": message.id,
            "emoji": {"id": None, "name": emoji},
            "burst": False,
            "type": 0,
        } | _at(channel)
        if event == "MESSAGE_REACTION_ADD":
            data["message_author_id"] = message.author.id
            if channel.guild is not None and user.id in channel.guild.members:
                data["member"] = channel.guild.members[user.id].json()
        intent = Intent.GUILD_MESSAGE_REACTIONS if channel.guild else Intent.DIRECT_MESSAGE_REACTIONS
        self.hub.tell(event, data, channel, intent)
        self.changed()

    # Nonces

    def said_before(self, nonce: Any) -> Message | None:
        """The bot's message with a nonce, of the past few minutes (resources/message: `enforce_nonce`).

        The documentation says "by the same author" and nothing of channels, so it may be in another one.
        """
        message = self._by_nonce.get(str(nonce))
        since = self.state.now() - limits.NONCE_REMEMBERED
        return message if message is not None and message.at >= since else None

    def message(self, channel: Channel, message_id: str) -> Message:
        """A message that everybody in a channel sees.

        Raises:
            ApiError: 10008.
        """
        message = channel.messages.get(message_id)
        if message is None or message.ephemeral_to is not None:
            raise refusal(10008)
        return message


def _at(channel: Channel) -> Json:
    return {"channel_id": channel.id} | ({"guild_id": channel.guild.id} if channel.guild else {})


def _written(channel: Channel) -> Intent:
    return Intent.GUILD_MESSAGES if channel.guild else Intent.DIRECT_MESSAGES


def _embed(embed: Json) -> Json:
    """An embed as it is told: its texts are trimmed as the message's is."""
    told = {name: value for name, value in embed.items() if value is not None}
    told |= {name: told[name].strip() for name in ("title", "description") if name in told}
    if told.get("footer"):
        told["footer"] = told["footer"] | {"text": told["footer"]["text"].strip()}
    told["type"] = "rich"
    if told.get("fields"):
        told["fields"] = [{"inline": False} | field for field in told["fields"]]
    if isinstance(told.get("timestamp"), str):
        told["timestamp"] = stamp(datetime.fromisoformat(told["timestamp"]))
    return told
