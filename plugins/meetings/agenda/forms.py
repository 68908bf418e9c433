"""The forms of an item: one to propose it, one to change it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from bot.chat.forms import FieldKind
from bot.language.messages import _
from bot.plugin import Arg, ChoiceArgument, Context, FormRefusal, OpenForm
from bot.plugin.arguments import RestArgument
from bot.plugin.insisting import digest
from plugins.meetings.agenda.items import Typed
from plugins.meetings.agenda.models import LONGEST, ItemRow, Topic
from plugins.meetings.agenda.showing import LABELS

_TOPICS = ChoiceArgument(tuple(Topic), dict(LABELS))


class ItemForm(BaseModel):
    """What somebody wants to speak of."""

    text: Annotated[str, RestArgument(), Arg(_("item"), help=_("What to speak of, in a sentence or two."))]
    topic: Annotated[Topic | None, _TOPICS, Arg(_("what it is"))] = None
    time: Annotated[
        str, RestArgument(FieldKind.TEXT), Arg(_("time"), help=_("About how long it takes: 15 min."))
    ] = ""


def too_long(text: str) -> FormRefusal | None:
    """Return what is told of a text that is too long, None if it is not."""
    if len(text) <= LONGEST:
        return None
    return FormRefusal(
        {
            "text": _(
                "That is {count} characters: {limit} are read at a glance. Keep the rest for the meeting.",
                count=len(text),
                limit=LONGEST,
            )
        }
    )


def read_form(ctx: Context, form: ItemForm) -> Typed:
    """Return the item that a form describes.

    Raises:
        FormRefusal: something in it is wrong.
    """
    from plugins.meetings.agenda.typed import read_minutes

    text = " ".join(form.text.split())
    long = too_long(text)
    if long is not None:
        raise long
    if not form.time.strip():
        return Typed(text, form.topic)
    minutes = read_minutes(form.time, ctx.words.language)
    if minutes is None:
        raise FormRefusal({"time": _("I did not understand this duration. Try for example “15 min”.")})
    return Typed(text, form.topic, minutes)


def to_propose(typed: Typed | None = None, meeting: int = 0) -> OpenForm:
    """Return the form that proposes an item, filled with what was typed."""
    if typed is None:
        return OpenForm(form="agenda-item", arguments={"meeting": meeting})
    long = too_long(typed.text)
    return OpenForm(
        form="agenda-item",
        values=_values(typed.text, typed.topic, typed.minutes),
        arguments={"meeting": meeting},
        errors=long.errors if long is not None else {},
    )


def to_change(row: ItemRow, text: str | None = None) -> OpenForm:
    """Return the form that changes an item; it knows from which words it started."""
    return OpenForm(
        form="agenda-change",
        values=_values(row.text if text is None else text, row.kind, row.minutes),
        arguments={"item": row.id, "seen": digest(row.text)},
    )


def _values(text: str, topic: str | None, minutes: int | None) -> dict[str, str]:
    found = {"text": text, "topic": topic or "", "time": f"{minutes} min" if minutes else ""}
    return {name: value for name, value in found.items() if value}
