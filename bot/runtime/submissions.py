"""Submissions: forms filled in, whole or step by step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from bot.chat.answers import Answer
from bot.chat.forms import FormView
from bot.chat.incoming import Press, Shows, Submission
from bot.chat.markup import clean
from bot.errors import FormRefusal, Refusal
from bot.language.messages import Text
from bot.plugin import Command, Context, OpenForm, Plugin
from bot.plugin.context import HandlerAnswer
from bot.plugin.forms import validate
from bot.plugin.parameters import Parameter
from bot.plugin.parsing import parse_values
from bot.runtime import drafts
from bot.runtime.answering import settle
from bot.runtime.arguments import look_up
from bot.runtime.claims import draft_of
from bot.runtime.failures import NEEDED, STALE_FORM, command_form, incomplete, invalid_form
from bot.runtime.fitting import fits, is_integer
from bot.runtime.forming import filled, opened, parameters_of
from bot.runtime.handlers import Handlers
from bot.runtime.host import CORE, PluginHost
from bot.runtime.identity import Speaker
from bot.runtime.looking import Findings
from bot.runtime.running import Runner, check_role

Follow = Callable[[Context, object], Awaitable[object]]
"""What becomes of a handler's answer, in its own unit of work."""


async def _nothing_more(_ctx: Context, answered: object) -> object:
    return answered


