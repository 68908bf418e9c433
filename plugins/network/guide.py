"""The help pages: what a person may do here, and one command in detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _
from bot.plugin import Command, CommandHelp
from bot.plugin.choices import ChoiceArgument
from bot.plugin.parameters import Parameter
from plugins.network.topics import name

_OWN = "network"
_ROOM = 1500
"""How long the list of all commands may be: one message on each platform, with a greeting and the notice."""
_FEWEST = 3
"""How many verbs of a root word are named beside its default one, if it has them, however long the page."""
_SHOWN = 6
"""So many examples stand on the page of a root word: one each of its first verbs."""


def overview(words: Words, network: str, entries: Sequence[CommandHelp]) -> Markup:
    """Return all that a person may do, grouped by plugin: one line a root word.

    Where the page would be long, the longest lists of verbs end early: the page of a root word has all of it.
    """
    ordered = sorted(entries, key=lambda entry: entry.plugin == _OWN)
    opening: list[Text] = [_("I am Maillage, the assistant of the network {network}.", network=network)]
    first = next((line for entry in ordered for line in examples(words, entry.command)), None)
    if first is not None:
        opening.append(_("To begin, type for example {example}.", example=first))
    roots = [
        _root(words, list(listed))
        for _name, listed in groupby(ordered, key=lambda entry: (entry.plugin, entry.command.root.fr))
    ]
    footer = words.join([Markup(""), *_footer(words, ordered)])
    page = footer
    for named in range(max([_FEWEST, *(len(root.others) for root in roots)]), _FEWEST - 1, -1):
        page = words.join([*opening, *_lines(roots, named), footer])
        if len(page) <= _ROOM:
            break
    return page


class _Root(NamedTuple):
    """A root word: whose it is, its default command and what that needs, and the other verbs by name."""

    title: str
    line: Text
    others: Sequence[str]
    is_own: bool


def _root(words: Words, entries: Sequence[CommandHelp]) -> _Root:
    commands = [entry.command for entry in entries]
    shown = next((command for command in commands if command.is_default), commands[0])
    needed = [item for item in shown.parameters if item.required] or shown.parameters
    line = _("- {command}: {summary}", command=_code(usage(words, shown, needed)), summary=shown.summary)
    others = sorted((item for item in commands if item is not shown), key=lambda command: command.role)
    names = [name(command, words.language) for command in others]
    is_own = entries[0].plugin == _OWN
    if not is_own:  # settings are looked for one by one; of the others, the first shows how it goes
        names[1:] = [other.partition(" ")[2] for other in names[1:]]
    return _Root(str(words(entries[0].title)), line, names, is_own)


def _lines(roots: Sequence[_Root], named: int) -> Iterator[Text]:
    """Return the lines of all root words, each with the names of `named` other verbs at most."""
    for title, section in groupby(roots, key=lambda root: root.title):
        yield from (Markup(""), Markup(f"**{title}**"))
        for root in section:
            shown = root.others if root.is_own else root.others[:named]
            codes = [_code(f"/{other}" if " " in other else other) for other in shown]
            more = " …" if len(root.others) > len(shown) else ""
            names = Markup(", ".join(codes) + more)
            yield _("{line}. And also: {names}", line=root.line, names=names) if codes else root.line


def _footer(words: Words, entries: Sequence[CommandHelp]) -> list[Text]:
    topic = entries[0].command.root.in_language(words.language) if entries else ""
    return [
        _("For the details of a command: {command}.", command=_help_on(words, topic)),
        _("In a private message to me, the slash is optional."),
    ]


def _help_on(words: Words, topic: str) -> Markup:
    return _code(words(_("/maillage help {topic}", topic=topic)))


def details(words: Words, entries: Sequence[CommandHelp]) -> Markup:
    """Return the page of a command, or of a root word with its verbs."""
    commands = [entry.command for entry in entries]
    if len(commands) == 1:
        return words.join(_command_page(words, commands[0]))
    lines: list[Text] = []
    for _root, group in groupby(entries, key=lambda entry: entry.command.root.fr):
        lines += _group_page(words, list(group))
    return words.join(lines)


def _command_page(words: Words, command: Command) -> list[Text]:
    title = _("**{command}**: {summary}", command=_code(usage(words, command)), summary=command.summary)
    return [title, *_arguments(words, command), *_examples(words, command)]


def _group_page(words: Words, entries: Sequence[CommandHelp]) -> list[Text]:
    commands = [entry.command for entry in entries]
    root = commands[0].root.in_language(words.language)
    lines: list[Text] = [
        _(
            "**{command}**: {summary}",
            command=_code(f"/{root}"),
            summary=entries[0].group or commands[0].summary,
        )
    ]
    lines += [
        _("- {command}: {summary}", command=_code(usage(words, command)), summary=command.summary)
        for command in commands
    ]
    default = next((command for command in commands if command.is_default), None)
    if default is not None:
        lines += _arguments(words, default)
    if default is not None and any(item.required for item in default.parameters):
        lines += _examples(words, default)
    else:  # typed alone the root word does something already: examples of the other verbs tell more
        lines += _listed([line for command in commands for line in examples(words, command)[-1:]][:_SHOWN])
    detailed = next((command for command in commands if command is not default), None)
    if detailed is not None:
        asked = _help_on(words, name(detailed, words.language))
        lines += [Markup(""), _("For the details of one of them: {command}.", command=asked)]
    return lines


def usage(words: Words, command: Command, parameters: Sequence[Parameter] | None = None) -> str:
    """Return how a command is typed: its words, then its arguments, those that may be left out in brackets.

    A default verb is left out where an argument must follow it. `parameters` shows those arguments only.
    """
    is_implied = command.is_default and any(item.required for item in command.parameters)
    typed = command.root.in_language(words.language) if is_implied else name(command, words.language)
    shown = command.parameters if parameters is None else parameters
    return " ".join([f"/{typed}", *(_hint(words, item) for item in shown if not item.takes_files)])


def _hint(words: Words, item: Parameter) -> str:
    label = words(item.about.label).upper()
    return label if item.required else f"[{label}]"


def _arguments(words: Words, command: Command) -> list[Text]:
    if not command.parameters:
        return []
    return [
        Markup(""),
        _("**What to give**"),
        *(_argument(words, item) for item in command.parameters),
    ]


def _argument(words: Words, item: Parameter) -> Text:
    label = Markup(words(item.about.label).upper())
    named = Markup(f"- {label}") if item.required else _("- {argument} (optional)", argument=label)
    about = words.join(_about(words, item), " ")
    return _("{argument}: {about}", argument=named, about=about) if about else named


def _about(words: Words, item: Parameter) -> list[Text]:
    about: list[Text] = [item.about.help] if item.about.help is not None else []
    if isinstance(item.type, ChoiceArgument):
        choices = words.join((option.label for option in item.type.options()), ", ")
        about.append(_("One of: {choices}.", choices=choices))
    if item.about.example is not None:
        shown = Markup(", ".join(_codes(words, item.about.example)))
        about.append(_("For example: {example}", example=shown))
    return about


def examples(words: Words, command: Command) -> list[Markup]:
    """Return the examples of a command, one a line of its declaration, as code."""
    return _codes(words, command.examples) if command.examples is not None else []


def _examples(words: Words, command: Command) -> list[Text]:
    return _listed(examples(words, command))


def _listed(shown: Sequence[Markup]) -> list[Text]:
    return [Markup(""), _("**Examples**"), *(Markup(f"- {one}") for one in shown)] if shown else []


def _codes(words: Words, examples: Text) -> list[Markup]:
    """Return each line of the examples as code."""
    lines = (line.strip().strip("`") for line in words(examples).splitlines())
    return [_code(line) for line in lines if line]


def _code(text: str) -> Markup:
    return Markup(f"`{text}`")
