"""What a plugin declares: all that it answers to, what it offers to others, and its sub-commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from bot.chat.people import Role
from bot.language.messages import Message
from bot.plugin.declared import (
    Action,
    Answered,
    Before,
    Command,
    FormCheck,
    FormDeclaration,
    Questions,
    Sentence,
    ShortcutDeclaration,
    ShortcutOn,
    Word,
)
from bot.plugin.desk import CliGroup, Subcommand
from bot.plugin.parameters import parameters_of

if TYPE_CHECKING:
    from bot.plugin.services import WordLists

H = TypeVar("H", bound=Callable[..., Any])


class Group:
    """A root word with several verbs; the verbs of `order` are listed first, as people need them."""

    def __init__(self, plugin: Plugin, word: Word, summary: Message, order: Sequence[str] = ()) -> None:
        self._plugin = plugin
        self.word = word
        self.summary = summary
        self.order = tuple(order)

    def command(
        self,
        verb: str,
        *,
        english: str,
        summary: Message,
        aliases: Sequence[str] = (),
        default: bool = False,
        role: Role = Role.MEMBER,
        examples: Message | None = None,
        opens_form: bool = False,
        public: bool = False,
        joins: bool = False,
        before: Before | None = None,
        instead: Sequence[str] = (),
    ) -> Callable[[H], H]:
        """Declare the verb of this root word that the decorated handler answers; see `Plugin.command`."""
        return _command(
            self._plugin,
            self.word,
            Word(verb, english, tuple(aliases)),
            summary=summary,
            is_default=default,
            role=role,
            examples=examples,
            opens_form=opens_form,
            public=public,
            joins=joins,
            before=before,
            instead=instead,
        )


@dataclass
class Plugin:
    """A plugin. `title` is its name for people; one that is `always_on` cannot be switched off.

    `migrations` is the folder of its own Alembic scripts, for a plugin that does not come with the bot.
    """

    name: str
    title: Message
    always_on: bool = False
    migrations: Path | None = None
    commands: list[Command] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    shortcuts: dict[str, ShortcutDeclaration] = field(default_factory=dict)
    forms: dict[str, FormDeclaration] = field(default_factory=dict)
    timers: dict[str, Callable[..., Any]] = field(default_factory=dict)
    errands: dict[str, Callable[..., Any]] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    suggestions: list[Callable[..., Any]] = field(default_factory=list)
    services: dict[type, list[Any]] = field(default_factory=dict)
    listeners: list[tuple[type, Callable[..., Any]]] = field(default_factory=list)
    subcommands: list[Subcommand | CliGroup] = field(default_factory=list)

    def group(
        self,
        root: str,
        *,
        english: str,
        summary: Message,
        aliases: Sequence[str] = (),
        order: Sequence[str] = (),
    ) -> Group:
        """Declare a root word with several verbs; help lists those of `order` first, in French words."""
        group = Group(self, Word(root, english, tuple(aliases)), summary, order)
        self.groups[root] = group
        return group

    def command(
        self,
        root: str,
        *,
        english: str,
        summary: Message,
        aliases: Sequence[str] = (),
        role: Role = Role.MEMBER,
        examples: Message | None = None,
        opens_form: bool = False,
        public: bool = False,
    ) -> Callable[[H], H]:
        """Declare the command that the decorated handler answers: `async def handler(ctx: Context, …)`.

        The arguments are read from the handler's annotations. `opens_form` says that it may answer by a
        form, `public` that it answers everybody in the place.
        """
        return _command(
            self,
            Word(root, english, tuple(aliases)),
            None,
            summary=summary,
            role=role,
            examples=examples,
            opens_form=opens_form,
            public=public,
        )

    def action(self, name: str, *, role: Role = Role.MEMBER, joins: bool = False) -> Callable[[H], H]:
        """Declare what a button runs: `async def handler(ctx: Context, …)`, with the button's arguments."""

        def declare(handler: H) -> H:
            _declare_once(self.actions, name, Action(handler, role, joins))
            return handler

        return declare

    def message_shortcut(self, name: str, *, label: Message, role: Role = Role.MEMBER) -> Callable[[H], H]:
        """Declare a command on a message: `async def handler(ctx: Context, message: ChosenMessage)`.

        `label` is what people read in the menu of a message, on platforms that have one.
        """
        return self._shortcut(name, ShortcutOn.MESSAGE, label, role)

    def member_shortcut(self, name: str, *, label: Message, role: Role = Role.MEMBER) -> Callable[[H], H]:
        """Declare a command on a person: `async def handler(ctx: Context, member: Member)`.

        The member may be the person who chooses it, and is never a bot. `label` as for a message.
        """
        return self._shortcut(name, ShortcutOn.MEMBER, label, role)

    def _shortcut(self, name: str, on: ShortcutOn, label: Message, role: Role) -> Callable[[H], H]:
        if not label.text.strip():
            raise ValueError(f"the shortcut {name!r} has an empty label")

        def declare(handler: H) -> H:
            _declare_once(self.shortcuts, name, ShortcutDeclaration(on, label, handler, role))
            return handler

        return declare

    def form(
        self,
        name: str,
        model: type[BaseModel],
        *,
        title: Message,
        submit: Message | None = None,
        check: FormCheck | None = None,
    ) -> Callable[[H], H]:
        """Declare what a form does: `async def handler(ctx: Context, form: Model, …)`.

        `check` is given what was typed, by field, and returns what is wrong, by field: `async def
        check(ctx: Context, typed: Mapping[str, str])`. It only reads. Where a form comes in steps it is asked
        after each, with the fields of that step alone; the handler runs once nothing is wrong.
        """

        def declare(handler: H) -> H:
            _declare_once(self.forms, name, FormDeclaration(handler, title, submit, model=model, check=check))
            return handler

        return declare

    def questions(
        self,
        name: str,
        ask: Questions,
        *,
        title: Message,
        submit: Message | None = None,
        answered: Answered | None = None,
    ) -> Callable[[H], H]:
        """Declare a form whose fields are not always the same: `async def handler(ctx, answers, …)`.

        `ask` is given the arguments with which the form is opened, `async def ask(ctx: Context, …)`, and
        returns its fields as parameters. It only reads. It is asked again when the form comes back: what it
        does not ask any more is left out of `answers`, the values that were filled in, by name.

        With `answered`, `async def answered(ctx: Context, …)`, which returns what the person answered so far,
        by field, the form is saved piece by piece: each step of a long one as it is left, each choice as it
        is made where the fields are menus of a message. So whoever forgets to end it loses nothing. The
        handler is called for each piece, with the answers to that piece alone: None for what was emptied,
        and nothing for what was empty before.
        """

        def declare(handler: H) -> H:
            declared = FormDeclaration(handler, title, submit, questions=ask, answered=answered)
            _declare_once(self.forms, name, declared)
            return handler

        return declare

    def timer(self, name: str) -> Callable[[H], H]:
        """Declare what a timer runs: `async def handler(ctx: TimerContext, …)`."""

        def declare(handler: H) -> H:
            _declare_once(self.timers, name, handler, beside=self.errands)
            return handler

        return declare

    def errand(self, name: str) -> Callable[[H], H]:
        """Declare what an errand does: `async def handler(errand: Errand, …)`.

        It is set and cancelled as a timer is, and no timer has its name, but it runs in no unit of work,
        beside others: see `bot.plugin.errands`.
        """

        def declare(handler: H) -> H:
            _declare_once(self.errands, name, handler, beside=self.timers)
            return handler

        return declare

    def sentence(self, claims: Callable[[str], float]) -> Callable[[H], H]:
        """Declare who takes a plain sentence in a DM: `async def handler(ctx: Context, text: str)`.

        The plugin that claims it most surely answers. Only the beginning of a long text is claimed by.
        """
        return self.sentence_by_lists(lambda text, _lists: claims(text))

    def sentence_by_lists(self, claims: Callable[[str, WordLists], float]) -> Callable[[H], H]:
        """Declare who takes a plain sentence, as `sentence` does, by the words that the network adds too."""

        def declare(handler: H) -> H:
            self.sentences.append(Sentence(handler, claims))
            return handler

        return declare

    def suggestion(self, handler: H) -> H:
        """Declare what is offered when a sentence is nobody's: `async def handler(ctx: Context, text: str)`.

        It returns a `Suggestion`, or None, and only reads: nothing was asked for yet.
        """
        self.suggestions.append(handler)
        return handler

    def provide(self, kind: type, service: object) -> None:
        """Offer a service to other plugins, by its protocol; a plugin may offer several of one kind."""
        self.services.setdefault(kind, []).append(service)

    def on(self, event: type) -> Callable[[H], H]:
        """Declare who listens for a type of event: `async def handler(ctx: EventContext, event)`."""

        def declare(handler: H) -> H:
            self.listeners.append((event, handler))
            return handler

        return declare

    def cli(self, name: str, *, help: Message) -> Callable[[H], H]:  # noqa: A002 - as Typer says it
        """Add a sub-command to `maillage`: a function with Typer's annotations, see `bot.plugin.desk`."""

        def declare(function: H) -> H:
            self.subcommands.append(Subcommand(name, function, help))
            return function

        return declare

    def cli_group(self, name: str, *, summary: Message) -> CliGroup:
        """Add a sub-command to `maillage` that has sub-commands of its own."""
        group = CliGroup(self.name, name, summary)
        self.subcommands.append(group)
        return group


def _command(
    plugin: Plugin,
    root: Word,
    verb: Word | None,
    *,
    summary: Message,
    role: Role,
    examples: Message | None,
    opens_form: bool,
    public: bool,
    is_default: bool = False,
    joins: bool = False,
    before: Before | None = None,
    instead: Sequence[str] = (),
) -> Callable[[H], H]:
    """Declare the command that the decorated handler answers."""

    def declare(handler: H) -> H:
        plugin.commands.append(
            Command(
                plugin=plugin.name,
                root=root,
                verb=verb,
                is_default=is_default,
                handler=handler,
                parameters=parameters_of(handler),
                summary=summary,
                role=role,
                examples=examples,
                opens_form=opens_form,
                public=public,
                joins=joins,
                before=before,
                instead=tuple(instead),
            )
        )
        return handler

    return declare


def _declare_once(
    declared: dict[str, Any], name: str, what: object, beside: Mapping[str, Any] | None = None
) -> None:
    """Note what is declared under a name, which nothing `beside` it may have either."""
    if name in declared or name in (beside or {}):
        raise ValueError(f"{name!r} is declared twice")
    declared[name] = what
