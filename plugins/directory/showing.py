"""A card as people read it, whole or part by part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.messages import Button, Style
from bot.language.catalogue import Words
from bot.language.messages import Instant, Markup, Message, Text, _, escape
from bot.territory import Area, Level, name_of
from plugins.directory.cards import Content, Kind, State, Visibility
from plugins.directory.models import CardRow
from plugins.directory.pausing import back_on
from plugins.directory.visibility import is_paused

STALE_AFTER = timedelta(days=365)
"""What was confirmed longer ago than this is asked about again, and said to be old."""

_LISTS: Sequence[tuple[Kind, Message]] = (
    (Kind.SKILLS, _("- Skills: {values}")),
    (Kind.SPECIALITIES, _("- Specialities: {values}")),
    (Kind.APPETENCES, _("- Would like to learn or take part in: {values}")),
    (Kind.AUDIENCES, _("- Audiences: {values}")),
    (Kind.LANGUAGES, _("- Languages: {values}")),
    (Kind.AVAILABILITY, _("- Availability: {values}")),
)
SEEN_BY = {
    Visibility.NETWORK: _("the whole network"),
    Visibility.DEPARTEMENT: _("colleagues of the same département"),
    Visibility.HIDDEN: _("nobody but you"),
}
"""Who sees a card, as it is told to the person whose card it is."""


def places(areas: Sequence[Area]) -> str:
    """Return the names of areas, as one reads and types them."""
    return ", ".join(name_of(area) for area in areas)


def parts(content: Content) -> list[Text]:
    """Return what a card says, a line for each part that says something, but for the name."""
    lines: list[Text] = []
    if content.structure:
        lines.append(_("- Works at: {structure}", structure=content.structure))
    if content.commune:
        lines.append(_("- Commune: {commune}", commune=name_of(Area(Level.COMMUNE, content.commune))))
    if content.areas:
        lines.append(_("- Covers: {places}", places=places(content.areas)))
    lines += [label(values=", ".join(content.values(kind))) for kind, label in _LISTS if content.values(kind)]
    if content.contact:
        lines.append(_("- How to get in touch: {contact}", contact=content.contact))
    return lines


def card_text(row: CardRow, content: Content, words: Words, now: datetime, *, own: bool) -> Markup:
    """Return a whole card; one's `own` says also who sees it, and how it stands."""
    lines: list[Text] = [Markup(f"**{escape(content.name)}**"), *parts(content)]
    if own:
        lines.append(seen_by(content))
        if is_paused(row, now):
            lines.append(pause_line(row, words))
    lines.append(freshness(row, now))
    return words.join(lines)


def seen_by(content: Content) -> Text:
    """Return who sees a card, and why that may be nobody."""
    if content.visibility is Visibility.DEPARTEMENT and not (content.commune or content.areas):
        return _(
            "- Seen by: nobody yet, for the card has neither commune nor perimeter, and only colleagues of "
            "the same département may see it"
        )
    return _("- Seen by: {who}", who=SEEN_BY[content.visibility])


def pause_line(row: CardRow, words: Words) -> Text:
    """Return until when a card is paused."""
    if row.paused_until is None:
        return _("- Paused, until you resume: nobody can find you")
    return _("- Paused: nobody can find you until {moment}", moment=back_on(row.paused_until, words))


def freshness(row: CardRow, now: datetime) -> Text:
    """Return when the person last said that their card is true."""
    if row.confirmed_at is None and row.imported_at is not None:
        return _("Imported on {day}, not confirmed yet.", day=Instant(row.imported_at, all_day=True))
    if row.confirmed_at is None:
        return _("Not confirmed yet.")
    if now - row.confirmed_at > STALE_AFTER:
        return _("Not confirmed since {day}.", day=Instant(row.confirmed_at, all_day=True))
    return _("Confirmed on {day}.", day=Instant(row.confirmed_at, all_day=True))


def own_buttons(row: CardRow, now: datetime) -> tuple[Button, ...]:
    """Return what one can do with one's own card."""
    if row.state == State.DRAFT:
        return (Button(_("Publish"), "publish-draft", style=Style.PRIMARY), Button(_("Edit"), "edit"))
    pause = Button(_("Resume"), "resume") if is_paused(row, now) else Button(_("Pause"), "pause")
    return (
        Button(_("Edit"), "edit", style=Style.PRIMARY),
        Button(_("Still true"), "confirm"),
        pause,
    )


NO_CARD = _(
    "You have no card yet. Write it in a sentence, for example: "
    "`/directory I can teach photo editing, I work in Roanne`. Nothing is published before you accept."
)
"""What somebody is told who has no card."""


def write_button() -> Button:
    """Return the button that opens the form of one's card."""
    return Button(_("Write it in a form"), "edit", style=Style.PRIMARY)
