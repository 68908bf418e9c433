"""Answers to interactions: callbacks and follow-ups (interactions/receiving-and-responding)."""

from __future__ import annotations

from collections.abc import Sequence

from . import limits
from .command_rules import check_choices
from .errors import ApiError, Form, inside, invalid, refusal
from .flags import COMPONENTS_V2, EPHEMERAL, LOADING, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS
from .interactions import (
    CHOICES,
    COMMAND,
    COMPLETION,
    COMPONENT,
    DEFER,
    DEFER_UPDATE,
    MODAL,
    POST,
    SUBMISSION,
    UPDATE,
    Interaction,
    Interactions,
)
from .message_rules import check_flags, check_message
from .messages import CHAT_COMMAND, CONTEXT_COMMAND, DEFAULT, Message
from .modal_rules import check_modal
from .talk import File, Talk
from .users import Json

_POSSIBLE = {
    COMMAND: (POST, DEFER, MODAL),
    COMPONENT: (POST, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    COMPLETION: (CHOICES,),
    SUBMISSION: (POST, DEFER),
}
_FLAGS_OF_ANSWERS = EPHEMERAL | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
_FLAGS_OF_EDITIONS = SUPPRESS_EMBEDS | COMPONENTS_V2


class Callbacks:
    """What the bot answers to interactions."""

    def __init__(self, interactions: Interactions, talk: Talk) -> None:
        self.interactions = interactions
        self.talk = talk
        self.state = talk.state

    # The first answer

    def answer(self, interaction: Interaction, body: Json, files: Sequence[File] = ()) -> None:
        """Take the callback of an interaction that still waits for one.

        Raises:
            ApiError: the callback is not possible for it, or breaks a limit.
        """
        kind = body.get("type")
        possible = _POSSIBLE[interaction.kind]
        if interaction.kind == SUBMISSION and interaction.message is not None:
            possible = (*possible, DEFER_UPDATE, UPDATE)
        form = Form()
        form.one_of(("type",), kind, possible)
        form.done()
        data = body.get("data") or {}
        takers = {
            POST: self._post,
            DEFER: self._defer,
            UPDATE: self._update,
            DEFER_UPDATE: self._defer_update,
            CHOICES: self._complete,
            MODAL: self._open,
        }
        try:
            takers[int(str(kind))](interaction, data, list(files))
        except ApiError as error:
            raise inside("data", error) from None
        interaction.answer, interaction.answered_at = kind, self.state.now()
        self.talk.changed()

    def _post(self, interaction: Interaction, data: Json, files: list[File]) -> None:
        interaction.original = self._write(interaction, data, files)

    def _write(self, interaction: Interaction, data: Json, files: list[File]) -> Message:
        flags = check_flags(0, data.get("flags"), _FLAGS_OF_ANSWERS)
        check_message(data, files=files, flags=flags)
        return self.talk.write(
            interaction.channel,
            self.state.bot,
            data,
            files,
            interaction=interaction,
            ephemeral_to=interaction.user.id if flags & EPHEMERAL else None,
            kind=_kind(interaction),
            flags=flags,
        )

    def _defer(self, interaction: Interaction, data: Json, _files: list[File]) -> None:
        flags = check_flags(0, data.get("flags"), EPHEMERAL)
        interaction.original = self.talk.write(
            interaction.channel,
            self.state.bot,
            {},
            interaction=interaction,
            ephemeral_to=interaction.user.id if flags & EPHEMERAL else None,
            kind=_kind(interaction),
            flags=flags | LOADING,
        )

    def _update(self, interaction: Interaction, data: Json, files: list[File]) -> None:
        assert interaction.message is not None
        if interaction.message.deleted:
            raise refusal(10008)
        self._change(interaction.message, data, files)
        interaction.original = interaction.message

    def _defer_update(self, interaction: Interaction, _data: Json, _files: list[File]) -> None:
        interaction.original = interaction.message

    def _complete(self, interaction: Interaction, data: Json, _files: list[File]) -> None:
        choices = data.get("choices")
        form = Form()
        if form.required(("choices",), choices) and isinstance(choices, list):
            form.count(("choices",), choices, limits.CHOICES)
            check_choices(form, ("choices",), choices, _focused(interaction.data)["type"])
        form.done()
        interaction.choices = list(choices or [])

    def _open(self, interaction: Interaction, data: Json, _files: list[File]) -> None:
        check_modal(data)
        interaction.modal = data

    # Afterwards

    def follow_up(self, interaction: Interaction, body: Json, files: Sequence[File] = ()) -> Message:
        """A further message; after a deferral the first one takes the place of "is thinking"."""
        original = interaction.original
        if original is not None and original.is_thinking and not original.deleted:
            self._change(original, {name: body[name] for name in body if name != "flags"}, list(files), body)
            return original
        message = self._write(interaction, body, list(files))
        interaction.follow_ups.append(message)
        return message

    def find(self, interaction: Interaction, message_id: str) -> Message:
        """A message of the answer, by its id or as `@original`.

        Raises:
            ApiError: 10008.
        """
        if message_id == "@original":
            message = interaction.original
        else:
            every = [interaction.original, *interaction.follow_ups]
            message = next((one for one in every if one is not None and one.id == message_id), None)
        if message is None or message.deleted:
            raise refusal(10008)
        return message

    def edit(self, message: Message, body: Json, files: Sequence[File] = ()) -> None:
        """Change a message of the answer; the end of "is thinking" if it was."""
        self._change(message, body, list(files), body)

    def _change(self, message: Message, body: Json, files: list[File], flagged: Json | None = None) -> None:
        asked = (flagged if flagged is not None else body).get("flags")
        if asked is not None:
            asked = int(asked) & ~EPHEMERAL
        flags = check_flags(message.flags & ~LOADING, asked, _FLAGS_OF_EDITIONS)
        check_message(body, files=files, flags=flags, edited=message)
        self.talk.edit(message, body, files, flags)


def _kind(interaction: Interaction) -> int:
    if interaction.kind != COMMAND:
        return DEFAULT
    return CHAT_COMMAND if interaction.data["type"] == 1 else CONTEXT_COMMAND


def _focused(data: Json) -> Json:
    """The option that is being typed."""
    for option in data.get("options") or []:
        if option.get("focused"):
            return dict(option)
        if option.get("options"):
            return _focused(option)
    raise invalid(("type",), "BASE_TYPE_CHOICES", "No option is being typed.")
