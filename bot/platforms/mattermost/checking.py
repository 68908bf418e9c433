"""What is said of a Mattermost server that was looked at: what is good, what is not, and what to change."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from bot.language.messages import Markup, Message, _
from bot.platforms.reaching import Reached
from bot.platforms.remarks import CONFIGURATION, SECRETS, Remark, good, obstacle, to_see_to, wrong
from bot.web.routes import is_private

OLDEST = (5, 37)
"""The oldest version of the server with which the bot is tried."""


SERVER = ("server", _("server"))
SETTINGS = ("settings", _("settings"))
ACCOUNT = ("account", _("bot account"))
TEAMS = ("teams", _("teams"))
CHANNELS = ("channels", _("channels"))
COMMANDS = ("commands", _("slash commands"))
CALLBACKS = ("callbacks", _("calls of the server"))
EVENTS = ("events", _("events"))
SUBJECTS = (
    SERVER,
    SETTINGS,
    ACCOUNT,
    TEAMS,
    CHANNELS,
    COMMANDS,
    CALLBACKS,
    EVENTS,
    SECRETS,
    CONFIGURATION,
)
"""What remarks are about: a stable name for programs, and a title for people."""


def not_mattermost(url: str, met: Reached) -> Message | None:
    """Return why what is at the address is no Mattermost that can be used; None if it is one.

    `met` is what came of `GET /api/v4/system/ping`.
    """
    if met.obstacle is not None:
        return _("{url} cannot be reached: {reason}", url=Markup(url), reason=obstacle(met))
    if met.content is not None and "status" in met.content:
        return None
    return _(
        "Something answers at {url}, but not as Mattermost does (HTTP {status}): the address should be the "
        "one that people open, with the path below which Mattermost is, if there is one.",
        url=Markup(url),
        status=met.status,
    )


def on_settings(settings: Mapping[str, str], driver: str) -> Iterator[Remark]:
    """Yield what is to be said of a server's version and of the settings that it shows to clients.

    `driver` is the version of the library through which the bot speaks, numbered as the servers.
    """
    version = settings.get("Version", "")
    numbers = _numbers(version)
    shown = Markup(version or "?")
    if numbers < OLDEST:
        text = _("Mattermost {version}: the bot is not tried with versions before 5.37.", version=shown)
        yield to_see_to(SERVER, text)
    elif numbers[0] > _numbers(driver)[0]:
        text = _(
            "Mattermost {version} is newer than what this Maillage knows: update Maillage.", version=shown
        )
        yield to_see_to(SERVER, text)
    else:
        yield good(SERVER, Markup(f"Mattermost {version}"))
    problems = list(_settings_to_change(settings))
    yield from problems or [good(SETTINGS, _("those that the bot needs are as they should be"))]


def _settings_to_change(settings: Mapping[str, str]) -> Iterator[Remark]:
    if not settings.get("SiteURL"):
        yield wrong(
            SETTINGS,
            _(
                "`SiteURL` is empty, so slash commands and links do not work: write the address of the "
                "server there (System Console, Environment, Web Server)."
            ),
        )
    if settings.get("EnableCommands") == "false":
        yield wrong(SETTINGS, COMMANDS_DISABLED)
    limit = settings.get("PostEditTimeLimit", "-1")
    if limit != "-1":
        yield to_see_to(
            SETTINGS,
            _(
                "Posts can be edited for {seconds} seconds only (`PostEditTimeLimit`), the bot’s own too: "
                "what it keeps up to date, such as a poll, then stops changing. Set it to -1 (System "
                "Console, Site Configuration, Posts, or Permissions, according to the version).",
                seconds=Markup(limit),
            ),
        )


COMMANDS_DISABLED = _(
    "Slash commands are switched off: set `EnableCommands` to true (System Console, Integrations, "
    "Integration Management)."
)


def on_teams(wanted: Sequence[str], joined: Sequence[str]) -> Remark:
    """Return whether the bot is in the teams where it is to work."""
    missing = [name for name in wanted if name not in joined]
    if missing:
        return wrong(
            TEAMS,
            _(
                "The bot is not in {teams}: `maillage mattermost install` adds it.",
                teams=Markup(", ".join(missing)),
            ),
        )
    return good(TEAMS, Markup(", ".join(wanted or joined) or "—"))


def on_commands(
    team: str,
    triggers: Sequence[str],
    there: Container[str],
    known: Container[str],
    shadowed: Mapping[str, str],
    plugins: Mapping[str, str],
) -> Iterator[Remark]:
    """Yield what is to be said of the slash commands of a team.

    `there` are the triggers that the server has, whosever they are, `known` those of which the secrets have
    the token. `shadowed` names the plugin that answers in place of a trigger, `plugins` the titles of
    plugins.
    """
    own = [trigger for trigger in triggers if trigger in there and trigger in known]
    others = [trigger for trigger in triggers if trigger in there and trigger not in known]
    missing = [trigger for trigger in triggers if trigger not in there]
    if missing:
        yield wrong(
            COMMANDS,
            _(
                "{team}: not registered for this bot: {commands}. `maillage mattermost install` does it.",
                team=Markup(team),
                commands=slashed(missing),
            ),
        )
    for trigger, plugin in shadowed.items():
        yield shadow(team, trigger, plugins.get(plugin, plugin))
    others = [trigger for trigger in others if trigger not in shadowed]
    if others:
        text = _(
            "{team}: on this server, but not of this bot: {commands}. "
            "`maillage mattermost install` says whose."
        )
        remark = to_see_to if own else wrong
        yield remark(COMMANDS, text(team=Markup(team), commands=slashed(others)))
    working = [trigger for trigger in own if trigger not in shadowed]
    if working:
        yield good(COMMANDS, _("{team}: {commands}", team=Markup(team), commands=slashed(working)))


def shadow(team: str, trigger: str, plugin: str) -> Remark:
    """Return that a plugin of the server answers in place of the bot."""
    return to_see_to(
        COMMANDS,
        _(
            "{team}: the plugin “{plugin}” of the server answers {command} before the bot. Disable that "
            "plugin, or use the other words for the same command.",
            team=Markup(team),
            plugin=plugin,
            command=slashed([trigger]),
        ),
    )


def moved_away(team: str, registered: str, configured: str) -> Remark:
    """Return that slash commands call the bot at another address than the configured one."""
    return to_see_to(
        COMMANDS,
        _(
            "{team}: they still call {registered}, while the configuration says {configured}. "
            "`maillage mattermost install` tells the server the new address.",
            team=Markup(team),
            registered=Markup(registered),
            configured=Markup(configured),
        ),
    )


def taken(team: str, triggers: Sequence[str], by: str | None) -> Remark:
    """Return that triggers belong to something else: to the server if `by` is None, else to that host."""
    if by is None:
        return to_see_to(
            COMMANDS,
            _(
                "{team}: commands of Mattermost itself: {commands}. Use the other words for the same.",
                team=Markup(team),
                commands=slashed(triggers),
            ),
        )
    return to_see_to(
        COMMANDS,
        _(
            "{team}: taken by another integration, at {host}, and left alone: {commands}. Delete them there "
            "(Integrations, Slash Commands) and run this again, or use the other words for the same.",
            team=Markup(team),
            commands=slashed(triggers),
            host=Markup(by),
        ),
    )


def slashed(triggers: Sequence[str]) -> Markup:
    """Return triggers as people type them."""
    return Markup(", ".join(f"/{trigger}" for trigger in triggers))


def forbidden_addresses(url: str, addresses: Sequence[str], allowed: str) -> list[str]:
    """Return the addresses that the server may not call, as long as its administrator does not say so.

    Those of private networks have to be allowed by `AllowedUntrustedInternalConnections`: by the name of the
    host as it stands in the URL, or by a network that holds the address (`server/platform/shared/httpservice`
    in https://github.com/mattermost/mattermost).
    """
    words = allowed.replace(",", " ").split()
    if urlsplit(url).hostname in words:
        return []
    return [address for address in addresses if is_private(address) and not _is_within(address, words)]


def _is_within(address: str, networks: Sequence[str]) -> bool:
    for network in networks:
        try:
            if "/" in network and ip_address(address) in ip_network(network, strict=False):
                return True
        except ValueError:
            continue
    return False


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal()) or (0,)
