"""Plugins on or off: a page with one button each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Button, Menu, Option, Post, Role, Style, Update
from bot.language.catalogue import Words
from bot.language.messages import Text, _
from bot.plugin import Calendars, Context, NotAllowed, Plugins, PluginState, Refusal
from plugins.network.declaration import plugin

_OPEN, _CLOSED = "open", "closed"
NOT_EVERYWHERE = _(
    "You coordinate this channel, not the whole network. A coordinator of the whole network can change this."
)


@plugin.action("switch", role=Role.COORDINATOR)
async def switch(ctx: Context, feature: str, on: bool) -> Update:
    """Turn one plugin on or off, and show how they stand now."""
    plugins = ctx.service(Plugins)
    after = [replace(state, is_on=on) if is_it else state for state, is_it in await _states(ctx, feature)]
    await plugins.switch(ctx.session, ctx.network.id, [state.name for state in after if state.is_on])
    return await _shown(ctx, after)


@plugin.action("open-to-guests", role=Role.COORDINATOR)
async def open_to_guests(ctx: Context) -> Update:
    """Open the plugin that was chosen to guests, or close it to them, and show how they stand now."""
    plugins = ctx.service(Plugins)
    wanted, _between, feature = (ctx.choice or "").partition(":")
    on = wanted == _OPEN
    after = [
        replace(state, for_guests=on) if is_it else state for state, is_it in await _states(ctx, feature)
    ]
    opened = [state.name for state in after if state.for_guests and not state.always_on]
    await plugins.open_to_guests(ctx.session, ctx.network.id, opened)
    return await _shown(ctx, after)


@plugin.action("calendar", role=Role.COORDINATOR)
async def show_in_calendars(ctx: Context, on: bool) -> Update:
    """Show the network's gatherings in the calendars of its chat networks, or no longer."""
    if not await ctx.may_everywhere(Role.COORDINATOR):
        raise NotAllowed(NOT_EVERYWHERE)
    await ctx.service(Calendars).want(ctx.session, ctx.network.id, wanted=on)
    shown = page(ctx.words, await ctx.service(Plugins).states(ctx.network.id), calendar=on)
    return Update(text=shown.text, buttons=shown.buttons, menus=shown.menus)


async def current_page(ctx: Context) -> Post:
    """Return how the features stand now."""
    states = await ctx.service(Plugins).states(ctx.network.id)
    return page(ctx.words, states, await ctx.service(Calendars).is_wanted(ctx.network.id))


async def _states(ctx: Context, feature: str) -> list[tuple[PluginState, bool]]:
    """Return how the plugins stand, and which of them is the one to change.

    Raises:
        NotAllowed: the person coordinates a part of the network only.
        Refusal: there is no such plugin, or it cannot be changed.
    """
    if not await ctx.may_everywhere(Role.COORDINATOR):
        raise NotAllowed(NOT_EVERYWHERE)
    states = await ctx.service(Plugins).states(ctx.network.id)
    if feature not in {state.name for state in states if not state.always_on}:
        raise Refusal("stale_button", _("This feature is not here any more. Nothing was done."))
    return [(state, state.name == feature) for state in states]


async def _shown(ctx: Context, states: Sequence[PluginState]) -> Update:
    shown = page(ctx.words, states, await ctx.service(Calendars).is_wanted(ctx.network.id))
    return Update(text=shown.text, buttons=shown.buttons, menus=shown.menus)


def page(words: Words, states: Sequence[PluginState], calendar: bool | None = None) -> Post:
    """Return how the plugins stand, with a button for each that can be turned on or off.

    `calendar` tells whether gatherings are shown in the chat networks' calendars, None if there are none.
    """
    lines: list[Text] = [_("**Features of the network**")]
    for state in states:
        line = (
            _("- {title}: on", title=state.title) if state.is_on else _("- {title}: off", title=state.title)
        )
        if state.always_on:
            line = _("{line} (always)", line=line)
        elif state.is_on and state.for_guests:
            line = _("{line}, also for guests", line=line)
        lines.append(line)
    if calendar is not None:
        on, off = (
            _("- Meetings in the events of Discord: on"),
            _("- Meetings in the events of Discord: off"),
        )
        lines.append(on if calendar else off)
    switched = [state for state in states if not state.always_on]
    return Post(
        text=words.join(lines),
        buttons=(
            *map(_button, switched),
            *(() if calendar is None else (_calendar_button(is_on=calendar),)),
        ),
        menus=_guest_menus([state for state in switched if state.is_on]),
    )


def _button(state: PluginState) -> Button:
    turn_off, turn_on = _("Turn off: {title}", title=state.title), _("Turn on: {title}", title=state.title)
    return Button(
        label=turn_off if state.is_on else turn_on,
        action="switch",
        arguments={"feature": state.name, "on": not state.is_on},
        style=Style.DEFAULT if state.is_on else Style.PRIMARY,
        name=f"switch-{state.name}",
    )


def _calendar_button(*, is_on: bool) -> Button:
    show, hide = _("Show meetings in the events"), _("No longer show meetings in the events")
    return Button(label=hide if is_on else show, action="calendar", arguments={"on": not is_on})


def _guest_menus(states: Sequence[PluginState]) -> tuple[Menu, ...]:
    """Return a menu of what may be opened to guests: for a button each, older servers have no room."""
    if not states:
        return ()
    return (Menu(_("Guests"), "open-to-guests", tuple(map(_guest_option, states))),)


def _guest_option(state: PluginState) -> Option:
    close, open_ = (
        _("Close to guests: {title}", title=state.title),
        _("Open to guests: {title}", title=state.title),
    )
    wanted = _CLOSED if state.for_guests else _OPEN
    return Option(f"{wanted}:{state.name}", close if state.for_guests else open_)
