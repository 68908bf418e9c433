"""Orders: commands that people type in a line, or choose with their arguments; each runs as declared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, TypeVar

from bot.chat.answers import Answer
from bot.chat.forms import FormView
from bot.chat.incoming import Invocation, Line, Order
from bot.chat.markup import clean
from bot.chat.messages import Reply, Update
from bot.errors import Refusal
from bot.language.messages import Text, _
from bot.plugin import Command, Context, OpenForm, Plugin
from bot.plugin.context import HandlerAnswer
from bot.plugin.parsing import Parsed, parse_line, parse_values
from bot.runtime.arguments import resolve
from bot.runtime.failures import command_form, incomplete, unexpected
from bot.runtime.handlers import Handlers
from bot.runtime.identity import Speaker
from bot.runtime.proposing import mistaken_verb, other_verbs
from bot.runtime.routing import names_again, route_command
from bot.runtime.running import Runner, check_role

Handled: TypeAlias = HandlerAnswer | Sequence[Reply | Update | OpenForm | FormView]
"""What a handler answered, or the answers themselves when it was not called."""

_Order = TypeVar("_Order", bound=Order)


class Orders:
    """Runs commands: what is missing or wrong in one opens its form."""

    def __init__(self, handlers: Handlers, runner: Runner) -> None:
        self._handlers = handlers
        self._host = handlers.host
        self._runner = runner

    async def receive_line(
        self, line: Line, text: str, speaker: Speaker, plugins: Sequence[Plugin]
    ) -> list[Answer]:
        """Run the command that a text of a line, without its slash, means to one of these plugins.

        Raises:
            Refusal: there is none, or the person may not use it.
        """
        route = route_command(text, self._host, plugins)
        command = route.command
        line = await _with_files(line, command)

        async def handle(ctx: Context) -> Handled:
            ctx.verb = route.verb
            await check_role(ctx, command.role)
            parsed = parse_line(route.text, command.parameters, ctx.reading)
            if route.root is not None and names_again(route.root, parsed.unexpected):
                parsed.unexpected = ""
            mistaken = mistaken_verb(route, parsed, ctx.reading)
            if mistaken is not None:
                raise mistaken
            hint = other_verbs(route, parsed, ctx.reading)
            return await self._call(ctx, command, parsed, line, speaker, said=route.text, hint=hint)

        plugin = self._host.plugins[command.plugin]
        return await self._runner.run(line, speaker, plugin, handle, role=command.role)

    async def receive(self, call: Invocation, speaker: Speaker) -> list[Answer]:
        """Run the command that somebody chose with its arguments by name.

        Raises:
            Refusal: it is not there any more, or the person may not use it.
        """
        name = f"{call.root} {call.verb}" if call.verb else call.root
        command = self._host.command(name)
        if command is None or not await self._handlers.switches.is_on(speaker.network.id, command.plugin):
            raise Refusal(
                "unknown_command", _("The command “/{word}” is not available here any more.", word=name)
            )
        call = await _with_files(call, command)

        async def handle(ctx: Context) -> Handled:
            await check_role(ctx, command.role)
            parsed = parse_values(
                {key: clean(value) for key, value in call.options.items()}, command.parameters, ctx.reading
            )
            said = " ".join(call.options.values())
            return await self._call(ctx, command, parsed, call, speaker, said=said)

        plugin = self._host.plugins[command.plugin]
        return await self._runner.run(call, speaker, plugin, handle, role=command.role)

    async def _call(
        self,
        ctx: Context,
        command: Command,
        parsed: Parsed,
        incoming: Order,
        speaker: Speaker,
        *,
        said: str,
        hint: Text | None = None,
    ) -> Handled:
        """Call the command's handler, or say what is missing or wrong in what was said, and open its form.

        With a hint, what was said is likelier meant for another command: no form is opened.
        """
        attached = [item for item in command.parameters if item.takes_files and incoming.files]
        parsed.missing = [item for item in parsed.missing if item not in attached]
        if not parsed.is_complete:
            if hint is not None:
                return [unexpected(ctx.words, command, said, hint)]
            if command.before is not None:
                await command.before(ctx)
            form = command_form(ctx.words, command, parsed)
            if parsed.unexpected and not parsed.missing and not parsed.wrong:
                return [unexpected(ctx.words, command, parsed.unexpected)]
            problem = incomplete(ctx.words, command, parsed)
            return [problem, form] if said else [form]
        values = await resolve(ctx.session, speaker, incoming, parsed.values)
        values |= {item.name: incoming.files for item in attached}
        answer: HandlerAnswer = await command.handler(ctx, **values)
        return answer


async def _with_files(order: _Order, command: Command) -> _Order:
    """Return an order with its files if the command takes any: no others are fetched."""
    wants_files = any(item.takes_files for item in command.parameters)
    return await order.with_files() if wants_files else order
