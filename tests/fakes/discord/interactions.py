"""Interactions: what people ask of the bot by commands, buttons, menus and forms.

interactions/receiving-and-responding.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from . import limits
from .errors import refusal
from .flags import ALL, EPHEMERAL, LOADING, Permission
from .messages import Message, NotThereError
from .places import Channel, Guild
from .state import State
from .users import Json, User

if TYPE_CHECKING:
    from .gateway import Hub

COMMAND, COMPONENT, COMPLETION, SUBMISSION = 2, 3, 4, 5
"""Interaction types."""
POST, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
"""Interaction callback types."""


@dataclass(eq=False)
class Interaction:
    """Something that a person asked, and how it was answered.

    Attributes:
        data: the command, component or form with what was chosen.
        message: what the component, or that of the form's origin, belongs to.
        before: the interaction that opened the form which this one submits.
        answer: type of the callback; None while nothing acknowledged it.
        original: the first message of the answer, or the message of the component after an update.
        follow_ups: further messages.
    """

    id: str
    token: str
    kind: int
    user: User
    channel: Channel
    data: Json
    at: datetime
    application_id: str
    message: Message | None = None
    before: Interaction | None = None
    answer: int | None = None
    answered_at: datetime | None = None
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)

    @property
    def guild(self) -> Guild | None:
        return self.channel.guild

    def too_late(self, now: datetime) -> bool:
        """Whether nobody acknowledged it in time: the person reads that the bot did not respond."""
        return self.answer is None and now - self.at > limits.ACKNOWLEDGED_WITHIN

    @property
    def settled(self) -> bool:
        """Whether there is something to see: deferred answers have come."""
        if self.answer == DEFER:
            return self.original is None or not self.original.is_thinking or self.original.deleted
        return self.answer is not None

    @property
    def messages(self) -> list[Message]:
        """Messages of the answer that are still there."""
        first = [self.original] if self.original is not None else []
        return [message for message in first + self.follow_ups if not message.deleted]

    def owners(self) -> Json:
        """`authorizing_integration_owners`: the app is installed in guilds."""
        return {"0": self.guild.id if self.guild else "0"}

    def metadata(self) -> Json:
        """As in the OpenAPI's `…InteractionMetadataResponse`."""
        told: Json = {
            "id": self.id,
            "type": self.kind,
            "user": self.user.json(),
            "authorizing_integration_owners": self.owners(),
        }
        if self.kind == COMMAND:
            told["name"] = self.data["name"]
            told["command_type"] = self.data["type"]
        if self.kind == COMPONENT and self.message is not None:
            told["interacted_message_id"] = self.message.id
        if self.kind == SUBMISSION and self.before is not None:
            told["triggering_interaction_metadata"] = self.before.metadata()
        return told

    def callback_json(self, told_message: Json | None) -> Json:
        """As in the OpenAPI's `InteractionCallbackResponse`."""
        told: Json = {"id": self.id, "type": self.kind, "channel_id": self.channel.id}
        if self.guild is not None:
            told["guild_id"] = self.guild.id
        if self.original is None or told_message is None:
            return {"interaction": told}
        told |= {
            "response_message_id": self.original.id,
            "response_message_loading": bool(self.original.flags & LOADING),
            "response_message_ephemeral": bool(self.original.flags & EPHEMERAL),
        }
        if self.answer not in {POST, UPDATE}:
            return {"interaction": told}
        return {"interaction": told, "resource": {"type": self.answer, "message": told_message}}


class Interactions:
    """All that was asked.

    Attributes:
        all: oldest first.
    """

    def __init__(self, state: State, hub: Hub) -> None:
        self.state = state
        self.hub = hub
        self.all: list[Interaction] = []
        self._by_token: dict[str, Interaction] = {}

    @property
    def unanswered(self) -> list[Interaction]:
        """Those that nobody acknowledged in time."""
        now = self.state.now()
        return [one for one in self.all if one.too_late(now)]

    def ask(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: Json,
        message: Message | None = None,
        before: Interaction | None = None,
    ) -> Interaction:
        """Have somebody ask something of the bot.

        Raises:
            NotThereError: no bot is connected.
        """
        if not self.hub.sessions:
            raise NotThereError("the bot is not connected")
        application = self.state.application
        token = secrets.token_urlsafe(90)
        interaction = Interaction(
            self.state.new_id(),
            token,
            kind,
            user,
            channel,
            data,
            self.state.now(),
            application.id,
            message,
            before,
        )
        self.all.append(interaction)
        self._by_token[token] = interaction
        self.hub.tell_interaction(self._json(interaction), interaction.guild)
        self.hub.changed()
        return interaction

    def _json(self, interaction: Interaction) -> Json:
        """As INTERACTION_CREATE tells it."""
        user, channel, guild = interaction.user, interaction.channel, interaction.guild
        told: Json = {
            "id": interaction.id,
            "application_id": interaction.application_id,
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": channel.id,
            "channel": channel.json(user) | {"permissions": str(int(self._rights(user, channel)))},
            "locale": user.locale,
            "app_permissions": str(int(self._rights(self.state.bot, channel))),
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": interaction.owners(),
            "context": 0 if guild is not None else 1,
            "attachment_size_limit": limits.ATTACHMENT_BYTES,
        }
        if interaction.message is not None:
            told["message"] = interaction.message.json(self.state.bot)
        if guild is None:
            return told | {"user": user.json()}
        member = guild.members[user.id].json() | {"permissions": str(int(self._rights(user, channel)))}
        summary = {"id": guild.id, "locale": guild.locale, "features": []}
        return told | {
            "guild_id": guild.id,
            "guild": summary,
            "guild_locale": guild.locale,
            "member": member,
        }

    def _rights(self, user: User, channel: Channel) -> Permission:
        return ALL if channel.guild is None else channel.guild.rights(user, channel)

    def to_answer(self, interaction_id: str, token: str) -> Interaction:
        """The interaction that a callback answers.

        Raises:
            ApiError: 10062 if there is none or it is too late, 40060 if it was answered.
        """
        interaction = self._by_token.get(token)
        now = self.state.now()
        if interaction is None or interaction.id != interaction_id:
            raise refusal(10062)
        if now - interaction.at > limits.TOKEN_LIVES or interaction.too_late(now):
            raise refusal(10062)
        if interaction.answer is not None:
            raise refusal(40060)
        return interaction

    def of_token(self, application_id: str, token: str) -> Interaction:
        """The interaction whose token stands in the path of a follow-up.

        Raises:
            ApiError: 50027 for a token that is unknown or older than 15 minutes, 10015 before
                the first answer.
        """
        if application_id != self.state.application.id:
            raise refusal(10015)
        interaction = self._by_token.get(token)
        if interaction is None or self.state.now() - interaction.at > limits.TOKEN_LIVES:
            raise refusal(50027)
        if interaction.answer is None:
            raise refusal(10015)
        return interaction
