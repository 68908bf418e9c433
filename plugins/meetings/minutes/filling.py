"""The form of minutes: who was there, what became of each item and what was decided, what else was noted."""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.messages import Text, _
from bot.language.shortening import in_one_line
from bot.plugin import Arg, ChoiceArgument, Context, OpenForm, Parameter
from bot.plugin.arguments import RestArgument
from bot.plugin.insisting import digest
from plugins.meetings.agenda.models import LONGEST_DECISION, Outcome
from plugins.meetings.agenda.showing import title_of
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.minutes import people, register
from plugins.meetings.minutes.models import LONGEST_NOTES
from plugins.meetings.models import MeetingRow

OUTCOMES = ChoiceArgument(tuple(Outcome), {Outcome.TREATED: _("treated"), Outcome.LEFT: _("not treated")})
PEOPLE, NOTES, BECAME, DECISION = "people", "notes", "became", "decision"
_LABEL = 18


async def form_of(
    ctx: Context,
    row: MeetingRow,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Text] | None = None,
) -> OpenForm:
    """Return the form of minutes, filled with what was written; it knows from what it started."""
    now = await values_of(ctx, row)
    return OpenForm(
        form="minutes",
        values=now if typed is None else {name: value for name, value in typed.items() if value},
        arguments={"meeting": row.id, "seen": fingerprint(now)},
        errors=errors or {},
    )


def fingerprint(values: Mapping[str, str]) -> str:
    """Return what tells whether minutes are still as a form was filled with."""
    return digest("\n".join(f"{name}={value}" for name, value in sorted(values.items()) if value))


async def values_of(ctx: Context, row: MeetingRow) -> dict[str, str]:
    """Return what minutes say now, by the fields of the form."""
    found = await register.find(ctx.session, row.id)
    there = await people.present(ctx, row, found)
    values = {PEOPLE: ", ".join(there.names), NOTES: found.notes if found is not None else ""}
    for item in await register.items(ctx.session, row):
        values[f"{BECAME}{item.id}"] = item.outcome or ""
        values[f"{DECISION}{item.id}"] = item.decision
    return {name: value for name, value in values.items() if value}


async def questions(ctx: Context, meeting: int, seen: str) -> list[Parameter]:
    """Return the fields: who was there, two for each item, and notes."""
    del seen
    row = await gatherings.find(ctx, meeting)
    found = [
        Parameter(
            PEOPLE,
            RestArgument(),
            Arg(_("present"), help=_("Names, with commas between them; also of people from elsewhere.")),
            required=False,
        )
    ]
    for number, item in enumerate(await register.items(ctx.session, row), 1):
        short = in_one_line(item.text, _LABEL)
        about = title_of(item)
        found += [
            Parameter(
                f"{BECAME}{item.id}",
                OUTCOMES,
                Arg(_("{number}. {item}", number=number, item=short), help=_("{item}", item=about)),
                required=False,
            ),
            Parameter(
                f"{DECISION}{item.id}",
                RestArgument(),
                Arg(
                    _("decision {number}", number=number),
                    help=_("What was decided, if anything was."),
                    max_length=LONGEST_DECISION,
                ),
                required=False,
            ),
        ]
    notes = Arg(_("notes"), help=_("What else is worth keeping."), max_length=LONGEST_NOTES)
    return [*found, Parameter(NOTES, RestArgument(), notes, required=False)]
