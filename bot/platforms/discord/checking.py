"""What is said of the bot on Discord when one looks at it: what is good, what is not, and what to change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.platforms.discord.commands import LeftOut
from bot.platforms.discord.inviting import IN_CHANNELS, VIEW_CHANNEL, Need
from bot.platforms.remarks import CONFIGURATION, SECRETS, Remark, Subject, good, to_see_to, wrong

SERVER: Subject = ("discord", _("Discord"))
ACCOUNT: Subject = ("account", _("bot account"))
INTENTS: Subject = ("intents", _("intents"))
GUILDS: Subject = ("guilds", _("guilds"))
COMMANDS: Subject = ("commands", _("slash commands"))
PERMISSIONS: Subject = ("permissions", _("permissions"))
SESSIONS: Subject = ("sessions", _("connections"))
CLOCK: Subject = ("clock", _("clock"))
INVITATION: Subject = ("invitation", _("invitation"))
SUBJECTS = (
    SERVER,
    ACCOUNT,
    INTENTS,
    GUILDS,
    COMMANDS,
    PERMISSIONS,
    SESSIONS,
    CLOCK,
    INVITATION,
    SECRETS,
    CONFIGURATION,
)
"""What remarks are about: a stable name for programs, and a title for people."""

MISSING_ACCESS = 50001
"""The code of a guild in which the application may have no commands: topics/opcodes-and-status-codes#json."""
_MANY = 10
"""How many channels are named; the others are counted."""
_FEW_SESSIONS = 50
_GREATEST_SKEW = 3.0
"""In seconds: answers are awaited for three, counted from the instant that Discord tells."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A privileged intent: how the portal calls it, the setting that needs it, and the flags that grant it.

    The flags are those of an application in many guilds, which Discord verified, and of any other:
    resources/application#application-object-application-flags.
    """

    title: str
    setting: str
    verified: int
    limited: int

    def is_granted(self, flags: int) -> bool:
        """Return whether an application with these flags has it."""
        return bool(flags & (self.verified | self.limited))


MESSAGE_CONTENT = Intent("Message Content Intent", "message_content", 1 << 18, 1 << 19)
MEMBERS = Intent("Server Members Intent", "members", 1 << 14, 1 << 15)
INTENTS_KNOWN = (MESSAGE_CONTENT, MEMBERS)


def on_application(bot: Mapping[str, Any], application: Mapping[str, Any]) -> Iterator[Remark]:
    """Yield whose token it is, and what the settings of its application hinder."""
    owner = (application.get("team") or {}).get("name") or (application.get("owner") or {}).get("username")
    text = (
        _("@{bot}, application “{application}” of {owner}; anybody can invite it, it works where you say")
        if application.get("bot_public", True)
        else _("@{bot}, application “{application}”; only {owner} can invite it (“Public Bot” is off)")
    )
    yield good(
        ACCOUNT, text(bot=str(bot["username"]), application=str(application["name"]), owner=str(owner or "?"))
    )
    if application.get("bot_require_code_grant"):
        yield wrong(
            ACCOUNT,
            _(
                "“Requires OAuth2 Code Grant” is on, so that the invitation link does not work: switch it "
                "off (Developer Portal, “Bot”)."
            ),
        )
    if address := application.get("interactions_endpoint_url"):
        yield wrong(
            ACCOUNT,
            _(
                "Discord sends commands and buttons to {address} instead of the bot: empty “Interactions "
                "Endpoint URL” (Developer Portal, “General Information”).",
                address=Markup(address),
            ),
        )


