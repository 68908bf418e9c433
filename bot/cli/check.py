"""`maillage check`: whether the bot could run, and what stands in its way."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from bot.cli.speech import exit_code, say, spell_size, tell, tell_json, text_of
from bot.cli.target import CONFIG_FILE, AsJson, ConfigFile, DataDir, configured, sqlite_file
from bot.errors import MaillageError, StoreError
from bot.language.messages import Markup, Message, Text, _, ngettext

if TYPE_CHECKING:
    from bot.config import Config
    from bot.runtime.host import PluginHost

State = Literal["ok", "warning", "error"]
STATES: dict[State, Message] = {"ok": _("good"), "warning": _("to see to"), "error": _("wrong")}
WRONG, MISTAKEN = 1, 2
_LITTLE_SPACE = 500_000_000
_TOO_LITTLE_SPACE = 50_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and how it is. `name` is stable, for programs; `title` is for people.

    `code` is the exit code if it is wrong.
    """

    name: str
    title: Text
    state: State
    text: Text
    code: int = WRONG


def check(data_dir: DataDir = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Verify the configuration, the plugins and the data.

    Exit code 0: the bot can run; 1: something is wrong; 2: the configuration cannot be used.
    """
    from bot.logs import configure_log

    configure_log("error", "text")
    file = config or (CONFIG_FILE if CONFIG_FILE.is_file() else None)
    try:
        configuration = configured(file)
    except MaillageError as error:
        _show([Finding("configuration", _("configuration"), "error", text_of(error))], as_json=as_json)
        raise typer.Exit(exit_code(error)) from None
    if data_dir is not None:
        configuration.keep_data_in(data_dir)
    findings = list(_findings(configuration, file))
    _show(findings, as_json=as_json)
    codes = [finding.code for finding in findings if finding.state == "error"]
    if codes:
        raise typer.Exit(max(codes))


def _show(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        checks = [{"name": f.name, "state": f.state, "text": say(f.text)} for f in findings]
        tell_json({"ok": all(f.state != "error" for f in findings), "checks": checks})
        return
    states = {state: say(text) for state, text in STATES.items()}
    width = max(map(len, states.values()))
    title_width = max(len(say(finding.title)) for finding in findings)
    for finding in findings:
        first, *others = say(finding.text).splitlines()
        tell(Markup(f"{states[finding.state]:{width}}  {say(finding.title):{title_width}}  {first}"))
        for line in others:
            tell(Markup(f"{'':{width + title_width + 2}}  {line}"))


def _findings(config: Config, file: Path | None) -> Iterator[Finding]:
    from bot.app import load_plugins

    yield _configuration(file)
    host = load_plugins(config)
    yield _plugins(host, config)
    yield _platforms(config)
    yield from _mattermost_servers(config)
    if config.discord.enabled:
        yield _discord(config)
        yield from _administrators_by_name(config)
    yield _database(config)
    yield _zone(config)
    if config.store.url is None:
        yield _folder(config.store.data_dir)


def _configuration(file: Path | None) -> Finding:
    title = _("configuration")
    if file is None:
        text = _("there is no file: the defaults and the environment. `maillage init` writes one")
        return Finding("configuration", title, "warning", text)
    if file.stat().st_mode & 0o077:
        return Finding(
            "configuration",
            title,
            "warning",
            _(
                "{file}: other users of this machine can read it; `chmod 600` keeps it to you",
                file=Markup(file),
            ),
        )
    return Finding("configuration", title, "ok", Markup(file))


def _plugins(host: PluginHost, config: Config) -> Finding:
    title = _("plugins")
    if host.errors:
        reasons = Markup("\n".join(say(error.text) for error in host.errors))
        is_mistaken = config.plugins.folder is not None and not config.plugins.folder.is_dir()
        code = MISTAKEN if is_mistaken else WRONG
        return Finding("plugins", title, "error", reasons, code)
    names = Markup(", ".join(sorted(host.plugins)))
    return Finding("plugins", title, "ok", names)


def _platforms(config: Config) -> Finding:
    title = _("platforms")
    names = [say(_("the console"))] if config.console.enabled else []
    names += [f"Mattermost ({server.name})" for server in config.mattermost]
    names += ["Discord"] if config.discord.enabled else []
    if names:
        return Finding("platforms", title, "ok", Markup(", ".join(names)))
    text = _("none: `maillage run` would have nobody to talk to")
    return Finding("platforms", title, "warning", text)


def _mattermost_servers(config: Config) -> Iterator[Finding]:
    """Yield for each Mattermost server whether its secrets are there; nothing is asked over the network."""
    if not config.mattermost:
        return
    from bot.cli.mattermost import secrets_remark
    from bot.secrets import load_secrets

    try:
        known = load_secrets(config.secrets.file).mattermost
    except MaillageError as error:
        yield Finding("secrets", _("secrets"), "error", text_of(error), exit_code(error))
        return
    for server in config.mattermost:
        remark = secrets_remark(config, server.name, known)
        text = _("{url}; {secrets}", url=Markup(server.url), secrets=remark.text)
        title = _("Mattermost ({name})", name=Markup(server.name))
        yield Finding(f"mattermost-{server.name}", title, remark.state, text)


def _discord(config: Config) -> Finding:
    """Return whether the token for Discord is there; nothing is asked over the network."""
    from bot.cli.discord import secrets_remark
    from bot.secrets import load_secrets

    try:
        remark = secrets_remark(config, load_secrets(config.secrets.file).discord)
    except MaillageError as error:
        return Finding("discord", Markup("Discord"), "error", text_of(error), exit_code(error))
    return Finding("discord", Markup("Discord"), remark.state, remark.text)


def _administrators_by_name(config: Config) -> Iterator[Finding]:
    """Yield whom the configuration makes an administrator by a name that somebody else may take."""
    by_name = [
        name
        for platform, _colon, name in (admin.partition(":") for admin in config.roles.admins)
        if platform == config.discord.name and not name.startswith("#")
    ]
    if by_name:
        yield Finding(
            "administrators",
            _("administrators"),
            "warning",
            _(
                "{names}: people change their user names on Discord, and somebody else may take one that is "
                "free. Name them by their id, as “{platform}:#80351110224678912”: “Copy User ID”, once "
                "developer mode is on in Discord’s settings",
                names=Markup(", ".join(by_name)),
                platform=Markup(config.discord.name),
            ),
        )


def _database(config: Config) -> Finding:
    title = _("database")
    try:
        return Finding("database", title, "ok", _state_of_database(config))
    except MaillageError as error:
        return Finding("database", title, "error", text_of(error))


def _state_of_database(config: Config) -> Text:
    """Return what is good to know of the database.

    Raises:
        StoreError: it cannot be used.
    """
    from bot.store.backup import revision_of
    from bot.store.migrate import pending

    if config.store.url is None:
        file = sqlite_file(config)
        if not file.exists():
            return _("{file} will be created at the first start", file=Markup(file))
        if not os.access(file, os.R_OK | os.W_OK):
            raise StoreError(_("{file} cannot be read and written by this user", file=Markup(file)))
        current = revision_of(file)
        where = Markup(file)
    else:
        current = asyncio.run(_revision_elsewhere(config))
        where = Markup(config.store.url.rpartition("@")[2])
    to_do = pending(current)
    if to_do:
        return ngettext(
            "{where}, revision {revision}; {count} change will be made at the next start",
            "{where}, revision {revision}; {count} changes will be made at the next start",
            len(to_do),
            where=where,
            revision=Markup(current or "0"),
        )
    return _("{where}, revision {revision}", where=where, revision=Markup(current or "0"))


async def _revision_elsewhere(config: Config) -> str | None:
    from sqlalchemy.exc import SQLAlchemyError

    from bot.store import Store
    from bot.store.migrate import current_revision

    try:
        store = Store(config.database_url())
        try:
            return await current_revision(store)
        finally:
            await store.close()
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise StoreError(_("the database cannot be reached: {reason}", reason=type(error).__name__)) from None


def _zone(config: Config) -> Finding:
    from importlib.metadata import version
    from zoneinfo import available_timezones

    names = len(available_timezones())
    text = _(
        "{zone}; the data of time zones know {count} names (tzdata {version})",
        zone=Markup(config.network.zone),
        count=names,
        version=Markup(version("tzdata")),
    )
    return Finding("time-zone", _("time zone"), "ok", text)


def _folder(folder: Path) -> Finding:
    title = _("folder of data")
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return Finding("folder", title, "error", _("{folder} cannot be written", folder=Markup(existing)))
    free = shutil.disk_usage(existing).free
    state: State = "error" if free < _TOO_LITTLE_SPACE else "warning" if free < _LITTLE_SPACE else "ok"
    text = _("{folder}: {size} are free on its disk", folder=Markup(folder), size=spell_size(free))
    return Finding("folder", title, state, text)
