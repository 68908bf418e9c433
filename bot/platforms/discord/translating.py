"""Translating: what somebody did, from an interaction of Discord's to the bot's own terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import discord

from bot.chat.hosting import Host
from bot.chat.incoming import (
    ChosenMessage,
    Completion,
    Incoming,
    Invocation,
    Press,
    Shortcut,
    Shows,
    Submission,
)
from bot.chat.people import Author
from bot.chat.places import Location, PlaceKind
from bot.language.messages import Text
from bot.platforms.discord import excuses
from bot.platforms.discord.attachments import Attachments
from bot.platforms.discord.commands import CommandTable
from bot.platforms.discord.controls import Filled, Pressed, UnreadableError, read, read_choice
from bot.platforms.discord.dialogs import values_of
from bot.platforms.discord.limits import MAX_MODAL_COMPONENTS
from bot.platforms.discord.membership import Membership
from bot.platforms.discord.naming import Named, Naming
from bot.platforms.discord.people import People
from bot.platforms.discord.places import Places
from bot.platforms.discord.roots import CHAT_INPUT, Chosen, UnknownCommandError
from bot.platforms.discord.texts import as_typed
from bot.platforms.excuses import EXPIRED_BUTTON, UNKNOWN_BUTTON, UNKNOWN_FORM

C = TypeVar("C", Pressed, Filled)

SHOWN_TO_A_FORM = Shows.TEXT | Shows.BUTTONS | Shows.FILES | Shows.PUBLIC | Shows.SHEET
"""What can answer a form: not another form."""
SHOWN = SHOWN_TO_A_FORM | Shows.FORM
_MESSAGE_LINK = "https://discord.com/channels/{guild}/{channel}/{message}"


class RefusedError(Exception):
    """Nothing is done; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text


@dataclass(frozen=True, slots=True)
class Scene:
    """Who does something, and where."""

    author: Author
    location: Location


