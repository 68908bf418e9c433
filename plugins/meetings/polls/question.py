"""Questions: what somebody types to have one answered, `QUESTION ; ANSWER ; ANSWER ; several ; anonymous`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.language.folding import fold
from bot.language.messages import Markup, Renderer, Text, _
from bot.language.moments import Reading
from bot.plugin.finding import Misread
from plugins.meetings.polls.deadline import channels_in, closing_in, read_closing
from plugins.meetings.polls.manner import USUAL, Manner, written
from plugins.meetings.polls.proposal import Faulty, too_long

MOST = 20
"""So many answers fit into one list everywhere."""
LONGEST_QUESTION = 200
LONGEST_ANSWER = 80
_PARTS = re.compile(r"\s*[;\n]\s*")


@dataclass(slots=True)
class TypedQuestion:
    """What was typed for each field, as it was typed."""

    question: str = ""
    answers: list[str] = field(default_factory=list)
    closes: str = ""
    manner: Manner = USUAL
    also: str = ""

    def values(self, words: Renderer) -> dict[str, str]:
        """Return it as the values of a form's fields."""
        return {
            "question": self.question,
            "answers": "\n".join(self.answers),
            "closes": self.closes,
            "manner": " ; ".join(one for one in (written(self.manner, words), self._elsewhere(words)) if one),
        }

    def _elsewhere(self, words: Renderer) -> str:
        return words(_("also in {channels}", channels=Markup(self.also))) if self.also else ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers: `closes_at` is aware, None where nobody said when it closes."""

    text: str
    answers: tuple[str, ...]
    closes_at: datetime | None
    manner: Manner
    also: str = ""


def split(text: str) -> TypedQuestion:
    """Return what each part of a line is for: the first one is the question."""
    typed = TypedQuestion()
    for part in (part for part in _PARTS.split(text.strip()) if part):
        if not typed.question:
            typed.question = part
        elif (manner := typed.manner.taking(part)) is not None:
            typed.manner = manner
        elif (closes := closing_in(part)) and not typed.closes:
            typed.closes = closes
        elif also := channels_in(part):
            typed.also = "; ".join(one for one in (typed.also, also) if one)
        else:
            typed.answers.append(part)
    return typed


def check(typed: TypedQuestion, reading: Reading, *, yes_no: Sequence[str]) -> Question:
    """Return the question that was typed; one without answers is answered by `yes_no`.

    Raises:
        Faulty: some fields cannot be as they are.
    """
    wrong: dict[str, Text] = {}
    answers = _once(typed.answers or yes_no)
    closes_at: datetime | None = None
    if not typed.question:
        wrong["question"] = _("What is the question? It stands first, then the answers.")
    elif len(typed.question) > LONGEST_QUESTION:
        wrong["question"] = too_long(LONGEST_QUESTION)
    if len(answers) < 2 and not typed.manner.additions:
        wrong["answers"] = _("There is only one answer: write at least two, one a line.")
    elif len(answers) > MOST:
        wrong["answers"] = _(
            "These are {count} answers, and a poll has {most} at most.", count=len(answers), most=MOST
        )
    elif any(len(answer) > LONGEST_ANSWER for answer in answers):
        wrong["answers"] = too_long(LONGEST_ANSWER)
    try:
        closes_at = read_closing(typed.closes, reading) if typed.closes else None
    except Misread as problem:
        wrong["closes"] = problem.text
    if wrong:
        raise Faulty(wrong)
    return Question(typed.question, tuple(answers), closes_at, typed.manner, typed.also)


def _once(answers: Sequence[str]) -> list[str]:
    """Return answers, those that are alike once."""
    found: dict[str, str] = {}
    for answer in answers:
        found.setdefault(fold(answer), " ".join(answer.split()))
    return list(found.values())
