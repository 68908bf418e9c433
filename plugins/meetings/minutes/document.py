"""The minutes of a meeting as they are read: one Markdown text, whether it is posted or a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _, escape, ngettext
from plugins.meetings.agenda.models import Outcome


@dataclass(frozen=True, slots=True)
class Point:
    """An item of the agenda and what became of it: `about` is Markdown, `who` proposed it, if anybody.

    `outcome` is None as long as nobody said what became of it.
    """

    number: int
    about: Text
    who: str = ""
    outcome: Outcome | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What minutes say, in the words of their reader: `when` is Markdown, all else is plain text.

    `is_known` tells whether somebody wrote down who was there; else `present` are those who had said so. So
    many `unnamed` were there, too.
    """

    title: str
    when: str
    place: str = ""
    link: str = ""
    organiser: str = ""
    present: tuple[str, ...] = ()
    is_known: bool = True
    unnamed: int = 0
    points: tuple[Point, ...] = ()
    notes: str = ""

    def of(self, outcome: Outcome | None) -> list[Point]:
        """Return the items of which this became."""
        return [point for point in self.points if point.outcome is outcome]

    def names(self, words: Words) -> tuple[str, ...]:
        """Return who was there, and how many others."""
        if not self.unnamed:
            return self.present
        others = ngettext("{count} other person", "{count} other people", self.unnamed)
        return (*self.present, str(words(others)))


def markdown(minutes: Minutes, words: Words) -> Markup:
    """Return minutes as Markdown, in paragraphs."""
    parts = [
        _headline(minutes, words),
        _people(minutes, words),
        *_section(_("What was treated"), minutes.of(Outcome.TREATED), words),
        *_section(_("What nobody noted yet"), minutes.of(None), words),
        *_section(_("What comes again at the next meeting"), minutes.of(Outcome.LEFT), words),
    ]
    if minutes.notes:
        parts += [_heading(_("Notes"), words), paragraphs(minutes.notes)]
    return Markup("\n\n".join(part for part in parts if part))


def _headline(minutes: Minutes, words: Words) -> str:
    where = [escape(minutes.place)] if minutes.place else []
    if minutes.link:
        where.append(Markup(minutes.link))
    title = words(_("Minutes of “{title}”", title=minutes.title))
    return f"## {title}\n{', '.join((minutes.when, *where))}"


def _people(minutes: Minutes, words: Words) -> str:
    lines: list[Text] = []
    if minutes.organiser:
        lines.append(_("Organised by {name}.", name=minutes.organiser))
    count = len(minutes.present) + minutes.unnamed
    if count and not minutes.present:
        lines.append(ngettext("{count} person was there.", "{count} people were there.", count))
    elif count:
        names = Markup(", ".join(map(escape, minutes.names(words))))
        if minutes.is_known:
            said = ngettext("{count} person was there: {names}", "{count} people were there: {names}", count)
        else:
            said = ngettext(
                "{count} person had said that they come: {names}",
                "{count} people had said that they come: {names}",
                count,
            )
        lines.append(said(names=names))
    return "\n".join(words(line) for line in lines)


def _section(title: Text, points: Sequence[Point], words: Words) -> list[str]:
    if not points:
        return []
    return [_heading(title, words), "\n".join(_point(point, words) for point in points)]


def _heading(title: Text, words: Words) -> str:
    return f"### {words(title)}"


def _point(point: Point, words: Words) -> str:
    about = words(point.about)
    if point.who:
        about = words(_("{item} ({about})", item=about, about=point.who))
    line = words(_("{number}. {item}", number=point.number, item=about))
    if not point.decision:
        return line
    decision = Markup(paragraphs(point.decision).replace("\n", "\n   "))
    said = words(_("Decision: {text}", text=decision))
    return f"{line}\n   {said}"


def paragraphs(text: str) -> str:
    """Return lines that somebody typed as Markdown that shows exactly them."""
    return "\n".join(escape(line) for line in text.splitlines())