class Translator:
    """Translates interactions. `table` knows the commands, `now` is the bot's clock."""

    def __init__(
        self,
        client: discord.Client,
        places: Places,
        people: People,
        table: CommandTable,
        now: Callable[[], datetime],
        membership: Membership,
    ) -> None:
        self._client = client
        self._places = places
        self._people = people
        self._table = table
        self._now = now
        self._membership = membership
        self._naming = Naming(client, people)
        self._attachments = Attachments(client)

    async def scene(self, interaction: discord.Interaction[Any]) -> Scene:
        """Return who does something and where; a DM comes with a guild and the rights of that person.

        Raises:
            RefusedError: the bot does nothing there: in a conversation between others, for instance.
        """
        scene = self._scene(interaction)
        if scene.location.kind is not PlaceKind.DM:
            return scene
        return Scene(*await self._membership.in_dm(scene.author, scene.location))

    def _scene(self, interaction: discord.Interaction[Any]) -> Scene:
        """Return who does something and where.

        Raises:
            RefusedError: the bot does nothing there: in a conversation between others, for instance.
        """
        location = None
        if not interaction.context.private_channel:
            location = self._places.location(interaction.channel, interaction.user)
        if location is None:
            raise RefusedError(excuses.NOT_HERE)
        return Scene(self._people.of_interaction(interaction), location)

    def chosen(self, interaction: discord.Interaction[Any]) -> Chosen | None:
        """Return the typed command that an interaction is for, None if it is for none that is known."""
        if not self.is_command(interaction):
            return None
        try:
            return self._table.find(_data(interaction))
        except LookupError:  # an older command, or one that says less than it should
            return None

    def is_command(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether an interaction is a typed command."""
        return interaction.type is discord.InteractionType.application_command and _is_typed(
            _data(interaction)
        )

    def completion(self, interaction: discord.Interaction[Any]) -> Completion | None:
        """Return which argument somebody types, None if it is none that is known."""
        data = _data(interaction)
        try:
            scene, chosen = self._scene(interaction), self._table.find(data)
        except (RefusedError, LookupError):
            return None
        if chosen.focused is None:
            return None
        options = chosen.texts(self._resolved(interaction), scene.location.id)
        typed = options.pop(chosen.focused, "")
        command = chosen.command
        return Completion(
            author=scene.author,
            location=scene.location,
            root=command.root.fr,
            verb=command.verb.fr if command.verb else None,
            argument=chosen.focused,
            typed=typed,
            options=options,
        )

    async def incoming(self, interaction: discord.Interaction[Any], scene: Scene, host: Host) -> Incoming:
        """Return what somebody did.

        Raises:
            RefusedError: it is nothing that the bot knows, or not any more.
        """
        data = _data(interaction)
        match interaction.type:
            case discord.InteractionType.component:
                return await self._press(interaction, data, scene, host)
            case discord.InteractionType.modal_submit:
                return await self._submission(interaction, data, scene, host)
            case _ if _is_typed(data):
                return await self._invocation(interaction, data, scene)
            case _:
                return await self._shortcut(interaction, data, scene)

    async def _invocation(
        self, interaction: discord.Interaction[Any], data: Mapping[str, Any], scene: Scene
    ) -> Invocation:
        chosen = self.chosen(interaction)
        if chosen is None:
            raise RefusedError(excuses.UNKNOWN_COMMAND)
        named = self._named(interaction)
        texts = chosen.texts(self._resolved(interaction), scene.location.id)
        options = await self._naming.translate(texts, interaction.user, named)
        command = chosen.command
        told = data.get("resolved", {}).get("attachments", {})
        files = [told[key] for key in chosen.files if key in told]
        return Invocation(
            author=scene.author,
            location=scene.location,
            shows=SHOWN,
            people=named.authors,
            longest_form=MAX_MODAL_COMPONENTS,
            root=command.root.fr,
            verb=command.verb.fr if command.verb else None,
            options=options,
            ask_files=partial(self._attachments.read, files) if files else None,
        )

    async def _press(
        self, interaction: discord.Interaction[Any], data: Mapping[str, Any], scene: Scene, host: Host
    ) -> Press:
        pressed = await _carried(data, host, Pressed, UNKNOWN_BUTTON)
        if pressed.until is not None and self._now() >= pressed.until:
            raise RefusedError(EXPIRED_BUTTON)
        values = data.get("values") or ()
        choice = await read_choice(values[0], host.kept) if values else None
        if values and choice is None:
            raise RefusedError(UNKNOWN_BUTTON)
        return Press(
            author=scene.author,
            location=scene.location,
            shows=SHOWN,
            longest_form=MAX_MODAL_COMPONENTS,
            plugin=pressed.plugin,
            action=pressed.action,
            arguments=pressed.arguments,
            choice=choice,
            post=str(interaction.message.id) if interaction.message else None,
            delivery=pressed.delivery,
        )

    async def _submission(
        self, interaction: discord.Interaction[Any], data: Mapping[str, Any], scene: Scene, host: Host
    ) -> Submission:
        filled = await _carried(data, host, Filled, UNKNOWN_FORM)
        named = self._named(interaction)
        values = await self._naming.translate(values_of(data), interaction.user, named)
        return Submission(
            author=scene.author,
            location=scene.location,
            shows=SHOWN_TO_A_FORM,
            people=named.authors,
            longest_form=MAX_MODAL_COMPONENTS,
            plugin=filled.plugin,
            form=filled.form,
            values=values,
            arguments=filled.arguments,
        )

    async def _shortcut(
        self, interaction: discord.Interaction[Any], data: Mapping[str, Any], scene: Scene
    ) -> Shortcut:
        try:
            plugin, name = self._table.shortcut(data)
        except UnknownCommandError:
            raise RefusedError(excuses.UNKNOWN_COMMAND) from None
        named, target = self._named(interaction), str(data["target_id"])
        message = data.get("resolved", {}).get("messages", {}).get(target)
        person = named.people.get(target)
        if message is None and person is None:
            raise RefusedError(excuses.NOT_A_MEMBER)
        return Shortcut(
            author=scene.author,
            location=scene.location,
            shows=SHOWN,
            people=named.authors,
            longest_form=MAX_MODAL_COMPONENTS,
            plugin=plugin,
            name=name,
            message=await self._chosen_message(interaction, message) if message else None,
            person=person,
        )

    async def _chosen_message(
        self, interaction: discord.Interaction[Any], told: Mapping[str, Any]
    ) -> ChosenMessage:
        """Return a message as it was typed, with the names of those whom it mentions."""
        mentioned = Named({user["id"]: self._people.told(user, None) for user in told.get("mentions", ())})
        typed = {"text": as_typed(told["content"])}
        author = told["author"]
        return ChosenMessage(
            id=str(told["id"]),
            text=(await self._naming.translate(typed, interaction.user, mentioned))["text"],
            author=author.get("global_name") or author["username"],
            link=_MESSAGE_LINK.format(
                guild=interaction.guild_id or "@me", channel=told["channel_id"], message=told["id"]
            ),
            at=datetime.fromisoformat(told["timestamp"]),
            is_own=author["id"] == str(interaction.user.id),
        )

    def _named(self, interaction: discord.Interaction[Any]) -> Named:
        return self._naming.resolved(_data(interaction), in_guild=interaction.guild_id is not None)

    def _resolved(self, interaction: discord.Interaction[Any]) -> dict[str, Any]:
        """Return the people and channels that were chosen, under the names by which they are found."""
        data = _data(interaction)
        users = data.get("resolved", {}).get("users", {})
        return {"users": users, "channels": self._naming.channels(data, interaction.guild)}


def _data(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    """Return what an interaction carries, as Discord's JSON."""
    data: Mapping[str, Any] | None = interaction.data
    return data or {}


def _is_typed(data: Mapping[str, Any]) -> bool:
    return bool(data.get("type", CHAT_INPUT) == CHAT_INPUT)


async def _carried(data: Mapping[str, Any], host: Host, kind: type[C], unknown: Text) -> C:
    """Return what a control of that kind carries.

    Raises:
        RefusedError: it is none of ours, or what it stood for is not kept any more.
    """
    try:
        carried = await read(data["custom_id"], host.kept)
    except UnreadableError:
        raise RefusedError(unknown) from None
    if not isinstance(carried, kind):
        raise RefusedError(unknown)
    return carried