class Submissions:
    """Takes what people fill in."""

    def __init__(self, handlers: Handlers, runner: Runner) -> None:
        self._handlers = handlers
        self._host: PluginHost = handlers.host
        self._runner = runner

    async def receive(self, sent: Submission, speaker: Speaker) -> list[Answer]:
        """Handle a form that was filled in, or one step of it."""
        if (sent.plugin, sent.form) == (CORE, drafts.STEP):
            return await self._step(sent, speaker)
        return await self._submit(sent, speaker)

    async def open(self, press: Press, speaker: Speaker) -> list[Answer]:
        """Open one step of a draft."""
        draft, step = press.arguments.get("draft"), press.arguments.get("step")
        async with self._handlers.for_person(CORE, speaker, press) as ctx:
            found = await _find(ctx, draft, step, press.longest_form)
            return await settle(ctx, press, None, found.view(int(step or 0), press.longest_form, ctx.words))

    async def _submit(
        self, sent: Submission, speaker: Speaker, findings: Findings | None = None
    ) -> list[Answer]:
        plugin = self._host.plugins.get(sent.plugin)
        if plugin is None or not await self._handlers.switches.is_on(speaker.network.id, plugin.name):
            raise Refusal("stale_form", STALE_FORM)
        values = {name: clean(value) for name, value in sent.values.items()}
        if sent.form.startswith("/"):
            return await self._submit_command(sent, values, speaker, plugin, findings)
        declared = plugin.forms.get(sent.form)
        if declared is None or not fits(declared.handler, sent.arguments, "form"):
            raise Refusal("stale_form", STALE_FORM)
        return await self.hand_in(sent, values, speaker, plugin, findings)

    async def _submit_command(
        self,
        sent: Submission,
        values: Mapping[str, str],
        speaker: Speaker,
        plugin: Plugin,
        findings: Findings | None,
    ) -> list[Answer]:
        command = self._command(sent.form, plugin)
        if command is None:
            raise Refusal("stale_form", STALE_FORM)

        async def handle(ctx: Context) -> object:
            await check_role(ctx, command.role)
            parsed = parse_values(values, command.parameters, ctx.reading)
            resolved, unknown = await look_up(ctx.session, speaker, sent, parsed.values)
            parsed.wrong |= {name: refusal.text for name, refusal in unknown.items()}
            if not parsed.is_complete:
                form = command_form(ctx.words, command, parsed)
                return [incomplete(ctx.words, command, parsed), form]
            answer: HandlerAnswer = await command.handler(ctx, **resolved)
            return answer

        return await self._runner.run(sent, speaker, plugin, handle, role=command.role, findings=findings)

    async def hand_in(
        self,
        sent: Submission,
        values: Mapping[str, str],
        speaker: Speaker,
        plugin: Plugin,
        findings: Findings | None = None,
        follow: Follow = _nothing_more,
    ) -> list[Answer]:
        """Handle a form of a plugin's that was filled in: of a piecemeal one only what is handed in.

        What the handler answers is what is left of it once it is `follow`ed.
        """
        declared = plugin.forms[sent.form]

        async def handle(ctx: Context) -> object:
            parameters = await parameters_of(ctx, declared, sent.arguments)
            if declared.answered is not None:
                parameters = [item for item in parameters if item.name in values]
            form = filled(declared, await _read(ctx, parameters, values, sent, speaker), parameters)
            if declared.check is not None and (wrong := await declared.check(ctx, values)):
                raise FormRefusal(dict(wrong))
            return await follow(ctx, await declared.handler(ctx, form, **sent.arguments))

        try:
            return await self._runner.run(sent, speaker, plugin, handle, findings=findings)
        except FormRefusal as refusal:
            errors = refusal.errors
        again = OpenForm(form=sent.form, values=values, arguments=sent.arguments, errors=errors)
        async with self._handlers.for_person(plugin.name, speaker, sent) as ctx:
            reopened = await opened(ctx, plugin, again)
            return await settle(ctx, sent, plugin, [invalid_form(ctx.words, reopened, errors), reopened])

    async def _step(self, sent: Submission, speaker: Speaker) -> list[Answer]:
        """Keep what one step says; go on to the next, or hand in the whole: one after the other."""
        found = Findings()

        async def attempt(sent: Submission, findings: Findings) -> list[Answer] | drafts.Draft:
            return await self._fill_in(sent, speaker, findings)

        with self._runner.claims.held(draft_of(sent), sent.key) as claim:
            claim()
            filled = await self._runner.with_all_needed(sent, attempt, found)
            if not isinstance(filled, drafts.Draft):
                return filled
            return await self._hand_in(sent, filled, speaker, found)

    async def _fill_in(
        self, sent: Submission, speaker: Speaker, findings: Findings
    ) -> list[Answer] | drafts.Draft:
        """Keep what one step says; return what is to be shown next, or the draft if it is complete."""
        draft_id, step = sent.arguments.get("draft"), sent.arguments.get("step")
        longest = sent.longest_form
        values = {name: clean(value) for name, value in sent.values.items()}
        async with self._handlers.for_person(CORE, speaker, sent, findings=findings) as ctx:
            draft = await _find(ctx, draft_id, step, longest)
            here = int(step or 0)
            names = {item.name for item in draft.fields_of(here, longest)}
            draft = await drafts.fill(ctx.session, draft, {n: v for n, v in values.items() if n in names})
            errors = await self._errors(ctx, draft.form, names, speaker, sent)
            if errors:
                draft = await drafts.mark(ctx.session, draft, {n: ctx.words(e) for n, e in errors.items()})
                view = draft.view(here, longest, ctx.words)
                return await settle(ctx, sent, None, [invalid_form(ctx.words, view, errors), view])
            if here + 1 < draft.steps(longest):
                return await settle(ctx, sent, None, draft.view(here + 1, longest, ctx.words))
        return draft

    async def _hand_in(
        self, sent: Submission, draft: drafts.Draft, speaker: Speaker, findings: Findings
    ) -> list[Answer]:
        """Submit the whole form; if it is refused, go back to the step where the first mistake is."""
        form = draft.form
        values = {item.name: item.value or "" for item in form.fields}
        whole = replace(
            sent,
            key=None,
            shows=sent.shows | Shows.SAME_FORM,  # its mistakes come back here, to be shown in their step
            plugin=form.plugin,
            form=form.name,
            values=values,
            arguments=form.arguments,
        )
        answers = await self._submit(whole, speaker, findings)
        refused = next((item for item in answers if _is_again(item, form)), None)
        async with self._handlers.for_person(CORE, speaker, replace(sent, key=None)) as ctx:
            if refused is None:
                await drafts.drop(ctx.session, draft.id)
                return answers
            errors = {item.name: ctx.words(item.error) for item in refused.fields if item.error}
            draft = await drafts.mark(ctx.session, draft, errors)
            back = draft.view(draft.step_of(set(errors), sent.longest_form), sent.longest_form, ctx.words)
            return await settle(ctx, sent, None, [item for item in answers if item is not refused] + [back])

    async def _errors(
        self, ctx: Context, form: FormView, names: set[str], speaker: Speaker, sent: Submission
    ) -> dict[str, Text]:
        """Return what is wrong in the fields of one step."""
        parameters = [item for item in await self._parameters(ctx, form) if item.name in names]
        values = {item.name: item.value or "" for item in form.fields}
        try:
            read = await _read(ctx, parameters, values, sent, speaker)
        except FormRefusal as refusal:
            return dict(refusal.errors)
        declared = self._host.plugins[form.plugin].forms.get(form.name)
        if declared is None:
            return {}
        validated = validate(declared.model, read) if declared.model is not None else {}
        wrong = validated if isinstance(validated, dict) else {}
        if declared.check is not None:
            typed = {name: value for name, value in values.items() if name in names}
            wrong = {**wrong, **await declared.check(ctx, typed)}
        return {name: text for name, text in wrong.items() if name in names}

    async def _parameters(self, ctx: Context, form: FormView) -> Sequence[Parameter]:
        plugin = self._host.plugins.get(form.plugin)
        if plugin is not None and (command := self._command(form.name, plugin)) is not None:
            return command.parameters
        declared = plugin.forms.get(form.name) if plugin else None
        if declared is None:
            raise Refusal("stale_form", STALE_FORM)
        return await parameters_of(ctx, declared, form.arguments)

    def _command(self, form: str, plugin: Plugin) -> Command | None:
        """Return the command whose own form has that name."""
        command = self._host.command(form[1:]) if form.startswith("/") else None
        return command if command is not None and command.plugin == plugin.name else None


def _is_again(answer: Answer, form: FormView) -> TypeGuard[FormView]:
    """Whether an answer is the form that was handed in, to be mended, rather than one that follows it."""
    return isinstance(answer, FormView) and answer.is_same(form.plugin, form.name, form.arguments)


async def _find(ctx: Context, draft: object, step: object, longest: int | None) -> drafts.Draft:
    if not is_integer(draft) or not is_integer(step):
        raise Refusal("stale_form", STALE_FORM)
    found = await drafts.find(ctx.session, ctx.member.id, draft)
    if step not in range(found.steps(longest)):
        raise Refusal("stale_form", STALE_FORM)
    return found


async def _read(
    ctx: Context,
    parameters: Sequence[Parameter],
    values: Mapping[str, str],
    sent: Submission,
    speaker: Speaker,
) -> dict[str, Any]:
    """Return the typed values of these fields.

    Raises:
        FormRefusal: some are missing or wrong.
    """
    parsed = parse_values(values, parameters, ctx.reading)
    resolved, unknown = await look_up(ctx.session, speaker, sent, parsed.values)
    errors = dict(parsed.wrong) | {item.name: NEEDED for item in parsed.missing}
    errors |= {name: refusal.text for name, refusal in unknown.items()}
    if errors:
        raise FormRefusal(errors)
    return resolved
