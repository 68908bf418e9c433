"""Sharing a link, whatever asked for it: a command, a sentence, a message, a button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.chat.messages import Button, Reply, Style
from bot.chat.places import Place, PlaceKind
from bot.language.messages import Text, _, ngettext
from bot.plugin import Context, Refusal
from bot.plugin.fetching import OF_THE_ADDRESS
from bot.plugin.loading import load
from plugins.watch import doubting, levels, register, rights, showing, standing, taking, words
from plugins.watch.elsewhere import channel_named, channels_of, with_all_tags
from plugins.watch.models import Mark, ShareRow
from plugins.watch.pages.page import Page, PageKind, Unreachable
from plugins.watch.taking import Outcome, Wish

RECENT = timedelta(days=2)
"""For so long a link that stands in a channel is not brought up there again."""
_MOST_CHANNELS = 4


async def share(ctx: Context, wish: Wish) -> Reply:
    """Share a link here, unless the network has it already; in a DM, ask where.

    Raises:
        Refusal: the address cannot be shared, or the person shared too much lately.
    """
    there: Place | None = ctx.place
    if ctx.place.kind is PlaceKind.DM:
        there, wish = await channel_named(ctx, wish)
    return await share_in(ctx, await with_all_tags(ctx, wish), there)


async def share_in(ctx: Context, wish: Wish, there: Place | None, *, is_sure: bool = False) -> Reply:
    """Share a link in a channel, or ask in which.

    Where nothing is at its address, the person is asked first whether it is the right one, unless that
    `is_sure`.

    Raises:
        Refusal: the address cannot be shared, or the person shared too much lately.
    """
    known = await taking.standing(ctx, wish.url)
    if known is not None:
        return await _known(ctx, known, wish, there)
    if there is not None:
        await taking.check_pace(ctx, ctx.member)
    page = await look_up(ctx, wish.url)
    if there is not None and not is_sure and doubting.is_nowhere(page):
        return await _ask_whether(ctx, wish, there, page)
    row, outcome = await taking.take_in(ctx, ctx.member, wish, page)
    if outcome is Outcome.KNOWN:
        return await _known(ctx, row, wish, there)
    if there is None:
        return await ask_where(ctx, row, wish, page)
    return await share_here(ctx, row, there, page)


async def share_first(ctx: Context, wish: Wish, others: Sequence[str]) -> Reply:
    """Share the first link of several, and say that the others are not."""
    return naming_others(ctx, await share(ctx, wish), others)


def naming_others(ctx: Context, reply: Reply, others: Sequence[str]) -> Reply:
    """Return what is answered about the first link of several; it says that the others are not shared."""
    if not others:
        return reply
    left = ngettext(
        "One link at a time: this one is not shared: {links}",
        "One link at a time: these are not shared: {links}",
        len(others),
        links=" ".join(others),
    )
    return replace(reply, text=ctx.words.join([reply.text, left]), is_seen=False)


async def _ask_whether(ctx: Context, wish: Wish, there: Place, page: Unreachable) -> Reply:
    """Ask the person alone, before others see it, what becomes of a link to where nothing is."""
    doubt = await doubting.keep(ctx, ctx.member, wish, there)
    asked = doubting.question(ctx.words, doubt, there, page)
    return Reply(text=asked.text, buttons=asked.buttons, private=True)


async def _known(ctx: Context, row: ShareRow, wish: Wish, there: Place | None) -> Reply:
    """Say who shared a link; where another channel was named for it, bring it up there."""
    if there is None or there.id == ctx.place.id:
        return await already(ctx, row, wish)
    return Reply(text=await bring_here(ctx, row, there), buttons=_enriching(row, wish))


async def look_up(ctx: Context, url: str) -> Page | Unreachable:
    """Return what is at an address, or why it cannot be read.

    Raises:
        Refusal: nobody else could open it either, or should.
    """
    await load("plugins.watch.pages.looking")  # with what reads pages
    from plugins.watch.pages.looking import PageLookup

    page = await ctx.outside(PageLookup(url))
    if isinstance(page, Unreachable) and page.problem in OF_THE_ADDRESS:
        raise Refusal("refused_address", _("I do not share this link. {reason}", reason=page.text))
    return page


async def share_here(ctx: Context, row: ShareRow, place: Place, page: Page | Unreachable | None) -> Reply:
    """Post the card of a new share in a place; what could not be read of it is told to the person alone."""
    await showing.bring(ctx, row, place, ctx.member)
    await taking.thank(ctx, ctx.member, ctx.now)
    lines: list[Text] = [
        _("Shared in {channel}: {title}", channel=words.channel(place.name), title=words.linked(row))
    ]
    buttons: tuple[Button, ...] = ()
    is_awaited = False
    if isinstance(page, Unreachable):
        lines.append(
            _("I could not read the page, so the card only has its address. {reason}", reason=page.text)
        )
        is_awaited = not page.lasting and await taking.look_again(ctx, row, 0)
        lines.append(
            _("I will look again within the hours to come. You can also write the title yourself: “Edit”.")
            if is_awaited
            else _("You can write the title yourself: “Edit”.")
        )
        buttons = (Button(_("Edit"), "edit", {"share": row.id}, Style.PRIMARY),)
    elif page is not None and page.kind is PageKind.PAGE and not page.is_titled:
        lines.append(_("The page gives no title, so the card has a part of its address: “Edit” changes it."))
        buttons = (Button(_("Edit"), "edit", {"share": row.id}, Style.PRIMARY),)
    if not is_awaited:
        await showing.tell(ctx, row)
    if await levels.wider(ctx, place):
        buttons = (
            *buttons,
            Button(_("Propose it more widely"), "propose", {"share": row.id, "place": place.id}),
        )
    is_seen = place.id == ctx.place.id and not buttons  # what can be done besides is not on the card
    return Reply(text=ctx.words.join(lines), buttons=buttons, private=True, is_seen=is_seen)


async def already(ctx: Context, row: ShareRow, wish: Wish | None = None) -> Reply:
    """Return who shared a link, when and where, and what can be done with it here."""
    shown = await showing.shown(ctx, row, ctx.place)
    here = await register.last_here(ctx.session, row.id, ctx.place.id)
    may_come = ctx.place.kind is not PlaceKind.DM and (here is None or ctx.now - here.posted_at >= RECENT)
    said = await standing.who_when_where(ctx, row, shown.by, here)
    if may_come:
        said.append(_("You may bring it up here again."))
    lines: list[Text] = [_("This link is shared already: {title}", title=words.linked(row))]
    lines.append(ctx.words.join(said, " "))
    if shown.useful:
        lines.append(
            ngettext("{count} person finds it useful.", "{count} people find it useful.", shown.useful)
        )
    buttons = [words.useful_button(row.id, shown.useful), Button(_("Save"), "save", {"share": row.id})]
    if await rights.may_change(ctx, row):
        buttons += words.changing_buttons(row.id, 0 if here is None else here.id)
    if may_come:
        about: dict[str, int | str | bool] = {"share": row.id, "place": ctx.place.id}
        buttons.insert(0, Button(_("Bring it up here again"), "again", about, Style.PRIMARY))
    elif ctx.place.kind is PlaceKind.DM:
        buttons += [share_in_button(row, place) for place in await channels_of(ctx, _MOST_CHANNELS)]
    buttons += () if wish is None else _enriching(row, wish)
    return Reply(text=ctx.words.join(lines), buttons=tuple(buttons), private=True)


def _enriching(row: ShareRow, wish: Wish) -> tuple[Button, ...]:
    """Return the button that adds the tags and the note of a wish to a share, if it has any."""
    if not (wish.tags or wish.note):
        return ()
    typed: dict[str, int | str | bool] = {
        "share": row.id,
        "tags": " ".join(tag.name for tag in wish.tags),
        "note": wish.note,
    }
    return (Button(_("Add what I typed"), "enrich", typed),)


async def bring_here(ctx: Context, row: ShareRow, place: Place) -> Text:
    """Bring a share up again in a place; return what to say of it.

    Raises:
        Refusal: it stands there since lately, or the person shared too much lately.
    """
    here = await register.last_here(ctx.session, row.id, place.id)
    if here is not None and ctx.now - here.posted_at < RECENT:
        raise Refusal(
            "stands_here",
            _(
                "This link stands in {channel} since {day}: it is too early to bring it up again.",
                channel=words.channel(place.name),
                day=words.day(here.posted_at, ctx.words),
            ),
        )
    await taking.check_pace(ctx, ctx.member)
    await showing.bring(ctx, row, place, ctx.member)
    await taking.thank(ctx, ctx.member, ctx.now)
    await showing.tell(ctx, row)
    return _("Shared in {channel}: {title}", channel=words.channel(place.name), title=words.linked(row))


async def ask_where(ctx: Context, row: ShareRow, wish: Wish, page: Page | Unreachable) -> Reply:
    """Ask in a DM what becomes of a link: it is shared in a channel, or kept for oneself.

    Where nothing is at its address, that can be corrected instead.
    """
    lines: list[Text] = [words.linked(row)]
    if row.description:
        lines.append(words.in_short(row.description))
    if isinstance(page, Unreachable):
        lines.append(_("I could not read the page. {reason}", reason=page.text))
    places = await channels_of(ctx, _MOST_CHANNELS)
    lines.append(
        _("Where do you want to share it?")
        if places
        else _(
            "To share it, write `/watch` and the link in the channel where it belongs: what is written here "
            "stays between us. I can keep it in your own list."
        )
    )
    buttons = [share_in_button(row, place) for place in places]
    buttons.append(Button(_("Save for myself"), "save", {"share": row.id}))
    if doubting.is_nowhere(page):
        buttons.append(doubting.correct_button(await doubting.keep(ctx, ctx.member, wish, None)))
    return Reply(text=ctx.words.join(lines), buttons=tuple(buttons))


def share_in_button(row: ShareRow, place: Place) -> Button:
    """Return the button that shares a link in a channel."""
    about: dict[str, int | str | bool] = {"share": row.id, "place": place.id}
    return Button(_("In {channel}", channel=place.name), "share-in", about, name=f"in-{place.id}")


async def keep_link(ctx: Context, link: str) -> Reply:
    """Keep a link in the person's own list, which nobody else is shown."""
    wish = taking.wish_of(link)
    row = await taking.known(ctx, wish.url)
    if row is None:
        row, _outcome = await taking.take_in(ctx, ctx.member, wish, await look_up(ctx, wish.url))
    await register.put_mark(ctx, row.id, ctx.member.id, Mark.SAVED)
    return Reply(text=kept(row), private=True)


def kept(row: ShareRow) -> Text:
    """Return what to say of a share that is kept."""
    return _("Kept in your list: {title}\n`/watch my-links` shows it.", title=words.linked(row))
