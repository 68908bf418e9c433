"""`/maillage configurer`: the settings of the network and of one channel.

A coordinator of the whole network sets its name, hour and language, and the channel's territory; one who
coordinates a channel sets what is the channel's own. In a DM there is no channel to set.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from sqlalchemy import select

from bot.chat import Button, Network, Place, PlaceKind, Reply, Role
from bot.language.catalogue import Words
from bot.language.messages import Language, Message, Text, _
from bot.plugin import Arg, Context, FormRefusal, NotAllowed, OpenForm, Refusal
from bot.plugin.neighbours import PlaceConfigured
from bot.store.people import mark_changed
from bot.store.tables import NetworkRow, PlaceRow
from bot.territory import by_code
from plugins.network import features
from plugins.network.declaration import maillage, plugin
from plugins.network.features import NOT_EVERYWHERE
from plugins.network.fields import Land, Line, Zone, territory_label, zone_label
from plugins.network.places import could_spread, in_territory, network_zone, suggested_territory, with_zone
from plugins.network.spelling import LANGUAGE_NAMES, language_in_words, territory_in_words, zone_in_words

_LONGEST_NAME = 80
_ZONE_HELP = _("A town or a territory, such as Paris or La Réunion. Empty: the one of the territory.")
_TERRITORY_HELP = _("The name or the number of a département, such as Loire or 42.")
_IN_THE_CHANNEL = _(
    "Here I could only change the whole network, which a coordinator of all of it can do. To set a "
    "channel that you coordinate, type `/maillage configure` in that channel."
)


class NetworkForm(BaseModel):
    """The settings of the whole network, set in a DM."""

    name: Annotated[Line, Arg(_("Network name"))] = Field(min_length=1, max_length=_LONGEST_NAME)
    zone: Annotated[Zone, Arg(_("Time zone"), help=_ZONE_HELP)] = None
    language: Annotated[Literal["fr", "en"], Arg(_("Language"), choices=LANGUAGE_NAMES)]
    territory: Annotated[Land, Arg(_("Network territory"), help=_TERRITORY_HELP)] = None


class NetworkAndChannelForm(BaseModel):
    """The settings of the whole network and the territory of the channel where they are set."""

    name: Annotated[Line, Arg(_("Network name"))] = Field(min_length=1, max_length=_LONGEST_NAME)
    zone: Annotated[Zone, Arg(_("Time zone"), help=_ZONE_HELP)] = None
    language: Annotated[Literal["fr", "en"], Arg(_("Language"), choices=LANGUAGE_NAMES)]
    territory: Annotated[Land, Arg(_("Channel territory"), help=_TERRITORY_HELP)] = None


class ChannelForm(BaseModel):
    """The settings of one channel."""

    territory: Annotated[Land, Arg(_("Channel territory"), help=_TERRITORY_HELP)] = None
    zone: Annotated[Zone, Arg(_("Time zone"), help=_ZONE_HELP)] = None
    language: Annotated[
        Literal["network", "fr", "en"],
        Arg(_("Language"), choices={"network": _("the network’s"), **LANGUAGE_NAMES}),
    ] = "network"


@maillage.command(
    "configurer",
    english="configure",
    summary=_("Set the name, the time zone, the language, the territory and the features"),
    role=Role.COORDINATOR,
    opens_form=True,
)
async def configure(ctx: Context) -> OpenForm:
    """Open the form of what the person may set here."""
    is_dm = ctx.place.kind is PlaceKind.DM
    if not await ctx.may_everywhere(Role.COORDINATOR):
        if is_dm:
            raise NotAllowed(_IN_THE_CHANNEL)
        return _channel_form(ctx.place)
    territory = by_code(ctx.network.territory or "") if is_dm else suggested_territory(ctx.place)
    return OpenForm(
        form="network" if is_dm else "network-and-channel",
        values={
            "name": ctx.network.name,
            "zone": zone_label(ctx.network.zone),
            "language": ctx.network.language,
            "territory": territory_label(territory) if territory else "",
        },
    )


@plugin.action("configure-channel", role=Role.COORDINATOR)
async def configure_channel(ctx: Context, place: int) -> OpenForm:
    """Open the form of one channel's own settings."""
    return _channel_form(await _channel(ctx, place))


def _channel_form(place: Place) -> OpenForm:
    territory = suggested_territory(place)
    return OpenForm(
        form="channel",
        values={
            "territory": territory_label(territory) if territory else "",
            "zone": zone_label(place.zone) if place.zone else "",
            "language": place.language or "network",
        },
        arguments={"place": place.id},
    )


@plugin.form("network", NetworkForm, title=_("Settings of the network"), submit=_("Save"))
async def save_network(ctx: Context, form: NetworkForm) -> list[Reply]:
    """Save the settings of the whole network."""
    zone = network_zone(ctx.network, form.zone, form.territory)
    code = form.territory.code if form.territory else None
    network = replace(ctx.network, name=form.name, zone=zone, language=form.language, territory=code)
    await _change_network(ctx, network)
    _speak(ctx, network, ctx.place)
    lines = [*_network_lines(ctx, network), _("- Territory: {territory}", territory=territory_in_words(code))]
    return await _saved(ctx, lines)


