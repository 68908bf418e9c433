"""The sections of the configuration, one model for each concern.

What people read of a setting stands beside it, so that `maillage init` can write a file that explains itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot.language.messages import Language, Message, _
from bot.territory import by_code

DATABASES = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
"""How the address of each kind of database begins: with the one driver that the bot is tested with."""
_HOST_NAME = re.compile(r"(?=.*[^\W\d])[\w-]+(\.[\w-]+)*")


@dataclass(frozen=True, slots=True)
class About:
    """What people read of a setting; `example` is a value to show where none is set, as TOML."""

    text: Message
    example: str | None = None


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("unknown_zone", "a time zone of the IANA database is expected")
    return name


def _known_territory(code: str) -> str:
    territory = by_code(code)
    if territory is None:
        raise PydanticCustomError("unknown_territory", "the code of a territory is expected")
    return territory.code


def _known_database(url: str) -> str:
    if url.partition("://")[0] not in DATABASES.values() or "://" not in url:
        raise PydanticCustomError("unknown_database", "the address of a database is expected")
    return url


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NetworkSection(_Section):
    """The network that the bot serves, as the first start creates it; `/maillage configurer` changes it."""

    name: Annotated[
        str,
        Field(min_length=1, max_length=200),
        About(_("Name of the network, as its members read it.")),
    ] = "Mon réseau"
    language: Annotated[
        Language, About(_("Language of the network, “fr” or “en”; each member may choose another one."))
    ] = "fr"
    zone: Annotated[
        str, AfterValidator(_known_zone), About(_("Time zone, under its name in the IANA database."))
    ] = "Europe/Paris"
    territory: Annotated[
        Annotated[str, AfterValidator(_known_territory)] | None,
        About(_("Code of the département or overseas collectivity, if the network has one."), '"42"'),
    ] = None


class StoreSection(_Section):
    """Where the data are: a folder for the SQLite file, or the URL of another database."""

    data_dir: Annotated[
        Path,
        About(_("Folder of the database, readable by its owner only; it is relative to this file.")),
    ] = Path("data")
    url: Annotated[
        Annotated[str, AfterValidator(_known_database)] | None,
        About(
            _("Address of another database, in place of the one in the folder."),
            '"postgresql+asyncpg://maillage@localhost/maillage"',
        ),
    ] = None


class PluginsSection(_Section):
    """Plugins beyond those that come with the bot and those that are installed: a folder of packages."""

    folder: Annotated[
        Path | None,
        About(
            _("Folder of your own plugins, one Python package each; it is relative to this file."),
            '"my-plugins"',
        ),
    ] = None
    lexicon: Annotated[
        Path | None,
        About(
            _("Folder of the network’s own lists of words; it is relative to this file."),
            '"lexicon"',
        ),
    ] = None


class RolesSection(_Section):
    """Administrators, each as `platform:username` or `platform:#id`."""

    admins: Annotated[
        list[Annotated[str, Field(pattern=r"^[^:\s]+:\S+$")]],
        About(
            _(
                "Administrators of the bot, each as “platform:username”, or “platform:#id” where people can "
                "change their user names, as on Discord."
            ),
            '["console:camille"]',
        ),
    ] = []


def _known_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise PydanticCustomError("unknown_day", "a day such as 2026-11-22 is expected") from None


class PrivacySection(_Section):
    """What people are told of their data, and for how long these are kept."""

    controller: Annotated[
        Annotated[str, Field(min_length=1, max_length=200)] | None,
        About(
            _("Who is responsible for what becomes of people’s data: the organisation behind the network."),
            '"Département de la Loire"',
        ),
    ] = None
    contact: Annotated[
        Annotated[str, Field(min_length=1, max_length=200)] | None,
        About(_("How to reach them, or their data protection officer."), '"dpo@example.org"'),
    ] = None
    url: Annotated[
        Annotated[str, Field(pattern=r"^https?://[^\s/?#]+[^\s]*$")] | None,
        About(_("Where people read more about it."), '"https://example.org/donnees"'),
    ] = None
    notice: Annotated[
        bool,
        About(
            _(
                "Whether the first answer to each person tells what becomes of their data; false only where "
                "everybody was informed otherwise."
            )
        ),
    ] = True
    version: Annotated[
        str,
        Field(pattern=r"^[0-9A-Za-z.-]{1,20}$"),
        About(_("Version of what people are told: after a change, everybody is told once more.")),
    ] = "1"
    date: Annotated[
        Annotated[str, AfterValidator(_known_day)], About(_("Day of that version, as year-month-day."))
    ] = "2026-11-22"
    inactive_days: Annotated[
        int,
        Field(ge=60, le=3650),
        About(_("Days without a sign after which a person is erased; they are told by DM 30 days before.")),
    ] = 730
    left_days: Annotated[
        int,
        Field(ge=1, le=3650),
        About(_("Days after which a person is erased who left every team or guild of the network.")),
    ] = 30


class LogSection(_Section):
    """What is logged and how: `text` for people, `json` for machines."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        About(_("From what severity on the log, on standard error, tells: debug, info, warning or error.")),
    ] = "info"
    format: Annotated[
        Literal["text", "json"],
        About(_("“text” for people, “json” for programs, with one object a line.")),
    ] = "text"


