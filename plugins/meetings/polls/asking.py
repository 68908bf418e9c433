"""Asking a question: the command, its form, and the plain poll that comes of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from bot.chat.forms import FieldKind
from bot.chat.messages import Reply
from bot.language.messages import Instant, Text, _
from bot.plugin import Arg, Context, FormRefusal, OpenForm
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import plugin
from plugins.meetings.polls import choosing
from plugins.meetings.polls.listed import (
    addition,
    apart,
    is_open,
    is_yes_or_no,
    with_first_answer,
)
from plugins.meetings.polls.making import check_place, for_choice
from plugins.meetings.polls.ordering import is_meant, obey
from plugins.meetings.polls.orders import order_in
from plugins.meetings.polls.parts import parts, visible
from plugins.meetings.polls.proposal import Faulty
from plugins.meetings.polls.question import TypedQuestion, check, split, twice
from plugins.meetings.polls.remarks import left_out
from plugins.meetings.polls.spreading import offered, others_in

_LINE = RestArgument(FieldKind.TEXT)
_TWICE = 3
"""So many answers that came twice are named."""
_APART = _("I set the answers apart from the question: are they right?")


class Asked(BaseModel):
    """The form of a question."""

    question: Annotated[str, _LINE, Arg(_("question"))]
    answers: Annotated[
        str, RestArgument(), Arg(_("answers"), help=_("One a line; without any, “yes” and “no”."))
    ] = ""
    closes: Annotated[
        str, _LINE, Arg(_("vote until"), help=_("Friday 18:00; without it, until you close it."))
    ] = ""
    manner: Annotated[
        str,
        _LINE,
        Arg(_("how"), help=_("Several answers, anonymous, results at the end, additions, also in #channel.")),
    ] = ""


@plugin.command(
    "sondage",
    english="poll",
    aliases=("sondages", "vote"),
    summary=_("Ask a question with answers to choose from"),
    examples=_(
        "/poll Which tool for our notes? ; Etherpad ; CryptPad ; paper\n"
        "/poll Who brings what? ; cake ; coffee ; several answers ; additions ; closing Friday 18:00"
    ),
    opens_form=True,
)
async def ask(
    ctx: Context,
    question: Annotated[
        str | None,
        RestArgument(),
        Arg(_("question"), help=_("the question, then the answers, each after a semicolon.")),
    ] = None,
) -> Reply | OpenForm:
    """Post a plain poll; what is missing or wrong is asked for in a form."""
    if question is not None and (ordered := order_in(question)) is not None and await is_meant(ctx, ordered):
        return await obey(ctx, ordered)
    check_place(ctx)
    if question is None:
        return OpenForm(form="question")
    if (answer := addition(question)) and (form := await choosing.to_add(ctx, answer)) is not None:
        return form
    typed = split(question)
    wrong = _unsure(typed)
    try:
        if not wrong:
            return await _made(ctx, typed)
    except Faulty as faulty:
        wrong = _by_field(faulty)
    return OpenForm(form="question", values=typed.values(ctx.words), errors=wrong)


def _unsure(typed: TypedQuestion) -> dict[str, Text]:
    """Return what is to be looked at before a lone sentence is posted, and set its answers apart."""
    if typed.answers:
        question, first = with_first_answer(typed.question)
        if not first:
            return {}
        typed.question, typed.answers = question, [first, *typed.answers]
        return {"answers": _APART}
    if (found := apart(typed.question)) is not None:
        typed.question, typed.answers = found
        return {} if is_yes_or_no(typed.answers) else {"answers": _APART}
    if not is_open(typed.question):
        return {}
    return {"answers": _("Yes or no does not answer this: which answers are there? One a line.")}


def _by_field(faulty: Faulty) -> dict[str, Text]:
    """Return what is wrong by field of the form: channels stand with how people vote."""
    return {name if name in Asked.model_fields else "manner": text for name, text in faulty.wrong.items()}


@plugin.form("question", Asked, title=_("Ask a question"), submit=_("Post the poll"))
async def ask_in_form(ctx: Context, form: Asked) -> Reply:
    """Post the poll that a form describes."""
    check_place(ctx)
    how = split(f"? ; {form.manner}")
    if how.answers:
        words = " ; ".join(how.answers)[:80]
        raise FormRefusal({"manner": _("I do not understand “{words}” here.", words=words)})
    typed = TypedQuestion(
        visible(form.question).strip(), parts(form.answers), form.closes or how.closes, how.manner, how.also
    )
    try:
        return await _made(ctx, typed)
    except Faulty as faulty:
        raise FormRefusal(_by_field(faulty)) from None


async def _made(ctx: Context, typed: TypedQuestion) -> Reply:
    yes_no = [str(ctx.words(word)) for word in (_("Yes"), _("No"))]
    question = check(typed, ctx.reading, yes_no=yes_no)
    others = await others_in(ctx, question.also, question.manner.names)
    poll = await for_choice(ctx, question, others)
    said: list[Text] = [_("The poll is posted here. It is open until you close it.")]
    if poll.closes_at is not None:
        said = [_("The poll is posted here. People vote until {at}.", at=Instant(poll.closes_at))]
    again = twice(typed.answers)[:_TWICE]
    said += [_("“{answer}” came twice: it stands there once.", answer=one) for one in again]
    said += left_out(typed.aside)
    return Reply(
        text=ctx.words.join(said), buttons=tuple(await offered(ctx, poll)), private=True, is_seen=True
    )
