"""Drafts: forms that cannot be shown now, or not whole, wait in the database until they are filled in.

A form with more fields than a platform shows at a time is cut into steps. What was typed in one step is kept
in the draft, so that nothing is lost on the way to the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.forms import Field, FormView
from bot.chat.messages import Button, Style
from bot.errors import Refusal
from bot.language.catalogue import Words
from bot.language.messages import Markup, _
from bot.runtime.host import CORE
from bot.store.tables import DraftRow

STEP = "step"
"""The name of the core's own form: one step of a draft."""
OPEN_DRAFT = "open_draft"
"""The name of the core's own action: open one step of a draft."""
KEPT_FOR = timedelta(days=7)

EXPIRED = _("This form waited too long and is not here any more. Nothing was done: please start again.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A rendered form that waits, with what was typed so far."""

    id: int
    form: FormView

    def steps(self, longest: int | None) -> int:
        """Return in how many steps it is shown, `longest` fields at a time."""
        return count_steps(self.form, longest)

    def fields_of(self, step: int, longest: int | None) -> tuple[Field, ...]:
        """Return the fields of a step, the first being 0."""
        size = longest or max(len(self.form.fields), 1)
        return self.form.fields[step * size : (step + 1) * size]

    def step_of(self, names: set[str], longest: int | None) -> int:
        """Return the first step that has one of these fields, else the first of all."""
        for index, item in enumerate(self.form.fields):
            if item.name in names:
                return index // (longest or len(self.form.fields))
        return 0

    def view(self, step: int, longest: int | None, words: Words) -> FormView:
        """Return one step as a form to show, in the reader's words, with what is wrong beside the fields."""
        count = self.steps(longest)
        lines = [self.form.introduction] if self.form.introduction and step == 0 else []
        if count > 1:
            lines.append(words(_("Step {step} of {count}", step=step + 1, count=count)))
        return FormView(
            plugin=CORE,
            name=STEP,
            title=self.form.title,
            fields=self.fields_of(step, longest),
            arguments={"draft": self.id, "step": step},
            submit=self.form.submit if step == count - 1 else words(_("Continue")),
            introduction=words.join(lines) if lines else None,
        )

    def button(self, step: int, now: datetime) -> Button:
        """Return the button that opens a step."""
        is_wrong = any(item.error for item in self.form.fields)
        onwards = _("Open the form") if step == 0 else _("Continue")
        return Button(
            label=_("Correct") if is_wrong else onwards,
            action=OPEN_DRAFT,
            arguments={"draft": self.id, "step": step},
            style=Style.PRIMARY,
            plugin=CORE,
            until=now + KEPT_FOR,
        )


def count_steps(form: FormView, longest: int | None) -> int:
    """Return in how many steps a form is shown, `longest` fields at a time (None: all at once)."""
    if longest is None or len(form.fields) <= longest:
        return 1
    return -(-len(form.fields) // longest)


async def keep(session: AsyncSession, network: int, member: int, form: FormView, now: datetime) -> Draft:
    """Keep a rendered form for a member; those that waited too long are forgotten."""
    await session.execute(delete(DraftRow).where(DraftRow.created_at < now - KEPT_FOR))
    row = DraftRow(network_id=network, member_id=member, form=form.to_json(), created_at=now)
    session.add(row)
    await session.flush()
    return Draft(row.id, form)


async def find(session: AsyncSession, member: int, draft: int) -> Draft:
    """Return a member's draft.

    Raises:
        Refusal: it is not there any more, or it is somebody else's.
    """
    row = await session.get(DraftRow, draft)
    if row is None or row.member_id != member:
        raise Refusal("stale_form", EXPIRED)
    return Draft(row.id, FormView.from_json(row.form))


async def fill(session: AsyncSession, draft: Draft, values: Mapping[str, str]) -> Draft:
    """Keep what was typed in some of the fields; what was wrong there is not known to be so any more."""
    return await _change(
        session,
        draft,
        tuple(
            replace(item, value=values[item.name], error=None) if item.name in values else item
            for item in draft.form.fields
        ),
    )


async def mark(session: AsyncSession, draft: Draft, errors: Mapping[str, Markup]) -> Draft:
    """Keep what is wrong in some of the fields, until they are filled in again."""
    fields = tuple(replace(item, error=errors.get(item.name)) for item in draft.form.fields)
    return await _change(session, draft, fields)


async def _change(session: AsyncSession, draft: Draft, fields: tuple[Field, ...]) -> Draft:
    form = replace(draft.form, fields=fields)
    row = await session.get_one(DraftRow, draft.id)
    row.form = form.to_json()
    await session.flush()
    return Draft(draft.id, form)


async def drop(session: AsyncSession, draft: int) -> None:
    """Forget a draft."""
    await session.execute(delete(DraftRow).where(DraftRow.id == draft))
