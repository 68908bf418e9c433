"""`maillage plugins`: what is loaded, and the commands that it adds here and in chat."""

from __future__ import annotations

import typer

from bot.cli.speech import one_answer, say, tell, tell_json
from bot.cli.target import AsJson, ConfigFile, configured
from bot.language.messages import Markup, _


def plugins(config: ConfigFile = None, as_json: AsJson = False) -> None:
    """List the plugins that are loaded, with their commands, and those that cannot be."""
    from bot.app import load_plugins
    from bot.cli.building import subcommand_names
    from bot.logs import configure_log

    with one_answer(as_json=as_json):
        configure_log("error", "text")  # what is not loaded is told below, without a traceback
        configuration = configured(config)
        language = configuration.network.language
        host = load_plugins(configuration)
        listed = [
            {
                "name": plugin.name,
                "title": say(plugin.title, language),
                "commands": [f"/{command.name}" for command in plugin.commands],
                "subcommands": [
                    f"maillage {name}" for item in plugin.subcommands for name in subcommand_names(item)
                ],
            }
            for plugin in host.plugins.values()
        ]
        if as_json:
            tell_json(
                {
                    "ok": not host.errors,
                    "plugins": listed,
                    "errors": [say(error.text, language) for error in host.errors],
                }
            )
        else:
            for plugin in listed:
                tell(Markup(f"{plugin['name']} ({plugin['title']})"))
                for command in (*plugin["commands"], *plugin["subcommands"]):
                    tell(Markup(f"  {command}"))
            for error in host.errors:
                tell(_("Not loaded: {reason}", reason=error.text), language)
        if host.errors:
            raise typer.Exit(1)