def on_intents(flags: int, wanted: Collection[str]) -> Remark:
    """Return whether the application has the intents that the settings of these names need."""
    missing = [item for item in INTENTS_KNOWN if item.setting in wanted and not item.is_granted(flags)]
    if missing:
        return wrong(
            INTENTS,
            _(
                "{settings} in the configuration needs {intents}, which is off: switch it on (Developer "
                "Portal, “Bot”), or write false there. Until then Discord refuses the connection (4014).",
                settings=Markup(", ".join(f"`{item.setting}`" for item in missing)),
                intents=Markup(", ".join(item.title for item in missing)),
            ),
        )
    used = [item.title for item in INTENTS_KNOWN if item.setting in wanted]
    if used:
        return good(INTENTS, Markup(", ".join(used)))
    return good(INTENTS, _("none that is privileged is needed"))


def on_guilds(
    configured: Sequence[str], linked: Collection[str], there: Mapping[str, str], link: str
) -> Iterator[Remark]:
    """Yield where the bot is and works.

    `configured` are ids of the configuration, `linked` those that joined a network since, and `there` names
    of the guilds in which the bot is, by id.
    """
    ours = [guild for guild in there if guild in configured or guild in linked]
    missing = [guild for guild in configured if guild not in there]
    others = [guild for guild in there if guild not in ours]
    if missing:
        yield wrong(
            GUILDS,
            _(
                "The bot is not in {guilds}, which the configuration names. Open this link to invite it: "
                "{link}",
                guilds=Markup(", ".join(missing)),
                link=Markup(link),
            ),
        )
    if ours:
        yield good(GUILDS, _named(ours, there))
    elif not missing:
        yield wrong(
            GUILDS,
            _(
                "The bot works in no guild yet. Invite it by this link, then `maillage discord install`: "
                "{link}",
                link=Markup(link),
            ),
        )
    if others:
        yield to_see_to(
            GUILDS,
            _(
                "The bot is in {guilds} as well, where it hears nothing: add the ids to `guilds`, or type "
                "`/maillage lier` there, or take it away.",
                guilds=_named(others, there),
            ),
        )


def _named(guilds: Iterable[str], names: Mapping[str, str]) -> Markup:
    return escape(", ".join(f"{names[guild]} ({guild})" for guild in guilds))


def no_commands_in(guild: str, link: str) -> Remark:
    """Return that the bot was invited to a guild without the right to have commands."""
    return wrong(
        COMMANDS,
        _(
            "{guild}: the bot may have no slash commands there (scope `applications.commands`). Whoever "
            "manages the guild opens this link once more: {link}",
            guild=guild,
            link=Markup(link),
        ),
    )


def on_commands(wanted: Sequence[Mapping[str, Any]], there: Sequence[Mapping[str, Any]]) -> Remark:
    """Return whether the registered commands are those that are declared."""
    known = {_key(item): _normal(item) for item in there}
    declared = {_key(item): _normal(item) for item in wanted}
    changed = [_shown(key) for key, item in declared.items() if known.get(key) != item]
    left_over = [_shown(key) for key in known if key not in declared]
    if changed or left_over:
        return to_see_to(
            COMMANDS,
            _(
                "not registered as they are now: {commands}. `maillage discord install` does it.",
                commands=Markup(", ".join([*changed, *left_over])),
            ),
        )
    return good(COMMANDS, Markup(", ".join(map(_shown, declared))))


def on_left_out(commands: Iterable[LeftOut]) -> Iterator[Remark]:
    """Yield which declared commands Discord would not take."""
    for item in commands:
        text = _("Discord cannot show {command}: {why}.", command=escape(item.command), why=item.why)
        yield to_see_to(COMMANDS, text)


def _key(command: Mapping[str, Any]) -> tuple[int, str]:
    return int(command.get("type") or 1), str(command["name"])


def _shown(key: tuple[int, str]) -> str:
    kind, name = key
    return f"/{name}" if kind == 1 else name


_OURS = frozenset(
    {
        *("type", "name", "name_localizations", "description", "description_localizations", "options"),
        *("required", "choices", "value", "autocomplete", "min_value", "max_value", "max_length"),
        *("channel_types", "default_member_permissions", "contexts", "integration_types"),
    }
)
"""The properties of commands that the bot sets: Discord adds others."""


