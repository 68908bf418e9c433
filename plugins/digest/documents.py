"""A letter as it is read: title, editorial, sections, groups, items; for posts, drafts and exports alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, groupby
from zoneinfo import ZoneInfo

from bot.chat.messages import Embed
from bot.language.catalogue import Words
from bot.language.messages import Language, Markup
from plugins.digest.composing import Part
from plugins.digest.models import ItemRow, LetterRow

_NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Group:
    """Items that stand together; the heading is empty where they have none."""

    heading: Markup
    items: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a letter; `more` says of what there was no room for, empty if there was room for all."""

    title: Markup
    groups: tuple[Group, ...]
    more: Markup = _NOTHING


@dataclass(frozen=True, slots=True)
class Document:
    """A whole letter, in one language; all texts are neutral Markdown. `dated` (aware) is when it goes."""

    title: Markup
    editorial: Markup
    note: Markup
    sections: tuple[Section, ...]
    language: Language
    zone: ZoneInfo
    dated: datetime
    number: int | None = None

    @property
    def words(self) -> Words:
        """The words of whoever reads it."""
        return Words(self.language, self.zone)

    def changed(self, change: Callable[[str], Markup]) -> Document:
        """Return the letter with all its texts changed."""
        sections = tuple(
            Section(
                change(section.title),
                tuple(
                    Group(change(group.heading), tuple(map(change, group.items))) for group in section.groups
                ),
                change(section.more),
            )
            for section in self.sections
        )
        return replace(
            self,
            title=change(self.title),
            editorial=change(self.editorial),
            note=change(self.note),
            sections=sections,
        )

    @property
    def is_empty(self) -> bool:
        """Whether it has nothing to tell."""
        return not (self.sections or self.editorial)


def sections_of_rows(letter: LetterRow, rows: Sequence[ItemRow]) -> tuple[Section, ...]:
    """Return the sections of a letter that is written down, in its own order."""
    found = []
    for name, title, *more in letter.sections:
        items = [(Markup(row.heading), Markup(row.text)) for row in rows if row.section == name]
        if items:
            found.append(Section(Markup(title), tuple(_groups(items)), Markup("".join(more[:1]))))
    return tuple(found)


def sections_of_parts(parts: Sequence[Part]) -> tuple[Section, ...]:
    """Return the sections of a letter that was only composed."""
    return tuple(
        Section(
            part.title,
            tuple(_groups([(Markup(item.group or ""), Markup(item.text)) for item in part.items])),
            part.more,
        )
        for part in parts
        if part.items
    )


def _groups(items: Sequence[tuple[Markup, Markup]]) -> Iterator[Group]:
    for heading, of_group in groupby(items, key=lambda item: item[0]):
        yield Group(heading, tuple(text for _heading, text in of_group))


def bullet(text: str) -> str:
    """Return an item as one of a list in Markdown: its further lines belong to it."""
    return "- " + "\n  ".join(text.splitlines())


def numbered(text: str, number: int) -> str:
    """Return an item as one of that number in a list in Markdown, likewise."""
    mark = f"{number}. "
    return mark + f"\n{' ' * len(mark)}".join(text.splitlines())


def body_of(section: Section, first: int | None = None) -> Markup:
    """Return the items of a section as a list in Markdown, under the headings of their groups.

    With the number of the `first` of them they are numbered from it.
    """
    blocks = []
    numbers = count(first) if first is not None else None
    for group in section.groups:
        lines = [bullet(item) if numbers is None else numbered(item, next(numbers)) for item in group.items]
        blocks.append("\n".join([f"**{group.heading}**", *lines] if group.heading else lines))
    return Markup("\n\n".join([*blocks, section.more] if section.more else blocks))


def embeds_of(document: Document, *, is_numbered: bool = False) -> tuple[Embed, ...]:
    """Return the sections of a letter as a post shows them, their items numbered through all of it or not."""
    embeds = []
    first = 1
    for section in document.sections:
        embeds.append(Embed(title=section.title, text=body_of(section, first if is_numbered else None)))
        first += sum(len(group.items) for group in section.groups)
    return tuple(embeds)
