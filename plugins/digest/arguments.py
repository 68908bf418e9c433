"""What is typed for letters: at which rhythm they go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, TypeAlias

from bot.chat.forms import FieldKind
from bot.chat.messages import Option
from bot.language.folding import fold
from bot.language.messages import Markup, Message, _
from bot.language.moments import Reading, Refused, Understood, read
from bot.language.spans import Span, read_span
from bot.plugin import Arg, CompletionContext
from bot.plugin.arguments import IntegerArgument, MomentArgument, RestArgument
from bot.plugin.finding import Found, Misread, Opaque, without

LONGEST_EDITORIAL = 2_000
"""Characters."""
_NO_RHYTHM = _(
    "A letter comes at a rhythm. Write for example “every Monday 9:00”, “the first Thursday of the month at "
    "10:00” or “every other Tuesday 8:30, except public holidays”."
)
_EXCEPT = re.compile(
    r"\b(?:sauf|hors|hormis|excepte|except|but not)\b"
    r"(?! (?:les )?(?:jours )?feries?\b(?! et\b|,| ni\b)| (?:public|bank) holidays\b(?! and\b|,| or\b))"
)
_NOT_LEFT_OUT = _(
    "Of a rhythm I can only leave out public holidays and months: “every Monday 9:00 except public holidays "
    "and in August”. For the holidays of the team: `/letter pause from 20 December to 4 January`."
)


def _recurs_without_exception(text: str, reading: Reading) -> bool:
    """Return whether a text that is no rhythm would be one without what it leaves out."""
    exception = _EXCEPT.search(fold(text))
    if exception is None:
        return False
    found = read(fold(text)[: exception.start()], reading)
    return isinstance(found, Understood) and found.rrule is not None


def _not_read(words: str) -> Message:
    return _(
        "I did not understand “{words}” in this rhythm. Try for example “every Monday 9:00”.", words=words
    )


@dataclass(frozen=True, slots=True)
class RhythmArgument(MomentArgument):
    """Something that recurs: the whole text; “the first Thursday of the month” is that of each."""

    usual: ClassVar[Message] = _(
        "every Monday 9:00\nevery Friday 16:00\nevery other Monday 9:00\n"
        "the first Monday of every month 9:00\nthe first Thursday of every month 10:00\n"
        "every month on the 1st 9:00\nevery Monday 9:00 except public holidays"
    )

    def read(self, text: str, reading: Reading) -> Understood:
        """Return the rhythm."""
        reading = replace(reading, recurring=True)
        understood = read(text, reading)
        if isinstance(understood, Refused):
            if _recurs_without_exception(text, reading):
                raise Misread(_NOT_LEFT_OUT)
            if understood.code == "none":
                raise Misread(_NO_RHYTHM)
        elif understood.rest:
            raise Misread(_NOT_LEFT_OUT if _EXCEPT.search(fold(text)) else _not_read(understood.rest))
        moment = MomentArgument.read(self, text, reading)
        if moment.rrule is None:
            raise Misread(_NO_RHYTHM)
        return moment

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the rhythm that the whole text says.

        Raises:
            Misread: it says none; `raw` is the text where it speaks of one all the same.
        """
        text = text.strip()
        try:
            return Found(self.read(text, reading), text, "") if text else None
        except Misread as problem:
            raise Misread(problem.text, raw=None if problem.text == _NO_RHYTHM else text, rest="") from None

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer what was typed, with the dates that it means, then usual rhythms."""
        return await MomentArgument.complete(self, ctx, typed)


_SINCE = re.compile(r"^(?:depuis|since)\s+", re.IGNORECASE)
_LEADS_TO_PERIOD = re.compile(
    r"^(?:(?:de|du|des|en|pour|pendant|durant|in|of|from|on|for)\s+|d['’])", re.IGNORECASE
)
_NUMBER = re.compile(r"\D{0,3}\d+")
"""A number alone is that of a letter, if there is one."""


@dataclass(frozen=True, slots=True)
class PeriodArgument(Opaque):
    """Days that are past, as the whole text: `janvier`, `depuis mars`, `la semaine dernière`."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> Span:
        """Return the days; since a day, they go on until today."""
        said = text.strip()
        since = _SINCE.sub("", said)
        span = read_span(since, reading) or read_span(_LEADS_TO_PERIOD.sub("", since), reading)
        if span is None:
            raise Misread(
                _(
                    "I did not understand “{words}” as time that is past. Try for example “January”, “last "
                    "week” or “since March 2026”.",
                    words=said,
                )
            )
        today = reading.now.astimezone(reading.zone).date()
        return replace(span, last=max(span.last, today)) if since != said else span

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the days that the whole text means, if it is no number."""
        if not text.strip() or _NUMBER.fullmatch(text.strip()):
            return None
        try:
            return Found(self.read(text, reading), text.strip(), "")
        except Misread:
            return None


_FORM = re.compile(
    r"\b(?:(?:en|par|pour|in|as|by) )?(?:un )?"
    r"(?:(?P<md>md|markdown)|(?P<html>html?|page web)|(?P<txt>txt|texte?)"
    r"|(?P<eml>eml|e-?mails?|m[ée]ls?|mails?|courriels?))\b",
    re.IGNORECASE,
)
"""The forms of files, each as a group, in the words that mean them."""
_OTHER_FORM = re.compile(r"\b(?:pdf|word|docx?|odt|rtf|excel|xlsx?)\b", re.IGNORECASE)


def _not_written(form: str) -> Message:
    return _(
        "I do not write “{form}”, but md, html, txt or eml: `/letter history 12 html`. A web page can be "
        "printed into a PDF, and opened by a word processor.",
        form=form,
    )


@dataclass(frozen=True, slots=True)
class FormArgument(Opaque):
    """In which form a file is wanted: `html`, `en courriel`; one of `plugins.digest.exporting.FORMATS`."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> str:
        """Return the form."""
        found = self.find(text, reading)
        if found is None:
            raise Misread(_("I do not know this format."))
        form: str = found.value
        return form

    def find(self, text: str, _reading: Reading) -> Found | None:
        """Return the form that a text names, None if it names none."""
        said = _FORM.search(text)
        if said is None and (other := _OTHER_FORM.search(text)) is not None:
            raise Misread(_not_written(other[0]), raw=text.strip(), rest="")
        if said is None:
            return None
        return Found(said.lastgroup, said[0], without(text, *said.span()))