def _normal(command: Mapping[str, Any]) -> dict[str, Any]:
    """Return a command without what Discord adds, and without what it leaves out where it is the default."""
    kept = {name: command[name] for name in _OURS if command.get(name)}
    for name in ("options", "choices"):
        if name in kept:
            kept[name] = [_normal(item) for item in kept[name]]
    if "default_member_permissions" in kept:
        kept["default_member_permissions"] = str(kept["default_member_permissions"])
    return kept


def on_permissions(
    guild: str,
    in_guild: Sequence[Need],
    channels: Sequence[tuple[str, Sequence[Need]]],
) -> Iterator[Remark]:
    """Yield what the bot may not do in a guild: as a whole, then in each channel, by their names."""
    for need in in_guild:
        yield to_see_to(
            PERMISSIONS,
            _("{guild}: it lacks “{permission}”, {why}.", guild=guild, permission=need.title, why=need.why),
        )
    hidden = [name for name, needs in channels if VIEW_CHANNEL in needs]
    for need in IN_CHANNELS[1:]:
        names = [name for name, needs in channels if need in needs]
        if not names:
            continue
        yield to_see_to(
            PERMISSIONS,
            _(
                "{guild}: in {channels} it lacks “{permission}”, {why}.",
                guild=guild,
                channels=_channels(names),
                permission=need.title,
                why=need.why,
            ),
        )
    seen = len(channels) - len(hidden)
    if not seen:
        yield wrong(
            PERMISSIONS,
            _(
                "{guild}: it sees no channel. Give its role “{permission}”.",
                guild=guild,
                permission=VIEW_CHANNEL.title,
            ),
        )
        return
    sees = ngettext(
        "{guild}: it sees {count} channel", "{guild}: it sees {count} channels", seen, guild=guild
    )
    if hidden:
        sees = _("{sees}, and not {channels}", sees=sees, channels=_channels(hidden))
    yield good(PERMISSIONS, sees)


def _channels(names: Sequence[str]) -> Text:
    """Return the first names, and how many more there are."""
    shown = ", ".join(f"#{name}" for name in names[:_MANY])
    more = len(names) - _MANY
    if more <= 0:
        return escape(shown)
    return ngettext("{channels} and {count} more", "{channels} and {count} more", more, channels=shown)


def on_sessions(gateway: Mapping[str, Any]) -> Remark:
    """Return how many connections may still begin; Discord counts them by the day (topics/gateway)."""
    limit = gateway["session_start_limit"]
    left, total = int(limit["remaining"]), int(limit["total"])
    anew = timedelta(milliseconds=int(limit["reset_after"]))
    hours = max(1, round(anew.total_seconds() / 3600))
    text = ngettext(
        "{left} of {total} may still begin; counted anew in {count} hour",
        "{left} of {total} may still begin; counted anew in {count} hours",
        hours,
        left=left,
        total=total,
    )
    if left < _FEW_SESSIONS:
        why = _("{text}. Something makes the bot begin again and again: its log says what.", text=text)
        return to_see_to(SESSIONS, why)
    return good(SESSIONS, text)


def on_clock(skew: float) -> Remark:
    """Return whether this machine's clock is right; Discord's is `skew` seconds before it."""
    seconds = round(abs(skew))
    if seconds <= _GREATEST_SKEW:
        return good(CLOCK, _("as Discord’s"))
    text = (
        ngettext(
            "this machine’s clock is {count} second slow",
            "this machine’s clock is {count} seconds slow",
            seconds,
        )
        if skew > 0
        else ngettext(
            "this machine’s clock is {count} second fast",
            "this machine’s clock is {count} seconds fast",
            seconds,
        )
    )
    return to_see_to(CLOCK, _("{text}: let it be set by NTP, else answers come too late.", text=text))


def to_invite(link: str) -> Remark:
    """Return the link that adds the bot to a guild."""
    return good(INVITATION, Markup(link))
