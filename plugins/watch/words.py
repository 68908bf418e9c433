"""What the shared watch says: the card of a share, names, places and days; all that is foreign is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.chat.messages import Button, Embed, Post, Style
from bot.chat.people import Member
from bot.language.catalogue import Words
from bot.language.messages import Instant, Markup, Message, Text, _, escape
from bot.language.shortening import in_one_line
from plugins.watch.models import MOST_TAGS, ShareRow

_SHORT = 120
_LIVE = re.compile(r"(?<![\w.])www(?=\.)|\bmailto(?=:)", re.IGNORECASE)
"""What makes a link of the words after it, beside `://`; a sign without width after it keeps it from that."""
_LANGUAGES: dict[str, Text] = {
    "fr": _("in French"),
    "en": _("in English"),
    "de": _("in German"),
    "es": _("in Spanish"),
    "it": _("in Italian"),
    "pt": _("in Portuguese"),
    "nl": _("in Dutch"),
    "ca": _("in Catalan"),
    "ar": _("in Arabic"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A share as it is shown: the row, and what stands beside it.

    `by` is who shared it, if they are still there; `notes` say who noted what.
    """

    row: ShareRow
    tags: tuple[str, ...]
    notes: tuple[tuple[Member | None, str], ...]
    useful: int
    by: Member | None


def named(member: Member | None) -> Text:
    """Return a member's name as plain text, calling nobody's attention."""
    return escape(f"@{member.username}") if member else _("somebody who left")


def title_of(row: ShareRow) -> str:
    """Return the title of a share, else its address, without how it begins."""
    return row.title or row.url.partition("://")[2]


def linked(row: ShareRow) -> Markup:
    """Return the title of a share on one line, as a link to its page."""
    return link(title_of(row), row.url)


def link(title: str, url: str) -> Markup:
    """Return a foreign title on one line as a link, which addresses within the title are not."""
    return Markup(f"[{foreign(in_one_line(title, _SHORT))}]({target(url)})")


def foreign(text: str) -> Markup:
    """Return what a page or a feed says as Markdown that shows just that: no address in it leads anywhere."""
    return escape(_LIVE.sub("\\g<0>\u200b", text).replace("://", ":\u200b//"))


def target(url: str) -> str:
    """Return an address as it can stand between the brackets of a link."""
    return (
        url.replace("(", "%28")
        .replace(")", "%29")
        .replace("<", "%3C")
        .replace(">", "%3E")
        .replace(" ", "%20")
    )


def in_short(text: str) -> Markup:
    """Return the beginning of a foreign text on one line."""
    return foreign(in_one_line(text, _SHORT))


def kept_tags() -> Message:
    """Return what is said where more tags were typed than are kept."""
    return _("I kept the first {count} tags.", count=MOST_TAGS)


def tag_line(tags: Sequence[str]) -> Markup:
    """Return tags with their signs; what they hold and end by formats nothing."""
    return Markup(" ".join(f"#{tag}" for tag in tags))


def day(at: datetime, words: Words) -> Instant:
    """Return the day of an instant, to be spelled with its weekday in the reader's zone."""
    return Instant(at.astimezone(words.zone), all_day=True)


def since_line(since: datetime, words: Words) -> Text:
    """Return the line that says from which day on what follows was shared."""
    return _("Since {day}:", day=day(since, words))


def on_day(when: date, words: Words) -> Instant:
    """Return a day, to be spelled with its weekday."""
    return Instant(datetime.combine(when, time(12), words.zone), all_day=True)


def card(shown: Shown, appearance: int, words: Words, *, brought_by: Member | None, usual: str) -> Post:
    """Return the card of a share as it stands in a channel, by that appearance.

    `brought_by` is who brought it there, if they are still there. Its language is said if it is not the
    `usual` one, the network's.
    """
    row = shown.row
    return Post(
        text=_headline(shown, brought_by),
        embeds=(
            Embed(
                title=foreign(title_of(row)),
                url=row.url,
                text=words.join(_lines(shown)),
                footer=words.join(facts(row, words, usual), " · "),
            ),
        ),
        buttons=buttons(row.id, shown.useful, appearance),
    )


def _headline(shown: Shown, brought_by: Member | None) -> Text:
    if brought_by is None or shown.by is None:
        name = brought_by or shown.by
        return _("{name} shares a link.", name=named(name)) if name else _("A link is shared.")
    if brought_by.id == shown.by.id:
        return _("{name} shares a link.", name=named(brought_by))
    return _("{name} brings up a link that {other} shared.", name=named(brought_by), other=named(shown.by))


def notes_of(shown: Shown) -> list[Text]:
    """Return what people noted about a share, each with who did."""
    return [_("{name}: {text}", name=named(member), text=escape(note)) for member, note in shown.notes]


def _lines(shown: Shown) -> list[Text]:
    row = shown.row
    lines: list[Text] = []
    if row.description:
        lines.append(foreign(row.description))
    lines += notes_of(shown)
    if shown.tags:
        lines.append(tag_line(shown.tags))
    return lines


def facts(row: ShareRow, words: Words, usual: str) -> list[Text]:
    """Return what is known of a page: its site, its language if it is not the `usual` one, its day."""
    found: list[Text] = [foreign(row.site)] if row.site else []
    language = (row.language or "").partition("-")[0].lower()
    if language and language != usual:
        found.append(_LANGUAGES.get(language) or _("in another language ({code})", code=language))
    if row.published_on is not None:
        found.append(_("published on {day}", day=on_day(row.published_on, words)))
    return found


def useful_button(share: int, useful: int) -> Button:
    """Return the button of those who find a share useful, with how many they are."""
    label = _("Useful ({count})", count=useful) if useful else _("Useful")
    return Button(label, "useful", {"share": share}, Style.PRIMARY)


def buttons(share: int, useful: int, appearance: int) -> tuple[Button, ...]:
    """Return what can be pressed under a share; everybody is shown all of it."""
    return (
        useful_button(share, useful),
        Button(_("Save"), "save", {"share": share}),
        *changing_buttons(share, appearance),
    )


def changing_buttons(share: int, appearance: int) -> tuple[Button, ...]:
    """Return the buttons of those who may change a share; `appearance` is the one at hand, 0 if none is."""
    about: dict[str, int | str | bool] = {"share": share, "appearance": appearance}
    return Button(_("Edit"), "edit", {"share": share}), Button(_("Take back"), "remove", about)


def channel(name: str) -> Markup:
    """Return the name of a channel, in bold."""
    return Markup(f"**{escape(name)}**")
