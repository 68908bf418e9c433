"""The `maillage` command.

Each command lives in the module of its name and is imported when it runs, so that `maillage --help` answers
at once. What `--help` lists stands here in both languages, as command words do: the catalogue would cost more
time than all the rest. The commands that plugins add are looked for only when a word is none of these.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Annotated, Any, Protocol, cast

import typer
from typer.core import TyperCommand, TyperGroup

from bot.cli.speech import environment_language

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("Faire le tour de Maillage dans ce terminal", "Tour Maillage in this terminal"),
    "console": (
        "Discuter avec le robot dans ce terminal : plusieurs personnes, canaux, horloge à avancer",
        "Chat with the bot in this terminal: several people, channels, a clock to move",
    ),
    "when": ("Lire une expression de temps", "Read an expression of time"),
    "init": ("Écrire la configuration, en quelques questions", "Write the configuration, in a few questions"),
    "check": ("Vérifier la configuration et les données", "Check the configuration and the data"),
    "mattermost": (
        "Installer le robot sur un serveur Mattermost, vérifier qu’il y marche",
        "Install the bot on a Mattermost server, check that it works there",
    ),
    "discord": (
        "Installer le robot sur Discord, vérifier qu’il y marche",
        "Install the bot on Discord, check that it works there",
    ),
    "run": ("Servir les plateformes configurées", "Serve the configured platforms"),
    "db": ("Mettre la base de données à jour, la vérifier", "Upgrade the database, check it"),
    "backup": ("Copier la base de données, même en marche", "Copy the database, even while it is in use"),
    "restore": ("Remettre en place une copie de la base", "Put a copy of the database back"),
    "plugins": ("Lister les plugins et leurs commandes", "List the plugins and their commands"),
}
"""Each command, in the order of the help page, with what it does in French and in English."""

OF_PLUGINS: dict[str, tuple[str, str]] = {
    "directory": (
        "Importer, exporter les fiches des collègues, y chercher",
        "Import and export the cards of colleagues, search them",
    ),
    "digest": ("Écrire les lettres dans des fichiers", "Write letters into files"),
    "partners": ("Importer les fiches des partenaires", "Import the cards of partners"),
    "watch": (
        "Importer, exporter les flux suivis, voir leur état",
        "Import and export the feeds that are followed, see how they are",
    ),
    "refer": ("Dire vers qui réorienter un besoin", "Say to whom a need should be referred"),
    "gdpr": (
        "Écrire ce que les tables contiennent sur les personnes",
        "Print what the tables hold of people",
    ),
    "lexicon": ("Vérifier les lexiques du réseau", "Check the network’s own word lists"),
}
"""The commands of the plugins that come with the bot, likewise."""

_OPTIONS: dict[str | None, tuple[str, str]] = {
    "version": ("Dire la version", "Tell the version"),
    "help": ("Afficher cette page", "Show this page"),
}
_HEADINGS = {"fr": "Commandes", "en": "Commands"}
_MORE = {
    "fr": "« maillage COMMANDE --help » explique une commande.",
    "en": "“maillage COMMAND --help” explains a command.",
}


class _Formatter(Protocol):
    def section(self, name: str) -> AbstractContextManager[None]: ...
    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None: ...
    def write_paragraph(self) -> None: ...
    def write_text(self, text: str) -> None: ...


class Commands(TyperGroup):
    """The commands, each imported when it is asked for."""

    def list_commands(self, _ctx: object) -> list[str]:
        """Return their names, in the order of the help page."""
        return [*COMMANDS, *OF_PLUGINS]

    def get_command(self, _ctx: object, cmd_name: str) -> TyperCommand | TyperGroup:
        """Return the command of that name, the bot's own or a plugin's.

        Raises:
            ConfigurationError: there is none; the message names the nearest.
        """
        from bot.cli.building import built_in, from_plugins

        if cmd_name in COMMANDS:
            command = built_in(cmd_name, COMMANDS[cmd_name][environment_language() == "en"])
        else:
            command = from_plugins(cmd_name, sys.argv, COMMANDS)
        _look_for_garbage()
        return command

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer's own classes
        """Write what each option is, then the commands."""
        options: list[Any] = self.get_params(ctx)
        for option in options:
            option.help = _OPTIONS[option.name][environment_language() == "en"]
        super().format_options(ctx, formatter)

    def format_commands(self, _ctx: object, formatter: _Formatter) -> None:
        """Write the list of the commands without importing any."""
        language = environment_language()
        with formatter.section(_HEADINGS[language]):
            listed = {**COMMANDS, **OF_PLUGINS}
            formatter.write_dl([(name, texts[language == "en"]) for name, texts in listed.items()])
        formatter.write_paragraph()
        formatter.write_text(_MORE[language])


def _print_version(wanted: bool) -> None:
    if wanted:
        from bot import __version__

        typer.echo(f"maillage {__version__}")
        raise typer.Exit


app = typer.Typer(name="maillage", cls=Commands, add_completion=False, rich_markup_mode=None)


@app.callback()
def maillage(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True)] = False,
) -> None:
    """Maillage, le robot communautaire des réseaux de conseillers numériques."""


_COLLECTED_AFTER = 50_000
"""How many new objects have Python look for garbage: fewer than the plugins bring, which stay as well."""


def main() -> None:
    """Run the command line; every error ends here, as a sentence and an exit code."""
    gc.disable()
    sys.exit(run_command(sys.argv[1:] or ["--help"]))


def _look_for_garbage() -> None:
    """Look for garbage from now on, in what is not imported yet: what is imported stays.

    Python looks after every 700 objects: while all is imported, that takes a tenth of the start.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(_COLLECTED_AFTER)
        gc.enable()


def run_command(arguments: list[str]) -> int:
    """Run a command and return its exit code."""
    command = typer.main.get_command(app)
    try:
        return cast("int", command.main(arguments, prog_name="maillage", standalone_mode=False) or 0)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except Exception as error:  # noqa: BLE001 - the one place where errors become sentences
        from bot.cli.mistakes import print_mistake

        return print_mistake(error)
