"""What is said of a trip from the Mattermost server to the bot and back: it works, or what to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.language.messages import Markup, Message, _
from bot.platforms.mattermost.checking import (
    CALLBACKS,
    COMMANDS_DISABLED,
    forbidden_addresses,
    slashed,
)
from bot.platforms.mattermost.failures import NotThereError, RequestError
from bot.platforms.mattermost.standing_in import Who
from bot.platforms.reaching import Reached
from bot.platforms.remarks import Remark, good, obstacle, to_see_to, wrong

_LONGEST_QUOTE = 80


class Outcome(Enum):
    """What the server answered to the probe."""

    ANSWERED = auto()
    """In the words of the bot."""
    FOREIGN = auto()
    """In the words of another program."""
    UNEXPECTED = auto()
    """What it called answered with an error."""
    UNREACHED = auto()
    """It could not call, or did not understand the answer."""
    DISABLED = auto()
    UNREGISTERED = auto()
    OTHER = auto()
    """It did not do what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """A probe of one slash command in one team, and what is known of the way.

    `url` is the address of the bot for the server, without what follows it. `said` is a foreign answer or the
    server's own words. `who` listens where the bot does; `arrived` tells, for a stand-in, whether the request
    came, and `unknown` whether with a token that is not known. `addresses` are those of the host of `url`,
    `met` what this machine met there, and `leads_here` whether that was the bot or its stand-in. `allowed` is
    `AllowedUntrustedInternalConnections`, None if unknown.
    """

    team: str
    trigger: str
    url: str
    server: str
    outcome: Outcome
    milliseconds: int = 0
    said: str = ""
    plugin: str | None = None
    who: Who = Who.BOT
    arrived: bool = False
    unknown: bool = False
    addresses: Sequence[str] = ()
    met: Reached | None = None
    leads_here: bool = False
    allowed: str | None = None


def outcome_of(error: RequestError) -> Outcome:
    """Return what a failed execution of a command tells (`channels/app/command.go`)."""
    match (error.id or "").removeprefix("api.command."):
        case "execute_command.failed_resp.app_error":
            return Outcome.UNEXPECTED
        case "execute_command.failed.app_error" | "execute_command.failed_empty.app_error":
            return Outcome.UNREACHED
        case "disabled.app_error":
            return Outcome.DISABLED
    return Outcome.UNREGISTERED if isinstance(error, NotThereError) else Outcome.OTHER


def on_trip(trip: Trip) -> Remark:
    """Return what is to be said of a trip."""
    if trip.outcome is Outcome.ANSWERED:
        return good(
            CALLBACKS,
            _(
                "{team}: {command} went from the server to the bot and back in {count} ms, by {url}",
                team=Markup(trip.team),
                command=slashed([trip.trigger]),
                count=trip.milliseconds,
                url=Markup(trip.url),
            ),
        )
    if trip.outcome is Outcome.OTHER:
        text = _(
            "{team}: the server did not try {command}: {reason}",
            team=Markup(trip.team),
            command=slashed([trip.trigger]),
            reason=trip.said,
        )
        return to_see_to(CALLBACKS, text)
    return wrong(
        CALLBACKS,
        _(
            "{team}: {command} did not come back: {reason}",
            team=Markup(trip.team),
            command=slashed([trip.trigger]),
            reason=_reason(trip),
        ),
    )


def _reason(trip: Trip) -> Message:
    match trip.outcome:
        case Outcome.DISABLED:
            return COMMANDS_DISABLED
        case Outcome.UNREGISTERED:
            return _("it is not registered there: `maillage mattermost install` does it.")
        case Outcome.FOREIGN if trip.plugin is not None:
            return _(
                "the plugin “{plugin}” of the server answers in place of the bot: disable it.",
                plugin=trip.plugin,
            )
        case Outcome.FOREIGN:
            return _foreign(trip)
        case Outcome.UNEXPECTED:
            return _unexpected(trip)
    return _unreached(trip)


def _foreign(trip: Trip) -> Message:
    said = trip.said if len(trip.said) <= _LONGEST_QUOTE else f"{trip.said[:_LONGEST_QUOTE]}…"
    return _(
        "something else answered in its place: “{said}”. If that is a page of your reverse proxy, it does "
        "not pass {path} on to the bot; else another integration has this word.",
        said=" ".join(said.split()) or "—",
        path=Markup("`/mattermost/`"),
    )


def _unexpected(trip: Trip) -> Message:
    """Return what to do when an error came back in place of an answer."""
    if trip.unknown:
        return _("the server sent another token than the one kept here: `maillage mattermost install` again.")
    if trip.who is Who.STRANGER:
        return _listens_without_these_secrets()
    if trip.who is Who.BOT and trip.leads_here:
        return _("the bot that runs does not know this command yet: restart it, then check again.")
    if trip.met is not None and trip.met.status is not None:
        return _(
            "what answers at {url} is not the bot (HTTP {status}): the reverse proxy there has to pass "
            "{path} on to the address and port of [web].",
            url=Markup(trip.url),
            status=trip.met.status,
            path=Markup("`/mattermost/`"),
        )
    return _(
        "what answers at {url} is not the bot: a reverse proxy there has to pass {path} on to the address "
        "and port of [web].",
        url=Markup(trip.url),
        path=Markup("`/mattermost/`"),
    )


def _listens_without_these_secrets() -> Message:
    return _(
        "something listens on the address and port of [web], but not a bot with these secrets. If it is the "
        "bot, restart it and check again; if it is another program, choose another port under [web]."
    )


def _unreached(trip: Trip) -> Message:
    """Return why the server could not call: the surest reason that can be known from here."""
    if trip.arrived:
        return _(
            "the request came, but the answer did not get back to the server: a proxy between them alters or "
            "delays it."
        )
    if _is_loopback(trip.url) and not _is_loopback(trip.server):
        return _(
            "{url} means the server’s own machine to the server. Give the address at which it reaches this "
            "machine, with `--callback-url` or `callback_url`, and let `host` under [web] be open to it.",
            url=Markup(trip.url),
        )
    forbidden = forbidden_addresses(trip.url, trip.addresses, trip.allowed or "")
    if forbidden and trip.allowed is not None:
        return _must_allow(trip, forbidden)
    if trip.met is not None and trip.met.obstacle is not None:
        return _("{url}: {reason}", url=Markup(trip.url), reason=obstacle(trip.met))
    if forbidden:
        return _must_allow(trip, forbidden)
    if trip.who is Who.STRANGER:
        return _listens_without_these_secrets()
    return _(
        "the server cannot call {url}. A firewall may stop it, the server may not trust the certificate, or "
        "the address may be one of its own, which `AllowedUntrustedInternalConnections` has to name then. "
        "The log of the server tells which.",
        url=Markup(trip.url),
    )


def _must_allow(trip: Trip, forbidden: Sequence[str]) -> Message:
    return _(
        "the server may not call private addresses that it is not told of. Add {host} to "
        "`AllowedUntrustedInternalConnections` (System Console, Environment, Developer): {url} leads to "
        "{addresses}.",
        host=Markup(f"`{urlsplit(trip.url).hostname}`"),
        url=Markup(trip.url),
        addresses=Markup(", ".join(forbidden)),
    )


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
