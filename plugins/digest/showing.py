"""What letters say: the post, the draft with what can be done to it, and how a channel's letter stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat.messages import Post
from bot.chat.places import Place, platform_title
from bot.language.catalogue import Words
from bot.language.messages import Instant, Language, Markup, Text, _, escape
from bot.plugin import WorkContext
from bot.plugin.context import LATE_AFTER
from bot.store.channels import channels, told_apart
from bot.store.tables import PlaceRow
from bot.territory import by_code
from plugins.digest import audience, register
from plugins.digest.controls import View, chosen_to_move, controls_of
from plugins.digest.documents import Document, embeds_of, sections_of_rows
from plugins.digest.models import DestinationRow, ItemRow, LetterRow, SeriesRow, State
from plugins.digest.ordering import as_shown


async def name_of_letter(ctx: WorkContext, home: Place) -> str:
    """Return whose letter it is, on one line: the territory of its channel, else the channel.

    Both are named where another channel of that territory has a letter too.
    """
    channel = " ".join(home.name.split())
    territory = by_code(home.territory) if home.territory else None
    if territory is None:
        return channel
    others = (
        select(PlaceRow.id)
        .join(SeriesRow, SeriesRow.place_id == PlaceRow.id)
        .join(DestinationRow, DestinationRow.place_id == PlaceRow.id)  # a letter that was removed has none
        .where(
            SeriesRow.network_id == ctx.network.id,
            DestinationRow.series_id == SeriesRow.id,
            PlaceRow.territory == home.territory,
            PlaceRow.id != home.id,
        )
    )
    is_shared = await ctx.session.scalar(others.limit(1)) is not None
    return f"{territory.name} ({channel})" if is_shared else territory.name


async def title_of(ctx: WorkContext, number: int, home: Place, at: datetime, words: Words) -> Markup:
    """Return the title of a letter that goes at an instant, set so that its number stays on one line."""
    said = _(
        "Letter no. {number} — {name}, {day}",
        number=number,
        name=await name_of_letter(ctx, home),
        day=Instant(at, all_day=True),
    )
    return Markup(words(said).replace(f" {number} —", f"\u00a0{number} —", 1))


def missed_note(missed: int) -> Text:
    """Return what a letter says that stands for others that could not be sent."""
    if missed == 1:
        return _("This letter stands also for the one before, which I could not send.")
    return _("This letter stands also for the {count} before, which I could not send.", count=missed)


def late_note(letter: LetterRow) -> Text | None:
    """Return what is said, when it is read again, of a letter that went late; None if it did not."""
    if letter.sent_at is None or letter.sent_at - letter.send_at < LATE_AFTER:
        return None
    return _("This letter was due on {at}: it was sent late.", at=Instant(letter.send_at))


async def document_of(
    ctx: WorkContext,
    series: SeriesRow,
    letter: LetterRow,
    *,
    says_late: bool = True,
    goes_now: bool = False,
) -> Document:
    """Return a letter that is written down; a draft has the number and the date that it will have."""
    rows = await register.items(ctx.session, letter.id)
    title = letter.title
    if letter.state == State.WAITING:
        home = await ctx.find_place(series.place_id)
        words = ctx.words_for(home)
        head = await audience.head_of(ctx, series, home) if home else None
        at = ctx.now if goes_now or letter.waits_for_somebody(series) else letter.send_at
        title = await title_of(ctx, series.number + 1, head, at, words) if head else ""
    return stored_document(series, letter, rows, title, says_late=says_late)


def stored_document(
    series: SeriesRow,
    letter: LetterRow,
    rows: Sequence[ItemRow],
    title: str | None = None,
    *,
    says_late: bool = True,
) -> Document:
    """Return a letter as its rows hold it, under another title than its own if one is given.

    One that went late `says_late` that it did, unless its post says so anyway.
    """
    language: Language = "en" if letter.language == "en" else "fr"
    zone = ZoneInfo(series.zone)
    late = late_note(letter) if says_late else None
    words = Words(language, zone)
    notes = [words(late)] if late is not None else []
    notes += [words(missed_note(letter.missed))] if letter.missed else []
    return Document(
        title=Markup(letter.title if title is None else title),
        editorial=Markup(letter.editorial),
        note=Markup(" ".join(notes)),
        sections=sections_of_rows(letter, rows),
        language=language,
        zone=zone,
        dated=letter.sent_at or letter.send_at,
        number=letter.number,
    )


def post_of(document: Document, *, is_numbered: bool = False) -> Post:
    """Return a letter as it is posted: the title and the editorial, then a part for each section.

    Where it `is_numbered`, as in a draft, items have numbers by which they can be moved.
    """
    words = document.words
    texts = [Markup(f"**{document.title}**"), document.note, document.editorial]
    if document.is_empty:
        texts.append(words(_("Nothing new this time: there is nothing that you missed.")))
    text = Markup("\n\n".join(text for text in texts if text))
    return Post(text=text, embeds=embeds_of(document, is_numbered=is_numbered))


async def draft_post(
    ctx: WorkContext, series: SeriesRow, letter: LetterRow, *, words: Words, view: View | None = None
) -> Post:
    """Return the draft of a letter for who prepares it, with all that can be done to it."""
    view = view or View()
    if letter.state != State.WAITING:
        return Post(text=over(letter))
    document = await document_of(ctx, series, letter)
    places = await places_in_words(ctx, series)
    head = _(
        "**Draft.** This letter goes on {at}, to {places}. If you do nothing it goes as it is.",
        at=Instant(letter.send_at),
        places=places,
    )
    if letter.waits_for_somebody(series):
        head = _(
            "**Draft.** This letter goes to {places} when it is sent: “Send now”, or “Postpone” to give it "
            "an hour.",
            places=places,
        )
    elif document.is_empty and series.tells_empty:
        head = _(
            "**Draft.** There is nothing to tell yet. The letter of {at}, to {places}, says so unless "
            "something comes until then.",
            at=Instant(letter.send_at),
            places=places,
        )
    elif document.is_empty:
        head = _(
            "**Draft.** There is nothing to tell yet. The letter of {at}, to {places}, only goes if "
            "something comes until then, or if you write an editorial.",
            at=Instant(letter.send_at),
            places=places,
        )
    shown = post_of(document, is_numbered=True)
    lines = [head, *await _moving(ctx, letter, view)]
    buttons, menus = await controls_of(ctx, letter, view, is_empty=document.is_empty)
    return Post(
        text=words.join(lines if document.is_empty else [*lines, Markup("\n---\n"), shown.text]),
        embeds=shown.embeds,
        buttons=buttons,
        menus=menus,
    )


async def _moving(ctx: WorkContext, letter: LetterRow, view: View) -> list[Text]:
    """Return what is said of what somebody moves in a draft: nothing if that is nothing."""
    rows = as_shown(letter, await register.items(ctx.session, letter.id))
    chosen = chosen_to_move(letter, rows, view.moving)
    if chosen is None:
        return []
    return [_("**To move:** {what}. Press as often as it takes, then “Finished”.", what=chosen)]


def over(letter: LetterRow) -> Text:
    """Return what stands in the place of a draft once its letter is over."""
    match letter.state:
        case State.SENT:
            return _("Letter no. {number} was sent on {at}.", number=letter.number, at=_sent(letter))
        case State.LOST:
            return _(
                "Letter no. {number} did not arrive. `/letter history`, in its channel, has it sent again.",
                number=letter.number,
            )
        case State.EMPTY:
            return _(
                "The letter of {at} was not sent: there was nothing to tell.", at=Instant(letter.send_at)
            )
        case _:
            return _("The letter of {at} is not sent.", at=Instant(letter.send_at))


def _sent(letter: LetterRow) -> Instant:
    return Instant(letter.sent_at or letter.send_at)


async def places_in_words(ctx: WorkContext, series: SeriesRow) -> Text:
    """Return the channels to which a letter goes, as `named_places` names them."""
    places = await register.destinations(ctx, series)
    return await named_places(ctx, places)


async def owner_of(ctx: WorkContext, series: SeriesRow) -> Text:
    """Return of which channel a letter is, as people elsewhere may know: a private one has no name there."""
    home = await ctx.find_place(series.place_id)
    return (
        _("of another channel")
        if home is None or home.is_private
        else _("of {channel}", channel=await named_places(ctx, [home]))
    )


async def named_places(ctx: WorkContext, places: Sequence[Place]) -> Text:
    """Return the names of channels, with their chat where there are several, or what tells them apart."""
    platforms = await register.platforms(ctx.session, [place.id for place in places])
    several = len(set(platforms.values())) > 1
    known = await channels(ctx.session, ctx.network.id, {place.name for place in places})
    apart = {one.place.id: told_apart(one, known) for one in known if not one.is_left}
    names: list[Text] = []
    for place in places:
        where = apart.get(place.id) or (platform_title(platforms[place.id]) if several else "")
        named = _("{channel} ({platform})", channel=place.name, platform=where)
        names.append(named if where else escape(place.name))
    return listed(names)


def listed(texts: Sequence[Text]) -> Text:
    """Return texts as a list in a sentence."""
    if not texts:
        return Markup("?")
    first, *others = texts
    for text in others[:-1]:
        first = _("{before}, {label}", before=first, label=text)
    return _("{before} and {label}", before=first, label=others[-1]) if others else first
