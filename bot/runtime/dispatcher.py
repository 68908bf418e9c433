"""The dispatcher: one thing that a person did, one handler, one unit of work, and the answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.chat.answers import Answer, Failure
from bot.chat.forms import FormView
from bot.chat.incoming import Incoming, Invocation, Joined, Left, Line, Press, Reacted, Submission
from bot.chat.markup import clean
from bot.chat.messages import Reply, Update
from bot.chat.people import Role
from bot.errors import FormRefusal, NotAllowed, NothingSavedError, Refusal
from bot.language.catalogue import Words
from bot.language.messages import _
from bot.plugin import Command, Context, MemberJoined, MemberLeft, OpenForm, Plugin, ReactionAdded
from bot.plugin.context import HandlerAnswer
from bot.plugin.forms import fields, parameters_of_model, validate
from bot.plugin.parsing import Parsed, parse_line, parse_values
from bot.runtime.arguments import look_up, resolve
from bot.runtime.failures import (
    CHOOSE_NETWORK,
    NEEDED,
    NOT_UNDERSTOOD,
    STALE_BUTTON,
    STALE_FORM,
    SWITCHED_OFF,
    apology,
    ask_for_network,
    command_form,
    failure,
    incomplete,
    invalid_form,
    not_saved,
    unexpected,
)
from bot.runtime.fitting import fits, is_integer
from bot.runtime.handlers import Handlers, words_for
from bot.runtime.host import CORE, PluginHost
from bot.runtime.identity import Identity, SeveralNetworks, Speaker
from bot.runtime.routing import SURE, claimant, route_command

MAX_LINE = 20_000
"""Longer lines, in characters, are refused: more than any platform lets a person type."""

Handled: TypeAlias = HandlerAnswer | Sequence[Reply | Update | OpenForm | FormView]
"""What a handler answered, or the answers themselves when it was not called."""

_CULPRIT = "plugin: "
_NOBODY = Words("fr", ZoneInfo("Europe/Paris"))
"""The words for somebody who is not known: only when identity itself cannot be settled."""


class Dispatcher:
    """Receives what people do and answers them."""

    def __init__(self, identity: Identity, handlers: Handlers) -> None:
        self._identity = identity
        self._handlers = handlers
        self._host: PluginHost = handlers.host

    async def receive(self, incoming: Incoming) -> list[Answer]:
        """Handle what a person did and return the answers for them; it never raises.

        Other bots, and what people say to each other, are passed over: nobody becomes a member by it.
        """
        if incoming.author.is_bot or not _concerns_bot(incoming):
            return []
        speaker: Speaker | None = None
        plugin = CORE
        try:
            speaker = await self._speaker(incoming)
            plugin, answers = await self._handle(incoming, speaker)
        except SeveralNetworks as question:
            return [ask_for_network(Words(question.language, question.zone), question.networks)]
        except Refusal as refusal:
            return [failure(_words(speaker), refusal.code, refusal.text)]
        except NothingSavedError as error:
            reference = self._handlers.faults.record(plugin, error)
            return [failure(_words(speaker), "not_saved", not_saved(reference))]
        except Exception as error:  # noqa: BLE001 - a crash of a handler is an answer, not an exit
            reference = self._handlers.faults.record(_culprit(error, plugin), error)
            return [failure(_words(speaker), "internal_error", apology(reference))]
        return answers

    async def _speaker(self, incoming: Incoming) -> Speaker:
        if isinstance(incoming, Press) and (incoming.plugin, incoming.action) == (CORE, CHOOSE_NETWORK):
            network = incoming.arguments.get("network")
            if not is_integer(network):
                raise Refusal("stale_button", STALE_BUTTON)
            await self._identity.choose(incoming.author, incoming.location.platform, network)
        return await self._identity.resolve(incoming.author, incoming.location)

    async def _handle(self, incoming: Incoming, speaker: Speaker) -> tuple[str, list[Answer]]:
        match incoming:
            case Line():
                return await self._line(incoming, speaker)
            case Invocation():
                return await self._invocation(incoming, speaker)
            case Press():
                return await self._press(incoming, speaker)
            case Submission():
                return await self._submission(incoming, speaker)
            case _:
                return await self._event(incoming, speaker)

    async def _line(self, line: Line, speaker: Speaker) -> tuple[str, list[Answer]]:
        text = clean(line.text).strip()
        is_command = text.startswith("/")
        if len(text) > MAX_LINE:
            raise Refusal(
                "too_long", _("This message is too long for me: {limit} characters at most.", limit=MAX_LINE)
            )
        plugins = await self._handlers.switches.plugins_on(speaker.network.id)
        if is_command:
            return await self._command_line(line, text[1:].lstrip(), speaker, plugins)
        claim = claimant(text, plugins, self._handlers.faults.record)
        first_word = text.partition(" ")[0]
        if (claim is None or claim[2] < SURE) and self._host.root(first_word) is not None:
            return await self._command_line(line, text, speaker, plugins)
        if claim is None:
            raise Refusal("not_understood", NOT_UNDERSTOOD)
        plugin, sentence, _sure = claim
        return plugin.name, await self._run(line, speaker, plugin, lambda ctx: sentence.handler(ctx, text))

    async def _command_line(
        self, line: Line, text: str, speaker: Speaker, plugins: Sequence[Plugin]
    ) -> tuple[str, list[Answer]]:
        route = route_command(text, self._host, plugins)
        command = route.command

        async def handle(ctx: Context) -> Handled:
            await _check_role(ctx, command.role)
            parsed = parse_line(route.text, command.parameters, ctx.reading)
            return await self._call_command(ctx, command, parsed, line, speaker, typed=bool(route.text))

        return command.plugin, await self._run(line, speaker, self._host.plugins[command.plugin], handle)

    async def _invocation(self, call: Invocation, speaker: Speaker) -> tuple[str, list[Answer]]:
        name = f"{call.root} {call.verb}" if call.verb else call.root
        command = self._host.command(name)
        if command is None or not await self._handlers.switches.is_on(speaker.network.id, command.plugin):
            raise Refusal(
                "unknown_command", _("The command “/{word}” is not available here any more.", word=name)
            )

        async def handle(ctx: Context) -> Handled:
            await _check_role(ctx, command.role)
            parsed = parse_values(
                {key: clean(value) for key, value in call.options.items()}, command.parameters, ctx.reading
            )
            return await self._call_command(ctx, command, parsed, call, speaker, typed=bool(call.options))

        return command.plugin, await self._run(call, speaker, self._host.plugins[command.plugin], handle)

    async def _call_command(
        self,
        ctx: Context,
        command: Command,
        parsed: Parsed,
        incoming: Line | Invocation,
        speaker: Speaker,
        *,
        typed: bool,
    ) -> Handled:
        """Call the command's handler, or say what is missing or wrong and open its form."""
        attached = [item for item in command.parameters if item.takes_files and incoming.files]
        parsed.missing = [item for item in parsed.missing if item not in attached]
        if not parsed.is_complete:
            form = command_form(ctx.words, command, parsed)
            if parsed.unexpected and not parsed.missing and not parsed.wrong:
                return [unexpected(ctx.words, command, parsed.unexpected)]
            problem = incomplete(ctx.words, command, parsed)
            return [problem, form.rendered(ctx.words)] if typed else [form.rendered(ctx.words)]
        values = await resolve(ctx.session, speaker, incoming.location.platform, parsed.values)
        values |= {item.name: incoming.files for item in attached}
        answer: HandlerAnswer = await command.handler(ctx, **values)
        return answer

    async def _press(self, press: Press, speaker: Speaker) -> tuple[str, list[Answer]]:
        if (press.plugin, press.action) == (CORE, CHOOSE_NETWORK):
            chosen = _("Understood: here we speak of the network {name}.", name=speaker.network.name)
            return CORE, [Reply(text=words_for(speaker)(chosen))]
        plugin = self._host.plugins.get(press.plugin)
        action = plugin.actions.get(press.action) if plugin else None
        if plugin is None or action is None or not fits(action.handler, press.arguments):
            raise Refusal("stale_button", STALE_BUTTON)
        if not await self._handlers.switches.is_on(speaker.network.id, plugin.name):
            raise Refusal("switched_off", SWITCHED_OFF)

        async def handle(ctx: Context) -> HandlerAnswer:
            await _check_role(ctx, action.role)
            answer: HandlerAnswer = await action.handler(ctx, **press.arguments)
            return answer

        return plugin.name, await self._run(press, speaker, plugin, handle, choice=press.choice)

    async def _submission(self, sent: Submission, speaker: Speaker) -> tuple[str, list[Answer]]:
        plugin = self._host.plugins.get(sent.plugin)
        if plugin is None or not await self._handlers.switches.is_on(speaker.network.id, plugin.name):
            raise Refusal("stale_form", STALE_FORM)
        values = {name: clean(value) for name, value in sent.values.items()}
        if sent.form.startswith("/"):
            return plugin.name, await self._submit_command(sent, values, speaker, plugin)
        declared = plugin.forms.get(sent.form)
        if declared is None or not fits(declared.handler, sent.arguments, "form"):
            raise Refusal("stale_form", STALE_FORM)
        return plugin.name, await self._submit_form(sent, values, speaker, plugin)

    async def _submit_command(
        self, sent: Submission, values: Mapping[str, str], speaker: Speaker, plugin: Plugin
    ) -> list[Answer]:
        command = self._host.command(sent.form[1:])
        if command is None or command.plugin != plugin.name:
            raise Refusal("stale_form", STALE_FORM)

        async def handle(ctx: Context) -> Handled:
            await _check_role(ctx, command.role)
            parsed = parse_values(values, command.parameters, ctx.reading)
            resolved, unknown = await look_up(ctx.session, speaker, sent.location.platform, parsed.values)
            parsed.wrong |= {name: refusal.text for name, refusal in unknown.items()}
            if not parsed.is_complete:
                form = command_form(ctx.words, command, parsed)
                return [incomplete(ctx.words, command, parsed), form.rendered(ctx.words)]
            answer: HandlerAnswer = await command.handler(ctx, **resolved)
            return answer

        return await self._run(sent, speaker, plugin, handle)

    async def _submit_form(
        self, sent: Submission, values: Mapping[str, str], speaker: Speaker, plugin: Plugin
    ) -> list[Answer]:
        declared = plugin.forms[sent.form]
        parameters = parameters_of_model(declared.model)

        async def handle(ctx: Context) -> Handled:
            parsed = parse_values(values, parameters, ctx.reading)
            resolved, unknown = await look_up(ctx.session, speaker, sent.location.platform, parsed.values)
            errors = dict(parsed.wrong) | {item.name: NEEDED for item in parsed.missing}
            errors |= {name: refusal.text for name, refusal in unknown.items()}
            if errors:
                raise FormRefusal(errors)
            filled = validate(declared.model, resolved)
            if isinstance(filled, dict):
                raise FormRefusal(filled)
            answer: HandlerAnswer = await declared.handler(ctx, filled, **sent.arguments)
            return answer

        try:
            return await self._run(sent, speaker, plugin, handle)
        except FormRefusal as refusal:
            words, errors = words_for(speaker), refusal.errors
        reopened = self._open(
            plugin, OpenForm(form=sent.form, values=values, arguments=sent.arguments, errors=errors)
        )
        return [invalid_form(words, reopened, errors), reopened.rendered(words)]

    async def _event(self, incoming: Incoming, speaker: Speaker) -> tuple[str, list[Answer]]:
        event: object
        match incoming:
            case Joined():
                event = MemberJoined(speaker.member, speaker.place)
            case Left():
                event = MemberLeft(speaker.member, speaker.place)
            case Reacted(emoji=emoji, post=post):
                event = ReactionAdded(speaker.member, speaker.place, emoji, post)
            case _:
                return CORE, []
        async with self._handlers.unit() as session:
            await self._handlers.tell(session, [(speaker.network, event)])
        return CORE, []

    async def _run(
        self,
        incoming: Incoming,
        speaker: Speaker,
        plugin: Plugin,
        handle: Callable[[Context], Awaitable[Any]],
        *,
        choice: str | None = None,
    ) -> list[Answer]:
        try:
            async with self._handlers.for_person(
                plugin.name,
                speaker,
                incoming.author,
                incoming.location.platform,
                choice=choice,
                said_at=incoming.at,
            ) as ctx:
                answer = await handle(ctx)
                return self._render(answer, ctx.words, plugin)
        except (Refusal, NothingSavedError):
            raise
        except Exception as error:
            error.add_note(f"{_CULPRIT}{plugin.name}")
            raise

    def _render(self, answer: object, words: Words, plugin: Plugin) -> list[Answer]:
        match answer:
            case None:
                return []
            case OpenForm():
                return [self._open(plugin, answer).rendered(words)]
            case Failure() | FormView():
                return [answer]
            case Reply() | Update():
                return [answer.rendered(words, plugin.name)]
            case list() | tuple():
                return [one for item in answer for one in self._render(item, words, plugin)]
            case _:
                raise TypeError(f"{plugin.name}: a handler cannot answer {type(answer).__name__}")

    def _open(self, plugin: Plugin, opened: OpenForm) -> FormView:
        declared = plugin.forms[opened.form]
        return FormView(
            plugin=plugin.name,
            name=opened.form,
            title=declared.title,
            fields=fields(parameters_of_model(declared.model), opened.values, opened.errors),
            arguments=opened.arguments,
            submit=declared.submit,
        )


def _words(speaker: Speaker | None) -> Words:
    return words_for(speaker) if speaker is not None else _NOBODY


def _concerns_bot(incoming: Incoming) -> bool:
    """Return whether something may be for the bot: all but plain lines that do not mention it."""
    return not isinstance(incoming, Line) or incoming.to_bot or clean(incoming.text).lstrip().startswith("/")


async def _check_role(ctx: Context, role: Role) -> None:
    if role > Role.MEMBER and not await ctx.may(role):
        raise NotAllowed


def _culprit(error: BaseException, plugin: str) -> str:
    notes = [note for note in getattr(error, "__notes__", ()) if note.startswith(_CULPRIT)]
    return notes[-1].removeprefix(_CULPRIT) if notes else plugin
