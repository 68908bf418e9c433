"""Questions: what somebody types to have one answered, `QUESTION ; ANSWER ; ANSWER ; several ; anonymous`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.language.folding import fold
from bot.language.messages import Markup, Renderer, Text, _
from bot.language.moments import Reading
from bot.plugin.finding import Misread
from plugins.meetings.polls.deadline import channels_in, perhaps_closing_in, read_closing, surely_closing_in
from plugins.meetings.polls.listed import listed
from plugins.meetings.polls.manner import USUAL, Manner, written
from plugins.meetings.polls.parts import greeted, parts, visible, without_courtesies
from plugins.meetings.polls.proposal import Faulty, too_long

MOST = 30
"""So many answers one poll has, as many as dates."""
LONGEST_QUESTION = 200
LONGEST_ANSWER = 80
_LEAD = re.compile(r"(?:question|sondage|objet|sujet|poll|subject)\s*:\s*(?=\S)", re.IGNORECASE)
_ANSWERS = re.compile(
    r"^(?:(?:les |the )?(?:r[ée]ponses?|choix|options?|answers?|choices?)(?: possibles?| propos[ée]e?s)?"
    r"(?: ?(?:n° ?)?\d{1,2})?)\s*:\s*",
    re.IGNORECASE,
)
"""What may stand before the answers, or before each."""
_COMMAS = re.compile(r"\s*,\s+|\s+(?:et|and)\s+", re.IGNORECASE)
_SO_MANY = re.compile(
    r"(?:max(?:imum|i)?\.? )?(?:[2-9]|\d\d|deux|trois|quatre|cinq|two|three)"
    r" (?:reponses?|choix|votes?|voix|answers?|choices?)"
    r"(?: (?:max(?:imum|i)?\.?|au (?:plus|maximum)|possibles?|par personne|at most|each|per person))*"
)


@dataclass(slots=True)
class TypedQuestion:
    """What was typed for each field, as it was typed; `aside` is the greeting and the end of a letter."""

    question: str = ""
    answers: list[str] = field(default_factory=list)
    closes: str = ""
    manner: Manner = USUAL
    also: str = ""
    aside: list[str] = field(default_factory=list)

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
    said, aside = without_courtesies(parts(text), text)
    typed = TypedQuestion(aside=aside)
    if not visible(text).lstrip().startswith((";", "；")):
        typed.question, hello = greeted(_LEAD.sub("", said[0]) if said else "")
        typed.aside += [hello] if hello else []
        said = said[1:]
    pieces = (piece for answer in said for piece in _apart(_ANSWERS.sub("", answer)))
    for part in (piece for piece in pieces if piece):
        if (manner := typed.manner.taking(part)) is not None:
            typed.manner = manner
        elif (closes := surely_closing_in(part)) and not typed.closes:
            typed.closes = closes
        elif also := channels_in(part):
            typed.also = "; ".join(one for one in (typed.also, also) if one)
        else:
            typed.answers.append(part)
    if not typed.closes and len(typed.answers) != 2:
        _take_closing(typed)
    if len(typed.answers) == 1:
        typed.answers = listed(typed.answers[0])
    return typed


def _apart(part: str) -> list[str]:
    """Return what stands between the commas of a part that is all about how people vote, and until when."""
    pieces = _COMMAS.split(part)
    if all(USUAL.taking(one) is not None or surely_closing_in(one) or channels_in(one) for one in pieces):
        return pieces
    return [part]


def _take_closing(typed: TypedQuestion) -> None:
    """Take the last answer for the closing, where it may be one and no other is like it: `avant vendredi`."""
    likely = [closes for answer in typed.answers if (closes := perhaps_closing_in(answer))]
    if len(likely) == 1 and perhaps_closing_in(typed.answers[-1]):
        typed.closes = likely[0]
        del typed.answers[-1]


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
    elif number := next((one for one in answers if _SO_MANY.fullmatch(fold(one))), ""):
        wrong["answers"] = _(
            "“{words}”: people give one answer, or as many as they like. For that, leave this line out and "
            "write “several answers”.",
            words=number,
        )
    try:
        closes_at = read_closing(typed.closes, reading) if typed.closes else None
    except Misread as problem:
        wrong["closes"] = problem.text
    if wrong:
        raise Faulty(wrong)
    return Question(typed.question, tuple(answers), closes_at, typed.manner, typed.also)


def twice(answers: Sequence[str]) -> list[str]:
    """Return the answers that are there more than once, as they were written last.

    >>> twice(["Etherpad", "CryptPad", "etherpad"])
    ['etherpad']
    """
    times = Counter(fold(answer) for answer in answers)
    return list({fold(answer): answer for answer in answers if times[fold(answer)] > 1}.values())


def _once(answers: Sequence[str]) -> list[str]:
    """Return answers, those that are alike once."""
    found: dict[str, str] = {}
    for answer in answers:
        found.setdefault(fold(answer), " ".join(answer.split()))
    return list(found.values())