class ConsoleSection(_Section):
    """The console as the platform that `maillage run` serves."""

    enabled: Annotated[
        bool,
        About(_("Whether `maillage run` opens the chat in the terminal, on these data and the real clock.")),
    ] = False


class SecretsSection(_Section):
    """Where the secrets are."""

    file: Annotated[
        Path,
        About(_("File of tokens and keys, readable by its owner only; it is relative to this file.")),
    ] = Path("secrets.toml")


class WebSection(_Section):
    """The web server that chat servers call back; a reverse proxy stands before it on the Internet."""

    host: Annotated[str, About(_("Address on which the bot listens for the callbacks of Mattermost."))] = (
        "127.0.0.1"
    )
    port: Annotated[
        int,
        Field(ge=1, le=65535),
        About(_("Port on which it listens; /healthz and /metrics are there too.")),
    ] = 8080


def _known_host(text: str) -> str:
    from can_ada import can_parse

    try:
        return str(ip_network(text, strict=False)) if "/" in text else str(ip_address(text))
    except ValueError:
        if not _HOST_NAME.fullmatch(text) or not can_parse(f"http://{text}/"):
            raise PydanticCustomError("unknown_host", "the name of a host is expected") from None
    return text


class FetchingSection(_Section):
    """How the bot reads what lies on the web: pages that people share, feeds that they follow."""

    contact: Annotated[
        Annotated[str, Field(min_length=1, max_length=200)] | None,
        About(
            _(
                "How sites that the bot reads can reach you, an address or a URL, which each request tells "
                "them; by default the contact of [privacy]."
            ),
            '"webmaster@example.org"',
        ),
    ] = None
    allowed_hosts: Annotated[
        list[Annotated[str, AfterValidator(_known_host)]],
        About(
            _(
                "Hosts of private networks that the bot may read too, such as an intranet: names, IP "
                "addresses, or networks in CIDR notation. It reads all of the public web, and no other."
            ),
            '["intranet.example.org", "10.20.0.0/16"]',
        ),
    ] = []


class MattermostServer(_Section):
    """One Mattermost server; `maillage mattermost install` prepares it."""

    name: Annotated[
        str,
        Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,30}$"),
        About(_("Name of this server for the bot: one word, which never changes.")),
    ] = "mattermost"
    url: Annotated[
        str,
        Field(pattern=r"^https?://[^\s/?#]+[^\s?#]*$"),
        About(_("Address of the server, as people open it."), '"https://chat.example.org"'),
    ]
    callback_url: Annotated[
        Annotated[str, Field(pattern=r"^https?://[^\s/?#]+[^\s?#]*$")] | None,
        About(
            _("Address at which that server reaches the bot’s web server; by default that of [web]."),
            '"https://maillage.example.org"',
        ),
    ] = None
    teams: Annotated[
        list[str], About(_("Teams in which the bot works, by the name that stands in their addresses."))
    ] = []


class DiscordSection(_Section):
    """The Discord guilds in which the bot works; `maillage discord install` prepares them.

    A guild's id is a snowflake as text: https://docs.discord.com/developers/reference#snowflakes.
    """

    enabled: Annotated[
        bool, About(_("Whether the bot works on Discord; `maillage discord install` says yes."))
    ] = False
    name: Annotated[
        str,
        Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,30}$"),
        About(_("Name of Discord for the bot: one word, which never changes.")),
    ] = "discord"
    url: Annotated[
        str,
        Field(pattern=r"^https?://[^\s/?#]+[^\s?#]*$"),
        About(_("Address of Discord; another one is for tests only.")),
    ] = "https://discord.com"
    guilds: Annotated[
        list[Annotated[str, Field(pattern=r"^[0-9]{17,20}$")]],
        About(
            _(
                "Guilds (Discord’s “servers”) of the network, by their ids; others join it with "
                "`/maillage lier`."
            )
        ),
    ] = []
    coordinator_roles: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=100)]],
        About(
            _("Names of the roles whose holders are coordinators, besides those who may manage the guild."),
            '["Coordination"]',
        ),
    ] = []
    message_content: Annotated[
        bool,
        About(
            _(
                "Whether the bot reads all messages of the channels that it sees (Discord’s “Message Content "
                "Intent”); it reads those that name it in any case."
            )
        ),
    ] = False
    members: Annotated[
        bool,
        About(_("Whether the bot hears who joins and leaves a guild (Discord’s “Server Members Intent”).")),
    ] = False
