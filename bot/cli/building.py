"""Commands, built from the functions that declare them, with their help in the terminal's language."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from bot.cli.mistakes import not_loaded, unknown_command
from bot.cli.speech import say
from bot.language.messages import Message, _
from bot.plugin.desk import CliGroup, Subcommand


class Command(TyperCommand):
    """A command whose options are explained in the terminal's language."""

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer's own classes
        """Write what each argument and option is."""
        _translate(self.get_params(ctx))
        super().format_options(ctx, formatter)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer's own classes
        """Write what it is for."""
        _translate([self])
        super().format_help_text(ctx, formatter)


class Group(TyperGroup):
    """A command with commands of its own."""

    def get_command(self, _ctx: object, cmd_name: str) -> TyperCommand | TyperGroup:
        """Return the command of that name.

        Raises:
            ConfigurationError: there is none; the message names the nearest.
        """
        if cmd_name not in self.commands:
            raise unknown_command(cmd_name, self.commands)
        return cast("TyperCommand | TyperGroup", self.commands[cmd_name])

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer's own classes
        """Write what it is for."""
        _translate([self])
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer's own classes
        """Write what each option is, then the commands."""
        _translate([*self.get_params(ctx), *self.commands.values()])
        super().format_options(ctx, formatter)

    def format_commands(self, _ctx: object, formatter: Any) -> None:  # noqa: ANN401 - Typer's own class
        """Write the list of the commands."""
        with formatter.section(say(_("Commands"))):
            formatter.write_dl([(name, command.help) for name, command in self.commands.items()])


def built_in(name: str, summary: str) -> TyperCommand | TyperGroup:
    """Return the command of that name, which the module of that name declares as a function or a Typer."""
    declared = getattr(importlib.import_module(f"bot.cli.{name}"), name)
    return build(name, declared, summary)


def build(
    name: str, declared: Callable[..., Any] | typer.Typer, summary: str | None = None
) -> TyperCommand | TyperGroup:
    """Return the command that a function or a Typer declares."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    if isinstance(declared, typer.Typer):
        app = declared
        app.callback(cls=Group, help=summary)(_nothing)
    else:
        app.command(name, cls=Command, help=summary)(declared)
    command = typer.main.get_command(app)
    command.name = name
    return cast("TyperCommand | TyperGroup", command)


def from_plugins(
    name: str, arguments: Sequence[str], built_in_names: Iterable[str]
) -> TyperCommand | TyperGroup:
    """Return the command of that name that a plugin declares.

    Raises:
        ConfigurationError: no plugin declares it, or the one that does cannot be loaded: the cause is told.
    """
    from bot.app import load_plugins
    from bot.cli.target import configured
    from bot.logs import configure_log

    configure_log("error", "text")
    host = load_plugins(configured(_config_file(arguments)))
    declared = {
        item.name: (plugin.name, item) for plugin in host.plugins.values() for item in plugin.subcommands
    }
    if name not in declared:
        if host.errors:
            raise not_loaded(name, host.errors)
        raise unknown_command(name, [*built_in_names, *declared])
    return _of_plugin(*declared[name])


def _of_plugin(plugin: str, declared: Subcommand | CliGroup) -> TyperCommand | TyperGroup:
    from bot.cli.desk import at_desk

    if isinstance(declared, Subcommand):
        return build(declared.name, at_desk(plugin, declared), declared.help.text if declared.help else None)
    group = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
    for one in declared.commands:
        summary = one.help.text if one.help else None
        group.command(one.name, cls=Command, help=summary)(at_desk(plugin, one))
    return build(declared.name, group, declared.summary.text)


def subcommand_names(declared: Subcommand | CliGroup) -> list[str]:
    """Return the words by which a plugin's sub-commands are called."""
    if isinstance(declared, Subcommand):
        return [declared.name]
    return [f"{declared.name} {one.name}" for one in declared.commands]


def _config_file(arguments: Sequence[str]) -> Path | None:
    """Return the file that `--config` names among arguments that nobody has parsed yet."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument.startswith("--config="):
            return Path(argument.removeprefix("--config="))
        if argument == "--config":
            return Path(following)
    return None


def _nothing() -> None:
    """Stand for a group that does nothing by itself."""


def _translate(items: Iterable[Any]) -> None:
    for item in items:
        if item.name == "help":
            item.help = say(_("Show this page."))
        elif item.help:
            item.help = say(Message(item.help))
        if hasattr(item, "required"):  # Typer would add a remark in English
            item.required = item.show_default = False