LAST = 0
"""The number that stands for the last letter, whichever that is."""
_LAST = re.compile(r"(?:la |the )?(?:toute )?(?:derniere|last)(?: lettre| letter)?(?: envoyee| partie)?")
_LEADS_TO_NUMBER = re.compile(
    r"^(?:(?:la|le|the|lettre|letter|numéro|number)\s+|n[°o]\s*)+(?=\d)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NumberArgument(IntegerArgument):
    """The number of a letter: `12`, `la 12`, `lettre n° 12`, `la dernière`."""

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the number with which a text begins, whatever leads to it."""
        if _LAST.fullmatch(fold(text).strip(" .!?")):
            return Found(LAST, text.strip(), "")
        led = _LEADS_TO_NUMBER.match(text.strip())
        return IntegerArgument.find(self, text.strip()[led.end() :] if led else text, reading)


@dataclass(frozen=True, slots=True)
class LaterArgument(Opaque):
    """When something is wanted that is only done now, as it was typed."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> str:
        """Return the words."""
        return " ".join(text.replace("`", "").split())

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the whole text, if it says when."""
        understood = read(text, reading)
        is_then = isinstance(understood, Understood) and understood.at > reading.now
        return Found(self.read(text, reading), text.strip(), "") if is_then else None


@dataclass(frozen=True, slots=True)
class LinesArgument:
    """Several lines, kept as they were typed; only a field of a form."""

    kind: FieldKind = FieldKind.TEXTAREA

    def read(self, text: str, _reading: Reading) -> str:
        """Return the lines."""
        return text.strip()

    def find(self, _text: str, _reading: Reading) -> Found | None:
        """Find nothing: it is only a field of a form."""
        return None


@dataclass(frozen=True, slots=True)
class LineArgument(LinesArgument):
    """One line, likewise."""

    kind: FieldKind = FieldKind.TEXT


Rhythm: TypeAlias = Annotated[
    Understood,
    RhythmArgument(),
    Arg(
        _("rhythm"),
        help=_("when it goes, again and again; public holidays can be left out."),
        example=_("every Monday 9:00"),
    ),
]
Period: TypeAlias = Annotated[
    Span | None,
    PeriodArgument(),
    Arg(_("period"), help=_("a month, a year or days: only letters that went then."), example=_("January")),
]
_NUMBER_OF = Arg(_("number"), help=_("the number of a letter."), example=Markup("12"))
Number: TypeAlias = Annotated[int, NumberArgument(), _NUMBER_OF]
AnyNumber: TypeAlias = Annotated[int | None, NumberArgument(), _NUMBER_OF]
FileForm: TypeAlias = Annotated[
    str | None,
    FormArgument(),
    Arg(_("format"), help=_("to have it as a file: md, html, txt or eml."), example=Markup("html")),
]
Later: TypeAlias = Annotated[
    str | None,
    LaterArgument(),
    Arg(_("when"), help=_("now, always: to have it go later, postpone it."), example=_("now")),
]
EditorialText: TypeAlias = Annotated[
    str | None,
    RestArgument(),
    Arg(
        _("editorial"),
        help=_("what stands first in the letter; without it, a form opens."),
        max_length=LONGEST_EDITORIAL,
    ),
]
