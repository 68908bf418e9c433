"""What to say when something cannot be done: what happened, what it means, what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.answers import Failure
from bot.chat.forms import FormView
from bot.chat.messages import Button, Reply
from bot.chat.people import Network
from bot.language.catalogue import Words
from bot.language.messages import Continued, Markup, Message, Text, _
from bot.plugin import Command
from bot.plugin.forms import fields
from bot.plugin.parsing import Parsed
from bot.runtime.host import CORE

CHOOSE_NETWORK = "choose_network"

NEEDED = _("This is needed.")
STALE_BUTTON = _("This button belongs to a part of me that is not here any more. Nothing was done.")
STALE_FORM = _("This form belongs to a part of me that is not here any more. Nothing was done.")
SWITCHED_OFF = _("This part of me is switched off in your network. Nothing was done.")

ROBOT = _("This account is a robot’s, like me: that is for people only.")


def failure(words: Words, code: str, text: Text) -> Failure:
    """Return the answer that something was not done."""
    return Failure(code=code, text=words(text))


def not_saved(reference: str) -> Message:
    """Return what to say when the disk is full or read-only."""
    return _(
        "I could not save anything: my disk is full or read-only. What you asked was not done; please try "
        "again later. The person who looks after me needs this reference: {reference}.",
        reference=Markup(f"`{reference}`"),
    )


def apology(reference: str) -> Message:
    """Return what to say after an unexpected error."""
    return _(
        "Sorry, something went wrong on my side and nothing was changed. If it happens again, give this "
        "reference to the person who looks after me: {reference}.",
        reference=Markup(f"`{reference}`"),
    )


def unexpected(words: Words, command: Command, text: str, hint: Text | None = None) -> Failure:
    """Return what to say when words are left that no argument takes."""
    said = _("I do not know what to do with “{words}” here.", words=text[:200])
    ways = [hint] if hint else _example(words, command) or [_help_with(words, command)]
    return failure(words, "unexpected_argument", words.join([said, *ways]))


def incomplete(words: Words, command: Command, parsed: Parsed) -> Failure:
    """Return what to say of the arguments that are wrong or missing, with an example."""
    labels = {item.name: item.about.label for item in command.parameters}
    lines: list[Text] = [
        _("“{argument}”: {problem}", argument=labels[name], problem=Continued(problem))
        for name, problem in parsed.wrong.items()
    ]
    for item in parsed.missing:
        needed = Continued(item.about.help or NEEDED)
        lines.append(_("“{argument}” is missing: {help}", argument=item.about.label, help=needed))
        if item.about.example is not None and command.examples is None:
            lines[-1] = _("{said} For example: {example}.", said=lines[-1], example=item.about.example)
    code = "bad_argument" if parsed.wrong else "missing_argument"
    return failure(words, code, words.join([*lines, *_example(words, command)]))


def invalid_form(words: Words, form: FormView, errors: Mapping[str, Text]) -> Failure:
    """Return what to say of the fields that cannot be accepted."""
    labels = {field.name: field.label for field in form.fields}
    lines: list[Text] = [
        _("“{argument}”: {problem}", argument=labels[name], problem=Continued(problem))
        if name in labels
        else problem
        for name, problem in errors.items()
    ]
    return failure(words, "invalid_form", words.join(lines))


def command_form(words: Words, command: Command, parsed: Parsed) -> FormView:
    """Return the command's own form, filled with what was understood, marked with what was not.

    Its title is what the person types, which is short: some platforms leave it little room.
    """
    errors = dict(parsed.wrong) | {item.name: NEEDED for item in parsed.missing if parsed.raw}
    return FormView(
        plugin=command.plugin,
        name=f"/{command.name}",
        title=Markup(f"/{command.words_in(words.language)}"),
        introduction=command.summary,
        fields=fields(command.parameters, parsed.raw, errors),
    )


def ask_for_network(words: Words, networks: Sequence[Network]) -> Reply:
    """Return the question to somebody who belongs to several networks and writes in a DM."""
    return Reply(
        text=words(_("You belong to several networks. Which one shall we speak of here?")),
        buttons=tuple(
            Button(
                label=Markup(network.name),
                action=CHOOSE_NETWORK,
                arguments={"network": network.id},
                name=f"network-{network.id}",
                plugin=CORE,
            )
            for network in networks
        ),
    )


def _help_with(words: Words, command: Command) -> Text:
    """Return where all that can be asked in a command's place is told."""
    root = Markup(command.root.in_language(words.language))
    return _("`/maillage help {word}` tells what you can ask.", word=root)


def _example(words: Words, command: Command) -> list[Text]:
    """Return the first of the command's examples: one is enough to see how it is written."""
    if command.examples is None:
        return []
    first = words(command.examples).partition("\n")[0]
    return [_("For example: {example}", example=Markup(f"`{first.strip('`')}`"))]
