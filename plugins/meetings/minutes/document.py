"""The minutes of a meeting as they are read: one Markdown text, whether it is posted or a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _, escape, escape_line, ngettext
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


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out: what headings begin with, and what ends a line within a paragraph."""

    title: str
    section: str
    newline: str


_DECISION = re.compile(r"(?:d[ée]cisions?|d[ée]cid[ée]|decided)\s*[:=]\s*(?=\S)", re.IGNORECASE)
"""How a note begins that is a decision."""
POST = Layout("##", "###", "\n")
FILE = Layout("#", "##", "  \n")
"""Word processors take the headings of a file as its outline, and single ends of lines as spaces."""


def markdown(minutes: Minutes, words: Words, layout: Layout = POST) -> Markup:
    """Return minutes as Markdown, in paragraphs."""
    parts = [
        *_headline(minutes, words, layout),
        layout.newline.join(_people(minutes, words)),
        *_section(_("What was treated"), minutes.of(Outcome.TREATED), words, layout),
        *_section(_("What nobody noted yet"), minutes.of(None), words, layout),
        *_section(_("What comes again at the next meeting"), minutes.of(Outcome.LEFT), words, layout),
    ]
    decided, notes = _apart(minutes.notes)
    for title, text in ((_("Decisions"), decided), (_("Notes"), notes)):
        if text:
            parts += [_heading(title, words, layout), paragraphs(text, layout.newline)]
    return Markup("\n\n".join(part for part in parts if part))


def _apart(notes: str) -> tuple[str, str]:
    """Return the decisions of no item that stand among notes, and the others."""
    decided: list[str] = []
    others: list[str] = []
    for line in notes.splitlines():
        found = _DECISION.match(line)
        (decided if found else others).append(line[found.end() :] if found else line)
    return "\n".join(decided), "\n".join(others).strip()


def _headline(minutes: Minutes, words: Words, layout: Layout) -> list[str]:
    where = [escape(minutes.place)] if minutes.place else []
    if minutes.link:
        where.append(Markup(minutes.link))
    title = words(_("Minutes of “{title}”", title=minutes.title))
    return [f"{layout.title} {title}\n{', '.join((minutes.when, *where))}"]


def _people(minutes: Minutes, words: Words) -> list[str]:
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
    return [words(line) for line in lines]


def _section(title: Text, points: Sequence[Point], words: Words, layout: Layout) -> list[str]:
    """Return the items under a heading: as a list, unless some numbers are missing, for lists have none."""
    if not points:
        return []
    first = points[0].number
    is_list = [point.number for point in points] == list(range(first, first + len(points)))
    lines = [_point(point, words, layout, is_list=is_list) for point in points]
    return [_heading(title, words, layout), ("\n" if is_list else layout.newline).join(lines)]


def _heading(title: Text, words: Words, layout: Layout) -> str:
    return f"{layout.section} {words(title)}"


def _point(point: Point, words: Words, layout: Layout, *, is_list: bool) -> str:
    about = words(point.about)
    if point.who:
        about = words(_("{item} ({about})", item=about, about=point.who))
    line = words(_("{number}. {item}", number=point.number, item=about))
    if not is_list:
        line = Markup(line.replace(".", r"\.", 1))
    if not point.decision:
        return line
    indent = " " * len(f"{point.number}. ")
    decision = Markup(paragraphs(point.decision, layout.newline + indent))
    said = words(_("Decision: {text}", text=decision))
    return f"{line}{layout.newline}{indent}{said}"


def paragraphs(text: str, newline: str = "\n") -> str:
    """Return lines that somebody typed as Markdown that shows exactly them."""
    return newline.join(escape_line(line) for line in text.splitlines() if line.strip())