@plugin.form("network-and-channel", NetworkAndChannelForm, title=_("Settings"), submit=_("Save"))
async def save_network_and_channel(ctx: Context, form: NetworkAndChannelForm) -> list[Reply]:
    """Save the settings of the whole network, and the territory of this channel."""
    zone = network_zone(ctx.network, form.zone, form.territory)
    network = replace(ctx.network, name=form.name, zone=zone, language=form.language)
    place = in_territory(ctx.place, form.territory)
    await _change_network(ctx, network)
    await _change_place(ctx, place)
    _speak(ctx, network, place)
    own = Button(_("Set this channel apart"), "configure-channel", {"place": place.id})
    spread = Button(_("Extend to the whole network"), "spread", {"place": place.id})
    lines = [*_network_lines(ctx, network), *_channel_lines(ctx, network, place)]
    if not could_spread(network, place):
        return await _saved(ctx, lines, own)
    lines.append(_("If the whole network is in this territory, extend these settings to all of it."))
    return await _saved(ctx, lines, spread, own)


@plugin.form("channel", ChannelForm, title=_("Settings of the channel"), submit=_("Save"))
async def save_channel(ctx: Context, form: ChannelForm, place: int) -> Reply:
    """Save the settings of one channel."""
    before = await _channel(ctx, place)
    after = with_zone(in_territory(before, form.territory), before, form.zone)
    language: Language | None = None if form.language == "network" else form.language
    after = replace(after, language=language)
    await _change_place(ctx, after)
    if after.id == ctx.place.id:
        _speak(ctx, ctx.network, after)
    lines: list[Text] = [_("Saved."), *_channel_lines(ctx, ctx.network, after)]
    if not await ctx.may_everywhere(Role.COORDINATOR):
        lines.append(_("The name, hour and language of the network are set by a coordinator of all of it."))
    return Reply(text=ctx.words.join(lines))


@plugin.action("spread", role=Role.COORDINATOR)
async def spread(ctx: Context, place: int) -> Reply:
    """Give the territory of a channel, and its hour, to the whole network."""
    channel = await _channel(ctx, place)
    zone = channel.zone or ctx.network.zone
    network = replace(ctx.network, territory=channel.territory, zone=zone)
    await _change_network(ctx, network)
    _speak(ctx, network, ctx.place)
    return Reply(
        text=_(
            "The whole network is now in the territory {territory}, in the time zone {zone}.",
            territory=territory_in_words(network.territory),
            zone=zone_in_words(zone, ctx.now, ctx.words),
        )
    )


async def _channel(ctx: Context, place: int) -> Place:
    """Return a channel that the person may set.

    Raises:
        Refusal: it is gone; `NotAllowed` if it is not theirs to set.
    """
    channel = await ctx.find_place(place)
    if channel is None:
        raise Refusal("unknown_place", _("This channel is not here any more. Nothing was done."))
    if not await ctx.may(Role.COORDINATOR, channel):
        raise NotAllowed
    return channel


async def _change_network(ctx: Context, network: Network) -> None:
    """Write the settings of the network.

    Raises:
        NotAllowed: the person coordinates a part of it only.
        FormRefusal: another network has this name.
    """
    if not await ctx.may_everywhere(Role.COORDINATOR):
        raise NotAllowed(NOT_EVERYWHERE)
    namesake = select(NetworkRow.id).where(NetworkRow.name == network.name, NetworkRow.id != network.id)
    if await ctx.session.scalar(namesake) is not None:
        raise FormRefusal({"name": _("Another network has this name already.")})
    row = await ctx.session.get_one(NetworkRow, network.id)
    row.name, row.language, row.zone = network.name, network.language, network.zone.key
    row.territory = network.territory
    mark_changed(ctx.session)
    await ctx.emit(PlaceConfigured(None))


async def _change_place(ctx: Context, place: Place) -> None:
    row = await ctx.session.get_one(PlaceRow, place.id)
    row.territory, row.language = place.territory, place.language
    row.zone = place.zone.key if place.zone else None
    mark_changed(ctx.session)
    await ctx.emit(PlaceConfigured(place))


def _speak(ctx: Context, network: Network, place: Place) -> None:
    """Answer at once in the language and the hour that were just set, unless the person has their own."""
    language = ctx.member.language or place.language or network.language
    ctx.words = Words(language, ctx.member.zone or place.zone or network.zone)


def _network_lines(ctx: Context, network: Network) -> list[Text]:
    return [
        _("Saved."),
        _("- Network: {name}", name=network.name),
        _("- Time zone of the network: {zone}", zone=zone_in_words(network.zone, ctx.now, ctx.words)),
        _("- Language of the network: {language}", language=language_in_words(network.language)),
    ]


def _channel_lines(ctx: Context, network: Network, place: Place) -> list[Message]:
    lines = [
        _(
            "- Territory of the channel {channel}: {territory}",
            channel=place.name,
            territory=territory_in_words(place.territory),
        ),
        _hour_line(ctx, network, place),
    ]
    if place.language is not None:
        lines.append(_("- Language of this channel: {language}", language=language_in_words(place.language)))
    return lines


def _hour_line(ctx: Context, network: Network, place: Place) -> Message:
    zone: ZoneInfo = place.zone or network.zone
    spelled = zone_in_words(zone, ctx.now, ctx.words)
    territory = by_code(place.territory) if place.territory else None
    if place.zone is None:
        return _("- Time zone of this channel: the network’s, {zone}", zone=spelled)
    if territory is not None and territory.zone == zone.key:
        return _("- Time zone of this channel: its territory’s, {zone}", zone=spelled)
    return _("- Time zone of this channel: {zone}", zone=spelled)


async def _saved(ctx: Context, lines: list[Text], *buttons: Button) -> list[Reply]:
    """Return what is set now, then the page of the features."""
    shown = await features.current_page(ctx)
    summary = Reply(text=ctx.words.join(lines), buttons=buttons)
    if not shown.buttons:
        return [summary]
    return [summary, Reply(text=shown.text, buttons=shown.buttons, menus=shown.menus)]
