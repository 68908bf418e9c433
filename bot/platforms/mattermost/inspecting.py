"""A look at a Mattermost server and at the way between it and the bot, one remark after another."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import aiohttp
import httpx

from bot.errors import WebServerError
from bot.language.messages import Markup, _
from bot.platforms.mattermost.administration import Administration
from bot.platforms.mattermost.checking import (
    ACCOUNT,
    CALLBACKS,
    EVENTS,
    SERVER,
    moved_away,
    not_mattermost,
    on_commands,
    on_settings,
    on_teams,
)
from bot.platforms.mattermost.commands import SlashCommand
from bot.platforms.mattermost.events import Hello, MalformedFrameError, parse_frame
from bot.platforms.mattermost.failures import NotPermittedError, RequestError, TokenRevokedError
from bot.platforms.mattermost.line import Entity
from bot.platforms.mattermost.probing import is_probe_answer, probe_text
from bot.platforms.mattermost.registering import Home, plugins_before
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.round_trip import Outcome, Trip, on_trip, outcome_of
from bot.platforms.mattermost.standing_in import Listener, is_ping_answer, listener
from bot.platforms.reaching import addresses_of, reach
from bot.platforms.remarks import Remark, good, wrong
from bot.platforms.session import open_session
from bot.secrets import MattermostSecrets

DRIVER = "mattermostautodriver"
_EVENTS_WITHIN = 15.0
_DEFAULT_CHANNEL = "town-square"
"""Where everybody in a team is: `DefaultChannelName` in the server's `public/model/channel.go`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A server as the bot is to work on it.

    `teams` are names; without any, the bot works in all those in which it is. `host` and `port` are where the
    bot listens, `home` is how the server reaches it.
    """

    name: str
    url: str
    teams: Sequence[str]
    home: Home
    host: str
    port: int
    commands: tuple[SlashCommand, ...]


@dataclass(frozen=True, slots=True)
class Insight:
    """What only an administrator of the system sees: titles of plugins by id, and where the server may call.

    `allowed` is the setting `AllowedUntrustedInternalConnections`, None if it is not known.
    """

    plugins: Mapping[str, str]
    allowed: str | None


async def insight(admin: Rest | None) -> Insight:
    """Return what the administrator sees; nothing without one, or if they are none of the system."""
    if admin is None:
        return Insight({}, None)
    asked = Administration(admin.line)
    try:
        plugins = {item["id"]: item.get("name") or item["id"] for item in await asked.active_plugins()}
    except RequestError:  # plugins are switched off, or the administrator is one of teams only
        plugins = {}
    try:
        settings = (await asked.config()).get("ServiceSettings", {})
    except RequestError:
        return Insight(plugins, None)
    return Insight(plugins, str(settings.get("AllowedUntrustedInternalConnections") or ""))


async def inspect(
    target: Target, kept: MattermostSecrets, admin: Rest | None = None
) -> AsyncIterator[Remark]:
    """Yield what is to be said of a server, with the bot's token and, better, also with an administrator's.

    What makes the rest impossible to look at ends it.
    """
    problem = not_mattermost(target.url, await reach(f"{target.url}/api/v4/system/ping"))
    if problem is not None:
        yield wrong(SERVER, problem)
        return
    token = kept.token.get_secret_value()
    rest = Rest(target.url, token)
    try:
        async for remark in _Inspection(target, rest, kept, admin).remarks():
            yield remark
        yield await _on_events(target.url, token)
    except TokenRevokedError:
        text = _("The bot’s token is not valid any more: `maillage mattermost install` makes another one.")
        yield wrong(ACCOUNT, text)
    except RequestError as error:
        yield wrong(SERVER, _("the server did not answer as expected: {reason}", reason=str(error)))
    finally:
        await rest.close()


class _Inspection:
    """Everything that goes through REST; `rest` speaks as the bot."""

    def __init__(self, target: Target, rest: Rest, kept: MattermostSecrets, admin: Rest | None) -> None:
        self._target = target
        self._rest = rest
        self._tokens = {key: token.get_secret_value() for key, token in kept.commands.items()}
        self._addresses = kept.addresses
        self._admin = admin

    async def remarks(self) -> AsyncIterator[Remark]:
        """Yield what is to be said."""
        me = await self._rest.me()
        for remark in on_settings(await self._rest.client_config(), version(DRIVER)):
            yield remark
        yield good(ACCOUNT, Markup(f"@{me['username']}"))
        joined = {team["name"]: team for team in await self._rest.teams_of_me()}
        yield on_teams(self._target.teams, list(joined))
        teams = [joined[name] for name in self._target.teams or joined if name in joined]
        known = await insight(self._admin)
        listed = {team["id"]: await self._listed(team) for team in teams}
        for team in teams:
            for remark in self._on_commands(team, listed[team["id"]], known):
                yield remark
            if (moved := self._on_address(team)) is not None:
                yield moved
        try:
            async for remark in self._on_trips(teams, listed, known):
                yield remark
        except WebServerError as error:
            yield wrong(CALLBACKS, error.text)

    async def _listed(self, team: Entity) -> list[Entity]:
        """Return the commands of a team, as much of them as may be seen."""
        if self._admin is not None:
            try:
                return await Administration(self._admin.line).all_commands(team["id"])
            except NotPermittedError:
                pass
        return await Administration(self._rest.line).all_commands(team["id"])

    def _on_commands(self, team: Entity, listed: Sequence[Entity], known: Insight) -> list[Remark]:
        triggers = [command.trigger for command in self._target.commands]
        shadowed = plugins_before(listed, triggers)
        there = {command["trigger"] for command in listed}
        ours = {name for name in triggers if f"{team['id']}/{name}" in self._tokens}
        return list(on_commands(team["name"], triggers, there, ours, shadowed, known.plugins))

    def _on_address(self, team: Entity) -> Remark | None:
        """Return that the slash commands of a team call an earlier address; None if they do not.

        The server shows the address of a command to nobody but who may manage them, so it was kept.
        """
        now, registered = self._target.home.address, self._addresses.get(team["id"])
        return None if registered in (None, now) else moved_away(team["name"], str(registered), now)

    async def _on_trips(
        self, teams: Sequence[Entity], listed: Mapping[str, Sequence[Entity]], known: Insight
    ) -> AsyncIterator[Remark]:
        """Try one command in each team."""
        target = self._target
        async with listener(target.name, target.host, target.port, target.home, self._tokens) as listening:
            for team in teams:
                triggers = [c.trigger for c in target.commands if f"{team['id']}/{c.trigger}" in self._tokens]
                if not triggers:
                    continue
                shadowed = plugins_before(listed[team["id"]], triggers)
                trigger = next((item for item in triggers if item not in shadowed), triggers[0])
                yield on_trip(await self._trip(team, trigger, listening, shadowed, known))

    async def _trip(
        self,
        team: Entity,
        trigger: str,
        listening: Listener,
        shadowed: Mapping[str, str],
        known: Insight,
    ) -> Trip:
        arrived, unknown = listening.arrived, listening.unknown
        trip = await self._execute(team, trigger)
        if trip.outcome is Outcome.ANSWERED:
            return trip
        home = self._target.home
        met = await reach(f"{home.url}/ping")
        plugin = shadowed.get(trigger)
        return replace(
            trip,
            plugin=known.plugins.get(plugin, plugin) if plugin else None,
            who=listening.who,
            arrived=listening.arrived > arrived,
            unknown=listening.unknown > unknown,
            addresses=await addresses_of(home.address),
            met=met,
            leads_here=is_ping_answer(met.content, self._target.name),
            allowed=known.allowed,
        )

    async def _execute(self, team: Entity, trigger: str) -> Trip:
        """Type a probe, as the bot, or as the administrator if the bot may not."""
        word = secrets.token_hex(8)
        trip = Trip(
            team=team["name"],
            trigger=trigger,
            url=self._target.home.address,
            server=self._target.url,
            outcome=Outcome.OTHER,
        )
        start = time.perf_counter()
        try:
            answer = await self._type(team["id"], f"/{trigger} {probe_text(word)}")
        except TokenRevokedError:
            raise
        except RequestError as error:
            return replace(trip, outcome=outcome_of(error), said=str(error))
        took = round((time.perf_counter() - start) * 1000)
        if is_probe_answer(answer, word):
            return replace(trip, outcome=Outcome.ANSWERED, milliseconds=took)
        return replace(trip, outcome=Outcome.FOREIGN, said=str(answer.get("text") or ""))

    async def _type(self, team: str, text: str) -> dict[str, Any]:
        channel = (await self._rest.channel_by_name(team, _DEFAULT_CHANNEL))["id"]
        try:
            return await Administration(self._rest.line).execute_command(channel, text)
        except NotPermittedError:
            if self._admin is None:
                raise
        return await Administration(self._admin.line).execute_command(channel, text)


async def _on_events(url: str, token: str) -> Remark:
    """Return whether the server greets the bot over a WebSocket, by which direct messages come."""
    headers = {"Authorization": f"Bearer {token}"}
    try:
        async with (
            asyncio.timeout(_EVENTS_WITHIN),
            open_session(httpx.URL(url), headers) as session,
            session.ws_connect(f"{url}/api/v4/websocket") as websocket,
        ):
            while (message := await websocket.receive()).type is aiohttp.WSMsgType.TEXT:
                if isinstance(parse_frame(message.data).event, Hello):
                    return good(EVENTS, _("the server tells the bot what happens (WebSocket)"))
        reason = "closed"
    except aiohttp.WSServerHandshakeError as error:
        reason = f"HTTP {error.status}"
    except TimeoutError:
        reason = "silence"
    except (aiohttp.ClientError, OSError, MalformedFrameError) as error:
        reason = str(error) or type(error).__name__
    return wrong(
        EVENTS,
        _(
            "No connection for events (WebSocket, {reason}): direct messages and mentions would not arrive. "
            "A reverse proxy has to let `Upgrade` through for {path}.",
            reason=reason,
            path=Markup("`/api/v4/websocket`"),
        ),
    )
